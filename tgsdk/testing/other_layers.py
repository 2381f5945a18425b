"""Answers for clients of another layer than that of the installed engine.

Telethon's objects have grown beyond Pyrogram's; where Kurigram is installed, an engine of Pyrogram's layer reads only
what it knows.
"""

import copy
import struct
from collections.abc import Callable, Mapping
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from . import codec

Rewrite = Callable[[bytes], bytes]

#: The layer of Telethon 1.45 and of Kurigram 2.2, which has in another form what `TO_LATER` lists. Most of it has
#: more optional fields only, and differs by its constructor.
LATER = 229
NOTHING = bytes(4)  # flags of which none is set, or a zero
UNSUPPORTED = struct.pack("<I", 0x9F84F49E)
REPLY_TO_MESSAGE = 1 << 4


class Written:
    """An object that is bytes already."""

    def __init__(self, data: bytes):
        self._data = data

    def write(self) -> bytes:
        return self._data


def in_layer(value: Any, layer: int) -> Any:
    """Return this answer as a client of this layer reads it."""
    return _rewritten(value, TO_LATER if layer >= LATER else TO_EARLIER)


def _rewritten(value: Any, rewrites: Mapping[int, Rewrite]) -> Any:
    if isinstance(value, list):
        return [_rewritten(each, rewrites) for each in value]
    if not isinstance(value, raw.core.TLObject):
        return value
    written = copy.copy(value)
    for name in value.__slots__:
        setattr(written, name, _rewritten(getattr(value, name), rewrites))
    if value.ID in WITHOUT_TOPICS and rewrites is TO_LATER:
        return Written(_with_topics(written))
    rewrite = rewrites.get(value.ID)
    return written if rewrite is None else Written(rewrite(written.write()))


def _with_topics(answer: Any) -> bytes:
    """Write ``messages.messages`` or its slice with the topics, of which there are none, after the messages."""
    messages, others = codec.write(answer.messages), codec.write(answer.chats) + codec.write(answer.users)
    head = answer.write()[4 : -len(messages + others)]
    return b"".join((struct.pack("<I", WITHOUT_TOPICS[answer.ID]), head, messages, codec.write([]), others))


def _renamed(constructor: int) -> Rewrite:
    return lambda data: struct.pack("<I", constructor) + data[4:]


def _with_zero_at(place: int, constructor: int) -> Rewrite:
    return lambda data: struct.pack("<I", constructor) + data[4:place] + NOTHING + data[place:]


def _reply_header(data: bytes) -> bytes:
    """The number of the message has become optional."""
    (flags,) = struct.unpack_from("<I", data, 4)
    return struct.pack("<II", 0x1B97DD66, flags | REPLY_TO_MESSAGE) + data[8:]


def _video(data: bytes) -> bytes:
    """Its length has become a number with a fraction."""
    flags, seconds = struct.unpack_from("<Ii", data, 4)
    return struct.pack("<IId", 0x43C57C48, flags, seconds) + data[12:]


WITHOUT_TOPICS = {0x8C718E87: 0x1D73E7EA, 0x3A54685E: 0x5F206716}
TO_LATER: dict[int, Rewrite] = {
    0x38116EE0: _with_zero_at(8, 0x7600B9D3),  # message
    0x2B085862: _renamed(0x7A800E0A),  # messageService
    0xA6D57763: _reply_header,  # messageReplyHeader
    0x5F777DCE: _renamed(0x4E4DF4BB),  # messageFwdHeader
    0xD58A08C6: _with_zero_at(44, 0xFC89F7F3),  # dialog
    0xA83B0426: _renamed(0x99622C0C),  # peerNotifySettings
    0x8F97C628: _renamed(0xB1B8CC83),  # user
    0xE26F42F1: _with_zero_at(4, 0x7B197DC8),  # userStatusRecently
    0x7BF09FC: _with_zero_at(4, 0x541A1D1A),  # userStatusLastWeek
    0x77EBC742: _with_zero_at(4, 0x65899777),  # userStatusLastMonth
    0x83259464: _renamed(0xD49F34C6),  # channel
    0x9CB070D7: _renamed(0x52D8CCD9),  # messageMediaDocument
    0x695150D7: _renamed(0xE216EB63),  # messageMediaPhoto
    0xA32DD600: _with_zero_at(4, 0xDDF10C3B),  # messageMediaWebPage
    0x20DF5D0: _with_zero_at(4, 0xF1CCAAAC),  # messageEntityBlockquote
    0xEF02CE6: _video,  # documentAttributeVideo
    0x3F7EE58B: _with_zero_at(4, 0x8CBEC07),  # messageMediaDice
    0x4BD6E798: lambda _: UNSUPPORTED,  # messageMediaPoll, which has become too different
}
TO_EARLIER: dict[int, Rewrite] = {0xB1B8CC83: _renamed(0x8F97C628)}  # user, of which the rest is optional
