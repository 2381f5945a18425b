"""Uploads hold nobody up: 100 MB go with flat memory, and forty slow senders take nothing from the others."""

import contextlib
import io
import socket
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest
import requests

from tests.browser.conftest import Site, prepare_site, someone
from tests.processes import first_status, free_port, started
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram

MEGABYTE = 1024 * 1024
SIZE = 100 * MEGABYTE
FLAT = 20 * MEGABYTE
SLOW_SENDERS = 40
SERVERS = {
    "uvicorn": ["-m", "uvicorn", "hrhelper.asgi:application", "--lifespan=off", "--log-level=error"],
    "gunicorn": ["-m", "gunicorn", "hrhelper.wsgi", "--threads=8", "--log-level=warning"],
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with LocalTelegram() as telegram:
        environment = site_environment(tmp_path_factory.mktemp("site"), telegram)
        yield Site(url="", telegram=telegram, recruiters=iter(prepare_site(environment)), environment=environment)


@pytest.fixture(params=SERVERS)
def served(request: pytest.FixtureRequest, prepared: Site) -> Iterator[tuple[str, psutil.Process]]:
    port = free_port()
    bind = [f"--port={port}"] if request.param == "uvicorn" else [f"--bind=127.0.0.1:{port}"]
    with started([sys.executable, *SERVERS[request.param], *bind], env=prepared.environment) as process:
        url = f"http://127.0.0.1:{port}"
        first_status(f"{url}/accounts/login/", process=process)
        yield url, psutil.Process(process.pid)


def recruiter(url: str, prepared: Site) -> requests.Session:
    session = requests.Session()
    session.cookies.set("sessionid", next(prepared.recruiters))
    session.headers["Accept"] = "application/json"
    session.get(f"{url}/telegram/", headers={"Accept": "text/html"}).raise_for_status()
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    return session


def connect(url: str, prepared: Site, session: requests.Session) -> int:
    """Connect to Maria's Telegram, and return one of her private chats."""
    maria = someone(prepared.telegram, "Мария")
    session.post(f"{url}/telegram/auth/phone/", data={"phone": f"+{maria.phone}"}).raise_for_status()
    session.post(f"{url}/telegram/auth/verify/", data={"code": maria.code}).raise_for_status()
    return prepared.telegram.add_chat(maria.user_id, "Кандидат Большой", "private")


class Body:
    """A form with one file of zeros, made as it is sent."""

    def __init__(self, size: int = SIZE) -> None:
        head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="video.bin"\r\n\r\n'
        self._ends, self._left = [io.BytesIO(head), io.BytesIO(b"\r\n--x--\r\n")], size
        self._length = len(head) + size + 9

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(65536):
            yield chunk

    def read(self, size: int) -> bytes:
        if head := self._ends[0].read(size):
            return head
        zeros = bytes(min(size, self._left))
        self._left -= len(zeros)
        return zeros or self._ends[1].read(size)


def memory_of(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.NoSuchProcess):
        return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)])
    return 0


def answered(url: str, others: requests.Session, count: int) -> list[float]:
    """Seconds that the requests of somebody else take."""
    taken = []
    for _ in range(count):
        began = time.monotonic()
        others.get(f"{url}/telegram/session/status/", timeout=20).raise_for_status()
        taken.append(time.monotonic() - began)
    return taken


def test_100_mb_go_with_flat_memory_while_others_are_answered(
    served: tuple[str, psutil.Process], prepared: Site
) -> None:
    url, process = served
    sender, others = recruiter(url, prepared), recruiter(url, prepared)
    chat_id = connect(url, prepared, sender)
    address, kind = f"{url}/telegram/chats/{chat_id}/messages/", {"Content-Type": "multipart/form-data; boundary=x"}
    sender.post(address, data={"text": "first"}).raise_for_status()
    sender.post(address, data=Body(MEGABYTE), headers=kind).raise_for_status()  # with what is loaded once
    answered(url, others, 5)
    before, answers, highest, waits = memory_of(process), [], 0, []

    def send() -> None:
        answers.append(sender.post(address, data=Body(), headers=kind, timeout=100))

    thread = threading.Thread(target=send)
    thread.start()
    while thread.is_alive():
        highest = max(highest, memory_of(process))
        waits += answered(url, others, 1)
    thread.join()
    assert answers[0].status_code == 200, answers[0].text
    assert answers[0].json()["message"]["attachment"]["size"] == SIZE
    print(f"memory {before // MEGABYTE} -> {highest // MEGABYTE} MB, {len(waits)} answers, slowest {max(waits):.2f} s")
    assert highest - before < FLAT
    assert len(waits) > 5


def test_forty_slow_senders_take_nothing_from_the_others(served: tuple[str, psutil.Process], prepared: Site) -> None:
    url, _ = served
    others = recruiter(url, prepared)
    answered(url, others, 3)
    alone = max(answered(url, others, 10))
    host, port = url.removeprefix("http://").split(":")
    cookies = [next(prepared.recruiters) for _ in range(SLOW_SENDERS // 2)] * 2  # each may send two at a time
    with contextlib.ExitStack() as stack:
        for number, cookie in enumerate(cookies):
            sender = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            head = (
                "POST /telegram/chats/5000000001/messages/ HTTP/1.1",
                f"Host: {host}",
                f"Cookie: sessionid={cookie}; csrftoken={'x' * 32}",
                f"X-CSRFToken: {'x' * 32}",
                "Content-Type: multipart/form-data; boundary=x",
                f"Content-Length: {50 * MEGABYTE}",
                "",
                '--x\r\nContent-Disposition: form-data; name="f"; filename="slow.bin"\r\n\r\n' + "x" * number,
            )
            sender.sendall("\r\n".join(head).encode())
        beside = answered(url, others, 20)
    print(f"alone {alone:.2f} s, beside forty slow senders at most {max(beside):.2f} s")
    assert max(beside) < 10
