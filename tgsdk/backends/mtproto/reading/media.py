"""Media of messages: files, contacts, places, polls (https://core.telegram.org/type/MessageMedia)."""

import math
from typing import Any, TypedDict

from tgsdk.types import Attachment, AttachmentKind, Contact, Dice, Location, Photo, Poll

from .locations import FileLocation
from .raw import field, is_a

__all__ = ["Carried", "carried_by", "chat_photo_in"]

THUMBNAIL = "m"  # at most 320 pixels wide and high: https://core.telegram.org/api/files#image-thumbnail-types


class Carried(TypedDict, total=False):
    """The fields of a Message that come from its media."""

    attachment: Attachment
    content: Contact | Location | Poll | Dice
    is_unsupported: bool


def carried_by(media: Any) -> Carried:
    match type(media).__name__:
        case "NoneType" | "MessageMediaEmpty" | "MessageMediaWebPage":
            return {}
        case "MessageMediaPhoto":
            return _attached(photo_in(media.photo))
        case "MessageMediaDocument":
            return _attached(document_in(media.document))
        case "MessageMediaContact":
            name = " ".join(filter(None, (media.first_name, media.last_name)))
            return {"content": Contact(name=name, phone=media.phone_number)}
        case "MessageMediaGeo" | "MessageMediaGeoLive" | "MessageMediaVenue":
            return _placed(media)
        case "MessageMediaPoll":
            options = tuple(_plain(answer.text) for answer in media.poll.answers)
            return {"content": Poll(question=_plain(media.poll.question), options=options)}
        case "MessageMediaDice":
            return {"content": Dice(emoji=media.emoticon, value=media.value)}
        case _:
            return {"is_unsupported": True}


def _attached(attachment: Attachment | None) -> Carried:
    return {"is_unsupported": True} if attachment is None else {"attachment": attachment}


def _placed(media: Any) -> Carried:
    point = media.geo
    if not is_a(point, "GeoPoint") or not (math.isfinite(point.lat) and math.isfinite(point.long)):
        return {"is_unsupported": True}
    title, address = field(media, "title"), field(media, "address")
    return {"content": Location(latitude=point.lat, longitude=point.long, title=title or None, address=address or None)}


def _plain(text: Any) -> str:
    """Return a text: later layers have ``textWithEntities`` where earlier ones have a string."""
    return str(getattr(text, "text", text))


def photo_in(photo: Any) -> Attachment | None:
    """Read a ``photo``; None for one whose time is up."""
    if not is_a(photo, "Photo"):
        return None
    sizes = _sizes(photo.sizes)
    if not sizes:
        return None
    largest = max(sizes, key=lambda size: size.w * size.h)
    return Attachment(
        kind=AttachmentKind.PHOTO,
        size=_bytes_of(largest),
        mime_type="image/jpeg",
        location=_location("photo", photo, largest.type),
        width=largest.w,
        height=largest.h,
        thumbnail=_thumbnail("photo", photo, sizes),
    )


def document_in(document: Any) -> Attachment | None:
    if not is_a(document, "Document"):
        return None
    attributes = {
        type(attribute).__name__.removeprefix("DocumentAttribute"): attribute for attribute in document.attributes
    }
    shape = attributes.get("Video", attributes.get("ImageSize"))
    timed = attributes.get("Video", attributes.get("Audio"))
    return Attachment(
        kind=_kind(attributes),
        size=document.size,
        mime_type=document.mime_type or "",
        location=_location("document", document, ""),
        name=field(attributes.get("Filename"), "file_name"),
        width=field(shape, "w"),
        height=field(shape, "h"),
        duration=_seconds(field(timed, "duration")),
        thumbnail=_thumbnail("document", document, _sizes(document.thumbs or ())),
    )


def _seconds(duration: float | None) -> int | None:
    """Return a duration, which is a fraction in later layers; None for one that is no number of seconds."""
    return None if duration is None or not math.isfinite(duration) else int(duration)


def _kind(attributes: dict[str, Any]) -> AttachmentKind:
    if "Sticker" in attributes:
        return AttachmentKind.STICKER
    if "Animated" in attributes:
        return AttachmentKind.ANIMATION
    if (video := attributes.get("Video")) is not None:
        return AttachmentKind.VIDEO_NOTE if video.round_message else AttachmentKind.VIDEO
    if (audio := attributes.get("Audio")) is not None:
        return AttachmentKind.VOICE if audio.voice else AttachmentKind.AUDIO
    return AttachmentKind.DOCUMENT


def _sizes(sizes: Any) -> list[Any]:
    """Return the sizes that can be downloaded: not the tiny previews inside the message."""
    return [size for size in sizes if is_a(size, "PhotoSize") or (is_a(size, "PhotoSizeProgressive") and size.sizes)]


def _bytes_of(size: Any) -> int:
    return int(size.size if is_a(size, "PhotoSize") else max(size.sizes))


def _thumbnail(kind: str, file: Any, sizes: list[Any]) -> Photo | None:
    if not sizes:
        return None
    size = next((size for size in sizes if size.type == THUMBNAIL), None) or min(
        sizes, key=lambda size: size.w * size.h
    )
    location = _location(kind, file, size.type)
    return Photo(id=file.id, location=location, width=size.w, height=size.h, size=_bytes_of(size))


def _location(kind: str, file: Any, thumb_size: str) -> str:
    return FileLocation(
        kind=kind,
        dc_id=file.dc_id,
        id=file.id,
        access_hash=file.access_hash,
        file_reference=file.file_reference,
        thumb_size=thumb_size,
    ).to_string()


def chat_photo_in(chat_id: int, known: Any) -> Photo | None:
    """Read the picture of a user, group or channel, 160 pixels wide and high."""
    photo = field(known, "photo")
    if not is_a(photo, "UserProfilePhoto", "ChatPhoto"):
        return None
    location = FileLocation(
        kind="chat_photo",
        dc_id=photo.dc_id,
        id=photo.photo_id,
        access_hash=field(known, "access_hash") or 0,
        chat_id=chat_id,
    )
    return Photo(id=photo.photo_id, location=location.to_string(), width=160, height=160)
