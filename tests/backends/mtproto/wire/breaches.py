"""The rules of Telegram's security guidelines, and how a server that has the key breaks each of them.

https://core.telegram.org/mtproto/security_guidelines
"""

import functools
import gzip
import struct

from tgsdk.backends.mtproto.wire.dh_group import PRIME
from tgsdk.backends.mtproto.wire.telegram_keys import PRODUCTION_KEYS

from ..cost import MEGABYTE
from .key_server import P, Q, Said
from .peer import TRUE, UNKNOWN, Call, Replies, container, string


def answered(call: Call) -> list[bytes]:
    return [call.seal(call.result())]


def packed(content: bytes) -> bytes:
    return struct.pack("<I", 0x3072CFA1) + string(gzip.compress(content, 1))


@functools.cache
def bomb(megabytes: int, before: bytes = b"") -> bytes:
    """So many zeros, packed."""
    return packed(before + bytes(megabytes * MEGABYTE))


def make_bombs() -> None:
    """Make the bombs before somebody looks at the clock: that takes longer than an answer may."""
    for arguments in ((100,), (15,), (100, TRUE)):
        bomb(*arguments)


MARGIN = 2 ** (2048 - 64)


def number(value: int) -> bytes:
    return value.to_bytes(256, "big")


def flipped(packet: bytes, place: int) -> bytes:
    return packet[:place] + bytes([packet[place] ^ 1]) + packet[place + 1 :]


#: What a server says in a session: rule -> how it is broken.
IN_A_SESSION: dict[str, dict[str, Replies]] = {
    "msg_key and auth_key_id are compared before the body is read": {
        "another key's id": lambda call: [flipped(call.seal(call.result()), 0)],
        "a message key that is another's": lambda call: [flipped(call.seal(call.result()), 8)],
        "a bit of the padding changed": lambda call: [flipped(call.seal(call.result()), -1)],
        "a piece of a block": lambda call: [call.seal(call.result()) + bytes(4)],
        "nothing after the message key": lambda call: [call.seal(call.result())[:24]],
    },
    "the session is ours": {
        "another session": lambda call: [call.seal(call.result(), session_id=bytes(8))],
    },
    "the length is within the packet and a multiple of four, and 12 to 1024 bytes of padding follow": {
        "a length beyond the packet": lambda call: [call.seal(call.result(), length=1000)],
        "a length below zero": lambda call: [call.seal(call.result(), length=-4)],
        "a length that is no multiple of four": lambda call: [call.seal(call.result() + bytes(1))],
        "eight bytes of padding": lambda call: [call.seal(call.result() + bytes(8), padding=8)],
        "a kilobyte of padding and more": lambda call: [call.seal(call.result() + bytes(4), padding=1036)],
    },
    "the msg_id is odd, and of now": {
        "the number of a message of ours": lambda call: [
            call.seal(call.result(), message_id=call.answer_id(remainder=0))
        ],
        "such a number in a container": lambda call: [
            call.seal(container((call.answer_id(remainder=2), call.result())))
        ],
        "a first message of long ago": lambda call: [call.seal(call.result(), message_id=call.answer_id(seconds=-310))],
        "a first message of the future": lambda call: [
            call.seal(call.result(), message_id=call.answer_id(seconds=310))
        ],
        "a later message of long ago": lambda call: [
            call.seal(call.new_session(1)),
            call.seal(call.result(), message_id=call.answer_id(seconds=-310)),
        ],
        "a later message of the future": lambda call: [
            call.seal(call.new_session(1)),
            call.seal(call.result(), message_id=call.answer_id(seconds=40)),
        ],
    },
    "a container holds what it says": {
        "a container that ends too early": lambda call: [
            call.seal(container((call.answer_id(), call.result()), count=2))
        ],
        "a container of millions": lambda call: [call.seal(container(count=2**31 - 1))],
        "a message longer than its container": lambda call: [
            call.seal(container((call.answer_id(), call.result()), length=400))
        ],
        "a message of an odd length in a container": lambda call: [
            call.seal(container((call.answer_id(), call.result() + bytes(4)), length=17))
        ],
    },
    "the seq_no fits the message": {
        "a sequence number below zero": lambda call: [call.seal(call.result(), seq_no=-1)],
        "an answer that wants no acknowledgement": lambda call: [call.seal(call.result(), seq_no=2)],
        "such an answer in a container": lambda call: [
            call.seal(container((call.answer_id(), call.result()), seq_no=2))
        ],
    },
    "an answer can be read": {
        "an answer that is cut off": lambda call: [call.seal(call.result()[:8])],
        "an answer with an unknown constructor": lambda call: [call.seal(call.result(UNKNOWN))],
        "an unknown constructor in place of an answer": lambda call: [call.seal(UNKNOWN)],
        "an answer that is no gzip": lambda call: [
            call.seal(call.result(struct.pack("<I", 0x3072CFA1) + string(b"no")))
        ],
        "a gzip that is cut off": lambda call: [
            call.seal(call.result(struct.pack("<I", 0x3072CFA1) + string(gzip.compress(TRUE)[:-9])))
        ],
        "an empty answer": lambda call: [call.seal(call.result(b""))],
    },
    "no more is unpacked or counted than there can be": {
        "a vector of millions": lambda call: [
            call.seal(call.result(struct.pack("<Ii", 0x1CB5C415, 2**31 - 1) + bytes(8)))
        ],
        "a bomb": lambda call: [call.seal(call.result(bomb(100)))],
        "a bomb around an answer": lambda call: [call.seal(bomb(100))],
        "bombs in a container": lambda call: [
            call.seal(container(*((call.answer_id() + 4 * place, bomb(15)) for place in range(9))))
        ],
        "a bomb in a vector": lambda call: [
            call.seal(call.result(struct.pack("<Ii", 0x1CB5C415, 1) + bomb(100, TRUE)))
        ],
    },
}

