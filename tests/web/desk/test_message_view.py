"""A PDF in the browser's own viewer: it goes out as nothing else, and in a sandbox."""

from dataclasses import replace

import pytest
from django.test import Client

from tgsdk import MemoryBackend

from ..conftest import ANNA, BORIS, CV, message
from .test_message_file import CONTENT, body

VIEW = f"/telegram/chats/{BORIS}/messages/3/view/"


def test_a_pdf_is_shown_in_a_frame_of_ours_without_an_origin(program: Client, desk: MemoryBackend) -> None:
    response = program.get(VIEW)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="CV.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'; sandbox"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["", "?play", "?inline"])
@pytest.mark.parametrize("content", [b"<html><script>", b" %PDF-1.7", b"PK\3\4"])
def test_what_only_says_that_it_is_a_pdf_is_not_shown(
    program: Client, desk: MemoryBackend, content: bytes, query: str
) -> None:
    desk.put_message(ANNA.id, message(3, attachment=replace(CV, size=len(content), location="lie")))
    desk.put_file("lie", content)
    for said in ({}, {"Range": "bytes=0-"}, {"Range": "bytes=0-2"}):
        response = program.get(VIEW + query, headers=said)
        assert response.status_code == 404
        assert not response["Content-Type"].startswith("application/pdf")


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/xhtml+xml", "application/pdf; x", ""])
def test_nothing_else_is_shown(program: Client, desk: MemoryBackend, mime: str) -> None:
    desk.put_message(ANNA.id, message(3, attachment=replace(CV, mime_type=mime)))
    assert program.get(VIEW).status_code == 404
    assert desk.calls == ["message"]


def test_the_viewer_reads_by_ranges(program: Client, desk: MemoryBackend) -> None:
    response = program.get(VIEW, headers={"Range": "bytes=9-"})
    assert (response.status_code, body(response), response["Content-Type"]) == (206, b"hello", "application/pdf")
    assert "sandbox" in response["Content-Security-Policy"]
    assert body(program.get(VIEW, headers={"Range": "bytes=0-2"})) == CONTENT[:3]


def test_another_page_may_not_be_framed(program: Client, desk: MemoryBackend) -> None:
    assert program.get(VIEW.replace("view", "file"))["X-Frame-Options"] == "DENY"
