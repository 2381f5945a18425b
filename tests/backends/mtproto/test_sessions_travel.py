"""An account goes from each engine to each other: logged in, or with the login under way.

Kurigram has the import name of Pyrogram, and lives in a virtual environment of its own: it takes its steps there.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from tests.backends.travelling import LIMIT, Traveller, in_a_process, in_this_process
from tests.processes import ROOT
from tgsdk import Session
from tgsdk.backends.mtproto.installation import is_installed
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import Account
from tgsdk.testing.contract.on_the_local_telegram import Candidates

from .conftest import find

HERE = "kurigram" if is_installed("Kurigram") else "pyrogram"
KURIGRAM = ROOT / ".venv-kurigram" / "bin" / "python"
ENGINES = ("pyrogram", "kurigram", "telethon")
PAIRS = list(product(ENGINES, repeat=2))


class Travellers:
    """What takes steps with each engine that is to be had here."""

    def __init__(self, by_engine: Mapping[str, Traveller]) -> None:
        self._by_engine = by_engine

    def of(self, engine: str) -> Traveller:
        if engine not in self._by_engine:
            pytest.skip(f"{engine} is in another virtual environment, which is not there (make test-kurigram)")
        return self._by_engine[engine]


@pytest.fixture(scope="module")
def travellers() -> Iterator[Travellers]:
    """The process that has Kurigram begins before anybody counts what is open, and ends with the module."""
    by_engine = {HERE: in_this_process("pyrogram"), "telethon": in_this_process("telethon")}
    with contextlib.ExitStack() as stack:
        if HERE != "kurigram" and KURIGRAM.exists():
            by_engine["kurigram"] = stack.enter_context(in_a_process(KURIGRAM, "pyrogram"))
        yield Travellers(by_engine)


def log_in(server: LocalTelegram, account: Account, travellers: Travellers, first: str, second: str) -> str:
    """Begin with the first engine, and finish with the second; one who has a password gives it to the first again."""
    session = Session().to_string()
    url, session = travellers.of(first)(server.options, session, "start_qr_login")
    with Phone(server.options, account.phone, account.password) as phone:
        phone.scan(url)
    state, session = travellers.of(second)(server.options, session, "check_qr_login")
    if account.password:
        assert state == "awaiting_password"
        assert travellers.of(first)(server.options, session, "hint")[0] == account.hint
        state, session = travellers.of(first)(server.options, session, "check_password", account.password)
    assert state == "logged_in"
    return session


def assert_desk_is_the_same(server: LocalTelegram, account: Account, take: Traveller, session: str) -> None:
    chat_id, message_id, content = Candidates(server, account.user_id).a_file()
    text = f"Good morning, {session[-8:]}"
    said: dict[str, Any]
    said, _ = take(server.options, session, "use", chat_id, message_id, text)
    assert said["me"] == account.user_id
    assert set(said["chats"]) <= set(server.chats(account.user_id))
    assert len(said["chats"]) == LIMIT
    assert said["messages"] == list(server.message_ids(account.user_id, chat_id)[1 : LIMIT + 1])
    assert said["file"] == hashlib.sha256(content).hexdigest()
    assert said["sent"] == text


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_finished_login_goes_on_under_another_engine(
    first: str, second: str, server: LocalTelegram, travellers: Travellers
) -> None:
    account = find(server, dc_id=1, has_password=False)
    session = log_in(server, account, travellers, first, first)
    assert_desk_is_the_same(server, account, travellers.of(second), session)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_login_under_way_is_finished_under_another_engine(
    first: str, second: str, server: LocalTelegram, travellers: Travellers
) -> None:
    """By QR code, on another data centre, with a password that the first engine gives again."""
    account = find(server, dc_id=2, has_password=True)
    session = log_in(server, account, travellers, first, second)
    assert travellers.of(second)(server.options, session, "check_qr_login")[0] == "logged_in"


@pytest.mark.parametrize(("first", "second"), PAIRS[1::2])
def test_a_code_that_one_engine_had_sent_is_entered_under_another(
    first: str, second: str, server: LocalTelegram, travellers: Travellers
) -> None:
    account = find(server, dc_id=1, has_password=False)
    _, session = travellers.of(first)(server.options, Session().to_string(), "send_code", account.phone)
    state, _ = travellers.of(second)(server.options, session, "sign_in", account.code)
    assert state == "logged_in"
