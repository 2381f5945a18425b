"""Files that an account of a MemoryBackend sends: what becomes of them, and what Telegram refuses of them."""

from collections.abc import Sequence
from typing import Any

from tgsdk.errors import FileInvalid
from tgsdk.image_header import read_image_header
from tgsdk.types import Attachment, AttachmentKind, OutgoingFile, Photo

__all__ = ["attachment_of", "check_album"]

LONGEST_SIDES = 10_000  # pixels of a photo, together
SIDES_RATIO = 20
SEEN = (AttachmentKind.PHOTO, AttachmentKind.VIDEO)


def attachment_of(file: OutgoingFile, content: bytes) -> Attachment:
    """Make the attachment of a file. Raises FileInvalid for a photo that Telegram would not take."""
    location = f"sent-{file.id}"
    if file.as_photo and file.mime_type.startswith("image/"):
        width, height = _checked_size(content)
        return Attachment(
            kind=AttachmentKind.PHOTO,
            size=len(content),
            mime_type="image/jpeg",
            location=location,
            width=width,
            height=height,
            thumbnail=Photo(id=file.id, location=f"{location}-small", width=width, height=height, size=len(content)),
        )
    kept: dict[str, Any] = {"size": len(content), "mime_type": file.mime_type, "location": location, "name": file.name}
    shown = {name: getattr(file, name) for name in ("width", "height", "duration", "supports_streaming")}
    kind = AttachmentKind.VIDEO if file.is_video else AttachmentKind.DOCUMENT
    return Attachment(kind=kind, **kept, **shown)


def check_album(attachments: Sequence[Attachment]) -> None:
    """Refuse photos and videos in one album with other files."""
    if len({attachment.kind in SEEN for attachment in attachments}) > 1:
        raise FileInvalid(telegram_name="MEDIA_GROUPED_INVALID", telegram_code=400)


def _checked_size(content: bytes) -> tuple[int, int]:
    picture = read_image_header(content)
    if picture is None:
        raise FileInvalid(telegram_name="IMAGE_PROCESS_FAILED", telegram_code=400)
    shorter, longer = sorted((picture.width, picture.height))
    if shorter + longer > LONGEST_SIDES or longer > shorter * SIDES_RATIO:
        raise FileInvalid(telegram_name="PHOTO_INVALID_DIMENSIONS", telegram_code=400)
    return picture.width, picture.height
