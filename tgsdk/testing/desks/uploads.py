"""Uploads: what clients have saved part by part, and the files that become of it."""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tgsdk.image_header import ImageHeader, read_image_header

from .files import Content

KILOBYTE = 1024
LARGEST_PART = 512 * KILOBYTE
MOST_PARTS = 4000
SMALL = 10 * KILOBYTE * KILOBYTE
HEAD = 64 * KILOBYTE


class WrongParts(Exception):
    """The parts do not make the file that is asked for; ``name`` is Telegram's for that."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(slots=True, eq=False)
class Saved:
    """The parts of one file: in memory, or on the disk if it is a big one."""

    is_big: bool
    path: Path
    sizes: dict[int, int] = field(default_factory=dict)
    small: dict[int, bytes] = field(default_factory=dict)

    def save(self, number: int, part: bytes) -> None:
        self.sizes[number] = len(part)
        if not self.is_big:
            self.small[number] = part
            return
        self.path.touch()
        with self.path.open("r+b") as file:
            file.seek(number * LARGEST_PART)
            file.write(part)

    def content(self, parts: int, *, is_big: bool) -> "Uploaded":
        """Return the whole of it. Raises WrongParts as strictly as Telegram does."""
        if is_big != self.is_big or not 0 < parts <= MOST_PARTS:
            raise WrongParts("FILE_PARTS_INVALID")
        missing = next((number for number in range(parts) if number not in self.sizes), None)
        if missing is not None:
            raise WrongParts(f"FILE_PART_{missing}_MISSING")
        if len(self.sizes) != parts:
            raise WrongParts("FILE_PARTS_INVALID")
        self._check_sizes(parts)
        data = None if self.is_big else b"".join(self.small[number] for number in range(parts))
        size = sum(self.sizes.values())
        if is_big != (size > SMALL):
            raise WrongParts("FILE_PARTS_INVALID")
        return Uploaded(size=size, data=data, path=self.path)

    def _check_sizes(self, parts: int) -> None:
        """All parts but the last have one size, which divides 512 KB and by 1 KB."""
        full, last = self.sizes[0], self.sizes[parts - 1]
        if any(self.sizes[number] != full for number in range(parts - 1)) or last > full:
            raise WrongParts("FILE_PART_SIZE_CHANGED")
        if parts > 1 and (full % KILOBYTE or LARGEST_PART % full):
            raise WrongParts("FILE_PART_SIZE_INVALID")
        if self.is_big and full != LARGEST_PART:  # it is kept so here; Telegram's clients send no others
            raise WrongParts("FILE_PART_SIZE_INVALID")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uploaded:
    """A file that a client has uploaded; as a photo it is the only one of its sizes."""

    size: int
    data: bytes | None
    path: Path

    def read(self, offset: int, limit: int) -> bytes:
        if self.data is not None:
            return self.data[offset : offset + limit]
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(max(min(limit, self.size - offset), 0))

    @property
    def picture(self) -> ImageHeader | None:
        return read_image_header(self.read(0, min(self.size, HEAD)))

    def md5(self) -> str:
        return hashlib.md5(self.read(0, self.size), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoSize:
    """An uploaded picture as one of the sizes of a photo: nothing here makes it smaller."""

    type: str
    width: int
    height: int
    content: Content

    @property
    def size(self) -> int:
        return self.content.size

    def read(self, offset: int, limit: int) -> bytes:
        return self.content.read(offset, limit)


class Uploads:
    """The uploads of one account, by the ids that its clients have given them."""

    def __init__(self) -> None:
        self._saved: dict[int, Saved] = {}
        self._folder: Path | None = None

    def save(self, file_id: int, number: int, part: bytes, *, is_big: bool) -> None:
        saved = self._saved.get(file_id)
        if saved is None or saved.is_big != is_big:
            path = self._big_files() / f"{file_id:x}-{len(self._saved)}" if is_big else Path()
            saved = self._saved[file_id] = Saved(is_big, path)
        saved.save(number, part)

    def _big_files(self) -> Path:
        """The folder of big files, which ends with this."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="local-telegram-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def lose(self, numbers: Iterable[int]) -> None:
        """Lose parts of each file that was not sent yet."""
        for number in numbers:
            for saved in self._saved.values():
                saved.sizes.pop(number, None)

    def take(self, file_id: int, parts: int, *, is_big: bool, md5: str = "") -> Uploaded:
        """Return what the parts make, and forget them: they can be sent once. Raises WrongParts."""
        saved = self._saved.get(file_id)
        if saved is None:
            raise WrongParts("FILE_PART_0_MISSING" if parts > 0 else "FILE_PARTS_INVALID")
        content = saved.content(parts, is_big=is_big)
        if md5 and content.md5() != md5:
            raise WrongParts("MD5_CHECKSUM_INVALID")
        del self._saved[file_id]
        return content


__all__ = ["LARGEST_PART", "MOST_PARTS", "SMALL", "PhotoSize", "Uploaded", "Uploads", "WrongParts"]
