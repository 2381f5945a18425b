"""The description of the JSON API: complete, valid, and what the views really answer."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client, RequestFactory
from openapi_spec_validator import validate

from tests.web.conftest import ANNA, BORIS, CODE, PHONE, TEAM, message
from tests.web.tokens.conftest import secret_for
from tgsdk import (
    Chat,
    ChatKind,
    Contact,
    Dice,
    Entity,
    EntityKind,
    FloodWait,
    Forward,
    Location,
    MemoryBackend,
    NotFound,
    Poll,
    Service,
    ServiceKind,
    SessionEnded,
    SessionInDoubt,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    WriteForbidden,
)
from web.models import Scope
from web.openapi.document import make_document, routes
from web.openapi.operations import OPERATIONS
from web.tokens.scopes import WANTED
from web.urls import urlpatterns
from web.words.links import Link

from .checked import DOCUMENT, CheckedClient

CHATS, MESSAGES = "/telegram/chats/", f"/telegram/chats/{BORIS}/messages/"
FORUM = -1_000_000_000_999


def methods_taken() -> dict[str, set[str]]:
    """Every address by its name, with the methods that its view takes."""
    found: dict[str, set[str]] = {}
    for pattern in urlpatterns:
        if pattern.name:
            refusal = pattern.callback(RequestFactory().options("/"), **pattern.pattern.converters)
            found[pattern.name] = set(refusal["Allow"].split(", ")) - {"HEAD"}
    return found


def test_every_address_and_every_method_is_described() -> None:
    described: dict[str, set[str]] = {name: set() for name in routes()}
    for operation in OPERATIONS:
        described[operation.name].add(operation.method)
    assert described == methods_taken()


def test_every_scope_is_of_an_address_that_there_is_and_is_said() -> None:
    taken = methods_taken()
    for name, methods in WANTED.items():
        assert set(methods) == taken[name]
    for path, operations in DOCUMENT["paths"].items():
        for method, described in operations.items():
            name = described["operationId"].partition("_")[2]
            wanted = WANTED.get(name, {}).get(method.upper())
            said = [each["token"] for each in described["security"] if "token" in each]
            assert said == ([sorted(map(str, wanted))] if wanted else []), path


def test_a_choice_is_described_by_what_it_offers() -> None:
    listed = {each["name"]: each["schema"] for each in DOCUMENT["paths"][CHATS]["get"]["parameters"]}
    assert listed["folder"] == {"type": "string", "enum": ["main", "archive"]}
    made = DOCUMENT["paths"]["/telegram/tokens/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert made["properties"]["days"] == {"type": "integer", "enum": [7, 30, 90, 365]}


def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)


def test_the_document_is_given_to_programs_with_a_token_or_a_cookie(program: Client, recruiter: Recruiter) -> None:
    assert program.get("/telegram/openapi.json").json() == DOCUMENT
    bearer = Client(headers={"Authorization": f"Bearer {secret_for(recruiter, Scope.READ)}"})
    assert bearer.get("/telegram/openapi.json").json()["openapi"] == "3.1.0"
    assert Client().get("/telegram/openapi.json").status_code == 401


def test_a_prefix_stands_before_every_path() -> None:
    assert all(path.startswith("/hr/telegram/") for path in make_document("/hr/telegram/")["paths"])


@pytest.fixture
def client(recruiter: Recruiter) -> CheckedClient:
    return CheckedClient(headers={"Authorization": f"Bearer {secret_for(recruiter, *Scope)}"})


ADDRESSES = ["", "session/status/", "auth/qr/", "auth/qr/status/", "user/info/", "chats/", "openapi.json"]


def look_around(client: Client) -> None:
    for address in ADDRESSES:
        client.get(f"/telegram/{address}")


def test_the_answers_of_a_login_by_phone(client: CheckedClient, backend: MemoryBackend) -> None:
    backend.add(PHONE, ANNA, code=CODE, password="secret", hint="the cat")
    look_around(client)
    assert client.post("/telegram/auth/phone/", {"phone": PHONE}).status_code == 200
    look_around(client)
    client.post("/telegram/auth/resend/")
    client.post("/telegram/auth/verify/", {"code": "98765"})
    client.post("/telegram/auth/verify/", {})
    assert client.post("/telegram/auth/verify/", {"code": CODE}).json()["state"] == "awaiting_password"
    look_around(client)
    client.post("/telegram/auth/verify/", {"password": "wrong"})
    assert client.post("/telegram/auth/verify/", {"password": "secret"}).json()["authorized"] is True
    look_around(client)
    client.post("/telegram/auth/phone/", {"phone": PHONE})
    assert client.post("/telegram/session/reset/").json()["active"] is False
    look_around(client)
    backend.expire_codes()
    client.post("/telegram/auth/phone/", {"phone": "phone"})
    client.post("/telegram/auth/verify/", {"code": CODE})


def test_the_answers_of_a_login_by_qr_code(client: CheckedClient, backend: MemoryBackend) -> None:
    url = client.get("/telegram/auth/qr/").json()["url"]
    assert client.get("/telegram/auth/qr/status/").json()["state"] == "awaiting_scan"
    backend.scan(url, ANNA)
    assert client.get("/telegram/auth/qr/status/").json()["authorized"] is True
    backend.end_sessions(ANNA.id)
    look_around(client)
    client.post("/telegram/session/connect-again/")


def test_the_answers_of_the_desk(client: CheckedClient, desk: MemoryBackend) -> None:
    for address in (CHATS, f"{CHATS}?q=boris", f"{CHATS}?q=hello&in=messages", f"{CHATS}?limit=1"):
        assert client.get(address).status_code == 200
    for query in ("", "?limit=1", "?after=1", "?around=2"):
        assert client.get(f"{MESSAGES}{query}").status_code == 200
    for query in ("?limit=0", "?cursor=x", "?after=1&around=1", "?after=x"):
        assert client.get(f"{MESSAGES}{query}").status_code == 400
    desk.put_chat(ANNA.id, Chat(id=FORUM, kind=ChatKind.FORUM, title="Recruiters"))
    desk.put_message(ANNA.id, message(5, "hello all", chat_id=FORUM))
    assert client.get(f"/telegram/chats/{FORUM}/topics/").json()["topics"][0]["last_message"]["id"] == 5
    assert client.get(f"/telegram/chats/{FORUM}/messages/?topic=1").status_code == 200
    assert client.post(f"/telegram/chats/{FORUM}/messages/?topic=1", {"text": "hello"}).status_code == 200
    assert client.post(f"/telegram/chats/{FORUM}/read/?topic=1", {"message_id": "5"}).status_code == 200
    assert client.get(f"/telegram/chats/{TEAM}/topics/").status_code == 404
    assert client.get(f"/telegram/chats/{TEAM}/info/").json()["chat"]["title"] == "Backend team"
    assert client.post(MESSAGES, {"text": "hello", "random_id": "5"}).status_code == 200
    assert client.post(MESSAGES, {"text": " "}).status_code == 400
    assert client.post(f"/telegram/chats/{BORIS}/read/", {"message_id": "3"}).status_code == 200
    assert client.post(f"/telegram/chats/{BORIS}/read/", {}).status_code == 400
    for address in (MESSAGES.replace(str(BORIS), "12"), "/telegram/chats/12/info/"):
        assert client.get(address).status_code == 404
    assert client.get(Link.of("https://mybank.example@evil.example", "").asking_url).json()["disguises"] == ["user"]
    assert client.get("/telegram/link/?to=x").status_code == 404
    assert client.get("/telegram/pictures/?id=901.chat").json()["pictures"]
    assert client.get("/telegram/pictures/901/chat/").status_code == 200
    assert client.get("/telegram/pictures/902/chat/").status_code == 404


def test_the_answers_about_files(client: CheckedClient, desk: MemoryBackend) -> None:
    file = f"{MESSAGES}3/file/"
    assert client.get(file).getvalue() == b"%PDF-1.7 hello"
    assert client.get(file, headers={"Range": "bytes=0-3"}).status_code == 206
    assert client.get(file, headers={"Range": "bytes=99-"}).status_code == 416
    assert client.get(f"{MESSAGES}1/file/").status_code == 404


EVERY_KIND: list[dict[str, Any]] = [
    {"text": "a link", "entities": (Entity(kind=EntityKind.TEXT_URL, offset=0, length=6, url="https://a.example"),)},
    {"text": "code", "entities": (Entity(kind=EntityKind.PRE, offset=0, length=4, language="python"),)},
    {"forward": Forward(name=None, date=datetime(2026, 1, 1, tzinfo=UTC)), "reply_to": 1},
    {"content": Contact(name="Olga", phone="+79990000000")},
    {"content": Location(latitude=1.5, longitude=2.5, title="Office", address=None)},
    {"content": Poll(question="When?", options=("today", "tomorrow"))},
    {"content": Dice(emoji="🎲", value=6)},
    {"service": Service(kind=ServiceKind.CALL, seconds=5)},
    {"service": Service(kind=ServiceKind.MEMBERS_ADDED, names=("Olga",)), "sender": None},
    {"edited_at": datetime(2026, 1, 1, tzinfo=UTC), "album_id": 5, "is_unsupported": True},
]


def test_messages_of_every_kind(client: CheckedClient, desk: MemoryBackend) -> None:
    for number, values in enumerate(EVERY_KIND, 10):
        desk.put_message(ANNA.id, message(number, **values))
    assert len(client.get(MESSAGES).json()["messages"]) == len(EVERY_KIND) + 3
    assert client.get(CHATS).status_code == 200


@pytest.mark.parametrize(
    "error",
    [
        FloodWait(90),
        NotFound(),
        SessionEnded(telegram_name="SESSION_REVOKED"),
        SessionInDoubt(),
        TelegramError(telegram_name="NEW_ERROR"),
        TelegramUnavailable(),
        Timeout(),
        WriteForbidden(telegram_name="USER_IS_BLOCKED"),
    ],
)
def test_the_answers_of_what_fails(client: CheckedClient, desk: MemoryBackend, error: TelegramError) -> None:
    file = f"{MESSAGES}3/file/"
    for address in ("session/status/", "user/info/", "chats/", f"chats/{BORIS}/info/"):
        desk.fail(error)
        assert client.get(f"/telegram/{address}").status_code >= 200
    for address, form in ((MESSAGES, {"text": "hello"}), (f"/telegram/chats/{BORIS}/read/", {"message_id": 3})):
        desk.fail(error)
        assert client.post(address, form).status_code >= 400
    desk.fail(error)
    assert client.get(file).status_code >= 400


def test_the_answers_about_tokens(recruiter: Recruiter) -> None:
    client = CheckedClient()
    client.get("/telegram/tokens/")
    client.force_login(recruiter)
    made = client.post("/telegram/tokens/", {"name": "report", "scopes": ["read"], "days": "7"}).json()
    client.post("/telegram/tokens/", {})
    client.get("/telegram/tokens/")
    address = f"/telegram/tokens/{made['token']['id']}/revoke/"
    assert [client.post(address).status_code for _ in range(2)] == [200, 404]
