"""The errors that HR Helper itself raises."""

from typing import ClassVar, Literal

from tgsdk import InvalidInput, TelegramError
from tgsdk.contrib.django.errors import TooManyAttempts

Field = Literal["phone", "code", "password", "text", "at", "query", "files"]


class FileTooLarge(TelegramError):
    """A file of more than ``limit`` bytes, the most that HR Helper passes on."""

    code: ClassVar[str] = "file_too_large"
    sentence = "This file is larger than HR Helper passes on."

    def __init__(self, limit: int = 2 * 1024**3):
        super().__init__()
        self.args = (limit,)  # by which task queues make it anew
        self.limit = limit


class UploadTooLarge(FileTooLarge):
    """Files of more than ``limit`` bytes together, the most that HR Helper takes."""

    code: ClassVar[str] = "upload_too_large"
    sentence = "These files are larger together than HR Helper takes."


class TooManyDownloads(TooManyAttempts):
    """The recruiter downloads as many files already as one may at a time."""

    code: ClassVar[str] = "too_many_downloads"
    sentence = "Too many files are downloaded at a time: wait"


class TooManyUploads(TooManyAttempts):
    """The recruiter, or all together, send as many files already as this process takes at a time."""

    code: ClassVar[str] = "too_many_uploads"
    sentence = "Too many files are sent at a time: wait"


class TooManySignIns(TooManyAttempts):
    """Too many wrong passwords at HR Helper's own door."""

    code: ClassVar[str] = "too_many_sign_ins"
    sentence = "Too many wrong passwords: wait"


class OtherPerson(TelegramError):
    """The page belongs to somebody else, who was signed in to HR Helper before."""

    code: ClassVar[str] = "other_person"
    sentence = "The page belongs to somebody else, who was signed in to HR Helper before."


class OtherAccount(TelegramError):
    """The page belongs to another Telegram account than the one that is connected by now."""

    code: ClassVar[str] = "other_account"
    sentence = "The page belongs to another Telegram account than the one that is connected by now."


class EntryRefused(InvalidInput):
    """An entry in a form or an address that is refused before Telegram sees it: ``text`` says why."""

    sentence = "This entry is refused before Telegram sees it."

    def __init__(self, text: str, field: Field | None = None):
        super().__init__()
        self.args = text, field
        self.text, self.field = text, field
