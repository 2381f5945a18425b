"""Phone numbers as people write them and as Telegram takes them."""

import pytest

from tgsdk import PhoneNumberInvalid
from tgsdk.phone_number import international


@pytest.mark.parametrize(
    "phone",
    [
        "+79001234567",
        "79001234567",
        "+7 (900) 123-45-67",
        "7.900.123.45.67",
        " +7900\t1234567 ",
        "٧٩٠٠١٢٣٤٥٦٧",
        "+۷ ۹۰۰ ۱۲۳ ۴۵ ۶۷",
        "＋７（９００）１２３－４５－６７",
        "+7 900 123\u221245\u221267\u200e",
        "\ufeff+7900\u200b1234567",
        "\u202a+7\u00a0900\u2011123\u20114567\u202c",
    ],
)
def test_a_number_becomes_plus_and_digits(phone: str) -> None:
    assert international(phone) == "+79001234567"


@pytest.mark.parametrize(
    "phone", ["", "+", "1234", "1" * 16, "+7900x234567", "+7900²34567x", "\ud800", "+7900\x00123456"]
)
def test_what_cannot_be_a_number_is_refused_without_being_said_again(phone: str) -> None:
    with pytest.raises(PhoneNumberInvalid) as caught:
        international(phone)
    assert str(caught.value) == "This is not a phone number that Telegram knows."
