"""Requests with ``Authorization: Bearer``: whom they reach, what they may, what they leave behind."""

import itertools
import logging
import sys
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from django.contrib.auth.models import User as Recruiter
from django.contrib.sessions.models import Session as DjangoSession
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from tests.web.conftest import ANNA, BORIS, BROWSER, CV, HTMX, PHONE, PNG, message, signed_in
from tests.web.test_access import ALLOWED, GETS, POSTS, UNKNOWN
from tgsdk import MemoryBackend
from tgsdk.contrib.django.models import Attempt, TelegramAccount
from web.bearer import BearerTokens, bearer_requests
from web.models import ApiToken, AuditEvent, Scope
from web.tokens.keeping import make_token
from web.tokens.limits import CALLS
from web.tokens.scopes import WANTED
from web.urls import urlpatterns

from .conftest import Bearer, secret_for, with_secret

STRANGER = b'{"error": "Not authenticated in Django", "requires_django_auth": true}'
CHATS, MESSAGES = "/telegram/chats/", f"/telegram/chats/{BORIS}/messages/"
Token = tuple[ApiToken, str]


def test_a_token_reads_its_recruiter_s_chats(desk: MemoryBackend, bearer: Bearer) -> None:
    response = bearer(Scope.READ).get(CHATS)
    assert response.status_code == 200
    assert "Boris Sokolov" in [chat["title"] for chat in response.json()["chats"]]
    assert response["Cache-Control"] == "no-store"


def test_a_token_that_may_send_sends_and_reads_without_a_csrf_token(desk: MemoryBackend, bearer: Bearer) -> None:
    client = bearer(Scope.SEND)
    assert client.post(MESSAGES, {"text": "hello"}).json()["message"]["text"] == "hello"
    assert client.post(MESSAGES, {"text": "hi"}, content_type="application/json").status_code == 200
    assert client.post(f"/telegram/chats/{BORIS}/read/", {"message_id": "1"}).json() == {"read": True}
    assert client.get(MESSAGES).status_code == 200


def test_a_token_that_reads_sends_nothing(desk: MemoryBackend, bearer: Bearer) -> None:
    client = bearer(Scope.READ)
    for address, form in ((MESSAGES, {"text": "hello"}), (f"/telegram/chats/{BORIS}/read/", {"message_id": "1"})):
        response = client.post(address, form)
        assert response.status_code == 403
        assert (response.json()["code"], response.json()["scope"]) == ("token_scope", "send")
        assert "отправлять сообщения" in response.json()["error"]
    assert not {"send_message", "mark_as_read"} & set(desk.calls)


def test_a_token_that_logs_in_connects_and_disconnects_and_reads_nothing(
    registered: None, bearer: Bearer, recruiter: Recruiter
) -> None:
    client = bearer(Scope.LOGIN)
    assert client.post("/telegram/auth/phone/", {"phone": PHONE}).json()["sent"] is True
    assert client.post("/telegram/auth/verify/", {"code": "01234"}).json()["authorized"] is True
    assert client.get("/telegram/user/info/").json()["id"] == ANNA.id
    assert client.get(CHATS).json()["scope"] == "read"
    assert client.post("/telegram/session/reset/").json()["active"] is False


@pytest.mark.parametrize("scopes", [(Scope.READ,), (Scope.SEND,)])
def test_a_token_that_does_not_log_in_neither_connects_nor_disconnects(
    connected: None, bearer: Bearer, scopes: tuple[Scope, ...]
) -> None:
    client = bearer(*scopes)
    assert client.get("/telegram/session/status/").json() == {"active": True, "state": "logged_in"}
    for name, methods in WANTED.items():
        for method, wanted in methods.items():
            if wanted == {Scope.LOGIN}:
                path = next(str(each.pattern) for each in urlpatterns if each.name == name)
                assert client.generic(method, f"/telegram/{path}").json()["code"] == "token_scope"
    assert TelegramAccount.objects.get().state == TelegramAccount.State.LOGGED_IN


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "ключ", "hrh_" + "A" * 5000])
def test_a_wrong_token_is_a_stranger_s(secret: str) -> None:
    client = with_secret(secret)
    for path, method in itertools.product([*ALLOWED, *UNKNOWN], ("get", "post")):
        response = getattr(client, method)(f"/telegram/{path}")
        assert (response.status_code, response.content) == (401, STRANGER)
        assert response["WWW-Authenticate"] == "Bearer"


def _revoked(token: Token, recruiter: Recruiter) -> None:
    signed_in(Client(), recruiter).post(f"/telegram/tokens/{token[0].pk}/revoke/")


def _expired(token: Token, recruiter: Recruiter) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def _of_nobody_any_more(token: Token, recruiter: Recruiter) -> None:
    Recruiter.objects.update(is_active=False)


