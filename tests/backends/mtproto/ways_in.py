"""Every way in: by what, to which data centre, with a password or not, and what happens between any two steps."""

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from multiprocessing.context import ForkServerProcess

from tests.backends.engines import ENGINE, engine_backend
from tgsdk import Session, Telegram
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import Account

from .conftest import find
from .saying import said
from .steps import take_step

# Processes are forked from one that has imported the engine and done nothing: the import takes longer than a step.
INTERPRETERS = multiprocessing.get_context("forkserver")
INTERPRETERS.set_forkserver_preload([f"tgsdk.backends.{ENGINE}.library", "tests.backends.mtproto.steps"])

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
        self.client = Telegram(engine_backend(**self.telegram.options))

    def __call__(self, step: str, *arguments: str) -> str:
        return said(getattr(self.client, step)(*arguments))


@dataclass(slots=True)
class Reloading:
    """Each step with an object of its own, as in a site that is reloaded: the session is a string in between."""

    telegram: LocalTelegram
    session: str = field(default=Session().to_string(), repr=False)

    def __call__(self, step: str, *arguments: str) -> str:
        client = Telegram(engine_backend(**self.telegram.options), Session.from_string(self.session))
        try:
            return said(getattr(client, step)(*arguments))
        finally:
            self.session = client.session.to_string()


@dataclass(slots=True)
class InProcesses:
    """Each step in a process of its own, which knows of the others what the session says."""

    telegram: LocalTelegram
    session: str = field(default=Session().to_string(), repr=False)

    def __call__(self, step: str, *arguments: str) -> str:
        ours, theirs = INTERPRETERS.Pipe()
        told = (theirs, self.telegram.options, self.session, step, arguments)
        with contextlib.closing(ours), _started(INTERPRETERS.Process(target=take_step, args=told)):
            theirs.close()
            if not ours.poll(30):
                raise TimeoutError(f"{step} takes for ever")
            answer, self.session = ours.recv()
        return str(answer)


@contextlib.contextmanager
def _started(process: ForkServerProcess) -> Iterator[None]:
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()
        process.close()


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
