"""Signing in to HR Helper and out of it."""

from django.contrib.auth.models import User as Recruiter
from django.test import Client

LOGIN = "/accounts/login/"


def test_the_login_page_is_in_the_look(stranger: Client, db: None) -> None:
    html = stranger.get(LOGIN).content.decode()
    assert "Вход в HR Helper" in html
    assert 'autocomplete="current-password"' in html
    assert "web/base.css" in html


def test_signing_in_leads_to_where_one_was_going(stranger: Client, recruiter: Recruiter) -> None:
    response = stranger.post(LOGIN, {"username": "olga", "password": "secret", "next": "/telegram/user/info/"})
    assert response["Location"] == "/telegram/user/info/"


def test_signing_in_leads_nowhere_else(stranger: Client, recruiter: Recruiter) -> None:
    response = stranger.post(LOGIN, {"username": "olga", "password": "secret", "next": "https://evil.example/"})
    assert response["Location"] == "/telegram/"


def test_a_wrong_password_is_said_and_not_sent_back(stranger: Client, recruiter: Recruiter) -> None:
    html = stranger.post(LOGIN, {"username": "olga", "password": "canary"}).content.decode()
    assert "Такой пары логина и пароля нет." in html
    assert 'value="olga"' in html
    assert "canary" not in html


def test_signing_out_is_a_post(browser: Client) -> None:
    assert browser.get("/accounts/logout/").status_code == 405
    assert browser.post("/accounts/logout/")["Location"] == LOGIN
    assert browser.get("/telegram/").status_code == 401


def test_cookies_are_closed_to_scripts_and_other_sites(stranger: Client, recruiter: Recruiter) -> None:
    stranger.get(LOGIN)
    stranger.post(LOGIN, {"username": "olga", "password": "secret"})
    for cookie in stranger.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_page_that_is_not_there_is_in_the_look(browser: Client, program: Client) -> None:
    response = browser.get("/nowhere/")
    assert response.status_code == 404
    assert "Такой страницы нет." in response.content.decode()
    assert program.get("/nowhere/").json()["code"] == "page_not_found"


def test_an_address_that_leads_back_to_the_sign_in_leads_to_telegram(program: Client) -> None:
    assert program.get("/accounts/login/?next=/accounts/login/")["Location"] == "/telegram/"


def test_an_empty_name_is_said_in_words(db: None) -> None:
    response = Client().post("/accounts/login/", {"username": " ", "password": "x"})
    assert 'id="login-error"' in response.content.decode()
