"""TCP connections: to one address of several, to a server through a proxy.

python-socks 3.2 takes the first piece of the answer to ``CONNECT`` for all of it. The part about HTTP can go when it
reads to the empty line (``python_socks/_connectors/http_async.py``).
"""

import asyncio
import base64
import contextlib
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from itertools import zip_longest

from python_socks import ProxyError, ProxyType
from python_socks.async_.asyncio import Proxy

from .closing import cut
from .proxies import HTTP, SOCKS5, ProxyAddress

__all__ = ["REFUSALS", "Place", "Streams", "connect_directly", "connect_through", "connect_to"]

STAGGER = 0.25  # seconds until the next address is tried beside the one before (RFC 8305)
ESTABLISHED = re.compile(rb"HTTP/1\.[01] 2\d\d\b")
# What a proxy or an address is not to be had by. ValueError: a name or port that cannot exist.
REFUSALS = OSError, EOFError, ProxyError, ValueError

Place = tuple[str, int]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect_directly(places: Sequence[Place]) -> Streams:
    """Connect to whichever of the places answers first; each later one gets its turn a little later."""
    return await _first_of([lambda place=place: connect_to(*place) for place in places])  # type: ignore[misc]


async def connect_to(host: str, port: int) -> Streams:
    """Connect to a host, by whichever of its addresses answers first. Event loops themselves set TCP_NODELAY."""
    addresses = [host] if _is_address(host) else await _addresses_of(host, port)
    return await _first_of([lambda address=address: asyncio.open_connection(address, port) for address in addresses])  # type: ignore[misc]


async def connect_through(proxy: ProxyAddress, places: Sequence[Place]) -> Streams:
    """Return a connection through the proxy to the first of the places that it lets us through to.

    Raises one of REFUSALS.
    """
    connect = _connect_by_http if proxy.type == HTTP else _connect_by_socks
    for host, port in places[:-1]:
        with contextlib.suppress(*REFUSALS):
            return await connect(proxy, host, port)
    return await connect(proxy, *places[-1])


async def _connect_by_socks(proxy: ProxyAddress, host: str, port: int) -> Streams:
    """python-socks asks for one address of a proxy's name, and takes that."""
    addresses = await _addresses_of(proxy.host, proxy.port)
    return await _first_of(
        [lambda address=address: _negotiate_socks(proxy, address, host, port) for address in addresses]  # type: ignore[misc]
    )


async def _negotiate_socks(proxy: ProxyAddress, address: str, host: str, port: int) -> Streams:
    kind = ProxyType.SOCKS5 if proxy.type == SOCKS5 else ProxyType.SOCKS4
    opened = await Proxy(kind, address, proxy.port, proxy.user, proxy.password).connect(host, port)
    try:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await asyncio.open_connection(sock=opened)
    except BaseException:
        opened.close()
        raise


async def _connect_by_http(proxy: ProxyAddress, host: str, port: int) -> Streams:
    reader, writer = await connect_to(proxy.host, proxy.port)
    try:
        writer.write(_connect_request(proxy, host, port))
        await _read_consent(reader)
    except BaseException:
        cut(writer)
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


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def _addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a name, those of both families in turns: one of them may be out of order (RFC 8305)."""
    families: dict[int, dict[str, None]] = {}
    for family, _, _, _, address in await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM):
        families.setdefault(family, {})[str(address[0])] = None
    return [address for turn in zip_longest(*families.values()) for address in turn if address is not None]


async def _first_of(openings: Sequence[Callable[[], Awaitable[Streams]]]) -> Streams:
    """Return what opens first. Each opening begins when the one before it has failed or takes long."""
    if len(openings) == 1:
        return await openings[0]()
    waiting, running = list(openings), set[asyncio.Task[Streams]]()
    try:
        while True:
            if waiting:
                running.add(asyncio.ensure_future(waiting.pop(0)()))
            ended, _ = await asyncio.wait(
                running, timeout=STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            opened = [task for task in ended if task.exception() is None]
            running -= set(opened[:1] or ended)  # what else has opened meanwhile is dropped
            if opened or not (running or waiting):
                return (opened or list(ended))[0].result()
    finally:
        await _drop(running)


async def _drop(running: set[asyncio.Task[Streams]]) -> None:
    for task in running:
        task.cancel()
    for each in await asyncio.gather(*running, return_exceptions=True):
        if not isinstance(each, BaseException):
            cut(each[1])
