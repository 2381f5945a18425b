"""Phone numbers as Telegram takes them."""

import re

from .errors import PhoneNumberInvalid

__all__ = ["international"]

SEPARATORS = re.compile(r"[\s()+.\-]")
DIGITS = re.compile(r"[0-9]{5,15}")  # E.164 has at most 15


def international(phone: str) -> str:
    """``+`` and the digits of a number in international form. Raises PhoneNumberInvalid for what cannot be one."""
    digits = SEPARATORS.sub("", phone)
    if not DIGITS.fullmatch(digits):
        raise PhoneNumberInvalid
    return f"+{digits}"
