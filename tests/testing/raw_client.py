"""A tiny MTProto client that does one thing at a time, and never more than it is told."""

import os
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha1
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from mtproto.crypto import ige256_decrypt, ige256_encrypt
from mtproto.transport import AbridgedTransport, Connection
from mtproto.transport.packets import BasePacket, ErrorPacket, MessagePacket, UnencryptedMessagePacket

from tgsdk.backends.pyrogram.library import layer, mtproto, raw
from tgsdk.testing import LocalTelegram
from tgsdk.testing.state.key_pair import fingerprint

PATIENCE = 5.0


class RpcFailure(Exception):
    """An rpc_error: ``str()`` is its code and name."""


class TransportFailure(Exception):
    """Four bytes in place of a packet: ``str()`` is the code."""


class Client:
    """One connection, and a session on it. Its ``auth_key`` can be given to another client.

    ``ahead`` is how many seconds its clock is ahead of this machine's.
    """

    def __init__(
        self, telegram: LocalTelegram, dc_id: int = 1, transport: Any = AbridgedTransport, key: Any = None
    ) -> None:
        self.telegram = telegram
        self.socket = socket.create_connection((telegram.host, telegram.port + dc_id - 1), timeout=PATIENCE)
        self.stream = Connection(transport=transport)
        self.auth_key: bytes | None = key
        self.session_id = os.urandom(8)
        self.salt = 0
        self.sent = 0
        self.received: list[Any] = []
        self.last_id = 0
        self.is_initialised = False
        self.ahead = 0.0

    def close(self) -> None:
        self.socket.close()

    def message_id(self) -> int:
        self.last_id = max(int((time.time() + self.ahead) * 2**32) & ~3, self.last_id + 4)
        return self.last_id

    def write(self, packet: BasePacket) -> None:
        self.socket.sendall(self.stream.send(packet))

    def read(self) -> Any:
        """Return the next packet. Raises EOFError when the connection was closed."""
        while not self.stream.has_packet():
            data = self.socket.recv(65536)
            if not data:
                raise EOFError
            self.stream.data_received(data)
        packet = self.stream.next_event()
        if isinstance(packet, ErrorPacket):
            raise TransportFailure(packet.error_code)
        return packet

    def step(self, query: Any) -> Any:
        """Take one step of the key exchange."""
        self.write(UnencryptedMessagePacket(self.message_id(), query.write()))
        return raw.core.TLObject.read(BytesIO(self.read().message_data))

    def make_key(self, request: Any = None) -> bytes:
        n = rsa_numbers(self.telegram)
        key_id = fingerprint(n.n, n.e)
        nonce, new_nonce = os.urandom(16), os.urandom(32)
        answer = self.step((request or raw.functions.ReqPqMulti)(nonce=_int(nonce)))
        assert answer.server_public_key_fingerprints == [key_id]
        both = {"nonce": _int(nonce), "server_nonce": answer.server_nonce}
        p, q = _factors(int.from_bytes(answer.pq, "big"))
        names = {"p": p.to_bytes(4, "big"), "q": q.to_bytes(4, "big")}
        inner = raw.types.PQInnerDataDc(
            pq=answer.pq, new_nonce=_int(new_nonce), dc=10_000 + self.dc_id, **names, **both
        )
        encrypted = pow(int.from_bytes(_with_hash(inner, 255), "big"), n.e, n.n).to_bytes(256, "big")
        answer = self.step(
            raw.functions.ReqDHParams(public_key_fingerprint=key_id, encrypted_data=encrypted, **names, **both)
        )
        server_nonce = both["server_nonce"].to_bytes(16, "little", signed=True)
        middle = sha1(server_nonce + new_nonce).digest()
        temporary = (
            sha1(new_nonce + server_nonce).digest() + middle[:12],
            middle[12:] + sha1(new_nonce * 2).digest() + new_nonce[:4],
        )
        terms = raw.core.TLObject.read(BytesIO(ige256_decrypt(answer.encrypted_answer, *temporary)[20:]))
        prime, b = int.from_bytes(terms.dh_prime, "big"), int.from_bytes(os.urandom(64), "big")
        self.server_time = terms.server_time
        inner = raw.types.ClientDHInnerData(retry_id=0, g_b=pow(terms.g, b, prime).to_bytes(256, "big"), **both)
        encrypted = ige256_encrypt(_with_hash(inner, 16), *temporary)
        answer = self.step(raw.functions.SetClientDHParams(encrypted_data=encrypted, **both))
        self.auth_key = pow(int.from_bytes(terms.g_a, "big"), b, prime).to_bytes(256, "big")
        digest = sha1(new_nonce + b"\x01" + sha1(self.auth_key).digest()[:8]).digest()
        assert answer == raw.types.DhGenOk(new_nonce_hash1=_int(digest[4:]), **both)
        self.salt = _int(bytes(x ^ y for x, y in zip(new_nonce[:8], server_nonce[:8], strict=True)))
        return self.auth_key

    @property
    def dc_id(self) -> int:
        return int(self.socket.getpeername()[1]) - self.telegram.port + 1

    def send(self, body: Any, message_id: int | None = None) -> int:
        """Send an encrypted message; a ``body`` of bytes goes as it is."""
        body = SimpleNamespace(write=lambda data=body: data) if isinstance(body, bytes) else body
        message_id = message_id or self.message_id()
        message = raw.core.Message(body, message_id, self.sent * 2 + 1, len(body.write()))
        self.sent += 1
        self.write(MessagePacket.parse(self.pack(message)))
        return message_id

    def pack(self, message: Any) -> bytes:
        assert self.auth_key
        return bytes(
            mtproto.pack(message, self.salt, self.session_id, self.auth_key, sha1(self.auth_key).digest()[-8:])
        )

    def receive(self) -> list[Any]:
        """Return the messages of the next packet, checked as Pyrogram does."""
        assert self.auth_key
        data = BytesIO(self.read().write())
        message = mtproto.unpack(data, self.session_id, self.auth_key, sha1(self.auth_key).digest()[-8:])
        self.received.append(message)
        return list(message.body.messages) if isinstance(message.body, raw.core.MsgContainer) else [message]

    def answer_to(self, message_id: int) -> Any:
        """Return the result of the message that was sent with this id, and skip what comes before it."""
        while True:
            for message in self.receive():
                if getattr(message.body, "req_msg_id", None) == message_id:
                    return _result(message.body)
                if getattr(message.body, "bad_msg_id", getattr(message.body, "msg_id", None)) == message_id:
                    return message.body

    def start_call(self, query: Any) -> int:
        """Send a call, the first one inside initConnection; make a key first if there is none."""
        if self.auth_key is None:
            self.make_key()
        if not self.is_initialised:
            query = self.initialised(query)
            self.is_initialised = True
        return self.send(query)

    def call(self, query: Any) -> Any:
        first = not self.is_initialised
        answer = self.answer_to(self.start_call(query))
        if isinstance(answer, raw.types.BadServerSalt):
            self.salt = answer.new_server_salt
            return self.answer_to(self.send(self.initialised(query) if first else query))
        return answer

    @staticmethod
    def initialised(query: Any, api_id: int = 1) -> Any:
        words = dict.fromkeys(("device_model", "system_version", "app_version", "system_lang_code"), "test")
        first = raw.functions.InitConnection(api_id=api_id, lang_pack="", lang_code="en", query=query, **words)
        return raw.functions.InvokeWithLayer(layer=layer, query=first)


