"""What Pyrogram's classes read, and what they are kept from reading."""

import contextlib
import gzip
import struct
import time

import pytest

from tgsdk.backends.mtproto import Unreadable
from tgsdk.backends.pyrogram.engine import ENGINE
from tgsdk.backends.pyrogram.library import layer, raw

GZIP_PACKED = 0x3072CFA1
VECTOR = 0x1CB5C415
FUTURE_SALTS = 0xAE500895


def user(first_name: str = "Olga", number: int = 1) -> bytes:
    return bytes(raw.types.User(id=number, first_name=first_name).write())


def vector(*objects: bytes, count: int | None = None) -> bytes:
    return struct.pack("<Ii", VECTOR, len(objects) if count is None else count) + b"".join(objects)


def test_it_says_which_layer_it_speaks() -> None:
    assert ENGINE.layer == layer


def test_what_is_encoded_is_decoded() -> None:
    assert ENGINE.decode(user()).first_name == "Olga"
    assert [each.id for each in ENGINE.decode(vector(user(number=1), user(number=2)))] == [1, 2]
    assert ENGINE.decode(struct.pack("<I", 0x997275B5)) is True
    assert ENGINE.decode(vector()) == []


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
        pytest.param(struct.pack("<Iq", 0x62D6B459, 0), id="that is none"),
    ],
)
def test_a_vector_is_no_longer_than_the_bytes_that_are_left(data: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        assert ENGINE.decode(data) == []
    assert time.process_time() - started < 1


def test_nothing_is_unpacked_within_an_answer() -> None:
    packed = struct.pack("<I", GZIP_PACKED) + string(gzip.compress(user()))
    with pytest.raises(Unreadable) as caught:
        ENGINE.decode(vector(packed))
    assert caught.value.constructor == GZIP_PACKED


def test_a_number_or_a_file_that_looks_like_something_packed_is_read() -> None:
    assert ENGINE.decode(user(number=GZIP_PACKED)).id == GZIP_PACKED
    content = struct.pack("<I", GZIP_PACKED) + string(gzip.compress(bytes(100)))
    file = raw.types.upload.File(type=raw.types.storage.FilePdf(), mtime=GZIP_PACKED, bytes=content)
    decoded = ENGINE.decode(ENGINE.encode(file))
    assert (decoded.mtime, decoded.bytes) == (GZIP_PACKED, content)


def test_what_is_nested_too_deeply_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        ENGINE.decode(vector(count=1) * 100_000)


def string(value: bytes) -> bytes:
    return bytes(raw.core.primitives.Bytes(value))
