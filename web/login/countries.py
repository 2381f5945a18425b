"""Countries for a number that is written as at home, without a country code. Any other number begins with +."""

from dataclasses import dataclass

import phonenumbers
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .phones import REGION, region_of

NAMES: dict[str, Promise | str] = {
    "AE": _("United Arab Emirates"),
    "AM": _("Armenia"),
    "AZ": _("Azerbaijan"),
    "BY": _("Belarus"),
    "DE": _("Germany"),
    "EE": _("Estonia"),
    "GB": _("United Kingdom"),
    "GE": _("Georgia"),
    "IL": _("Israel"),
    "KG": _("Kyrgyzstan"),
    "KZ": _("Kazakhstan"),
    "LT": _("Lithuania"),
    "LV": _("Latvia"),
    "MD": _("Moldova"),
    "PL": _("Poland"),
    "RS": _("Serbia"),
    "RU": _("Russia"),
    "TJ": _("Tajikistan"),
    "TR": _("Türkiye"),
    "UA": _("Ukraine"),
    "US": _("United States"),
    "UZ": _("Uzbekistan"),
}
# What a browser's time zone says of the country, where it says one of these and is not Russia's.
ZONES = {
    "Asia/Dubai": "AE",
    "Asia/Yerevan": "AM",
    "Asia/Baku": "AZ",
    "Europe/Minsk": "BY",
    "Europe/Berlin": "DE",
    "Europe/Tallinn": "EE",
    "Europe/London": "GB",
    "Asia/Tbilisi": "GE",
    "Asia/Jerusalem": "IL",
    "Asia/Bishkek": "KG",
    "Asia/Almaty": "KZ",
    "Asia/Qyzylorda": "KZ",
    "Asia/Aqtobe": "KZ",
    "Europe/Vilnius": "LT",
    "Europe/Riga": "LV",
    "Europe/Chisinau": "MD",
    "Europe/Warsaw": "PL",
    "Europe/Belgrade": "RS",
    "Asia/Dushanbe": "TJ",
    "Europe/Istanbul": "TR",
    "Europe/Kyiv": "UA",
    "Europe/Kiev": "UA",
    "America/New_York": "US",
    "America/Chicago": "US",
    "America/Denver": "US",
    "America/Los_Angeles": "US",
    "Asia/Tashkent": "UZ",
    "Asia/Samarkand": "UZ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country to be chosen: its ISO 3166 code, its name, and what its numbers begin with abroad."""

    region: str
    name: str
    code: int


def list_countries() -> list[Country]:
    """The countries to choose from, by their names in the reader's language."""
    codes = {region: phonenumbers.country_code_for_region(region) for region in NAMES}
    countries = [Country(region=region, name=str(NAMES[region]), code=codes[region]) for region in NAMES]
    return sorted(countries, key=lambda country: country.name)


def choose_region(phone: str, said: str | None = None) -> str:
    """The country that was ``said``, else that of the number, else the one of the reader's time zone."""
    known = said or region_of(phone)
    return known if known in NAMES else ZONES.get(timezone.get_current_timezone_name(), REGION)
