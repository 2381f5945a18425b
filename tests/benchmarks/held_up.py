"""What other people wait while somebody holds the server up: each server beside the others."""

import contextlib
import importlib.util
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.processes import first_status, free_port, started

SITE = "tests.benchmarks.held_site"
THREADS = 16
ASKED = 10  # requests of others
PATIENCE = 3.0  # seconds in which one of them is answered
GUNICORN = [
    "gunicorn",
    f"{SITE}:wsgi",
    "--workers=2",
    "--threads=8",
    "--worker-class=gthread",
    "--bind=127.0.0.1:{port}",
]
SERVERS = {
    "gunicorn, gthread, 2 x 8": GUNICORN,
    "waitress, 16 threads": ["waitress", "--listen=127.0.0.1:{port}", f"--threads={THREADS}", f"{SITE}:wsgi"],
    "uvicorn, 2 processes": ["uvicorn", f"{SITE}:asgi", "--workers=2", "--log-level=error", "--port={port}"],
}
OURS = "uvicorn, 2 processes"
BODY = (
    "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
)
HELD_BY = {
    "20 forms whose body never comes": (20, BODY),
    "40 files that nobody reads": (40, "GET /file HTTP/1.1\r\nHost: a\r\n\r\n"),
    "40 calls to a silent Telegram": (40, "GET /silent HTTP/1.1\r\nHost: a\r\n\r\n"),
}


def run() -> bool:
    print(f"\n## {ASKED} requests of others, while somebody holds the server up\n")
    print("| server | held by | answered | median |")
    print("|---|---|---|---|")
    answered = {(server, held): _measure(server, held) for server in SERVERS if _is_here(server) for held in HELD_BY}
    met = all(number == ASKED for (server, _), number in answered.items() if server == OURS)
    print(f"\nGoal: {OURS} answers all of them: {'met' if met else 'MISSED'}")
    return met


def _is_here(server: str) -> bool:
    return importlib.util.find_spec(SERVERS[server][0]) is not None


def _measure(server: str, held: str) -> int:
    port = free_port()
    command = [sys.executable, "-m", *(each.format(port=port) for each in SERVERS[server])]
    with started(command, stderr=subprocess.DEVNULL, patience=1) as process:
        first_status(f"http://127.0.0.1:{port}/", process=process)
        with _holding(port, *HELD_BY[held]):
            took = [seconds for _ in range(ASKED) if (seconds := _ask(port)) is not None]
    median = f"{statistics.median(took) * 1000:.0f} ms" if took else "-"
    print(f"| {server} | {held} | {len(took)} of {ASKED} | {median} |", flush=True)
    return len(took)


@contextlib.contextmanager
def _holding(port: int, number: int, said: str) -> Iterator[None]:
    with contextlib.ExitStack() as sockets:
        for _ in range(number):
            held = sockets.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            held.sendall(said.encode())
        time.sleep(0.5)  # the server takes them all up
        yield


def _ask(port: int) -> float | None:
    """Seconds until the answer; None where there was none in time."""
    begun = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as asked:
            asked.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            return time.monotonic() - begun if asked.recv(12) == b"HTTP/1.1 200" else None
    except TimeoutError:
        return None
