"""manage.py telegram_login as the app has it, without the words of a site."""

import getpass
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tgsdk import CodeType, MemoryBackend
from tgsdk.contrib.django.management.commands.telegram_login import Command
from tgsdk.contrib.django.stored import shown_qr_url

from .conftest import ANNA, CODE, PHONE, row


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What the operator types, line by line."""

    def answer_with(*lines: str) -> None:
        left = iter(lines)
        monkeypatch.setattr("builtins.input", lambda _: next(left))
        monkeypatch.setattr(getpass, "getpass", lambda _: next(left))

    return answer_with


def log_in(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with override("en"):
        call_command(Command(), *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_code_is_asked_for_until_it_fits(user: User, typed: Callable[..., None]) -> None:
    typed("11111", CODE)
    out, err = log_in("olga", "--phone", "+7 (900) 123-45-67")
    assert f"The code was sent to {PHONE} (app)." in out
    assert err.strip() == "The code is wrong (PHONE_CODE_INVALID)"
    assert "Telegram is connected: Anna Petrova." in out
    assert row(user).state == "logged_in"


def test_a_code_is_not_sent_again_before_its_time(user: User, typed: Callable[..., None]) -> None:
    typed("", CODE)
    _, err = log_in("olga", "--phone", PHONE)
    assert err.startswith("Too many attempts. Try again in ")


def test_a_code_is_sent_again_in_the_next_way(user: User, backend: MemoryBackend, typed: Callable[..., None]) -> None:
    backend.send_codes_by(CodeType.APP, CodeType.SMS, timeout=0)
    typed("", CODE)
    out, _ = log_in("olga", "--phone", PHONE)
    assert f"The code was sent to {PHONE} (sms)." in out


def test_the_scan_of_the_drawn_code_connects(
    user: User, backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(_: Any) -> None:
        backend.scan(shown_qr_url(user) or "", ANNA)

    monkeypatch.setattr(time, "sleep", look)
    out, _ = log_in("olga")
    assert "█" in out
    assert "Telegram is connected: Anna Petrova." in out


def test_an_unknown_user_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="There is no user nobody"):
        log_in("nobody")
