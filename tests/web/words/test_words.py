"""Times, files and chats in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from tgsdk import Attachment, AttachmentKind, Chat, ChatKind, Sender
from web.desk.chat_rows import subtitle_of, title_of
from web.pictures.avatars import initials
from web.words.files import attachment_in_words, details_in_words, duration_in_words, size_in_words, visible
from web.words.messages import preview
from web.words.moments import Moment, day_in_words, iso_in_utc, online_in_words

from ..conftest import CV, NOON, message

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def today_at(hour: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=5, second=0, microsecond=0)


def test_today_is_said_by_the_clock_and_yesterday_by_its_name() -> None:
    assert Moment.of(today_at(14)).short == "14:05"
    assert Moment.of(today_at(0)).short == "00:05"
    assert Moment.of(today_at(23) - DAY).short == "yesterday"
    assert Moment.on_its_day(today_at(14) - DAY).short == "14:05"
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


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1536, "1.5 KB"),
        (412 * 1024, "412 KB"),
        (3 * 1024**2, "3.0 MB"),
        (2 * 1024**3, "2.0 GB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (67, "1:07"), (3723, "1:02:03")])
def test_durations(seconds: int, words: str) -> None:
    assert duration_in_words(seconds) == words


def test_files_are_called_by_their_names_and_others_by_their_kind() -> None:
    voice = Attachment(
        kind=AttachmentKind.VOICE, size=2048, mime_type="audio/ogg", location="x", duration=7, name="a.ogg"
    )
    assert attachment_in_words(CV) == "CV.pdf"
    assert attachment_in_words(voice) == "Voice message"
    assert details_in_words(voice) == "0:07 · 2.0 KB"


def test_what_cannot_be_seen_is_left_out() -> None:
    assert visible("cv\u202efdp\u200b.exe\n x\0") == "cvfdp.exe x"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anna Petrova", "AP"), ("anna", "A"), ("A B C", "AC"), ("🎉 Party", "P"), ("", "?"), ("🎉", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def chat(kind: ChatKind, **values: object) -> Chat:
    return Chat(id=1, kind=kind, title="T", **values)  # type: ignore[arg-type]


def test_what_stands_below_a_name() -> None:
    assert subtitle_of(chat(ChatKind.BOT)) == "bot"
    assert subtitle_of(chat(ChatKind.GROUP, members_count=1)) == "1 member"
    assert subtitle_of(chat(ChatKind.FORUM, members_count=123)) == "123 members"
    assert subtitle_of(chat(ChatKind.SUPERGROUP)) == "group"
    assert subtitle_of(chat(ChatKind.CHANNEL, members_count=2)) == "2 subscribers"
    assert subtitle_of(chat(ChatKind.CHANNEL)) == "channel"
    assert subtitle_of(chat(ChatKind.SAVED)) == ""
    assert subtitle_of(chat(ChatKind.PRIVATE, is_online=True, username="t")) == "@t · online"
    assert subtitle_of(chat(ChatKind.PRIVATE, is_deleted=True, username="t")) == ""
    assert title_of(chat(ChatKind.SAVED)) == "Saved Messages"
    assert title_of(Chat(id=1, kind=ChatKind.PRIVATE, title="", is_deleted=True)) == "Deleted account"


def test_a_preview_is_one_short_line_that_says_who_wrote() -> None:
    assert preview(message(1, "a\n\nb"), is_group=False) == "a b"
    assert preview(message(1, "x" * 500), is_group=False) == "x" * 140 + "…"
    assert preview(message(1, "hi", is_outgoing=True), is_group=True) == "You: hi"
    assert preview(message(1, "hi", sender=Sender(id=9, name="Clara")), is_group=True) == "Clara: hi"
    assert preview(message(1, "hi", sender=None), is_group=True) == "hi"
    assert preview(message(1, attachment=CV), is_group=False) == "CV.pdf"
