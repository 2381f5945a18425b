"""A server that is none: what it sends to a client that makes a key must not cost time or memory."""

import gzip
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from tgsdk import ProtocolError, Telegram, TelegramUnavailable
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.testing import LocalTelegram

TIMEOUT = 2.0
MEGABYTE = 1024 * 1024
RES_PQ = struct.pack("<I", 0x05162463) + bytes(32)
PRIME = b"\x08" + (2**61 - 1).to_bytes(8, "big") + bytes(3)
VECTOR = struct.pack("<I", 0x1CB5C415)


@pytest.fixture
def ask(local_telegram: LocalTelegram) -> Iterator[Callable[[bytes], Telegram]]:
    """Gives an account at a server that answers everything with these bytes."""
    servers = []

    def ask(answer: bytes) -> Telegram:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.recv(4096)
                packet = bytes(8) + struct.pack("<qi", 1, len(answer)) + answer
                packet += bytes(-len(packet) % 4)
                self.request.sendall(b"\x7f" + (len(packet) // 4).to_bytes(3, "little") + packet)
                self.request.recv(4096)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        servers.append((server, thread))
        options = local_telegram.options
        address = {**options["server"], "port": server.server_address[1]}
        return Telegram(PyrogramBackend(**options | {"server": address}), timeout=TIMEOUT)

    yield ask
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(RES_PQ + PRIME + VECTOR + struct.pack("<i", 20_000_000), id="millions of fingerprints, not there"),
        pytest.param(RES_PQ + PRIME + VECTOR + struct.pack("<iq", 1, 1), id="a prime to be factored"),
        pytest.param(struct.pack("<I", 0x3072CFA1) + b"\xfe" + b"\x00\x00\x04" + bytes(64), id="a packed nothing"),
        pytest.param(bytes(MEGABYTE), id="a megabyte of zeros"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_no_answer_costs_nothing(answer: bytes, ask: Callable[[bytes], Telegram]) -> None:
    telegram = ask(answer)
    started, memory = time.monotonic(), psutil.Process().memory_info().rss
    with pytest.raises((ProtocolError, TelegramUnavailable)):
        telegram.start_qr_login()
    assert time.monotonic() - started < TIMEOUT
    assert psutil.Process().memory_info().rss - memory < 50 * MEGABYTE


def test_a_bomb_is_not_unpacked(ask: Callable[[bytes], Telegram]) -> None:
    packed = gzip.compress(bytes(200 * MEGABYTE))
    bomb = struct.pack("<I", 0x3072CFA1) + b"\xfe" + len(packed).to_bytes(3, "little") + packed
    telegram, memory = ask(bomb), psutil.Process().memory_info().rss
    with pytest.raises(ProtocolError):
        telegram.start_qr_login()
    assert psutil.Process().memory_info().rss - memory < 50 * MEGABYTE
