"""Files are sent once, from the request to Telegram, and what cannot be sent is said in words."""

import io
import json
import struct
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User as Recruiter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from tests.leaks import open_things
from tgsdk import Capability, MemoryBackend, Message, Session, Telegram, TelegramUnavailable, Upload, WriteForbidden
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from tgsdk.testing.desks.clips.videos import recorded
from web.desk.uploads import AT_A_TIME, BY_THREADS, FilesToDisk, save_at_telegram
from web.models import AuditEvent
from web.readers import SignedInRequest

from ..conftest import ANNA, BORIS, BROWSER, HTMX, signed_in

ADDRESS = f"/telegram/chats/{BORIS}/messages/"
FORM = {**HTMX, "HX-Target": "outgoing-answer-1-2-3-4"}
OFFER = b"%PDF-1.4 the offer"
FIELD = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'


def png(width: int, height: int) -> bytes:
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def file(name: str = "Оффер.pdf", content: bytes = OFFER, type_: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, type_)


@pytest.fixture(autouse=True)
def nothing_under_way() -> Iterator[None]:
    yield
    assert AT_A_TIME.take("anybody")
    AT_A_TIME.give_all_back()
    BY_THREADS.give_all_back()


@pytest.fixture
def form(recruiter: Recruiter) -> Client:
    """The bubble in which the page sends files."""
    return signed_in(Client(headers=FORM), recruiter)


def newest(backend: MemoryBackend, account: TelegramAccount, count: int = 1) -> list[Message]:
    session = session_of(account)
    assert isinstance(session, Session)
    return list(Telegram(backend, session).messages(BORIS, count).items)


def content_of(backend: MemoryBackend, account: TelegramAccount, message: Message) -> bytes:
    to, session = io.BytesIO(), session_of(account)
    assert message.attachment is not None
    Telegram(backend, session).download(message.attachment, to)
    return to.getvalue()


def test_a_program_sends_a_file_with_a_caption(desk: MemoryBackend, program: Client, recruiter: Recruiter) -> None:
    answer = program.post(ADDRESS, {"text": " Ваш оффер ", "file": file()})
    assert answer.status_code == 200, answer.content
    sent = answer.json()["message"]
    assert (sent["text"], sent["attachment"]["name"], sent["attachment"]["size"]) == (
        "Ваш оффер",
        "Оффер.pdf",
        len(OFFER),
    )
    account = TelegramAccount.objects.get(user=recruiter)
    (message,) = newest(desk, account)
    assert content_of(desk, account, message) == OFFER
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.SENT)
    assert (event.operation, event.subject) == ("send_files", f"{BORIS}/{message.id}")


def test_a_caption_has_formats_by_its_marks_or_by_entities(desk: MemoryBackend, program: Client) -> None:
    bold = {"kind": "bold", "offset": 5, "length": 5}
    entities = json.dumps([bold])
    ways: list[dict[str, object]] = [
        {"text": "Ваш **оффер**", "markup": "telegram"},
        {"text": " Ваш оффер ", "entities": entities},
        {"text": "**" + "я" * 1024 + "**", "markup": "telegram"},
    ]
    found = []
    for way in ways:
        sent = program.post(ADDRESS, {**way, "file": file()}).json()["message"]
        found.append((sent["text"], [(each["kind"], each["offset"], each["length"]) for each in sent["entities"]]))
    assert found[:2] == [("Ваш оффер", [("bold", 4, 5)])] * 2
    assert found[2] == ("я" * 1024, [("bold", 0, 1024)])
    assert program.post(ADDRESS, {"text": "**plain**", "file": file()}).json()["message"]["text"] == "**plain**"
    assert program.post(ADDRESS, {"text": "Ваш", "entities": "no list", "file": file()}).status_code == 400


def test_formats_that_the_backend_does_not_have_are_refused_before_anything_is_uploaded(
    desk: MemoryBackend, program: Client, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryBackend, "supports", MemoryBackend.supports - {Capability.FORMAT_CAPTIONS})
    before = len(desk.calls)
    refused = program.post(ADDRESS, {"text": "**a**", "markup": "telegram", "file": file()})
    assert (refused.status_code, desk.calls[before:]) == (501, [])
    assert program.post(ADDRESS, {"text": "**a**", "file": file()}).json()["message"]["text"] == "**a**"
    page = browser.get(ADDRESS).content.decode()
    assert 'name="markup"' not in page.partition('id="files-form"')[2].partition("</form>")[0]


def test_several_files_are_an_album(desk: MemoryBackend, program: Client) -> None:
    files = [file(f"{number}.txt", b"text", "text/plain") for number in range(3)]
    answer = program.post(ADDRESS, {"text": "Three", "files": files}).json()
    assert [message["text"] for message in answer["messages"]] == ["Three", "", ""]
    assert len({message["album_id"] for message in answer["messages"]}) == 1


