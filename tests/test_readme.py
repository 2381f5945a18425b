"""What the README says is so."""

import inspect
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.processes import ROOT
from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    LoggedIn,
    LoginExpired,
    MemoryBackend,
    Message,
    Telegram,
    TelegramUnavailable,
    User,
)
from tgsdk.backends.pyrogram import PyrogramBackend

README = (ROOT / "README.md").read_text()


def test_the_ten_lines_for_your_own_view_log_an_account_in() -> None:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "def connect" in block]
    backend = MemoryBackend()
    room: dict[str, Any] = {}
    exec(code, room)
    room["backend"] = backend  # Telegram itself is not at hand
    request = SimpleNamespace(session={})
    url = re.search(rb'"url": "(tg://login[^"]+)"', room["connect"](request).content)
    assert url
    backend.scan(url[1].decode(), User(id=1, first_name="Anna"))
    assert room["connect"](request).content == b'{"state": "logged_in", "url": null}'


def test_the_three_lines_of_the_other_way_in_log_an_account_in() -> None:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "send_code" in block]
    backend = MemoryBackend()
    backend.add("+79001234567", User(id=1, first_name="Anna"), code="12345", password="as typed")
    room: dict[str, Any] = {"telegram": Telegram(backend)}
    exec(code, room)
    assert room["code"].phone == "+79001234567"
    assert isinstance(room["state"], LoggedIn)


def test_the_lines_about_chats_read_send_and_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "connected()" in block]
    backend, anna = MemoryBackend(), User(id=1, first_name="Anna")
    cv = Attachment(kind=AttachmentKind.DOCUMENT, size=3, mime_type="application/pdf", location="cv")
    backend.put_file("cv", b"PDF")
    backend.put_chat(anna.id, Chat(id=2, kind=ChatKind.PRIVATE, title="Boris"))
    backend.put_message(anna.id, Message(id=1, chat_id=2, date=datetime.now(UTC), attachment=cv))
    telegram = Telegram(backend)
    backend.scan(telegram.start_qr_login().url, anna)
    telegram.check_qr_login()
    monkeypatch.chdir(tmp_path)
    room: dict[str, Any] = {"telegram": telegram}
    exec(code, room)
    assert (tmp_path / "cv.pdf").read_bytes() == b"PDF"
    assert room["sent"].text == "See you at 3"


def test_every_option_of_the_default_backend_is_in_the_table() -> None:
    assert [name for name in inspect.signature(PyrogramBackend).parameters if f"`{name}`" not in README] == []


def test_every_variable_that_the_settings_read_is_in_the_table() -> None:
    read = set(re.findall(r'"((?:DJANGO|TELEGRAM|DATABASE)_[A-Z_]+)"', (ROOT / "hrhelper/settings.py").read_text()))
    assert len(read) > 8
    assert [name for name in read if name not in README] == []


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"make ([a-z-]+)\b", README))
    assert {"demo", "test", "run", "bench", "check", "test-kurigram"} <= named
    assert [name for name in named if f"\n{name}:" not in makefile] == []


def test_every_room_on_the_map_exists() -> None:
    rooms = re.findall(r"^\| (`[^|]+) \|", README.partition("## The map of the house")[2], re.MULTILINE)
    paths = [path for room in rooms for path in re.findall(r"`([^`]+)`", room)]
    assert len(paths) > 10
    missing = [path for path in paths if not any((ROOT / room / path).exists() for room in ("", "tgsdk", "web"))]
    assert missing == []


def test_every_picture_is_there() -> None:
    pictures = re.findall(r'!\[[^]]*\]\(([^)]+)\)|<img src="([^"]+)"', README)
    assert len(pictures) > 3
    assert all((ROOT / (markdown or html)).is_file() for markdown, html in pictures)


def readme_view(backend: MemoryBackend) -> tuple[Any, SimpleNamespace]:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "def connect" in block]
    room: dict[str, Any] = {}
    exec(code, room)
    room["backend"] = backend
    return room["connect"], SimpleNamespace(session={})


def test_the_ten_lines_go_on_after_a_first_call_that_failed() -> None:
    backend = MemoryBackend()
    connect, request = readme_view(backend)
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        connect(request)
    assert b"tg://login" in connect(request).content


def test_the_ten_lines_go_on_after_telegram_has_forgotten_the_login() -> None:
    backend = MemoryBackend()
    connect, request = readme_view(backend)
    connect(request)
    backend.fail(LoginExpired())
    assert b"tg://login" in connect(request).content


def test_the_ten_lines_go_on_after_the_phone_has_ended_the_session() -> None:
    backend, anna = MemoryBackend(), User(id=1, first_name="Anna")
    connect, request = readme_view(backend)
    url = re.search(rb"tg://login[^\"]+", connect(request).content)
    assert url
    backend.scan(url[0].decode(), anna)
    assert b"logged_in" in connect(request).content
    backend.end_sessions(anna.id)
    assert b"tg://login" in connect(request).content
