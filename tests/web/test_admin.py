"""What the administrator sees, and cannot touch."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from web.models import AuditEvent

EVENTS = "/admin/web/auditevent/"
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
