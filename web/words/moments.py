"""Times as people say them: today's by the clock, yesterday's as such, others by the date."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

DAY = timedelta(days=1)
PATTERNS = {
    "j E": pgettext_lazy("date format", "j E"),
    "j E Y": pgettext_lazy("date format", "j E Y"),
    "j M": pgettext_lazy("date format", "j M"),
    "j M Y": pgettext_lazy("date format", "j M Y"),
}


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
    def of(cls, at: datetime, reader: "ReadersNow | None" = None) -> "Moment":
        """For a list: the clock for today, "yesterday", or the date."""
        reader = reader or ReadersNow.known()
        return _moment_from_afar(at.astimezone(reader.zone), reader.today, reader.language)

    @classmethod
    def on_its_day(cls, local: datetime, reader: "ReadersNow") -> "Moment":
        """For a message that stands below its day: the clock. Its date is in the reader's zone already."""
        return _moment(local, clock(local), LaterNames(), reader.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersNow:
    """Where and when the reader is, and in which language: found out once for all times of a page."""

    zone: tzinfo
    today: date
    language: str | None

    @classmethod
    def known(cls) -> Self:
        return cls(zone=timezone.get_current_timezone(), today=timezone.localdate(), language=get_language())


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterNames:
    """Names of something of today or yesterday: when its ``day`` was yesterday, and ``later``.

    They are empty for what is older: its name is a date already, and stays.
    """

    day: str = ""
    yesterday: str = ""
    later: str = ""

    @classmethod
    def of(cls, day: date, today: date, yesterday: Callable[[], str], dated: Callable[[date, int], str]) -> Self:
        """``dated`` gives the name that lasts, as it is said in a year."""
        if day < today - DAY:
            return cls()
        return cls(day=day.isoformat(), yesterday=yesterday(), later=dated(day, today.year))


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
    return pgettext("day", "Yesterday") if day == today - DAY else _long_date(day, today.year)


def names_of_day(day: date) -> LaterNames:
    """What that line becomes on a page that stays open over midnight."""
    return LaterNames.of(day, timezone.localdate(), lambda: pgettext("day", "Yesterday"), _long_date)


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
    return _("was online on %(date)s") % {"date": _short_date(local.date(), today.year)}


def planned_in_words(at: datetime) -> str:
    """When something is to happen."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return _("today at %(time)s") % {"time": clock(local)}
    if local.date() == today + DAY:
        return _("tomorrow at %(time)s") % {"time": clock(local)}
    return _("%(date)s at %(time)s") % {"date": _short_date(local.date(), today.year), "time": clock(local)}


def clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


@functools.lru_cache(maxsize=1000)
def _in_full(day: date, language: str | None) -> str:  # noqa: ARG001 - a part of the cache's key
    """Cached, for the many messages of a page are of few days."""
    return date_format(day, "DATE_FORMAT")


@functools.lru_cache(maxsize=5000)
def _moment_from_afar(local: datetime, today: date, language: str | None) -> Moment:
    """Cached, for a list is shown again and again."""
    names = LaterNames.of(local.date(), today, lambda: _("yesterday"), _short_date)
    return _moment(local, _said_from_afar(local, today), names, language)


def _moment(local: datetime, short: str, names: LaterNames, language: str | None) -> Moment:
    full = f"{_in_full(local.date(), language)}, {clock(local)}"
    return Moment(short=short, full=full, iso=local.isoformat(timespec="seconds"), names=names)


def _said_from_afar(local: datetime, today: date) -> str:
    if local.date() == today:
        return clock(local)
    if local.date() == today - DAY:
        return _("yesterday")
    return _short_date(local.date(), today.year)


def _long_date(day: date, year: int) -> str:
    """The date as it is said in this year."""
    return _dated(day, "j E" if day.year == year else "j E Y", get_language())


def _short_date(day: date, year: int) -> str:
    return _dated(day, "j M" if day.year == year else "j M Y", get_language())


@functools.lru_cache(maxsize=1000)
def _dated(day: date, pattern: str, language: str | None) -> str:  # noqa: ARG001 - a part of the cache's key
    return date_format(day, str(PATTERNS[pattern]))
