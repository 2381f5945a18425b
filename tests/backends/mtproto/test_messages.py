"""Reading and sending messages, over the wire."""

from collections.abc import Iterator
from typing import Literal

import pytest

from tgsdk import (
    AccountRestricted,
    Attachment,
    AttachmentKind,
    Contact,
    Dice,
    EntityKind,
    FloodWait,
    Location,
    Message,
    MessageAlreadySent,
    MessageInvalid,
    NotFound,
    PaymentRequired,
    Poll,
    PollResult,
    PremiumRequired,
    Reaction,
    ServiceKind,
    SlowMode,
    StickerKind,
    Telegram,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    WriteForbidden,
)
from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.desks.peers import Kind

from .desk import Desk, desk_of


def walk(telegram: Telegram, chat_id: int, limit: int) -> Iterator[tuple[Message, ...]]:
    cursor = None
    while True:
        page = telegram.messages(chat_id, limit, cursor)
        yield page.items
        cursor = page.next
        if cursor is None:
            return


@pytest.fixture(scope="module")
def every_kind(maria: Desk) -> list[Message]:
    with maria.telegram().connected() as telegram:
        return [message for page in walk(telegram, maria.every_kind, 100) for message in page]


@pytest.fixture(scope="module")
def everywhere(maria: Desk) -> list[Message]:
    """The newest messages of all kinds of chats."""
    with maria.telegram().connected() as telegram:
        chats = {chat.kind: chat.id for chat in telegram.chats(100).items}
        groups = [chat.id for chat in telegram.chats(100).items if chat.id < 0]
        return [message for chat_id in {*chats.values(), *groups} for message in telegram.messages(chat_id, 100).items]


def test_every_message_of_10000_comes_once_while_messages_arrive(maria: Desk) -> None:
    chats = maria.server.chats(maria.user_id)
    longest = max(chats, key=lambda chat_id: len(maria.server.message_ids(maria.user_id, chat_id)))
    ids = maria.server.message_ids(maria.user_id, longest)
    assert len(ids) == 10_000
    read: list[int] = []
    telegram = maria.telegram()
    telegram.chats(100)
    with telegram.connected():
        for page in walk(telegram, longest, 100):
            read += [message.id for message in page]
            maria.write(longest, "And one more")
    assert read == list(ids)


def test_what_came_after_a_message_comes_in_the_same_order(maria: Desk) -> None:
    telegram = maria.telegram()
    chat_id = maria.find("Дмитрий Кузнецов")
    newest = telegram.messages(chat_id, 1).items[0].id
    assert telegram.messages(chat_id, after=newest).items == ()
    written = [maria.write(chat_id, f"News {number}") for number in range(5)]
    page = telegram.messages(chat_id, after=newest)
    assert ([message.id for message in page.items], page.next) == (written[::-1], None)
    assert [message.id for message in telegram.messages(chat_id, 2, after=newest).items] == written[1::-1]


def test_deleted_messages_do_not_end_the_walk(maria: Desk) -> None:
    telegram, chat_id = maria.telegram(), maria.find("Megan Murphy")
    written = [maria.write(chat_id, f"Number {number}") for number in range(12)]
    first = telegram.messages(chat_id, 3)
    maria.server.delete_messages(maria.user_id, chat_id, written[4:9])
    read = [message.id for message in first.items]
    for cursor in [first.next]:
        while cursor:
            page = telegram.messages(chat_id, 3, cursor)
            read += [message.id for message in page.items]
            cursor = page.next
    assert read == list(maria.server.message_ids(maria.user_id, chat_id))


def test_the_number_of_a_message_is_never_given_again(maria: Desk) -> None:
    group = maria.server.add_chat(maria.user_id, "Python в Самаре", "supergroup")
    telegram = maria.telegram()
    assert group in [chat.id for chat in telegram.chats(100).items]
    first = telegram.send_message(group, "one")
    telegram.delete_messages(group, [first.id], for_everyone=True)
    assert telegram.send_message(group, "two").id > first.id


