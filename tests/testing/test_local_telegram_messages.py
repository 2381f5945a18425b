"""Messages: pages of a history, single ones by their ids, every kind of content, search, reading."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram

from . import desk_client
from .desk_client import JAMES, MARIA, history, marked, peer_called, whole_history
from .raw_client import Client, RpcFailure, TrustedBy

functions, types = raw.functions, raw.types
EMPTY = types.InputPeerEmpty()
NO_FILTER = types.InputMessagesFilterEmpty()


@pytest.fixture(scope="module")
def long(maria: Client, telegram: LocalTelegram) -> Any:
    """The chat of 10,000 messages: its input peer."""
    return peer_called(maria, telegram, MARIA, "Кадровый резерв")[1]


@pytest.fixture(scope="module")
def every_kind(maria: Client, telegram: LocalTelegram) -> tuple[int, Any]:
    return peer_called(maria, telegram, MARIA, "Анна Смирнова")


@pytest.fixture(scope="module")
def candidates(maria: Client, every_kind: tuple[int, Any]) -> list[Any]:
    """All messages of the candidate with every kind of content."""
    return whole_history(maria, every_kind[1])


def ids(answer: Any) -> list[int]:
    return [each.id for each in answer.messages]


# Pages


def test_pages_of_ten_thousand_messages_fit_together(maria: Client, telegram: LocalTelegram, long: Any) -> None:
    chat_id = telegram.find_chat(MARIA, "Кадровый резерв")
    found, offset_id = [], 0
    for _ in range(100):
        page = history(maria, long, offset_id=offset_id)
        found += ids(page)
        offset_id = found[-1]
    assert tuple(found) == telegram.message_ids(MARIA, chat_id) == tuple(range(10_000, 0, -1))
    assert page.count == 10_000
    assert not history(maria, long, offset_id=offset_id).messages


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"limit": 3}, [10_000, 9_999, 9_998]),
        ({"limit": 3, "offset_id": 50}, [49, 48, 47]),
        ({"limit": 3, "offset_id": 50, "add": -3}, [52, 51, 50]),
        ({"limit": 4, "offset_id": 50, "add": -2}, [51, 50, 49, 48]),
        ({"limit": 3, "offset_id": 50, "add": 10}, [39, 38, 37]),
        ({"limit": 5, "offset_id": 9_999, "add": -5}, [10_000, 9_999]),
        ({"limit": 3, "offset_id": 1, "add": -3}, [3, 2, 1]),
        ({"limit": 3, "offset_id": 2}, [1]),
        ({"limit": 5, "offset_id": 50, "min_id": 47}, [49, 48]),
        ({"limit": 5, "offset_id": 50, "max_id": 48}, [47, 46, 45]),
        ({"limit": 3, "offset_id": 20_000}, [10_000, 9_999, 9_998]),
    ],
)
def test_offsets_and_limits_are_telegrams(maria: Client, long: Any, asked: dict[str, Any], expected: list[int]) -> None:
    assert ids(history(maria, long, **asked)) == expected


def test_a_page_has_twenty_messages_if_nothing_is_asked_for_and_a_hundred_at_most(maria: Client, long: Any) -> None:
    assert len(ids(history(maria, long, limit=0))) == 20
    assert len(ids(history(maria, long, limit=1000))) == 100


def test_an_offset_by_date_is_strict(maria: Client, long: Any) -> None:
    message = history(maria, long, offset_id=5_001, limit=1).messages[0]
    found = history(maria, long, date=message.date, limit=2).messages
    assert all(each.date < message.date for each in found)
    assert found[0].id >= 4_900


def test_a_short_chat_comes_as_a_whole(maria: Client, telegram: LocalTelegram) -> None:
    chat_id, peer = peer_called(maria, telegram, MARIA, "HR Помощник")
    answer = history(maria, peer)
    assert isinstance(answer, types.messages.Messages)
    assert tuple(ids(answer)) == telegram.message_ids(MARIA, chat_id)
    assert isinstance(history(maria, peer, limit=1), types.messages.MessagesSlice)


def test_ids_grow_with_the_times(maria: Client, candidates: list[Any]) -> None:
    assert all(newer.id > older.id and newer.date >= older.date for newer, older in pairwise(candidates))


def test_messages_are_the_same_when_the_server_is_another_one(
    maria: Client, telegram: LocalTelegram, candidates: list[Any]
) -> None:
    with LocalTelegram() as other:
        client = desk_client.log_in(Client(other), other)
        peer = peer_called(client, other, MARIA, "Анна Смирнова")[1]
        again = history(client, peer).messages
        client.close()
    assert [getattr(each, "message", None) for each in again] == [
        getattr(each, "message", None) for each in candidates[:100]
    ]
    assert [each.id for each in again] == [each.id for each in candidates[:100]]


# By their ids


def test_messages_come_by_their_ids_and_gaps_are_empty(maria: Client, candidates: list[Any]) -> None:
    wanted = [candidates[0].id, 1, candidates[5].id]
    for asked in (wanted, wanted[:1], [1]):
        answer = maria.call(functions.messages.GetMessages(id=[types.InputMessageID(id=each) for each in asked]))
        assert ids(answer) == asked
        assert [isinstance(each, types.MessageEmpty) for each in answer.messages] == [each == 1 for each in asked]


def test_messages_of_a_channel_have_their_own_ids(maria: Client, long: Any) -> None:
    channel = types.InputChannel(channel_id=long.channel_id, access_hash=long.access_hash)
    asked = [types.InputMessageID(id=each) for each in (7, 20_000)]
    answer = maria.call(functions.channels.GetMessages(channel=channel, id=asked))
    assert ids(answer) == [7, 20_000]
    assert isinstance(answer.messages[1], types.MessageEmpty)


# Content


def test_one_chat_has_every_kind_of_content(candidates: list[Any]) -> None:
    media = {type(each.media).__name__ for each in candidates if getattr(each, "media", None)}
    assert media == {
        "MessageMediaPhoto",
        "MessageMediaDocument",
        "MessageMediaContact",
        "MessageMediaGeo",
        "MessageMediaVenue",
        "MessageMediaPoll",
        "MessageMediaDice",
        "MessageMediaWebPage",
        "MessageMediaUnsupported",
    }
    attributes = {
        type(attribute).__name__
        for each in candidates
        if isinstance(getattr(each, "media", None), types.MessageMediaDocument)
        for attribute in each.media.document.attributes
    }
    assert attributes == {
        "DocumentAttributeFilename",
        "DocumentAttributeAudio",
        "DocumentAttributeVideo",
        "DocumentAttributeSticker",
        "DocumentAttributeImageSize",
        "DocumentAttributeAnimated",
    }
    assert 300 < len(candidates) < 400
    assert max(len(getattr(each, "message", "")) for each in candidates) == 4_000
    assert any(getattr(each, "message", None) == "" for each in candidates)
    assert any(getattr(each, "edit_date", None) for each in candidates)


def test_entities_cover_what_they_say_in_utf16_units(candidates: list[Any]) -> None:
    message = max(candidates, key=lambda each: len(getattr(each, "entities", None) or ()))
    units = message.message.encode("utf-16-le")
    words = {
        type(each).__name__.removeprefix("MessageEntity"): units[each.offset * 2 :][: each.length * 2].decode(
            "utf-16-le"
        )
        for each in message.entities
    }
    assert len(words) == 17
    assert words["Bold"] == "Опыт"
    assert words["Code"] == "pip install me"
    assert words["Email"] == "anna@example.com"
    assert words["CustomEmoji"] == "🔥"
    assert message.message.startswith("👩‍💻")


def test_forwards_are_of_people_of_hidden_names_and_of_channels(candidates: list[Any]) -> None:
    headers = [each.fwd_from for each in candidates if getattr(each, "fwd_from", None)]
    assert {type(each.from_id).__name__ for each in headers} == {"PeerUser", "PeerChannel", "NoneType"}
    assert [each.from_name for each in headers if each.from_id is None] == ["Тайный советчик"]


def test_an_album_is_of_one_moment(candidates: list[Any]) -> None:
    album = [each for each in candidates if getattr(each, "grouped_id", None)]
    assert len(album) == 3
    assert len({(each.grouped_id, each.date) for each in album}) == 1
    assert album[0].id - album[2].id <= 6
    assert [bool(each.message) for each in album] == [False, False, True]


def test_replies_are_to_messages_of_the_same_chat(candidates: list[Any]) -> None:
    known = {each.id for each in candidates}
    replies = [each.reply_to.reply_to_msg_id for each in candidates if each.reply_to]
    assert replies and set(replies) <= known


def test_service_messages_are_of_all_kinds(maria: Client, telegram: LocalTelegram, candidates: list[Any]) -> None:
    actions = {type(each.action).__name__ for each in candidates if isinstance(each, types.MessageService)}
    for title in ("Команда подбора", "Рекрутеры Москвы", "Форум рекрутеров"):
        found = whole_history(maria, peer_called(maria, telegram, MARIA, title)[1])
        actions |= {type(each.action).__name__ for each in found if isinstance(each, types.MessageService)}
    groups_own = {"ChatCreate", "ChatAddUser", "ChatDeleteUser", "ChatEditTitle", "ChatEditPhoto", "ChatDeletePhoto"}
    groups_own |= {"ChatJoinedByLink", "ChannelCreate", "TopicCreate"}
    everywhere = {"PinMessage", "PhoneCall", "ContactSignUp", "HistoryClear", "CustomAction", "ScreenshotTaken"}
    names = groups_own | everywhere | {"SetMessagesTTL"}
    assert actions == {f"MessageAction{name}" for name in names}


def test_a_forum_has_topics(maria: Client, telegram: LocalTelegram) -> None:
    found = whole_history(maria, peer_called(maria, telegram, MARIA, "Форум рекрутеров")[1])
    topics = {each.id for each in found if isinstance(getattr(each, "action", None), types.MessageActionTopicCreate)}
    headers = [each.reply_to for each in found if each.reply_to and each.reply_to.forum_topic]
    assert {each.reply_to_top_id or each.reply_to_msg_id for each in headers} == topics


def test_groups_have_anonymous_administrators_and_channels_have_authors(
    maria: Client, telegram: LocalTelegram, long: Any
) -> None:
    found = history(maria, long)
    senders = {marked(each.from_id) for each in found.messages}
    assert desk_client.CHANNELS_FROM - long.channel_id in senders
    assert MARIA in senders and len(senders) > 3
    posts = history(maria, peer_called(maria, telegram, MARIA, "Вакансии недели")[1]).messages
    assert all(each.post and each.from_id is None for each in posts)
    assert any(each.post_author for each in posts)


def test_outgoing_messages_are_marked(candidates: list[Any]) -> None:
    plain = [each for each in candidates if isinstance(each, types.Message)]
    assert {bool(each.out) for each in plain} == {True, False}
    assert all(marked(each.from_id) == MARIA for each in plain if each.out)


def test_nobody_is_left_unnamed(maria: Client, every_kind: tuple[int, Any]) -> None:
    answer = history(maria, every_kind[1], limit=100)
    users = {each.id for each in answer.users}
    assert {every_kind[0], MARIA} <= users
    assert answer.chats


# Search


def find(
    client: Client, query: str, *, limit: int = 20, rate: int = 0, peer: Any = EMPTY, offset_id: int = 0, **options: Any
) -> Any:
    options = {"filter": NO_FILTER, "min_date": 0, "max_date": 0} | options
    return client.call(
        functions.messages.SearchGlobal(
            q=query, offset_rate=rate, offset_peer=peer, offset_id=offset_id, limit=limit, **options
        )
    )


def test_search_everywhere_pages_through_all_it_finds(maria: Client) -> None:
    found, page = [], find(maria, "оффер", limit=90)
    while True:
        found += page.messages
        if page.next_rate is None:
            break
        last = page.messages[-1]
        peer = desk_client.input_peers(page)[marked(last.peer_id)]
        page = find(maria, "оффер", limit=90, rate=page.next_rate, peer=peer, offset_id=last.id)
    assert len(found) == page.count > 200
    assert len({(marked(each.peer_id), each.id) for each in found}) == len(found)
    assert all("оффер" in each.message.casefold() for each in found)
    assert [each.date for each in found] == sorted((each.date for each in found), reverse=True)


def test_search_that_finds_little_or_nothing_is_no_slice(maria: Client) -> None:
    assert isinstance(find(maria, "Исправила опечатку"), types.messages.Messages)
    assert find(maria, "qwertyuiop").messages == []


def test_search_in_one_chat(maria: Client, every_kind: tuple[int, Any]) -> None:
    def search(query: str, filter_: Any = NO_FILTER, **options: Any) -> Any:
        zeros = dict.fromkeys(("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash"), 0)
        return maria.call(
            functions.messages.Search(
                **zeros | {"peer": every_kind[1], "q": query, "filter": filter_, "limit": 100} | options
            )
        )

    found = search("ДИПЛОМ").messages
    assert found and all("диплом" in each.message.casefold() for each in found)
    photos = search("", types.InputMessagesFilterPhotos()).messages
    assert len(photos) >= 5 and all(isinstance(each.media, types.MessageMediaPhoto) for each in photos)
    assert ids(search("", types.InputMessagesFilterPhotos(), offset_id=photos[0].id)) == [
        each.id for each in photos[1:]
    ]
    of_kind = [types.InputMessagesFilterVideo, types.InputMessagesFilterRoundVideo, types.InputMessagesFilterGif]
    of_kind += [types.InputMessagesFilterVoice, types.InputMessagesFilterMusic, types.InputMessagesFilterDocument]
    files = [set(ids(search("", each()))) for each in of_kind]
    assert all(files) and sum(map(len, files)) == len(set.union(*files)), "each file is of one kind"
    assert set(ids(search("", types.InputMessagesFilterRoundVoice()))) == files[1] | files[3]
    with pytest.raises(RpcFailure, match="400 SEARCH_QUERY_EMPTY"):
        search("")


# Reading


def test_reading_a_chat_clears_what_is_unread(telegram: LocalTelegram) -> None:
    client = desk_client.log_in(Client(telegram, dc_id=2), telegram, "9996621001")
    unread = [each for page in desk_client.all_pages(client) for each in page.dialogs if each.unread_count]
    peers = {key: peer for page in desk_client.all_pages(client) for key, peer in desk_client.input_peers(page).items()}
    private = next(marked(each.peer) for each in unread if marked(each.peer) > 0)
    group = next(each for each in unread if each.unread_count == 250)
    newest = telegram.message_ids(JAMES, private)[0]
    assert client.call(functions.messages.ReadHistory(peer=peers[private], max_id=newest)).pts_count == 1
    peer = peers[marked(group.peer)]
    channel = types.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)
    assert client.call(functions.channels.ReadHistory(channel=channel, max_id=group.top_message - 10))
    asked = [types.InputDialogPeer(peer=peers[each]) for each in (private, marked(group.peer))]
    answer = client.call(functions.messages.GetPeerDialogs(peers=asked))
    assert [each.unread_count for each in answer.dialogs] == [0, 10]
    client.close()


# Stock Pyrogram


def test_stock_pyrogram_reads_chats_and_histories(telegram: LocalTelegram, trusted_by: TrustedBy) -> None:
    import pyrogram

    async def read() -> Any:
        with trusted_by(telegram) as options:
            client = pyrogram.Client("test", **options)
            await client.connect()
            try:
                sent = await client.send_code("9996611001")
                await client.sign_in("9996611001", sent.phone_code_hash, "11111")
                chats = [each async for each in client.get_dialogs()]
                history = [each async for each in client.get_chat_history(every_kind_id, limit=250)]
                return chats, history
            finally:
                await client.disconnect()

    every_kind_id = telegram.find_chat(MARIA, "Анна Смирнова")
    chats, read_messages = asyncio.run(read())
    assert tuple(each.chat.id for each in chats) == telegram.chats(MARIA)
    assert tuple(each.id for each in read_messages) == telegram.message_ids(MARIA, every_kind_id)[:250]
