"""The reader's time zone, whatever their browser calls it and whatever tables this machine has."""

import zoneinfo
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from web.middleware import local_times

# As browsers still say them, and Debian's tzdata no longer does.
OLD_NAMES = {
    "Asia/Calcutta": "IST",
    "Europe/Kiev": "EET",
    "Asia/Saigon": "+07",
    "Asia/Katmandu": "+0545",
    "America/Buenos_Aires": "-03",
    "US/Pacific": "PST",
}


@pytest.fixture
def no_tables() -> Iterator[None]:
    """A machine without time zones of its own."""
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def zone_of(name: str) -> str | None:
    request = HttpRequest()
    request.COOKIES["timezone"] = name
    told: list[str | None] = []

    def view(_request: HttpRequest) -> HttpResponse:
        told.append(timezone.get_current_timezone_name())
        return HttpResponse()

    local_times(view)(request)
    return told[0]


@pytest.mark.parametrize("name", OLD_NAMES)
def test_a_browser_s_old_name_is_known_without_tables(no_tables: None, name: str) -> None:
    assert zone_of(name) == name


def test_what_is_no_time_zone_leaves_the_site_s_own(no_tables: None) -> None:
    assert {zone_of(name) for name in ("", "undefined", "../etc/passwd", "Etc/Unknown", "a\0b")} == {"Europe/Moscow"}
