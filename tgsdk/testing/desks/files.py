"""Photos and documents of the local Telegram: made by code when they are read, none of the big ones kept."""

import io
import random
import struct
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from .pictures import Picture

NOISE_CHUNK = 65536
NOT_A_SECRET = random.Random


class Content(Protocol):
    """Bytes that can be read in parts; what is past the end is cut off."""

    @property
    def size(self) -> int: ...

    def read(self, offset: int, limit: int) -> bytes: ...


class OfSize(Content, Protocol):
    """A picture as one of the sizes of a photo; ``type`` is its letter."""

    @property
    def type(self) -> str: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """``size`` bytes that begin with ``head`` and go on at random, worked out where they are read."""

    size: int
    seed: int
    head: bytes = b""

    def read(self, offset: int, limit: int) -> bytes:
        end = min(offset + limit, self.size)
        first = offset // NOISE_CHUNK
        data = b"".join(self._chunk(number) for number in range(first, -(-end // NOISE_CHUNK)))
        return data[offset - first * NOISE_CHUNK :][: max(end - offset, 0)]

    def _chunk(self, number: int) -> bytes:
        chunk = NOT_A_SECRET(self.seed * 1_000_003 + number).randbytes(NOISE_CHUNK)
        return chunk if number else self.head + chunk[len(self.head) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """A document of one page with these ``lines``, and with as much besides as makes it ``size`` bytes long."""

    size: int
    lines: tuple[str, ...]

    def read(self, offset: int, limit: int) -> bytes:
        return _pdf(self.size, self.lines)[offset : offset + limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Docx:
    """A text document with one paragraph a line."""

    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(_docx(self.lines))

    def read(self, offset: int, limit: int) -> bytes:
        return _docx(self.lines)[offset : offset + limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """A WebP without loss, of one colour."""

    width: int = 512
    height: int = 512
    colour: tuple[int, int, int] = (255, 170, 0)

    @property
    def size(self) -> int:
        return len(self._data())

    def read(self, offset: int, limit: int) -> bytes:
        return self._data()[offset : offset + limit]

    def _data(self) -> bytes:
        red, green, blue = self.colour
        bits = [(0x2F, 8), (self.width - 1, 14), (self.height - 1, 14), (0, 1), (0, 3), (0, 3)]
        # Five prefix codes of a single symbol each: green, red, blue, alpha, distance. A pixel takes no bits at all.
        for symbol in (green, red, blue, 255, 0):
            bits += [(1, 1), (0, 1), (1, 1), (symbol, 8)]
        number = length = 0
        for value, width in bits:
            number |= value << length
            length += width
        data = number.to_bytes(-(-length // 16) * 2, "little")
        return b"RIFF" + struct.pack("<I", 12 + len(data)) + b"WEBPVP8L" + struct.pack("<I", len(data)) + data


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photo:
    """A photo in several sizes, the smallest first."""

    id: int
    access_hash: int
    dc_id: int
    date: int
    seed: int
    sizes: tuple[OfSize, ...]

    @property
    def size(self) -> int:
        return self.sizes[-1].size

    def read(self, offset: int, limit: int) -> bytes:
        return self.sizes[-1].read(offset, limit)

    def part(self, thumb_size: str) -> Content | None:
        """The size with this letter."""
        return next((each for each in self.sizes if each.type == thumb_size), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """A file with a name, whose ``attributes`` are TL objects."""

    id: int
    access_hash: int
    dc_id: int
    date: int
    mime_type: str
    content: Content
    attributes: tuple[Any, ...]
    thumbnail: Picture | None = None

    @property
    def size(self) -> int:
        return self.content.size

    def read(self, offset: int, limit: int) -> bytes:
        return self.content.read(offset, limit)

    def part(self, thumb_size: str) -> Content | None:
        """The whole file, or its thumbnail if that is asked for."""
        if not thumb_size:
            return self.content
        return self.thumbnail if self.thumbnail and self.thumbnail.type == thumb_size else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WebPage:
    """A preview of a page, a TL object, and the photo that goes into it."""

    page: Any
    photo: Photo | None = None


@lru_cache(maxsize=8)
def _pdf(size: int, lines: tuple[str, ...]) -> bytes:
    text = "BT /F1 14 Tf 60 780 Td 20 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
    # The text is on the page, the rest in a stream that nothing refers to.
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        _stream(text.encode("ascii", "replace")),
    ]
    empty = _assembled([*objects, _stream(b"")])
    if size < len(empty):
        raise ValueError(f"A PDF of these lines has {len(empty)} bytes at least")
    return _assembled([*objects, _stream(NOT_A_SECRET(size).randbytes(size - len(empty)))])


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _stream(data: bytes) -> bytes:
    # Numbers of a fixed width, so that a longer stream makes the file longer by no more than itself.
    return b"<< /Length %010d >>\nstream\n%b\nendstream" % (len(data), data)


def _assembled(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%010d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer


@lru_cache(maxsize=8)
def _docx(lines: tuple[str, ...]) -> bytes:
    office = "http://schemas.openxmlformats.org"
    word = f"{office}/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{paragraphs}</w:body></w:document>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()
