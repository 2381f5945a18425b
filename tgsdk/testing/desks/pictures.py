"""PNG pictures drawn by code, with little work: one drawing of each size, in colours that follow from a seed."""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .numbers import mix

SKY, SUN, FAR, NEAR = range(64), 64, 65, 66


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG of this width and height; ``type`` is its letter among a photo's sizes."""

    type: str
    width: int
    height: int
    seed: int

    @property
    def size(self) -> int:
        return len(_around(self.width, self.height)[0]) + len(_around(self.width, self.height)[1]) + PALETTE_SIZE

    def read(self, offset: int, limit: int) -> bytes:
        return self.data[offset : offset + limit]

    @property
    def data(self) -> bytes:
        before, after = _around(self.width, self.height)
        return before + _palette(self.seed) + after


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """A profile photo of a person, a group or a channel."""

    photo_id: int
    dc_id: int
    seed: int

    def picture(self, *, is_big: bool) -> Picture:
        side = 640 if is_big else 160
        return Picture(type="c" if is_big else "a", width=side, height=side, seed=self.seed)

    @property
    def stripped(self) -> bytes:
        return stripped_thumbnail(self.seed, 8, 8)


def photo_sizes(seed: int) -> tuple[Picture, ...]:
    """The sizes of a photo, the smallest first."""
    sizes = (("m", 320, 213), ("x", 800, 533), ("y", 1280, 853))
    return tuple(Picture(type=type_, width=width, height=height, seed=seed) for type_, width, height in sizes)


def stripped_thumbnail(seed: int, width: int, height: int) -> bytes:
    """Bytes as long and as random as those of https://core.telegram.org/api/files#stripped-thumbnails."""
    noise = b"".join(mix(seed, number).to_bytes(8, "little") for number in range(12))
    return bytes((1, height, width)) + noise.replace(b"\xff", b"\x7f")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _palette(seed: int) -> bytes:
    """67 colours: a sky from light to dark, the sun, two ranges of hills."""
    hue = mix(seed, 1)
    top, low = (
        [40 + (hue >> shift) % 120 for shift in (0, 8, 16)],
        [150 + (hue >> shift) % 100 for shift in (24, 32, 40)],
    )
    sky = [[a + (b - a) * step // len(SKY) for a, b in zip(top, low, strict=True)] for step in SKY]
    hills = [[value * 2 // 3 for value in top], [value // 3 for value in top]]
    return _chunk(b"PLTE", bytes(value for colour in [*sky, [255, 240, 200], *hills] for value in colour))


PALETTE_SIZE = len(_palette(0))


@lru_cache(maxsize=16)
def _around(width: int, height: int) -> tuple[bytes, bytes]:
    """Return the bytes of a picture before its palette, and those after it."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
    rows = _portrait if width == height else _landscape
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows(width, height)), 6)
    return b"\x89PNG\r\n\x1a\n" + header, _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _landscape(width: int, height: int) -> Iterator[bytes]:
    """The sun over two ranges of hills."""
    circle = _circle(width * 3 // 4, height // 4, height // 10)
    hills = (
        (FAR, width // 3, height // 2),
        (FAR, width * 4 // 5, height * 3 // 5),
        (NEAR, width // 2, height * 2 // 3),
    )
    for y in range(height):
        row = bytearray([SKY[y * len(SKY) // height]]) * width
        _fill(row, SUN, *circle(y))
        for colour, x, top in hills:
            _fill(row, colour, x - (y - top) * 2, x + (y - top) * 2)
        yield bytes(row)


def _portrait(width: int, height: int) -> Iterator[bytes]:
    """A head and shoulders."""
    head, body = _circle(width // 2, height * 2 // 5, width // 6), _circle(width // 2, height, width * 2 // 5)
    for y in range(height):
        row = bytearray([SKY[y * len(SKY) // height]]) * width
        _fill(row, NEAR, *body(y))
        _fill(row, SUN, *head(y))
        yield bytes(row)


def _circle(x: int, y: int, radius: int) -> Callable[[int], tuple[int, int]]:
    """From where to where a circle reaches in a row."""

    def span(row: int) -> tuple[int, int]:
        square = radius**2 - (row - y) ** 2
        half = int(square**0.5) if square > 0 else 0
        return x - half, x + half

    return span


def _fill(row: bytearray, colour: int, start: int, end: int) -> None:
    start, end = max(start, 0), min(end, len(row))
    if start < end:
        row[start:end] = bytes([colour]) * (end - start)
