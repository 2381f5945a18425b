"""Phone numbers of a form: read as people write them, shown as people know them, shortened where others may look on."""

import re
from urllib.parse import unquote

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from tgsdk import plain_entry

REGION = "RU"  # of a number without a country code
NO_NUMBER = PhoneNumber()
# https://core.telegram.org/api/auth#test-accounts: 99966, the data centre, four digits.
TEST_PHONE = re.compile(r"99966[1-3]\d{4}")
# https://fragment.com sells numbers for Telegram alone, which no telephone network knows.
FRAGMENT_PHONE = re.compile(r"888\d{4,8}")
# https://www.rfc-editor.org/rfc/rfc3966, and its like: what a link puts before a number, and after it.
LINK = re.compile(r"\s*(?:tel|sms|callto):(?://)?(?P<number>[^;?]*)(?P<parameters>.*)", re.IGNORECASE | re.DOTALL)
# E.164 has 15 digits at most. With 1 and 7 a number has one length, as everybody knows; 999 is given to nobody.
PLAUSIBLE = re.compile(r"(?!1|7|999)[1-9]\d{7,14}")
LONGER_OR_NEWER = (
    ValidationResult.TOO_LONG,
    ValidationResult.INVALID_LENGTH,
    ValidationResult.INVALID_COUNTRY_CODE,
)
NOT_OF_A_NUMBER = re.compile(r"[^\d\s+()\[\]./‐‑‒–—−-]")
NO_BREAK_SPACE, WORD_JOINER = "\u00a0", "\u2060"
SHOWN_AT_FIRST, SHOWN_AT_LAST = 3, 4  # digits of the national number


def read_phone(text: str, region: str = REGION) -> str:
    """Return the number as ``+`` and digits (E.164). ``region`` is the country of a number without a country code.

    Raises ValidationError with words for the person.
    """
    text = plain_entry(_number_in_link(text)).strip()
    if NOT_OF_A_NUMBER.search(text):
        raise ValidationError(_("A phone number has only digits, spaces, brackets and hyphens. Check it."))
    digits = phonenumbers.normalize_digits_only(text)
    is_international = text.startswith(("+", "00"))
    digits = digits.removeprefix("00")
    if is_international and (TEST_PHONE.fullmatch(digits) or FRAGMENT_PHONE.fullmatch(digits)):
        return f"+{digits}"
    numbers = [_parse(f"+{digits}")] if is_international else [_parse(digits, region), _parse(f"+{digits}")]
    may_be = _is_possible if is_international else phonenumbers.is_valid_number
    number = next(filter(may_be, numbers), None)
    if number is None and is_international and _may_be_known_to_telegram(numbers[0], digits):
        return f"+{digits}"
    if number is None:
        raise ValidationError(_explain_refusal(numbers[0]))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def format_phone(phone: str) -> str:
    """Write a number with the spaces that people know: ``+7 900 123-45-67``."""
    number = _parse(phone)
    is_known = number.country_code and not TEST_PHONE.fullmatch(phone.removeprefix("+"))
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if is_known else phone


def region_of(phone: str) -> str:
    """The country of a number, by its ISO 3166 code; empty where that is not known."""
    return phonenumbers.region_code_for_number(_parse(phone)) or "" if phone.startswith("+") else ""


def shorten_phone(phone: str) -> str:
    """Leave out the middle of a number, ``+7 900 …-45-67``: its owner knows it again. It stays in one line."""
    text, number = format_phone(phone), _parse(phone)
    digits = [match.start() for match in re.finditer(r"\d", text)]
    national = digits[len(str(number.country_code or "")) :]
    hidden = national[SHOWN_AT_FIRST:-SHOWN_AT_LAST] or national[1:-2]
    shown = f"{text[: hidden[0]]}…{WORD_JOINER}{text[hidden[-1] + 1 :]}" if hidden else text
    return shown.replace(" ", NO_BREAK_SPACE)


def _number_in_link(text: str) -> str:
    """Take a number out of a ``tel:`` link. A number that is local to some other place stays as it is."""
    link = LINK.fullmatch(plain_entry(text))
    if link is None or "phone-context" in link["parameters"].lower():
        return text
    return unquote(link["number"])


def _parse(text: str, region: str = REGION) -> PhoneNumber:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return NO_NUMBER


def _is_possible(number: PhoneNumber) -> bool:
    """True if a number may look like this. Countries open new ranges all the time: only Telegram knows the numbers."""
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def _may_be_known_to_telegram(number: PhoneNumber, digits: str) -> bool:
    """True if the table may be behind: in Mexico and Argentina Telegram keeps a digit that telephones have dropped."""
    is_in_doubt = phonenumbers.is_possible_number_with_reason(number) in LONGER_OR_NEWER
    return is_in_doubt and PLAUSIBLE.fullmatch(digits) is not None


def _explain_refusal(number: PhoneNumber) -> str:
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return str(_("Some digits are missing. A number begins with + and the country code."))
        case ValidationResult.TOO_LONG:
            return str(_("There are too many digits. A number begins with + and the country code."))
        case _:
            return str(_("There is no such number. Check it: it begins with + and the country code."))
