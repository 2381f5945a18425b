"""The name of a chat, and what stands below it."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tgsdk import Chat, ChatKind, Topic
from web.desk.chat_rows import KIND_ICONS, ChatRow, subtitle_of, title_of
from web.desk.topics_pane import topic_row
from web.pictures.store import Shown


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


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


@pytest.mark.parametrize("kind", [ChatKind.PRIVATE, ChatKind.BOT, ChatKind.GROUP, ChatKind.CHANNEL])
def test_a_chat_whose_name_cannot_be_seen_has_a_stand_in_and_no_initials(kind: ChatKind) -> None:
    row = ChatRow.of(Chat(id=77, kind=kind, title="\u3164 \u200b"), Shown())
    assert (row.title, row.avatar.initials) == ("No name (ID 77)", "?")


def test_each_icon_of_a_row_stands_in_the_page() -> None:
    drawn = render_to_string("partials/desk/row_icons.html")
    closed = topic_row(Topic(id=2, chat_id=-(10**12), title="T", is_closed=True))
    for name in {*KIND_ICONS.values(), closed.kind_icon, "bell-slash", "pin"} - {""}:
        assert f'id="icon-{name}"' in drawn
