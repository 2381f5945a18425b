"""The list of chats, one chat, and search, over the wire."""

import random
from collections.abc import Iterator

import pytest

from tgsdk import Chat, ChatKind, CursorInvalid, Folder, Found, NotFound, QueryInvalid, Telegram
from tgsdk.testing import LocalTelegram

from .desk import Desk, desk_of


def walk(telegram: Telegram, limit: int, folder: Folder | None = None) -> Iterator[tuple[Chat, ...]]:
    cursor = None
    while True:
        page = telegram.chats(limit, cursor, folder=folder)
        yield page.items
        cursor = page.next
        if cursor is None:
            return


def test_chats_come_in_telegrams_order(maria: Desk) -> None:
    listed = [chat.id for page in walk(maria.telegram(), 100) for chat in page]
    assert listed == list(maria.server.chats(maria.user_id))


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_a_small_page_leaves_out_no_pinned_chat(maria: Desk, limit: int) -> None:
    listed: list[int] = []
    for page in walk(maria.telegram(), limit):
        listed += [chat.id for chat in page]
        if len(listed) > 12:
            break
    assert sorted(listed) == sorted(maria.server.chats(maria.user_id)[: len(listed)])


@pytest.mark.parametrize(("pinned", "limit"), [(25, 10), (25, 50), (60, 50), (120, 10), (120, 100)])
def test_each_chat_comes_once_however_many_are_pinned(server: LocalTelegram, pinned: int, limit: int) -> None:
    james = desk_of(server, "James")
    server.pin_chats(james.user_id, server.chats(james.user_id)[-pinned:])  # some of them in the archive
    pages = list(walk(james.telegram(), limit))
    assert [chat.id for page in pages for chat in page] == list(server.chats(james.user_id))
    assert max(map(len, pages)) < limit * 2
    server.pin_chats(james.user_id, [])


@pytest.mark.parametrize("limit", [7, 100])
def test_the_folders_share_the_chats_each_in_telegrams_order(maria: Desk, limit: int) -> None:
    telegram = maria.telegram()
    everybody = {chat.id: chat for page in walk(telegram, 100) for chat in page}
    for folder in Folder:
        listed = [chat for page in walk(telegram, limit, folder) for chat in page]
        wanted = [chat.id for chat in everybody.values() if chat.is_archived is (folder is Folder.ARCHIVE)]
        assert [chat.id for chat in listed] == wanted
        assert len(wanted) > 10


def test_the_pinned_chats_of_the_archive_are_first_there(server: LocalTelegram) -> None:
    james = desk_of(server, "James")
    archived = [chat.id for page in walk(james.telegram(), 100, Folder.ARCHIVE) for chat in page]
    server.pin_chats(james.user_id, archived[-3:])
    for limit in (2, 100):
        listed = [chat.id for page in walk(james.telegram(), limit, Folder.ARCHIVE) for chat in page]
        assert listed == archived[-3:] + archived[:-3]
    server.pin_chats(james.user_id, [])


def test_a_chat_of_the_archive_that_rises_comes_once(maria: Desk) -> None:
    with maria.telegram().connected() as telegram:
        listed: list[int] = []
        for page in walk(telegram, 5, Folder.ARCHIVE):
            listed += [chat.id for chat in page]
            if len(listed) == 5:
                archive = [chat.id for chat in telegram.chats(100, folder=Folder.ARCHIVE).items]
                maria.write(archive[-1], "One more question")
    assert sorted(listed) == sorted(archive)


def test_every_chat_of_5000_comes_once_while_messages_arrive(server: LocalTelegram) -> None:
    anna = desk_of(server, "Anna")
    everybody = anna.server.chats(anna.user_id)
    assert len(everybody) == 5000
    chance = random.Random(20)
    listed: list[int] = []
    with anna.telegram().connected() as telegram:
        for number, page in enumerate(walk(telegram, 100)):
            listed += [chat.id for chat in page]
            for chat_id in chance.sample(everybody, 3):
                anna.write(chat_id, f"Message {number}")
            if number % 10 == 0:  # one that rises twice, and one from the very end
                anna.write(everybody[-1 - number], "Once")
                anna.write(everybody[2500], f"Again {number}")
    assert sorted(listed) == sorted(everybody)


