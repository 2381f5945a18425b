"""The size and length of a video, read from the description in its file (MP4, QuickTime); no picture is decoded.

The boxes are those of ISO/IEC 14496-12, and of Apple's QuickTime File Format before it.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["VideoHeader", "read_video_header"]

FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")  # QuickTime's need not say the type of the file
QUICKTIME = b"qt  "
SOUND_ALONE = (b"M4A ", b"M4B ", b"M4P ")  # music and books, whose video tracks are pictures of their chapters
MOST_BOXES = 64  # beside each other
IS_SHOWN = 1  # a flag of a track
UNKNOWN_LENGTHS = (0, 2**32 - 1, 2**64 - 1)

Read = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class VideoHeader:
    """The true type of a video, its size in pixels as it is shown, its length in seconds (0 where it is not said).

    ``supports_streaming`` where the description stands before the pictures.
    """

    mime_type: str
    width: int
    height: int
    duration: int
    supports_streaming: bool


class Box(NamedTuple):
    """A box: its type, and where its content begins and ends."""

    kind: bytes
    begin: int
    end: int


def read_video_header(read: Read, size: int) -> VideoHeader | None:
    """Read a file of so many bytes by ``read(offset, count)``; None where it is no video, or is broken.

    A few hundred bytes are read, wherever they stand, and never any before those that were read already.
    """
    head = read(0, 12)
    kind, brand = head[4:8], head[8:12]
    if kind not in FIRST_BOXES or (kind == b"ftyp" and brand in SOUND_ALONE):
        return None
    mime_type = "video/mp4" if kind == b"ftyp" and brand != QUICKTIME else "video/quicktime"
    supports_streaming = True
    for box in _boxes(read, 0, size):
        if box.kind == b"mdat":
            supports_streaming = False
        elif box.kind == b"moov":
            shown, duration = _movie(read, box)
            return shown and VideoHeader(mime_type, *shown, duration, supports_streaming)
    return None


def _boxes(read: Read, begin: int, end: int) -> Iterator[Box]:
    """Yield the boxes from ``begin`` to ``end``, as far as they are whole."""
    for _ in range(MOST_BOXES):
        content = begin + 8
        if content > end or len(head := read(begin, 8)) < 8:
            return
        length, kind = struct.unpack(">I4s", head)
        if length == 1 and content + 8 <= end:  # a long one
            length, content = int.from_bytes(read(content, 8), "big"), content + 8
        elif length == 0:  # up to the end
            length = end - begin
        if not content <= begin + length <= end:
            return
        yield Box(kind, content, begin + length)
        begin += length


def _movie(read: Read, movie: Box) -> tuple[tuple[int, int] | None, int]:
    """Return the size of the first video that is shown, and the length of the whole (``moov``)."""
    shown, scale, units = None, 0, 0
    for box in _boxes(read, movie.begin, movie.end):
        if box.kind == b"mvhd":
            scale, units = _times(_content(read, box))
        elif box.kind == b"trak":
            shown = shown or _shown_size(read, box)
        elif box.kind == b"mvex" and units in UNKNOWN_LENGTHS:  # it comes in pieces, as it was recorded
            headers = (each for each in _boxes(read, box.begin, box.end) if each.kind == b"mehd")
            units = next((_whole_number(_content(read, each), 4) for each in headers), 0)
    if not scale or units in UNKNOWN_LENGTHS:
        return shown, 0
    return shown, min(max(round(units / scale), 1), 2**31 - 1)


def _shown_size(read: Read, track: Box) -> tuple[int, int] | None:
    """Return the size of a video track, None of other tracks, of hidden and of broken ones."""
    header, is_video = b"", False
    for box in _boxes(read, track.begin, track.end):
        if box.kind == b"tkhd":
            header = _content(read, box)
        elif box.kind == b"mdia":
            handlers = (_content(read, each) for each in _boxes(read, box.begin, box.end) if each.kind == b"hdlr")
            is_video = any(each[8:12] == b"vide" for each in handlers)
    matrix = 52 if header[:1] == b"\1" else 40  # a later version has longer times
    if not is_video or len(header) < matrix + 44 or not header[3] & IS_SHOWN:
        return None
    straight, turned = struct.unpack_from(">ii", header, matrix)
    width, height = (fixed >> 16 for fixed in struct.unpack_from(">II", header, matrix + 36))
    if not width or not height:
        return None
    # What was filmed upright is stored lying.
    return (height, width) if turned and not straight else (width, height)


def _content(read: Read, box: Box) -> bytes:
    """Return as much of a box as has the fields that are looked for."""
    return read(box.begin, min(box.end - box.begin, 128))


def _times(header: bytes) -> tuple[int, int]:
    """Return the units of time in a second, and how many the movie has (``mvhd``); zeros where that is cut off."""
    place = 20 if header[:1] == b"\1" else 12
    scale = int.from_bytes(header[place : place + 4], "big")
    return scale, _whole_number(header, place + 4)


def _whole_number(content: bytes, place: int) -> int:
    """Return a number that has 4 bytes, or 8 in a later version."""
    return int.from_bytes(content[place : place + (8 if content[:1] == b"\1" else 4)], "big")
