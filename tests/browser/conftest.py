"""A real headless Chromium, the site in a process of its own, and the local Telegram behind it."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    StorageState,
    expect,
    sync_playwright,
)

from tests.browser.chromium import MISSING, find_chromium
from tests.processes import first_status, free_port, run, started
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram
from tgsdk.testing.accounts import Account

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
ARGUMENTS += ["--disable-smooth-scrolling"]  # for a wheel to have turned when it was turned
# What nobody sees in a window without a head costs a third of what opening a page takes: the page that the address bar
# has for itself, and a process in reserve. Of two such lists the last one holds, so that Playwright's own are here too.
NEEDLESS = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess"]
NEEDLESS += ["AutofillServerCommunication", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"]
NEEDLESS += ["HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"]
NEEDLESS += ["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"]
NEEDLESS += ["NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"]
ARGUMENTS += [f"--disable-features={','.join(NEEDLESS)}"]
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}
RECRUITERS = 80
NO_LIMITS = {name: [[1000, 600]] for name in ("send_code", "sign_in", "check_password", "resolve", "new_conversation")}

expect.set_options(timeout=10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """``recruiters`` are the session cookies of people who are signed in, one for each who is needed.

    To sign in by the form costs a second of hashing, by design: that is for the tests of the form.
    """

    url: str
    telegram: LocalTelegram
    recruiters: Iterator[str]
    environment: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """HR Helper under gunicorn with threads, on a local Telegram that lives in the test's own process."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@contextlib.contextmanager
def running_site(folder: Path, **settings: str) -> Iterator[Site]:
    """Run a site of its own, with these variables besides: of another engine, for one."""
    with LocalTelegram() as telegram:
        # The demo's few people log in again and again.
        limits = json.dumps(NO_LIMITS)
        environment = site_environment(folder, telegram, TELEGRAM_LIMITS=limits, **settings)
        recruiters = iter(prepare_site(environment))
        with served(environment) as (url, _):
            yield Site(url=url, telegram=telegram, recruiters=recruiters, environment=environment)


@contextlib.contextmanager
def served(environment: dict[str, str], *options: str) -> Iterator[tuple[str, int]]:
    """Serve the site with gunicorn; gives its address and the id of its process."""
    port = free_port()
    server = [sys.executable, "-m", "gunicorn", "hrhelper.wsgi", f"--bind=127.0.0.1:{port}", "--threads=8"]
    with started([*server, "--log-level=warning", *options], env=environment) as process:
        assert first_status(f"http://127.0.0.1:{port}/accounts/login/", process=process) == 200
        yield f"http://127.0.0.1:{port}", process.pid


PREPARE = f"""
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.http import HttpRequest

call_command("migrate", verbosity=0)

for number in range({RECRUITERS}):
    request = HttpRequest()
    request.session = SessionStore()
    user = User.objects.create(username=f"recruiter{{number}}")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    print(request.session.session_key)
"""


def prepare_site(environment: dict[str, str]) -> list[str]:
    """Make the database of a site, and the session cookies of its recruiters."""
    ended = run([sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE], env=environment)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Not for the whole session: as long as it lives, Playwright keeps a loop running in the main thread."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def telegram(site: Site) -> Iterator[LocalTelegram]:
    keep_on_the_first_page(site.telegram)
    yield site.telegram
    site.telegram.token_lifetime = 30
    site.telegram.send_codes_by("app", "sms", "call")


def keep_on_the_first_page(telegram: LocalTelegram) -> None:
    """The chat that many tests click must not sink below those that others have begun."""
    maria = someone(telegram, "Мария").user_id
    anna = telegram.find_chat(maria, "Анна Смирнова")
    if anna not in telegram.chats(maria, 0)[:40]:
        telegram.write(maria, anna, "Я ещё здесь")


@pytest.fixture
def new_chat(telegram: LocalTelegram) -> Callable[[str], int]:
    """Makes a private chat of Maria's with somebody of this name, and a number, on top of her list."""
    maria = someone(telegram, "Мария").user_id
    return lambda name: telegram.add_chat(maria, f"{name}{len(telegram.chats(maria))}", "private")


@pytest.fixture
def candidate(new_chat: Callable[[str], int]) -> int:
    return new_chat("Кандидат Номер")


@pytest.fixture
def other(candidate: int, new_chat: Callable[[str], int]) -> int:
    """Another such chat, above the candidate's."""
    return new_chat("Другой Кандидат")


OFFER = b"%PDF-1.4 the offer, with all that belongs to it"


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    """A file to be sent."""
    path = tmp_path / "Оффер для Анны.pdf"
    path.write_bytes(OFFER)
    return path