def test_a_chat_that_rises_above_the_page_comes_with_the_next(maria: Desk) -> None:
    telegram = maria.telegram()
    first = telegram.chats(20)
    last = maria.server.chats(maria.user_id)[-1]
    maria.write(last, "Is the vacancy still open?")
    second = telegram.chats(20, first.next)
    assert second.items[0].id == last
    assert second.items[0].last_message is not None
    assert second.items[0].last_message.text == "Is the vacancy still open?"


def test_a_chat_comes_that_rises_while_only_pinned_ones_were_given(maria: Desk) -> None:
    telegram = maria.telegram()
    first = telegram.chats(4)
    assert all(chat.is_pinned for chat in first.items)
    second = maria.server.chats(maria.user_id)[7]
    maria.write(second, "Higher")
    listed: list[int] = []
    cursor = first.next
    for _ in range(6):
        page = telegram.chats(4, cursor)
        listed += [chat.id for chat in page.items]
        cursor = page.next
    assert listed.count(second) == 1


def test_a_cursor_grows_too_old_when_very_many_have_risen(server: LocalTelegram) -> None:
    james = desk_of(server, "James")
    telegram = james.telegram()
    first = telegram.chats(20)
    for chat_id in server.chats(james.user_id)[40:110]:
        james.write(chat_id, "All at once")
    with pytest.raises(CursorInvalid):
        telegram.chats(20, first.next)


def test_a_new_chat_comes_with_the_next_page(maria: Desk) -> None:
    telegram = maria.telegram()
    first = telegram.chats(20)
    chat_id = maria.server.add_chat(maria.user_id, "Новый Кандидат")
    listed = [chat.id for chat in telegram.chats(20, first.next).items]
    assert listed.count(chat_id) == 1
    assert listed.count(first.items[0].id) == 0


@pytest.mark.parametrize("limit", [1, 100])
def test_a_group_that_became_a_supergroup_is_listed_once_and_stays_readable(maria: Desk, limit: int) -> None:
    group = maria.server.add_chat(maria.user_id, f"Quorum of {limit}x", "group", members=["Eva Rot"])
    before = maria.write(group, "Quorate before")
    supergroup = maria.server.upgrade_group(maria.user_id, group)
    telegram = maria.telegram()
    with telegram.connected():
        listed = [chat.id for page in walk(telegram, limit) for chat in page]
        assert (listed.count(supergroup), listed.count(group)) == (1, 0)
        assert [chat.id for chat in telegram.chats(query=f"Quorum of {limit}x").items] == [supergroup]
        old = telegram.chat(group)
        assert (old.migrated_to, old.can_write, telegram.chat(supergroup).migrated_to) == (supergroup, False, None)
        assert telegram.message(group, before).text == "Quorate before"
        assert before in [message.id for message in telegram.messages(group).items]
        assert group in [found.chat.id for found in telegram.search_messages("Quorate before").items]


def test_the_successor_of_a_group_can_be_opened_by_its_name_alone(maria: Desk) -> None:
    group = maria.server.add_chat(maria.user_id, "Quorum of Elders", "group")
    supergroup = maria.server.upgrade_group(maria.user_id, group)
    telegram = maria.telegram()
    assert telegram.chat(group).migrated_to == supergroup
    assert supergroup in telegram.session.access_hashes


def test_saved_messages_are_recognised_by_a_session_that_does_not_know_whose_it_is(maria: Desk) -> None:
    telegram = Telegram(maria.backend, maria.session.replace(user_id=None))
    own = telegram.send_message(maria.user_id, "Remember Hypatia")
    kinds = {chat.id: chat.kind for chat in telegram.chats(100).items}
    kinds |= {found.chat.id: found.chat.kind for found in telegram.search_messages("Remember Hypatia").items}
    assert kinds[own.chat_id] is telegram.chat(own.chat_id).kind is ChatKind.SAVED
    assert list(kinds.values()).count(ChatKind.SAVED) == 1


def test_a_chat_tells_what_the_list_shows(maria: Desk) -> None:
    chats = {chat.kind: chat for page in walk(maria.telegram(), 100) for chat in page}
    assert set(chats) == set(ChatKind)
    every = [chat for page in walk(maria.telegram(), 100) for chat in page]
    assert all(chat.last_message and chat.last_message.chat_id == chat.id for chat in every)
    for says in (
        "is_pinned",
        "is_muted",
        "is_archived",
        "is_deleted",
        "unread_count",
        "photo",
        "username",
        "is_online",
    ):
        values = {bool(getattr(chat, says)) for chat in every}
        assert values == {True, False} or says == "is_online", says
    assert {chat.title for chat in every if chat.is_deleted} == {""}
    assert min(chat.id for chat in every) < -(10**12) - 2**31
    assert max(chat.id for chat in every) > 2**31
    assert any(chat.members_count for chat in every if chat.kind is ChatKind.SUPERGROUP)
    assert {chat.can_write for chat in every if chat.kind is ChatKind.CHANNEL} >= {False}


