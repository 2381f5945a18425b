"""Answers that no server gives: truncated, garbled, and bombs, to a client that makes a key and to every operation."""

import contextlib
import gzip
import random
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

from tgsdk import Telegram
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.testing import LocalTelegram, codec

from .conftest import find
from .cost import MEGABYTE, Cost, cost_of
from .operations import OPERATIONS, Operation, Phones, begun
from .wire.breaches import bomb
from .wire.peer import TRUE, UNKNOWN, frame, string

TIMEOUT = 15.0  # seconds, which nothing here needs
GZIP_PACKED, VECTOR = struct.pack("<I", 0x3072CFA1), struct.pack("<I", 0x1CB5C415)
RES_PQ = struct.pack("<I", 0x05162463) + bytes(32)
PRIME = b"\x08" + (2**61 - 1).to_bytes(8, "big") + bytes(3)

#: What a server says to a client that makes a key.
TO_A_NEW_CLIENT: dict[str, Callable[[], bytes]] = {
    "millions of fingerprints, not there": lambda: RES_PQ + PRIME + VECTOR + struct.pack("<i", 20_000_000),
    "a prime to be factored": lambda: RES_PQ + PRIME + VECTOR + struct.pack("<iq", 1, 1),
    "a packed nothing": lambda: GZIP_PACKED + b"\xfe" + b"\x00\x00\x04" + bytes(64),
    "a megabyte of zeros": lambda: bytes(MEGABYTE),
    "a bomb": lambda: GZIP_PACKED + string(gzip.compress(bytes(200 * MEGABYTE), 1)),
    "nothing": lambda: b"",
}


def _usual(request: Any) -> bytes:
    return codec.write(request.usual())


def _cut(request: Any) -> bytes:
    answer = _usual(request)
    return answer[: len(answer) // 3 // 4 * 4]


def _without_its_end(request: Any) -> bytes:
    return _usual(request)[:-4]


def _garbled(request: Any) -> bytes:
    """The answer with every sixteenth byte of it another one, behind its constructor."""
    answer, chance = bytearray(_usual(request)), random.Random(request.name)
    for place in chance.sample(range(4, len(answer)), len(answer) // 16):
        answer[place] ^= chance.randrange(1, 256)
    return bytes(answer)


#: What the local Telegram, which has the key, says in place of an operation's answer.
TO_AN_OPERATION: dict[str, Callable[[Any], bytes]] = {
    "nothing": lambda _: b"",
    "a third of the answer": _cut,
    "the answer without its end": _without_its_end,
    "the answer garbled": _garbled,
    "an unknown constructor": lambda _: UNKNOWN,
    "a vector of millions": lambda _: VECTOR + struct.pack("<i", 2**31 - 1) + bytes(8),
    "a gzip that is cut off": lambda request: GZIP_PACKED + string(gzip.compress(_usual(request))[:-9]),
    "a bomb": lambda _: bomb(100),
    "a bomb in a vector": lambda _: VECTOR + struct.pack("<i", 1) + bomb(100, TRUE),
    "a bomb in a bomb": lambda _: GZIP_PACKED + string(gzip.compress(bomb(100))),
}
# What may be an answer all the same.
MAY_BE_READ = ("the answer garbled",)
# A key exchange has answers of its own, which TO_A_NEW_CLIENT has hostile ones for.
ANSWERED = {name: operation for name, operation in OPERATIONS.items() if operation.method != "ReqPqMulti"}


def answered_by(operation: Operation, answer: str, telegram: LocalTelegram, phones: Phones) -> Cost:
    """Bring a login to the operation, answer its call with something hostile, and return what that cost."""
    bomb(100), bomb(100, TRUE)  # made beforehand
    account = find(telegram, dc_id=operation.dc_id, has_password=operation.has_password)
    method = operation.method or _first_method(operation, telegram, phones)
    client = Telegram(PyrogramBackend(**telegram.options), begun(operation, account, telegram, phones), timeout=TIMEOUT)
    with telegram.override(method, TO_AN_OPERATION[answer]):
        return cost_of(lambda: operation.ask(client, account))


def _first_method(operation: Operation, telegram: LocalTelegram, phones: Phones) -> str:
    account = find(telegram, dc_id=operation.dc_id, has_password=operation.has_password)
    client = Telegram(PyrogramBackend(**telegram.options), begun(operation, account, telegram, phones))
    before = len(telegram.calls)
    operation.ask(client, account)
    return telegram.calls[before].method


@contextlib.contextmanager
def server_that_says(answer: bytes) -> Iterator[int]:
    """Answer everything that comes to a port with these bytes, in a packet of a key exchange."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            packet = bytes(8) + struct.pack("<qi", 1, len(answer)) + answer
            self.request.sendall(frame(packet + bytes(-len(packet) % 4)))
            with contextlib.suppress(ConnectionError):
                self.request.recv(4096)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def answered_while_a_key_is_made(answer: str, telegram: LocalTelegram) -> Cost:
    """Let a client without a key ask a server that has one answer to everything, and return what that cost."""
    with server_that_says(TO_A_NEW_CLIENT[answer]()) as port:
        options = telegram.options | {"server": telegram.options["server"] | {"port": port}}
        client = Telegram(PyrogramBackend(**options), timeout=TIMEOUT)
        return cost_of(client.start_qr_login)
