"""The way to Telegram of one account: a proxy, or several in order, in place of the backend's own.

::

    set_proxy(request.user, "socks5://user:password@proxy.example:1080")

It is stored sealed, with the keys of the sessions, and is in force from the next opening of the account on.
"""

import inspect
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tgsdk import Backend, Connection, Misconfigured, ProxyInvalid, Secret, Session, SessionInvalid, Unsupported

from .backend import backend, seal
from .models import TelegramAccount
from .stored import AnyUser, check_user, require_stored

__all__ = ["backend_of", "has_proxy", "set_proxy"]

UNUSABLE = "The proxy of this account cannot be used, so nothing is asked: set it anew, or remove it"


async def _refuse(*_: Any, **__: Any) -> Any:
    raise Misconfigured(UNUSABLE)


class NoConnection(Connection):
    """Tells the session, and refuses every operation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def session(self) -> Session:
        return self._session

    status = me = log_out = _refuse


for name, operation in vars(Connection).items():
    if inspect.iscoroutinefunction(operation):
        setattr(NoConnection, name, _refuse)


class NoWay(Backend):
    """Takes the place of a backend where the proxy of an account cannot be read: nothing may go past it."""

    def __init__(self) -> None:
        self.supports = backend().supports  # type: ignore[misc]

    @asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield NoConnection(session)


def set_proxy(user: AnyUser, proxy: str | Sequence[str] | None) -> None:
    """Have the account of this user go by a proxy, or several in order; None is the backend's own way again.

    Raises ProxyInvalid, which repeats nothing of it, Unsupported where the backend knows no proxies, and ``ValueError``
    for a user that is not stored.
    """
    user = require_stored(user)
    sealed = ""
    if proxy is not None:
        proxy = _hidden(proxy)
        backend().through(proxy)
        sealed = seal().seal_proxy(proxy, user.pk)
    TelegramAccount.objects.update_or_create(user_id=user.pk, defaults={"sealed_proxy": sealed})


def _hidden(proxy: str | Sequence[str]) -> str | list[str]:
    """Keep a password out of the reports that record variables; what is no text is left to whoever checks it."""
    return Secret.of(proxy) if isinstance(proxy, str) else [Secret.of(each) for each in proxy]


def has_proxy(user: AnyUser) -> bool:
    """Tell whether the account of this user has a way of its own."""
    check_user(user)
    return user.pk is not None and TelegramAccount.objects.filter(user_id=user.pk).exclude(sealed_proxy="").exists()


def backend_of(account: TelegramAccount) -> Backend:
    """Return the backend by which this account goes. One that cannot be used raises Misconfigured when it is asked."""
    if not account.sealed_proxy:
        return backend()
    try:
        return backend().through(seal().open_proxy(account.sealed_proxy, account.user_id))
    except (ProxyInvalid, SessionInvalid, Unsupported):
        return NoWay()
