"""MemoryBackend passes the contract, and does what a test tells it to."""

import concurrent.futures
import itertools
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from tgsdk import (
    Attachment,
    AttachmentKind,
    AwaitingScan,
    Chat,
    ChatKind,
    CodeType,
    FloodWait,
    LoggedIn,
    LoggedOut,
    Member,
    MemoryBackend,
    Message,
    MessageAlreadySent,
    NotFound,
    Photo,
    SendCodeUnavailable,
    Sender,
    Session,
    SessionEnded,
    SlowMode,
    Telegram,
    TelegramUnavailable,
    Topic,
    User,
    WriteForbidden,
)
from tgsdk.backends.base import PART_SIZE
from tgsdk.testing.contract import BackendContract

MARIA = User(id=412_673_905, first_name="Мария", last_name="Соколова", username="maria_sokolova", phone="79990000000")
DMITRY = User(id=5_830_214_477, first_name="Дмитрий")


class TwoPhones:
    """A `ScanningPhone`."""

    number, code = "+7 999 000-00-00", "01234"
    number_with_password, code_with_password = "+44 20 7946 0000", "56789"
    unoccupied_number, unoccupied_code = "+1 202 555 0143", "12345"
    password = " correct horse "
    hint: str | None = "a comic strip"

    def __init__(self, backend: MemoryBackend) -> None:
        backend.add(self.number, MARIA, code=self.code)
        backend.add(
            self.number_with_password, DMITRY, code=self.code_with_password, password=self.password, hint=self.hint
        )
        self.scan = partial(backend.scan, user=MARIA)
        self.scan_with_password = partial(backend.scan, user=DMITRY, password=self.password, hint=self.hint)


