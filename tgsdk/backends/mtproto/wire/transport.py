"""Packets to and from a data centre, by the first of the ways there by which Telegram answers."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Iterator

from tgsdk.deadline import seconds_left
from tgsdk.errors import ProtocolError, TelegramError, TelegramUnavailable

from .closing import cut
from .connecting import REFUSALS
from .fake_tls import WrongSecret
from .framing import FramingName
from .options import Route
from .proxies import DIRECT, ProxyAddress
from .streams import Stream, open_stream
from .tl import write_int, write_long
from .ways import in_order, is_trusted, note

__all__ = ["LONGEST_PACKET", "Transport", "TransportError", "open_transport"]

LONGEST_PACKET = 4 * 2**20  # bytes: four times what Telegram itself puts into one
SHARE = 5.0  # seconds for one way of several where nobody has said when the call ends
REQ_PQ_MULTI, RES_PQ = write_int(0xBE7E8EF1), write_int(0x05162463)
LONGEST_PROOF = 1024  # bytes


class TransportError(ProtocolError):
    """The data centre answered with a bare error number (``404``: it does not know the key)."""

    def __init__(self, number: int) -> None:
        super().__init__(f"transport error {number}", telegram_code=number)
        self.args = (number,)


class Transport:
    """Sends and receives whole packets. Every fault of the network is a TelegramUnavailable, at once.

    ``way`` is the proxy that it goes through, and ``has_answered`` tells whether a packet has come by it.
    """

    def __init__(self, stream: Stream, way: ProxyAddress) -> None:
        self._stream = stream
        self.way = way
        self.has_answered = False

    async def send(self, packet: bytes) -> None:
        with _network_faults():
            self._stream.write(self._stream.framing.frame(packet))
            await self._stream.writer.drain()

    async def recv(self, longest: int = LONGEST_PACKET) -> bytes:
        """Return the next packet. When this is cancelled half-way, the next one to ask goes on where it was.

        Raises ProtocolError for one of more than ``longest`` bytes, which is not waited for.
        """
        with _network_faults():
            packet = await self._stream.framing.read(self._stream.source, longest)
        self.has_answered = True
        if len(packet) == 4:
            raise TransportError(-int.from_bytes(packet, "little", signed=True))
        return packet

    async def close(self) -> None:
        cut(self._stream.writer)
        with contextlib.suppress(OSError):
            await self._stream.writer.wait_closed()


@contextlib.contextmanager
def _network_faults() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError) as error:
        raise TelegramUnavailable("the connection to Telegram was lost") from error


@contextlib.asynccontextmanager
async def open_transport(route: Route, dc_id: int, framing: FramingName = "abridged") -> AsyncIterator[Transport]:
    """Connect to data centre ``dc_id``, by the ways of the route in order, each of which is tried once.

    Whether to try again is the caller's choice.
    """
    transport = await _open_by_one_of(route, dc_id, framing)
    try:
        yield transport
    finally:
        note(route, transport.way, has_answered=transport.has_answered)
        await transport.close()


async def _open_by_one_of(route: Route, dc_id: int, framing: FramingName) -> Transport:
    """Try one way after the other. Each has its share of the time that is left, the last one has all of it."""
    *before, last = in_order(route)
    failures: list[str] = []
    for place, way in enumerate(before):
        try:
            async with asyncio.timeout(_share(len(before) + 2 - place)):
                return await _open_proven(route, way, dc_id, framing)
        except (TelegramError, TimeoutError) as error:
            note(route, way, has_answered=False)
            failures.append(_failure(way, error))
    if not before:
        return await _open_by(route, last, dc_id, framing)
    try:
        return await _open_proven(route, last, dc_id, framing)
    except TelegramError as error:
        note(route, last, has_answered=False)
        tried = "; ".join([*failures, _failure(last, error)])
        raise TelegramUnavailable(f"Telegram cannot be reached: {tried}") from error


def _share(parts: int) -> float:
    """Return the seconds of one of so many equal parts: those of the ways to come, and that of the call itself."""
    left = seconds_left()
    return SHARE if left is None else left / parts


def _failure(way: ProxyAddress, error: Exception) -> str:
    """Say what is wrong with a way. Where a proxy is may be nobody else's business."""
    return f"{way.type} {'took too long' if isinstance(error, TimeoutError) else f'failed ({error})'}"


async def _open_proven(route: Route, way: ProxyAddress, dc_id: int, framing: FramingName) -> Transport:
    """Open a transport by a way that has just worked, or that is seen to work."""
    transport = await _open_by(route, way, dc_id, framing)
    if is_trusted(route, way):
        return transport
    try:
        await _prove(transport)
    except BaseException:
        await transport.close()
        raise
    note(route, way, has_answered=True)
    transport.has_answered = False  # what is to come tells whether the way goes on to work
    return transport


async def _open_by(route: Route, way: ProxyAddress, dc_id: int, framing: FramingName) -> Transport:
    try:
        return Transport(await open_stream(route, way, dc_id, framing), way)
    except KeyError:
        raise ProtocolError(f"there is no data centre {dc_id}") from None
    except WrongSecret as error:
        raise TelegramUnavailable(str(error)) from error
    except REFUSALS as error:
        said = "Telegram" if way.type == DIRECT else f"Telegram by {way.type}"
        raise TelegramUnavailable(f"{said} cannot be reached") from error


async def _prove(transport: Transport) -> None:
    """See Telegram answer: a proxy may take a connection, and let nothing through. Telegram's own clients do so too.

    It is the first question of a key exchange, which may be asked at any time.
    """
    nonce = os.urandom(16)
    query = REQ_PQ_MULTI + nonce
    await transport.send(bytes(8) + write_long(int(time.time() * 2**32) & ~3) + write_int(len(query)) + query)
    if (await transport.recv(LONGEST_PROOF))[20:40] != RES_PQ + nonce:
        raise ProtocolError("what answers is not Telegram")
