"""A user, and a Telegram in memory."""

import pytest
from django.contrib.auth.models import User

from tgsdk import MemoryBackend
from tgsdk import User as Person
from tgsdk.contrib.django import backend as settings_made
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.testing.plugin import local_telegram  # noqa: F401

ANNA = Person(id=7_123_456_789, first_name="Anna", last_name="Petrova", username="anna_hr")
PHONE, CODE = "+79001234567", "01234"


@pytest.fixture
def backend() -> MemoryBackend:
    """A Telegram of the test's own."""
    settings_made.forget_settings(setting="TELEGRAM")
    made = settings_made.backend()
    assert isinstance(made, MemoryBackend)
    made.add(PHONE, ANNA, code=CODE)
    return made


@pytest.fixture
def user(db: None, backend: MemoryBackend) -> User:
    return User.objects.create_user("olga")


def row(user: User) -> TelegramAccount:
    """The account as the database has it now."""
    return TelegramAccount.objects.get(user_id=user.pk)
