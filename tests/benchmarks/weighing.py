"""Requests and bytes of each page in a real Chromium: for who comes for the first time, and for who comes again."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.conftest import ARGUMENTS, connect, prepare_site, served, someone
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram


@dataclass(slots=True)
class Weight:
    """What a page took from the network."""

    requests: int = 0
    size: int = 0

    def note(self, event: dict[str, Any]) -> None:
        """Chromium tells how many bytes came over the line: none for what it had kept."""
        if event["encodedDataLength"]:
            self.requests += 1
            self.size += int(event["encodedDataLength"])


def run() -> bool:
    print("\n## Requests and bytes of a page: the first time, and again\n")
    print("| page | requests | bytes | requests again | bytes again |\n|---|---|---|---|---|")
    with _connected_browsers() as (contexts, pages):
        for name, path in pages.items():
            context = contexts.new_context()
            cold, warm = (_weight_of(context, path) for _ in range(2))
            context.close()
            print(f"| {name} | {cold.requests} | {cold.size:,} | {warm.requests} | {warm.size:,} |")
    return True


@dataclass(frozen=True, slots=True)
class Browsers:
    """Windows of a recruiter who is signed in and connected, each with nothing kept yet."""

    browser: Any
    options: dict[str, Any]

    def new_context(self) -> BrowserContext:
        context: BrowserContext = self.browser.new_context(**self.options)
        return context


@contextlib.contextmanager
def _connected_browsers() -> Iterator[tuple[Browsers, dict[str, str]]]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        telegram = stack.enter_context(LocalTelegram())
        environment = site_environment(folder, telegram)
        cookie = prepare_site(environment)[0]
        url, _ = stack.enter_context(served(environment))
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = stack.enter_context(chromium.launch(executable_path=find_chromium(), args=ARGUMENTS))
        context = browser.new_context(base_url=url, extra_http_headers={"Accept": "application/json"})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        account = someone(telegram, "Мария")
        connect(context, account)
        options = {"base_url": url, "storage_state": context.storage_state()}
        chat_id = telegram.find_chat(account.user_id, "Анна Смирнова")
        pages = {
            "the account's card": "/telegram/",
            "the list of chats": "/telegram/chats/",
            "the list with an open chat": f"/telegram/chats/{chat_id}/messages/",
        }
        yield Browsers(browser, options), pages


def _weight_of(context: BrowserContext, path: str) -> Weight:
    """Load a page, with all that it asks for by itself until it rests."""
    page, weight = context.new_page(), Weight()
    network = context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: weight.note(event))
    network.send("Network.enable")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.close()
    return weight


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
