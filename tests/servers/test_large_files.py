"""A file of a gigabyte on its way through the site: it takes no memory, and others are answered meanwhile."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.browser.conftest import prepare_site, served, someone
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram
from tgsdk.testing.accounts import Account

GIGABYTE, MEGABYTE = 1024**3, 1024**2
BLOCK = 256 * 1024
WARM = 256 * MEGABYTE  # of the download: by then each thread of the server has grown to its size
SPARE = 20 * MEGABYTE  # by which the memory may grow after that
JSON = {"Accept": "application/json"}


class Recruiter:
    """Somebody who is signed in to the site and connected to a Telegram account."""

    def __init__(self, url: str, session_key: str, account: Account) -> None:
        self.url, self.http = url, requests.Session()
        self.http.cookies.set("sessionid", session_key)
        self.http.get(f"{url}/telegram/", headers={"Accept": "text/html"}, timeout=60)  # for the CSRF token
        self.post("auth/phone/", phone=f"+{account.phone}")
        self.post("auth/verify/", code=account.code)

    def post(self, path: str, **fields: str) -> None:
        headers = {**JSON, "X-CSRFToken": self.http.cookies["csrftoken"]}
        answer = self.http.post(f"{self.url}/telegram/{path}", data=fields, headers=headers, timeout=60)
        assert answer.ok, answer.text

    def get(self, path: str, *, stream: bool = False) -> requests.Response:
        return self.http.get(f"{self.url}/telegram/{path}", headers=JSON, stream=stream, timeout=120)


@pytest.fixture
def telegram() -> Iterator[LocalTelegram]:
    with LocalTelegram() as telegram:
        yield telegram


def memory_of(pid: int) -> int:
    """The resident memory of a server and its workers."""
    server = psutil.Process(pid)
    return sum(int(each.memory_info().rss) for each in (server, *server.children(recursive=True)))


def ask_until(done: threading.Event, other: Recruiter, waits: list[float]) -> None:
    """Read the list of chats again and again, and note how long each answer took."""
    while not done.is_set():
        begun = time.monotonic()
        assert other.get("chats/?limit=20").status_code == 200
        waits.append(time.monotonic() - begun)


@pytest.mark.timeout(900)
def test_a_gigabyte_takes_no_memory_and_others_are_answered_meanwhile(telegram: LocalTelegram, tmp_path: Path) -> None:
    maria, james = (someone(telegram, name) for name in ("Мария", "James"))
    chat_id = telegram.find_chat(maria.user_id, "Анна Смирнова")
    environment = site_environment(tmp_path, telegram)
    keys = prepare_site(environment)
    with served(environment) as (url, pid):
        reader, other = Recruiter(url, keys[0], maria), Recruiter(url, keys[1], james)
        messages = _newest(reader, chat_id)
        big = next(each["id"] for each in messages if (each["attachment"] or {}).get("mime_type") == "application/zip")
        for _ in range(32):
            other.get("chats/?limit=20")
        telegram.resize_file(maria.user_id, chat_id, big, GIGABYTE)
        waits: list[float] = []
        done = threading.Event()
        asking = threading.Thread(target=ask_until, args=(done, other, waits))
        asking.start()
        try:
            answer = reader.get(f"chats/{chat_id}/messages/{big}/file/", stream=True)
            received, before, most = 0, 0, 0
            for block in answer.iter_content(BLOCK):
                received += len(block)
                if received > WARM and received % (8 * MEGABYTE) < BLOCK:
                    most = max(most, memory_of(pid))
                    before = before or most
        finally:
            done.set()
            asking.join()
    print(f"grew by {(most - before) / MEGABYTE:.1f} MB; {len(waits)} answers, the slowest in {max(waits):.2f} s")
    assert received == int(answer.headers["Content-Length"]) == GIGABYTE
    assert most - before < SPARE
    assert len(waits) > 10  # each of them was answered


def _newest(reader: Recruiter, chat_id: int) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = reader.get(f"chats/{chat_id}/messages/?limit=100").json()["messages"]
    return messages
