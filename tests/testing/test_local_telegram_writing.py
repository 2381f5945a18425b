"""Sending messages and their refusals, and events on a desk: others write, edit, delete and answer."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.desks.peers import Kind

from . import desk_client
from .desk_client import MARIA, dialogs, history, marked, peer_called, send
from .raw_client import Ask, Client, RpcFailure

functions, types = raw.functions, raw.types
SELF = types.InputPeerSelf()


@pytest.fixture
def ask(maria: Client, telegram: LocalTelegram) -> Ask:
    """A chat by its title: its id and its input peer."""
    return lambda title: peer_called(maria, telegram, MARIA, title)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# Sending


def test_a_message_to_a_person_is_on_top_and_answered_shortly(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    chat_id, peer = ask("Анна Смирнова")
    answer = send(maria, peer, "  Добрый день! 👋 ", 42)
    assert isinstance(answer, types.UpdateShortSentMessage)
    assert telegram.message_ids(MARIA, chat_id)[0] == answer.id
    last = telegram.sent(MARIA)[-1]
    assert (last.chat_id, last.text, last.random_id, last.message_id) == (chat_id, "Добрый день! 👋", 42, answer.id)
    assert chat_id in telegram.chats(MARIA)[4:20]
    message = history(maria, peer, limit=1).messages[0]
    assert (message.message, message.out, marked(message.from_id)) == ("Добрый день! 👋", True, MARIA)


def test_a_message_to_a_group_comes_back_as_an_update(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    for title, kind in (
        ("Команда подбора", types.UpdateNewMessage),
        ("Кадровый резерв", types.UpdateNewChannelMessage),
    ):
        chat_id, peer = ask(title)
        answer = send(maria, peer, "Всем привет", chat_id)
        announced, new = answer.updates
        assert (type(announced), announced.random_id) == (types.UpdateMessageID, chat_id)
        assert isinstance(new, kind)
        assert new.message.id == announced.id == telegram.message_ids(MARIA, chat_id)[0]
        assert new.message.message == "Всем привет" and new.message.out


def test_a_note_to_oneself_and_a_post_can_be_sent(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    assert send(maria, SELF, "Не забыть").id == telegram.message_ids(MARIA, MARIA)[0]
    post = send(maria, ask("Наши вакансии")[1], "Новая вакансия").updates[1].message
    assert post.post and post.from_id is None


def test_entities_and_replies_are_kept(maria: Client, ask: Ask) -> None:
    _, peer = ask("Анна Смирнова")
    first = history(maria, peer, limit=1).messages[0].id
    bold = types.MessageEntityBold(offset=0, length=2)
    later = hasattr(types, "InputReplyToMessage")
    reply = {"reply_to": types.InputReplyToMessage(reply_to_msg_id=first)} if later else {"reply_to_msg_id": first}
    send(maria, peer, "Да", entities=[bold], **reply)
    message = history(maria, peer, limit=1).messages[0]
    assert message.entities == [bold]
    assert message.reply_to.reply_to_msg_id == first


def test_the_same_random_id_is_taken_once(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    _, peer = ask("Анна Смирнова")
    before = len(telegram.sent(MARIA))
    send(maria, peer, "Один раз", 77)
    with pytest.raises(RpcFailure, match="500 RANDOM_ID_DUPLICATE"):
        send(maria, SELF, "Один раз", 77)
    assert len(telegram.sent(MARIA)) == before + 1


@pytest.mark.parametrize(("text", "refusal"), [("", "EMPTY"), (" \n ", "EMPTY"), ("я" * 4097, "TOO_LONG")])
def test_a_text_has_from_one_to_4096_characters(maria: Client, text: str, refusal: str) -> None:
    with pytest.raises(RpcFailure, match=f"400 MESSAGE_{refusal}"):
        send(maria, SELF, text)


def test_who_may_not_write_is_refused(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    with pytest.raises(RpcFailure, match="403 CHAT_WRITE_FORBIDDEN"):
        send(maria, ask("Вакансии недели")[1], "Возьмите меня")
    chat_id, peer = ask("Рекрутеры Москвы")
    for code, name in ((420, "SLOWMODE_WAIT_30"), (400, "USER_IS_BLOCKED"), (400, "PEER_FLOOD")):
        telegram.refuse_writing(MARIA, chat_id, code, name)
        with pytest.raises(RpcFailure, match=f"{code} {name}"):
            send(maria, peer, "Пустите", 99)
    telegram.allow_writing(MARIA, chat_id)
    assert send(maria, peer, "Пустите", 99)
    with pytest.raises(ValueError, match="no name"):
        telegram.refuse_writing(MARIA, chat_id, 400, "not a name")


def test_faults_are_committed_on_sending_too(maria: Client, telegram: LocalTelegram) -> None:
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.SendMessage", times=1):
        with pytest.raises(RpcFailure, match="500 INTERNAL"):
            send(maria, SELF, "Ещё раз", 1234)
        assert send(maria, SELF, "Ещё раз", 1234)


# Events


def test_who_writes_comes_on_top_unread(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    chat_id, peer = ask("HR Помощник")
    message_id = telegram.write(MARIA, chat_id, "Новый отклик")
    listed = {marked(each.peer): each for each in dialogs(maria, limit=30).dialogs}
    assert (listed[chat_id].top_message, listed[chat_id].unread_count) == (message_id, 1)
    newest = history(maria, peer, limit=1).messages[0]
    assert (newest.message, newest.out) == ("Новый отклик", False)


def test_a_member_of_a_group_writes_under_their_name(maria: Client, telegram: LocalTelegram, ask: Ask) -> None:
    chat_id, peer = ask("Команда подбора")
    telegram.write(MARIA, chat_id, "Я новенькая", sender="Вера Брежнева")
    answer = history(maria, peer, limit=1)
    names = {each.id: each.first_name for each in answer.users}
    assert names[answer.messages[0].from_id.user_id] == "Вера"


def test_messages_are_edited_and_deleted(maria: Client, telegram: LocalTelegram) -> None:
    chat_id = telegram.add_chat(MARIA, "Лев Толстой")
    _, peer = peer_called(maria, telegram, MARIA, "Лев Толстой")
    ids = [telegram.write(MARIA, chat_id, text) for text in ("раз", "два", "три")]
    telegram.edit(MARIA, chat_id, ids[0], "рааз")
    telegram.delete_messages(MARIA, chat_id, ids[1:2])
    messages = history(maria, peer).messages
    assert [each.message for each in messages[:2]] == ["три", "рааз"]
    assert messages[1].edit_date
    answer = maria.call(functions.messages.GetMessages(id=[types.InputMessageID(id=each) for each in ids]))
    assert [isinstance(each, types.MessageEmpty) for each in answer.messages] == [False, True, False]
    dialog = maria.call(functions.messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=peer)])).dialogs[0]
    assert dialog.unread_count == 2
    telegram.delete_messages(MARIA, chat_id, telegram.message_ids(MARIA, chat_id))
    assert chat_id not in telegram.chats(MARIA)


def test_others_read_what_was_sent(maria: Client, telegram: LocalTelegram) -> None:
    chat_id = telegram.add_chat(MARIA, "Фёдор Достоевский")
    _, peer = peer_called(maria, telegram, MARIA, "Фёдор Достоевский")
    sent = send(maria, peer, "Читали?").id

    def read_up_to() -> Any:
        asked = [types.InputDialogPeer(peer=peer)]
        return maria.call(functions.messages.GetPeerDialogs(peers=asked)).dialogs[0].read_outbox_max_id

    assert read_up_to() < sent
    telegram.read_outbox(MARIA, chat_id)
    assert read_up_to() == sent


def test_channels_count_their_own_events_and_all_other_chats_one_count_together(
    maria: Client, telegram: LocalTelegram, ask: Ask
) -> None:
    private, group, channel = (ask(title) for title in ("Анна Смирнова", "Команда подбора", "Кадровый резерв"))

    def counted() -> tuple[int, int]:
        asked = [types.InputDialogPeer(peer=peer) for _, peer in (private, group, channel)]
        answer = maria.call(functions.messages.GetPeerDialogs(peers=asked))
        assert [dialog.pts for dialog in answer.dialogs[:2]] == [None, None]
        return answer.state.pts, answer.dialogs[2].pts

    before = counted()
    assert counted() == before
    for chat_id, peer in (private, group):
        message_id = telegram.write(MARIA, chat_id, "раз")
        telegram.edit(MARIA, chat_id, message_id, "два")
        telegram.delete_messages(MARIA, chat_id, [message_id])
        send(maria, peer, "три")
        telegram.read_outbox(MARIA, chat_id)
    assert counted() == (before[0] + 10, before[1])
    message_id = telegram.write(MARIA, channel[0], "раз")
    telegram.edit(MARIA, channel[0], message_id, "два")
    telegram.delete_messages(MARIA, channel[0], [message_id])
    assert counted() == (before[0] + 10, before[1] + 3)


def test_people_answer_if_they_are_told_to(maria: Client, telegram: LocalTelegram) -> None:
    chat_id = telegram.add_chat(MARIA, "Антон Чехов")
    _, peer = peer_called(maria, telegram, MARIA, "Антон Чехов")
    telegram.answer_automatically(MARIA, 0.02)
    send(maria, peer, "Вам удобно завтра?")
    telegram.answer_automatically(MARIA, None)
    wait_until(lambda: len(telegram.message_ids(MARIA, chat_id)) == 3)
    answer = history(maria, peer, limit=1).messages[0]
    assert not answer.out and answer.message


@pytest.mark.parametrize(
    ("kind", "expected"), [("private", "User"), ("group", "Chat"), ("supergroup", "Channel"), ("channel", "Channel")]
)
def test_chats_of_all_kinds_are_added(maria: Client, telegram: LocalTelegram, kind: Kind, expected: str) -> None:
    title = f"Новый {kind}"
    members = () if kind in ("private", "channel") else ("Пётр Первый",)
    chat_id = telegram.add_chat(MARIA, title, kind, members=members, may_write=False)
    page = dialogs(maria, exclude_pinned=True)
    assert chat_id in [marked(each.peer) for each in page.dialogs[:20]]
    assert chat_id == telegram.find_chat(MARIA, title)
    found = [each for each in (*page.users, *page.chats) if title in (getattr(each, "title", None), _name(each))]
    assert type(found[0]).__name__ in (expected, "_LaterUser")
    top = next(each for each in page.messages if marked(each.peer_id) == chat_id)
    assert isinstance(top, types.MessageService)


def _name(each: Any) -> str:
    return " ".join(filter(None, (getattr(each, "first_name", None), getattr(each, "last_name", None))))


def test_scripts_are_planted_in_every_text(maria: Client, telegram: LocalTelegram) -> None:
    chat_id = telegram.plant_scripts(MARIA)
    page = dialogs(maria, exclude_pinned=True, limit=30)
    written = str(page) + str(history(maria, desk_client.input_peers(page)[chat_id]))
    for place in (
        *(
            "first-name",
            "last-name",
            "username",
            "text",
            "caption",
            "link",
            "url",
            "language",
            "file-name",
            "mime-type",
        ),
        *(
            "forward",
            "forward-author",
            "song",
            "band",
            "contact",
            "venue",
            "address",
            "question",
            "answer",
            "page-title",
        ),
        *("service", "group", "supergroup", "channel", "forum"),
    ):
        assert f"window.xss='{place}'" in written.replace("\\", ""), place
    assert "javascript:" in written and "data:text/html" in written
