"""Phone numbers as Telegram takes them."""

import re

from tgsdk.entered import plain_entry
from tgsdk.errors import PhoneNumberInvalid

__all__ = ["international"]

SEPARATORS = re.compile(r"[\s()+.\-\u2010-\u2015\u2212]")
DIGITS = re.compile(r"[0-9]{5,15}")  # E.164 has at most 15


def international(phone: str) -> str:
    """Return ``+`` and the digits of a phone number. Raises PhoneNumberInvalid for what cannot be one."""
    digits = SEPARATORS.sub("", plain_entry(phone))
    if not DIGITS.fullmatch(digits):
        raise PhoneNumberInvalid
    return f"+{digits}"
