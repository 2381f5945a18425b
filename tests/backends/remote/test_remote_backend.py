"""The remote backend by itself: its options, what it sends, and what it makes of answers."""

import asyncio
import contextlib
import inspect
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
import requests
import responses
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tgsdk import (
    AccountBusy,
    AsyncTelegram,
    AwaitingCode,
    CodeType,
    CursorInvalid,
    FloodWait,
    Forbidden,
    InvalidInput,
    LoggedOut,
    Misconfigured,
    NotFound,
    NotLoggedIn,
    Photo,
    ProtocolError,
    QueryInvalid,
    Sender,
    Session,
    SessionEnded,
    SlowMode,
    Stage,
    Telegram,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    Unsupported,
    WriteForbidden,
    load_backend,
)
from tgsdk.backends.remote import RemoteBackend, reading

PATH = "tgsdk.backends.remote.RemoteBackend"
URL, TOKEN = "https://hr.example.com/telegram/", "hrh_canary"
GOOD: dict[str, Any] = {"url": URL, "token": TOKEN}
OURS = {"HRHelper-Answer": "content"}
PERSON = {"id": 7, "first_name": "Anna", "last_name": None, "username": "anna"}
MESSAGE: dict[str, Any] = {
    "id": 3,
    "chat_id": 5,
    "date": "2026-03-04T09:00:00Z",
    "text": "hello",
    "entities": [],
    "is_outgoing": False,
    **dict.fromkeys(
        ("sender", "edited_at", "reply_to", "forward", "attachment", "content", "service", "album_id"),
    ),
    "is_unsupported": False,
}


@pytest.fixture
def site() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(RemoteBackend(**GOOD), timeout=5)


def answer(site: responses.RequestsMock, path: str, said: object, *, method: str = "GET", **more: Any) -> None:
    headers = OURS | more.pop("headers", {})
    site.add(method, URL + path, json=said, headers=headers, **more)


# Options


def test_it_is_made_from_its_path() -> None:
    assert isinstance(load_backend(PATH, GOOD), RemoteBackend)
    assert isinstance(load_backend(PATH, {"url": "http://127.0.0.1:8000/telegram", "token": TOKEN}), RemoteBackend)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("url", value) for value in ("", None, 5, "hr.example.com", "ftp://hr.example.com/", "https://")],
        *[("url", value) for value in ("http://hr.example.com/telegram/", "https://a:b@hr.example.com/", URL + "?a=1")],
        *[("token", value) for value in ("", None, 5, "two words", "a\nb", "ключ")],
        *[("timeout", value) for value in (0, -1, "5", None, True, float("nan"))],
        *[("ca_file", value) for value in ("", 5)],
    ],
)
def test_a_wrong_option_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        load_backend(PATH, GOOD | {name: value})


def test_no_refusal_and_no_repr_shows_the_token() -> None:
    backend = RemoteBackend(**GOOD)
    assert TOKEN not in repr(vars(backend))
    with pytest.raises(ValueError, match="token") as refusal:
        RemoteBackend(url=URL, token=f"{TOKEN} {TOKEN}")
    assert TOKEN not in str(refusal.value)


# Requests


def test_a_request_brings_the_token_and_wants_json(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "user/info/", PERSON)
    assert telegram.me().first_name == "Anna"
    headers = site.calls[0].request.headers
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Accept"] == "application/json"
    assert "Cookie" not in headers


def test_the_session_finds_the_account_and_holds_nothing_else(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "user/info/", PERSON)
    telegram.me()
    assert telegram.session == Session(stage=Stage.LOGGED_IN, user_id=7)
    assert TOKEN not in telegram.session.to_string()