PDF_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://")  # Chromium's own

# Not all of them are written to the console by themselves.
VIOLATIONS = """addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI, sample}) =>
    console.error(`Policy violated: ${violatedDirective} by ${blockedURI} ${sample}`))"""


class Complaints(list[str]):
    """What the browser's console complained of: script errors, policy violations, missing files; and what it asked
    another site for.
    """

    def note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.append(message.text)

    def note_stray(self, request: Request, base_url: str) -> None:
        if not request.url.removeprefix("blob:").startswith((f"{base_url}/", *PDF_VIEWER)):
            self.append(f"{request.url} was asked for")

    def beyond_failed_requests(self) -> list[str]:
        """Without the lines that a browser and htmx write for each answer of 4xx or 5xx, and for each missing one; and
        where two answers that were under way at once both say that a message is gone."""
        expected = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
        return [text for text in self if not text.startswith((*expected, "htmx:oobErrorNoTarget, #message-"))]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Empty at the end of each test, but for requests that were meant to fail."""
    complaints = Complaints()
    yield complaints
    assert sorted(set(complaints.beyond_failed_requests())) == []


@pytest.fixture
def open_context(browser: Browser, site: Site, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """Makes windows of different people, sizes, languages and colours."""
    with contextlib.ExitStack() as stack:

        def open_context(**options: object) -> BrowserContext:
            settings = {"viewport": WIDE, "locale": "ru-RU", "base_url": site.url} | options
            context = browser.new_context(**settings)  # type: ignore[arg-type]
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            context.add_init_script(VIOLATIONS)
            context.on("request", lambda request: complaints.note_stray(request, str(settings["base_url"])))
            context.on("console", complaints.note)
            context.on("weberror", lambda error: complaints.append(str(error.error)))
            return context

        yield open_context


@pytest.fixture
def sign_in(site: Site) -> Callable[[BrowserContext], Page]:
    """Makes a new recruiter of whoever sits at this browser, and gives their page."""

    def sign_in(context: BrowserContext) -> Page:
        sign_in_to(context, site)
        page = context.new_page()
        page.goto("/telegram/")
        return page

    return sign_in


def sign_in_to(context: BrowserContext, site: Site) -> None:
    context.add_cookies([{"name": "sessionid", "value": next(site.recruiters), "url": site.url}])


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext], Page]) -> Page:
    """A recruiter at the Telegram page, at a desk."""
    return sign_in(open_context())


Connected = Callable[[str], StorageState]


@pytest.fixture(scope="module")
def connected(browser: Browser, site: Site) -> Connected:
    """The browser of a recruiter who is signed in and connected to the Telegram of whoever has this first name."""
    states: dict[str, StorageState] = {}

    def connected(first_name: str) -> StorageState:
        if first_name not in states:
            with browser.new_context(base_url=site.url, extra_http_headers={"Accept": "application/json"}) as context:
                sign_in_to(context, site)
                connect(context, someone(site.telegram, first_name))
                states[first_name] = context.storage_state()
        return states[first_name]

    return connected


def connect(context: BrowserContext, account: Account) -> None:
    """Connect whoever sits at this browser to their Telegram, as a program does: by phone and code."""
    context.request.get("/telegram/", headers={"Accept": "text/html"})  # for its CSRF token
    post_to(context, "/telegram/auth/phone/", phone=f"+{account.phone}")
    post_to(context, "/telegram/auth/verify/", code=account.code)
    if account.password:
        post_to(context, "/telegram/auth/verify/", password=account.password)


def someone(telegram: LocalTelegram, first_name: str) -> Account:
    return next(account for account in telegram.accounts if account.first_name == first_name)


def post_to(context: BrowserContext, address: str, **fields: str) -> None:
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    answer = context.request.post(address, form={**fields}, headers={"X-CSRFToken": token}, max_retries=2)
    assert answer.ok, f"{address} said {answer.status}: {answer.text()[:300]}"


OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(open_context: Callable[..., BrowserContext], connected: Connected) -> OpenDesk:
    """A new window of a connected recruiter, at this address.

    With ``has_clock`` its time goes on by ``page.clock.run_for`` too, so that no test waits for a poll.
    """

    def open_desk(
        address: str = "/telegram/chats/", first_name: str = "Мария", *, has_clock: bool = False, **options: object
    ) -> Page:
        context = open_context(storage_state=connected(first_name), **options)
        if has_clock:
            context.clock.install()
        page = context.new_page()
        page.goto(address)
        return page

    return open_desk
