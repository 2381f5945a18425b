"""The JSON API, beaten by schemathesis: whatever it is asked, it answers as it is described, and never with a 500."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User as Recruiter
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as of_openapi

from tests.web.conftest import ANNA
from tests.web.tokens.conftest import secret_for
from tgsdk import Chat, ChatKind, MemoryBackend
from tgsdk.contrib.django.models import Attempt, FloodPause
from web.models import Scope

from .checked import DOCUMENT

MOST = 15  # requests to each operation
HELD = [
    checks.not_a_server_error,
    of_openapi.status_code_conformance,
    of_openapi.content_type_conformance,
    of_openapi.response_schema_conformance,
]


def served(application: Any) -> Any:
    """Read each answer to its end and close it, with the files of its request, as a server does."""

    def serve(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return serve


schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = served(get_wsgi_application())


@pytest.fixture
def kept_connection(desk: MemoryBackend) -> Iterator[None]:
    """Requests leave the test's transaction alone, as with Django's own test client, which undoes this when it ends."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(kept_connection: None, desk: MemoryBackend, recruiter: Recruiter) -> str:
    """The token of a connected recruiter, who has the chat that addresses are likely to name."""
    desk.put_chat(ANNA.id, Chat(id=0, kind=ChatKind.PRIVATE, title="Nought"))
    return secret_for(recruiter, *Scope)


@schema.parametrize()
@settings(
    max_examples=MOST,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_asked_breaks_it(case: "schemathesis.Case[Any]", secret: str) -> None:
    for counted in (Attempt, FloodPause):  # a limit would answer in place of the view
        counted.objects.all().delete()
    case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=HELD)
