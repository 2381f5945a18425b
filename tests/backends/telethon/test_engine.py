"""What Telethon's classes read, and what they are kept from reading."""

import contextlib
import gzip
import struct
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tgsdk.backends.mtproto import Unreadable
from tgsdk.backends.mtproto.reading.raw import seconds_of
from tgsdk.backends.telethon.engine import ENGINE
from tgsdk.backends.telethon.library import layer, types

GZIP_PACKED = 0x3072CFA1
CONTAINER = 0x73F1F8DC
VECTOR = 0x1CB5C415
FUTURE_SALTS = 0xAE500895


def user(first_name: str = "Olga", number: int = 1) -> bytes:
    return bytes(types.User(id=number, first_name=first_name))


def vector(*objects: bytes, count: int | None = None) -> bytes:
    return struct.pack("<Ii", VECTOR, len(objects) if count is None else count) + b"".join(objects)


def test_it_says_which_layer_it_speaks() -> None:
    assert ENGINE.layer == layer == 229


def test_what_is_encoded_is_decoded() -> None:
    assert ENGINE.decode(user()).first_name == "Olga"
    assert [each.id for each in ENGINE.decode(vector(user(number=1), user(number=2)))] == [1, 2]
    assert ENGINE.decode(struct.pack("<I", 0x997275B5)) is True
    assert ENGINE.decode(struct.pack("<I", 0xBC799737)) is False
    assert ENGINE.decode(vector()) == []


def test_methods_are_called_as_the_schema_calls_them() -> None:
    query = ENGINE.functions.auth.ExportLoginToken(api_id=1, api_hash="x", except_ids=[])
    assert ENGINE.encode(query)[:4] == struct.pack("<I", 0xB7E085FE)
    assert ENGINE.functions.auth is ENGINE.functions.auth
    with pytest.raises(AttributeError):
        _ = ENGINE.functions.auth.NoSuchMethod


@pytest.mark.parametrize("date", [1_700_000_000, datetime.fromtimestamp(1_700_000_000, UTC)])
def test_a_date_may_be_a_number_or_a_datetime_and_is_the_same(date: int | datetime) -> None:
    query = ENGINE.functions.messages.GetHistory(
        peer=types.InputPeerSelf(),
        offset_id=0,
        offset_date=date,
        add_offset=0,
        limit=1,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert struct.pack("<i", 1_700_000_000) in ENGINE.encode(query)
    assert seconds_of(date) == 1_700_000_000


def test_an_unknown_constructor_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        ENGINE.decode(struct.pack("<I", 0xDEADBEEF))
    assert caught.value.constructor == 0xDEADBEEF


@pytest.mark.parametrize("length", range(4, len(user()), 4))
def test_an_object_that_ends_too_early_is_unreadable(length: int) -> None:
    with pytest.raises(Unreadable):
        ENGINE.decode(user()[:length])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(vector(user(), count=2**31 - 1), id="of objects"),
        pytest.param(struct.pack("<Iqii", FUTURE_SALTS, 1, 1, 2**31 - 1), id="of salts"),
        pytest.param(struct.pack("<Iii", VECTOR, 2**31 - 1, 1), id="of numbers"),
        pytest.param(vector(user(), count=-5) + bytes(2), id="of less than nothing, and half a number"),
    ],
)
def test_a_vector_is_no_longer_than_the_bytes_that_are_left(data: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        assert ENGINE.decode(data) == []
    assert time.process_time() - started < 1


@pytest.mark.parametrize("constructor", [GZIP_PACKED, CONTAINER])
def test_nothing_is_unpacked_within_an_answer(constructor: int) -> None:
    packed = struct.pack("<I", constructor) + types.User.serialize_bytes(gzip.compress(user()))
    with pytest.raises(Unreadable) as caught:
        ENGINE.decode(vector(packed))
    assert caught.value.constructor == constructor


def test_what_is_nested_too_deeply_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        ENGINE.decode(vector(count=1) * 100_000)


CRYPTG = """
import tgcrypto
def encrypt_ige(plain, key, iv):
    return tgcrypto.ige256_encrypt(plain, key, iv)
def decrypt_ige(cipher, key, iv):
    return tgcrypto.ige256_decrypt(cipher, key, iv)
"""
SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import cryptg
sys.modules["tgcrypto"] = None  # as if it were not there
from tgsdk import load_backend
load_backend("tgsdk.backends.telethon.TelethonBackend", {{"api_id": 1, "api_hash": "x"}})
from tgsdk.backends.mtproto.wire.aes import ige256_decrypt, ige256_encrypt
key = bytes(range(32))
sealed = ige256_encrypt(bytes(32), key, key)
print(ige256_decrypt(sealed, key, key) == bytes(32), ige256_encrypt is cryptg.encrypt_ige, "telethon" in sys.modules)
"""


def test_aes_is_that_of_cryptg_where_tgcrypto_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "cryptg.py").write_text(CRYPTG)
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(folder=str(tmp_path))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.stdout.split(), ended.stderr) == (["True", "True", "False"], "")
