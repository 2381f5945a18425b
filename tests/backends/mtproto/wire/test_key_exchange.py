"""A key exchange with a server that has the RSA key and breaks one rule."""

import struct
from hashlib import sha1

import pytest

from tgsdk import ProtocolError
from tgsdk.backends.mtproto.wire.dh_group import PRIME
from tgsdk.backends.mtproto.wire.telegram_keys import PRODUCTION_KEYS, TEST_KEYS
from tgsdk.backends.pyrogram.library import rsa

from .key_server import TIME, P, Q, Said, exchange, public_key

MARGIN = 2 ** (2048 - 64)


def number(value: int) -> bytes:
    return value.to_bytes(256, "big")


def test_both_sides_come_to_the_same_key_salt_and_time() -> None:
    key, server = exchange(Said())
    assert key.auth_key == server.auth_key
    assert key.server_time == TIME
    assert key.salt != 0


@pytest.mark.parametrize(("test_mode", "dc_id"), [(False, 2), (True, 10_002)])
def test_the_server_is_told_which_data_centre_is_meant(test_mode: bool, dc_id: int) -> None:
    """So that nobody can lead a client to another one (``p_q_inner_data_dc``)."""
    _, server = exchange(Said(), test_mode=test_mode)
    assert server.inner[:4] == struct.pack("<I", 0xA9F55F95)
    assert struct.unpack_from("<i", server.inner, 4 + 12 + 8 + 8 + 16 + 16 + 32) == (dc_id,)


def test_a_generator_that_fits_the_prime_is_taken() -> None:
    key, server = exchange(Said(g=4))
    assert key.auth_key == server.auth_key


BREAKING: dict[str, Said] = {
    "pq of another exchange": Said(nonces={"pq": bytes(16) + b"s" * 16}, server_nonce=b"s" * 16),
    "no key that is trusted": Said(fingerprints=[1, 2, 3]),
    "a key of telegram's on another server": Said(fingerprints=[PRODUCTION_KEYS[0].fingerprint]),
    "millions of fingerprints": Said(count=20_000_000),
    "fewer fingerprints than none": Said(count=-1),
    "a pq of nine bytes": Said(pq=(P * Q * 256).to_bytes(9, "big")),
    "an even pq": Said(pq=(2 * Q).to_bytes(8, "big")),
    "a prime in place of a product": Said(pq=(2**61 - 1).to_bytes(8, "big")),
    "no pq": Said(pq=b""),
    "a factor of more than 32 bits": Said(pq=(3 * (2**61 - 1)).to_bytes(8, "big")),
    "another client's nonce with the group": Said(nonces={"params": bytes(32)}),
    "another client's nonce within": Said(nonces={"inner": bytes(32)}),
    "a hash that is wrong": Said(inner_hash=bytes(20)),
    "a block of padding too many": Said(inner_padding=16 + (-(20 + 4 + 32 + 4 + 260 + 260 + 4) % 16)),
    "a piece of a block": Said(tail=bytes(4)),
    "a prime that nobody knows": Said(prime=number(PRIME - 2)),
    "a short prime": Said(prime=(2**127 - 1).to_bytes(16, "big")),
    "g = 1": Said(g=1),
    "g = 2, which does not fit": Said(g=2),
    "g = 8": Said(g=8),
    "a public number of 1": Said(g_a=number(1), weak_key=1),
    "a public number of 0": Said(g_a=number(0), weak_key=0),
    "a public number that is minus one": Said(g_a=number(PRIME - 1)),
    "a small public number": Said(g_a=number(MARGIN)),
    "a public number near the prime": Said(g_a=number(PRIME - MARGIN)),
    "a public number above the prime": Said(g_a=number(PRIME + 2)),
    "another client's nonce at the end": Said(nonces={"gen": bytes(32)}),
    "a key that the server does not have": Said(new_nonce_hash=bytes(16)),
    "a request to try again": Said(constructors={"gen": 0x46DC1FB9}),
    "a failure": Said(constructors={"gen": 0xA69DAE02}),
    "server_DH_params_fail": Said(constructors={"params": 0x79CB045D}),
    "something else within": Said(constructors={"inner": 0x05162463}),
    "something else at the start": Said(constructors={"pq": 0x3072CFA1}),
    "an encrypted packet": Said(key_id=5),
    "the number of a message of ours": Said(message_id=4),
    "a length beyond the packet": Said(length=3000),
    "a length that is no multiple of four": Said(length=83),
}


@pytest.mark.parametrize("breach", BREAKING)
def test_who_breaks_a_rule_gets_no_key(breach: str) -> None:
    with pytest.raises(ProtocolError):
        exchange(BREAKING[breach])


def test_the_keys_of_telegram_are_those_that_its_clients_know() -> None:
    known = {(key.m, key.e) for key in rsa.server_public_keys.values()}
    fingerprints = [key.fingerprint & (2**64 - 1) for key in (*PRODUCTION_KEYS, *TEST_KEYS)]
    assert {0xD09D1D85DE64FD85, 0xB25898DF208D2603} <= set(fingerprints)  # of core.telegram.org/mtproto/auth_key
    older = {(key.modulus, key.exponent) for key in (*PRODUCTION_KEYS[1:], *TEST_KEYS[1:])}
    assert older <= known
    assert all(key.modulus.bit_length() == 2048 for key in (*PRODUCTION_KEYS, *TEST_KEYS))


def test_a_key_is_named_by_the_hash_of_what_tl_writes() -> None:
    key = public_key()
    written = b"\xfe\x00\x01\x00" + key.modulus.to_bytes(256, "big") + b"\x03\x01\x00\x01"
    digest = sha1(written, usedforsecurity=False).digest()
    assert key.fingerprint == int.from_bytes(digest[-8:], "little", signed=True)


def test_no_more_is_encrypted_than_the_padding_has_room_for() -> None:
    with pytest.raises(ValueError, match="144"):
        public_key().encrypt(bytes(145))
