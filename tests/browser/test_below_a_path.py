"""A site below a path of its host, whose files were collected: nothing leads out of it, and a slow line carries it."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.processes import first_status, free_port, run, started
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram

from .conftest import post_to, someone

pytestmark = pytest.mark.timeout(300)  # all of the site's files are packed first
HR = "/hr"
SLOW = {"offline": False, "latency": 50, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
TWO_SECONDS = 2 * 60_000  # bytes at 60 kB/s
PREPARE = """
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.http import HttpRequest
from web.models import AuditEvent

call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
request = HttpRequest()
request.session = SessionStore()
user = User.objects.create_superuser("olga.konstantinopolskaya@example.com", password="secret")
login(request, user, backend="django.contrib.auth.backends.ModelBackend")
request.session.save()
whose = {"user_id": user.pk, "username": user.username, "telegram_user_id": 7123456789}
whose["address"] = "2001:db8:85a3::7334"
for kind, operation, subject, reason in (
    ("opened", "messages", "-1001234567890", ""),
    ("opened", "message_file", "5000000001/1234567", ""),
    ("failed", "check_password", "", "PASSWORD_HASH_INVALID"),
    ("limited", "send_code", "", "FLOOD_PREMIUM_WAIT"),
    ("sent", "send_message", "7123456789/77", ""),
):
    AuditEvent.objects.create(kind=kind, operation=operation, subject=subject, reason=reason, **whose)
print(request.session.session_key)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A site at ``url``, and the cookie of somebody who is signed in and connected there."""

    url: str
    session: str
    telegram: LocalTelegram


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Below]:
    with LocalTelegram() as telegram:
        folder = tmp_path_factory.mktemp("below")
        environment = site_environment(folder, telegram, DJANGO_SCRIPT_NAME=HR)
        ended = run([sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE], env=environment, timeout=110)
        assert ended.returncode == 0, ended.stderr
        port = free_port()
        server = [sys.executable, "-m", "gunicorn", "hrhelper.wsgi", f"--bind=127.0.0.1:{port}", "--threads=8"]
        with started([*server, "--log-level=warning"], env=environment) as process:
            url = f"http://127.0.0.1:{port}{HR}"
            assert first_status(f"{url}/accounts/login/", process=process) == 200
            yield Below(url=url, session=ended.stdout.split()[-1], telegram=telegram)


OpenSite = Callable[..., Page]


@pytest.fixture
def open_site(open_context: Callable[..., BrowserContext], below: Below) -> OpenSite:
    """A window of somebody who is signed in, and connected."""

    def open_site(path: str = "", **options: object) -> Page:
        context = open_context(base_url=below.url, **options)
        context.add_cookies([{"name": "sessionid", "value": below.session, "url": f"{below.url}/"}])
        connect(context, below)
        page = context.new_page()
        if path:
            page.goto(below.url + path)
        return page

    return open_site


def connect(context: BrowserContext, below: Below) -> None:
    said = context.request.get(f"{below.url}/telegram/session/status/", headers={"Accept": "application/json"})
    if said.json()["active"]:
        return
    account = someone(below.telegram, "Мария")
    context.request.get(f"{below.url}/telegram/", headers={"Accept": "text/html"})  # for its CSRF token
    post_to(context, f"{below.url}/telegram/auth/phone/", phone=f"+{account.phone}")
    post_to(context, f"{below.url}/telegram/auth/verify/", code=account.code)


def test_a_day_below_a_path(open_site: OpenSite, below: Below) -> None:
    page = open_site("/", viewport={"width": 1280, "height": 900})  # open_context complains of requests that lead out
    page.goto(f"{below.url}/telegram/chats/")
    page.locator("#chats .chat-link:not(#folder-link)").first.click()
    expect(page.locator("#messages .message").first).to_be_visible()
    assert page.url.startswith(f"{below.url}/telegram/chats/")
    page.locator("#folder-link").click()
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?folder=archive")
    page.locator(".menu-opener").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.startswith(f"{below.url}/")
    assert {cookie["path"] for cookie in page.context.cookies()} == {f"{HR}/"}
    assert {"timezone", "django_language"} <= {cookie["name"] for cookie in page.context.cookies()}


RECEIVED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(({ name, transferSize, responseEnd }) => [name, transferSize, responseEnd])"""
SHOWN_AT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came over the line: until there was something to read, for acting, and for pictures."""

    to_read: int
    later: int
    pictures: int
    shown_at: float  # milliseconds

    @classmethod
    def by(cls, page: Page) -> Self:
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        shown_at = page.evaluate(SHOWN_AT)
        entries = page.evaluate(RECEIVED)
        pictures = sum(size for name, size, _ in entries if "/pictures/" in name)
        to_read = sum(size for name, size, end in entries if "/pictures/" not in name and end <= shown_at)
        later = sum(size for _, size, _ in entries) - pictures - to_read
        return cls(to_read, later, pictures, shown_at)


def slow_down(page: Page) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", SLOW)


def test_a_cold_chat_comes_in_two_seconds_over_a_slow_line(open_site: OpenSite) -> None:
    link = open_site("/telegram/chats/").locator("#chats .chat-link:not(#folder-link)").nth(5)
    chat = str(link.evaluate("link => link.href"))
    page = open_site()
    slow_down(page)
    page.goto(chat)
    expect(page.locator("#messages .message").first).to_be_visible()
    cold = Received.by(page)
    page.goto(chat)
    warm = Received.by(page)
    print(f"cold: {cold}; warm: {warm}")
    assert cold.to_read < 0.9 * TWO_SECONDS  # the rest of the time is the server's, the latency's and the pictures'
    assert cold.to_read + cold.pictures < 1.15 * TWO_SECONDS
    assert cold.to_read + cold.later < 1.15 * TWO_SECONDS
    assert warm.to_read + warm.later < 0.4 * TWO_SECONDS


def test_what_was_collected_is_the_desk_still(open_site: OpenSite) -> None:
    """Style sheets and scripts are without their comments there, and by other names."""
    page, errors = open_site("/telegram/chats/"), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    page.keyboard.press("Control+k")
    expect(page.locator("#id_q")).to_be_focused()
    expect(page.locator("#desk")).to_have_css("display", "grid")
    page.locator("#chats .chat-link:not(#folder-link)").nth(5).click()
    page.locator("#messages .message .acts").last.click(force=True)
    expect(page.locator("#message-menu")).to_be_visible()
    assert not errors
    assert page.evaluate(RECEIVED.replace("[name", "[name.endsWith('.js')")).count([True, 300, 0]) == 0


@pytest.mark.parametrize("path", ["/admin/web/auditevent/", "/admin/tgsdk/telegramaccount/"])
@pytest.mark.parametrize("locale", ["ru-RU", "en-US"])
def test_the_tables_of_the_admin_fit_a_desk(open_site: OpenSite, path: str, locale: str) -> None:
    page = open_site(path, viewport={"width": 1280, "height": 900}, locale=locale)
    hidden = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    table = page.locator("#result_list").evaluate("table => table.scrollWidth - table.parentElement.clientWidth")
    assert (max(hidden, 0), max(table, 0)) == (0, 0)
