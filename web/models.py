"""The pictures that an account was shown, the tokens of its programs, and the audit of what happened to it."""

from typing import Any, NoReturn, Self

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tgsdk.contrib.django.models import TelegramAccount


class PictureSize(models.TextChoices):
    """The place that a picture is for: the same one comes in different sizes."""

    CHAT = "chat", "chat"  # of a person or a chat
    MESSAGE = "message", "message"  # the thumbnail of a message's picture


class Picture(models.Model):
    """A picture that Telegram has shown to this account, and its bytes where they were fetched: see pictures/."""

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


class Scope(models.TextChoices):
    """The right to one kind of work, which a token has or has not."""

    READ = "read", _("read chats, messages and files")
    SEND = "send", _("send messages and mark as read")
    LOGIN = "login", _("connect and disconnect Telegram")


class LiveTokens(models.QuerySet["ApiToken"]):
    """Tokens, and those of them that still open something."""

    def live(self) -> Self:
        """Leave out the expired ones, and those of recruiters who may not sign in any more."""
        return self.filter(expires_at__gt=timezone.now(), user__is_active=True)


class ApiToken(models.Model):
    """The right of a program to use its recruiter's account: see tokens/. The secret itself is kept nowhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.CharField(max_length=64)  # separated by spaces
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)
    last_address = models.GenericIPAddressField(null=True, editable=False, unpack_ipv4=True)

    objects = LiveTokens.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def granted(self) -> frozenset[str]:
        """The scopes of this token."""
        return frozenset(self.scopes.split())

    @property
    def is_expired(self) -> bool:
        """True if the token opens nothing any more."""
        return self.expires_at <= timezone.now()

    @property
    def scopes_in_words(self) -> list[str]:
        """The scopes, as a page says them."""
        return [str(scope.label) for scope in Scope if scope in self.granted]


class AppendOnly(models.QuerySet["AuditEvent"]):
    """Rows that are written once, and neither changed nor deleted."""

    def update(self, **_: Any) -> NoReturn:
        raise TypeError("what happened cannot be changed")

    def delete(self) -> NoReturn:
        raise TypeError("what happened cannot be deleted")


class AuditEvent(models.Model):
    """One thing that happened to an account: to whose, when, and from which address. No secret, no content."""

    class Kind(models.TextChoices):
        CONNECTED = "connected", _("connected")
        FAILED = "failed", _("failed")
        LIMITED = "limited", _("too many attempts")
        DISCONNECTED = "disconnected", _("disconnected")
        ENDED = "ended", _("ended by Telegram")
        DOUBTED = "doubted", _("connection not recognised by Telegram")
        PUT_ASIDE = "put_aside", _("decided to connect again")
        TAKEN_BACK = "taken_back", _("went back to the connection in doubt")
        OPENED = "opened", _("opened")
        SENT = "sent", _("sent a message")
        SIGNED_IN = "signed_in", _("signed in to HR Helper")
        EXPORTED = "exported", _("took the session out")
        IMPORTED = "imported", _("brought a session in")
        TOKEN_MADE = "token_made", _("made an API token")
        TOKEN_USED = "token_used", _("used an API token from a new address")
        TOKEN_REVOKED = "token_revoked", _("revoked an API token")

    class Operation(models.TextChoices):
        """The operations that events tell of; one that has no words here is shown by its name."""

        QR_LOGIN = "qr_login", _("login by QR code")
        SEND_CODE = "send_code", _("sending a login code")
        SIGN_IN = "sign_in", _("entering the code")
        CHECK_PASSWORD = "check_password", _("two-step verification password")
        STATUS = "status", _("state of the account")
        CHATS = "chats", _("list of chats")
        CHAT = "chat", _("chat")
        MESSAGES = "messages", _("messages")
        MESSAGE = "message", _("a message")
        MESSAGE_FILE = "message_file", _("a file")
        SEARCH_MESSAGES = "search_messages", _("search in messages")
        SEND_MESSAGE = "send_message", _("sending a message")
        MARK_AS_READ = "mark_as_read", _("marking as read")
        RESOLVE = "resolve", _("looking somebody up")
        REQUIREMENT = "requirement", _("what is asked of whoever writes")
        NEW_CONVERSATION = "new_conversation", _("the first message to somebody")
        PERSON = "person", _("a card")
        MEMBERS = "members", _("members of a group")
        SHARED_MEDIA = "shared_media", _("shared photos and files")
        DOWNLOAD = "download", _("downloading a file")
        DOWNLOAD_PHOTOS = "download_photos", _("pictures")
        HR_SIGN_IN = "hr_sign_in", _("signing in to HR Helper")
        API_TOKEN = "api_token", _("API token")
        API_CALL = "api_call", _("call with an API token")

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    # The recruiter's number and name, not a relation: what happened outlives the recruiter.
    user_id = models.BigIntegerField(_("recruiter's id"))
    username = models.CharField(_("recruiter"), max_length=150)
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    operation = models.CharField(_("operation"), max_length=20, choices=Operation.choices, blank=True, default="")
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