class Candidates:
    """An `OtherSide`: those who write to Maria."""

    def __init__(self, backend: MemoryBackend) -> None:
        self.backend = backend
        self.ids = itertools.count(6_000_000_000)
        self.names: dict[int, str] = {}
        self.people: dict[tuple[int, str], int] = {}

    def add_chat(self, title: str) -> int:
        chat_id = next(self.ids)
        self.names[chat_id] = title
        self._put_chat(chat_id)
        self.write(chat_id, "")
        return chat_id

    def archive(self, chat_id: int) -> None:
        self._put_chat(chat_id, is_archived=True)

    def _put_chat(self, chat_id: int, *, is_archived: bool = False) -> None:
        title, photo = self.names[chat_id], Photo(id=chat_id, location=f"photo {chat_id}")
        self.backend.put_file(photo.location, b"picture of " + title.encode())
        chat = Chat(id=chat_id, kind=ChatKind.PRIVATE, title=title, photo=photo, is_archived=is_archived)
        self.backend.put_chat(MARIA.id, chat)

    def write(self, chat_id: int, text: str, attachment: Attachment | None = None) -> int:
        message_id = next(self.ids)
        self._put(chat_id, message_id, text, attachment=attachment)
        return message_id

    def add_group(self, title: str, *members: str) -> int:
        chat_id = -(10**12) - next(self.ids)
        self.names[chat_id] = title
        self.backend.put_chat(MARIA.id, Chat(id=chat_id, kind=ChatKind.SUPERGROUP, title=title))
        chats = [Chat(id=next(self.ids), kind=ChatKind.PRIVATE, title=name) for name in members]
        self.people |= {(chat_id, chat.title): chat.id for chat in chats}
        self.backend.put_members(MARIA.id, chat_id, [Member(chat=chat) for chat in chats])
        return chat_id

    def write_in_group(self, chat_id: int, name: str, text: str) -> int:
        message_id, sender = next(self.ids), Sender(id=self.people[chat_id, name], name=name)
        message = Message(id=message_id, chat_id=chat_id, date=datetime.now(UTC), text=text, sender=sender)
        self.backend.put_message(MARIA.id, message)
        return message_id

    def hide_members(self, chat_id: int) -> None:
        self.backend.put_members(MARIA.id, chat_id, None)

    def add_forum(self, title: str, topic: str) -> tuple[int, int]:
        chat_id, topic_id = -(10**12) - next(self.ids), next(self.ids)
        self.names[chat_id] = title
        self.backend.put_chat(MARIA.id, Chat(id=chat_id, kind=ChatKind.FORUM, title=title))
        self.backend.put_topic(MARIA.id, Topic(id=topic_id, chat_id=chat_id, title=topic))
        return chat_id, topic_id

    def write_in_topic(self, chat_id: int, topic_id: int, text: str) -> int:
        message_id = next(self.ids)
        self._put(chat_id, message_id, text, topic_id=topic_id)
        return message_id

    def close_topic(self, chat_id: int, topic_id: int) -> None:
        closed = Topic(id=topic_id, chat_id=chat_id, title="Offers", is_closed=True, can_write=False)
        self.backend.put_topic(MARIA.id, closed)

    def delete_topic(self, chat_id: int, topic_id: int) -> None:
        self.backend.delete_topic(MARIA.id, chat_id, topic_id)

    def _put(self, chat_id: int, message_id: int, text: str, topic_id: int | None = None, **more: Any) -> None:
        message = Message(
            id=message_id,
            chat_id=chat_id,
            date=datetime.now(UTC),
            text=text,
            sender=Sender(id=chat_id, name=self.names[chat_id]),
            **more,
        )
        self.backend.put_message(MARIA.id, message, topic_id=topic_id)

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        self._put(chat_id, message_id, text, edited_at=datetime.now(UTC))

    def delete(self, chat_id: int, message_id: int) -> None:
        self.backend.delete_message(MARIA.id, chat_id, message_id)

    def refuse_writing(self, chat_id: int) -> None:
        self.backend.forbid_writing(MARIA.id, chat_id, WriteForbidden(telegram_name="USER_IS_BLOCKED"))

    def add_person(self, name: str, *, username: str | None = None, phone: str | None = None) -> int:
        chat_id = next(self.ids)
        self.names[chat_id] = name
        chat = Chat(id=chat_id, kind=ChatKind.PRIVATE, title=name, username=username)
        self.backend.put_person(MARIA.id, chat, phone=phone)
        return chat_id

    def a_file(self) -> tuple[int, int, bytes]:
        content = random.Random(20260304).randbytes(PART_SIZE + 1000)
        self.backend.put_file("cv", content)
        cv = Attachment(kind=AttachmentKind.DOCUMENT, size=len(content), mime_type="application/pdf", location="cv")
        chat_id = self.add_chat("Olga Ivanova")
        return chat_id, self.write(chat_id, "my CV", cv), content


class TestMemoryBackend(BackendContract):
    @pytest.fixture
    def backend(self) -> MemoryBackend:
        return MemoryBackend()

    @pytest.fixture
    def phone(self, backend: MemoryBackend) -> TwoPhones:
        return TwoPhones(backend)

    @pytest.fixture
    def expire_tokens(self, backend: MemoryBackend) -> Callable[[], object]:
        return backend.expire_tokens

    @pytest.fixture
    def expire_codes(self, backend: MemoryBackend) -> Callable[[], object]:
        return backend.expire_codes

    @pytest.fixture
    def end_sessions(self, backend: MemoryBackend) -> Callable[[], object]:
        return partial(backend.end_sessions, MARIA.id)

    @pytest.fixture
    def other_side(self, backend: MemoryBackend) -> Candidates:
        return Candidates(backend)


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def telegram(backend: MemoryBackend) -> Telegram:
    return Telegram(backend)


@pytest.fixture
def logged_in(backend: MemoryBackend, telegram: Telegram) -> Telegram:
    backend.scan(telegram.start_qr_login().url, MARIA)
    telegram.check_qr_login()
    return telegram


def test_scan_of_an_unknown_url_is_a_lookup_error(backend: MemoryBackend, telegram: Telegram) -> None:
    telegram.start_qr_login()
    with pytest.raises(LookupError):
        backend.scan("tg://login?token=nobody-showed-this", MARIA)
    assert isinstance(telegram.check_qr_login(), AwaitingScan)