def test_an_environment_changes_nothing(
    site: responses.RequestsMock, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    answer(site, "user/info/", PERSON)
    assert telegram.me().id == 7
    assert site.calls[0].request.headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_redirect_is_not_followed(site: responses.RequestsMock, telegram: Telegram) -> None:
    site.add("GET", URL + "user/info/", status=302, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(Misconfigured):
        telegram.me()
    assert len(site.calls) == 1


def test_a_message_is_sent_with_its_number(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "chats/5/messages/", {"message": MESSAGE}, method="POST")
    assert telegram.send_message(5, "hello", random_id=-9).text == "hello"
    assert json.loads(site.calls[0].request.body or "") == {"text": "hello", "random_id": -9}


UNKNOWN = {"error": "There is no such address.", "code": "not_found"}
NO_TOPIC = {"error": "Gone.", "code": "not_found", "telegram": "TOPIC_ID_INVALID"}
TOPIC: dict[str, Any] = {"id": 9, "chat_id": -7, "title": "Offers", "last_message": None}
CHAT: dict[str, Any] = {"id": -7, "kind": "forum", "title": "Recruiters"} | dict.fromkeys(
    ("last_message", "photo", "was_online_at")
)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def test_a_topic_is_asked_for_by_itself(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "chats/-7/topics/9/", {"topic": TOPIC})
    assert telegram.topic(-7, 9).title == "Offers"
    answer(site, "chats/-7/topics/8/", NO_TOPIC, status=404)
    with pytest.raises(NotFound):
        telegram.topic(-7, 8)


def test_an_older_site_is_asked_for_all_topics(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "chats/-7/topics/9/", UNKNOWN, status=404)
    answer(site, "chats/-7/topics/", {"topics": [TOPIC], "next": None})
    assert telegram.topic(-7, 9).title == "Offers"


def test_nothing_goes_into_the_general_topic_of_an_older_site(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "chats/-7/topics/9/", UNKNOWN, status=404)
    answer(site, "chats/-7/info/", {"chat": CHAT, "pts": 1})
    with pytest.raises(Unsupported):
        telegram.forward_messages(5, [3], -7, to_topic_id=9)
    with pytest.raises(Unsupported):
        telegram.send_message(-7, "hello", topic_id=9, schedule_at=LATER)


@pytest.mark.parametrize(("status", "said"), [(404, NO_TOPIC), (403, {"code": "token_scope"}), (200, {"topic": TOPIC})])
def test_what_goes_into_a_topic_is_refused_by_telegram_alone(
    site: responses.RequestsMock, telegram: Telegram, status: int, said: dict[str, Any]
) -> None:
    answer(site, "chats/-7/topics/9/", said, status=status)
    answer(site, "chats/5/messages/forward/", {"messages": [MESSAGE]}, method="POST")
    answer(site, "chats/-7/scheduled/?topic=9", {"message": MESSAGE | {"topic_id": 9}}, method="POST")
    telegram.forward_messages(5, [3], -7, to_topic_id=9)
    assert json.loads(site.calls[1].request.body or "")["to_topic_id"] == 9
    assert telegram.send_message(-7, "hello", topic_id=9, schedule_at=LATER).topic_id == 9


def test_a_part_of_a_file_is_asked_for_by_its_range(site: responses.RequestsMock, telegram: Telegram) -> None:
    attachment = {"kind": "document", "name": "CV.pdf", "mime_type": "application/pdf", "size": 5, "url": "/elsewhere/"}
    file = {**attachment, **dict.fromkeys(("width", "height", "duration"))}
    answer(site, "chats/5/messages/", {"messages": [MESSAGE | {"attachment": file}], "next": None})
    site.add("GET", f"{URL}chats/5/messages/3/file/", body=b"%PDF-", status=206, headers=OURS)
    attached = telegram.messages(5).items[0].attachment
    assert attached is not None
    assert b"".join(telegram.iter_download(attached)) == b"%PDF-"
    assert site.calls[1].request.headers["Range"] == "bytes=0-524287"


def test_no_address_that_an_answer_names_is_asked(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "user/info/", PERSON)
    answer(site, "pictures/", {"pictures": [{"id": 8, "size": "chat", "url": "https://elsewhere.example/8"}]})
    assert telegram.download_photos([Photo(id=9, location="chat")]) == (None,)


@pytest.mark.parametrize(
    ("said", "photo"),
    [
        ({}, None),  # a site of before there were any
        ({"photo": None}, None),
        ({"photo": {"id": 9, "url": "/pictures/9/chat/"}}, Photo(id=9, location="chat")),
    ],
)
def test_who_wrote_comes_with_their_picture_as_far_as_the_site_knows_it(
    site: responses.RequestsMock, telegram: Telegram, said: dict[str, Any], photo: Photo | None
) -> None:
    sender = {"id": 61, "name": "Clara", **said}
    answer(site, "chats/5/messages/", {"messages": [MESSAGE | {"sender": sender}], "next": None})
    assert telegram.messages(5).items[0].sender == Sender(id=61, name="Clara", photo=photo)


# Failures


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, {"code": "cursor_invalid"}, CursorInvalid),
        (400, {"code": "something_new"}, InvalidInput),
        (401, {"error": "Not authenticated in Django", "requires_django_auth": True}, Misconfigured),
        (401, {"code": "session_ended", "telegram": "SESSION_REVOKED", "requires_telegram_auth": True}, SessionEnded),
        (401, {"code": "account_gone", "requires_telegram_auth": True}, NotLoggedIn),
        (403, {"code": "token_scope", "scope": "read"}, Forbidden),
        (403, {"code": "write_forbidden", "telegram": "USER_IS_BLOCKED"}, WriteForbidden),
        (404, {"code": "page_not_found"}, Misconfigured),
        (404, {"code": "something_new"}, NotFound),
        (409, {"code": "account_busy"}, AccountBusy),
        (413, {"code": "file_too_large"}, Forbidden),
        (429, {"code": "flood_wait", "telegram": "FLOOD_WAIT_90"}, FloodWait),
        (429, {"code": "slow_mode"}, SlowMode),
        (429, {"code": "too_many_attempts"}, FloodWait),
        (500, {"code": "server_error"}, TelegramFailure),
        (502, {"code": "telegram_failure", "telegram": "NEW"}, TelegramFailure),
        (503, {"code": "database_unavailable"}, TelegramUnavailable),
        (504, {"code": "timeout"}, Timeout),
        (418, [], TelegramFailure),
    ],
)
def test_a_failure_is_raised_as_what_it_is(
    site: responses.RequestsMock, telegram: Telegram, status: int, said: Any, kind: type[TelegramError]
) -> None:
    answer(site, "chats/", said, status=status, headers={"Retry-After": "90"})
    with pytest.raises(TelegramError) as raised:
        telegram.chats()
    error = raised.value
    assert type(error) is kind
    assert error.telegram_name == (said.get("telegram") if said else None)
    if isinstance(error, FloodWait | AccountBusy):
        assert error.seconds == 90


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, 1), ("soon", 1), ("0", 1), ("-5", 1), ("9" * 30, 30 * 86400), ("9" * 5000, 30 * 86400)],
)
def test_a_wait_that_cannot_be_read_is_a_second(
    site: responses.RequestsMock, telegram: Telegram, header: str | None, seconds: int
) -> None:
    answer(site, "chats/", {"code": "flood_wait"}, status=429, headers={"Retry-After": header} if header else {})
    with pytest.raises(FloodWait) as raised:
        telegram.chats()
    assert raised.value.seconds == seconds


