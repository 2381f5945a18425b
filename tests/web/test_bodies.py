"""Bodies larger than any form here: refused before anything reads them."""

import asyncio
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from pytest_django import Settings

from tests.processes import first_status, free_port, started
from web.bodies import BoundedBodies, Message, Receive, Scope

from .conftest import BROWSER, HTMX

ADDRESSES = ("/accounts/login/", "/admin/login/", "/i18n/setlang/", "/telegram/auth/phone/", "/nowhere/")
MUCH = 400 * 1024**2


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_long_body_is_refused_by_its_length(db: None, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(MUCH))
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("headers", [BROWSER, HTMX])
def test_the_refusal_is_said_in_words(db: None, headers: dict[str, str]) -> None:
    client = Client(headers=headers)
    response = client.post("/accounts/login/", b"x", content_type="text/plain", CONTENT_LENGTH=str(MUCH))
    assert response.status_code == 413
    assert "Это больше, чем HR Helper принимает за один раз." in response.content.decode()


def test_a_message_that_is_much_too_long_still_gets_its_own_words(desk: object, program: Client) -> None:
    response = program.post("/telegram/chats/5000000001/messages/", {"text": "я" * 40_000})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


def test_a_file_that_no_form_asks_for_is_not_written_anywhere(
    stranger: Client, recruiter: Recruiter, tmp_path: Path, settings: Settings
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    with (tmp_path / "cv.pdf").open("w+b") as file:
        file.write(b"x" * 200_000)
        file.seek(0)
        response = stranger.post("/accounts/login/", {"username": "olga", "password": "secret", "file": file})
    assert response.status_code == 302
    assert [path.name for path in tmp_path.iterdir()] == ["cv.pdf"]


def test_an_asgi_body_ends_at_the_limit_and_carries_a_length_that_refuses_it() -> None:
    seen: dict[str, object] = {}

    async def application(scope: Scope, receive: Receive, send: object) -> None:
        total, more = 0, True
        while more:
            message = await receive()
            total, more = total + len(message["body"]), message["more_body"]
        seen.update(total=total, headers=scope["headers"])

    parts = iter([{"type": "http.request", "body": b"x" * 40, "more_body": True}] * 5)

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    asyncio.run(BoundedBodies(application, 100)({"type": "http", "headers": []}, receive, send))
    assert seen == {"total": 80, "headers": [(b"content-length", b"120")]}


@pytest.fixture
def uvicorn() -> Iterator[tuple[str, int]]:
    """The site as an ASGI server runs it."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "hrhelper.asgi:application", f"--port={port}", "--lifespan=off"]
    with started([*command, "--log-level=error"]) as process:
        first_status(f"http://127.0.0.1:{port}/accounts/login/", process=process)
        yield "127.0.0.1", port


def test_an_endless_body_is_answered_by_an_asgi_server(uvicorn: tuple[str, int]) -> None:
    with socket.create_connection(uvicorn, timeout=20) as connection:
        headers = ("Host: localhost", "Connection: close", "Transfer-Encoding: chunked", "", "")
        connection.sendall("\r\n".join(["POST /accounts/login/ HTTP/1.1", *headers]).encode())
        part = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        sent = 0
        while sent <= site.BODY_LIMIT:
            connection.sendall(part)
            sent += 0x10000
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "body_too_large"
