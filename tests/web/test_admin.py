"""What the administrator sees, and cannot touch."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.utils import timezone

from tgsdk.contrib.django.models import Attempt, FloodPause, TelegramAccount
from web.models import AuditEvent
from web.words.subjects import subject_in_words

EVENTS, PAUSES = "/admin/web/auditevent/", "/admin/tgsdk/floodpause/"
pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def boss(db: None) -> Client:
    client = Client()
    client.force_login(Recruiter.objects.create_superuser("boss"))
    return client


def test_the_audit_is_shown(boss: Client) -> None:
    html = boss.get(EVENTS).content.decode()
    for shown in ("olga", "подключён", "7123456789", "127.0.0.1"):
        assert shown in html


def test_the_audit_is_searched_by_recruiter(boss: Client) -> None:
    assert "127.0.0.1" in boss.get(EVENTS, {"q": "olg"}).content.decode()
    assert "127.0.0.1" not in boss.get(EVENTS, {"q": "petr"}).content.decode()


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ({"kind__exact": "connected"}, True),
        ({"kind__exact": "failed"}, False),
        ({"at__year": "2001"}, False),
        ({"operation": "sign_in"}, False),
    ],
)
def test_the_audit_is_filtered(boss: Client, query: dict[str, str], is_shown: bool) -> None:
    assert ("127.0.0.1" in boss.get(EVENTS, query).content.decode()) is is_shown


def test_not_even_a_superuser_changes_the_audit(boss: Client) -> None:
    event = AuditEvent.objects.get()
    assert boss.get(f"{EVENTS}{event.pk}/change/").status_code == 200
    for path in ("add/", f"{event.pk}/change/", f"{event.pk}/delete/"):
        assert boss.post(f"{EVENTS}{path}", {"username": "boris", "post": "yes"}).status_code == 403
    boss.post(EVENTS, {"action": "delete_selected", "_selected_action": event.pk, "post": "yes"})
    assert "delete_selected" not in boss.get(EVENTS).content.decode()
    assert AuditEvent.objects.get().username == "olga"


def test_the_audit_is_for_those_who_may_see_it(recruiter: Recruiter, program: Client) -> None:
    assert program.get(EVENTS).status_code == 302  # to the admin's sign-in
    recruiter.is_staff = True
    recruiter.save()
    assert program.get(EVENTS).status_code == 403
    recruiter.user_permissions.add(Permission.objects.get(codename="view_auditevent"))
    assert program.get(EVENTS).status_code == 200


@pytest.mark.parametrize("field", [field.name for field in AuditEvent._meta.get_fields()])
def test_the_audit_is_filtered_by_what_is_offered_only(boss: Client, field: str) -> None:
    is_offered = field in ("at", "kind", "operation")
    assert (boss.get(EVENTS, {f"{field}__gt": "2001-01-01"}).status_code == 400) is not is_offered


@pytest.mark.parametrize("path", ["attempt/", "floodpause/"])
def test_what_is_counted_is_no_business_of_the_admin(boss: Client, path: str) -> None:
    assert boss.get(f"/admin/web/{path}").status_code == 404


@pytest.fixture
def pause(account: Callable[[], TelegramAccount]) -> FloodPause:
    """Telegram has restricted the recruiter's account."""
    until = timezone.now() + timedelta(hours=20)
    subject = f"user:{account().user_id}"
    return FloodPause.objects.create(
        operation="new_conversation", subject=subject, until=until, telegram_name="PEER_FLOOD"
    )


def test_an_operator_sees_the_pauses_and_a_superuser_ends_them(boss: Client, pause: FloodPause) -> None:
    html = boss.get(PAUSES).content.decode()
    assert "PEER_FLOOD" in html
    assert pause.subject in html
    assert boss.post(f"{PAUSES}{pause.pk}/change/", {"until": "2001-01-01"}).status_code == 403
    boss.post(f"{PAUSES}{pause.pk}/delete/", {"post": "yes"})
    assert not FloodPause.objects.exists()


def test_an_operator_sees_what_is_left_of_the_days_budget(boss: Client, account: Callable[[], TelegramAccount]) -> None:
    address = f"/admin/tgsdk/telegramaccount/{account().pk}/change/"
    Attempt.objects.create(operation="new_conversation", subject=f"user:{account().user_id}")
    html = boss.get(address, headers={"Accept-Language": "ru"}).content.decode()
    assert re.search(r"сталось новых переписок на сегодня.*?<div class=\"readonly\">3</div>", html, re.DOTALL)


RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)


@pytest.mark.parametrize("path", [EVENTS, "/admin/tgsdk/telegramaccount/"])
def test_each_column_and_filter_is_translated(boss: Client, path: str) -> None:
    html = boss.get(path, headers={"Accept-Language": "ru"}).content.decode()
    columns = re.findall(r'<div class="text">(?:<a[^>]*>)?([^<]+)<', html)
    filters = re.findall(r"<summary>\s*([^<]+?)\s*</summary>", html)
    assert len(columns) >= 5
    assert filters
    assert [name for name in columns + filters if not RUSSIAN.search(name)] == []


def test_each_field_of_an_account_is_translated(boss: Client, account: Callable[[], TelegramAccount]) -> None:
    address = f"/admin/tgsdk/telegramaccount/{account().pk}/change/"
    html = boss.get(address, headers={"Accept-Language": "ru"}).content.decode()
    labels = re.findall(r"<label[^>]*>([^<]+)</label>", html)
    assert len(labels) >= 10
    assert [label for label in labels if not RUSSIAN.search(label)] == []


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("5000000001/77", "личный чат 5000000001, сообщение 77"),
        ("7123456789", "Избранное"),
        ("777000", "чат самого Telegram"),
        ("-1234", "группа -1234"),
        ("-1001234567890", "супергруппа или канал -1001234567890"),
        ("token 5", "API-токен 5"),
        ("something else", "something else"),
        ("", ""),
    ],
)
def test_what_an_event_was_about_is_named_as_far_as_it_may_be(subject: str, shown: str) -> None:
    assert subject_in_words(subject, 7123456789) == shown


def test_the_audit_shows_and_finds_the_chat(boss: Client) -> None:
    about = {"kind": "opened", "operation": "messages", "subject": "5000000001"}
    AuditEvent.objects.create(user_id=1, username="olga", telegram_user_id=7123456789, **about)
    html = boss.get(EVENTS, {"q": "5000000001"}, headers={"Accept-Language": "ru"}).content.decode()
    assert "личный чат 5000000001" in html
    assert ">сообщения<" in html
    assert "1 событие" in html
