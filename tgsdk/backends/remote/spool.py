"""Spool: files that are uploaded part by part, kept until the site gets them in one request."""

import tempfile
import threading
import weakref
from collections.abc import Sequence
from typing import IO

from tgsdk.errors import UploadIncomplete
from tgsdk.types import OutgoingFile

from ..base import PART_SIZE

__all__ = ["Spool"]

MOST = 32  # files that nobody has sent yet: those that were left the longest ago go first


class Spool:
    """Temporary files without a name. It belongs to the backend: an upload may go on over another connection."""

    def __init__(self) -> None:
        self._files: dict[int, IO[bytes]] = {}
        self._lock = threading.Lock()
        weakref.finalize(self, _close_all, self._files)

    def save(self, file: OutgoingFile, first: int, parts: Sequence[bytes]) -> None:
        """Write parts to their places."""
        with self._lock:
            kept = self._files.pop(file.id, None) or tempfile.TemporaryFile()  # noqa: SIM115 - take() hands it on
            self._files[file.id] = kept
            while len(self._files) > MOST:
                self._files.pop(next(iter(self._files))).close()
        kept.seek(first * PART_SIZE)
        kept.writelines(parts)

    def take(self, file: OutgoingFile) -> IO[bytes]:
        """Return a file, for its receiver to close. Raises UploadIncomplete."""
        with self._lock:
            kept = self._files.pop(file.id, None)
        if kept is None:
            raise UploadIncomplete(0)
        if kept.seek(0, 2) != file.size:
            kept.close()
            raise UploadIncomplete(0)
        kept.seek(0)
        return kept


def _close_all(files: dict[int, IO[bytes]]) -> None:
    """Close what was uploaded and never sent."""
    for file in files.values():
        file.close()
