"""The choice of the card that shows where an account stands. Telegram is not asked."""

from dataclasses import replace

from django.contrib.auth.models import User

from tgsdk import Capability, Session, SessionInvalid, WrongMoment
from tgsdk.contrib.django.accounts import is_supported
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from web.failures.errors import Field
from web.failures.failure import Failure
from web.failures.ways import Way

from .cards import AccountCard, Card, CodeCard, ConnectCard, DoubtCard, EndedCard, PasswordCard, PhoneCard
from .phones import format_phone

State = TelegramAccount.State


def choose_current_card(
    user: User,
    failure: Failure | None = None,
    *,
    way: str | None = None,
    phone: str | None = None,
    country: str | None = None,
) -> Card:
    """The card for what the database knows of this person's account.

    ``failure`` stands at the field that it is about, or above the card where there is none. With ``way="phone"``
    the person has chosen that way in; ``phone`` is the number that they have typed, ``country`` what they have chosen
    beside it.
    """
    account = TelegramAccount.objects.filter(user=user).first() or TelegramAccount(user=user)
    try:
        session = session_of(account)
    except SessionInvalid as error:
        return ConnectCard() if _may_begin_anew(account) else EndedCard.of(error.code)
    is_chosen = way == "phone" or not is_supported(Capability.QR_LOGIN)
    wants_phone = is_chosen if failure is None else _is_about_phone(failure, phone)
    if wants_phone and _may_begin_anew(account):
        may_go_back = account.state == State.AWAITING_CODE and not account.is_login_too_old
        typed = format_phone(_awaited_phone(session)) if phone is None else phone
        return PhoneCard.of(typed, failure, country=country, may_go_back=may_go_back)
    card = choose_card(account, session, failure)
    if failure is None or card.failure is failure or _is_settled(account, failure):
        return card
    return replace(card, notice=failure.text, news=failure.text)


def choose_card(account: TelegramAccount, session: Session, failure: Failure | None = None) -> Card:
    """The card for the state of an account, with the failure if it is about a field of that card."""
    match account.state:
        case State.LOGGED_IN if account.in_doubt_since:
            return DoubtCard.of()
        case State.LOGGED_IN:
            return AccountCard.of(account)
        case State.AWAITING_CODE | State.AWAITING_PASSWORD if account.is_login_too_old:
            return ConnectCard()
        case State.AWAITING_CODE:
            return CodeCard.of(session, _keep_if_about("code", failure))
        case State.AWAITING_PASSWORD:
            return PasswordCard.of(session.hint, _keep_if_about("password", failure))
        case State.DISCONNECTED:
            return EndedCard.of(account.disconnect_reason)
        case _:
            return ConnectCard()


def _may_begin_anew(account: TelegramAccount) -> bool:
    """True if nothing is lost when another way in is taken."""
    return account.state in (State.LOGGED_OUT, State.AWAITING_SCAN, State.AWAITING_CODE)


def _is_settled(account: TelegramAccount, failure: Failure) -> bool:
    """True if the account is connected, so that nobody needs to hear that a login has moved on."""
    return account.state == State.LOGGED_IN and failure.code == WrongMoment.code


def _is_about_phone(failure: Failure, phone: str | None) -> bool:
    return failure.way is Way.CORRECT and (failure.field == "phone" or (failure.field is None and phone is not None))


def _keep_if_about(field: Field, failure: Failure | None) -> Failure | None:
    is_about_it = failure is not None and failure.way is Way.CORRECT and failure.field in (None, field)
    return failure if is_about_it else None


def _awaited_phone(session: Session) -> str:
    return session.code_sent.phone if session.code_sent else ""
