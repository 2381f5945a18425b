"""The stream of bytes to a data centre, by one way: what is read, and how what is sent is wrapped."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from .closing import cut
from .connecting import connect_directly, connect_through, connect_to
from .fake_tls import Records, RecordSource, shake_hands
from .framing import Framing, FramingName, Intermediate, PaddedIntermediate, Source, framing_of
from .obfuscation import ObfuscatedSource, Obfuscation
from .options import Route
from .proxies import DIRECT, MTPROXY, ProxyAddress
from .ways import note_place, places_in_order

__all__ = ["Stream", "open_stream"]

TEST_DATA_CENTERS = 10_000  # what a proxy adds to the number of one of Telegram's test servers


def _as_it_is(data: bytes) -> bytes:
    return data


@dataclass(slots=True, kw_only=True)
class Stream:
    """An open connection. ``head`` is sent first; what follows is encrypted, and both are put into records, if so."""

    source: Source
    writer: asyncio.StreamWriter
    framing: Framing
    head: bytes
    encrypt: Callable[[bytes], bytes] = field(default=_as_it_is)
    in_records: Callable[[bytes], bytes] = field(default=_as_it_is)

    def write(self, data: bytes) -> None:
        head, self.head = self.head, b""
        self.writer.write(self.in_records(head + self.encrypt(data)))


async def open_stream(route: Route, way: ProxyAddress, dc_id: int, framing: FramingName) -> Stream:
    """Open a connection by one way. Raises what connecting does, ProtocolError, ``KeyError`` for no data centre."""
    places = route.addresses(dc_id)
    if way.type == MTPROXY:
        return await _open_by_mtproxy(way, dc_id + TEST_DATA_CENTERS * route.test_mode)
    if way.type == DIRECT:
        reader, writer = await connect_directly(places_in_order(route, places))
        if len(places) > 1:
            note_place(route, is_ipv6=writer.get_extra_info("socket").family == socket.AF_INET6)
    else:
        reader, writer = await connect_through(way, places)
    made = framing_of(framing)
    return Stream(source=reader, writer=writer, framing=made, head=made.HEADER)


async def _open_by_mtproxy(proxy: ProxyAddress, dc_id: int) -> Stream:
    """https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation"""
    reader, writer = await connect_to(proxy.host, proxy.port)
    try:
        if proxy.domain:
            await shake_hands(reader, writer, proxy.domain, proxy.secret)
    except BaseException:
        cut(writer)
        raise
    framing = PaddedIntermediate() if proxy.is_padded else Intermediate()
    obfuscation = Obfuscation(tag=framing.TAG, dc_id=dc_id, secret=proxy.secret)
    source: Source = RecordSource(reader) if proxy.domain else reader
    return Stream(
        source=ObfuscatedSource(source, obfuscation.decrypt),
        writer=writer,
        framing=framing,
        head=obfuscation.head,
        encrypt=obfuscation.encrypt,
        in_records=Records().wrap if proxy.domain else _as_it_is,
    )
