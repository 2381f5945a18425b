"""The gate for uploads under ASGI, where Django writes a whole body to the disk before it asks who sends it."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections

from web.bodies import Scope
from web.models import Scope as TokenScope
from web.tokens.bearer import secret_of, take_secret
from web.tokens.keeping import find_token

from .uploads import AT_A_TIME, REFUSED, body_limit, takes_files


@asynccontextmanager
async def limit_of_body(scope: Scope) -> AsyncIterator[int]:
    """Yield the bytes that a body may have: more than those of a form for a recruiter who sends files.

    For as long as the request lasts it takes a piece of the recruiter's share. A stranger's body is bounded as a form's
    is: it is refused afterwards.
    """
    request = ASGIRequest(scope, io.BytesIO())
    sender = await sync_to_async(_sender)(request) if takes_files(request) else None
    if sender is None:
        yield settings.BODY_LIMIT
    elif AT_A_TIME.take(sender):
        try:
            yield body_limit(request)
        finally:
            AT_A_TIME.give_back(sender)
    else:
        scope[REFUSED] = True
        yield 0


def _sender(request: ASGIRequest) -> object:
    """The recruiter who is signed in, or whose token may send; None for anybody else."""
    close_old_connections()
    try:
        if take_secret(request):
            token = find_token(secret_of(request) or "")
            return token.user.pk if token and TokenScope.SEND in token.granted else None
        store = import_module(settings.SESSION_ENGINE).SessionStore
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        return get_user(request).pk
    finally:
        close_old_connections()