def test_a_picture_goes_as_a_photo_or_as_a_file(desk: MemoryBackend, program: Client) -> None:
    kinds = []
    for way in ("photo", "file", ""):
        sent = program.post(ADDRESS, {"as": way, "file": file("me.png", png(30, 20), "image/png")}).json()["message"]
        kinds.append(sent["attachment"]["kind"])
    assert kinds == ["photo", "document", "document"]


def test_a_video_goes_to_be_played_or_as_a_file(desk: MemoryBackend, program: Client) -> None:
    film = recorded("video")
    shown = program.post(ADDRESS, {"as": "photo", "file": file("me.mp4", film, "video/mp4")}).json()["message"]
    told = shown["attachment"]
    assert [told[name] for name in ("kind", "duration", "width", "height")] == ["video", 3, 160, 90]
    kept = program.post(ADDRESS, {"file": file("me.mp4", film, "video/mp4")}).json()["message"]
    assert kept["attachment"]["kind"] == "document"
    unknown = program.post(ADDRESS, {"as": "photo", "file": file("me.mp4", b"no video", "video/mp4")}).json()["message"]
    assert (unknown["attachment"]["kind"], unknown["attachment"]["size"]) == ("document", 8)


def test_the_page_hears_which_message_it_is_and_looks_for_it(desk: MemoryBackend, form: Client) -> None:
    answer = form.post(ADDRESS, {"text": "Оффер", "files": file(), "after": 3, "draft": "draft-of-files"})
    assert (answer.status_code, answer["HX-Reswap"]) == (200, "none")
    assert json.loads(answer["HX-Trigger"])["arrived"]["id"] > 3


def test_a_browser_without_scripts_comes_back_to_the_chat(desk: MemoryBackend, browser: Client) -> None:
    answer = browser.post(ADDRESS, {"text": "", "files": file(), "for": ""})
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)


def test_the_same_form_sends_its_files_once(desk: MemoryBackend, form: Client, recruiter: Recruiter) -> None:
    for _ in range(2):
        assert form.post(ADDRESS, {"files": file(), "draft": "draft-of-files"}).status_code == 200
    form.post(ADDRESS, {"files": file("other.pdf"), "draft": "draft-of-files"})
    account = TelegramAccount.objects.get(user=recruiter)
    names = [message.attachment.name for message in newest(desk, account, 3) if message.attachment]
    assert names == ["other.pdf", "Оффер.pdf", "CV.pdf"]


def test_a_lost_answer_sends_nothing_twice(desk: MemoryBackend, form: Client, recruiter: Recruiter) -> None:
    desk.fail(TelegramUnavailable())
    values = {"text": "Оффер", "draft": "draft-of-files"}
    refused = form.post(ADDRESS, {**values, "files": file()})
    assert refused.status_code == 503
    assert form.post(ADDRESS, {**values, "files": file()}).status_code == 200
    assert [message.text for message in newest(desk, TelegramAccount.objects.get(user=recruiter), 2)] == ["Оффер", ""]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"file": file("empty.pdf", b"")}, "пуст"),
        ({"file": file("cv.pdf"), "as": "photo"}, "не изображение"),
        ({"file": file("lies.png", b"not at all", "image/png"), "as": "photo"}, "не изображение"),
        ({"file": file("thin.png", png(2000, 20), "image/png"), "as": "photo"}, "как фото"),
        ({"file": file(), "text": "я" * 1025}, "Подпись"),
    ],
)
def test_what_cannot_be_sent_is_said(
    desk: MemoryBackend, program: Client, values: dict[str, object], words: str
) -> None:
    before = len(desk.calls)
    answer = program.post(ADDRESS, values)
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    if "thin" not in str(values["file"]):
        assert desk.calls[before:] == []


def test_more_files_than_an_album_has_are_refused(desk: MemoryBackend, program: Client) -> None:
    answer = program.post(ADDRESS, {"files": [file(f"{number}.txt", b"x") for number in range(11)]})
    assert answer.status_code == 400


def test_a_chat_that_is_closed_says_so_at_the_files(desk: MemoryBackend, form: Client) -> None:
    desk.forbid_writing(ANNA.id, BORIS, WriteForbidden(telegram_name="USER_IS_BLOCKED", telegram_code=400))
    answer = form.post(ADDRESS, {"files": file()})
    assert answer.status_code == 403
    assert "заблокировал" in answer.content.decode()


@pytest.mark.parametrize("name", ["я" * 251 + ".pdf", "../../etc/passwd.pdf", "C:\\cv\\offer.pdf", "<script>.pdf"])
def test_any_name_arrives_as_a_name(desk: MemoryBackend, program: Client, name: str) -> None:
    sent = program.post(ADDRESS, {"file": file(name)}).json()["message"]["attachment"]["name"]
    assert sent == name.replace("\\", "/").rpartition("/")[2]


