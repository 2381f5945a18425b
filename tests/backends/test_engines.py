"""What each engine's classes read, and what they are kept from reading."""

import contextlib
import gzip
import struct
import time

import pytest

from tgsdk.backends.mtproto import Engine, Unreadable
from tgsdk.backends.pyrogram.engine import ENGINE as PYROGRAM
from tgsdk.backends.telethon.engine import ENGINE as TELETHON

GZIP_PACKED = 0x3072CFA1
VECTOR = 0x1CB5C415
FUTURE_SALTS = 0xAE500895
TRUE = 0x997275B5


@pytest.fixture(params=[PYROGRAM, TELETHON], ids=["pyrogram", "telethon"])
def engine(request: pytest.FixtureRequest) -> Engine:
    made: Engine = request.param
    return made


@pytest.fixture
def user(engine: Engine) -> bytes:
    return user_of(engine, 1)


def user_of(engine: Engine, number: int) -> bytes:
    return engine.encode(engine.types.User(id=number, first_name="Olga"))


def vector(*objects: bytes, count: int | None = None) -> bytes:
    return struct.pack("<Ii", VECTOR, len(objects) if count is None else count) + b"".join(objects)


def string(value: bytes) -> bytes:
    """Short bytes as TL has them."""
    return bytes([len(value)]) + value + bytes(-(len(value) + 1) % 4)


def test_what_is_encoded_is_decoded(engine: Engine, user: bytes) -> None:
    assert engine.decode(user).first_name == "Olga"
    assert [each.id for each in engine.decode(vector(user, user_of(engine, 2)))] == [1, 2]
    assert engine.decode(struct.pack("<I", TRUE)) is True
    assert engine.decode(vector()) == []


def test_an_unknown_constructor_is_named(engine: Engine) -> None:
    with pytest.raises(Unreadable) as caught:
        engine.decode(struct.pack("<I", 0xDEADBEEF))
    assert caught.value.constructor == 0xDEADBEEF


def test_an_object_that_ends_too_early_is_unreadable(engine: Engine, user: bytes) -> None:
    lengths = range(4, len(user), 4)
    assert lengths
    for length in lengths:
        with pytest.raises(Unreadable):
            engine.decode(user[:length])


@pytest.mark.parametrize("kind", ["of objects", "of salts", "of numbers", "of less than nothing, and half a number"])
def test_a_vector_is_no_longer_than_the_bytes_that_are_left(engine: Engine, user: bytes, kind: str) -> None:
    data = {
        "of objects": vector(user, count=2**31 - 1),
        "of salts": struct.pack("<Iqii", FUTURE_SALTS, 1, 1, 2**31 - 1),
        "of numbers": struct.pack("<Iii", VECTOR, 2**31 - 1, 1),
        "of less than nothing, and half a number": vector(user, count=-5) + bytes(2),
    }[kind]
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        assert engine.decode(data) == []
    assert time.process_time() - started < 1


def test_nothing_is_unpacked_within_an_answer(engine: Engine, user: bytes) -> None:
    packed = struct.pack("<I", GZIP_PACKED) + string(gzip.compress(user))
    with pytest.raises(Unreadable) as caught:
        engine.decode(vector(packed))
    assert caught.value.constructor == GZIP_PACKED


def test_what_is_nested_too_deeply_is_unreadable(engine: Engine) -> None:
    with pytest.raises(Unreadable):
        engine.decode(vector(count=1) * 100_000)
