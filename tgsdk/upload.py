"""Upload: a file that is read for Telegram part by part, once, and never whole in memory."""

import contextlib
import hashlib
import io
import mimetypes
import os
import re
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Protocol, Self, cast

from .arguments import check, check_given, named
from .backends.base import PART_SIZE
from .errors import FileInvalid
from .image_header import read_image_header
from .types import OutgoingFile
from .video_header import VideoHeader, read_video_header

__all__ = ["PARTS_AT_ONCE", "Readable", "Source", "Upload"]

PARTS_AT_ONCE = 4  # that are in flight, and in memory
MOST_PARTS = 4000  # of a file, for accounts without Telegram Premium
LONGEST_NAME = 255
A_FILE = "a path, bytes, a file open for reading bytes, or an iterable of bytes"
UNNAMED = "file"
UNKNOWN_TYPE = "application/octet-stream"
PDF = b"%PDF-"
SEEN = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")  # told by their first bytes
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f]")
CHANGED = "the file has changed since it was read first"


class Readable(Protocol):
    """Anything that bytes can be read from, such as a file open for reading."""

    def read(self, size: int, /) -> bytes: ...


Source = str | os.PathLike[str] | bytes | bytearray | memoryview | Readable | Iterable[bytes]


class Upload:
    """A file on its way to Telegram, from a path, bytes, a file open for reading, or an iterable of bytes.

    ``name`` is what the receiver sees; by default that of the path or of the open file. With ``as_photo`` a picture is
    shown as a photo, which Telegram makes smaller, and an MP4 or QuickTime video is played where it is seen. Close it
    when it is sent, or use it in a ``with`` block.

    Telegram forgets a file that was sent. The same upload may be sent again, to another chat too, until it is closed:
    it is read and uploaded once more. One that can be read once only (an iterable, a pipe) cannot
    (``can_be_sent_again``), and raises UploadIncomplete. Send one upload at a time.

    Raises FileInvalid for an empty file and for one of more than 4,000 parts (2,097,152,000 bytes), as soon as that is
    known.
    """

    def __init__(self, source: Source, *, name: str | None = None, as_photo: bool = False) -> None:
        check(as_photo=as_photo)
        check_given(name=name)
        self._opened: IO[bytes] | None = None
        self._file: Readable = self._readable(source)
        self._begin, size = _begin_and_size(self._file)
        self._hash = hashlib.md5(usedforsecurity=False)  # as Telegram wants it
        self._ahead: deque[bytes] = deque()
        self._unsaved: list[bytes] = []
        self._read_bytes = 0
        self._has_ended = False
        self._began = False
        self._is_under_way = False
        self.saved_parts = 0
        self.file = OutgoingFile(
            id=secrets.randbits(63),
            name=clean_name(name if name is not None else _name_of(source)),
            size=size,
            mime_type=UNKNOWN_TYPE,
            as_photo=as_photo,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, if it was given as a path."""
        if self._opened is not None:
            self._opened.close()

    @property
    def can_be_sent_again(self) -> bool:
        """Whether the file can be read once more."""
        return self._begin is not None

    @property
    def is_saved(self) -> bool:
        """Whether Telegram has all parts."""
        return self._has_ended and not self._ahead and not self._unsaved

    def begin(self) -> OutgoingFile:
        """Read as much as tells what kind of file this is."""
        if self._began:
            return self.file
        # A file of unknown size is read ahead, as far as a small one can reach.
        self._read_ahead(1 if self.file.size is not None else OutgoingFile.SMALL // PART_SIZE + 1)
        head = self._ahead[0] if self._ahead else b""
        header = read_image_header(head) or (self._video_header() if self.file.as_photo else None)
        if header is None:
            self.file = replace(self.file, mime_type=_mime_type(self.file.name, head))
        else:
            self.file = replace(self.file, **asdict(header))
        self._began = True
        return self.file

    def next_parts(self) -> tuple[int, list[bytes]]:
        """Return the next parts to be saved, with the number of the first; the same again until they are saved."""
        self.begin()
        if not self._unsaved:
            self._read_ahead(PARTS_AT_ONCE + 1)  # one more, to know which is the last
            self._unsaved = [self._ahead.popleft() for _ in range(min(PARTS_AT_ONCE, len(self._ahead)))]
        return self.saved_parts, self._unsaved

    def note_saved(self) -> int:
        """Note that Telegram has those parts; return how many bytes it has by now."""
        self.saved_parts += len(self._unsaved)
        self._unsaved = []
        return min(self.saved_parts * PART_SIZE, self._read_bytes)

    @contextlib.contextmanager
    def one_step(self) -> Iterator[None]:
        """Read parts and save them. Raises ``RuntimeError`` for whoever does so at the same time."""
        if self._is_under_way:
            raise RuntimeError("this Upload is being sent: make another one, or send it again afterwards")
        self._is_under_way = True
        try:
            yield
        finally:
            self._is_under_way = False

    def steps_again(self) -> Iterator[tuple[int, list[bytes]]]:
        """Read the file once more: yield parts to be saved, with the number of the first.

        Raises FileInvalid at its end where it is not the file that was read before.
        """
        content = hashlib.md5(usedforsecurity=False)
        for first in range(0, self.saved_parts, PARTS_AT_ONCE):
            begin = first * PART_SIZE
            with self._elsewhere() as read_at:
                read = read_at(begin, min(PARTS_AT_ONCE * PART_SIZE, self._read_bytes - begin))
            content.update(read)
            yield first, [read[start : start + PART_SIZE] for start in range(0, len(read), PART_SIZE)]
        if content.digest() != self._hash.digest():
            raise FileInvalid(CHANGED)

    def _video_header(self) -> VideoHeader | None:
        """Read the description of a video; of a file that can be read once only, in what was read ahead."""
        if self._begin is None or self.file.size is None:
            ahead = b"".join(self._ahead)
            return read_video_header(lambda offset, size: ahead[offset : offset + size], len(ahead))
        with self._elsewhere() as read_at:
            return read_video_header(read_at, self.file.size)

    @contextlib.contextmanager
    def _elsewhere(self) -> Iterator[Callable[[int, int], bytes]]:
        """Read pieces of a file that can be read twice, and go back to where it was."""
        file, begin = cast("IO[bytes]", self._file), self._begin or 0
        here = file.tell()

        def read_at(offset: int, size: int) -> bytes:
            file.seek(begin + offset)
            return _read_fully(file, size)

        try:
            yield read_at
        finally:
            file.seek(here)

    def _readable(self, source: Source) -> Readable:
        if isinstance(source, str | os.PathLike):
            self._opened = Path(source).open("rb")  # noqa: SIM115 - close() closes it
            return self._opened
        if isinstance(source, bytes | bytearray | memoryview):
            return io.BytesIO(source.tobytes() if isinstance(source, memoryview) else source)
        if hasattr(source, "read") and not isinstance(source, io.TextIOBase):
            return cast("Readable", source)
        if isinstance(source, Iterable) and not isinstance(source, io.TextIOBase):
            return _Chunks(source)
        raise TypeError(f"a file is {A_FILE}, not {named(source)}")

    def _read_ahead(self, parts: int) -> None:
        while len(self._ahead) < parts and not self._has_ended:
            part = _read_fully(self._file, PART_SIZE)
            self._has_ended = len(part) < PART_SIZE
            if part:
                self._hash.update(part)
                self._ahead.append(part)
            self._read_bytes += len(part)
            self._check(self._read_bytes)
        if self._has_ended:
            self._finish()

    def _check(self, size: int) -> None:
        if max(size, self.file.size or 0) > MOST_PARTS * PART_SIZE:
            raise FileInvalid("the file is larger than Telegram takes", telegram_name="FILE_PARTS_INVALID")

    def _finish(self) -> None:
        if self._read_bytes == 0:
            raise FileInvalid("the file is empty", telegram_name="FILE_PART_EMPTY")
        if self.file.size not in (None, self._read_bytes):
            raise FileInvalid(CHANGED)
        self.file = replace(self.file, size=self._read_bytes, md5=self._hash.hexdigest())


class _Chunks:
    """Bytes in chunks of any size, as a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._left = b""

    def read(self, size: int, /) -> bytes:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._left = _checked(chunk)
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def clean_name(name: str) -> str:
    """Return the last part of a path as a file name of up to 255 characters, which keeps its extension."""
    name = name.encode(errors="replace").decode()  # the name of a file may be no text: it has lone surrogates then
    name = NOT_IN_A_NAME.sub("", name).replace("\\", "/").rpartition("/")[2].strip()
    if name in ("", ".", ".."):
        return UNNAMED
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - of a name that is no path
    extension = extension[:32]
    return stem[: LONGEST_NAME - len(extension)] + extension


def _name_of(source: Source) -> str:
    name = source if isinstance(source, str | os.PathLike) else getattr(source, "name", "")
    return str(os.fspath(name)) if isinstance(name, str | os.PathLike) else ""  # an open descriptor's is a number


def _mime_type(name: str, head: bytes) -> str:
    """Return the type that the first bytes say, or that of the name; an image that is none is just bytes."""
    if head.startswith(PDF):
        return "application/pdf"
    guessed = mimetypes.guess_type(name)[0] or UNKNOWN_TYPE
    return UNKNOWN_TYPE if guessed in SEEN else guessed


def _begin_and_size(file: Readable) -> tuple[int | None, int | None]:
    """Return where a file begins and how long it is from there; nothing of one that cannot be read twice."""
    is_seekable = getattr(file, "seekable", None)
    if is_seekable is None or not is_seekable():
        return None, None
    seekable = cast("IO[bytes]", file)
    begin = seekable.tell()
    size = seekable.seek(0, os.SEEK_END) - begin
    seekable.seek(begin)
    return begin, size


def _checked(part: bytes) -> bytes:
    if not isinstance(part, bytes | bytearray | memoryview):
        raise TypeError(f"a file gives bytes, not {named(part)}: it is {A_FILE}")
    return part


def _read_fully(file: Readable, size: int) -> bytes:
    """Read as many bytes as are wanted, or all that are left."""
    parts: list[bytes] = []
    while size > 0 and (part := file.read(size)):
        parts.append(_checked(part))
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
