"""Wrong arguments of a desk and of a login are refused as those of Telegram are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tgsdk import MemoryBackend, Upload
from tgsdk.contrib.django.accounts import Desk, Login, open_account, open_to_start_over

from .conftest import CODE, PHONE

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
