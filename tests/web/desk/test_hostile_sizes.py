"""What a candidate sends is bounded on the page and in JSON, whatever its size."""

import time
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Contact,
    Entity,
    EntityKind,
    Forward,
    Location,
    MemoryBackend,
    Poll,
    Sender,
    Service,
    ServiceKind,
)

from ..conftest import ANNA, BORIS, BROWSER, CV, HTMX, NOON, message

MEGABYTE = 1024**2
LONG = "&" * 2000
HUGE = "&" * 100_000
MESSAGES = "/telegram/chats/5000000001/messages/"

LINKS = tuple(Entity(kind=EntityKind.TEXT_URL, offset=n, length=1, url=f"https://a.example/{LONG}") for n in range(100))
NESTED = tuple(
    Entity(kind=kind, offset=n, length=4096 - 2 * n, url=f"https://a.example/{n}")
    for n, kind in enumerate([*EntityKind] * 11)
)
CROSSED = tuple(
    Entity(kind=kind, offset=37 * n % 4000, length=900, url=f"https://a.example/{LONG}")
    for n, kind in enumerate([*EntityKind] * 11)
)


@pytest.mark.parametrize("headers", [HTMX, BROWSER, {}])
@pytest.mark.parametrize("entities", [LINKS, NESTED, CROSSED], ids=["links", "nested", "crossed"])
def test_a_page_of_hostile_entities_is_small_and_quick(
    program: Client, desk: MemoryBackend, headers: dict[str, str], entities: tuple[Entity, ...]
) -> None:
    for number in range(10, 60):
        desk.put_message(ANNA.id, message(number, "&" * 4096, entities=entities))
    begun = time.monotonic()
    answer = program.get(MESSAGES, headers=headers)
    assert time.monotonic() - begun < 5  # it took 7 to 12 on a machine with nothing else to do
    assert answer.status_code == 200
    assert len(answer.content) < 5 * MEGABYTE


CONTENTS: dict[str, dict[str, Any]] = {
    "sender": {"sender": Sender(id=6, name=HUGE)},
    "forward": {"forward": Forward(name=HUGE, date=NOON)},
    "file": {"attachment": replace(CV, name=HUGE)},
    "audio": {
        "attachment": Attachment(kind=AttachmentKind.AUDIO, size=1, mime_type="audio/ogg", location="x", name=HUGE)
    },
    "picture": {
        "attachment": Attachment(kind=AttachmentKind.PHOTO, size=1, mime_type=HUGE, location="x", name=HUGE, duration=1)
    },
    "contact": {"content": Contact(name=HUGE, phone=HUGE)},
    "place": {"content": Location(latitude=1, longitude=2, title=HUGE, address=HUGE)},
    "poll": {"content": Poll(question=HUGE, options=(HUGE,) * 3 + ("",) * 5000)},
    "members": {"service": Service(kind=ServiceKind.MEMBERS_ADDED, names=(HUGE[:1000],) * 1000)},
    "title": {"service": Service(kind=ServiceKind.TITLE_CHANGED, title=HUGE)},
    "custom": {"service": Service(kind=ServiceKind.CUSTOM, title=HUGE)},
    "language": {"entities": (Entity(kind=EntityKind.PRE, offset=0, length=2, language=HUGE),)},
}


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["html", "json"])
@pytest.mark.parametrize("values", CONTENTS.values(), ids=CONTENTS)
def test_no_part_of_a_message_fills_the_page(
    program: Client, desk: MemoryBackend, headers: dict[str, str], values: dict[str, Any]
) -> None:
    text = "text" if "entities" in values else ""
    desk.put_message(ANNA.id, message(4, text, **values))
    for number in range(5, 15):
        desk.put_message(ANNA.id, message(number, "text", reply_to=4, sender=Sender(id=6, name=HUGE)))
    for path in (MESSAGES, "/telegram/chats/"):
        assert len(program.get(path, headers=headers).content) < 150_000, path


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["html", "json"])
def test_no_name_of_a_chat_fills_the_page(program: Client, desk: MemoryBackend, headers: dict[str, str]) -> None:
    for number in range(10):
        desk.put_chat(ANNA.id, Chat(id=70 + number, kind=ChatKind.PRIVATE, title=HUGE, username=HUGE))
    for path in ("/telegram/chats/", "/telegram/chats/70/messages/"):
        assert len(program.get(path, headers=headers).content) < 100_000, path


def test_a_file_with_a_long_name_still_shows_how_it_ends(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, attachment=replace(CV, name="CV.pdf" + "a " * 5000 + ".exe")))
    assert ".exe</" in htmx.get(MESSAGES).content.decode()
    said = htmx.get(f"/telegram/chats/{BORIS}/messages/4/file/")["Content-Disposition"]
    assert said.endswith('.exe"')
    assert len(said) < 200
