"""The obfuscation of a stream (https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation)."""

import os
from collections.abc import Callable
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .framing import Source

__all__ = ["ObfuscatedSource", "Obfuscation"]

HEAD = 64
# What a stream must not begin with: other protocols and framings.
TAKEN = {b"HEAD", b"POST", b"GET ", b"OPTI", b"\xdd" * 4, b"\xee" * 4, b"\x16\x03\x01\x02"}
ABRIDGED = 0xEF
FULL = bytes(4)  # the number of its first frame


class Obfuscation:
    """The two keys of one connection. ``head`` is sent first as it is, then what ``encrypt`` returns.

    ``secret`` are the 16 bytes of a proxy's. ``tag`` names the framing, ``dc_id`` tells a proxy where to go: 10,000
    more for a test server.
    """

    def __init__(self, *, tag: bytes, dc_id: int, secret: bytes = b"") -> None:
        plain = _random_head()[:56] + tag + dc_id.to_bytes(2, "little", signed=True) + os.urandom(2)
        backwards = plain[8:56][::-1]
        self.encrypt = _stream_cipher(plain[8:40], plain[40:56], secret)
        self.decrypt = _stream_cipher(backwards[:32], backwards[32:], secret)
        self.head = plain[:56] + self.encrypt(plain)[56:]


class ObfuscatedSource:
    """The bytes of a source in plain."""

    def __init__(self, source: Source, decrypt: Callable[[bytes], bytes]) -> None:
        self._source = source
        self._decrypt = decrypt

    async def readexactly(self, n: int, /) -> bytes:
        return self._decrypt(await self._source.readexactly(n))


def _stream_cipher(key: bytes, counter: bytes, secret: bytes) -> Callable[[bytes], bytes]:
    """AES-256 in CTR mode, which is the same in both directions."""
    mixed = sha256(key + secret).digest() if secret else key
    return Cipher(algorithms.AES(mixed), modes.CTR(counter)).encryptor().update


def _random_head() -> bytes:
    while True:
        head = os.urandom(HEAD)
        if head[0] != ABRIDGED and head[:4] not in TAKEN and head[4:8] != FULL:
            return head
