"""Times as people say them: today's by the clock, yesterday's as such, others by the date."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time in words: ``short`` at a glance, ``full`` to the minute with its date, ``iso`` for machines.

    ``names`` are what ``short`` becomes on a page that stays open over midnight.
    """

    short: str
    full: str
    iso: str
    names: "LaterNames"

    @classmethod
    def of(cls, at: datetime) -> Self:
        """For a list: the clock for today, "yesterday", or the date."""
        local = timezone.localtime(at)
        return cls._said(local, _said_from_afar(local), LaterNames.of(local.date(), _("yesterday"), _short_date))

    @classmethod
    def on_its_day(cls, at: datetime) -> Self:
        """For a message that stands below its day: the clock."""
        local = timezone.localtime(at)
        return cls._said(local, clock(local), LaterNames())

    @classmethod
    def _said(cls, local: datetime, short: str, names: "LaterNames") -> Self:
        full = f"{_in_full(local.date(), get_language())}, {clock(local)}"
        return cls(short=short, full=full, iso=local.isoformat(timespec="seconds"), names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterNames:
    """Names of something of today or yesterday: when its ``day`` was yesterday, and ``later``.

    They are empty for what is older: its name is a date already, and stays.
    """

    day: str = ""
    yesterday: str = ""
    later: str = ""

    @classmethod
    def of(cls, day: date, yesterday: str, dated: Callable[[date], str]) -> Self:
        """``dated`` gives the name that lasts."""
        is_recent = day >= timezone.localdate() - DAY
        return cls(day=day.isoformat(), yesterday=yesterday, later=dated(day)) if is_recent else cls()


def iso_in_utc(at: datetime) -> str:
    """ISO 8601 in UTC with a Z, for programs."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day_of(at: datetime) -> date:
    """The day in the reader's time zone."""
    return timezone.localtime(at).date()


def day_in_words(day: date) -> str:
    """The line above the messages of a day: "Today", "Yesterday", or the date."""
    today = timezone.localdate()
    if day == today:
        return pgettext("day", "Today")
    return pgettext("day", "Yesterday") if day == today - DAY else _long_date(day)


def names_of_day(day: date) -> LaterNames:
    """What that line becomes on a page that stays open over midnight."""
    return LaterNames.of(day, pgettext("day", "Yesterday"), _long_date)


def day_in_full(day: date) -> str:
    """The date with its year, which is right tomorrow too."""
    return _in_full(day, get_language())


def online_in_words(at: datetime) -> str:
    """When somebody was last online."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return _("was online at %(time)s") % {"time": clock(local)}
    if local.date() == today - DAY:
        return _("was online yesterday at %(time)s") % {"time": clock(local)}
    return _("was online on %(date)s") % {"date": _short_date(local.date())}


def planned_in_words(at: datetime) -> str:
    """When something is to happen."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return _("today at %(time)s") % {"time": clock(local)}
    if local.date() == today + DAY:
        return _("tomorrow at %(time)s") % {"time": clock(local)}
    return _("%(date)s at %(time)s") % {"date": _short_date(local.date()), "time": clock(local)}


def clock(local: datetime) -> str:
    return f"{local:%H:%M}"


@functools.lru_cache(maxsize=1000)
def _in_full(day: date, language: str | None) -> str:  # noqa: ARG001 - a part of the cache's key
    """Cached, for the many messages of a page are of few days."""
    return date_format(day, "DATE_FORMAT")


def _said_from_afar(local: datetime) -> str:
    today = timezone.localdate()
    if local.date() == today:
        return clock(local)
    if local.date() == today - DAY:
        return _("yesterday")
    return _short_date(local.date())


def _long_date(day: date) -> str:
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, pgettext("date format", "j E") if is_this_year else pgettext("date format", "j E Y"))


def _short_date(day: date) -> str:
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, pgettext("date format", "j M") if is_this_year else pgettext("date format", "j M Y"))