# The fixtures of conftest.py

Connect = Callable[..., Client]
Export = Callable[[Client], Any]
SendCode = Callable[..., Any]
LogIn = Callable[[Client, str], Any]
Accept = Callable[[str, bytes], Any]
Ask = Callable[[str], tuple[int, Any]]
TrustedBy = Callable[[LocalTelegram], AbstractContextManager[dict[str, Any]]]


def _result(body: Any) -> Any:
    result = getattr(body, "result", body)
    if isinstance(result, raw.types.RpcError):
        raise RpcFailure(f"{result.error_code} {result.error_message}")
    return result


def _with_hash(inner: Any, multiple: int) -> bytes:
    data: bytes = sha1(inner.write()).digest() + inner.write()
    return data + os.urandom(-len(data) % multiple)


def rsa_numbers(telegram: LocalTelegram) -> RSAPublicNumbers:
    """Return the numbers of the server's public key."""
    key = load_pem_public_key(telegram.public_key.encode())
    assert isinstance(key, RSAPublicKey)
    return key.public_numbers()


def _factors(pq: int) -> tuple[int, int]:
    from pyrogram.crypto import prime

    p = prime.decompose(pq)
    return min(p, pq // p), max(p, pq // p)


def _int(data: bytes) -> int:
    return int.from_bytes(data, "little", signed=True)
