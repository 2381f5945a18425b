"""Wrong arguments of a desk and of a login are refused as those of Telegram are."""

import inspect
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.processes import ROOT
from tgsdk import Chat, ChatKind, MemoryBackend, Telegram, Upload
from tgsdk.contrib.django.accounts import Desk, Login, open_account, open_to_start_over

from .conftest import ANNA, CODE, PHONE

WRONG: dict[str, Callable[[Desk, Any], object]] = {
    "chat_id": lambda desk, given: desk.send_message(given, "text", None),
    "to_chat_id": lambda desk, given: desk.forward_messages(5, [1], given, None),
}


@pytest.fixture
def connected(user: User, backend: MemoryBackend) -> User:
    with open_to_start_over(user) as account:
        account.login.send_code(PHONE)
    with open_account(user) as account:
        account.login.sign_in(CODE)
    return user


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("given", ["5", None, 5.5])
def test_a_chat_is_named_by_its_number(connected: User, name: str, given: Any) -> None:
    with open_account(connected) as account, pytest.raises(TypeError, match=f"^{name} is a number"):
        WRONG[name](account.desk, given)


@pytest.mark.parametrize("given", ["5", None, 5.5])
def test_a_beginning_is_of_a_chat(connected: User, given: Any) -> None:
    with open_account(connected) as account, pytest.raises(TypeError, match=r"^chat_id is a number"):
        account.desk.beginning(given)


SECRETS: dict[str, Callable[[Login, Any], object]] = {
    "phone": lambda login, given: login.send_code(given),
    "code": lambda login, given: login.sign_in(given),
    "password": lambda login, given: login.check_password(given),
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("given", [11111, None, b"11111"])
def test_what_is_entered_is_a_text(user: User, backend: MemoryBackend, name: str, given: Any) -> None:
    with open_to_start_over(user) as account, pytest.raises(TypeError, match=f"^{name} is a text, not a") as refusal:
        SECRETS[name](account.login, given)
    assert "11111" not in str(refusal.value)


def test_no_files_are_not_sent(connected: User) -> None:
    uploads: list[Upload] = []
    with open_account(connected) as account, pytest.raises(ValueError, match=r"^files are 2 to 10"):
        account.desk.send_files(5, uploads, "", None)


OF_ONE_MESSAGE = {"delete_scheduled": "message_id", "send_scheduled_now": "message_id", "edit_scheduled": "at"}
SHARED = [
    name
    for name, method in inspect.getmembers(Desk, inspect.isfunction)
    if not name.startswith("_") and hasattr(Telegram, name) and name != "together"
]


def parameters(method: Callable[..., object]) -> dict[str, inspect.Parameter]:
    return dict(list(inspect.signature(method).parameters.items())[1:])


@pytest.mark.parametrize("name", SHARED)
def test_a_call_of_telegram_is_one_of_the_desk(name: str) -> None:
    """With what both take, in the same places and with the same defaults; nothing else is wanted."""
    here, there = parameters(getattr(Desk, name)), parameters(getattr(Telegram, name))
    both = [each for each in there if each in here]
    assert [here[each].default for each in both] == [there[each].default for each in both]
    assert {each for each in here.keys() - there.keys() if here[each].default is inspect.Parameter.empty} <= {
        OF_ONE_MESSAGE.get(name)
    }
    in_place = [each for each, taken in there.items() if taken.kind is taken.POSITIONAL_OR_KEYWORD and each in here]
    assert list(here)[: len(in_place)] == in_place
    assert all(here[each].kind is here[each].POSITIONAL_OR_KEYWORD for each in in_place)


def test_the_lines_of_the_readme_read_and_write_at_the_desk(connected: User, backend: MemoryBackend) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (code,) = [block for block in blocks if "account.desk" in block]
    backend.put_chat(ANNA.id, Chat(id=5_000_000_001, kind=ChatKind.PRIVATE, title="Boris"))
    exec(code, {"request": SimpleNamespace(user=connected)})
    with open_account(connected) as account:
        assert [message.text for message in account.desk.messages(5_000_000_001).items] == ["See you at 3"]
