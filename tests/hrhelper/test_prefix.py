"""The site below a path of its host: no link, form, file, redirect or cookie leads out of it."""

import asyncio
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from hrhelper.prefix import prefix_in, prefixed_asgi, prefixed_wsgi
from tests.processes import first_status, free_port, run, started
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram

HR = "/hr"
GUNICORN = ["gunicorn", "hrhelper.wsgi", "--bind=127.0.0.1:{port}", "--threads=4", "--log-level=warning"]
UVICORN = ["uvicorn", "hrhelper.asgi:application", "--port={port}", "--log-level=warning"]
SERVERS = {
    "gunicorn": (GUNICORN, {"DJANGO_SCRIPT_NAME": HR}),
    "gunicorn that knows it": (GUNICORN, {"SCRIPT_NAME": HR}),
    "uvicorn": (UVICORN, {"DJANGO_SCRIPT_NAME": "hr/"}),
    "uvicorn that knows it": ([*UVICORN, f"--root-path={HR}"], {"DJANGO_SCRIPT_NAME": HR}),
}
TAKES_IT_OFF = ("uvicorn that knows it",)  # the proxy before it has to
LINKS = ("href", "src", "action", "hx-get", "hx-post", "formaction")
ENDS = re.compile(r"logout|setlang|reset|delete|telegram/auth/|/file/|/admin/.*\?")  # posted to, or one of very many
CHATS = 2  # that are opened: all are alike
SIGN_IN = {"username": "olga", "password": "secret"}


