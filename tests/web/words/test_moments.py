"""Times as people say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from web.words.moments import LaterNames, Moment, ReadersNow, day_in_words, iso_in_utc, names_of_day, online_in_words

from ..conftest import NOON

DAY = timedelta(days=1)


def today_at(hour: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=5, second=0, microsecond=0)


def test_today_is_said_by_the_clock_and_yesterday_by_its_name() -> None:
    assert Moment.of(today_at(14)).short == "14:05"
    assert Moment.of(today_at(0)).short == "00:05"
    assert Moment.of(today_at(23) - DAY).short == "yesterday"
    assert Moment.on_its_day(today_at(14) - DAY, ReadersNow.known()).short == "14:05"
    assert day_in_words(timezone.localdate()) == "Today"
    assert day_in_words(timezone.localdate() - DAY) == "Yesterday"


def test_other_days_have_their_date() -> None:
    long_ago = datetime(2019, 11, 12, 14, 2, tzinfo=ZoneInfo("Europe/Moscow"))
    assert Moment.of(long_ago).short == "12 Nov 2019"
    assert day_in_words(long_ago.date()) == "12 November 2019"
    near = timezone.localdate().replace(month=6 if timezone.localdate().month < 6 else 1, day=2)
    assert day_in_words(near).split() in (["2", "June"], ["2", "January"])


def test_a_moment_is_in_the_person_s_time_zone_and_can_be_read_exactly() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        moment = Moment.of(NOON)
        assert moment.iso == "2026-03-04T18:00:00+09:00"
        assert moment.full.endswith("2026, 18:00")
    assert iso_in_utc(NOON) == "2026-03-04T09:00:00Z"


def test_who_was_online_when() -> None:
    assert online_in_words(today_at(14)) == "was online at 14:05"
    assert online_in_words(today_at(14) - DAY) == "was online yesterday at 14:05"
    assert online_in_words(datetime(2019, 11, 12, tzinfo=ZoneInfo("UTC"))) == "was online on 12 Nov 2019"


def test_what_is_of_today_or_yesterday_says_what_it_becomes() -> None:
    today = timezone.localdate()
    moment = Moment.of(today_at(14))
    assert moment.names.day == today.isoformat() and moment.names.yesterday == "yesterday"
    assert moment.names.later.startswith(f"{today.day} ")
    assert names_of_day(today - DAY).yesterday == "Yesterday"
    assert names_of_day(today - DAY).later.startswith(f"{(today - DAY).day} ")
    assert Moment.of(NOON - 400 * DAY).names == names_of_day(today - 2 * DAY) == LaterNames()
    assert Moment.on_its_day(today_at(14), ReadersNow.known()).names == LaterNames()
