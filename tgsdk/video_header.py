"""The size and length of a video, read from the description in its file (MP4, QuickTime); no picture is decoded.

The boxes are those of ISO/IEC 14496-12, and of Apple's QuickTime File Format before it.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

__all__ = ["VideoHeader", "read_video_header"]

BEGINS = b"ftyp"  # the type of the first box, after its size
QUICKTIME = b"qt  "
MOST_BYTES = 8 * 1024 * 1024  # of a description: those of hours of video have less
MOST_BOXES = 1000  # beside each other
UNKNOWN_LENGTHS = (2**32 - 1, 2**64 - 1)

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

    All that is read of a long file is its beginning and its description, wherever that stands.
    """
    head = read(0, 12)
    if head[4:8] != BEGINS:
        return None
    supports_streaming = True
    for box in _boxes(read, 0, size):
        if box.kind == b"mdat":
            supports_streaming = False
        elif box.kind == b"moov":
            if box.end - box.begin > MOST_BYTES:
                return None
            described = _Description.read(read(box.begin, box.end - box.begin))
            if described is None:
                return None
            mime_type = "video/quicktime" if head[8:12] == QUICKTIME else "video/mp4"
            return VideoHeader(mime_type, *described.size, described.duration, supports_streaming)
    return None


@dataclass(frozen=True, slots=True)
class _Description:
    """What a movie box (``moov``) says."""

    size: tuple[int, int]
    duration: int

    @classmethod
    def read(cls, movie: bytes) -> Self | None:
        try:
            size = next((size for track in _within(movie, b"trak") if (size := _size_of(track))), None)
            (header,) = _within(movie, b"mvhd")
            return cls(size, _duration(header)) if size else None
        except (struct.error, IndexError, ValueError):
            return None


def _boxes(read: Read, begin: int, end: int) -> Iterator[Box]:
    """Yield the boxes from ``begin`` to ``end``, as far as they are whole."""
    for _ in range(MOST_BOXES):
        head = read(begin, 16)
        if len(head) < 8:
            return
        length, kind = struct.unpack_from(">I4s", head)
        content = begin + 8
        if length == 1 and len(head) == 16:  # a long one
            (length,), content = struct.unpack_from(">Q", head, 8), begin + 16
        elif length == 0:  # up to the end
            length = end - begin
        if not content <= begin + length <= end:
            return
        yield Box(kind, content, begin + length)
        begin += length


def _within(content: bytes, *path: bytes) -> list[bytes]:
    """Return the contents of all boxes of this type in the content of another; of a path, those in the first."""
    for kind in path[:-1]:
        content = _within(content, kind)[0]
    boxes = _boxes(lambda offset, count: content[offset : offset + count], 0, len(content))
    return [content[box.begin : box.end] for box in boxes if box.kind == path[-1]]


def _size_of(track: bytes) -> tuple[int, int] | None:
    """Return the size of a video track, None of other tracks. A video that was filmed upright is stored lying."""
    (media,) = _within(track, b"mdia", b"hdlr")
    if media[8:12] != b"vide":
        return None
    (header,) = _within(track, b"tkhd")
    matrix = 52 if header[0] == 1 else 40  # a later version has longer times
    straight, turned = struct.unpack_from(">ii", header, matrix)
    width, height = (fixed >> 16 for fixed in struct.unpack_from(">II", header, matrix + 36))
    if not width or not height:
        return None
    return (height, width) if turned and not straight else (width, height)


def _duration(header: bytes) -> int:
    scale: int
    units: int
    scale, units = struct.unpack_from(">IQ", header, 20) if header[0] == 1 else struct.unpack_from(">II", header, 12)
    if not scale or units in UNKNOWN_LENGTHS:
        return 0
    return min(round(units / scale), 2**31 - 1)
