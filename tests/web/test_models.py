"""What an account says of itself, and what the administrator sees of it."""

import pytest
from django.contrib.auth.models import User as Recruiter
from django.core.management import call_command
from django.test import Client

from tgsdk.contrib.django.models import TelegramAccount


@pytest.mark.parametrize(
    ("first", "last", "initials", "full_name"),
    [("anna", "petrova", "AP", "anna petrova"), ("Ян", "", "Я", "Ян"), ("", "", "?", "ID 7")],
)
def test_names(first: str, last: str, initials: str, full_name: str) -> None:
    account = TelegramAccount(first_name=first, last_name=last, telegram_user_id=7)
    assert (account.initials, account.full_name) == (initials, full_name)


def test_the_colour_follows_from_the_id() -> None:
    assert TelegramAccount(telegram_user_id=2**40 + 3).color == (2**40 + 3) % 7


def test_the_administrator_looks_and_sees_no_secret(connected: None) -> None:
    sealed = TelegramAccount.objects.get().encrypted_session
    client = Client()
    client.force_login(Recruiter.objects.create_superuser("root"))
    account = TelegramAccount.objects.get()
    for path in ("", f"{account.pk}/change/"):
        response = client.get(f"/admin/tgsdk/telegramaccount/{path}")
        assert response.status_code == 200
        assert sealed not in response.content.decode()
        assert "anna_hr" in response.content.decode()
    assert client.post(f"/admin/tgsdk/telegramaccount/{account.pk}/change/", {}).status_code == 403
    assert client.get("/admin/tgsdk/telegramaccount/add/").status_code == 403


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
