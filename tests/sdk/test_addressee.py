"""Whom somebody wants to write to, as people write and paste it."""

import pytest

from tgsdk import Addressee, InviteLinkUnsupported, PhoneNumberInvalid, TelegramError, UsernameInvalid

NAMES = [
    "@anna_petrova",
    "anna_petrova",
    " anna_petrova ",
    "t.me/anna_petrova",
    "https://t.me/anna_petrova",
    "HTTP://T.ME/anna_petrova/",
    "https://www.t.me/anna_petrova?start=1",
    "telegram.me/anna_petrova",
    "t.me/s/anna_petrova",
    "t.me/anna_petrova/15",
    "https://anna_petrova.t.me",
    "tg://resolve?domain=anna_petrova",
    "tg:resolve?domain=anna_petrova&start=x",
    "\u202at.me/anna_petrova\u202c",
]
NUMBERS = [
    "+7 900 123-45-67",
    "+7 (900) 123-45-67",
    "tel:+79001234567",
    "https://t.me/+79001234567",
    "t.me/%2B79001234567",
    "tg://resolve?phone=79001234567",
    "\u202a+7 900 123 45 67\u202c",
    "\u200e+\u0667 \u0669\u0660\u0660 123 45 67",
]
REFUSED: dict[str, type[TelegramError]] = {
    "https://t.me/+AbCdEf12": InviteLinkUnsupported,
    "t.me/joinchat/AbCdEf12": InviteLinkUnsupported,
    "tg://join?invite=AbCdEf12": InviteLinkUnsupported,
    "t.me/c/1234/5": UsernameInvalid,
    "t.me/share?url=x": UsernameInvalid,
    "https://t.me": UsernameInvalid,
    "https://example.com/t.me/anna": UsernameInvalid,
    "t.mexico": UsernameInvalid,
    "tg://[": UsernameInvalid,
    "Анна": UsernameInvalid,
    "anna petrova": UsernameInvalid,
    "a": UsernameInvalid,
    "": UsernameInvalid,
    "@": UsernameInvalid,
    "+": PhoneNumberInvalid,
    "+7 900": PhoneNumberInvalid,
    "tg://resolve?phone=abc": PhoneNumberInvalid,
    "\0": UsernameInvalid,
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_read_however_it_is_written(text: str) -> None:
    assert Addressee.read(text) == Addressee(username="anna_petrova")


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert Addressee.read(text) == Addressee(phone="+79001234567")


@pytest.mark.parametrize("text", REFUSED)
def test_what_names_nobody_is_refused_in_its_own_class(text: str) -> None:
    with pytest.raises(REFUSED[text]) as refusal:
        Addressee.read(text)
    assert type(refusal.value) is REFUSED[text]


def test_the_same_name_has_one_key_in_capitals_too() -> None:
    assert Addressee.read("@Anna_Petrova").key == Addressee.read("t.me/anna_petrova").key


def test_a_number_does_not_stand_in_the_representation() -> None:
    assert "900" not in repr(Addressee.read("+7 900 123-45-67"))


def test_what_is_no_text_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        Addressee.read(5)  # type: ignore[arg-type]
