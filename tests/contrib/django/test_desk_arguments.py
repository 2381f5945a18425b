"""Wrong arguments of a desk are refused as those of Telegram are, and cost the account nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tgsdk import MemoryBackend, Upload
from tgsdk.contrib.django.accounts import Desk, open_account, open_to_start_over

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


def test_no_files_are_not_sent(connected: User) -> None:
    uploads: list[Upload] = []
    with open_account(connected) as account, pytest.raises(ValueError, match=r"^files are 2 to 10"):
        account.desk.send_files(5, uploads, "", None)
