"""The fields that a request brings: half a character is refused everywhere, in every field, to every reader."""

import json

import pytest
from django.test import Client

from tgsdk import MemoryBackend

from .conftest import BROWSER, HTMX
from .test_access import POSTS

HALF = "a\ud83d"
FIELDS = ["text", "phone", "code", "password", "message_id", "random_id", "draft", "anything"]
READS_NOTHING = [
    "session/reset/",
    "session/connect-again/",
    "auth/resend/",
    "tokens/1/revoke/",
    "chats/1/scheduled/1/delete/",
    "chats/1/scheduled/1/send/",
]


@pytest.mark.parametrize("path", [path for path in POSTS if path not in READS_NOTHING])
def test_half_a_character_in_json_is_a_bad_request(program: Client, desk: MemoryBackend, path: str) -> None:
    for body in [{field: HALF} for field in FIELDS] + [{HALF: "x"}]:
        for headers in ({}, HTMX, BROWSER):
            response = program.post(
                f"/telegram/{path}", json.dumps(body), content_type="application/json", headers=headers
            )
            assert response.status_code == 400
    assert desk.calls == []


@pytest.mark.parametrize("state", ["code_sent", "scanned_with_password", "shown_url"])
def test_half_a_character_never_reaches_telegram(
    request: pytest.FixtureRequest, backend: MemoryBackend, program: Client, state: str
) -> None:
    request.getfixturevalue(state)
    backend.calls.clear()
    for path, field in (("phone", "phone"), ("verify", "code"), ("verify", "password")):
        body = json.dumps({field: HALF})
        response = program.post(f"/telegram/auth/{path}/", body, content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert backend.calls == []


@pytest.mark.parametrize("path", [*(f"/telegram/{path}" for path in POSTS), "/accounts/login/", "/i18n/setlang/"])
def test_no_charset_of_a_form_brings_half_a_character(program: Client, desk: MemoryBackend, path: str) -> None:
    part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\na\\ud83d\r\n'
    body = "".join(map(part.format, ["username", "next", "language", *FIELDS])) + "--b--\r\n"
    for charset in ("raw_unicode_escape", "Unicode_Escape", "utf-7"):
        response = program.post(path, body.encode(), content_type=f"multipart/form-data; boundary=b; charset={charset}")
        assert response.status_code == 400
    assert desk.calls == []