@pytest.mark.parametrize("kind", ["private", "supergroup"])
@pytest.mark.parametrize("limit", [10, 50])
def test_from_around_any_message_the_walk_goes_on_to_the_oldest(maria: Desk, kind: Kind, limit: int) -> None:
    chat_id = maria.server.add_chat(maria.user_id, f"Long {kind} {limit}", kind)
    for number in range(60):
        maria.write(chat_id, f"Number {number}")
    ids = maria.server.message_ids(maria.user_id, chat_id)
    telegram = maria.telegram()
    for around in (ids[0], ids[7], ids[30], ids[-8], ids[-1]):
        page = telegram.messages(chat_id, limit, around=around)
        read = [message.id for message in page.items]
        assert around in read
        while page.next:
            page = telegram.messages(chat_id, limit, page.next)
            read += [message.id for message in page.items]
        assert read == list(ids[ids.index(read[0]) :])


@pytest.mark.parametrize("guess", [0, 20, 1000])
def test_a_count_that_is_a_guess_ends_no_walk(maria: Desk, guess: int) -> None:
    chat_id = maria.server.add_chat(maria.user_id, f"Counted {guess}")
    for number in range(30):
        maria.write(chat_id, f"Number {number}")
    maria.server.guess_count(maria.user_id, chat_id, guess)
    read = [message.id for page in walk(maria.telegram(), chat_id, 10) for message in page]
    assert read == list(maria.server.message_ids(maria.user_id, chat_id))


@pytest.mark.parametrize("number", [0, 1, 2**31 - 2, 2**31 - 1, 2**31, 2**63])
def test_a_number_of_a_message_may_be_any(maria: Desk, number: int) -> None:
    telegram, chat_id = maria.telegram(), maria.find("Юлия")
    assert telegram.messages(chat_id, 2, around=number).items is not None
    assert len(telegram.messages(chat_id, 2, after=number).items) in (0, 2)
    with pytest.raises(NotFound):
        telegram.message(chat_id, number)


def test_what_is_noted_for_oneself_is_outgoing(maria: Desk) -> None:
    telegram = maria.telegram()
    sent = telegram.send_message(maria.user_id, "Call Anna back", random_id=31)
    assert telegram.messages(maria.user_id, 1).items[0].is_outgoing
    assert telegram.send_message(maria.user_id, "Call Anna back", random_id=31).id == sent.id


def test_a_message_is_read_alone(maria: Desk, every_kind: list[Message]) -> None:
    telegram = maria.telegram()
    for message in every_kind[:5]:
        assert telegram.message(maria.every_kind, message.id).text == message.text
    group = next(chat.id for chat in telegram.chats(100).items if chat.id < -(10**12))
    newest = telegram.messages(group, 1).items[0]
    assert telegram.message(group, newest.id) == newest


def test_a_message_of_another_chat_or_of_none_is_not_found(maria: Desk, every_kind: list[Message]) -> None:
    telegram = maria.telegram()
    other = maria.find("Дмитрий Кузнецов")
    for chat_id, message_id in [(other, every_kind[0].id), (maria.every_kind, 2**31 - 1), (maria.every_kind, 1)]:
        with pytest.raises(NotFound):
            telegram.message(chat_id, message_id)


def test_some_messages_are_one_call_and_none_of_another_chat(maria: Desk, every_kind: list[Message]) -> None:
    telegram, other = maria.telegram(), maria.find("Дмитрий Кузнецов")
    group = next(chat.id for chat in telegram.chats(100).items if chat.id < -(10**12))
    for chat_id in (maria.every_kind, group):
        here = telegram.messages(chat_id, 5).items
        elsewhere = [message.id for message in telegram.messages(other, 2).items]
        method = "channels.GetMessages" if chat_id == group else "messages.GetMessages"
        before = maria.server.called(method)
        found = telegram.messages_by_id(chat_id, [*(message.id for message in here), *elsewhere, 2**63])
        assert (found, maria.server.called(method) - before) == (here, 1)


