"""One TCP connection to a data centre, in MTProto's abridged framing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from python_socks import ProxyError

from tgsdk.errors import ProtocolError, TelegramUnavailable

from .data_centers import telegram_address
from .options import Route
from .proxies import connect_through

__all__ = ["LONGEST_PACKET", "Transport", "TransportError", "open_transport"]

LONGEST_PACKET = 4 * 2**20  # bytes: four times what Telegram itself puts into one
ABRIDGED = b"\xef"
LONG_FRAME = 0x7F
SHORTEST_FRAME = 4  # bytes: a length of one byte, and more than three of a packet


class TransportError(ProtocolError):
    """The data centre answered with a bare error number (``404``: it does not know the key)."""

    def __init__(self, number: int) -> None:
        super().__init__(f"transport error {number}", telegram_code=number)
        self.args = (number,)


class Transport:
    """Sends and receives whole packets. Every fault of the network is a TelegramUnavailable, at once."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._header = ABRIDGED
        self._head: bytes | None = None

    async def send(self, packet: bytes) -> None:
        """https://core.telegram.org/mtproto/mtproto-transports#abridged"""
        words = len(packet) // 4
        length = bytes([words]) if words < LONG_FRAME else bytes([LONG_FRAME]) + words.to_bytes(3, "little")
        header, self._header = self._header, b""
        with _network_faults():
            self._writer.write(header + length + packet)
            await self._writer.drain()

    async def recv(self, longest: int = LONGEST_PACKET) -> bytes:
        """Return the next packet. When this is cancelled half-way, the next one to ask goes on where it was.

        Raises ProtocolError for one of more than ``longest`` bytes, which is not waited for.
        """
        with _network_faults():
            # No frame is shorter than that, and what was read of one must not be forgotten.
            head = self._head = self._head or await self._reader.readexactly(SHORTEST_FRAME)
            is_long = head[0] == LONG_FRAME
            words, begun = (int.from_bytes(head[1:], "little"), b"") if is_long else (head[0], head[1:])
            if words * 4 > longest or head[0] > LONG_FRAME:
                raise ProtocolError("a packet is longer than any answer")
            packet = begun + await self._reader.readexactly(max(words * 4 - len(begun), 0))
        self._head = None
        if len(packet) == 4:
            raise TransportError(-int.from_bytes(packet, "little", signed=True))
        return packet

    async def close(self) -> None:
        # abort(): whoever closes wants nothing more, and a peer that is gone must not be waited for.
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


@contextlib.contextmanager
def _network_faults() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError) as error:
        raise TelegramUnavailable("the connection to Telegram was lost") from error


@contextlib.asynccontextmanager
async def open_transport(route: Route, dc_id: int) -> AsyncIterator[Transport]:
    """Connect to data centre ``dc_id``. One attempt: whether to try again is the caller's choice."""
    host, port = _address(route, dc_id)
    try:
        reader, writer = await _connect(route, host, port)
    except (OSError, ProxyError, ValueError) as error:  # ValueError: a name or port that cannot exist
        raise TelegramUnavailable("Telegram cannot be reached") from error
    transport = Transport(reader, writer)
    try:
        yield transport
    finally:
        await transport.close()


def _address(route: Route, dc_id: int) -> tuple[str, int]:
    with contextlib.suppress(KeyError):
        if route.server is None:
            return telegram_address(dc_id, test_mode=route.test_mode)
        return route.server.address(dc_id)
    raise ProtocolError(f"there is no data centre {dc_id}")


async def _connect(route: Route, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if proxy := route.proxy_address:
        return await connect_through(proxy, host, port)
    return await asyncio.open_connection(host, port)  # asyncio itself sets TCP_NODELAY on what it opens
