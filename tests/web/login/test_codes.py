"""The login code: its sentences, and the forms in which people type it."""

import re

import pytest
from django.utils.translation import override

from tgsdk import CodeSent, CodeType
from web.login.codes import describe_code, length_in_words, resend_in_words
from web.login.forms import CodeForm

from ..conftest import SHOWN_PHONE

PHONE = "+79001234567"
SENT = [each for each in CodeType if each is not CodeType.NOT_NEEDED]
PATTERNS = {
    CodeType.FLASH_CALL: "+7 495 *** ** **",
    CodeType.MISSED_CALL: "+7 495",
    CodeType.EMAIL: "a***@example.org",
    CodeType.SMS_WORD: "ме",
    CodeType.SMS_PHRASE: "семь",
}


@pytest.mark.parametrize("code_type", SENT)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_way_of_a_code_has_its_sentence(code_type: CodeType, language: str) -> None:
    with override(language):
        sentence = describe_code(CodeSent(phone=PHONE, type=code_type))
        assert SHOWN_PHONE in sentence
        assert "123" not in sentence
        assert "%" not in sentence
        assert bool(re.search("[а-я]", sentence)) is (language == "ru")


def test_the_sentences_differ() -> None:
    assert len({describe_code(CodeSent(phone=PHONE, type=each)) for each in SENT}) == len(SENT)


@pytest.mark.parametrize("code_type", PATTERNS)
def test_the_pattern_is_shown_where_there_is_one(code_type: CodeType) -> None:
    assert PATTERNS[code_type] in describe_code(CodeSent(phone=PHONE, type=code_type, pattern=PATTERNS[code_type]))


@pytest.mark.parametrize("code_type", SENT)
def test_the_next_way_is_named(code_type: CodeType) -> None:
    code = CodeSent(phone=PHONE, type=CodeType.APP, next_type=code_type)
    assert re.match("Отправить|Получить", resend_in_words(code))
    assert resend_in_words(CodeSent(phone=PHONE, type=CodeType.APP)) == ""


def test_the_length_is_said_as_people_count() -> None:
    assert [length_in_words(number) for number in (1, 4, 5)] == ["1 цифра", "4 цифры", "5 цифр"]
    with override("en"):
        assert length_in_words(5) == "5 digits"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("01234", "01234"), (" 0 1-2 3‑4 ", "01234"), ("０１２３４", "01234"), ("+7 (900) 123-45-67", "79001234567")],
)
def test_a_code_of_digits_keeps_its_digits_alone(typed: str, code: str) -> None:
    form = CodeForm({"code": typed}, CodeSent(phone=PHONE, type=CodeType.SMS))
    assert form.is_valid()
    assert form.cleaned_data["code"] == code


@pytest.mark.parametrize("typed", ["12a45", "пять", "-", "\ud800", "1" * 65, "", "   "])
def test_anything_but_digits_is_refused(typed: str) -> None:
    assert not CodeForm({"code": typed}, CodeSent(phone=PHONE, type=CodeType.APP)).is_valid()
    assert not CodeForm({"code": typed}, None).is_valid()


@pytest.mark.parametrize(
    ("typed", "code"), [(" meadow ", "meadow"), ("seven  quiet\nboats", "seven quiet boats"), ("\ud800", "?")]
)
def test_words_stay_words(typed: str, code: str) -> None:
    form = CodeForm({"code": typed}, CodeSent(phone=PHONE, type=CodeType.SMS_PHRASE, length=5))
    assert form.is_valid()
    assert form.cleaned_data["code"] == code


@pytest.mark.parametrize(
    ("length", "words"), [(1, "В этом коде 1 цифра."), (4, "В этом коде 4 цифры."), (6, "В этом коде 6 цифр.")]
)
def test_another_number_of_digits_is_refused_where_the_number_is_known(length: int, words: str) -> None:
    form = CodeForm({"code": "12345"}, CodeSent(phone=PHONE, type=CodeType.APP, length=length))
    assert str(form.errors["code"][0]).startswith(words)
    assert CodeForm({"code": "1" * length}, CodeSent(phone=PHONE, type=CodeType.APP, length=length)).is_valid()
