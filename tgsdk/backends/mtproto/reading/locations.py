"""The places of files, as the text in a Photo or an Attachment."""

import base64
import json
from dataclasses import dataclass, field
from typing import Self

from tgsdk.errors import FileReferenceExpired

__all__ = ["FileLocation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLocation:
    """A place of a file (``InputFileLocation``), and the data centre that it is in.

    ``kind`` is that of the raw location; for ``chat_photo`` the ``id`` is the photo's, and ``chat_id`` whose it is.
    """

    kind: str
    dc_id: int
    id: int
    access_hash: int = field(repr=False)
    file_reference: bytes = field(default=b"", repr=False)
    thumb_size: str = ""
    chat_id: int = 0

    def to_string(self) -> str:
        reference = base64.b64encode(self.file_reference).decode()
        return json.dumps([self.kind, self.dc_id, self.id, self.access_hash, reference, self.thumb_size, self.chat_id])

    @classmethod
    def from_string(cls, text: str) -> Self:
        """Read the text of a location. Raises FileReferenceExpired for one of another version or backend."""
        try:
            kind, dc_id, number, access_hash, reference, thumb_size, chat_id = json.loads(text)
            return cls(
                kind=kind,
                dc_id=int(dc_id),
                id=int(number),
                access_hash=int(access_hash),
                file_reference=base64.b64decode(reference),
                thumb_size=str(thumb_size),
                chat_id=int(chat_id),
            )
        except (ValueError, TypeError, RecursionError):
            raise FileReferenceExpired from None
