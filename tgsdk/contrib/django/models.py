"""A Telegram account for each user, and how often was tried what Telegram limits."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, router
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

JUST_NOW = timedelta(minutes=1)
LOGIN_LIFETIME = timedelta(minutes=10)
COLORS = 7
FREE = datetime(1970, 1, 1, tzinfo=UTC)  # a lease that nobody holds ended then

Row = TypeVar("Row", bound=models.Model)


class WhereItIsWritten(models.Manager[Row]):
    """Reads from the database that is written to: a replica that lags behind would give a session that is over."""

    def get_queryset(self) -> models.QuerySet[Row]:
        rows = super().get_queryset()
        return rows if self._db else rows.using(router.db_for_write(self.model))


class TelegramAccount(models.Model):
    """A user's Telegram account, whatever its state. The session in it is sealed: see sealing.py.

    There is no constraint in the database on ``user``, and deletion.py does the cascade: so the table may lie in
    another database than the users, which a router decides.
    """

    class State(models.TextChoices):
        LOGGED_OUT = "logged_out", _("not connected")
        AWAITING_SCAN = "awaiting_scan", _("waiting for the scan")
        AWAITING_CODE = "awaiting_code", _("waiting for the code")
        AWAITING_PASSWORD = "awaiting_password", _("waiting for the password")
        LOGGED_IN = "logged_in", _("connected")
        DISCONNECTED = "disconnected", _("ended by Telegram")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="telegram_account",
        verbose_name=_("user"),
    )
    encrypted_session = models.TextField(blank=True, default="")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.LOGGED_OUT)
    disconnect_reason = models.CharField(_("why it ended"), max_length=64, blank=True, default="")
    telegram_user_id = models.BigIntegerField(_("Telegram id"), null=True, blank=True)
    first_name = models.CharField(_("first name"), max_length=255, blank=True, default="")
    last_name = models.CharField(_("last name"), max_length=255, blank=True, default="")
    username = models.CharField(_("name in Telegram"), max_length=64, blank=True, default="")
    photo_id = models.BigIntegerField(null=True, blank=True, editable=False)
    # Since when Telegram does not recognise the session, which nobody has signed: see OpenAccount.doubt().
    in_doubt_since = models.DateTimeField(_("in doubt since"), null=True, blank=True)
    # The session in doubt, sealed, while a new login is under way that may take its place.
    kept_session = models.TextField(blank=True, default="", editable=False)
    # The way to Telegram that this account goes alone, sealed: see proxies.py.
    sealed_proxy = models.TextField(blank=True, default="", editable=False)
    login_started_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(_("connected at"), null=True, blank=True)
    # The latest end of a pause that Telegram asked this user for; FloodPause tells which operations it is about.
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(default=FREE, editable=False)
    lease_wanted_until = models.DateTimeField(default=FREE, db_default=FREE, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = WhereItIsWritten["TelegramAccount"]()

    class Meta:
        verbose_name = _("Telegram account")
        verbose_name_plural = _("Telegram accounts")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_state_display()}"

    def know_user(self, user: AbstractBaseUser) -> None:
        """Spare the query for ``user``, who may be in another database."""
        self._state.fields_cache["user"] = user

    @property
    def full_name(self) -> str:
        """The name that the person has in Telegram, or the id of one without a name."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or f"ID {self.telegram_user_id}"

    @property
    def initials(self) -> str:
        """The initials of the name, for want of a photo."""
        return "".join(name[0] for name in (self.first_name, self.last_name) if name).upper() or "?"

    @property
    def color(self) -> int:
        """The number of the avatar's colour, which follows from the id: 0 to 6."""
        return (self.telegram_user_id or 0) % COLORS

    @property
    def is_login_too_old(self) -> bool:
        """Tell whether a login under way was left waiting for so long that it is over."""
        return self.login_started_at is not None and timezone.now() - self.login_started_at > LOGIN_LIFETIME

    @property
    def is_paused(self) -> bool:
        """Tell whether a pause that Telegram asked for may be in force."""
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def is_just_connected(self) -> bool:
        """Tell whether the account was connected within the last minute."""
        return self.connected_at is not None and timezone.now() - self.connected_at < JUST_NOW


class Attempt(models.Model):
    """One try of what is limited, for one of its subjects, by the database's clock: see limits.py."""

    operation = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    objects = WhereItIsWritten["Attempt"]()

    class Meta:
        indexes = (models.Index(fields=["at"]), models.Index(fields=["operation", "subject", "at"]))

    def __str__(self) -> str:
        return f"{self.operation} at {self.at:%Y-%m-%d %H:%M:%S}"


class LookUp(models.Model):
    """Whom an account has looked up, without saying so in clear, and what came of it: see acquaintances.py."""

    account = models.ForeignKey(TelegramAccount, on_delete=models.CASCADE, related_name="look_ups")
    subject = models.CharField(max_length=64)
    chat_id = models.BigIntegerField(null=True)
    telegram_name = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(db_default=Now())

    objects = WhereItIsWritten["LookUp"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "subject"], name="one_look_up_of_somebody"),)

    def __str__(self) -> str:
        return f"{self.subject} at {self.at:%Y-%m-%d %H:%M:%S}"


class Stranger(models.Model):
    """Somebody with whom an account had no conversation when it last looked: see acquaintances.py."""

    account = models.ForeignKey(TelegramAccount, on_delete=models.CASCADE, related_name="strangers")
    chat_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = WhereItIsWritten["Stranger"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "chat_id"], name="one_stranger_of_an_id"),)

    def __str__(self) -> str:
        return f"{self.chat_id} at {self.at:%Y-%m-%d %H:%M:%S}"


class FloodPause(models.Model):
    """A pause that Telegram asked for: see limits.py."""

    operation = models.CharField(_("operation"), max_length=20)
    subject = models.CharField(_("whose"), max_length=64)
    until = models.DateTimeField(_("until"))
    telegram_name = models.CharField(_("reason"), max_length=64, blank=True, default="")

    objects = WhereItIsWritten["FloodPause"]()

    class Meta:
        verbose_name = _("pause that Telegram asked for")
        verbose_name_plural = _("pauses that Telegram asked for")
        constraints = (models.UniqueConstraint(fields=["operation", "subject"], name="one_pause_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.operation} until {self.until:%Y-%m-%d %H:%M:%S}"
