"""Reading and writing TL: Pyrogram's classes do the objects, this module what is around them."""

import functools
import gzip
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from tgsdk.backends.pyrogram.library import raw

CONTAINER = struct.pack("<I", 0x73F1F8DC)
RPC_RESULT = struct.pack("<I", 0xF35C6D01)
GZIP_PACKED = struct.pack("<I", 0x3072CFA1)
GZIP_FROM = 1024


class Unreadable(Exception):
    """These bytes are no TL object of this layer; ``constructor`` is the first unknown one, 0 if that is not why."""

    def __init__(self, constructor: int = 0):
        super().__init__(f"unreadable TL object, constructor {constructor:#010x}")
        self.constructor = constructor


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands in a packet or in a container, its body not yet read."""

    id: int
    seq_no: int
    body: bytes


class Unknown:
    """An object with a constructor that no layer has."""

    def write(self) -> bytes:
        return bytes.fromhex("efbeadde") + bytes(12)


def read(data: bytes, *, is_whole: bool = False) -> Any:
    """Return the TL object in these bytes, unpacked if it is gzipped; where it ``is_whole``, nothing follows it.

    Raises `Unreadable`.
    """
    stream = BytesIO(data)
    try:
        value = raw.core.TLObject.read(stream)
    except KeyError as error:
        raise Unreadable(int(error.args[0])) from error
    except (ValueError, IndexError, EOFError, OSError, struct.error, OverflowError, RecursionError) as error:
        raise Unreadable from error
    if is_whole and stream.read(1):
        raise Unreadable
    return value


def objects(vector: list[Any]) -> list[Any]:
    """The objects of a vector. Pyrogram 2.0.106 reads those of four bytes (``inputUserSelf``) and of eight
    (``inputMessageID``) as numbers.
    """
    return [_object_of(each) if isinstance(each, int) else each for each in vector]


def made(kind: Any, **values: Any) -> Any:
    """Make an object of this class from those of the values that its layer has fields for."""
    return kind(**{name: value for name, value in values.items() if name in kind.__slots__})


def made_later(kind: Any, **values: Any) -> Any:
    """Make an object as ``made()`` does, which keeps what its own layer has no fields for: clients of a later one get
    it too."""
    value = _open_kind(kind)(**{name: each for name, each in values.items() if name in kind.__slots__})
    for name in values.keys() - set(kind.__slots__):
        setattr(value, name, values[name])
    return value


@functools.cache
def _open_kind(kind: Any) -> Any:
    """Return a class like this one, whose objects take further attributes too."""
    return type(kind.__name__, (kind,), {})


def write(value: Any) -> bytes:
    """Return the bytes of a TL object, of a vector of them (a list) or of a Bool; bytes are what they are."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool):
        return bytes(raw.core.Bool(value))
    if isinstance(value, list):
        return struct.pack("<Ii", 0x1CB5C415, len(value)) + b"".join(each.write() for each in value)
    return bytes(value.write())


def rpc_result(request_id: int, value: Any) -> bytes:
    """Return the bytes of an ``rpc_result``, gzipped when the answer is big and becomes smaller by it."""
    body = write(value)
    if len(body) > GZIP_FROM and len(packed := _gzip_packed(body)) < len(body):
        body = packed
    return RPC_RESULT + struct.pack("<q", request_id) + body


def rpc_error(request_id: int, code: int, name: str) -> bytes:
    """Return the bytes of an ``rpc_result`` with an ``rpc_error`` in it."""
    return rpc_result(request_id, raw.types.RpcError(error_code=code, error_message=name))


def container(messages: list[Message]) -> bytes:
    """``msg_container`` (https://core.telegram.org/mtproto/service_messages#containers)."""
    heads = (struct.pack("<qii", each.id, each.seq_no, len(each.body)) + each.body for each in messages)
    return CONTAINER + struct.pack("<i", len(messages)) + b"".join(heads)


def unpacked(message: Message) -> Iterator[Message]:
    """Yield the message itself, or those in it if it is a container. Raises `Unreadable`."""
    if message.body[:4] != CONTAINER:
        yield message
        return
    try:
        (count,) = struct.unpack_from("<i", message.body, 4)
        offset = 8
        for _ in range(count):
            message_id, seq_no, length = struct.unpack_from("<qii", message.body, offset)
            offset += 16
            yield Message(id=message_id, seq_no=seq_no, body=message.body[offset : offset + length])
            offset += length
    except struct.error as error:
        raise Unreadable from error


def method_name(query: Any) -> str:
    """``auth.ExportLoginToken`` for ``functions.auth.ExportLoginToken``; nothing for what is no method."""
    return str(getattr(query, "QUALNAME", "")).partition(".")[2]


def _object_of(number: int) -> Any:
    is_short = -(2**31) <= number < 2**31
    return read(struct.pack("<i" if is_short else "<q", number))


def _gzip_packed(body: bytes) -> bytes:
    return GZIP_PACKED + bytes(raw.core.Bytes(gzip.compress(body, compresslevel=6, mtime=0)))