def attachments_of(messages: list[Message], kind: AttachmentKind) -> list[Attachment]:
    return [each.attachment for each in messages if each.attachment and each.attachment.kind is kind]


@pytest.mark.parametrize("kind", AttachmentKind)
def test_every_kind_of_file_is_told(every_kind: list[Message], kind: AttachmentKind) -> None:
    found = [each.attachment for each in every_kind if each.attachment and each.attachment.kind is kind]
    assert found
    for attachment in found:
        assert attachment.size > 0
        assert "/" in attachment.mime_type


def test_pictures_tell_their_size_before_they_come(every_kind: list[Message]) -> None:
    photos = [
        each.attachment for each in every_kind if each.attachment and each.attachment.kind is AttachmentKind.PHOTO
    ]
    for photo in photos:
        assert photo.thumbnail is not None
        assert photo.width and photo.height and photo.thumbnail.width and photo.thumbnail.height
        assert max(photo.thumbnail.width, photo.thumbnail.height) <= 320 < max(photo.width, photo.height)
        assert photo.width / photo.height == pytest.approx(photo.thumbnail.width / photo.thumbnail.height, rel=0.02)


def test_other_contents_are_told(every_kind: list[Message]) -> None:
    contents = [each.content for each in every_kind if each.content]
    assert {type(content) for content in contents} == {Contact, Location, Poll, Dice}
    assert any(isinstance(content, Location) and content.title for content in contents)


def test_a_voice_message_tells_how_loud_it_is(every_kind: list[Message]) -> None:
    (voice, *_) = attachments_of(every_kind, AttachmentKind.VOICE)
    assert len(voice.waveform) == 100  # of 63 bytes
    assert set(voice.waveform) <= set(range(32))
    (audio,) = attachments_of(every_kind, AttachmentKind.AUDIO)
    assert (audio.title, audio.performer, audio.waveform) == ("Office Hours", "The Recruiters", ())


def test_a_sticker_tells_its_kind_and_what_it_stands_for(every_kind: list[Message]) -> None:
    stickers = attachments_of(every_kind, AttachmentKind.STICKER)
    assert {each.sticker for each in stickers} == set(StickerKind)
    assert {each.emoji for each in stickers} == {"👍", "🎉", "😎"}


def test_a_video_tells_whether_it_can_be_streamed_and_what_is_hidden_is_marked(every_kind: list[Message]) -> None:
    assert [each.supports_streaming for each in attachments_of(every_kind, AttachmentKind.VIDEO)] == [True]
    hidden = [each.attachment for each in every_kind if each.attachment and each.attachment.is_spoiler]
    assert [each.kind for each in hidden] == [AttachmentKind.PHOTO]


def test_reactions_buttons_and_previews_come_with_their_message(every_kind: list[Message]) -> None:
    (reactions,) = (each.reactions for each in every_kind if each.reactions)
    assert reactions == (Reaction(emoji="👍", count=2, is_own=True), Reaction(emoji="🎉", count=1))
    (buttons,) = (each.buttons for each in every_kind if each.buttons)
    assert [len(row) for row in buttons] == [2, 1]
    (preview,) = (each.preview for each in every_kind if each.preview)
    assert (preview.url, preview.site) == ("https://example.com/blog/hiring", "Example")
    assert preview.title and preview.description and preview.photo


def test_a_picture_of_a_preview_can_be_downloaded(maria: Desk, every_kind: list[Message]) -> None:
    (photo,) = (each.preview.photo for each in every_kind if each.preview and each.preview.photo)
    (content,) = maria.telegram().download_photos([photo])
    assert content and content.startswith(b"\x89PNG")