def test_scan_of_an_expired_code_is_a_lookup_error(backend: MemoryBackend, telegram: Telegram) -> None:
    url = telegram.start_qr_login().url
    backend.expire_tokens()
    with pytest.raises(LookupError):
        backend.scan(url, MARIA)


def test_a_scanned_code_is_used_up(backend: MemoryBackend, telegram: Telegram) -> None:
    url = telegram.start_qr_login().url
    backend.scan(url, MARIA)
    with pytest.raises(LookupError):
        backend.scan(url, DMITRY)
    assert telegram.check_qr_login() == LoggedIn(MARIA)


def test_codes_live_as_long_as_they_are_told_to(telegram: Telegram) -> None:
    short, long = Telegram(MemoryBackend(token_lifetime=10)), Telegram(MemoryBackend(token_lifetime=300))
    assert 280 < (long.start_qr_login().expires_at - short.start_qr_login().expires_at).total_seconds() < 300


def test_fail_makes_the_next_calls_raise(backend: MemoryBackend, telegram: Telegram) -> None:
    error = TelegramUnavailable()
    backend.fail(error, times=2)
    for _ in range(2):
        with pytest.raises(TelegramUnavailable) as raised:
            telegram.start_qr_login()
        assert raised.value is error
    assert telegram.start_qr_login()


