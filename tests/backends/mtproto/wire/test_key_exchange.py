"""A key exchange with a server that has the RSA key and breaks one rule."""

import struct
from hashlib import sha1

import pytest

from tgsdk import ProtocolError
from tgsdk.backends.mtproto.wire.telegram_keys import PRODUCTION_KEYS, TEST_KEYS
from tgsdk.backends.pyrogram.library import rsa

from .breaches import IN_A_KEY_EXCHANGE
from .key_server import TIME, Said, exchange, public_key


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


BREAKING = {name: said for breaches in IN_A_KEY_EXCHANGE.values() for name, said in breaches.items()}


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
