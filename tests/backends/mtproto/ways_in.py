"""Every way in: by what, to which data centre, with a password or not, and what happens between any two steps."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

from tgsdk import Session, Telegram
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import Account

from .conftest import find
from .saying import said

STEP = """
import json, sys
from tests.backends.mtproto.saying import said
from tgsdk import Session, Telegram, load_backend

told = json.load(sys.stdin)
backend = load_backend("tgsdk.backends.pyrogram.PyrogramBackend", told["options"])
telegram = Telegram(backend, Session.from_string(told["session"]))
answer = getattr(telegram, told["step"])(*told["arguments"])
json.dump({"said": said(answer), "session": telegram.session.to_string()}, sys.stdout)
"""

Step = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """One cell of the table."""

    way: str
    dc_id: int
    has_password: bool
    between: str

    def __str__(self) -> str:
        password = "with a password" if self.has_password else "without one"
        return f"{self.way}, data centre {self.dc_id}, {password}, {self.between} between the steps"


@dataclass(slots=True)
class OneObject:
    """The whole login with one Telegram object."""

    telegram: LocalTelegram
    client: Telegram = field(init=False)

    def __post_init__(self) -> None:
        self.client = Telegram(PyrogramBackend(**self.telegram.options))

    def __call__(self, step: str, *arguments: str) -> str:
        return said(getattr(self.client, step)(*arguments))


@dataclass(slots=True)
class Reloading:
    """Each step with an object of its own, as in a site that is reloaded: the session is a string in between."""

    telegram: LocalTelegram
    session: str = field(default=Session().to_string(), repr=False)

    def __call__(self, step: str, *arguments: str) -> str:
        client = Telegram(PyrogramBackend(**self.telegram.options), Session.from_string(self.session))
        try:
            return said(getattr(client, step)(*arguments))
        finally:
            self.session = client.session.to_string()


@dataclass(slots=True)
class InProcesses:
    """Each step in an interpreter of its own."""

    telegram: LocalTelegram
    session: str = field(default=Session().to_string(), repr=False)

    def __call__(self, step: str, *arguments: str) -> str:
        told = {"step": step, "arguments": arguments, "session": self.session, "options": self.telegram.options}
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", STEP],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(ended.stderr)
        answer: dict[str, str] = json.loads(ended.stdout)
        self.session = answer["session"]
        return answer["said"]


BETWEEN: dict[str, Callable[[LocalTelegram], Step]] = {
    "nothing": OneObject,
    "a reload": Reloading,
    "a new process": InProcesses,
}
CELLS = [
    WayIn(way=way, dc_id=dc_id, has_password=has_password, between=between)
    for way, dc_id, has_password, between in product(("QR", "phone"), (1, 2), (False, True), BETWEEN)
]


def walk(cell: WayIn, telegram: LocalTelegram) -> tuple[list[str], Account]:
    """Go this way in to its end: what each step after the first said, the user's id last, and whose account it was."""
    step = BETWEEN[cell.between](telegram)
    account = find(telegram, dc_id=cell.dc_id, has_password=cell.has_password)
    steps = _by_qr(step, account, telegram) if cell.way == "QR" else _by_phone(step, account)
    heard = list(steps)
    if cell.has_password:
        heard.append(step("check_password", account.password or ""))
    return [*heard, step("me")], account


def expected(cell: WayIn, account: Account) -> list[str]:
    return [*(["awaiting_password"] if cell.has_password else []), "logged_in", str(account.user_id)]


def _by_qr(step: Step, account: Account, telegram: LocalTelegram) -> Iterator[str]:
    url = step("start_qr_login")
    with Phone(telegram.options, account.phone, account.password) as phone:
        phone.scan(url)
        yield step("check_qr_login")


def _by_phone(step: Step, account: Account) -> Iterator[str]:
    step("send_code", account.phone)
    yield step("sign_in", account.code)