def test_a_poll_tells_its_votes_once_they_are_shown(every_kind: list[Message]) -> None:
    quiz, poll = (each.content for each in every_kind if isinstance(each.content, Poll))
    assert (poll.results, poll.total_voters, poll.is_closed, poll.is_quiz) == ((), 0, False, False)
    assert (quiz.total_voters, quiz.is_closed, quiz.is_quiz) == (4, True, True)
    assert quiz.results == (
        PollResult(voters=3, is_chosen=True, is_correct=True),
        PollResult(voters=1),
        PollResult(),
    )


def test_a_contact_comes_with_its_card(every_kind: list[Message]) -> None:
    (contact,) = (each.content for each in every_kind if isinstance(each.content, Contact))
    assert contact.user_id is None
    assert contact.vcard and contact.vcard.startswith("BEGIN:VCARD") and contact.phone in contact.vcard


def test_what_the_layer_cannot_show_is_unsupported_and_keeps_its_text(every_kind: list[Message]) -> None:
    assert any(each.is_unsupported for each in every_kind)
    assert not any(each.is_unsupported and each.attachment for each in every_kind)


def test_parts_of_a_text_are_where_python_counts_them(every_kind: list[Message]) -> None:
    found = {(entity.kind): (each.text, entity) for each in every_kind for entity in each.entities}
    assert set(EntityKind) - set(found) <= {EntityKind.CASHTAG, EntityKind.BANK_CARD}
    parts = {kind: text[entity.offset : entity.offset + entity.length] for kind, (text, entity) in found.items()}
    assert parts[EntityKind.MENTION].startswith("@")
    assert parts[EntityKind.HASHTAG].startswith("#")
    assert parts[EntityKind.URL].startswith("http")
    assert "@" in parts[EntityKind.EMAIL]
    assert parts[EntityKind.BOT_COMMAND].startswith("/")
    assert all(part == part.strip() and part for part in parts.values())


def test_replies_forwards_edits_and_albums_are_told(every_kind: list[Message]) -> None:
    ids = {each.id for each in every_kind}
    assert any(each.reply_to in ids for each in every_kind)
    forwards = [each.forward for each in every_kind if each.forward]
    assert {bool(forward.name) for forward in forwards} >= {True}
    assert any(each.edited_at for each in every_kind)
    albums = [each.album_id for each in every_kind if each.album_id]
    assert any(albums.count(album) == 3 for album in albums)
    assert {each.is_outgoing for each in every_kind} == {True, False}


def test_service_messages_say_what_happened_and_to_whom(every_kind: list[Message], everywhere: list[Message]) -> None:
    told = {each.service.kind: each.service for each in (*everywhere, *every_kind) if each.service}
    assert len(told) >= 12
    assert told[ServiceKind.TITLE_CHANGED].title
    assert told[ServiceKind.MEMBERS_ADDED].names


@pytest.mark.parametrize(
    ("kind", "created"), [("supergroup", ServiceKind.CHAT_CREATED), ("channel", ServiceKind.CHANNEL_CREATED)]
)
def test_a_supergroup_is_created_as_a_group(
    maria: Desk, kind: Literal["supergroup", "channel"], created: ServiceKind
) -> None:
    chat_id = maria.server.add_chat(maria.user_id, "Вакансии", kind, members=["Eva Rot"])
    (message,) = maria.telegram().messages(chat_id).items
    assert message.service
    assert (message.service.kind, message.service.title) == (created, "Вакансии")


def test_in_groups_each_message_has_its_sender(everywhere: list[Message]) -> None:
    in_groups = [each for each in everywhere if each.chat_id < 0 and each.sender and not each.service]
    assert len({each.sender.name for each in in_groups if each.sender}) > 3


