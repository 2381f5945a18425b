"""The servers and queues that a stranger's software runs in: how each is started, and how it is asked for a job."""

import contextlib
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.processes import first_status, free_port, started

from .stranger.folder import celery_in

AT_ONCE = 8
SOFT_LIMIT = "SoftTimeLimitExceeded"
PATIENCE = 60.0  # seconds; only what fails waits for so long
GUNICORN = ("-m", "gunicorn", "tests.servers.stranger.wsgi", "--bind=127.0.0.1:{port}", "--log-level=error")
UVICORN_ON = ("-m", "uvicorn", "--port={port}", "--lifespan=off", "--log-level=error", "--loop")
UVICORN = (*UVICORN_ON, "asyncio")
UWSGI = (
    *("-c", "import pyuwsgi, sys; pyuwsgi.run(sys.argv[1:])"),  # there is no module to be run
    *("--module=tests.servers.stranger.wsgi", "--http-socket=127.0.0.1:{port}", "--master", "--disable-logging"),
)
CELERY = (
    *("-m", "celery", "--app=tests.servers.stranger.tasks", "worker", f"--concurrency={AT_ONCE}"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=ERROR"),
)

Ask = Callable[[str, int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The arguments of Python that start the stranger's software there, and what it is asked by.

    ``limited`` is what ends a call to a silent Telegram there: our own timeout, where the place has no soft limit.
    """

    arguments: tuple[str, ...]
    opened: "Callable[[Place, Path], contextlib.AbstractContextManager[Ask]]"
    limited: str = "Timeout"
    at_once: bool = True

    def open(self, told: Path) -> contextlib.AbstractContextManager[Ask]:
        """Run the software, which was told what it knows in a file, until the block ends."""
        return self.opened(self, told)


@contextlib.contextmanager
def _web_server(place: Place, told: Path) -> Iterator[Ask]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with _software(place, told, port) as process:
        first_status(f"{url}/ready/0", process=process)

        def ask(job: str, number: int) -> str:
            with urllib.request.urlopen(f"{url}/{job}/{number}", timeout=PATIENCE) as answer:
                return str(answer.read().decode())

        yield ask


@contextlib.contextmanager
def _celery(place: Place, told: Path) -> Iterator[Ask]:
    """A worker and its client, with a folder for a broker."""
    folder = told.parent / "celery"
    folder.mkdir()
    with _software(place, told, 0), celery_in(folder) as client:

        def ask(job: str, number: int) -> str:
            if job == "limit" and place.limited == SOFT_LIMIT:
                sent = client.send_task("ask_until_the_soft_limit", (number,))
            else:
                sent = client.send_task("ask", (job, number))
            return str(sent.get(timeout=PATIENCE, interval=0.02))

        yield ask


@contextlib.contextmanager
def _software(place: Place, told: Path, port: int) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, *(each.format(port=port) for each in place.arguments)]
    environment, log = os.environ | {"STRANGER": str(told)}, told.parent / "log"
    with log.open("wb") as output, started(command, env=environment, stdout=output, stderr=output, patience=1) as run:
        try:
            yield run
        except Exception as error:
            error.add_note(log.read_text()[-2000:])
            raise


PLACES = {
    "gunicorn, sync": Place(
        opened=_web_server, arguments=(*GUNICORN, "--worker-class=sync", f"--workers={AT_ONCE}", "--preload")
    ),
    "gunicorn, gthread": Place(
        opened=_web_server, arguments=(*GUNICORN, "--worker-class=gthread", f"--threads={AT_ONCE}", "--preload")
    ),
    "gunicorn, gevent": Place(opened=_web_server, arguments=(*GUNICORN, "--worker-class=gevent")),
    "uWSGI, processes": Place(opened=_web_server, arguments=(*UWSGI, f"--processes={AT_ONCE}")),
    "uWSGI, threads": Place(
        opened=_web_server, arguments=(*UWSGI, "--processes=1", f"--threads={AT_ONCE}", "--enable-threads")
    ),
    "uvicorn, awaited": Place(opened=_web_server, arguments=(*UVICORN, "tests.servers.stranger.asgi:awaiting")),
    "uvicorn on uvloop, awaited": Place(
        opened=_web_server, arguments=(*UVICORN_ON, "uvloop", "tests.servers.stranger.asgi:awaiting")
    ),
    "uvicorn, threads": Place(opened=_web_server, arguments=(*UVICORN, "tests.servers.stranger.asgi:threads")),
    "uvicorn, in its loop": Place(
        opened=_web_server, arguments=(*UVICORN, "tests.servers.stranger.asgi:blocking"), at_once=False
    ),
    "uvicorn on uvloop, in its loop": Place(
        opened=_web_server, arguments=(*UVICORN_ON, "uvloop", "tests.servers.stranger.asgi:blocking"), at_once=False
    ),
    "Celery, prefork": Place(opened=_celery, arguments=(*CELERY, "--pool=prefork"), limited=SOFT_LIMIT),
    "Celery, threads": Place(opened=_celery, arguments=(*CELERY, "--pool=threads")),
    "Celery, gevent": Place(opened=_celery, arguments=(*CELERY, "--pool=gevent")),
}
