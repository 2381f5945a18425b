"""Messages as the rows of a chat: who, when, in reply to what, with which file or picture."""

import re

import pytest
from django.test import Client

from tgsdk import (
    Attachment,
    AttachmentKind,
    Dice,
    Forward,
    MemoryBackend,
    Photo,
    Sender,
    Service,
    ServiceKind,
)
from web.desk.media_rows import FileRow, LinesPart, PictureRow
from web.desk.message_rows import MessageRow

from ..conftest import ANNA, BORIS, NOON, TEAM, message
from .test_messages_list import CHAT, IN_TEAM, MESSAGES


def rows(htmx: Client, path: str = MESSAGES) -> list[MessageRow]:
    found: list[MessageRow] = list(htmx.get(path, headers=CHAT).context["chat"].messages.rows)
    return found


def last(htmx: Client, path: str = MESSAGES) -> MessageRow:
    return rows(htmx, path)[-1]


def test_messages_of_one_person_stand_together_for_ten_minutes(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, "and my letter"))
    desk.put_message(ANNA.id, message(30, "hello?"))
    assert [row.starts_group for row in rows(htmx)] == [True, True, True, False, True]


def test_in_a_group_it_is_said_who_wrote(htmx: Client, desk: MemoryBackend) -> None:
    for number, name in enumerate(["Clara", ""], 1):
        desk.put_message(ANNA.id, message(number, "hi", chat_id=TEAM, sender=Sender(id=number, name=name)))
    assert [row.sender for row in rows(htmx, IN_TEAM)] == ["Clara", "Deleted account"]
    assert [row.sender for row in rows(htmx)] == ["", "", ""]


def test_a_reply_quotes_what_it_answers(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, "I did", reply_to=2))
    desk.put_message(ANNA.id, message(5, "again", reply_to=99))
    near, far = rows(htmx)[-2:]
    assert near.reply and far.reply
    assert (near.reply.url, near.reply.sender, near.reply.text) == ("#message-2", "You", "Please send your CV")
    assert far.reply.url == f"{MESSAGES}?around=99#message-99"
    html = htmx.get(MESSAGES, headers=CHAT).content.decode()
    links = re.findall(
        r'href="(\S+#message-\d+|#message-\d+)" class="quote"(?:\s+hx-get="(\S+)" hx-target="#chat")?', html
    )
    assert links == [(near.reply.url, ""), (far.reply.url, far.reply.url)]  # what is not here comes without a new page


@pytest.mark.parametrize(("name", "shown"), [("Clara", "Clara"), (None, "a hidden account")])
def test_a_forwarded_message_says_from_whom(htmx: Client, desk: MemoryBackend, name: str | None, shown: str) -> None:
    desk.put_message(ANNA.id, message(4, "x", forward=Forward(name=name, date=NOON)))
    assert last(htmx).forward == shown


def test_a_file_has_name_size_and_type(htmx: Client, desk: MemoryBackend) -> None:
    (file,) = last(htmx).above
    assert isinstance(file, FileRow)
    assert (file.name, file.details, file.url) == ("CV.pdf", "14 B · PDF", f"{MESSAGES}3/file/")
    assert file.view_url == f"{MESSAGES}3/view/"


def test_a_photo_is_a_picture_that_is_wanted(htmx: Client, desk: MemoryBackend) -> None:
    thumbnail = Photo(id=77, location="thumb", width=90, height=60)
    photo = Attachment(
        kind=AttachmentKind.PHOTO,
        size=9,
        mime_type="image/jpeg",
        location="p",
        width=1280,
        height=640,
        thumbnail=thumbnail,
    )
    desk.put_message(ANNA.id, message(4, attachment=photo))
    response = htmx.get(MESSAGES, headers=CHAT)
    row = response.context["chat"].messages.rows[-1]
    (picture,) = row.above
    assert isinstance(picture, PictureRow)
    assert (picture.width, picture.height, picture.url) == (320, 160, None)
    assert (picture.file_url, picture.view) == (f"{MESSAGES}4/file/?inline", "photo")
    assert "id=77.m-4.320x160" in response.context["wanted_url"]
    assert f"id=901.h-{BORIS}" in response.context["wanted_url"]


def test_a_die_is_a_line(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, content=Dice(emoji="🎲", value=6)))
    (part,) = last(htmx).above
    assert isinstance(part, LinesPart)
    assert part.lines == ("🎲 6",)


@pytest.mark.parametrize("kind", ServiceKind)
def test_every_kind_of_service_message_has_words(htmx: Client, desk: MemoryBackend, kind: ServiceKind) -> None:
    service = Service(kind=kind, title="Title", names=("Dan", ""), seconds=90_000)
    desk.put_message(ANNA.id, message(4, service=service, chat_id=TEAM))
    said = last(htmx, IN_TEAM).service
    assert said and "%" not in said
    assert not re.search("[а-я]", said)
    desk.put_message(ANNA.id, message(5, service=Service(kind=kind), chat_id=TEAM, sender=None))
    assert last(htmx, IN_TEAM).service


def test_what_cannot_be_shown_is_said(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, is_unsupported=True))
    assert last(htmx).is_unsupported
