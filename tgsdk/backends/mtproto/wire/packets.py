"""Encrypted packets of MTProto 2.0 (https://core.telegram.org/mtproto/description)."""

import hmac
import os
import struct
from dataclasses import dataclass
from hashlib import sha1, sha256

from tgsdk.errors import ProtocolError

from .aes import ige256_decrypt, ige256_encrypt

__all__ = ["Message", "PacketKey"]

OUTER_HEADER = 24  # bytes of auth_key_id and msg_key
INNER_HEADER = struct.Struct("<q8sqii")  # salt, session_id, msg_id, seq_no, length
BLOCK = 16
PADDING = range(12, 1025)
TO_SERVER, FROM_SERVER = 0, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands in a packet or a container, its body not read yet."""

    id: int
    seq_no: int
    body: bytes


class PacketKey:
    """An authorisation key, as packets use it."""

    def __init__(self, auth_key: bytes) -> None:
        self._key = auth_key
        self._id = sha1(auth_key, usedforsecurity=False).digest()[-8:]

    def seal(self, message: Message, salt: int, session_id: bytes) -> bytes:
        """Encrypt a message of ours."""
        header = INNER_HEADER.pack(salt, session_id, message.id, message.seq_no, len(message.body))
        plain = header + message.body
        plain += os.urandom(-(len(plain) + PADDING.start) % BLOCK + PADDING.start)
        message_key = self._message_key(plain, TO_SERVER)
        encrypted: bytes = ige256_encrypt(plain, *self._aes(message_key, TO_SERVER))
        return self._id + message_key + encrypted

    def open(self, packet: bytes, session_id: bytes) -> Message:
        """Decrypt a message of the server's.

        All that Telegram's security guidelines want to see is looked at before anything of the body is read. Raises
        ProtocolError for what is not from the server, not for this session, or not whole.
        """
        size = len(packet) - OUTER_HEADER
        if packet[:8] != self._id or size < INNER_HEADER.size + BLOCK or size % BLOCK:
            raise ProtocolError("what arrived is no packet of this key")
        message_key = packet[8:OUTER_HEADER]
        plain: bytes = ige256_decrypt(packet[OUTER_HEADER:], *self._aes(message_key, FROM_SERVER))
        if not hmac.compare_digest(self._message_key(plain, FROM_SERVER), message_key):
            raise ProtocolError("what arrived was not written by Telegram")
        _salt, session, message_id, seq_no, length = INNER_HEADER.unpack_from(plain)
        if session != session_id:
            raise ProtocolError("what arrived is for another session")
        if length < 0 or length % 4 or size - INNER_HEADER.size - length not in PADDING:
            raise ProtocolError("what arrived has a wrong length")
        body = plain[INNER_HEADER.size : INNER_HEADER.size + length]
        return Message(id=message_id, seq_no=seq_no, body=body)

    def _message_key(self, plain: bytes, direction: int) -> bytes:
        return sha256(self._key[88 + direction : 120 + direction] + plain).digest()[8:24]

    def _aes(self, message_key: bytes, direction: int) -> tuple[bytes, bytes]:
        """https://core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector"""
        a = sha256(message_key + self._key[direction : direction + 36]).digest()
        b = sha256(self._key[direction + 40 : direction + 76] + message_key).digest()
        return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]
