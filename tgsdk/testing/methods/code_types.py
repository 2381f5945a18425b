"""The ways in which a code is sent, as TL objects (https://core.telegram.org/api/auth#code-types)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..accounts import PHRASE_CODE, WORD_CODE, login_code
from ..state.logins import CodePlan, SentCode

CLASSES = {
    "app": "SentCodeTypeApp",
    "sms": "SentCodeTypeSms",
    "call": "SentCodeTypeCall",
    "flash_call": "SentCodeTypeFlashCall",
    "missed_call": "SentCodeTypeMissedCall",
    "email": "SentCodeTypeEmailCode",
    "fragment": "SentCodeTypeFragmentSms",
    "firebase": "SentCodeTypeFirebaseSms",
    "sms_word": "SentCodeTypeSmsWord",
    "sms_phrase": "SentCodeTypeSmsPhrase",
    "set_up_email": "SentCodeTypeSetUpEmailRequired",
    "payment": "SentCodePaymentRequired",
}
WITHOUT_CODE = ("set_up_email", "payment")
# Every kind of SMS is announced as an SMS; the app and e-mail cannot be announced.
NEXT_CLASSES = {
    "sms": "CodeTypeSms",
    "firebase": "CodeTypeSms",
    "sms_word": "CodeTypeSms",
    "sms_phrase": "CodeTypeSms",
    "call": "CodeTypeCall",
    "flash_call": "CodeTypeFlashCall",
    "missed_call": "CodeTypeMissedCall",
    "fragment": "CodeTypeFragmentSms",
}


def code_plan(types: tuple[str, ...], timeout: int, length: int) -> CodePlan:
    """Make a plan. Raises ``ValueError`` for types that do not exist or that the installed layer lacks."""
    if not types or length < 1:
        raise ValueError("A code is sent in one way at least, and has one digit at least")
    for each in types:
        if each not in CLASSES:
            raise ValueError(f"{each!r} is no way to send a code: {', '.join(CLASSES)} are")
        if not hasattr(raw.types.auth, CLASSES[each]):
            raise ValueError(f"The installed layer has no auth.{CLASSES[each]} for {each!r}")
    return CodePlan(types=types, timeout=timeout, length=length)


def code_of(phone: str, plan: CodePlan, step: int) -> str | None:
    """Return the right code at this step, None where none is sent."""
    code_type = plan.types[step]
    return None if code_type in WITHOUT_CODE else login_code(phone, code_type, plan.length)


def sent_code(sent: SentCode) -> Any:
    """Return ``auth.sentCode``, or ``auth.sentCodePaymentRequired``."""
    if sent.type == "payment":
        return _sent_code_type(sent)
    next_class = NEXT_CLASSES.get(sent.next_type or "")
    return raw.types.auth.SentCode(
        type=_sent_code_type(sent),
        phone_code_hash=sent.hash,
        next_type=getattr(raw.types.auth, next_class)() if next_class else None,
        timeout=sent.plan.timeout if sent.next_type else None,
    )


def _sent_code_type(sent: SentCode) -> Any:
    """Make an object of the type's class, from those of the values that its layer has fields for."""
    kind = getattr(raw.types.auth, CLASSES[sent.type])
    values = {
        "length": sent.plan.length,
        "pattern": f"{(sent.code or '')[:2]}*",
        "prefix": "749512",
        "email_pattern": "m***@example.org",
        "url": "https://fragment.com/login",
        "beginning": {"sms_word": WORD_CODE[0], "sms_phrase": PHRASE_CODE.split()[0]}.get(sent.type),
        "phone_code_hash": sent.hash,
        "store_product": "org.telegram.telegramPremium.auth",
        "support_email_address": "sms@example.org",
        "support_email_subject": "No code",
        "premium_days": 7,
        "currency": "USD",
        "amount": 99,
    }
    return kind(**{name: values[name] for name in kind.__slots__ if name in values})
