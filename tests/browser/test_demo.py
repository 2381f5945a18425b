"""``make demo``, as a newcomer meets it: one command, one login, one button, Ctrl-C."""

import contextlib
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.processes import free_port, run, started

FOLDERS = Path(tempfile.gettempdir())


class Demo:
    def __init__(self, url: str, process: subprocess.Popen[str]) -> None:
        self.url, self.process = url, process
        assert process.stdout is not None
        self.greeting = process.stdout.readline()

    def interrupt(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        output, errors = self.process.communicate(timeout=10)
        assert errors == ""
        return self.process.returncode, output


@contextlib.contextmanager
def _started_demo() -> Iterator[Demo]:
    port = free_port()
    command = [sys.executable, "-m", "demo", "--port", str(port)]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        yield Demo(f"http://127.0.0.1:{port}", process)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with _started_demo() as demo:
        yield demo


@pytest.fixture
def ending_demo() -> Iterator[Demo]:
    """A demo of the test's own, to be ended by it."""
    with _started_demo() as demo:
        yield demo


def sign_in(page: Page) -> None:
    page.goto("/")
    page.locator("input[name=username]").fill("demo")
    page.locator("input[name=password]").fill("demo")
    page.locator("input[name=password]").press("Enter")


def test_one_button_plays_the_phone(demo: Demo, open_context: Callable[..., BrowserContext]) -> None:
    assert re.search(rf"{demo.url}/ .*demo / demo", demo.greeting)
    page = open_context(base_url=demo.url).new_page()
    sign_in(page)
    page.locator("#qr-status svg.qr-code").wait_for()
    card = page.locator(".demo-card")
    expect(card).to_contain_text("Демо: телефона здесь нет")
    card.locator("button").click()
    expect(card.locator("#demo-outcome")).to_have_text("Мария: код отсканирован.")
    expect(page.locator("#user-info")).to_contain_text("Мария Соколова")
    page.locator("#user-info summary").click()
    page.locator("#user-info button").click()
    page.locator("#qr-status svg.qr-code").wait_for()
    page.locator("a[href$='way=phone']").click()
    expect(card.locator("select")).to_be_hidden()
    expect(card).to_contain_text("номер +9996621002, код 22222, облачный пароль Sju sjösjuka sjömän!")
    page.locator("#id_phone").fill("+99966 2 1002")
    page.keyboard.press("Enter")
    expect(page.locator("#id_code")).to_be_visible()
    expect(card).to_contain_text("код 22222")
    page.locator(".ways form button").click()
    page.locator("#qr-status svg.qr-code").wait_for()
    card.locator("select").select_option(index=4)
    card.locator("button").click()
    expect(page.locator("input[name=password]")).to_be_visible()


def test_ctrl_c_ends_it_and_leaves_nothing(ending_demo: Demo) -> None:
    before = set(FOLDERS.glob("hrhelper-demo-*"))
    assert before
    children = psutil.Process(ending_demo.process.pid).children(recursive=True)
    status, output = ending_demo.interrupt()
    assert status == 0
    assert "ended" in output
    assert not any(child.is_running() for child in children)
    assert len(before - set(FOLDERS.glob("hrhelper-demo-*"))) == 1


def test_a_port_that_is_taken_is_said_in_one_line(demo: Demo) -> None:
    port = demo.url.rpartition(":")[2]
    command = [sys.executable, "-m", "demo", "--port", port]
    second = run(command)
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"Port {port} cannot be used" in second.stderr
