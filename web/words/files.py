"""Files in words: the name and icon of each kind, size and length, and a safe name and type to download it under."""

import re
from pathlib import PurePosixPath

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tgsdk import Attachment, AttachmentKind

from .invisible import without_invisible

KILOBYTE = 1024
NAME_LENGTH = 120  # characters of a file's name on disk
SHOWN_LENGTH = 256  # characters of a name or a title on the page; Telegram takes half of it
ENDING_LENGTH = 24
EMOJI_LENGTH = 8  # characters: one emoji may be several
EXTENSION = re.compile(r"\.\w{1,15}")
SIZES = (
    gettext_lazy("%(number)s B"),
    gettext_lazy("%(number)s KB"),
    gettext_lazy("%(number)s MB"),
    gettext_lazy("%(number)s GB"),
)
KIND_NAMES: dict[AttachmentKind, str | Promise] = {
    AttachmentKind.PHOTO: gettext_lazy("Photo"),
    AttachmentKind.VIDEO: gettext_lazy("Video"),
    AttachmentKind.VIDEO_NOTE: gettext_lazy("Video message"),
    AttachmentKind.VOICE: gettext_lazy("Voice message"),
    AttachmentKind.AUDIO: gettext_lazy("Audio"),
    AttachmentKind.ANIMATION: gettext_lazy("GIF"),
    AttachmentKind.STICKER: gettext_lazy("Sticker"),
    AttachmentKind.DOCUMENT: gettext_lazy("File"),
}
KIND_ICONS = {  # of heroicons
    AttachmentKind.PHOTO: "photo",
    AttachmentKind.VIDEO: "film",
    AttachmentKind.VIDEO_NOTE: "film",
    AttachmentKind.VOICE: "microphone",
    AttachmentKind.AUDIO: "musical-note",
    AttachmentKind.ANIMATION: "gif",
    AttachmentKind.STICKER: "face-smile",
    AttachmentKind.DOCUMENT: "document-text",
}
# The types that are passed on, none of which a browser would run, and the ending of a file of each.
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/webm": "weba",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/quicktime": "mov",
}
SHOWN_INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif")


def attachment_in_words(attachment: Attachment) -> str:
    """The file on one line of the list of chats: "CV.pdf", "Voice message"."""
    if attachment.kind is AttachmentKind.STICKER and attachment.emoji:
        return f"{KIND_NAMES[attachment.kind]} {visible(attachment.emoji, EMOJI_LENGTH)}"
    if attachment.kind is AttachmentKind.AUDIO:
        return music_in_words(attachment)
    is_named = attachment.kind is AttachmentKind.DOCUMENT and attachment.name
    return visible_file_name(str(is_named)) if is_named else str(KIND_NAMES[attachment.kind])


def music_in_words(attachment: Attachment) -> str:
    """Who plays what: "The Recruiters — Office Hours", or else the file's name."""
    told = [visible(each or "") for each in (attachment.performer, attachment.title)]
    return " — ".join(filter(None, told)) or name_in_words(attachment)


def name_in_words(attachment: Attachment) -> str:
    """The file's own name, or that of its kind."""
    return visible_file_name(attachment.name or "") or str(KIND_NAMES[attachment.kind])


def details_in_words(attachment: Attachment) -> str:
    """Length, size and type, as far as they matter: "412 KB · PDF", "0:07 · 30 KB"."""
    parts = [
        "" if attachment.duration is None else duration_in_words(attachment.duration),
        size_in_words(attachment.size),
        _type_in_words(attachment) if attachment.kind is AttachmentKind.DOCUMENT else "",
    ]
    return " · ".join(filter(None, parts))


def size_in_words(size: int) -> str:
    """A number of bytes: "412 KB"."""
    power = next((power for power in range(len(SIZES) - 1) if size < KILOBYTE ** (power + 1)), len(SIZES) - 1)
    return str(SIZES[power]) % {"number": _rounded(size / KILOBYTE**power) if power else size}


def sizes_in_words(number: str) -> list[str]:
    """The same ``number`` of bytes, of kilobytes, and so on: for scripts, which put in their own."""
    return [str(words) % {"number": number} for words in SIZES]


def duration_in_words(seconds: int) -> str:
    """A length: "0:07", "1:02:03"."""
    minutes, hours = seconds // 60 % 60, seconds // 3600
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def visible(text: str, most: int = SHOWN_LENGTH) -> str:
    """Put text on one line of at most ``most`` characters, and drop what cannot be seen or turns text around."""
    return shortened(without_invisible(text[: 4 * most]), most)


def visible_file_name(name: str) -> str:
    """A file's name on one line: a name must end as it seems to end, so a long one is shortened in its middle."""
    seen = without_invisible(name if len(name) <= 4 * SHOWN_LENGTH else name[:SHOWN_LENGTH] + name[-SHOWN_LENGTH:])
    return seen if len(seen) <= SHOWN_LENGTH else f"{seen[: SHOWN_LENGTH - ENDING_LENGTH]}…{seen[-ENDING_LENGTH:]}"


def shortened(text: str, most: int) -> str:
    """Text of at most ``most`` characters, with "…" in the place of what is left out."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def safe_name(attachment: Attachment, message_id: int) -> str:
    """A name to save the file under: without a path or invisible characters, not too long, with its extension."""
    name = re.sub(r'[/\\:*?"<>|]', "_", visible_file_name(attachment.name or "")).strip(". ")
    if not name:
        return f"{attachment.kind}-{message_id}.{EXTENSIONS.get(attachment.mime_type, 'bin')}"
    suffix = PurePosixPath(name).suffix
    suffix = suffix if EXTENSION.fullmatch(suffix) else ""  # what follows the dot of an initial is none
    return name.removesuffix(suffix)[: NAME_LENGTH - len(suffix)] + suffix


def safe_type(attachment: Attachment) -> str:
    """The file's type, if it is one that a browser would not run."""
    return attachment.mime_type if attachment.mime_type in EXTENSIONS else "application/octet-stream"


def _type_in_words(attachment: Attachment) -> str:
    extension = PurePosixPath(visible_file_name(attachment.name or "")).suffix.removeprefix(".")
    extension = extension or EXTENSIONS.get(attachment.mime_type, "")
    return extension.upper() if re.fullmatch(r"\w{1,5}", extension) else ""


def _rounded(number: float) -> str:
    digits = 1 if number < 10 else 0
    return number_format(round(number, digits), decimal_pos=digits)  # which cuts off what it is not to show
