"""Pictures of messages: the small photo that a message is shown with, and its size on the page."""

from collections.abc import Iterable

from tgsdk import AttachmentKind, Message, Photo

__all__ = ["fitted", "picture_of", "thumbnails"]

LONGER_SIDE = 320  # pixels of a picture on the page, at most
SMALLEST_SIDE = 40  # pixels, to be hit by a finger
# Shown as a picture where Telegram gives a thumbnail, all others by their icon.
PICTURE_KINDS = (
    AttachmentKind.PHOTO,
    AttachmentKind.VIDEO,
    AttachmentKind.VIDEO_NOTE,
    AttachmentKind.ANIMATION,
    AttachmentKind.STICKER,
)


def picture_of(message: Message) -> Photo | None:
    """The small photo of a message's file, or of the page that it links to; None where it has no picture."""
    if message.attachment:
        return message.attachment.thumbnail if message.attachment.kind in PICTURE_KINDS else None
    return message.preview.photo if message.preview else None


def thumbnails(messages: Iterable[Message]) -> list[Photo]:
    """The photos of those messages that are shown as pictures."""
    return [photo for photo in map(picture_of, messages) if photo]


def fitted(width: int | None, height: int | None, longer_side: int = LONGER_SIDE) -> tuple[int, int]:
    """Scale to the size of a bubble; a very thin picture becomes wide enough to be hit."""
    if not width or not height or width < 1 or height < 1:
        return longer_side, longer_side * 3 // 4
    scale = min(1, longer_side / width, longer_side / height)
    return max(SMALLEST_SIDE, round(width * scale)), max(SMALLEST_SIDE, round(height * scale))