@pytest.mark.parametrize("end", [_revoked, _expired, _of_nobody_any_more])
def test_a_token_whose_time_is_over_is_a_stranger_s(
    connected: None, token: Token, recruiter: Recruiter, end: object
) -> None:
    client = with_secret(token[1])
    assert client.get("/telegram/user/info/").status_code == 200
    end(token, recruiter)  # type: ignore[operator]
    for path in GETS + POSTS:
        assert client.get(f"/telegram/{path}").content == STRANGER
        assert client.post(f"/telegram/{path}").content == STRANGER


def test_a_token_shows_nothing_of_another_recruiter(desk: MemoryBackend) -> None:
    other = with_secret(secret_for(Recruiter.objects.create_user("petr"), *Scope))
    for path in GETS:
        body = other.get(f"/telegram/{path.replace('/1/', f'/{BORIS}/')}").getvalue().decode(errors="replace")
        for theirs in ("Anna", "Boris Sokolov", str(ANNA.id), "vacancy"):
            assert theirs not in body


@pytest.mark.parametrize("path", POSTS)
def test_a_token_changes_nothing_of_another_recruiter(
    desk: MemoryBackend, recruiter: Recruiter, token: Token, path: str
) -> None:
    other = with_secret(secret_for(Recruiter.objects.create_user("petr"), *Scope))
    address = f"/telegram/{path.replace('/1/', f'/{token[0].pk}/' if 'tokens' in path else f'/{BORIS}/')}"
    before = with_secret(token[1]).get(CHATS).content
    for form in ({}, {"text": "hello"}, {"phone": PHONE}, {"message_id": "3"}):
        # A login of one's own begins, and marks in a text are read without any account.
        assert other.post(address, form).status_code >= 400 or path.startswith(("session/", "auth/phone", "formatting"))
    assert with_secret(token[1]).get(CHATS).content == before
    assert ApiToken.objects.filter(pk=token[0].pk).exists()


def test_a_token_reaches_no_page_of_people(bearer: Bearer, connected: None) -> None:
    client = bearer()
    for path in sorted(set(ALLOWED) - {path for path in ALLOWED if _name(path) in WANTED}):
        for method in ("get", "post"):
            response = getattr(client, method)(f"/telegram/{path}")
            assert (response.status_code, response.json()["code"]) == (403, "token_not_accepted")
    assert client.get("/admin/").status_code == 302
    assert "Anna" not in client.get("/accounts/login/").content.decode()
    assert client.get("/telegram/nowhere/").json()["code"] == "page_not_found"


def _name(path: str) -> str | None:
    return resolve(f"/telegram/{path}").url_name


@pytest.mark.parametrize("headers", [HTMX, BROWSER])
def test_a_token_gets_json_whatever_else_the_request_says(
    desk: MemoryBackend, bearer: Bearer, headers: dict[str, str]
) -> None:
    client = bearer()
    for path in GETS:
        response = client.get(f"/telegram/{path}", headers=headers)
        assert "html" not in response["Content-Type"]
        assert b"<html" not in response.getvalue()


def test_a_method_that_an_address_does_not_take_is_said(bearer: Bearer) -> None:
    response = bearer().put(CHATS)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json()["code"] == "method_not_allowed"


def test_a_token_neither_uses_nor_makes_a_session(desk: MemoryBackend, bearer: Bearer) -> None:
    before = set(DjangoSession.objects.values_list("session_key", flat=True))
    client = bearer()
    for path in GETS:
        response = client.get(f"/telegram/{path}")
        response.getvalue()
        assert not response.cookies
        assert "Set-Cookie" not in response.headers
    assert set(DjangoSession.objects.values_list("session_key", flat=True)) == before


def test_a_cookie_beside_a_token_counts_for_nothing(desk: MemoryBackend, program: Client) -> None:
    other = Recruiter.objects.create_user("petr")
    program.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret_for(other, *Scope)}"
    assert program.get("/telegram/session/status/").json()["active"] is False
    program.defaults["HTTP_AUTHORIZATION"] = "Bearer wrong"
    assert program.get("/telegram/session/status/").content == STRANGER


@pytest.mark.parametrize("said", ["Basic b2xnYTpzZWNyZXQ=", "Digest x", "bearer", ""])
def test_a_cookie_still_needs_the_csrf_token_and_other_credentials_change_nothing(
    recruiter: Recruiter, said: str
) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": said})
    client.force_login(recruiter)
    assert client.get("/telegram/").status_code == 200
    assert client.post("/telegram/session/reset/").json()["code"] == "csrf_failed"


def test_the_scheme_is_read_in_any_case(recruiter: Recruiter) -> None:
    client = Client(headers={"Authorization": f"bEaReR  {secret_for(recruiter, Scope.READ)} "})
    assert client.get("/telegram/session/status/").status_code == 200


