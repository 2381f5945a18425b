"""A desk that somebody looks at: the requests of one minute and their CPU, while they work, rest, or look elsewhere.

A real Chromium asks a real site, whose Telegram lives in this process. The browser's clock is moved, so that a minute
takes seconds.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
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
SETTLING = 20  # milliseconds that htmx takes after an answer
GOAL = 2
ASK = "path => fetch(path, {headers: {'HX-Request': 'true'}}).then(answer => answer.status)"
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
        self.page.clock.pause_at(datetime.fromtimestamp(self.page.evaluate("() => Date.now()") / 1000 + 1, UTC))

    def minute(self, touch: Callable[[Page], object] = lambda _: None) -> Minute:
        """Measure a minute in which the recruiter does this every five seconds."""
        self.requests, cpu = 0, _cpu_of(self.process_id)
        self.pass_minutes(MINUTES, touch)
        spent = (_cpu_of(self.process_id) - cpu) * 1e3
        return Minute(requests=self.requests / MINUTES, cpu=spent / MINUTES)

    def former_minute(self, *, chat: float, chats: float) -> Minute:
        """Measure a minute of two polls: so many requests for the open chat alone, and so many for the list alone."""
        cpu = _cpu_of(self.process_id)
        for path, times in ((self._address("#news"), chat), (self._shown_in_list(), chats)):
            for _ in range(round(times * MINUTES)):
                assert self.page.evaluate(ASK, path) == 204
        return Minute(requests=chat + chats, cpu=(_cpu_of(self.process_id) - cpu) * 1e3 / MINUTES)

    def pass_minutes(self, minutes: int, touch: Callable[[Page], object] = lambda _: None) -> None:
        """Let time pass as fast as the answers come."""
        for step in range(minutes * STEPS):
            if step % 10 == 0:
                touch(self.page)
            self.page.clock.run_for(STEP)
            while self.page.evaluate(IS_ASKING):
                self.page.clock.run_for(SETTLING)

    def _address(self, poll: str) -> str:
        return self.page.locator(poll).get_attribute("hx-get") or ""

    def _shown_in_list(self) -> str:
        state, unread = (self.page.locator(name).input_value() for name in ("#chats-state", "#unread-listed"))
        return f"{self._address('#chats-poll')}&state={state}&unread_listed={unread}"


def run() -> bool:
    with open_desk() as desk:
        desk.pass_minutes(1)  # in which the pictures come
        minutes = {"active": desk.minute(lambda page: page.keyboard.press("Shift"))}
        former = {"active": desk.former_minute(chat=20, chats=6)}
        desk.pass_minutes(LONG)
        minutes["idle"], former["idle"] = desk.minute(), desk.former_minute(chat=2.25, chats=0.5)
        desk.page.evaluate(HIDE)
        minutes["hidden"], former["hidden"] = desk.minute(), desk.former_minute(chat=0, chats=0)
    show(minutes, former)
    ratio = minutes["active"].cpu / former["active"].cpu
    print(
        f"\nGoal: news in 5 s at most {GOAL} x those of two polls: {ratio:.2f}, {'met' if ratio <= GOAL else 'MISSED'}"
    )
    return ratio <= GOAL


def show(minutes: Mapping[str, Minute], former: Mapping[str, Minute]) -> None:
    print("\n## A minute of an open chat with its list: requests, and CPU of the site\n")
    print("| desk | one request for both | two polls, as before |\n|---|---|---|")
    for name, minute in minutes.items():
        cells = [f"{each.requests:.1f}, {each.cpu:.0f} ms" for each in (minute, former[name])]
        print(f"| {name} | {cells[0]} | {cells[1]} |")


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
