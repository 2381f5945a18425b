"""A database that fails is answered in typed form, wherever it fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client
from django.utils.translation import override

Fails = Callable[[type[Exception], str], Any]


@pytest.fixture
def fails() -> Fails:
    """Make every statement that mentions a table fail."""

    def make(error: type[Exception], table: str) -> Any:
        def execute_or_fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if table in sql:
                raise error("the database is away")
            return execute(sql, *rest)

        return connection.execute_wrapper(execute_or_fail)

    return make


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError])
@pytest.mark.parametrize("table", ["tgsdk_telegramaccount", "auth_user"])
def test_a_program_is_told_to_come_again(program: Client, fails: Fails, error: type[Exception], table: str) -> None:
    program.raise_request_exception = False
    with fails(error, table):
        response = program.get("/telegram/session/status/")
    assert response.status_code == 503
    assert response.json()["code"] == "database_unavailable"
    assert response["Retry-After"] == "5"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("table", ["tgsdk_telegramaccount", "auth_user"])
@pytest.mark.parametrize("reader", ["htmx", "browser"])
def test_a_person_is_told_in_words(reader: str, fails: Fails, request: pytest.FixtureRequest, table: str) -> None:
    client: Client = request.getfixturevalue(reader)
    client.raise_request_exception = False
    with fails(OperationalError, table), override("en"):
        response = client.get("/telegram/auth/qr/", headers={"Accept-Language": "en"})
    assert response.status_code == 503
    assert "database" in response.content.decode()


def test_a_defect_of_ours_stays_one(program: Client, fails: Fails) -> None:
    program.raise_request_exception = False
    with fails(IntegrityError, "tgsdk_telegramaccount"):
        response = program.get("/telegram/session/status/")
    assert response.status_code == 500
