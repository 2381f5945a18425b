"""Login codes that were sent (https://core.telegram.org/api/auth)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tgsdk.errors import LoginUnsupported, ProtocolError
from tgsdk.types import CodeSent, CodeType

from .raw import expect, field

__all__ = ["code_sent"]

# By name: the layers differ in which of them they have a class for.
CODE_TYPES = {
    "SentCodeTypeApp": CodeType.APP,
    "SentCodeTypeSms": CodeType.SMS,
    "SentCodeTypeCall": CodeType.CALL,
    "SentCodeTypeFlashCall": CodeType.FLASH_CALL,
    "SentCodeTypeMissedCall": CodeType.MISSED_CALL,
    "SentCodeTypeEmailCode": CodeType.EMAIL,
    "SentCodeTypeFragmentSms": CodeType.FRAGMENT,
    "SentCodeTypeFirebaseSms": CodeType.FIREBASE,
    "SentCodeTypeSmsWord": CodeType.SMS_WORD,
    "SentCodeTypeSmsPhrase": CodeType.SMS_PHRASE,
    "CodeTypeSms": CodeType.SMS,
    "CodeTypeCall": CodeType.CALL,
    "CodeTypeFlashCall": CodeType.FLASH_CALL,
    "CodeTypeMissedCall": CodeType.MISSED_CALL,
    "CodeTypeFragmentSms": CodeType.FRAGMENT,
}
UNSUPPORTED = {"SentCodeTypeSetUpEmailRequired", "SentCodePaymentRequired"}
PATTERNS = ("email_pattern", "prefix", "pattern", "beginning", "url")


def code_sent(answer: Any, phone: str) -> CodeSent:
    """Read ``auth.sentCode``. Raises LoginUnsupported for a way that only Telegram's own applications have."""
    for part in (answer, field(answer, "type")):
        if type(part).__name__ in UNSUPPORTED:
            raise LoginUnsupported(telegram_name=_tl_name(part))
    expect(answer, "SentCode")
    resend_at = None if answer.timeout is None else datetime.now(UTC) + timedelta(seconds=answer.timeout)
    return CodeSent(
        phone=phone,
        type=_code_type(answer.type),
        length=field(answer.type, "length"),
        pattern=next((getattr(answer.type, name) for name in PATTERNS if hasattr(answer.type, name)), None),
        next_type=_code_type(answer.next_type) if answer.next_type is not None else None,
        timeout=answer.timeout,
        resend_at=resend_at,
    )


def _code_type(kind: Any) -> CodeType:
    if (name := type(kind).__name__) not in CODE_TYPES:
        raise ProtocolError(f"{name} is no kind of code that is known here")
    return CODE_TYPES[name]


def _tl_name(part: Any) -> str:
    """Return the constructor as Telegram spells it: ``auth.sentCodeTypeSetUpEmailRequired``."""
    name = type(part).__name__
    return f"auth.{name[:1].lower()}{name[1:]}"
