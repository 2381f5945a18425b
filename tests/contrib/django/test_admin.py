"""The accounts in the admin: to look at, and to be found by the name of the user or of the person in Telegram."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tgsdk.contrib.django.accounts import open_account

from .conftest import CODE, PHONE

ACCOUNTS = "/admin/tgsdk/telegramaccount/"


@pytest.fixture
def boss(user: User) -> Client:
    with open_account(user) as account:
        account.login.send_code(PHONE)
        account.login.sign_in(CODE)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.create_superuser("boss"))
    return client


@pytest.mark.parametrize(("text", "is_found"), [("olg", True), ("anna", True), ("Petrova", True), ("boris", False)])
def test_an_account_is_found_by_its_user_and_by_its_person(boss: Client, text: str, is_found: bool) -> None:
    assert ("anna_hr" in boss.get(ACCOUNTS, {"q": text}).content.decode()) is is_found


def test_the_app_speaks_russian_and_english(boss: Client) -> None:
    assert "Telegram accounts" in boss.get(ACCOUNTS).content.decode()
    russian = boss.get(ACCOUNTS, headers={"Accept-Language": "ru"}).content.decode()
    assert "аккаунты Telegram" in russian
    assert "пользователь" in russian.lower()
