"""The options of the remote backend, checked, and its connections."""

import contextlib
import ipaddress
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from tgsdk.errors import Misconfigured
from tgsdk.hiding import Secret
from tgsdk.session import Session
from tgsdk.types import Capability

from ..base import Backend, Connection
from .connection import RemoteConnection
from .spool import Spool

__all__ = ["RemoteBackend"]

LOWEST_RATE = 64 * 1024  # bytes of a file that reach the site in a second
NOT_INSTALLED = "The remote backend needs requests: pip install 'tgsdk[remote]'"


class RemoteBackend(Backend):
    """One account of another HR Helper. No secret of Telegram comes here: the login, its keys and its lease stay there.

    ``url`` is the address of its Telegram page (``https://hr.example.com/telegram/``), ``token`` an API token that its
    recruiter has made for you, which says whose account this is and what you may do with it. ``timeout`` is the longest
    that is waited for the site at a time, in seconds, within the deadline of each call. ``ca_file`` has the
    certificates to trust, for a site with one of its own. Plain ``http`` is for this machine alone.

    Whether the other HR Helper quotes what is answered depends on its engine: ``Capability.QUOTE`` is not declared, and
    a quote is handed over all the same.

    A :class:`tgsdk.Session` of it holds the stage of the login, what its page shows, and whose account it is.
    """

    supports = frozenset(
        {
            Capability.QR_LOGIN,
            Capability.CODE_LOGIN,
            Capability.PASSWORD,
            Capability.READ,
            Capability.FIND_CHATS,
            Capability.FIND_MESSAGES,
            Capability.FIND_IN_CHAT,
            Capability.DRAFTS,
            Capability.SCHEDULE,
            Capability.SCHEDULE_FILES,
            Capability.REACT,
            Capability.EDIT_SCHEDULED,
            Capability.FOLDERS,
            Capability.MARK_AS_READ,
            Capability.SEND_MESSAGES,
            Capability.SEND_FILES,
            Capability.DOWNLOAD,
            Capability.PICTURES,
            Capability.RESOLVE,
            Capability.PROFILES,
            Capability.MEMBERS,
            Capability.MANAGE_CHATS,
            Capability.FORMAT,
            Capability.FORMAT_CAPTIONS,
            Capability.SEND_VIDEOS,
            Capability.EDIT,
            Capability.DELETE,
            Capability.FORWARD,
            Capability.MARK_AS_UNREAD,
            Capability.TOPICS,
            Capability.FORWARD_TO_TOPICS,
        }
    )

    def __init__(self, *, url: str, token: str, timeout: float = 10.0, ca_file: str | None = None) -> None:
        try:
            import requests  # noqa: F401
        except ImportError:
            raise Misconfigured(NOT_INSTALLED) from None
        self._url = _checked_url(url)
        self._token = _checked_token(token)
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
            raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
        if ca_file is not None and not (isinstance(ca_file, str) and ca_file):
            raise ValueError("ca_file is the path of a file with certificates")
        self._timeout = float(timeout)
        self._ca_file = ca_file
        self._spool = Spool()

    def seconds_to_send(self, size: int) -> float:
        return size / LOWEST_RATE

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        """Make a connection to the site. It is opened by the first call."""
        from .site import Site  # with requests, which a site without remote accounts need not load

        site = Site(self._url, self._token, timeout=self._timeout, ca_file=self._ca_file)
        try:
            yield RemoteConnection(site, session, self._spool)
        finally:
            site.close()


def _checked_url(url: str) -> str:
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("url is the address of a Telegram page of HR Helper: https://hr.example.com/telegram/")
    if parts.username is not None or parts.password is not None:
        raise ValueError("url has no user and no password: the token is an option of its own")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise ValueError("url begins with https: over plain http anybody on the way could read the token")
    return url.rstrip("/") + "/"


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked_token(token: str) -> str:
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token or " " in token:
        raise ValueError("token is an API token, as HR Helper has shown it")
    return Secret(token)