# What is closed, and stays so


def test_more_than_the_limit_is_refused_by_its_length(desk: MemoryBackend, form: Client, settings: Settings) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, "UPLOAD_LIMIT": 100_000}
    kind = "multipart/form-data; boundary=x"
    answer = form.post(ADDRESS, b"--x", content_type=kind, CONTENT_LENGTH="200000")
    assert (answer.status_code, "HX-Retarget" in answer) == (413, False)
    assert "98 КБ" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"".join(FIELD % (b"a%d" % number, b"x") for number in range(1001)), 400),
        (FIELD % (b"text", b"a" * 1_100_000), 400),
        (b"--x\r\nX: " + b"a" * 100_000 + b"\r\n\r\nabc\r\n", 400),
    ],
    ids=["fields", "a field", "a head"],
)
def test_a_form_beyond_django_s_limits_is_refused(
    desk: MemoryBackend, program: Client, body: bytes, status: int
) -> None:
    answer = program.post(ADDRESS, body + b"--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == status


def test_other_addresses_take_no_files(desk: MemoryBackend, program: Client) -> None:
    kind = "multipart/form-data; boundary=x"
    for address in ("/telegram/auth/phone/", f"/telegram/chats/{BORIS}/read/", "/telegram/nowhere/"):
        answer = program.post(address, b"--x", content_type=kind, CONTENT_LENGTH=str(2 * 1024**2))
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_stranger_writes_nothing_to_the_disk(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.desk.uploads.tempfile.TemporaryFile", pytest.fail)
    for headers in ({}, BROWSER, HTMX):
        assert Client(headers=headers).post(ADDRESS, {"file": file()}).status_code == 401


def test_files_of_another_site_are_refused(desk: MemoryBackend, recruiter: Recruiter) -> None:
    client = signed_in(Client(enforce_csrf_checks=True, headers=FORM), recruiter)
    answer = client.post(ADDRESS, {"text": "x", "files": file()})
    assert (answer.status_code, "HX-Retarget" in answer) == (403, False)
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_a_recruiter_sends_so_many_at_a_time(desk: MemoryBackend, form: Client, recruiter: Recruiter) -> None:
    for _ in range(AT_A_TIME.most):
        AT_A_TIME.take(recruiter.pk)
    answer = form.post(ADDRESS, {"files": file()})
    assert (answer.status_code, answer["Retry-After"], answer["HRHelper-Answer"]) == (429, "5", "busy")
    AT_A_TIME.give_back(recruiter.pk)
    assert form.post(ADDRESS, {"files": file()}).status_code == 200


def test_files_that_are_at_telegram_already_wait_longer_for_the_account(
    desk: MemoryBackend, form: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_while_others_come(request: SignedInRequest, upload: Upload) -> None:
        save_at_telegram(request, upload)
        TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(seconds=0.5))

    monkeypatch.setattr("tgsdk.contrib.django.accounts.usual_patience", lambda: 0.0)
    monkeypatch.setattr("web.desk.views.send_files.save_at_telegram", save_while_others_come)
    assert form.post(ADDRESS, {"files": file()}).status_code == 200


@pytest.mark.parametrize("missing", [1, 8, 40, 120])
def test_a_body_that_breaks_off_is_no_file(missing: int) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="cv.pdf"\r\n\r\n' + b"x" * 200 + b"\r\n--x--\r\n"
    said: dict[str, Any] = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body[:-missing])}
    said["CONTENT_TYPE"] = "multipart/form-data; boundary=x"
    request = RequestFactory().generic("POST", ADDRESS, b"", **said)
    request.upload_handlers = [FilesToDisk(request)]
    with pytest.raises(UnreadablePostError):
        request.FILES  # noqa: B018


class Broken(io.BytesIO):
    """A body whose line is cut behind what has come."""

    def read(self, size: int | None = -1) -> bytes:
        if data := super().read(size):
            return data
        raise OSError("the line is cut")


def test_a_line_that_is_cut_within_a_file_leaves_nothing_open() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="cv.pdf"\r\n\r\n' + b"x" * 200_000
    said: dict[str, Any] = {"CONTENT_LENGTH": str(10**6), "wsgi.input": Broken(body)}
    request = RequestFactory().generic("POST", ADDRESS, b"", CONTENT_TYPE="multipart/form-data; boundary=x", **said)
    request.upload_handlers = [FilesToDisk(request)]
    before = open_things()
    with pytest.raises(UnreadablePostError) as cut:
        request.FILES  # noqa: B018
    assert open_things() <= before, cut
