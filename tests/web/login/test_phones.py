"""Phone numbers: read as people write them, shown as people know them."""

import zoneinfo

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from web.login.countries import choose_region, list_countries
from web.login.phones import format_phone, read_phone, shorten_phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+7 900 123-45-67", "+79001234567"),
        ("8-900-123-45-67", "+79001234567"),
        ("8 (900) 123 45 67", "+79001234567"),
        ("7900 1234567", "+79001234567"),
        ("900 123.45.67", "+79001234567"),
        ("00 7 900 123 45 67", "+79001234567"),
        ("\u202a+7\u00a0900\u00a0123‑45‑67\u202c", "+79001234567"),
        ("+۷ ۹۰۰ ۱۲۳ ۴۵ ۶۷\u200e", "+79001234567"),
        ("٨٩٠٠١٢٣٤٥٦٧", "+79001234567"),
        ("＋７９００１２３４５６７", "+79001234567"),
        ("+1 (202) 555-0143", "+12025550143"),
        ("+44 7911 123456", "+447911123456"),
        ("380 50 123 45 67", "+380501234567"),
        ("+888 0495 2381", "+88804952381"),
        ("99966 1 1001", "+79996611001"),
        ("+99966 2 1002", "+9996621002"),
        ("+9996631234", "+9996631234"),
        ("+7 000 000-00-00", "+70000000000"),
        ("007 000 000-00-00", "+70000000000"),
        ("tel:+79001234567", "+79001234567"),
        ("TEL: +7-900-123-45-67;ext=", "+79001234567"),
        ("tel:%2B7%20900%20123-45-67", "+79001234567"),
        ("tel:8-900-123-45-67", "+79001234567"),
        ("sms:+79001234567?body=hi", "+79001234567"),
        ("callto://+79001234567", "+79001234567"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, phone: str) -> None:
    assert read_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+52 1 55 1234 5678", "+5215512345678"),  # Telegram writes Mexican mobiles with the old 1
        ("00 52 1 55 1234 5678", "+5215512345678"),
        ("tel:+52-1-55-1234-5678", "+5215512345678"),
        ("+54 9 11 15 2345 6789", "+549111523456789"),
        ("+229 01 97 12 34 567", "+22901971234567"),
        ("+800 1234 56789", "+800123456789"),
        ("+210 555 12 34 56", "+210555123456"),  # a country code that the table does not know yet
    ],
)
def test_a_plausible_number_that_the_table_refuses_is_left_to_telegram(text: str, phone: str) -> None:
    assert read_phone(text) == phone
    assert format_phone(phone).replace(" ", "").replace("-", "") == phone
    assert shorten_phone(phone).startswith(phone[:2])


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "00", "()", "\n", "\ud800", "12345", "9" * 60, "1-800-FLOWERS", "+7;phone-context=1"),
        *("+7 900 123", "7 000 000-00-00", "+7900123456789", "+1 555 0143", "8 900 123-45-67 доб. 5"),
        *("+999 123 45 67", "+9996641001", "+52 1 55 1234 5678 9999", "+0 123 456 789"),
        *("tel:", "tel:9001234567;phone-context=+44", "tel:+7-900-123", "mailto:+79001234567", "tel:%ED%A0%80"),
    ],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_phone(text)
    assert len(refusal.value.messages[0]) > 10


@pytest.mark.parametrize(
    ("phone", "whole", "short"),
    [
        ("+79001234567", "+7 900 123-45-67", "+7 900 …-45-67"),
        ("+12025550143", "+1 202-555-0143", "+1 202-…-0143"),
        ("+4915123456789", "+49 1512 3456789", "+49 151…6789"),
        ("+88804952381", "+888 04952381", "+888 049…2381"),
        ("+9996611001", "+9996611001", "+999…1001"),
        ("+29012345", "+290 12345", "+290 1…45"),
        ("", "", ""),
    ],
)
def test_a_number_is_shown_as_people_know_it(phone: str, whole: str, short: str) -> None:
    assert format_phone(phone) == whole
    assert shorten_phone(phone).replace("\u00a0", " ").replace("\u2060", "") == short


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("8 (900) 123-45-67", "RU", "+79001234567"),
        ("029 491-19-11", "BY", "+375294911911"),
        ("8 701 123 45 67", "KZ", "+77011234567"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("+7 900 123-45-67", "DE", "+79001234567"),
        ("375 29 491-19-11", "RU", "+375294911911"),
    ],
)
def test_a_number_is_read_as_it_is_written_at_home(text: str, region: str, number: str) -> None:
    assert read_phone(text, region) == number


def test_the_country_is_that_of_the_number_or_of_the_browser() -> None:
    assert choose_region("+375 29 491-19-11") == "BY"
    assert choose_region("+375 29 491-19-11", "GE") == "GE"
    with timezone.override(zoneinfo.ZoneInfo("Asia/Tbilisi")):
        assert (choose_region(""), choose_region("", "<b>")) == ("GE", "GE")
    for zone, region in {"Asia/Calcutta": "IN", "Europe/Kiev": "UA", "America/Chicago": "US", "UTC": "RU"}.items():
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            assert choose_region("") == region


@pytest.mark.parametrize(
    ("language", "names"),
    [("ru", ["Австралия", "Казахстан", "Россия", "Япония"]), ("en", ["Åland Islands", "Algeria", "Russia", "Zambia"])],
)
def test_every_country_that_has_numbers_can_be_chosen_by_its_name(language: str, names: list[str]) -> None:
    with translation.override(language):
        countries = list_countries()
    assert {country.region for country in countries} == phonenumbers.SUPPORTED_REGIONS
    found = [country.name for country in countries]
    assert sorted(names, key=found.index) == names
    assert next(country.code for country in countries if country.region == "KZ") == 7
