"""The form to send files by."""

from dataclasses import dataclass
from typing import Self

from tgsdk import MAX_CAPTION_LENGTH
from web.words.files import size_in_words, sizes_in_words

from .uploads import MOST_FILES, upload_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesComposer:
    """The form to send files by. ``draft`` names it, so that its files are sent once; ``limit`` is in bytes."""

    url: str
    draft: str
    limit: int
    most_files: int = MOST_FILES
    most_caption: int = MAX_CAPTION_LENGTH

    @classmethod
    def of(cls, url: str, draft: str) -> Self:
        return cls(url=url, draft=draft, limit=upload_limit())

    @property
    def sizes(self) -> str:
        """The words of a size, with a ``#`` for its number: of bytes, kilobytes, megabytes and gigabytes."""
        return "|".join(sizes_in_words("#"))

    @property
    def limit_in_words(self) -> str:
        return size_in_words(self.limit)
