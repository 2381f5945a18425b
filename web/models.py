"""What HR Helper keeps: one Telegram account per recruiter, pictures that it was shown, what happened to it, and what
was tried how often."""

from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

JUST_NOW = timedelta(minutes=1)
LOGIN_LIFETIME = timedelta(minutes=10)
COLORS = 7
FREE = datetime(1970, 1, 1, tzinfo=UTC)  # a lease that nobody holds ended then


class TelegramAccount(models.Model):
    """A recruiter's Telegram account, whatever its state. The Session in it is sealed: see sealing.py."""

    class State(models.TextChoices):
        LOGGED_OUT = "logged_out", _("not connected")
        AWAITING_SCAN = "awaiting_scan", _("waiting for the scan")
        AWAITING_CODE = "awaiting_code", _("waiting for the code")
        AWAITING_PASSWORD = "awaiting_password", _("waiting for the password")
        LOGGED_IN = "logged_in", _("connected")
        DISCONNECTED = "disconnected", _("ended by Telegram")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="telegram_account")
    encrypted_session = models.TextField(blank=True, default="")
    state = models.CharField(max_length=20, choices=State.choices, default=State.LOGGED_OUT)
    disconnect_reason = models.CharField(max_length=64, blank=True, default="")
    telegram_user_id = models.BigIntegerField(null=True, blank=True)
    first_name = models.CharField(max_length=255, blank=True, default="")
    last_name = models.CharField(max_length=255, blank=True, default="")
    username = models.CharField(max_length=64, blank=True, default="")
    photo_id = models.BigIntegerField(null=True, blank=True, editable=False)
    login_started_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)
    # The latest end of a pause that Telegram asked this recruiter for; FloodPause tells which operations it is about.
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(default=FREE, editable=False)
    lease_wanted_until = models.DateTimeField(default=FREE, db_default=FREE, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Telegram account")
        verbose_name_plural = _("Telegram accounts")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_state_display()}"

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name))) or f"ID {self.telegram_user_id}"

    @property
    def initials(self) -> str:
        return "".join(name[0] for name in (self.first_name, self.last_name) if name).upper() or "?"

    @property
    def color(self) -> int:
        """The number of the avatar's colour, which follows from the id."""
        return (self.telegram_user_id or 0) % COLORS

    @property
    def is_login_too_old(self) -> bool:
        """Whether a login under way was left waiting for so long that it is over."""
        return self.login_started_at is not None and timezone.now() - self.login_started_at > LOGIN_LIFETIME

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def is_just_connected(self) -> bool:
        return self.connected_at is not None and timezone.now() - self.connected_at < JUST_NOW


class PictureSize(models.TextChoices):
    """What a picture is for: the same one comes in different sizes."""

    CHAT = "chat", "chat"  # of a person or a chat
    MESSAGE = "message", "message"  # the thumbnail of a message's picture


class Picture(models.Model):
    """A picture that Telegram has shown to this account, and its bytes where they were fetched: see pictures.py."""

    account = models.ForeignKey(TelegramAccount, on_delete=models.CASCADE, related_name="pictures")
    photo_id = models.BigIntegerField()
    size = models.CharField(max_length=8, choices=PictureSize.choices)
    location = models.TextField()
    content = models.BinaryField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "photo_id", "size"], name="one_picture_of_a_size"),)

    def __str__(self) -> str:
        return f"{self.photo_id} ({self.size})"


class AppendOnly(models.QuerySet["AuditEvent"]):
    """Rows that are written once."""

    def update(self, **_: Any) -> NoReturn:
        raise TypeError("what happened cannot be changed")

    def delete(self) -> NoReturn:
        raise TypeError("what happened cannot be deleted")


class AuditEvent(models.Model):
    """What happened to whose account, when, and from which address. No secret, no content. Written once."""

    class Kind(models.TextChoices):
        CONNECTED = "connected", _("connected")
        FAILED = "failed", _("failed")
        LIMITED = "limited", _("too many attempts")
        DISCONNECTED = "disconnected", _("disconnected")
        ENDED = "ended", _("ended by Telegram")
        OPENED = "opened", _("opened")
        SENT = "sent", _("sent a message")

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    # The recruiter's number and name, not a relation: what happened outlives the recruiter.
    user_id = models.BigIntegerField(_("recruiter's id"))
    username = models.CharField(_("recruiter"), max_length=150)
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    operation = models.CharField(_("operation"), max_length=20, blank=True, default="")
    # The chat, or the chat and the message, by Telegram's numbers.
    subject = models.CharField(_("about"), max_length=64, blank=True, default="", db_default="")
    reason = models.CharField(_("reason"), max_length=64, blank=True, default="")
    telegram_user_id = models.BigIntegerField(_("Telegram id"), null=True, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True, unpack_ipv4=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["at"]), models.Index(fields=["user_id", "kind", "at"]))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.username}: {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("what happened cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("what happened cannot be deleted")


class Attempt(models.Model):
    """One try of what is limited, by one of its subjects, by the database's clock: see limits.py."""

    operation = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["at"]), models.Index(fields=["operation", "subject", "at"]))

    def __str__(self) -> str:
        return f"{self.operation} at {self.at:%Y-%m-%d %H:%M:%S}"


class FloodPause(models.Model):
    """A pause that Telegram asked for: see limits.py."""

    operation = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    until = models.DateTimeField()
    telegram_name = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["operation", "subject"], name="one_pause_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.operation} until {self.until:%Y-%m-%d %H:%M:%S}"