#: What a server says while a key is made: rule -> how it is broken.
IN_A_KEY_EXCHANGE: dict[str, dict[str, Said]] = {
    "every nonce is compared": {
        "pq of another exchange": Said(nonces={"pq": bytes(16) + b"s" * 16}, server_nonce=b"s" * 16),
        "another client's nonce with the group": Said(nonces={"params": bytes(32)}),
        "another client's nonce within": Said(nonces={"inner": bytes(32)}),
        "another client's nonce at the end": Said(nonces={"gen": bytes(32)}),
    },
    "the server's RSA key is trusted": {
        "no key that is trusted": Said(fingerprints=[1, 2, 3]),
        "a key of telegram's on another server": Said(fingerprints=[PRODUCTION_KEYS[0].fingerprint]),
        "millions of fingerprints": Said(count=20_000_000),
        "fewer fingerprints than none": Said(count=-1),
    },
    "pq is the product of two primes of 32 bits": {
        "a pq of nine bytes": Said(pq=(P * Q * 256).to_bytes(9, "big")),
        "an even pq": Said(pq=(2 * Q).to_bytes(8, "big")),
        "a prime in place of a product": Said(pq=(2**61 - 1).to_bytes(8, "big")),
        "no pq": Said(pq=b""),
        "a factor of more than 32 bits": Said(pq=(3 * (2**61 - 1)).to_bytes(8, "big")),
    },
    "the hash of server_DH_inner_data is right": {
        "a hash that is wrong": Said(inner_hash=bytes(20)),
        "a block of padding too many": Said(inner_padding=16 + (-(20 + 4 + 32 + 4 + 260 + 260 + 4) % 16)),
        "a piece of a block": Said(tail=bytes(4)),
    },
    "the prime is safe, and g fits it": {
        "a prime that nobody knows": Said(prime=number(PRIME - 2)),
        "a short prime": Said(prime=(2**127 - 1).to_bytes(16, "big")),
        "g = 1": Said(g=1),
        "g = 2, which does not fit": Said(g=2),
        "g = 8": Said(g=8),
    },
    "g_a is far from 1 and from the prime": {
        "a public number of 1": Said(g_a=number(1), weak_key=1),
        "a public number of 0": Said(g_a=number(0), weak_key=0),
        "a public number that is minus one": Said(g_a=number(PRIME - 1)),
        "a small public number": Said(g_a=number(MARGIN)),
        "a public number near the prime": Said(g_a=number(PRIME - MARGIN)),
        "a public number above the prime": Said(g_a=number(PRIME + 2)),
    },
    "new_nonce_hash proves the key": {
        "a key that the server does not have": Said(new_nonce_hash=bytes(16)),
        "a request to try again": Said(constructors={"gen": 0x46DC1FB9}),
        "a failure": Said(constructors={"gen": 0xA69DAE02}),
    },
    "each answer is the one that is due": {
        "server_DH_params_fail": Said(constructors={"params": 0x79CB045D}),
        "something else within": Said(constructors={"inner": 0x05162463}),
        "something else at the start": Said(constructors={"pq": 0x3072CFA1}),
        "an encrypted packet": Said(key_id=5),
        "the number of a message of ours": Said(message_id=4),
        "a length beyond the packet": Said(length=3000),
        "a length that is no multiple of four": Said(length=83),
    },
}