def test_calls_are_limited_token_by_token(recruiter: Recruiter, token: Token) -> None:
    most, _ = CALLS[0]
    Attempt.objects.bulk_create(Attempt(operation="api_call", subject=f"token:{token[0].pk}") for _ in range(most))
    response = with_secret(token[1]).get("/telegram/")
    assert (response.status_code, response.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(response["Retry-After"]) <= 60
    assert with_secret(secret_for(recruiter, Scope.READ)).get("/telegram/").status_code == 200


def test_the_last_use_is_kept_and_a_new_address_is_in_the_audit(token: Token) -> None:
    client = with_secret(token[1])
    for address in ("203.0.113.7", "203.0.113.7", "198.51.100.9"):
        client.get("/telegram/", REMOTE_ADDR=address)
    kept = ApiToken.objects.get()
    assert kept.last_address == "198.51.100.9"
    assert kept.last_used_at is not None
    used = AuditEvent.objects.filter(kind=AuditEvent.Kind.TOKEN_USED).order_by("pk")
    assert [event.address for event in used] == ["203.0.113.7", "198.51.100.9"]


def test_a_wrong_token_is_in_the_audit_once_a_minute(db: None) -> None:
    for _ in range(5):
        with_secret("hrh_canary").get("/telegram/")
    event = AuditEvent.objects.get(operation="api_token")
    assert (event.kind, event.reason, event.user_id) == ("failed", "invalid_token", 0)


def test_a_token_downloads_a_file(desk: MemoryBackend, bearer: Bearer) -> None:
    response = bearer(Scope.READ).get(f"/telegram/chats/{BORIS}/messages/3/file/")
    assert response.getvalue() == b"%PDF-1.7 hello"


def test_a_download_goes_on_for_as_long_as_the_token_lives(desk: MemoryBackend, token: Token) -> None:
    content = bytes(range(256)) * (19 * 1024)  # more parts than are fetched in one stretch
    desk.put_message(ANNA.id, message(4, attachment=replace(CV, size=len(content), location="large")))
    desk.put_file("large", content)
    file = f"/telegram/chats/{BORIS}/messages/4/file/"
    assert with_secret(token[1]).get(file).getvalue() == content
    parts = iter(cast(StreamingHttpResponse, with_secret(token[1]).get(file)))
    next(parts)
    ApiToken.objects.all().delete()
    with pytest.raises(Exception, match="signed in"):
        list(parts)


def test_a_picture_is_given_to_its_own_token(desk: MemoryBackend, bearer: Bearer) -> None:
    client = bearer(Scope.READ)
    client.get(CHATS)
    client.get("/telegram/pictures/?id=901.chat")
    assert client.get("/telegram/pictures/901/chat/").content == PNG


def test_a_leaked_database_holds_no_usable_token(recruiter: Recruiter, token: Token) -> None:
    made, secret = token
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM web_apitoken")
        row = repr(cursor.fetchall())
    assert made.digest in row
    for usable in (secret, secret.removeprefix("hrh_"), secret[:12], secret[-12:]):
        assert usable not in row
    for stolen in (made.digest, f"hrh_{made.digest}"):
        assert with_secret(stolen).get("/telegram/").content == STRANGER


@pytest.mark.usefixtures("defect")
@pytest.mark.parametrize("debug", [True, False])
def test_logs_and_error_pages_hold_no_token(
    token: Token, caplog: pytest.LogCaptureFixture, settings: Settings, debug: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.DEBUG = debug
    client = with_secret(token[1])
    client.raise_request_exception = False
    said = ""
    for path in ("user/info/", "chats/", "nowhere/", "tokens/"):
        response = client.get(f"/telegram/{path}")
        assert response.status_code in (403, 404, 500)
        said += response.content.decode()
    with_secret(token[1][:-1]).get("/telegram/")
    records = "".join(f"{record.getMessage()} {vars(record)} {record.exc_text}" for record in caplog.records)
    assert records
    assert token[1][4:-1] not in said + records


def test_the_frames_of_an_error_report_hold_no_token(token: Token, settings: Settings) -> None:
    settings.DEBUG = True
    request = RequestFactory().get("/telegram/", headers={"Authorization": f"Bearer {token[1]}"})
    said = report_of_a_defect(request)
    assert "bearer_requests" in said
    assert token[1] not in said


def report_of_a_defect(request: HttpRequest) -> str:
    """The technical page of a defect behind both middlewares."""

    def view(_: HttpRequest) -> HttpResponse:
        raise RuntimeError("a defect")

    try:
        bearer_requests(BearerTokens(view))(request)
    except RuntimeError:
        report = ExceptionReporter(request, *sys.exc_info())
        return report.get_traceback_html() + report.get_traceback_text()
    raise AssertionError("it was no defect")


def test_two_tokens_are_different_and_long(recruiter: Recruiter) -> None:
    secrets = {make_token(recruiter, name="a", scopes=[Scope.READ], days=7)[1] for _ in range(5)}
    assert len(secrets) == 5
    assert {len(secret) for secret in secrets} == {len("hrh_") + 43}
    assert all("hrh_" not in repr(secret) for secret in secrets)
