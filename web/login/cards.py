"""The cards that fill the panel of the Telegram page, one class each: its template shows the fields as ``card.…``."""

from dataclasses import dataclass, field, replace
from typing import ClassVar, Self
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from tgsdk import QrLogin, Session, SessionInDoubt
from tgsdk.contrib.django.models import TelegramAccount
from web.failures.failure import Failure, reason_in_words
from web.failures.words import REACTIONS
from web.models import PictureSize
from web.pictures.avatars import Avatar, initials
from web.pictures.store import here, picture_url, pictures_url, to_fetch
from web.words.files import visible

from .codes import LoginCode
from .countries import Country, choose_region, list_countries
from .qr import QrCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Base of all cards: ``news`` is read out by a screen reader, ``notice`` stands above the card.

    ``failure`` is what the card itself says went wrong, at its field or as a whole. ``is_swapped`` says that it is put
    into a page, where it takes the focus; ``is_part`` that only its part is.
    """

    template: ClassVar[str]
    part: ClassVar[str | None] = None  # the element, and the template, that htmx may fetch of it alone

    failure: Failure | None = None
    news: str = ""
    notice: str = ""
    is_swapped: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectCard(Card):
    """The QR code to scan, or a place for it that fills itself."""

    template: ClassVar[str] = "partials/login/qr_start.html"

    qr: QrCode | None = None

    @classmethod
    def of(cls, qr: QrLogin) -> Self:
        return cls(qr=QrCode.of(qr))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCard(Card):
    """The form for the phone number. With ``may_go_back`` a code is awaited already, at a number to be changed."""

    template: ClassVar[str] = "partials/login/auth_phone.html"

    phone: str
    region: str
    may_go_back: bool

    @classmethod
    def of(cls, phone: str, failure: Failure | None, *, country: str | None = None, may_go_back: bool) -> Self:
        """``country`` is the one that was chosen beside the number."""
        news = failure.text if failure else _("Enter your phone number.")
        region = choose_region(phone, country)
        return cls(phone=phone, region=region, failure=failure, may_go_back=may_go_back, news=news)

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries of which a number can be written as at home."""
        return list_countries()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard(Card):
    """The form for the login code."""

    template: ClassVar[str] = "partials/login/auth_verify_code.html"
    part: ClassVar[str | None] = "auth-resend"

    code: LoginCode

    @classmethod
    def of(cls, session: Session, failure: Failure | None = None) -> Self:
        code = LoginCode.of(session)
        return cls(code=code, failure=failure, news=failure.text if failure else code.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCard(Card):
    """The form for the two-step verification password."""

    template: ClassVar[str] = "partials/login/auth_verify_password.html"

    hint: str | None

    @classmethod
    def of(cls, hint: str | None, failure: Failure | None = None) -> Self:
        news = failure.text if failure else _("One last step: enter your two-step verification password.")
        return cls(hint=hint, failure=failure, news=news)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard(Card):
    """The connected account; ``wanted_url`` is where its picture can be fetched that is not here yet."""

    template: ClassVar[str] = "partials/login/user_info.html"

    account: TelegramAccount
    name: str
    avatar: Avatar
    wanted_url: str | None

    @classmethod
    def of(cls, account: TelegramAccount) -> Self:
        avatar, wanted_url = _find_avatar(account)
        name = visible(account.full_name) or f"ID {account.telegram_user_id}"
        news = _("Telegram is connected: %(name)s.") % {"name": name}
        return cls(account=account, name=name, avatar=avatar, wanted_url=wanted_url, news=news)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCard(Card):
    """A connection that has ended: ``text`` says why, ``reason`` is Telegram's name for it."""

    template: ClassVar[str] = "partials/login/session_status.html"

    reason: str
    text: str

    @classmethod
    def of(cls, reason: str) -> Self:
        text = reason_in_words(reason)
        return cls(reason=reason, text=text, news=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtCard(Card):
    """A connection that Telegram does not recognise at the moment: the person decides if they connect again."""

    template: ClassVar[str] = "partials/login/session_in_doubt.html"

    text: str

    @classmethod
    def of(cls) -> Self:
        text = str(REACTIONS[SessionInDoubt].text)
        return cls(text=text, news=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureCard(Card):
    """A failure in place of any other card, with the way on. ``kept`` is what was written, to be copied."""

    template: ClassVar[str] = "partials/failures/error.html"

    kept: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOutCard(Card):
    """The refusal of whoever is not signed in to HR Helper; signing in leads to ``next_url``. ``kept`` as above."""

    template: ClassVar[str] = "partials/failures/signed_out.html"

    next_url: str
    kept: str = field(default="", repr=False)

    @property
    def sign_in_url(self) -> str:
        return f"{reverse('login')}?next={quote(self.next_url)}"


def _find_avatar(account: TelegramAccount) -> tuple[Avatar, str | None]:
    """The account's own picture, and where it can be fetched if it is not here yet."""
    number, key = account.telegram_user_id or 0, (account.photo_id or 0, PictureSize.CHAT.value)
    avatar = Avatar(
        element_id=f"avatar-a-{number}",
        initials=initials(visible(f"{account.first_name} {account.last_name}")),
        color=account.color,
        photo_id=account.photo_id,
    )
    if account.photo_id is None:
        return avatar, None
    if here(account.pk, {key}):
        return replace(avatar, url=picture_url(*key)), None
    return avatar, pictures_url([f"{account.photo_id}.a-{number}"]) if to_fetch(account.pk, {key}) else None
