"""The card that shows an account's state, and what a screen reader says when it appears."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tgsdk import QrLogin, SessionInvalid

from .accounts import session_of
from .errors import Failure, reason_in_words
from .models import TelegramAccount
from .qr import QrCode

State = TelegramAccount.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What fills the page's panel."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    news: str = ""


def current_card(user: User, failure: Failure | None = None) -> Card:
    """The card for what the database knows; Telegram is not asked. ``failure`` stands at the card's field."""
    account = TelegramAccount.objects.filter(user=user).first()
    if account is None:
        return connect_card()
    try:
        hint = session_of(account).hint
    except SessionInvalid as error:
        return connect_card() if account.state == State.AWAITING_SCAN else ended_card(error.code)
    return card_of(account, hint, failure)


def card_of(account: TelegramAccount, hint: str | None = None, failure: Failure | None = None) -> Card:
    match account.state:
        case State.LOGGED_IN:
            return account_card(account)
        case State.AWAITING_PASSWORD:
            return password_card(hint, failure)
        case State.DISCONNECTED:
            return ended_card(account.disconnect_reason)
        case _:
            return connect_card()


def connect_card(qr: QrLogin | None = None, news: str = "") -> Card:
    """With the code, or with a place for it that fills itself."""
    return Card(template="partials/qr_start.html", context={"qr": QrCode.of(qr) if qr else None}, news=news)


def password_card(hint: str | None, failure: Failure | None = None) -> Card:
    news = failure.text if failure else _("The code is accepted. Enter your two-step verification password.")
    return Card(template="partials/auth_verify.html", context={"hint": hint, "failure": failure}, news=news)


def account_card(account: TelegramAccount) -> Card:
    news = _("Telegram is connected: %(name)s.") % {"name": account.full_name}
    return Card(template="partials/user_info.html", context={"account": account}, news=news)


def ended_card(reason: str) -> Card:
    text = reason_in_words(reason)
    return Card(template="partials/session_status.html", context={"reason": reason, "text": text}, news=text)
