"""Connections through a proxy: SOCKS by python-socks, HTTP by a ``CONNECT`` of our own.

python-socks 3.2 takes the first piece of the answer to ``CONNECT`` for all of it. The part about HTTP can go when it
reads to the empty line (``python_socks/_connectors/http_async.py``).
"""

import asyncio
import base64
import re
import socket
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

__all__ = ["ProxyAddress", "ProxyRefused", "connect_through", "is_host"]

SOCKS5, SOCKS4, HTTP = "socks5", "socks4", "http"
LONGEST_CREDENTIAL = 255  # what SOCKS5 has a byte to count with
PRINTABLE = re.compile(r"[\x20-\x7e]*")
ESTABLISHED = re.compile(rb"HTTP/1\.[01] 2\d\d\b")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ProxyRefused(ValueError):
    """A URL that no proxy could be asked with, in a sentence that repeats nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyAddress:
    """A proxy, read from its URL."""

    type: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read ``socks5://``, ``socks4://`` or ``http://``, with ``user:password@``, for SOCKS4 ``user@``.

        Raises ``ValueError`` for everything that no proxy of this type could be asked with. It repeats nothing of the
        URL, which may hold a password.
        """
        parts = urlsplit(url)
        kind, host, port = parts.scheme, parts.hostname or "", parts.port
        if kind not in (SOCKS5, SOCKS4, HTTP) or not is_host(host) or not port:
            raise ProxyRefused("it is socks5://, socks4:// or http://, [user:password@], host:port")
        user, password = (None if each is None else unquote(each) for each in (parts.username, parts.password))
        _check_credentials(kind, user, password)
        return cls(type=kind, host=host, port=port, user=user or "", password=password or "")


def is_host(text: str) -> bool:
    """Tell whether a name or an address can be looked up at all."""
    try:
        text.encode("idna")
    except UnicodeError:
        return False
    return bool(text) and not re.search(r"[\s/@\[\]]", text)


def _check_credentials(kind: str, user: str | None, password: str | None) -> None:
    if user is None and password is None:
        return
    if kind == SOCKS4 and password is not None:
        raise ProxyRefused("SOCKS4 has a user and no password")
    if not user or (kind != SOCKS4 and password is None):
        raise ProxyRefused("a user and a password go together: user:password@")
    if kind == HTTP and ":" in user:
        raise ProxyRefused("a user of an HTTP proxy has no colon in it")
    for each in (user, password or ""):
        if not PRINTABLE.fullmatch(each) or len(each) > LONGEST_CREDENTIAL:
            raise ProxyRefused("user and password are at most 255 Latin letters, digits and signs")


async def connect_through(proxy: ProxyAddress, host: str, port: int) -> Streams:
    """Return a connection to ``host`` through the proxy. Raises ``OSError`` and ``ProxyError``."""
    if proxy.type == HTTP:
        return await _connect_by_http(proxy, host, port)
    return await _connect_by_socks(proxy, host, port)


async def _connect_by_socks(proxy: ProxyAddress, host: str, port: int) -> Streams:
    from python_socks import ProxyType  # not before a proxy is used: options are checked without it
    from python_socks.async_.asyncio import Proxy

    kind = ProxyType.SOCKS5 if proxy.type == SOCKS5 else ProxyType.SOCKS4
    opened = await Proxy(kind, proxy.host, proxy.port, proxy.user, proxy.password).connect(host, port)
    try:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await asyncio.open_connection(sock=opened)
    except BaseException:
        opened.close()
        raise


async def _connect_by_http(proxy: ProxyAddress, host: str, port: int) -> Streams:
    reader, writer = await asyncio.open_connection(proxy.host, proxy.port)
    try:
        writer.write(_connect_request(proxy, host, port))
        await _read_consent(reader)
    except BaseException:
        writer.transport.abort()
        raise
    return reader, writer


async def _read_consent(reader: asyncio.StreamReader) -> None:
    """Read the head of the answer to its empty line: what follows is the server's."""
    try:
        answer = await reader.readuntil(b"\r\n\r\n")
    except (EOFError, asyncio.LimitOverrunError) as error:
        raise ConnectionError("what the proxy answers is no HTTP") from error
    if not ESTABLISHED.match(answer):
        raise ConnectionError("the proxy refuses the connection")


def _connect_request(proxy: ProxyAddress, host: str, port: int) -> bytes:
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    target = f"{name}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.user:
        credentials = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {credentials}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")
