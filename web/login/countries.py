"""Countries for a number that is written as at home, without a country code. Any other number begins with +.

Their names and time zones are those of the CLDR (https://cldr.unicode.org).
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

import phonenumbers
from babel import Locale
from babel.core import get_global
from django.utils import timezone
from django.utils.translation import get_language

from .phones import REGION, region_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country to be chosen: its ISO 3166 code, its name, and what its numbers begin with abroad."""

    region: str
    name: str
    code: int


def list_countries() -> tuple[Country, ...]:
    """The countries to choose from, by their names in the reader's language."""
    return _in_language(get_language() or "en")


def choose_region(phone: str, said: str | None = None) -> str:
    """The country that was ``said``, else that of the number, else the one of the reader's time zone."""
    ways = (said or "", region_of(phone), _region_of_zone(timezone.get_current_timezone_name()))
    return next((region for region in ways if region in phonenumbers.SUPPORTED_REGIONS), REGION)


def _region_of_zone(zone: str) -> str:
    known_as: str = get_global("zone_aliases").get(zone, zone)  # browsers say Asia/Calcutta
    region: str = get_global("zone_territories").get(known_as, "")
    return region


@cache
def _in_language(language: str) -> tuple[Country, ...]:
    names = Locale.parse(language, sep="-").territories
    countries = [
        Country(region=region, name=names[region], code=phonenumbers.country_code_for_region(region))
        for region in phonenumbers.SUPPORTED_REGIONS
        if region in names
    ]
    return tuple(sorted(countries, key=lambda country: _without_accents(country.name)))


def _without_accents(name: str) -> str:
    """Å stands with A, where it is looked for."""
    return "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
