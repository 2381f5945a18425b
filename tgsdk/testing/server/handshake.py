"""The server's side of making an authorisation key (https://core.telegram.org/mtproto/auth_key)."""

import os
from collections.abc import Callable
from hashlib import sha1, sha256
from typing import Any

from mtproto.crypto.aes import ige256_decrypt, ige256_encrypt

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..state.auth_keys import AuthKey
from ..state.diffie_hellman import PRIME, G, is_safe_public, random_exponent, random_pq, to_bytes
from ..state.world import World


class HandshakeRefused(Exception):
    """The client's step does not fit: the server answers with transport error -404, as Telegram does."""


class Handshake:
    """One key exchange, step by step, on one connection."""

    def __init__(self, world: World, dc_id: int):
        self._world = world
        self._dc_id = dc_id
        self._nonce = self._server_nonce = self._new_nonce = b""
        self._p = self._q = self._exponent = 0

    def answer(self, query: Any) -> Any:
        """Return the answer to one step, as a TL object. Raises `HandshakeRefused`."""
        functions = raw.functions
        if isinstance(query, functions.ReqPqMulti | functions.ReqPq):
            return self._answer_pq(query)
        steps: dict[type, Callable[[Any], Any]] = {
            functions.ReqDHParams: self._answer_dh_params,
            functions.SetClientDHParams: self._answer_client_dh_params,
        }
        step = steps.get(type(query))
        if step is None or not self._nonces_fit(query):
            raise HandshakeRefused
        return step(query)

    def _answer_pq(self, query: Any) -> Any:
        self._nonce, self._server_nonce = _nonce_bytes(query.nonce, 16), os.urandom(16)
        # The first of a server is as hard as Telegram's: a client that cannot do it is found, and the others are quick.
        self._p, self._q = random_pq(is_easy=bool(self._world.auth_keys))
        return raw.types.ResPQ(
            nonce=query.nonce,
            server_nonce=_nonce_int(self._server_nonce),
            pq=(self._p * self._q).to_bytes(8, "big"),
            server_public_key_fingerprints=[self._world.key_pair.fingerprint],
        )

    def _answer_dh_params(self, query: Any) -> Any:
        _require(query.public_key_fingerprint == self._world.key_pair.fingerprint)
        inner = self._decrypted_inner_data(query.encrypted_data)
        _require(self._nonces_fit(inner) and (query.p, query.q) == (inner.p, inner.q))
        _require((_number(inner.p), _number(inner.q)) == (self._p, self._q))
        self._new_nonce = _nonce_bytes(inner.new_nonce, 32)
        self._exponent = random_exponent()
        answer = raw.types.ServerDHInnerData(
            nonce=query.nonce,
            server_nonce=query.server_nonce,
            g=G,
            dh_prime=to_bytes(PRIME),
            g_a=to_bytes(pow(G, self._exponent, PRIME)),
            server_time=int(self._world.now()),
        ).write()
        padding = os.urandom(-(20 + len(answer)) % 16)
        return raw.types.ServerDHParamsOk(
            nonce=query.nonce,
            server_nonce=query.server_nonce,
            encrypted_answer=ige256_encrypt(_sha1(answer) + answer + padding, *self._temporary_key()),
        )

    def _answer_client_dh_params(self, query: Any) -> Any:
        _require(bool(self._new_nonce) and len(query.encrypted_data) % 16 == 0)
        inner = _checked(ige256_decrypt(query.encrypted_data, *self._temporary_key()), raw.types.ClientDHInnerData)
        g_b = _number(inner.g_b)
        _require(self._nonces_fit(inner) and is_safe_public(g_b))
        key = self._keep_key(to_bytes(pow(g_b, self._exponent, PRIME)))
        digest = _sha1(self._new_nonce + b"\x01" + _sha1(key.value)[:8])
        self._new_nonce = b""
        return raw.types.DhGenOk(
            nonce=query.nonce, server_nonce=query.server_nonce, new_nonce_hash1=_nonce_int(digest[4:])
        )

    def _keep_key(self, value: bytes) -> AuthKey:
        salt = bytes(a ^ b for a, b in zip(self._new_nonce[:8], self._server_nonce[:8], strict=True))
        key = AuthKey(value=value, dc_id=self._dc_id, first_salt=salt, created_at=self._world.now())
        self._world.auth_keys[key.id] = key
        return key

    def _decrypted_inner_data(self, data: bytes) -> Any:
        """Decrypt the inner data, in ``RSA_PAD`` or in the older padding, which Pyrogram, Kurigram and Telethon use."""
        _require(len(data) == 256)
        plain = self._world.key_pair.decrypt(data)
        kinds = raw.types.PQInnerData | raw.types.PQInnerDataDc
        padded = _out_of_rsa_pad(plain)
        inner = _checked(plain[1:], kinds) if padded is None else _read(padded, kinds)
        dc_id = getattr(inner, "dc", self._dc_id)
        # Clients add 10000 for the test network and negate for media connections.
        _require(abs(dc_id) % 10_000 == self._dc_id)
        return inner

    def _temporary_key(self) -> tuple[bytes, bytes]:
        new, server = self._new_nonce, self._server_nonce
        middle = _sha1(server + new)
        key = _sha1(new + server) + middle[:12]
        return key, middle[12:] + _sha1(new + new) + new[:4]

    def _nonces_fit(self, query: Any) -> bool:
        return (_nonce_bytes(query.nonce, 16), _nonce_bytes(query.server_nonce, 16)) == (
            self._nonce,
            self._server_nonce,
        )


def _out_of_rsa_pad(plain: bytes) -> bytes | None:
    """The data in ``RSA_PAD`` (https://core.telegram.org/mtproto/auth_key); None if this is not it, or was changed."""
    masked, encrypted = plain[:32], plain[32:]
    key = bytes(a ^ b for a, b in zip(masked, sha256(encrypted).digest(), strict=True))
    with_hash = ige256_decrypt(encrypted, key, bytes(32))
    padded = with_hash[:192][::-1]
    return padded if sha256(key + padded).digest() == with_hash[192:] else None


def _checked(data: bytes, kind: Any) -> Any:
    """Return the TL object of this kind after checking its SHA-1."""
    inner = _read(data[20:], kind)
    _require(_sha1(inner.write()) == data[:20])
    return inner


def _read(data: bytes, kind: Any) -> Any:
    try:
        inner = codec.read(data)
    except codec.Unreadable as error:
        raise HandshakeRefused from error
    _require(isinstance(inner, kind))
    return inner


def _require(condition: bool) -> None:
    if not condition:
        raise HandshakeRefused


def _sha1(data: bytes) -> bytes:
    return sha1(data, usedforsecurity=False).digest()


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _nonce_bytes(nonce: int, size: int) -> bytes:
    return nonce.to_bytes(size, "little", signed=True)


def _nonce_int(data: bytes) -> int:
    return int.from_bytes(data, "little", signed=True)
