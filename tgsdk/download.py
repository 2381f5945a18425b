"""Downloads: the parts they consist of, their destination, and the check that they are complete."""

import contextlib
import errno
import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tgsdk.arguments import check, check_given, named
from tgsdk.backends.base import PART_SIZE
from tgsdk.errors import DownloadIncomplete
from tgsdk.types import Attachment, Photo

__all__ = ["Destination", "Parts", "Writable", "open_destination"]


class Writable(Protocol):
    """Anything that bytes can be written to, such as a file open for writing."""

    def write(self, data: bytes, /) -> object: ...


Destination = str | os.PathLike[str] | Writable


class Parts:
    """The offsets of the parts that cover a file from ``start`` up to ``stop``.

    They are multiples of ``PART_SIZE`` bytes. Where the file's size is not known they end with a short part.
    Raises ``ValueError`` for bounds that no file has.
    """

    def __init__(self, file: Attachment | Photo, start: int, stop: int | None) -> None:
        check(file=file, start=start)
        check_given(stop=stop)
        if start < 0 or (stop is not None and stop < start):
            raise ValueError(f"there are no bytes from {start} up to {stop}")
        self._size = file.size
        self._start = start
        self._stop = stop if file.size is None else min(file.size, file.size if stop is None else stop)
        self._ended = False

    def __iter__(self) -> Iterator[int]:
        offset = self._start // PART_SIZE * PART_SIZE
        while not self._ended and (self._stop is None or max(offset, self._start) < self._stop):
            yield offset
            offset += PART_SIZE

    def checked(self, offset: int, part: bytes) -> bytes:
        """Return the wanted bytes of the part at ``offset``. Raises DownloadIncomplete for one of the wrong length."""
        expected = PART_SIZE if self._size is None else min(PART_SIZE, self._size - offset)
        if len(part) > expected or (self._size is not None and len(part) < expected):
            raise DownloadIncomplete(f"{len(part)} bytes came where {expected} are expected")
        self._ended = len(part) < PART_SIZE
        first = max(self._start - offset, 0)
        return part[first : None if self._stop is None else self._stop - offset]


@contextlib.contextmanager
def open_destination(to: Destination) -> Iterator[Writable]:
    """Yield the destination to write to. A path appears when all is written, and not at all on an error.

    Raises IsADirectoryError for that of a directory, ``ValueError`` for that of a device or a pipe.
    """
    if not isinstance(to, str | os.PathLike):
        if isinstance(to, io.TextIOBase) or not hasattr(to, "write"):
            raise TypeError(f"to is a path, or a file open for writing bytes, not {named(to)}")
        yield to
        return
    path = Path(to)
    _refuse_what_is_no_file(path)
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")  # its length does not depend on the name's
    try:
        with unfinished.open("xb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _refuse_what_is_no_file(path: Path) -> None:
    """Refuse a path whose place no file can take."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        raise ValueError("to is the path of a device or a pipe: open it, and give the open file")
