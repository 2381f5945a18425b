"""Login codes as people enter them and as Telegram takes them."""

import re

from tgsdk.entered import plain_entry, without_marks
from tgsdk.errors import PhoneCodeInvalid
from tgsdk.types import CodeType

__all__ = ["code_as_sent"]

WORDS = {CodeType.SMS_WORD, CodeType.SMS_PHRASE}
SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212]")  # people type and paste codes with spaces and hyphens


def code_as_sent(code: str, kind: CodeType) -> str:
    """Return the code as it was sent, without separators and marks.

    Raises PhoneCodeInvalid for one that UTF-8 cannot write.
    """
    text = " ".join(without_marks(code).split()) if kind in WORDS else SEPARATORS.sub("", plain_entry(code))
    try:
        text.encode()
    except UnicodeEncodeError:  # without "from": the cause would carry the code
        raise PhoneCodeInvalid from None
    return text
