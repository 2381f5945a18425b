"""The stored session of an account, looked at without its lease."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from tgsdk import CodeSent, Session, SessionInvalid

from .backend import seal
from .models import TelegramAccount

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = ["State", "code_sent_of", "session_of", "shown_qr_url"]

#: What ``request.user`` is.
AnyUser: TypeAlias = "AbstractBaseUser | AnonymousUser"

State = TelegramAccount.State


def session_of(account: TelegramAccount) -> Session:
    """Return the account's session, only to look at. Raises SessionInvalid."""
    if not account.encrypted_session:
        return Session()
    return seal().open(account.encrypted_session, account.user_id)


def check_user(user: object) -> None:
    """Raise TypeError for what is no user, such as the id of one."""
    if not isinstance(user, get_user_model()) and getattr(user, "is_anonymous", None) is not True:
        raise TypeError(f"give a user, as request.user is, and not its id: user is a {type(user).__name__}")


def require_stored(user: AnyUser) -> AbstractBaseUser:
    """Return the user. Raises ValueError for one that is not stored: a new one may have its primary key already."""
    check_user(user)
    if user.is_anonymous or user.pk is None or user._state.adding:
        raise ValueError("only a stored user has a Telegram account")
    return user


def shown_qr_url(user: AnyUser) -> str | None:
    """Return the address in the QR code that this user is shown now, if there is one. Raises SessionInvalid."""
    account = _account_of(user, State.AWAITING_SCAN)
    return session_of(account).qr_url if account else None


def code_sent_of(user: AnyUser) -> CodeSent | None:
    """Return the code that this user is to enter, as it was sent, if there is one. Raises SessionInvalid."""
    account = _account_of(user, State.AWAITING_CODE)
    return session_of(account).awaited_code if account else None


def has_key_of(account: TelegramAccount, session: Session) -> bool:
    """Tell whether the stored session is the same login as ``session``."""
    try:
        return session_of(account).auth_key == session.auth_key
    except SessionInvalid:
        return False


def _account_of(user: AnyUser, state: State) -> TelegramAccount | None:
    check_user(user)
    return None if user.pk is None else TelegramAccount.objects.filter(user_id=user.pk, state=state).first()
