"""A recruiter, their readers (program, htmx, browser), and a phone to scan with."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import responses
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from tgsdk import Attachment, AttachmentKind, Chat, ChatKind, MemoryBackend, Message, Photo, Sender, User
from tgsdk.contrib.django import backend as settings_made
from tgsdk.contrib.django.models import TelegramAccount
from web.desk.downloads import AT_A_TIME

HTMX = {"HX-Request": "true", "Accept": "*/*"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ANNA = User(id=7_123_456_789, first_name="Anna", last_name="Petrova", username="anna_hr", phone="+79001234567")
PHONE, CODE = "+79001234567", "01234"
SHOWN_PHONE = "+7\u00a0900\u00a0…\u2060-45-67"


@pytest.fixture(autouse=True)
def no_network() -> Iterator[responses.RequestsMock]:
    """A request that leaves this machine is a failed test."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """The language of the last request stays with its thread."""
    with override("ru"):
        yield


@pytest.fixture(autouse=True)
def backend() -> MemoryBackend:
    """A Telegram of the test's own."""
    settings_made.forget_settings(setting="TELEGRAM")
    made = settings_made.backend()
    assert isinstance(made, MemoryBackend)
    return made


class Defective(MemoryBackend):
    """A backend with a mistake in it."""

    def __init__(self) -> None:
        raise ZeroDivisionError


@pytest.fixture
def defect(settings: Settings) -> None:
    """A mistake that every call of an account meets, and nobody foresaw."""
    settings.TELEGRAM = {**settings.TELEGRAM, "BACKEND": f"{__name__}.Defective"}


@pytest.fixture(autouse=True)
def nothing_taken() -> None:
    """What a test did not read to its end takes no share of the next one's."""
    AT_A_TIME.give_all_back()


@pytest.fixture
def recruiter(db: None) -> Recruiter:
    return Recruiter.objects.create_user("olga", password="secret")


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def program(recruiter: Recruiter) -> Client:
    return signed_in(Client(), recruiter)


@pytest.fixture
def htmx(recruiter: Recruiter) -> Client:
    return signed_in(Client(headers=HTMX), recruiter)


@pytest.fixture
def browser(recruiter: Recruiter) -> Client:
    return signed_in(Client(headers=BROWSER), recruiter)


def signed_in(client: Client, recruiter: Recruiter) -> Client:
    client.force_login(recruiter)
    return client


@pytest.fixture
def shown_url(recruiter: Recruiter, program: Client) -> str:
    """The address in the code on the recruiter's page."""
    return str(program.get("/telegram/auth/qr/").json()["url"])


@pytest.fixture
def scanned(shown_url: str, backend: MemoryBackend) -> None:
    backend.scan(shown_url, ANNA)


@pytest.fixture
def scanned_with_password(shown_url: str, backend: MemoryBackend, program: Client) -> None:
    backend.scan(shown_url, ANNA, password=" pass word ", hint="the cat")
    program.get("/telegram/auth/qr/status/")


@pytest.fixture
def registered(backend: MemoryBackend) -> None:
    """Anna has a number, and the code that is sent to it begins with a zero."""
    backend.add(PHONE, ANNA, code=CODE)


@pytest.fixture
def code_sent(registered: None, program: Client) -> None:
    program.post("/telegram/auth/phone/", {"phone": PHONE})


@pytest.fixture
def connected(scanned: None, program: Client) -> None:
    program.get("/telegram/auth/qr/status/")


@pytest.fixture
def account(recruiter: Recruiter) -> Callable[[], TelegramAccount]:
    """The account as the database has it now."""
    return lambda: TelegramAccount.objects.get(user=recruiter)


BORIS, TEAM, NEWS = 5_000_000_001, -1_000_000_000_777, -1_000_000_000_888
NOON = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # by London's clock, in winter
FACE = Photo(id=901, location="location-of-face")
CV = Attachment(
    kind=AttachmentKind.DOCUMENT, size=14, mime_type="application/pdf", location="location-of-cv", name="CV.pdf"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"


def message(number: int, text: str = "", *, chat_id: int = BORIS, **values: Any) -> Message:
    sender = Sender(id=BORIS, name="Boris Sokolov")
    given = {"sender": sender, "date": NOON + timedelta(minutes=number), **values}
    return Message(id=number, chat_id=chat_id, text=text, **given)


@pytest.fixture
def desk(connected: None, backend: MemoryBackend) -> MemoryBackend:
    """Anna's desk: Boris, who sent his CV, a team of which she is one, and a channel that she may only read."""
    backend.put_chat(
        ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov", username="boris", photo=FACE)
    )
    backend.put_chat(ANNA.id, Chat(id=TEAM, kind=ChatKind.SUPERGROUP, title="Backend team", members_count=3))
    backend.put_chat(ANNA.id, Chat(id=NEWS, kind=ChatKind.CHANNEL, title="News", can_write=False))
    backend.put_message(ANNA.id, message(1, "Hello, I saw the vacancy"))
    backend.put_message(
        ANNA.id, message(2, "Please send your CV", is_outgoing=True, sender=Sender(id=ANNA.id, name="A"))
    )
    backend.put_message(ANNA.id, message(3, attachment=CV))
    backend.put_file("location-of-cv", b"%PDF-1.7 hello")
    backend.put_file("location-of-face", PNG)
    backend.calls.clear()
    return backend
