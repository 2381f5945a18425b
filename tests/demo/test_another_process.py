"""The demo's second process, which has an API token and nothing else."""

import subprocess
import sys

import requests

from tests.processes import free_port, started
from tgsdk.testing import PEOPLE


def test_another_process_lists_the_chats_of_whoever_connects() -> None:
    port = free_port()
    command = [sys.executable, "-m", "demo", "--port", str(port)]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process, requests.Session() as http:
        assert process.stdout is not None
        assert "demo / demo" in process.stdout.readline()
        person = next(person for person in PEOPLE if person.password is None)
        connect(http, f"http://127.0.0.1:{port}", f"+{person.phone}", person.code)
        lines = [process.stdout.readline() for _ in range(8)]
    assert any("lists 5 chats of" in line and person.first_name in line for line in lines)
    assert sum(line.endswith(" unread\n") for line in lines) == 5


def connect(http: requests.Session, url: str, phone: str, code: str) -> None:
    """Log in to HR Helper and to Telegram as the demo's visitor."""
    http.headers["Accept"] = "application/json"
    http.get(f"{url}/accounts/login/", headers={"Accept": "text/html"}, timeout=30)
    post(http, f"{url}/accounts/login/", username="demo", password="demo")
    post(http, f"{url}/telegram/auth/phone/", phone=phone)
    assert post(http, f"{url}/telegram/auth/verify/", code=code).json()["authorized"] is True


def post(http: requests.Session, url: str, **fields: str) -> requests.Response:
    response = http.post(url, fields, headers={"X-CSRFToken": http.cookies["csrftoken"]}, timeout=30)
    assert response.ok, response.text
    return response