def test_a_login_that_there_was_has_ended(site: responses.RequestsMock) -> None:
    telegram = Telegram(RemoteBackend(**GOOD), Session(stage=Stage.LOGGED_IN, user_id=7))
    answer(site, "chats/", {"code": "not_logged_in", "requires_telegram_auth": True}, status=401)
    with pytest.raises(SessionEnded):
        telegram.chats()


def test_what_is_not_hr_helper_s_is_no_answer(site: responses.RequestsMock, telegram: Telegram) -> None:
    for status in (200, 403, 404, 408, 429, 502, 503):
        site.add("GET", URL + "user/info/", body="<h1>Welcome to nginx!</h1>", status=status)
        kind = Misconfigured if status in (200, 403, 404) else TelegramUnavailable
        with pytest.raises(kind, match="not HR Helper"):
            telegram.me()


NONSENSE: list[Any] = [{}, [], None, "x", {"id": "7", "first_name": "A"}, PERSON | {"id": None}, PERSON | {"id": True}]


@pytest.mark.parametrize("said", NONSENSE)
def test_an_answer_that_makes_no_sense_is_refused(site: responses.RequestsMock, telegram: Telegram, said: Any) -> None:
    answer(site, "user/info/", said)
    with pytest.raises(ProtocolError):
        telegram.me()


def test_half_of_a_surrogate_pair_is_no_text(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "chats/", {"chats": [], "next": "\ud800"})
    with pytest.raises(ProtocolError):
        telegram.chats()


@pytest.mark.parametrize("said", [{}, [], None, "x", {"messages": [{"id": 1}]}, {"chats": 7}])
@pytest.mark.parametrize("name", [name for name in reading.__all__ if name.startswith("read_")])
def test_nothing_of_an_answer_is_read_without_sense(name: str, said: Any) -> None:
    read = getattr(reading, name)
    others = len(inspect.signature(read).parameters) - 1
    with pytest.raises(ProtocolError, match="makes no sense"):
        read(said, *["+79001234567"] * others)


