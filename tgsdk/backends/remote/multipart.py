"""A form with files as the body of a request, read from the files as it is sent."""

import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

__all__ = ["FormWithFiles"]

AT_ONCE = 64 * 1024  # bytes


class FormWithFiles:
    """``multipart/form-data`` (RFC 7578) of fields and of files, each with its name and type."""

    def __init__(self, fields: Mapping[str, object], files: Sequence[tuple[str, str, IO[bytes]]]) -> None:
        self._boundary = secrets.token_hex(16)
        self._pieces: list[IO[bytes]] = [io.BytesIO(self._field(name, str(value))) for name, value in fields.items()]
        for name, mime_type, file in files:
            self._pieces += [io.BytesIO(self._head(name, mime_type)), file, io.BytesIO(b"\r\n")]
        self._pieces.append(io.BytesIO(f"--{self._boundary}--\r\n".encode()))
        self._length = sum(_size_of(piece) for piece in self._pieces)

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(AT_ONCE):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, of one piece at a time; none at the end."""
        while self._pieces:
            if chunk := self._pieces[0].read(AT_ONCE if size < 0 else size):
                return chunk
            self._pieces.pop(0)
        return b""

    def _field(self, name: str, value: str) -> bytes:
        head = f'--{self._boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        return head.encode() + value.encode() + b"\r\n"

    def _head(self, name: str, mime_type: str) -> bytes:
        quoted = name.replace("\\", "_").replace('"', "%22").replace("\r", "").replace("\n", "")
        disposition = f'form-data; name="files"; filename="{quoted}"'
        return f"--{self._boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {mime_type}\r\n\r\n".encode()


def _size_of(piece: IO[bytes]) -> int:
    here = piece.tell()
    size = piece.seek(0, io.SEEK_END) - here
    piece.seek(here)
    return size
