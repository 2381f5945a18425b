"""A desk that somebody looks at: the requests of one minute and their CPU, while they work, rest, or look elsewhere.

A real Chromium asks a real site, whose Telegram lives in this process. The browser's clock is moved, so that a minute
takes seconds.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.conftest import ARGUMENTS, connect, prepare_site, served, someone
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram

STEP = 500  # milliseconds
STEPS = 60_000 // STEP
MINUTES = 4  # of each kind
LONG = 6  # minutes without a touch
HIDE = """Object.defineProperty(document, "hidden", {value: true, configurable: true});
document.dispatchEvent(new Event("visibilitychange"))"""
IS_ASKING = "() => Boolean(document.querySelector('.htmx-request'))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """Requests of one minute, and the milliseconds of CPU that the site spends on them."""

    requests: float
    cpu: float


@dataclass(slots=True)
class OpenDesk:
    """A page with an open chat, and the process of its site."""

    page: Page
    process_id: int
    requests: int = 0

    def __post_init__(self) -> None:
        self.page.on("request", lambda _: setattr(self, "requests", self.requests + 1))

    def minute(self, touch: Callable[[Page], object] = lambda _: None) -> Minute:
        """Measure a minute in which the recruiter does this every five seconds."""
        requests, cpu = self.requests, _cpu_of(self.process_id)
        self.pass_minutes(MINUTES, touch)
        spent = (_cpu_of(self.process_id) - cpu) * 1e3
        return Minute(requests=(self.requests - requests) / MINUTES, cpu=spent / MINUTES)

    def pass_minutes(self, minutes: int, touch: Callable[[Page], object] = lambda _: None) -> None:
        """Let time pass as fast as the answers come."""
        for step in range(minutes * STEPS):
            if step % 10 == 0:
                touch(self.page)
            self.page.clock.run_for(STEP)
            while self.page.evaluate(IS_ASKING):
                pass


def run() -> bool:
    with open_desk() as desk:
        minutes = {"active": desk.minute(lambda page: page.keyboard.press("Shift"))}
        desk.pass_minutes(LONG)
        minutes["idle"] = desk.minute()
        desk.page.evaluate(HIDE)
        minutes["hidden"] = desk.minute()
    print("\n## A minute of an open chat with its list\n\n| desk | requests | CPU of the site |\n|---|---|---|")
    for name, minute in minutes.items():
        print(f"| {name} | {minute.requests:.1f} | {minute.cpu:.0f} ms |")
    return True


@contextlib.contextmanager
def open_desk() -> Iterator[OpenDesk]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        telegram = stack.enter_context(LocalTelegram())
        environment = site_environment(folder, telegram)
        cookie = prepare_site(environment)[0]
        url, process_id = stack.enter_context(served(environment))
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = stack.enter_context(chromium.launch(executable_path=find_chromium(), args=ARGUMENTS))
        context = browser.new_context(base_url=url, extra_http_headers={"Accept": "application/json"})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        account = someone(telegram, "Мария")
        connect(context, account)
        context.set_extra_http_headers({})
        context.clock.install()
        page = context.new_page()
        page.goto(f"/telegram/chats/{telegram.find_chat(account.user_id, 'Анна Смирнова')}/messages/")
        yield OpenDesk(page, process_id)


def _cpu_of(process_id: int) -> float:
    """Seconds of CPU of a process and its children."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    ticks = 0
    for each in [process_id, *children]:
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
