"""Login codes between Telegram's words and ours: https://core.telegram.org/api/auth."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tgsdk.errors import LoginUnsupported, ProtocolError
from tgsdk.types import CodeSent, CodeType

from .library import raw

__all__ = ["code_sent"]

# By name: the layers differ in which of them they have a class for.
CODE_TYPES = {
    "auth.SentCodeTypeApp": CodeType.APP,
    "auth.SentCodeTypeSms": CodeType.SMS,
    "auth.SentCodeTypeCall": CodeType.CALL,
    "auth.SentCodeTypeFlashCall": CodeType.FLASH_CALL,
    "auth.SentCodeTypeMissedCall": CodeType.MISSED_CALL,
    "auth.SentCodeTypeEmailCode": CodeType.EMAIL,
    "auth.SentCodeTypeFragmentSms": CodeType.FRAGMENT,
    "auth.SentCodeTypeFirebaseSms": CodeType.FIREBASE,
    "auth.SentCodeTypeSmsWord": CodeType.SMS_WORD,
    "auth.SentCodeTypeSmsPhrase": CodeType.SMS_PHRASE,
    "auth.CodeTypeSms": CodeType.SMS,
    "auth.CodeTypeCall": CodeType.CALL,
    "auth.CodeTypeFlashCall": CodeType.FLASH_CALL,
    "auth.CodeTypeMissedCall": CodeType.MISSED_CALL,
    "auth.CodeTypeFragmentSms": CodeType.FRAGMENT,
}
UNSUPPORTED = {"auth.SentCodeTypeSetUpEmailRequired", "auth.SentCodePaymentRequired"}
PATTERNS = ("email_pattern", "prefix", "pattern", "beginning", "url")


def code_sent(answer: Any, phone: str) -> CodeSent:
    """What ``auth.sentCode`` says. Raises LoginUnsupported for what only Telegram's own applications can serve."""
    for part in (answer, getattr(answer, "type", None)):
        if _name(part) in UNSUPPORTED:
            raise LoginUnsupported(telegram_name=_tl_name(part))
    if not isinstance(answer, raw.types.auth.SentCode):
        raise ProtocolError(f"{type(answer).__name__} where Telegram documents auth.sentCode")
    resend_at = None if answer.timeout is None else datetime.now(UTC) + timedelta(seconds=answer.timeout)
    return CodeSent(
        phone=phone,
        type=_code_type(answer.type),
        length=getattr(answer.type, "length", None),
        pattern=next((getattr(answer.type, name) for name in PATTERNS if hasattr(answer.type, name)), None),
        next_type=_code_type(answer.next_type) if answer.next_type is not None else None,
        timeout=answer.timeout,
        resend_at=resend_at,
    )


def _code_type(kind: Any) -> CodeType:
    if (name := _name(kind)) not in CODE_TYPES:
        raise ProtocolError(f"{name} is no kind of code that is known here")
    return CODE_TYPES[name]


def _name(tl_object: Any) -> str:
    return str(getattr(tl_object, "QUALNAME", type(tl_object).__name__)).removeprefix("types.")


def _tl_name(tl_object: Any) -> str:
    """The constructor as Telegram spells it: ``auth.sentCodeTypeSetUpEmailRequired``."""
    namespace, _, name = _name(tl_object).partition(".")
    return f"{namespace}.{name[:1].lower()}{name[1:]}"