def test_what_a_newer_site_says_more_is_passed_over(site: responses.RequestsMock, telegram: Telegram) -> None:
    new = MESSAGE | {
        "entities": [{"kind": "hologram", "offset": 0, "length": 1}, {"kind": "bold", "offset": 0, "length": 5}],
        "content": {"kind": "hologram", "depth": 3},
        "service": {"kind": "teleported", "title": None, "names": [], "seconds": None},
        "reactions": [],
    }
    answer(site, "chats/5/messages/", {"messages": [new], "next": None})
    (message,) = telegram.messages(5).items
    assert [entity.kind for entity in message.entities] == ["bold"]
    assert message.content is None
    assert message.is_unsupported
    assert message.service is not None
    assert message.service.kind == "other"


def test_an_answer_that_does_not_end_is_cut(site: responses.RequestsMock, telegram: Telegram) -> None:
    site.add("GET", URL + "user/info/", body=b" " * (17 * 1024 * 1024), headers=OURS)
    with pytest.raises(ProtocolError, match="too long"):
        telegram.me()


def test_no_error_shows_the_token(telegram: Telegram, site: responses.RequestsMock) -> None:
    site.add("GET", URL + "user/info/", body=requests.ConnectionError(f"with {TOKEN}"))
    with pytest.raises(TelegramUnavailable) as raised:
        telegram.me()
    assert TOKEN not in repr(raised.value)
    assert raised.value.__suppress_context__
    assert raised.value.__cause__ is None


# The login


def test_a_code_is_kept_as_it_was_sent(site: responses.RequestsMock, telegram: Telegram) -> None:
    code = {"type": "app", "length": 5, "timeout": 60, "next_type": "sms"}
    answer(site, "auth/phone/", {"sent": True} | code, method="POST")
    answer(site, "session/status/", {"active": False, "state": "awaiting_code"} | code)
    sent = telegram.send_code("+7 900 123-45-67")
    assert (sent.phone, sent.type, sent.next_type) == ("+79001234567", CodeType.APP, CodeType.SMS)
    assert telegram.status() == AwaitingCode(sent)


def test_a_state_that_nobody_knows_is_refused(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "session/status/", {"active": False, "state": "awaiting_passkey"})
    with pytest.raises(ProtocolError):
        telegram.status()


def test_an_end_says_its_reason(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "session/status/", {"active": False, "state": "logged_out", "reason": "SESSION_REVOKED"})
    assert telegram.status() == LoggedOut("SESSION_REVOKED")


def test_an_empty_search_is_not_sent(site: responses.RequestsMock, telegram: Telegram) -> None:
    answer(site, "user/info/", PERSON)
    with pytest.raises(QueryInvalid):
        telegram.search_messages(" ")


# The network


class Listener:
    """A server that answers by a script: what each of its connections gets to read."""

    def __init__(self, *scripts: bytes | None, context: ssl.SSLContext | None = None, keeps_open: bool = False) -> None:
        self.scripts, self.context, self.keeps_open = list(scripts), context, keeps_open
        self.requests: list[bytes] = []
        self.asked, self.ended = threading.Event(), threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/telegram/"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        for script in self.scripts:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            try:
                connection = self.context.wrap_socket(connection, server_side=True) if self.context else connection
            except OSError:  # of TLS too: the other side does not like the certificate
                connection.close()
                continue
            with connection:
                self.requests.append(connection.recv(65536))
                self.asked.set()
                if script is None:  # it says nothing until the other side goes
                    connection.settimeout(10)
                    while connection.recv(65536):  # the rest of the request
                        pass
                    self.ended.set()
                else:
                    connection.sendall(script)
                    if self.keeps_open:
                        connection.settimeout(10)
                        connection.recv(1)

    def close(self) -> None:
        with contextlib.suppress(OSError):  # it is closed already
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Callable[..., Listener]]:
    made: list[Listener] = []

    def listen(*scripts: bytes | None, **options: Any) -> Listener:
        made.append(Listener(*scripts, **options))
        return made[-1]

    yield listen
    for each in made:
        each.close()


BODY = json.dumps(PERSON).encode()
GOOD_ANSWER = b"HTTP/1.1 200 OK\r\nHRHelper-Answer: content\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
NOTHING = b""  # the connection is closed before an answer


