"""Login codes as people enter them."""

import pytest

from tgsdk import CodeType, PhoneCodeInvalid
from tgsdk.login_code import code_as_sent


@pytest.mark.parametrize(
    "code",
    [
        "01234",
        " 01 234 ",
        "01-234",
        "0\u20111\u00a0234\n",
        "۰۱۲۳۴",
        "٠١٢٣٤",
        "０１２３４",
        "01234\u200e",
        "\ufeff01\u2212234",
    ],
)
def test_the_digits_of_a_code_stay_and_what_is_between_them_goes(code: str) -> None:
    assert code_as_sent(code, CodeType.APP) == "01234"


@pytest.mark.parametrize("kind", [CodeType.SMS_WORD, CodeType.SMS_PHRASE])
def test_the_words_of_a_phrase_stay_apart(kind: CodeType) -> None:
    assert code_as_sent("  green-ish   tea\n", kind) == "green-ish tea"


def test_the_marks_of_a_paste_are_no_part_of_words() -> None:
    assert code_as_sent("\u200egreen\u200b tea\ufeff", CodeType.SMS_PHRASE) == "green tea"
    assert code_as_sent("می\u200cخواهم", CodeType.SMS_WORD) == "می\u200cخواهم"


def test_what_cannot_be_written_is_a_wrong_code_and_is_not_said_again() -> None:
    with pytest.raises(PhoneCodeInvalid) as caught:
        code_as_sent("123\ud80045", CodeType.APP)
    assert caught.value.__cause__ is None
    assert "123" not in repr(caught.value)