def test_failures_come_in_the_order_in_which_they_were_told(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.fail(TelegramUnavailable())
    backend.fail(FloodWait(7))
    with pytest.raises(TelegramUnavailable):
        telegram.status()
    with pytest.raises(FloodWait):
        telegram.me()
    assert telegram.status() == LoggedOut()


def test_a_failure_changes_nothing(backend: MemoryBackend, logged_in: Telegram) -> None:
    session = logged_in.session
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        logged_in.log_out()
    assert logged_in.session == session
    assert logged_in.me() == MARIA


def test_calls_are_listed_the_failed_ones_too(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        telegram.start_qr_login()
    backend.scan(telegram.start_qr_login().url, MARIA, password="secret")
    telegram.check_qr_login()
    telegram.check_password("secret")
    telegram.status()
    telegram.me()
    telegram.log_out()
    looks = ["check_qr_login", "check_password", "status", "me", "log_out"]
    assert backend.calls == ["start_qr_login", "start_qr_login", *looks]


def test_a_session_ends_for_the_reason_given(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.end_sessions(MARIA.id, "USER_DEACTIVATED")
    assert logged_in.status() == LoggedOut("USER_DEACTIVATED")


def test_the_sessions_of_others_stay(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.end_sessions(DMITRY.id)
    assert logged_in.me() == MARIA


def test_two_backends_share_nothing(logged_in: Telegram) -> None:
    with pytest.raises(SessionEnded):
        Telegram(MemoryBackend(), logged_in.session).me()


def test_many_threads_can_log_in_at_once(backend: MemoryBackend) -> None:
    barrier = threading.Barrier(16)

    def log_in(number: int) -> object:
        telegram, user = Telegram(backend), User(id=number, first_name=str(number))
        barrier.wait()
        backend.scan(telegram.start_qr_login().url, user)
        return telegram.check_qr_login() == LoggedIn(user) and telegram.me() == user

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert all(pool.map(log_in, range(16)))
    assert len(backend.calls) == 48


def test_many_threads_with_one_session_get_one_code(backend: MemoryBackend, telegram: Telegram) -> None:
    telegram.start_qr_login()
    session = Session.from_string(telegram.session.to_string())
    backend.expire_tokens()
    barrier = threading.Barrier(16)

    def check(_: int) -> str:
        barrier.wait()
        state = Telegram(backend, session).check_qr_login()
        assert isinstance(state, AwaitingScan)
        return state.qr.url

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(check, range(16)))) == 1


def test_codes_go_the_ways_that_a_test_has_set(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.send_codes_by(CodeType.SMS_WORD, CodeType.CALL, timeout=5)
    code = telegram.send_code("+1 202 555 0143")
    assert (code.type, code.next_type, code.timeout) == (CodeType.SMS_WORD, CodeType.CALL, 5)
    assert telegram.resend_code().next_type is None


def test_a_token_is_good_for_its_owner_alone(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.add("+1 202 555 0143", MARIA, code="11111")
    backend.add("+1 202 555 0144", DMITRY, code="22222")
    telegram.send_code("+1 202 555 0143")
    telegram.sign_in("11111")
    telegram.log_out()
    assert telegram.send_code("+1 202 555 0144").type is not CodeType.NOT_NEEDED
    assert telegram.send_code("+1 202 555 0143").type is CodeType.NOT_NEEDED
    assert telegram.status() == LoggedIn(MARIA)


def test_a_way_that_comes_twice_is_gone_twice(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.send_codes_by(CodeType.SMS, CodeType.CALL, CodeType.SMS)
    codes = [telegram.send_code("+1 202 555 0143"), telegram.resend_code(), telegram.resend_code()]
    assert [code.next_type for code in codes] == [CodeType.CALL, CodeType.SMS, None]
    with pytest.raises(SendCodeUnavailable):
        telegram.resend_code()


def test_a_code_goes_in_one_way_at_least(backend: MemoryBackend) -> None:
    with pytest.raises(ValueError, match="one way"):
        backend.send_codes_by()


def test_a_phrase_lets_in(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.send_codes_by(CodeType.SMS_PHRASE)
    backend.add("+1 202 555 0143", MARIA, code="green tea")
    telegram.send_code("+1 202 555 0143")
    assert telegram.sign_in(" green  tea ") == LoggedIn(MARIA)


def test_a_token_is_good_once(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.add("+1 202 555 0143", MARIA, code="11111")
    telegram.send_code("+1 202 555 0143")
    telegram.sign_in("11111")
    telegram.log_out()
    kept = Telegram(backend, telegram.session)
    assert telegram.send_code("+1 202 555 0143").type is CodeType.NOT_NEEDED
    assert kept.send_code("+1 202 555 0143").type is not CodeType.NOT_NEEDED


# What a test puts


def chat(chat_id: int, **other: Any) -> Chat:
    return Chat(id=chat_id, kind=ChatKind.PRIVATE, title=f"Candidate {chat_id}", **other)


def message(message_id: int, chat_id: int, *, minute: int = 0, **other: Any) -> Message:
    return Message(id=message_id, chat_id=chat_id, date=datetime(2026, 3, 4, 12, minute, tzinfo=UTC), **other)


def test_chats_come_pinned_first_then_by_their_last_message_then_as_they_were_put(
    backend: MemoryBackend, logged_in: Telegram
) -> None:
    for each in (chat(1), chat(2), chat(3), chat(4), chat(5, is_pinned=True)):
        backend.put_chat(MARIA.id, each)
    backend.put_message(MARIA.id, message(1, 3, minute=2))
    backend.put_message(MARIA.id, message(1, 4, minute=1))
    assert [each.id for each in logged_in.chats().items] == [5, 3, 4, 1, 2]


def test_of_two_messages_at_one_time_the_later_put_comes_first(backend: MemoryBackend, logged_in: Telegram) -> None:
    for chat_id in (1, 2):
        backend.put_chat(MARIA.id, chat(chat_id))
    for chat_id in (2, 1, 2):
        backend.put_message(MARIA.id, message(chat_id, chat_id))
    assert [each.id for each in logged_in.chats().items] == [2, 1]


def test_a_chat_is_put_with_its_last_message_and_put_again_without_losing_others(
    backend: MemoryBackend, logged_in: Telegram
) -> None:
    backend.put_chat(MARIA.id, chat(1, last_message=message(7, 1), unread_count=3))
    assert logged_in.chat(1) == chat(1, last_message=message(7, 1), unread_count=3)
    backend.put_chat(MARIA.id, chat(1, is_muted=True))
    assert logged_in.chat(1) == chat(1, is_muted=True, last_message=message(7, 1), read_inbox_max_id=7)


def test_a_message_that_is_not_ones_own_is_unread_once(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.put_chat(MARIA.id, chat(1))
    backend.put_message(MARIA.id, message(1, 1))
    backend.put_message(MARIA.id, message(1, 1, text="changed"))
    backend.put_message(MARIA.id, message(2, 1, is_outgoing=True))
    assert logged_in.chat(1).unread_count == 1
    assert logged_in.message(1, 1).text == "changed"


def test_a_message_needs_its_chat(backend: MemoryBackend) -> None:
    with pytest.raises(NotFound):
        backend.put_message(MARIA.id, message(1, 1))
    with pytest.raises(NotFound):
        backend.forbid_writing(MARIA.id, 1, WriteForbidden())


def test_what_is_put_for_one_is_not_read_by_another(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.put_chat(DMITRY.id, chat(1))
    assert logged_in.chats().items == ()
    with pytest.raises(NotFound):
        logged_in.chat(1)


def test_a_message_that_is_sent_comes_from_the_user(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.put_chat(MARIA.id, chat(1, last_message=message(7, 1)))
    sent = logged_in.send_message(1, " hello ")
    assert (sent.id, sent.text, sent.sender) == (8, "hello", Sender(id=MARIA.id, name="Мария Соколова"))
    assert logged_in.chat(1).last_message == sent
    assert logged_in.chat(1).unread_count == 0


def test_writing_is_forbidden_and_allowed_again(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.put_chat(MARIA.id, chat(1))
    error = SlowMode(30)
    backend.forbid_writing(MARIA.id, 1, error)
    with pytest.raises(SlowMode) as raised:
        logged_in.send_message(1, "hello")
    assert raised.value is error
    backend.forbid_writing(MARIA.id, 1, None)
    assert logged_in.send_message(1, "hello").id == 1


def test_a_random_id_of_another_chat_was_used_already(backend: MemoryBackend, logged_in: Telegram) -> None:
    for chat_id in (1, 2):
        backend.put_chat(MARIA.id, chat(chat_id))
    logged_in.send_message(1, "hello", random_id=7)
    with pytest.raises(MessageAlreadySent):
        logged_in.send_message(2, "hello", random_id=7)


def test_chats_are_found_by_their_user_names_and_by_any_characters(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.put_chat(MARIA.id, Chat(id=1, kind=ChatKind.CHANNEL, title="C++ (.*) jobs", username="cpp_jobs"))
    for query in ("C++", "(.*)", "@cpp", "cpp_", "c++ (.*) jo"):
        assert [each.id for each in logged_in.chats(query=query).items] == [1], query
    for query in ("..", "pp_jobs", "bs"):
        assert logged_in.chats(query=query).items == (), query


def test_many_threads_can_send_at_once(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.put_chat(MARIA.id, chat(1))

    def send(number: int) -> int:
        return Telegram(backend, logged_in.session).send_message(1, "hello", random_id=number // 2).id

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(send, range(64))) == sorted([*range(1, 33)] * 2)


def test_a_group_that_became_a_supergroup_is_not_listed_beside_it() -> None:
    backend = MemoryBackend()
    telegram = Telegram(backend)
    backend.scan(telegram.start_qr_login().url, MARIA)
    telegram.check_qr_login()
    backend.put_chat(MARIA.id, Chat(id=-10, kind=ChatKind.GROUP, title="Quorum", migrated_to=-(10**12) - 10))
    backend.put_chat(MARIA.id, Chat(id=-(10**12) - 10, kind=ChatKind.SUPERGROUP, title="Quorum"))
    for page in (telegram.chats(), telegram.chats(query="Quorum")):
        assert [chat.id for chat in page.items] == [-(10**12) - 10]
    assert telegram.chat(-10).migrated_to == -(10**12) - 10