def test_one_chat_is_as_in_the_list(maria: Desk) -> None:
    telegram = maria.telegram()
    for chat in telegram.chats(30).items:
        assert telegram.chat(chat.id) == chat


def test_a_chat_that_was_not_listed_is_found_among_the_newest(maria: Desk) -> None:
    telegram = maria.telegram()
    assert telegram.session.access_hashes == {}
    assert telegram.chat(maria.every_kind).title == "Анна Смирнова"
    assert len(telegram.session.access_hashes) > 50


def test_the_session_knows_the_listed_chats_in_another_process(maria: Desk) -> None:
    telegram = maria.telegram()
    telegram.chats(100)
    kept = type(telegram.session).from_string(telegram.session.to_string())
    before = maria.server.called("messages.GetDialogs")
    for chat_id in maria.server.chats(maria.user_id)[:60]:
        Telegram(maria.backend, kept).chat(chat_id)
    assert maria.server.called("messages.GetDialogs") == before


@pytest.mark.parametrize("chat_id", [1, -1, -(10**12) - 1, 2**62, -(2**62)])
def test_an_unknown_chat_is_not_found(maria: Desk, chat_id: int) -> None:
    telegram = maria.telegram()
    for ask in (telegram.chat, telegram.messages, lambda chat_id: telegram.message(chat_id, 1)):
        with pytest.raises(NotFound):
            ask(chat_id)


@pytest.mark.parametrize("cursor", ["", "x", "0" * 300, "eyJ9", "WyJjaGF0cyIse31d", "é"])
def test_a_made_up_cursor_is_refused(maria: Desk, cursor: str) -> None:
    telegram = maria.telegram()
    with pytest.raises(CursorInvalid):
        telegram.chats(cursor=cursor)
    with pytest.raises(CursorInvalid):
        telegram.messages(maria.every_kind, cursor=cursor)
    with pytest.raises(CursorInvalid):
        telegram.search_messages("я", cursor=cursor)


def test_a_cursor_of_another_list_is_refused(maria: Desk) -> None:
    telegram = maria.telegram()
    cursor = telegram.messages(maria.every_kind, 10).next
    with pytest.raises(CursorInvalid):
        telegram.chats(cursor=cursor)
    with pytest.raises(CursorInvalid):
        telegram.messages(telegram.chats(5).items[3].id, cursor=cursor)


def test_an_account_without_chats_has_an_empty_list(server: LocalTelegram) -> None:
    telegram = desk_of(server, "Olga").telegram()
    page = telegram.chats()
    assert (page.items, page.next) == ((), None)
    assert telegram.chats(query="a").items == ()
    assert telegram.search_messages("a").items == ()


def test_chats_are_found_by_name(maria: Desk) -> None:
    telegram = maria.telegram()
    found = telegram.chats(query="смирнова")
    assert maria.every_kind in [chat.id for chat in found.items]
    assert found.next is None
    with pytest.raises(CursorInvalid):
        telegram.chats(query="смирнова", cursor="more")
    assert all(chat.last_message is None for chat in found.items)
    assert telegram.messages(found.items[0].id).items  # the session knows it


def test_messages_are_found_in_all_chats_and_paged(maria: Desk) -> None:
    telegram = maria.telegram()
    for number in range(7):
        maria.write(maria.server.chats(maria.user_id)[number * 20], f"Квантовая криптография {number}")
    found: list[Found] = []
    cursor = None
    while True:
        page = telegram.search_messages("квантовая криптография", 3, cursor)
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    assert sorted(each.message.text[-1] for each in found) == list("0123456")
    assert all(each.message.chat_id == each.chat.id for each in found)


@pytest.mark.parametrize("query", ["", "  ", "\ud800"])
def test_nothing_cannot_be_searched_for(maria: Desk, query: str) -> None:
    with pytest.raises(QueryInvalid):
        maria.telegram().search_messages(query)
    with pytest.raises(QueryInvalid):
        maria.telegram().chats(query=query)