class Links(HTMLParser):
    """The addresses in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in LINKS and value and not value.startswith("#")]


@dataclass
class Visitor:
    """Somebody at the site's public address, whose proxy leaves the prefix on or takes it off."""

    server: str
    takes_it_off: bool = False
    session: requests.Session = field(default_factory=requests.Session)

    def ask(
        self, method: str, path: str, data: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        assert path.startswith(f"{HR}/"), f"{path} leads out"
        behind = path.removeprefix(HR) if self.takes_it_off else path
        cookies = {cookie.name: cookie.value or "" for cookie in self.session.cookies}
        answer = self.session.request(
            method, self.server + behind, data=data, headers=headers, allow_redirects=False, timeout=30, cookies=cookies
        )
        assert {cookie.path for cookie in answer.cookies} <= {f"{HR}/"}
        return answer

    def post(self, path: str, **fields: str) -> requests.Response:
        token = self.session.cookies["csrftoken"]
        headers = {"X-CSRFToken": token, "Accept": "text/html"}
        return self.ask("POST", path, data=fields, headers=headers)

    def crawl(self, *begin: str) -> set[str]:
        """Follow every address from these on, but for those that end something, and return all."""
        seen: set[str] = set()
        left, chats = list(begin), 0
        while left:
            path = left.pop()
            is_chat = "/messages/" in path
            is_elsewhere = urlsplit(path).netloc or path.startswith("tel:")
            if path in seen or is_elsewhere or ENDS.search(path) or (is_chat and chats >= CHATS):
                continue
            chats += is_chat
            seen.add(path)
            left += self.links_of(path)
        return seen

    def links_of(self, path: str) -> list[str]:
        answer = self.ask("GET", path.partition("#")[0], headers={"Accept": "text/html"})
        assert answer.status_code < 400 or answer.status_code in (401, 405) or "/pictures/" in path, path
        kind = answer.headers.get("Content-Type", "")
        found = [answer.headers["Location"]] if "Location" in answer.headers else []
        if kind.startswith("text/html"):
            found += Links(answer.text).found
        if kind.startswith("text/css"):
            found += re.findall(r"url\([\"']?(?!data:|#)([^)\"']+)", answer.text)
        return [urljoin(path, each) for each in found]


@dataclass(frozen=True, kw_only=True)
class Running:
    url: str
    telegram: LocalTelegram
    takes_it_off: bool


PREPARE = """
from django.contrib.auth.models import User
from django.core.management import call_command

call_command("migrate", verbosity=0)
User.objects.create_superuser("olga", password="secret")
"""


@pytest.fixture(scope="module")
def telegram() -> Iterator[LocalTelegram]:
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def environment(telegram: LocalTelegram, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = site_environment(tmp_path_factory.mktemp("site"), telegram)
    ended = run([sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE], env=made)
    assert ended.returncode == 0, ended.stderr
    return made


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, telegram: LocalTelegram, environment: dict[str, str]) -> Iterator[Running]:
    (command, variables), port = SERVERS[request.param], free_port()
    takes_it_off = request.param in TAKES_IT_OFF
    arguments = [sys.executable, "-m", *(part.format(port=port) for part in command)]
    with started(arguments, env=environment | variables) as process:
        path = "/accounts/login/" if takes_it_off else f"{HR}/accounts/login/"
        assert first_status(f"http://127.0.0.1:{port}{path}", process=process) == 200
        yield Running(url=f"http://127.0.0.1:{port}", telegram=telegram, takes_it_off=takes_it_off)


def test_no_address_leads_out(server: Running) -> None:
    visitor = Visitor(server.url, server.takes_it_off)
    assert "/hr/static/web/base.css" in visitor.crawl("/hr/")
    assert visitor.post("/hr/accounts/login/", **SIGN_IN).headers["Location"] == "/hr/telegram/"
    connect(visitor, server.telegram)
    seen = visitor.crawl("/hr/", "/hr/telegram/", "/hr/telegram/chats/", "/hr/admin/")
    assert sum("/messages/" in path for path in seen) >= CHATS
    assert_the_list_knows_which_chat_is_open(visitor)
    assert sum("/admin/" in path for path in seen) > 15
    assert visitor.post("/hr/i18n/setlang/", language="en", next="/hr/telegram/").headers["Location"] == "/hr/telegram/"
    assert visitor.post("/hr/accounts/logout/").headers["Location"] == "/hr/accounts/login/"


def connect(visitor: Visitor, telegram: LocalTelegram) -> None:
    """Connect the account, if no server before this one has done so."""
    account = telegram.accounts[0]
    if not visitor.ask("GET", "/hr/telegram/session/status/").json()["active"]:
        assert visitor.post("/hr/telegram/auth/phone/", phone=f"+{account.phone}").status_code < 400
        assert visitor.post("/hr/telegram/auth/verify/", code=account.code).status_code < 400


def assert_the_list_knows_which_chat_is_open(visitor: Visitor) -> None:
    chat = visitor.ask("GET", "/hr/telegram/chats/").json()["chats"][0]["id"]
    beside = {"HX-Request": "true", "HX-Current-URL": f"http://host/hr/telegram/chats/{chat}/messages/"}
    assert 'aria-current="page"' in visitor.ask("GET", "/hr/telegram/chats/", headers=beside).text


@pytest.mark.parametrize(
    ("said", "prefix"), [("", ""), ("/", ""), ("hr", "/hr"), ("/hr/", "/hr"), ("/a/b", "/a/b"), (" /hr ", "/hr")]
)
def test_a_prefix_is_understood_with_and_without_slashes(said: str, prefix: str) -> None:
    assert prefix_in(said) == prefix


@pytest.mark.parametrize(
    ("path", "rest"),
    [("/hr/x", "/x"), ("/x", "/x"), ("/hr", "/"), ("/hr/", "/"), ("/hrx", "/hrx"), ("/hr/hr/", "/hr/"), ("", "/")],
)
def test_the_prefix_is_taken_off_where_it_is(path: str, rest: str) -> None:
    told: list[object] = []

    def application(environ: dict[str, Any], start_response: object) -> list[bytes]:
        told.extend((environ["SCRIPT_NAME"], environ["PATH_INFO"]))
        return []

    async def awaited(scope: dict[str, Any], receive: object, send: object) -> None:
        told.extend((scope["root_path"], scope["path"]))

    prefixed_wsgi(application, HR)({"PATH_INFO": path}, print)
    asyncio.run(prefixed_asgi(awaited, HR)({"type": "http", "path": path}, None, None))  # type: ignore[arg-type]
    assert told == [HR, rest, HR, HR + rest]
    assert prefixed_wsgi(application, "") is application