def test_what_reads_is_asked_once_more_when_the_connection_was_lost(listener: Callable[..., Listener]) -> None:
    server = listener(NOTHING, GOOD_ANSWER)
    assert Telegram(RemoteBackend(url=server.url, token=TOKEN)).me().id == 7
    assert len(server.requests) == 2


def test_what_does_something_is_sent_once(listener: Callable[..., Listener]) -> None:
    server = listener(NOTHING, GOOD_ANSWER)
    with pytest.raises(TelegramUnavailable):
        Telegram(RemoteBackend(url=server.url, token=TOKEN)).send_message(5, "hello")
    assert len(server.requests) == 1


def test_a_call_ends_at_its_deadline_with_its_thread_and_its_socket(listener: Callable[..., Listener]) -> None:
    server = listener(None)
    telegram = Telegram(RemoteBackend(url=server.url, token=TOKEN), timeout=0.5)
    begun = time.monotonic()
    with pytest.raises(Timeout):
        telegram.me()
    assert time.monotonic() - begun < 5  # and not the 10 s that a read may take
    assert server.ended.wait(5)
    assert not helper_threads()


def test_a_call_that_waits_to_connect_ends_too() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:  # its queue is full then, and no other gets through
            each.setblocking(False)
            each.connect_ex(address)
        telegram = Telegram(RemoteBackend(url=f"http://127.0.0.1:{address[1]}/", token=TOKEN), timeout=0.5)
        with pytest.raises((Timeout, TelegramUnavailable)):
            telegram.me()
        assert not helper_threads()
        for each in waiting:
            each.close()


def test_a_site_that_is_slow_is_a_timeout_of_its_own(listener: Callable[..., Listener]) -> None:
    server = listener(None)
    with pytest.raises(Timeout, match="did not answer"):
        Telegram(RemoteBackend(url=server.url, token=TOKEN, timeout=0.3)).send_message(5, "hello")


def test_an_answer_that_stops_in_its_midst_is_a_timeout_too(listener: Callable[..., Listener]) -> None:
    server = listener(GOOD_ANSWER[:-5], keeps_open=True)
    with pytest.raises(Timeout):
        Telegram(RemoteBackend(url=server.url, token=TOKEN, timeout=0.3)).me()


def test_a_site_that_is_away_is_unavailable(listener: Callable[..., Listener]) -> None:
    server = listener()
    server.close()
    with pytest.raises(TelegramUnavailable):
        Telegram(RemoteBackend(url=server.url, token=TOKEN)).me()


def test_a_block_keeps_its_connection_open(listener: Callable[..., Listener]) -> None:
    server = listener(GOOD_ANSWER + b"")
    telegram = Telegram(RemoteBackend(url=server.url, token=TOKEN))
    with telegram.connected():
        assert telegram.me().id == 7
    assert len(server.requests) == 1


def test_a_cancelled_call_of_the_twin_leaves_nothing(listener: Callable[..., Listener]) -> None:
    server = listener(None)

    async def cancel() -> None:
        call = asyncio.create_task(AsyncTelegram(RemoteBackend(url=server.url, token=TOKEN)).me())
        await asyncio.to_thread(server.asked.wait, 10)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(cancel())
    assert server.ended.wait(5)


def test_a_certificate_that_nobody_has_signed_is_refused(
    listener: Callable[..., Listener], certificate: tuple[ssl.SSLContext, str]
) -> None:
    context, file = certificate
    server = listener(GOOD_ANSWER, GOOD_ANSWER, context=context)
    url = server.url.replace("http:", "https:")
    with pytest.raises(TelegramUnavailable, match="SSLError"):
        Telegram(RemoteBackend(url=url, token=TOKEN)).me()
    assert server.requests == []
    server = listener(GOOD_ANSWER, context=context)
    url = server.url.replace("http:", "https:")
    assert Telegram(RemoteBackend(url=url, token=TOKEN, ca_file=file)).me().id == 7


def test_a_handshake_that_does_not_go_on_ends_with_its_call(listener: Callable[..., Listener]) -> None:
    server = listener(None)
    url = server.url.replace("http:", "https:")
    with pytest.raises(Timeout):
        Telegram(RemoteBackend(url=url, token=TOKEN), timeout=0.5).me()
    assert server.ended.wait(5)
    assert not helper_threads()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A server's context with a certificate that it has signed itself, and the file to trust it by."""
    file = tmp_path_factory.mktemp("tls") / "site.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 7, now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, str(file)


def helper_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("tgsdk") and thread.is_alive()]
