"""The backend that stands before the one that knows the passwords."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest

from web.audit import record
from web.failures.errors import TooManySignIns
from web.models import AuditEvent
from web.readers import address_of

from .attempts import OPERATION, count_sign_in

ATTEMPT = "counted_sign_in"  # the request's attribute


class CountSignIns:
    """Counts each try at every door that asks for a password, and knows neither passwords nor users itself.

    Raises TooManySignIns where there were too many, whether or not the name exists: the middleware answers it. A call
    without a request comes from no door.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **_: Any) -> None:
        if request is None or username is None:
            return
        address = address_of(request)
        try:
            setattr(request, ATTEMPT, count_sign_in(username, address))
        except TooManySignIns as error:  # of nobody by name: to look the name up would take a time of its own
            record(AuditEvent.Kind.LIMITED, None, operation=OPERATION, reason=error.code, address=address, once=True)
            raise

    async def aauthenticate(self, request: HttpRequest | None, username: str | None = None, **_: Any) -> None:
        await sync_to_async(self.authenticate)(request, username)
