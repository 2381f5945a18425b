"""Changes of an open chat since its page was made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tgsdk import Message
from web.desk.chat_changes import Changes, join_versions
from web.desk.message_rows import MessageRow, message_rows
from web.desk.versions import VERSIONS_KEPT, Versions, read_versions, write_versions
from web.pictures.store import Shown

from ..conftest import NOON, message

AFTER = 9


def rows(*messages: Message) -> list[MessageRow]:
    return message_rows(messages[::-1], Shown(), read_up_to=0)


def numbered(*numbers: int) -> list[Message]:
    return [message(number) for number in numbers]


def on_page(*messages: Message) -> Versions:
    return join_versions({}, rows(*messages))


def ids(some: object) -> list[int]:
    return [row.id for row in some]  # type: ignore[attr-defined]


def test_nothing_has_changed_where_the_same_is_read_again() -> None:
    page = numbered(5, 7, 9)
    for is_whole in (True, False):
        changes = Changes.between(on_page(*page), rows(*page), after=AFTER, is_whole=is_whole)
        assert not changes
        assert changes.versions == on_page(*page)


def test_what_is_newer_than_the_page_is_new() -> None:
    changes = Changes.between(
        on_page(*numbered(5, 7, 9)), rows(*numbered(5, 7, 9, 12, 13)), after=AFTER, is_whole=False
    )
    assert (ids(changes.new), ids(changes.changed), changes.gone) == ([12, 13], [], [])
    assert list(changes.versions) == [5, 7, 9, 12, 13]


def test_what_was_edited_has_changed_each_time() -> None:
    page, edited = numbered(5, 7, 9), replace(message(7), edited_at=NOON)
    once = Changes.between(on_page(*page), rows(page[0], edited, page[2]), after=AFTER, is_whole=False)
    assert (ids(once.new), ids(once.changed), once.gone) == ([], [7], [])
    again = replace(edited, edited_at=NOON + timedelta(seconds=1))
    twice = Changes.between(once.versions, rows(page[0], again, page[2]), after=AFTER, is_whole=False)
    assert ids(twice.changed) == [7]


def test_what_is_not_there_any_more_is_gone() -> None:
    changes = Changes.between(on_page(*numbered(3, 5, 7, 9)), rows(*numbered(3, 5, 9)), after=AFTER, is_whole=False)
    assert (ids(changes.changed), changes.gone) == ([], ["message-7"])
    assert list(changes.versions) == [3, 5, 9]


def test_what_is_older_than_all_that_was_read_is_not_known_to_be_gone() -> None:
    changes = Changes.between(on_page(*numbered(5, 7, 9)), rows(*numbered(7, 9, 12)), after=AFTER, is_whole=False)
    assert (ids(changes.new), changes.gone) == ([12], [])
    whole = Changes.between(on_page(*numbered(5, 7, 9)), rows(*numbered(7, 9, 12)), after=AFTER, is_whole=True)
    assert whole.gone == ["message-5"]


def test_a_chat_that_is_empty_now_has_lost_all() -> None:
    changes = Changes.between(on_page(*numbered(5, 7)), [], after=AFTER, is_whole=True)
    assert changes.gone == ["message-5", "message-7"]
    assert not changes.versions


def test_nothing_is_said_of_the_oldest_one_that_was_read_for_what_stands_above_it_is_not_known() -> None:
    page = on_page(*numbered(5, 7, 9))
    assert page[7] == "" and rows(*numbered(7, 9))[0].starts_group
    assert not Changes.between(page, rows(*numbered(7, 9)), after=AFTER, is_whole=False)


def test_the_oldest_one_that_was_read_is_changed_where_it_was_edited() -> None:
    page, edited = on_page(*numbered(5, 7, 9)), replace(message(7), edited_at=NOON)
    (row,) = Changes.between(page, rows(edited, message(9)), after=AFTER, is_whole=False).changed
    assert (row.id, row.starts_group) == (7, False)


def test_further_up_what_was_edited_has_changed_and_what_is_missing_is_gone() -> None:
    before = {3: "s", 4: "", 5: "", 6: ""}
    edited = replace(message(5), edited_at=NOON)
    changes = Changes.further_up(before, rows(message(3), edited, message(6), message(7)))
    assert (ids(changes.new), ids(changes.changed), changes.gone) == ([], [5], ["message-4"])
    assert not Changes.further_up(before, rows(*numbered(3, 4, 5, 6)))
    assert Changes.further_up(before, []).gone == ["message-3", "message-4", "message-5", "message-6"]


def test_further_up_nothing_is_said_of_what_was_not_read() -> None:
    assert not Changes.further_up({3: "s", 9: "", 10: ""}, rows(*numbered(3, 4, 5)))


def test_a_message_that_is_looked_at_twice_is_told_once() -> None:
    twice = Changes(gone=["message-3"], versions={4: ""}).with_those(Changes(gone=["message-3", "message-1"]))
    assert (twice.gone, twice.versions) == (["message-3", "message-1"], {4: ""})


def test_what_the_page_does_not_show_does_not_change_there() -> None:
    changes = Changes.between(on_page(*numbered(7, 9)), rows(*numbered(2, 3, 7, 9)), after=AFTER, is_whole=False)
    assert list(changes.versions) == [7, 9]


def test_the_newest_messages_are_looked_after() -> None:
    page = on_page(*numbered(*range(1, 200)))
    assert list(page) == list(range(200 - VERSIONS_KEPT, 200))


def test_versions_are_read_as_they_were_written() -> None:
    versions = on_page(message(5), message(7), replace(message(9), edited_at=NOON))
    assert read_versions(write_versions(versions)) == versions
    assert read_versions(write_versions({})) == {}


@pytest.mark.parametrize("text", ["x", "1..2", "1,2", "-1", "1ss", "1e", "1" * 11, ".".join(["1"] * 51), "١"])
def test_what_was_not_written_here_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="versions"):
        read_versions(text)
