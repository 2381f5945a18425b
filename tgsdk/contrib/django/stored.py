"""The stored session of an account, looked at without its lease."""

from django.contrib.auth.models import User

from tgsdk import CodeSent, Session, SessionInvalid

from .backend import seal
from .models import TelegramAccount

State = TelegramAccount.State


def session_of(account: TelegramAccount) -> Session:
    """The account's Session, without a lease: only to look at. Raises SessionInvalid."""
    if not account.encrypted_session:
        return Session()
    return seal().open(account.encrypted_session, account.user_id)


def shown_qr_url(user: User) -> str | None:
    """The address in the QR code that this user is shown now, if there is one."""
    account = TelegramAccount.objects.filter(user=user, state=State.AWAITING_SCAN).first()
    return session_of(account).qr_url if account else None


def code_sent_of(user: User) -> CodeSent | None:
    """The code that this user is to enter, as it was sent, if there is one. Raises SessionInvalid."""
    account = TelegramAccount.objects.filter(user=user, state=State.AWAITING_CODE).first()
    return session_of(account).awaited_code if account else None


def _has_key_of(row: TelegramAccount, session: Session) -> bool:
    try:
        return session_of(row).auth_key == session.auth_key
    except SessionInvalid:
        return False
