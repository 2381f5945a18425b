"""The card that shows an account's state, and what a screen reader says when it appears."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tgsdk import QrLogin, Session, SessionInvalid
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from web.failures.errors import Field
from web.failures.failure import Failure, reason_in_words
from web.failures.reactions import Way
from web.models import PictureSize
from web.pictures.avatars import Avatar
from web.pictures.store import here, picture_url, pictures_url, to_fetch

from .codes import LoginCode
from .phones import international
from .qr import QrCode

State = TelegramAccount.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What fills the page's panel.

    ``news`` is for the ears, ``notice`` stands above the card. ``part`` is what htmx may fetch of it alone.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    news: str = ""
    notice: str = ""
    part: str = ""


def current_card(
    user: User, failure: Failure | None = None, *, way: str | None = None, phone: str | None = None
) -> Card:
    """The card for what the database knows; Telegram is not asked.

    ``failure`` stands at the field that it is about, or above the card where there is none. With ``way="phone"``
    the person has chosen that way in; ``phone`` is the number that they have typed.
    """
    account = TelegramAccount.objects.filter(user=user).first() or TelegramAccount(user=user)
    try:
        session = session_of(account)
    except SessionInvalid as error:
        return connect_card() if _may_begin_anew(account) else ended_card(error.code)
    wants_phone = way == "phone" if failure is None else _is_about_phone(failure, phone)
    if wants_phone and _may_begin_anew(account):
        may_go_back = account.state == State.AWAITING_CODE and not account.is_login_too_old
        typed = international(_awaited_phone(session)) if phone is None else phone
        return phone_card(typed, failure, may_go_back=may_go_back)
    card = card_of(account, session, failure)
    if failure is None or card.context.get("failure") is failure or _is_settled(account, failure):
        return card
    return replace(card, notice=failure.text, news=failure.text)


def card_of(account: TelegramAccount, session: Session, failure: Failure | None = None) -> Card:
    match account.state:
        case State.LOGGED_IN:
            return account_card(account)
        case State.AWAITING_CODE | State.AWAITING_PASSWORD if account.is_login_too_old:
            return connect_card()
        case State.AWAITING_CODE:
            return code_card(session, _at(failure, "code"))
        case State.AWAITING_PASSWORD:
            return password_card(session.hint, _at(failure, "password"))
        case State.DISCONNECTED:
            return ended_card(account.disconnect_reason)
        case _:
            return connect_card()


def connect_card(qr: QrLogin | None = None, news: str = "") -> Card:
    """With the code, or with a place for it that fills itself."""
    return Card(template="partials/login/qr_start.html", context={"qr": QrCode.of(qr) if qr else None}, news=news)


def phone_card(phone: str, failure: Failure | None, *, may_go_back: bool) -> Card:
    """``may_go_back``: a code is waited for, and this is to change the number that it was sent to."""
    news = failure.text if failure else _("Enter your phone number.")
    context = {"phone": phone, "failure": failure, "may_go_back": may_go_back}
    return Card(template="partials/login/auth_phone.html", context=context, news=news)


def code_card(session: Session, failure: Failure | None = None) -> Card:
    code = LoginCode.of(session)
    return Card(
        template="partials/login/auth_verify_code.html",
        context={"code": code, "failure": failure},
        news=failure.text if failure else code.said,
        part="auth-resend",
    )


def password_card(hint: str | None, failure: Failure | None = None) -> Card:
    news = failure.text if failure else _("One last step: enter your two-step verification password.")
    return Card(
        template="partials/login/auth_verify_password.html", context={"hint": hint, "failure": failure}, news=news
    )


def account_card(account: TelegramAccount) -> Card:
    news = _("Telegram is connected: %(name)s.") % {"name": account.full_name}
    avatar, wanted_url = _own_avatar(account)
    context = {"account": account, "avatar": avatar, "wanted_url": wanted_url}
    return Card(template="partials/login/user_info.html", context=context, news=news)


def _own_avatar(account: TelegramAccount) -> tuple[Avatar, str | None]:
    """The person's own picture, and where it can be fetched if it is not here yet."""
    number, key = account.telegram_user_id or 0, (account.photo_id or 0, PictureSize.CHAT.value)
    avatar = Avatar(
        element_id=f"avatar-a-{number}", initials=account.initials, color=account.color, photo_id=account.photo_id
    )
    if account.photo_id is None:
        return avatar, None
    if here(account.pk, {key}):
        return replace(avatar, url=picture_url(*key)), None
    return avatar, pictures_url([f"{account.photo_id}.a-{number}"]) if to_fetch(account.pk, {key}) else None


def ended_card(reason: str) -> Card:
    text = reason_in_words(reason)
    return Card(template="partials/login/session_status.html", context={"reason": reason, "text": text}, news=text)


def _may_begin_anew(account: TelegramAccount) -> bool:
    """Whether nothing is lost when another way in is taken."""
    return account.state in (State.LOGGED_OUT, State.AWAITING_SCAN, State.AWAITING_CODE)


def _is_settled(account: TelegramAccount, failure: Failure) -> bool:
    """Whether the account is connected, so that nobody needs to hear that a login has moved on."""
    return account.state == State.LOGGED_IN and failure.way is Way.LOOK


def _is_about_phone(failure: Failure, phone: str | None) -> bool:
    return failure.way is Way.CORRECT and (failure.field == "phone" or (failure.field is None and phone is not None))


def _at(failure: Failure | None, field: Field) -> Failure | None:
    """The failure, if it is about this field."""
    is_about_it = failure is not None and failure.way is Way.CORRECT and failure.field in (None, field)
    return failure if is_about_it else None


def _awaited_phone(session: Session) -> str:
    return session.code_sent.phone if session.code_sent else ""
