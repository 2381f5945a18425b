"""The list of chats: its order, its pages, its folders, who is in it, and how it is searched."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram

from . import desk_client
from .desk_client import ANNA, DMITRY, JAMES, MARIA, OLGA, all_pages, dialogs, input_peers, marked
from .raw_client import Client, Connect, RpcFailure

contacts, messages = raw.functions.contacts, raw.functions.messages


@pytest.fixture(scope="module")
def anna(telegram: LocalTelegram) -> Iterator[Client]:
    client = Client(telegram)
    yield desk_client.log_in(client, telegram, "9996611002")
    client.close()


def listed(pages: list[Any]) -> list[int]:
    chats = (each for page in pages for each in page.dialogs if isinstance(each, raw.types.Dialog))
    return [marked(each.peer) for each in chats]


def test_desks_have_their_sizes(telegram: LocalTelegram) -> None:
    sizes = [len(telegram.chats(user_id)) for user_id in (MARIA, JAMES, DMITRY, OLGA, ANNA)]
    assert sizes == [300, 300, 40, 0, 5000]


def test_pages_hold_every_chat_once_and_in_order(maria: Client, telegram: LocalTelegram) -> None:
    pages = all_pages(maria)
    assert tuple(listed(pages)) == telegram.chats(MARIA)
    assert {page.count for page in pages} == {300}
    assert [len(page.dialogs) for page in pages] == [100, 100, 100, 0]


def test_five_thousand_chats_are_listed_once_each(anna: Client, telegram: LocalTelegram) -> None:
    chats = listed(all_pages(anna))
    assert len(set(chats)) == len(chats) == 5000
    assert tuple(chats) == telegram.chats(ANNA)


def test_the_pinned_ones_are_first_and_on_the_first_page_only(maria: Client) -> None:
    pages = all_pages(maria)
    assert [place for place, each in enumerate(pages[0].dialogs) if each.pinned] == [0, 1, 2, 3]
    assert not any(each.pinned for page in pages[1:] for each in page.dialogs)
    without = all_pages(maria, exclude_pinned=True)
    assert listed(without) == listed(pages)[4:]
    assert without[0].count == 296
    pinned = maria.call(messages.GetPinnedDialogs(folder_id=0))
    assert listed([pinned]) == listed(pages)[:4]


def test_the_others_are_in_the_order_of_their_times(maria: Client) -> None:
    for page in all_pages(maria, exclude_pinned=True):
        dates = [each.date for each in page.messages]
        assert dates == sorted(dates, reverse=True)


def test_folders_share_the_chats(maria: Client) -> None:
    archived, main = listed(all_pages(maria, folder_id=1)), listed(all_pages(maria, folder_id=0))
    assert 10 < len(archived) < 40
    assert sorted(archived + main) == sorted(listed(all_pages(maria)))
    assert all(each.folder_id == 1 for each in dialogs(maria, folder_id=1).dialogs)


def test_the_archive_is_a_row_above_the_main_list(maria: Client) -> None:
    archived = [each for page in all_pages(maria, folder_id=1) for each in page.dialogs]
    top = dialogs(maria, folder_id=0, limit=5)
    row = top.dialogs[0]
    assert isinstance(row, raw.types.DialogFolder)
    assert (row.folder.id, marked(row.peer), row.top_message) == (1, marked(archived[0].peer), archived[0].top_message)
    unread = row.unread_muted_messages_count + row.unread_unmuted_messages_count
    assert unread == sum(each.unread_count for each in archived)
    chats = row.unread_muted_peers_count + row.unread_unmuted_peers_count
    assert chats == sum(bool(each.unread_count) for each in archived)
    assert row.top_message in [each.id for each in top.messages]
    assert len(top.dialogs) == 6


def test_the_row_of_the_archive_stands_nowhere_else(maria: Client) -> None:
    elsewhere = [*all_pages(maria, folder_id=1), *all_pages(maria), *all_pages(maria, folder_id=0)[1:]]
    assert not [each for page in elsewhere for each in page.dialogs if isinstance(each, raw.types.DialogFolder)]
    assert isinstance(maria.call(messages.GetPinnedDialogs(folder_id=0)).dialogs[0], raw.types.DialogFolder)
    assert not maria.call(messages.GetPinnedDialogs(folder_id=1)).dialogs


def test_all_that_fits_comes_as_a_whole(maria: Client) -> None:
    answer = dialogs(maria, folder_id=1)
    assert isinstance(answer, raw.types.messages.Dialogs)
    assert not dialogs(maria, folder_id=1, limit=5).dialogs[5:]


def test_a_page_is_never_longer_than_a_hundred(maria: Client) -> None:
    assert len(dialogs(maria, limit=500).dialogs) == 100


def test_each_page_names_everybody_in_it(maria: Client) -> None:
    for page in all_pages(maria):
        known = input_peers(page)
        assert all(marked(each.peer) in known for each in page.dialogs)
        senders = [each.from_id for each in page.messages if each.from_id is not None]
        assert all(marked(each) in known for each in senders)


def test_there_is_every_kind_of_chat(maria: Client) -> None:
    pages = all_pages(maria)
    users = {each.id: each for page in pages for each in page.users}
    chats = {each.id: each for page in pages for each in page.chats}
    channels = [each for each in chats.values() if isinstance(each, raw.types.Channel)]
    assert sum(each.deleted and each.first_name is None for each in users.values()) == 1
    assert sum(bool(each.bot) for each in users.values()) == 1
    assert users[MARIA].is_self
    assert max(users) > 2**31 and max(each.id for each in channels) > 2**31
    assert len(chats) - len(channels) > 12
    assert sum(bool(each.megagroup) for each in channels) > 20
    assert [each.title for each in channels if each.forum] == ["Форум рекрутеров"]
    assert {bool(each.admin_rights) for each in channels if each.broadcast} == {True, False}
    photos = [each.photo for each in users.values() if each.photo]
    assert len(users) * 0.3 < len(photos) < len(users) * 0.7
    assert {each.dc_id for each in photos} == {1, 2}


def test_some_are_unread_and_some_muted(maria: Client) -> None:
    every = [each for page in all_pages(maria) for each in page.dialogs]
    unread = {each.unread_count for each in every}
    assert {0, 1, 250} <= unread
    assert 20 < sum(bool(each.unread_count) for each in every) < 150
    assert 20 < sum(bool(each.notify_settings.mute_until) for each in every) < 150


def test_times_reach_from_now_to_more_than_a_year_ago(maria: Client) -> None:
    dates = [each.date for page in all_pages(maria) for each in page.messages]
    days = [(time.time() - date) / 86_400 for date in dates]
    assert sum(day < 1 for day in days) > 5
    assert 350 < max(days) < 401
    assert min(days) >= 0


def test_peer_dialogs_tell_what_is_read(maria: Client, telegram: LocalTelegram) -> None:
    chat_id, peer = desk_client.peer_called(maria, telegram, MARIA, "Анна Смирнова")
    asked = [raw.types.InputDialogPeer(peer=peer), raw.types.InputDialogPeer(peer=raw.types.InputPeerSelf())]
    answer = maria.call(messages.GetPeerDialogs(peers=asked))
    first, second = answer.dialogs
    assert (marked(first.peer), marked(second.peer)) == (chat_id, MARIA)
    assert first.top_message == telegram.message_ids(MARIA, chat_id)[0]
    assert first.read_inbox_max_id == telegram.message_ids(MARIA, chat_id)[first.unread_count]
    assert answer.state.pts
    only_self = maria.call(messages.GetPeerDialogs(peers=asked[1:]))
    assert marked(only_self.dialogs[0].peer) == MARIA


def test_search_finds_the_beginnings_of_words_in_names(maria: Client) -> None:
    def found(query: str) -> Any:
        answer = maria.call(contacts.Search(q=query, limit=50))
        return [marked(each) for each in answer.my_results], answer

    chats, answer = found("смирн АННА")
    assert [each.first_name for each in answer.users if each.id in chats] == ["Анна"]
    chats, answer = found("форум рек")
    assert [each.title for each in answer.chats] == ["Форум рекрутеров"]
    assert found("hr_helper_demo")[1].users[0].bot
    assert found("мирнова")[0] == []
    assert 20 < len(found("а")[0]) <= 50


@pytest.mark.parametrize(("query", "refusal"), [("", "400 SEARCH_QUERY_EMPTY"), ("  ", "400 QUERY_TOO_SHORT")])
def test_a_search_needs_a_word(maria: Client, query: str, refusal: str) -> None:
    with pytest.raises(RpcFailure, match=refusal):
        maria.call(contacts.Search(q=query, limit=10))


def test_usernames_lead_to_those_who_have_them(maria: Client) -> None:
    found = maria.call(contacts.ResolveUsername(username="HR_helper_demo_bot"))
    assert found.users[0].bot
    with pytest.raises(RpcFailure, match="400 USERNAME_NOT_OCCUPIED"):
        maria.call(contacts.ResolveUsername(username="nobody_at_all"))


def test_a_wrong_access_hash_is_refused(maria: Client, telegram: LocalTelegram) -> None:
    types = raw.types
    peers = input_peers(dialogs(maria))
    user = next(each for each in peers.values() if isinstance(each, types.InputPeerUser) and each.user_id != MARIA)
    channel = next(each for each in peers.values() if isinstance(each, types.InputPeerChannel))
    wrong_user = types.InputPeerUser(user_id=user.user_id, access_hash=1)
    wrong_channel = types.InputPeerChannel(channel_id=channel.channel_id, access_hash=1)
    for wrong, refusal in (
        (wrong_user, "400 PEER_ID_INVALID"),
        (types.InputPeerChat(chat_id=1), "400 PEER_ID_INVALID"),
        (wrong_channel, "400 CHANNEL_INVALID"),
    ):
        with pytest.raises(RpcFailure, match=refusal):
            desk_client.history(maria, wrong)


def test_everybody_can_be_asked_for_again(maria: Client) -> None:
    page = dialogs(maria)
    user = next(each for each in page.users if not each.is_self and each.photo)
    group = next(each for each in page.chats if isinstance(each, raw.types.Chat))
    channel = next(each for each in page.chats if isinstance(each, raw.types.Channel))
    types, functions = raw.types, raw.functions
    wanted = types.InputUser(user_id=user.id, access_hash=user.access_hash)
    assert maria.call(functions.users.GetUsers(id=[wanted])) == [user]
    assert maria.call(functions.messages.GetChats(id=[group.id])).chats == [group]
    wanted = types.InputChannel(channel_id=channel.id, access_hash=channel.access_hash)
    assert maria.call(functions.channels.GetChannels(id=[wanted])).chats == [channel]


def test_who_is_put_out_of_a_channel_finds_it_private(local_telegram: LocalTelegram, connect: Connect) -> None:
    telegram = local_telegram
    client = desk_client.log_in(connect(dc_id=2), telegram, "9996621001")
    chat_id, peer = desk_client.peer_called(client, telegram, JAMES, "Jobs of the Week")
    telegram.expel(JAMES, chat_id)
    assert chat_id not in telegram.chats(JAMES)
    with pytest.raises(RpcFailure, match="400 CHANNEL_PRIVATE"):
        desk_client.history(client, peer)


def test_what_there_is_not_is_a_lookup_error(telegram: LocalTelegram) -> None:
    for ask in (
        lambda: telegram.chats(1),
        lambda: telegram.find_chat(MARIA, "Nobody"),
        lambda: telegram.message_ids(MARIA, 1),
    ):
        with pytest.raises(LookupError):
            ask()
