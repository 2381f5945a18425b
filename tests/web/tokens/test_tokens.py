"""The page of a recruiter's tokens."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from tests.web.conftest import HTMX, signed_in
from web.models import ApiToken, AuditEvent
from web.tokens.keeping import make_token
from web.tokens.views import MOST

from .conftest import with_secret

PAGE = "/telegram/tokens/"
FORM = {"name": "Weekly report", "scopes": ["read"], "days": "30"}


def secret_in(html: str) -> str:
    found = re.search(r'value="(hrh_[\w-]+)"', html)
    assert found
    return found[1]


def test_a_token_is_made_and_shown_once(browser: Client, recruiter: Recruiter) -> None:
    assert "У вас пока нет токенов." in browser.get(PAGE).content.decode()
    response = browser.post(PAGE, FORM)
    secret = secret_in(response.content.decode())
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert with_secret(secret).get("/telegram/session/status/").status_code == 200
    html = browser.get(PAGE).content.decode()
    assert "Weekly report" in html
    assert "hrh_" not in html
    token = ApiToken.objects.get()
    assert (token.user, token.scopes) == (recruiter, "read")
    assert 29 < (token.expires_at - token.created_at).days + 1 <= 31


def test_a_program_with_a_cookie_gets_json(program: Client) -> None:
    body = {"name": "Weekly report", "scopes": "send login", "days": 7}
    made = program.post(PAGE, body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["token"]["scopes"] == ["read", "send", "login"]
    assert with_secret(made.json()["secret"]).get("/telegram/").status_code == 200
    (listed,) = program.get(PAGE).json()["tokens"]
    assert {key: value for key, value in listed.items() if key != "last_used_at"} == {
        key: value for key, value in made.json()["token"].items() if key != "last_used_at"
    }
    assert "hrh_" not in program.get(PAGE).content.decode()


def test_who_may_send_may_read_too(browser: Client) -> None:
    browser.post(PAGE, FORM | {"scopes": ["send"]})
    assert ApiToken.objects.get().scopes == "read send"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Дайте токену название"),
        ({"name": "x" * 65}, "Слишком длинное название"),
        ({"name": "a\x00b"}, "Здесь есть символ"),
        ({"scopes": []}, "Выберите, что можно делать"),
        ({"scopes": ["read", "everything"]}, "Такого права нет"),
        ({"days": "4000"}, "Такого срока у токена не бывает"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_is_made(
    browser: Client, program: Client, wrong: dict[str, Any], words: str
) -> None:
    response = browser.post(PAGE, FORM | wrong)
    assert response.status_code == 400
    assert words in response.content.decode()
    answer = program.post(PAGE, FORM | wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert words in answer.json()["error"]
    assert not ApiToken.objects.exists()


def test_what_was_typed_stays_in_a_form_that_is_refused(browser: Client) -> None:
    html = browser.post(PAGE, {"name": 'Bot "1"', "scopes": ["login"], "days": "4000"}).content.decode()
    assert 'value="Bot &quot;1&quot;"' in html
    assert 'value="login" checked' in html
    assert 'value="read" checked' not in html


def test_a_name_is_inert(browser: Client) -> None:
    html = browser.post(PAGE, FORM | {"name": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html


def test_the_page_asks_before_a_token_is_revoked(browser: Client, recruiter: Recruiter) -> None:
    token, _ = make_token(recruiter, name="report", scopes=["read"], days=7)
    html = browser.get(PAGE).content.decode()
    asked = html[html.index('<details class="ask">') : html.index("</details>")]
    assert f'action="{PAGE}{token.pk}/revoke/"' in asked and "Отозвать токен?" in asked
    assert html.count("/revoke/") == 1


def test_a_token_is_revoked_at_once(browser: Client, recruiter: Recruiter) -> None:
    token, secret = make_token(recruiter, name="report", scopes=["read"], days=7)
    response = browser.post(f"{PAGE}{token.pk}/revoke/")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert with_secret(secret).get("/telegram/").status_code == 401


def test_a_program_revokes_too_and_what_is_gone_is_not_found(program: Client, recruiter: Recruiter) -> None:
    token, _ = make_token(recruiter, name="report", scopes=["read"], days=7)
    address = f"{PAGE}{token.pk}/revoke/"
    assert program.post(address).json() == {"revoked": True}
    assert program.post(address).status_code == 404


def test_nobody_sees_or_revokes_another_s_token(browser: Client, recruiter: Recruiter) -> None:
    token, secret = make_token(Recruiter.objects.create_user("petr"), name="of Petr", scopes=["read"], days=7)
    assert "of Petr" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert with_secret(secret).get("/telegram/").status_code == 200


def test_a_recruiter_has_so_many_tokens_at_most(browser: Client, recruiter: Recruiter) -> None:
    for _ in range(MOST):
        make_token(recruiter, name="report", scopes=["read"], days=7)
    response = browser.post(PAGE, FORM)
    assert response.status_code == 400
    assert "столько токенов, сколько можно" in response.content.decode()
    assert ApiToken.objects.count() == MOST


def test_what_happens_to_tokens_is_in_the_audit(browser: Client, recruiter: Recruiter) -> None:
    browser.post(PAGE, FORM)
    token = ApiToken.objects.get()
    browser.post(f"{PAGE}{token.pk}/revoke/")
    events = AuditEvent.objects.filter(operation="api_token").order_by("pk")
    assert [(event.kind, event.username, event.subject) for event in events] == [
        ("token_made", "olga", f"token {token.pk}"),
        ("token_revoked", "olga", f"token {token.pk}"),
    ]


def test_htmx_gets_the_part_and_the_menu_leads_to_the_page(htmx: Client, browser: Client) -> None:
    html = htmx.get(PAGE).content.decode()
    assert 'id="tokens"' in html
    assert "<html" not in html
    assert f'href="{PAGE}"' in browser.get("/telegram/").content.decode()


def test_the_admin_shows_no_token(recruiter: Recruiter) -> None:
    token, secret = make_token(recruiter, name="report", scopes=["read"], days=7)
    boss = signed_in(Client(), Recruiter.objects.create_superuser("boss"))
    pages = ["/admin/", f"/admin/auth/user/{recruiter.pk}/change/", f"/admin/auth/user/{recruiter.pk}/delete/"]
    html = "".join(boss.get(page).content.decode() for page in pages)
    assert "olga" in html
    assert token.digest not in html
    assert secret not in html


def test_tokens_go_with_their_recruiter(recruiter: Recruiter) -> None:
    _, secret = make_token(recruiter, name="report", scopes=["read"], days=7)
    recruiter.delete()
    assert not ApiToken.objects.exists()
    assert with_secret(secret).get("/telegram/").status_code == 401


def test_the_page_in_a_browser_wants_the_csrf_token(recruiter: Recruiter) -> None:
    client = signed_in(Client(enforce_csrf_checks=True, headers=HTMX), recruiter)
    assert client.post(PAGE, FORM).status_code == 403
    assert not ApiToken.objects.exists()
