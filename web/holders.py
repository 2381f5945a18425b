"""The holder of a page: the person whom it was made for, and the Telegram account or the login that it shows.

A page says its holder with all that it asks for, in a header and in its forms, because cookies are common to all tabs:
in another one somebody else may have signed in, or another account may have been connected.
"""

import re

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tgsdk import NotLoggedIn, SessionInvalid, TelegramError, WrongMoment
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from web.failures.errors import OtherAccount, OtherPerson
from web.readers import SignedInRequest

HEADER, FIELD = "HRHelper-For", "for"
WHOLE = re.compile(r"[0-9]{1,20}:[a-z0-9-]{1,40}")
ACCOUNT, LOGIN, NOBODY = "account-", "login-", "nobody"  # what stands behind the person's number

State = TelegramAccount.State


def holder_now(user: User) -> str:
    """The holder of a page that is made now."""
    row = TelegramAccount.objects.filter(user=user).first()
    return holder_of(user, row) if row else f"{user.pk}:{NOBODY}"


def holder_of(user: User, row: TelegramAccount) -> str:
    """The holder of a page that shows this account."""
    return f"{user.pk}:{_held_by(row)}"


def claims_of(request: HttpRequest) -> list[str]:
    """The holders that the page says: in its header, and more exactly in a form."""
    return [said for said in (request.headers.get(HEADER), request.POST.get(FIELD)) if said]


def holder_said(request: HttpRequest) -> str | None:
    """The holder of the page that asks, where it says one in full."""
    return next(filter(WHOLE.fullmatch, claims_of(request)), None)


def is_of_another_person(request: HttpRequest, claim: str | None) -> bool:
    """True if a page of somebody else asks, who was signed in before."""
    return bool(claim) and str(claim).partition(":")[0] != str(request.user.pk)


def check_holder(request: SignedInRequest, row: TelegramAccount) -> None:
    """Compare what the page says with the open account.

    Raises OtherPerson or OtherAccount, NotLoggedIn where the page's account has gone, WrongMoment for another login.
    """
    claims = claims_of(request)
    if any(is_of_another_person(request, claim) for claim in claims):
        raise OtherPerson
    for said in [claim.partition(":")[2] for claim in claims]:
        if said and (refusal := _find_refusal(said, _held_by(row))):
            raise refusal


def _held_by(row: TelegramAccount) -> str:
    """What an account is at: the Telegram account, or the login under way that a code or a password can finish."""
    match row.state:
        case State.LOGGED_IN | State.DISCONNECTED:
            return f"{ACCOUNT}{row.telegram_user_id}"
        case State.AWAITING_CODE:
            return LOGIN + _mark_of(_awaited_phone(row))
        case State.AWAITING_PASSWORD:
            return LOGIN + _mark_of(str(row.login_started_at))
    return NOBODY


def _find_refusal(said: str, now: str) -> type[TelegramError] | None:
    if said == now or now == NOBODY:  # where nobody is connected, the account itself says so
        return None
    if said.startswith(ACCOUNT):
        return OtherAccount if now.startswith(ACCOUNT) else NotLoggedIn
    is_free = said == NOBODY and now.startswith(LOGIN)  # to take another way in, with a number of its own
    return None if is_free else WrongMoment


def _awaited_phone(row: TelegramAccount) -> str:
    try:
        session = session_of(row)
    except SessionInvalid:
        return ""
    return session.code_sent.phone if session.code_sent else ""


def _mark_of(text: str) -> str:
    """Mark a login without saying its number."""
    return salted_hmac("web.holders", text).hexdigest()[:16]
