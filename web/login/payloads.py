"""The states of a login, as programs read them."""

from typing import Any

from django.contrib.auth.models import User

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    CodeSent,
    CodeType,
    LoggedIn,
    LoggedOut,
    LoginState,
    Session,
    SessionInvalid,
    Stage,
)
from tgsdk.contrib.django.accounts import Account
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of


def is_code_awaited(account: Account) -> bool:
    """True if a code was sent that can still finish the login."""
    return account.telegram.session.stage is Stage.AWAITING_CODE and not account.row.is_login_too_old


def login_payload(state: LoginState) -> dict[str, Any]:
    """The state of a login, and if it is finished."""
    return {"authorized": isinstance(state, LoggedIn)} | state_payload(state)


def state_payload(state: LoginState) -> dict[str, Any]:
    """The state with its details: where the code went, the password's hint, or Telegram's name for the end."""
    match state:
        case AwaitingCode(code):
            return {"state": state.name} | code_payload(code)
        case AwaitingPassword(hint):
            return {"state": state.name, "hint": hint}
        case LoggedOut(str(reason)):
            return {"state": state.name, "reason": reason}
        case _:
            return {"state": state.name}


def session_payload(session: Session) -> dict[str, Any]:
    """The state that a session has reached."""
    match session.stage:
        case Stage.AWAITING_CODE:
            return {"state": session.stage} | code_payload(session.awaited_code)
        case Stage.AWAITING_PASSWORD:
            return {"state": session.stage, "hint": session.hint}
        case _:
            return {"state": session.stage}


def known_payload(user: User) -> dict[str, Any]:
    """The state that the database knows, without a call to Telegram."""
    account = TelegramAccount.objects.filter(user=user).first()
    if account is None or account.is_login_too_old:
        return {"state": LoggedOut.name}
    if account.state == TelegramAccount.State.DISCONNECTED:
        return {"state": LoggedOut.name, "reason": account.disconnect_reason}
    try:
        return session_payload(session_of(account))
    except SessionInvalid as error:
        return {"state": LoggedOut.name, "reason": error.code}


def code_payload(code: CodeSent) -> dict[str, Any]:
    """The way of the code, the next way, and the seconds until it is open."""
    return {"type": code.type, "length": code.length, "timeout": code.timeout, "next_type": code.next_type}


def sent_payload(code: CodeSent, session: Session) -> dict[str, Any]:
    """The outcome of asking for a code. Where none is needed, the login has moved on by itself."""
    if code.type is not CodeType.NOT_NEEDED:
        return {"sent": True} | code_payload(code)
    return {"sent": False, "type": code.type, "authorized": session.is_logged_in} | session_payload(session)
