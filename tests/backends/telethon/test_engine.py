"""What is peculiar to Telethon's classes; tests/backends/test_engines.py has what each engine does."""

import gzip
import struct
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tgsdk.backends.mtproto import Unreadable
from tgsdk.backends.mtproto.reading.raw import seconds_of
from tgsdk.backends.telethon.engine import ENGINE
from tgsdk.backends.telethon.library import layer, types

CONTAINER = 0x73F1F8DC
VECTOR = 0x1CB5C415


def test_it_says_which_layer_it_speaks() -> None:
    assert ENGINE.layer == layer == 229


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


def test_a_bool_that_is_false_is_read() -> None:
    assert ENGINE.decode(struct.pack("<I", 0xBC799737)) is False


def test_no_container_is_unpacked_within_an_answer() -> None:
    user = bytes(types.User(id=1, first_name="Olga"))
    packed = struct.pack("<I", CONTAINER) + types.User.serialize_bytes(gzip.compress(user))
    with pytest.raises(Unreadable) as caught:
        ENGINE.decode(struct.pack("<Ii", VECTOR, 1) + packed)
    assert caught.value.constructor == CONTAINER


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
