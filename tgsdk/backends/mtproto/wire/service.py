"""MTProto's own messages, which belong to no layer (https://core.telegram.org/mtproto/service_messages)."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tgsdk.errors import ProtocolError

from .packets import Message
from .tl import Reader, write_int, write_longs

__all__ = [
    "LONGEST_UNPACKED",
    "BadMessage",
    "BadServerSalt",
    "NewSession",
    "Notice",
    "RpcError",
    "RpcResult",
    "Unimportant",
    "messages_in",
    "msgs_ack",
    "read_error",
    "read_service",
    "unpacked",
]

CONTAINER = write_int(0x73F1F8DC)
GZIP_PACKED = write_int(0x3072CFA1)
MSGS_ACK = 0x62D6B459
RPC_ERROR = write_int(0x2144CA19)
UNIMPORTANT = {
    MSGS_ACK,
    0x347773C5,  # pong
    0xAE500895,  # future_salts
    0xDA69FB52,  # msgs_state_req
    0x04DEB57D,  # msgs_state_info
    0x8CC0D131,  # msgs_all_info
    0x7D861A08,  # msg_resend_req
    0x276D3EC6,  # msg_detailed_info
    0x809DB6DF,  # msg_new_detailed_info
    0xE22045FC,  # destroy_session_ok
    0x62D350C9,  # destroy_session_none
}

LONGEST_UNPACKED = 16 * 2**20  # bytes that a packet may grow to: the longest answer, a part of a file, has half of one
GZIP = 31  # zlib's way to say it


@dataclass(frozen=True, slots=True, kw_only=True)
class RpcResult:
    """The answer to the query that was sent as ``request_id``, its body not read yet."""

    request_id: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RpcError:
    """``error_code`` and ``error_message`` of an answer that is an error."""

    code: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadServerSalt:
    """The message was refused for its salt: ``salt`` is the one to use."""

    request_id: int
    salt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadMessage:
    """The message was refused: https://core.telegram.org/mtproto/service_messages_about_messages says why."""

    request_id: int
    code: int

    @property
    def is_about_the_clock(self) -> bool:
        """Whether our message id is too low or too high for the server's clock."""
        return self.code in (16, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """The server has begun the session anew."""

    salt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unimportant:
    """A message of the protocol that a session of a few calls has no use for."""


Notice = RpcResult | BadServerSalt | BadMessage | NewSession | Unimportant


def messages_in(message: Message) -> Iterator[Message]:
    """Yield the message itself, or those in it if it is a container; a packed one comes unpacked."""
    left = LONGEST_UNPACKED
    for each in _contained(replace(message, body=unpacked(message.body))):
        body = unpacked(each.body, left)
        left -= len(body) if body is not each.body else 0
        yield replace(each, body=body)


def _contained(message: Message) -> Iterator[Message]:
    if message.body[:4] != CONTAINER:
        yield message
        return
    reader = Reader(message.body[4:])
    for _ in range(reader.read_int()):
        message_id, seq_no, length = reader.read_long(), reader.read_int(), reader.read_int()
        if length % 4:
            raise ProtocolError("a message in a container has a wrong length")
        yield Message(id=message_id, seq_no=seq_no, body=reader.read_raw(length))


def unpacked(body: bytes, longest: int = LONGEST_UNPACKED) -> bytes:
    """Return what is in ``gzip_packed``, and everything else as it is. Raises ProtocolError for what grows too long."""
    if body[:4] != GZIP_PACKED:
        return body
    reader = Reader(body[4:])
    unzip = zlib.decompressobj(GZIP)
    try:
        content = unzip.decompress(reader.read_bytes(), max(longest, 1))
    except zlib.error as error:
        raise ProtocolError("what arrived cannot be unpacked") from error
    if not unzip.eof:
        raise ProtocolError("what arrived is not packed to its end, or longer than any answer")
    return content


def read_service(body: bytes) -> Notice | None:
    """Return the notice that a message is, or None if it belongs to a layer."""
    constructor = int.from_bytes(body[:4], "little")
    if constructor in UNIMPORTANT:
        return Unimportant()
    read = NOTICES.get(constructor)
    return None if read is None else read(Reader(body[4:]))


def _rpc_result(reader: Reader) -> Notice:
    return RpcResult(request_id=reader.read_long(), body=reader.rest)


def _bad_server_salt(reader: Reader) -> Notice:
    request_id, _seq_no, _code = reader.read_long(), reader.read_int(), reader.read_int()
    return BadServerSalt(request_id=request_id, salt=reader.read_long())


def _bad_msg_notification(reader: Reader) -> Notice:
    request_id, _seq_no = reader.read_long(), reader.read_int()
    return BadMessage(request_id=request_id, code=reader.read_int())


def _new_session_created(reader: Reader) -> Notice:
    _first_msg_id, _unique_id = reader.read_long(), reader.read_long()
    return NewSession(salt=reader.read_long())


NOTICES: dict[int, Callable[[Reader], Notice]] = {
    0xF35C6D01: _rpc_result,
    0xEDAB447B: _bad_server_salt,
    0xA7EFF811: _bad_msg_notification,
    0x9EC20908: _new_session_created,
}


def read_error(body: bytes) -> RpcError | None:
    """Return the error that the body of an ``rpc_result`` is, or None if it is an answer."""
    if body[:4] != RPC_ERROR:
        return None
    reader = Reader(body[4:])
    return RpcError(code=reader.read_int(), name=reader.read_bytes().decode(errors="replace"))


def msgs_ack(message_ids: list[int]) -> bytes:
    return write_int(MSGS_ACK) + write_longs(message_ids)
