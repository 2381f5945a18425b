"""SOCKS5 without a password (RFC 1928), as far as a client needs it to be pointed here instead of at Telegram.

Stock Pyrogram has no setting for a data centre's address, but it has one for a proxy: with this server as the
proxy, the address that it asks for tells which data centre it means.
"""

import ipaddress
import struct

from tgsdk.backends.mtproto.wire.data_centers import data_centers_by_host

VERSION = 5
SUCCEEDED, NOT_ALLOWED, COMMAND_NOT_SUPPORTED = 0, 2, 7
CONNECT = 1
IPV4, DOMAIN, IPV6 = 1, 3, 4


class SocksRefused(Exception):
    """The request cannot be served; ``answer`` is sent to the client before closing."""

    def __init__(self, answer: bytes):
        super().__init__("SOCKS request refused")
        self.answer = answer


class SocksNegotiation:
    """One client's negotiation. Once ``dc_id`` is set, the connection belongs to MTProto."""

    def __init__(self, dc_by_port: dict[int, int]):
        self._dc_by_port = dc_by_port
        self._received = b""
        self._has_greeted = False
        self.dc_id: int | None = None

    def receive(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the answer, and the bytes that are left over for MTProto. Raises `SocksRefused`."""
        self._received += data
        answer = b""
        if not self._has_greeted:
            if (greeting := self._take_greeting()) is None:
                return b"", b""
            answer += greeting
        if (reply := self._take_request()) is not None:
            return answer + reply, self._received
        return answer, b""

    def _take_greeting(self) -> bytes | None:
        data = self._received
        if len(data) < 2 or len(data) < 2 + data[1]:
            return None
        methods, self._received = data[2 : 2 + data[1]], data[2 + data[1] :]
        if 0 not in methods:
            raise SocksRefused(bytes([VERSION, 0xFF]))
        self._has_greeted = True
        return bytes([VERSION, 0])

    def _take_request(self) -> bytes | None:
        data = self._received
        if len(data) < 5:
            return None
        length = {IPV4: 4, IPV6: 16, DOMAIN: data[4] + 1}.get(data[3], 0)
        if len(data) < 4 + length + 2:
            return None
        if data[1] != CONNECT or not length:
            raise SocksRefused(_answer(COMMAND_NOT_SUPPORTED))
        address = data[4 : 4 + length]
        (port,) = struct.unpack_from(">H", data, 4 + length)
        self._received = data[6 + length :]
        host = address[1:].decode("latin-1") if data[3] == DOMAIN else str(ipaddress.ip_address(address))
        self.dc_id = self._dc_at(host, port)
        if self.dc_id is None:
            raise SocksRefused(_answer(NOT_ALLOWED))
        return _answer(SUCCEEDED)

    def _dc_at(self, host: str, port: int) -> int | None:
        dc_id = data_centers_by_host().get(host)
        if dc_id is None:
            return self._dc_by_port.get(port)
        return dc_id if dc_id in self._dc_by_port.values() else None


def _answer(code: int) -> bytes:
    return bytes([VERSION, code, 0, IPV4]) + bytes(6)
