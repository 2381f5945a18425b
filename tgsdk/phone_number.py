"""Phone numbers as Telegram takes them."""

import re

from tgsdk.errors import PhoneNumberInvalid

__all__ = ["international"]

# Also the direction marks that come with pasted text.
SEPARATORS = re.compile(r"[\s()+.\-\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DIGITS = re.compile(r"[0-9]{5,15}")  # E.164 has at most 15


def international(phone: str) -> str:
    """Return ``+`` and the digits of a phone number. Raises PhoneNumberInvalid for what cannot be one."""
    digits = SEPARATORS.sub("", phone)
    if not DIGITS.fullmatch(digits):
        raise PhoneNumberInvalid
    return f"+{digits}"
