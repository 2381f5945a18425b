"""The kind and size of a picture, read from the beginning of its file; nothing of it is decoded."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["ImageHeader", "read_image_header"]

JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the markers that hold a size
JPEG_ALONE = frozenset(range(0xD0, 0xD9)) | {0x01}  # the markers without a length

LARGEST_SIDE = 2**31 - 1  # pixels, as PNG has it (www.w3.org/TR/png, 7.1), and Telegram

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """The true type of a picture, whatever its name says, and its size in pixels."""

    mime_type: str
    width: int
    height: int


def read_image_header(head: bytes) -> ImageHeader | None:
    """Read the beginning of a file; None where it is no PNG, JPEG, GIF or WebP, or breaks off before its size."""
    for mime_type, begins, read in KINDS:
        if begins(head):
            size = _read(read, head)
            return ImageHeader(mime_type, *size) if size and 0 < min(size) <= max(size) <= LARGEST_SIDE else None
    return None


def _read(read: Callable[[bytes], Size | None], head: bytes) -> Size | None:
    try:
        return read(head)
    except (struct.error, IndexError):
        return None


def _png(head: bytes) -> Size:
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _gif(head: bytes) -> Size:
    width, height = struct.unpack_from("<HH", head, 6)
    return width, height


def _jpeg(head: bytes) -> Size | None:
    place = 2
    while head[place] == 0xFF:
        marker = head[place + 1]
        if marker in JPEG_SIZES:
            height, width = struct.unpack_from(">HH", head, place + 5)
            return width, height
        if marker == 0xFF:  # a byte that fills up
            place += 1
        elif marker in JPEG_ALONE:
            place += 2
        else:
            place += 2 + int(struct.unpack_from(">H", head, place + 2)[0])
    return None


def _webp(head: bytes) -> Size | None:
    match head[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", head, 21)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", head, 26)
            return width & 0x3FFF, height & 0x3FFF
    return None


KINDS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], Size | None]], ...] = (
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff"), _jpeg),
    ("image/gif", lambda head: head[:6] in (b"GIF87a", b"GIF89a"), _gif),
    ("image/webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _webp),
)