def test_a_sent_message_is_in_the_chat_once(maria: Desk) -> None:
    telegram = maria.telegram()
    for chat_id in (maria.every_kind, maria.find("Команда подбора"), maria.find("Рекрутеры Москвы")):
        sent = telegram.send_message(chat_id, "  Добрый день! 👋  ")
        assert (sent.text, sent.is_outgoing, sent.chat_id) == ("Добрый день! 👋", True, chat_id)
        assert telegram.messages(chat_id, 1).items[0].id == sent.id
        assert [each.message_id for each in maria.server.sent(maria.user_id)].count(sent.id) == 1


@pytest.mark.parametrize("title", ["Дмитрий Кузнецов", "Команда подбора", "Рекрутеры Москвы"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [(faults.Drop(), TelegramUnavailable), (faults.Silence(), Timeout), (faults.Garbage(), TelegramFailure)],
    ids=["dropped", "silent", "garbage"],
)
def test_a_retry_after_a_lost_answer_sends_nothing_twice(
    maria: Desk,
    title: str,
    fault: faults.Fault,
    error: type[TelegramError],
) -> None:
    chat_id, text = maria.find(title), f"Приходите во вторник {title} {error}"
    telegram = maria.telegram(timeout=0.5)
    telegram.chat(chat_id)
    with maria.server.commit(fault, method="messages.SendMessage"), pytest.raises(error):
        telegram.send_message(chat_id, text, random_id=hash((title, error)))
    sent = Telegram(maria.backend, telegram.session).send_message(chat_id, text, random_id=hash((title, error)))
    assert sent.text == text
    assert [each.text for each in maria.server.sent(maria.user_id)].count(text) == 1


def test_what_was_sent_before_and_is_not_there_any_more_is_not_sent_again(maria: Desk) -> None:
    telegram, chat_id = maria.telegram(), maria.find("Сергей Павлов")
    sent = telegram.send_message(chat_id, "Once", random_id=77)
    maria.server.delete_messages(maria.user_id, chat_id, [sent.id])
    with pytest.raises(MessageAlreadySent):
        telegram.send_message(chat_id, "Once", random_id=77)


@pytest.mark.parametrize(
    ("code", "name", "error"),
    [
        (403, "CHAT_WRITE_FORBIDDEN", WriteForbidden),
        (400, "USER_IS_BLOCKED", WriteForbidden),
        (400, "YOU_BLOCKED_USER", WriteForbidden),
        (400, "USER_BANNED_IN_CHANNEL", WriteForbidden),
        (400, "PEER_FLOOD", AccountRestricted),
        (406, "USER_RESTRICTED", AccountRestricted),
        (420, "FROZEN_METHOD_INVALID", AccountRestricted),
        (403, "PRIVACY_PREMIUM_REQUIRED", PremiumRequired),
        (403, "ALLOW_PAYMENT_REQUIRED_25", PaymentRequired),
        (420, "SLOWMODE_WAIT_30", SlowMode),
        (420, "FLOOD_WAIT_7", FloodWait),
    ],
)
def test_a_refusal_is_typed(maria: Desk, code: int, name: str, error: type[TelegramError]) -> None:
    chat_id = maria.find("Юлия")
    maria.server.refuse_writing(maria.user_id, chat_id, code, name)
    with pytest.raises(error) as caught:
        maria.telegram().send_message(chat_id, "Hello")
    assert type(caught.value) is error
    assert caught.value.telegram_name == name
    maria.server.allow_writing(maria.user_id, chat_id)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4097, "half a pair \ud83d"])
def test_a_text_that_telegram_does_not_take_is_refused(maria: Desk, text: str) -> None:
    with pytest.raises(MessageInvalid):
        maria.telegram().send_message(maria.every_kind, text)


def test_scripts_are_text_like_any_other(server: LocalTelegram) -> None:
    james = desk_of(server, "James")
    chat_id = server.plant_scripts(james.user_id)
    telegram = james.telegram()
    assert any("<" in chat.title for chat in telegram.chats().items)
    texts = [each.text for each in telegram.messages(chat_id, 100).items]
    assert any("<script>" in text or "<img" in text for text in texts)
