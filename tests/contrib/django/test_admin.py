"""The accounts in the admin: to look at, and to be found by the name of the user or of the person in Telegram."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.models import TelegramAccount

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


# Whoever may look at accounts reads what is shown of them, and nothing else.

OFFERED = {"state"}  # as filters
LOOKUPS = ("", "__exact", "__startswith", "__contains", "__regex", "__gt", "__in", "__isnull", "__length__gt")
FIELDS = [field.name for field in TelegramAccount._meta.get_fields()]


@pytest.fixture
def looker(boss: Client) -> Client:
    """Staff who may view everything, and change nothing."""
    user = User.objects.create_user("looker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("field", [*FIELDS, "user__password", "user__username", "pictures__location", "pk", "nothing"])
def test_accounts_are_filtered_by_what_is_offered_only(looker: Client, field: str) -> None:
    answers = {looker.get(ACCOUNTS, {f"{field}{lookup}": "1"}).status_code for lookup in LOOKUPS}
    assert (answers == {400}) is (field not in OFFERED)


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_session_is_not_read_through_its_user_either(looker: Client, lookup: str) -> None:
    for query in (f"telegram_account__encrypted_session{lookup}", f"telegram_account__lease_token{lookup}"):
        assert looker.get("/admin/auth/user/", {query: "1"}).status_code == 400


@pytest.mark.parametrize(
    "query", [{"o": "encrypted_session"}, {"_facets": "True"}, {"q": "gAAAA"}, {"q": "x", "o": "5"}]
)
def test_no_list_sorts_counts_or_searches_by_a_session(looker: Client, query: dict[str, str]) -> None:
    number = TelegramAccount.objects.get().pk
    with CaptureQueriesContext(connection) as asked:
        assert looker.get(ACCOUNTS, query).status_code == 200
        assert looker.get(f"{ACCOUNTS}{number}/change/").status_code == 200
    statements = [each["sql"] for each in asked.captured_queries if "telegramaccount" in each["sql"]]
    assert statements
    assert not any("encrypted_session" in statement for statement in statements)
