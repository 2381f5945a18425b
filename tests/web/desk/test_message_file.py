"""The file of a message: streamed in stretches, with rights, ranges and a name that does no harm."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from django.conf import settings
from django.contrib.auth.models import User as Recruiter
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client

from tgsdk import FileReferenceExpired, MemoryBackend, NotFound, SessionEnded, TelegramUnavailable
from tgsdk.contrib.django.models import TelegramAccount
from web.desk.downloads import MOST_PARTS, RangeNotSatisfiable, Stretch
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, BROWSER, CV, message

FILE = f"/telegram/chats/{BORIS}/messages/3/file/"
CONTENT = b"%PDF-1.7 hello"
PART = 512 * 1024
LARGE = bytes(range(256)) * (19 * PART // 512)  # nine parts and a half: more than are fetched in one stretch
OTHER = f"/telegram/chats/{BORIS}/messages/4/file/"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


@pytest.fixture
def large(desk: MemoryBackend) -> MemoryBackend:
    desk.put_message(ANNA.id, message(4, attachment=replace(CV, size=len(LARGE), location="large")))
    desk.put_file("large", LARGE)
    return desk


def is_free() -> bool:
    return TelegramAccount.objects.get().lease_token is None


def test_a_file_comes_with_all_that_a_browser_wants_to_know(program: Client, desk: MemoryBackend) -> None:
    response = program.get(FILE)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Length"] == "14"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="CV.pdf"'
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"
    assert desk.calls == ["message", "read_part"]


def test_a_head_fetches_nothing_of_the_file(program: Client, desk: MemoryBackend) -> None:
    response = program.head(FILE)
    assert (response.status_code, response["Content-Length"], response.content) == (200, "14", b"")
    assert desk.calls == ["message"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("bytes=0-3", (0, 4)),
        ("bytes=5-", (5, 14)),
        ("bytes=-4", (10, 14)),
        ("bytes=-99", (0, 14)),
        ("bytes=5-99", (5, 14)),
        ("bytes = 5 - 6", (5, 7)),
        ("Bytes=5-6", (5, 7)),
        (None, None),
        ("bytes=0-1,3-4", None),
        ("bytes=4-2", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("items=0-1", None),
        ("bytes=٣-٤", None),
    ],
)
def test_ranges(said: str | None, wanted: tuple[int, int] | None) -> None:
    stretch = Stretch.wanted(said, 14)
    assert (stretch and (stretch.start, stretch.stop)) == wanted


@pytest.mark.parametrize(("said", "size"), [("bytes=14-", 14), ("bytes=20-30", 14), ("bytes=-0", 14), ("bytes=0-", 0)])
def test_ranges_that_no_byte_lies_in(said: str, size: int) -> None:
    with pytest.raises(RangeNotSatisfiable):
        Stretch.wanted(said, size)


def test_a_range_is_a_part(program: Client, desk: MemoryBackend) -> None:
    response = program.get(FILE, headers={"Range": "bytes=9-"})
    assert (response.status_code, body(response)) == (206, b"hello")
    assert (response["Content-Range"], response["Content-Length"]) == ("bytes 9-13/14", "5")
    refused = program.get(FILE, headers={"Range": "bytes=14-"})
    assert (refused.status_code, refused["Content-Range"]) == (416, "bytes */14")


def test_the_rest_of_another_file_is_the_whole_of_this_one(program: Client, desk: MemoryBackend) -> None:
    etag = program.head(FILE)["ETag"]
    for known, status in ((etag, 206), ('"another"', 200), ("Mon, 23 Nov 2026 00:00:00 GMT", 200)):
        assert program.get(FILE, headers={"Range": "bytes=9-", "If-Range": known}).status_code == status
    desk.put_message(ANNA.id, message(3, attachment=replace(CV, name="New.pdf")))
    assert program.head(FILE)["ETag"] != etag


def test_the_end_of_an_empty_file_is_the_whole_of_it() -> None:
    assert Stretch.wanted("bytes=-5", 0) is None


def test_a_head_has_no_ranges(program: Client, desk: MemoryBackend) -> None:
    for said in ("bytes=9-", "bytes=99-"):
        response = program.head(FILE, headers={"Range": said})
        assert (response.status_code, response["Content-Length"]) == (200, "14")
        assert "Content-Range" not in response


def test_conditions_are_met_before_ranges(program: Client, desk: MemoryBackend) -> None:
    etag = program.head(FILE)["ETag"]
    known = program.get(FILE, headers={"If-None-Match": etag, "Range": "bytes=0-3"})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)
    assert program.get(FILE, headers={"If-None-Match": '"another"', "Range": "bytes=0-3"}).status_code == 206
    assert program.get(FILE, headers={"If-Match": '"another"', "Range": "bytes=0-3"}).status_code == 412
    assert desk.calls.count("read_part") == 1


def test_what_is_played_comes_by_the_megabyte_and_holds_nothing(program: Client, large: MemoryBackend) -> None:
    first = program.get(f"{OTHER}?play", headers={"Range": "bytes=0-"})
    assert (first.status_code, first.streaming) == (206, False)
    assert first["Content-Range"] == f"bytes 0-{2 * PART - 1}/{len(LARGE)}"
    assert first.content == LARGE[: 2 * PART]
    last = program.get(f"{OTHER}?play", headers={"Range": f"bytes={len(LARGE) - 7}-"})
    assert (last["Content-Range"], last.content) == (
        f"bytes {len(LARGE) - 7}-{len(LARGE) - 1}/{len(LARGE)}",
        LARGE[-7:],
    )
    assert program.get(f"{OTHER}?play", headers={"Range": "bytes=5-9"}).content == LARGE[5:10]
    assert body(program.get(f"{OTHER}?play")) == LARGE  # who knows no ranges gets all of it


def test_a_range_across_parts_is_exact(program: Client, large: MemoryBackend) -> None:
    start, stop = PART - 3, 2 * PART + 5
    response = program.get(OTHER, headers={"Range": f"bytes={start}-{stop - 1}"})
    assert body(response) == LARGE[start:stop]


def test_an_empty_file_is_empty(program: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, attachment=replace(CV, size=0)))
    response = program.get(OTHER)
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "0", b"")


@pytest.mark.parametrize(
    ("mime", "query", "kind", "disposition"),
    [
        ("image/png", "?inline", "image/png", "inline"),
        ("image/png", "", "image/png", "attachment"),
        ("image/svg+xml", "?inline", "application/octet-stream", "attachment"),
        ("text/html", "?inline", "application/octet-stream", "attachment"),
        ("application/pdf", "?inline", "application/pdf", "attachment"),
        ("image/png\r\nX: y", "?inline", "application/octet-stream", "attachment"),
    ],
)
def test_only_pictures_are_shown_and_nothing_runs(
    program: Client, desk: MemoryBackend, mime: str, query: str, kind: str, disposition: str
) -> None:
    desk.put_message(ANNA.id, message(3, attachment=replace(CV, mime_type=mime)))
    response = program.head(FILE + query)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith(f"{disposition};")


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd", '"_.._etc_passwd"'),
        ("a\r\nSet-Cookie: x.pdf", '"a Set-Cookie_ x.pdf"'),
        ("cv\u202efdp.exe", '"cvfdp.exe"'),
        ('"; filename=evil.html', '"_; filename=evil.html"'),
        ("Резюме.pdf", "utf-8''%D0%A0%D0%B5%D0%B7%D1%8E%D0%BC%D0%B5.pdf"),
        (None, '"document-3.pdf"'),
        (" . ", '"document-3.pdf"'),
        ("x" * 300 + ".pdf", '"' + "x" * 116 + '.pdf"'),
    ],
)
def test_the_name_is_made_safe(program: Client, desk: MemoryBackend, name: str | None, saved: str) -> None:
    desk.put_message(ANNA.id, message(3, attachment=replace(CV, name=name)))
    said = program.head(FILE)["Content-Disposition"]
    assert said in (f"attachment; filename={saved}", f"attachment; filename*={saved}")


def test_a_file_that_is_too_large_is_said_in_words(
    program: Client, browser: Client, desk: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.TELEGRAM, "FILE_LIMIT", 13)
    response = program.get(FILE, headers={"Accept-Language": "en"})
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    assert "larger than 13 B" in response.json()["error"]
    assert browser.get(FILE, headers={**BROWSER, "Accept-Language": "en"}).status_code == 413
    assert "read_part" not in desk.calls


@pytest.mark.parametrize("path", [f"/telegram/chats/{BORIS}/messages/1/file/", OTHER, FILE.replace("5000", "6000")])
def test_a_message_without_a_file_has_none(program: Client, desk: MemoryBackend, path: str) -> None:
    assert program.get(path).json()["code"] == "not_found"


@pytest.mark.parametrize("error", [NotFound(), TelegramUnavailable(), SessionEnded(telegram_name="SESSION_REVOKED")])
def test_what_fails_at_the_first_part_is_a_typed_answer(program: Client, desk: MemoryBackend, error: Exception) -> None:
    desk.put_message(ANNA.id, message(3, attachment=replace(CV, location="nowhere")))
    assert program.get(FILE).json()["code"] == "file_reference_expired"
    desk.fail(error)  # type: ignore[arg-type]
    assert program.get(FILE).json()["code"] == error.code  # type: ignore[attr-defined]


def test_clicks_get_in_between_while_a_file_is_sent(program: Client, large: MemoryBackend) -> None:
    response = cast(StreamingHttpResponse, program.get(OTHER))
    parts: Iterator[bytes] = iter(response)
    received = next(parts)
    assert is_free()
    assert program.get("/telegram/chats/").status_code == 200
    received += b"".join(parts)
    assert received == LARGE
    assert large.calls.count("message") == 1


def test_few_parts_wait_in_memory(program: Client, large: MemoryBackend) -> None:
    response = cast(StreamingHttpResponse, program.get(OTHER))
    assert large.calls.count("read_part") <= MOST_PARTS
    assert body(response) == LARGE


@pytest.mark.django_db(transaction=True)  # closing an answer closes the connection to the database too
def test_an_answer_that_is_closed_early_fetches_no_more(program: Client, large: MemoryBackend) -> None:
    response = cast(StreamingHttpResponse, program.get(OTHER))
    next(iter(response))
    response.close()
    assert large.calls.count("read_part") <= MOST_PARTS
    assert is_free()


def test_a_reference_that_expires_on_the_way_is_renewed(program: Client, large: MemoryBackend) -> None:
    parts = iter(cast(StreamingHttpResponse, program.get(OTHER)))
    received = next(parts)
    large.fail(FileReferenceExpired())
    assert received + b"".join(parts) == LARGE
    assert large.calls.count("message") == 2


def test_a_failure_on_the_way_breaks_the_answer_off(
    program: Client, large: MemoryBackend, caplog: pytest.LogCaptureFixture
) -> None:
    parts = iter(cast(StreamingHttpResponse, program.get(OTHER)))
    next(parts)
    large.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        list(parts)
    assert "A download broke off: TelegramUnavailable" in caplog.text
    assert is_free()


def test_another_account_does_not_go_on_with_the_file(program: Client, large: MemoryBackend) -> None:
    parts = iter(cast(StreamingHttpResponse, program.get(OTHER)))
    next(parts)
    TelegramAccount.objects.update(telegram_user_id=1)
    with pytest.raises(Exception, match="Another account"):
        list(parts)


def test_that_a_file_was_opened_is_written_down_once(program: Client, desk: MemoryBackend) -> None:
    for _ in range(2):
        body(program.get(FILE))
    events = AuditEvent.objects.filter(kind="opened").values_list("operation", "subject")
    assert list(events) == [("message_file", f"{BORIS}/3")]


def test_another_recruiter_s_files_are_not_there(program: Client, desk: MemoryBackend, db: None) -> None:
    other = Client()
    other.force_login(Recruiter.objects.create_user("petr"))
    assert other.get(FILE).status_code == 401
    assert "read_part" not in desk.calls


@pytest.mark.django_db(transaction=True)
def test_a_server_with_a_loop_gets_part_by_part(recruiter: Recruiter, large: MemoryBackend) -> None:
    client = AsyncClient()
    client.force_login(recruiter)

    async def read() -> tuple[bool, bytes]:
        response = cast(StreamingHttpResponse, await client.get(OTHER))
        parts = cast(AsyncIterator[bytes], response.streaming_content)
        return response.is_async, b"".join([part async for part in parts])

    assert asyncio.run(read()) == (True, LARGE)
