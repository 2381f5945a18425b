"""Media of messages: files, contacts, places, polls (https://core.telegram.org/type/MessageMedia)."""

import dataclasses
import math
from typing import Any, TypedDict

from tgsdk.types import Attachment, AttachmentKind, Contact, Dice, LinkPreview, Location, Photo, Poll, StickerKind

from .locations import FileLocation
from .polls import poll_in
from .raw import field, is_a
from .waveforms import waveform_in

__all__ = ["Carried", "carried_by"]

STICKERS = {"application/x-tgsticker": StickerKind.ANIMATED, "video/webm": StickerKind.VIDEO}
THUMBNAIL = "m"  # at most 320 pixels wide and high: https://core.telegram.org/api/files#image-thumbnail-types


class Carried(TypedDict, total=False):
    """The fields of a Message that come from its media."""

    attachment: Attachment
    content: Contact | Location | Poll | Dice
    preview: LinkPreview
    is_unsupported: bool


def carried_by(media: Any) -> Carried:
    match type(media).__name__:
        case "NoneType" | "MessageMediaEmpty":
            return {}
        case "MessageMediaWebPage":
            preview = _preview_in(media.webpage)
            return {"preview": preview} if preview else {}
        case "MessageMediaPhoto":
            return _attached(photo_in(media.photo), media)
        case "MessageMediaDocument":
            return _attached(document_in(media.document), media)
        case "MessageMediaContact":
            return {"content": _contact_in(media)}
        case "MessageMediaGeo" | "MessageMediaGeoLive" | "MessageMediaVenue":
            return _placed(media)
        case "MessageMediaPoll":
            return {"content": poll_in(media.poll, media.results)}
        case "MessageMediaDice":
            return {"content": Dice(emoji=media.emoticon, value=media.value)}
        case _:
            return {"is_unsupported": True}


def _attached(attachment: Attachment | None, media: Any) -> Carried:
    if attachment is None:
        return {"is_unsupported": True}
    return {"attachment": dataclasses.replace(attachment, is_spoiler=True) if field(media, "spoiler") else attachment}


def _contact_in(media: Any) -> Contact:
    name = " ".join(filter(None, (media.first_name, media.last_name)))
    return Contact(name=name, phone=media.phone_number, user_id=media.user_id or None, vcard=media.vcard or None)


def _preview_in(page: Any) -> LinkPreview | None:
    """Read a ``webPage``; None for one that Telegram is still looking at, or has found nothing of."""
    if not is_a(page, "WebPage"):
        return None
    photo = field(page, "photo")
    sizes = _sizes(photo.sizes) if is_a(photo, "Photo") else []
    return LinkPreview(
        url=page.url,
        site=page.site_name or None,
        title=page.title or None,
        description=page.description or None,
        photo=_thumbnail("photo", photo, sizes),
    )


def _placed(media: Any) -> Carried:
    point = media.geo
    if not is_a(point, "GeoPoint") or not (math.isfinite(point.lat) and math.isfinite(point.long)):
        return {"is_unsupported": True}
    title, address = field(media, "title"), field(media, "address")
    return {"content": Location(latitude=point.lat, longitude=point.long, title=title or None, address=address or None)}


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
    audio, sticker = attributes.get("Audio"), attributes.get("Sticker")
    timed = attributes.get("Video", audio)
    return Attachment(
        kind=_kind(attributes),
        size=max(document.size, 0),
        mime_type=document.mime_type or "",
        location=_location("document", document, ""),
        name=field(attributes.get("Filename"), "file_name"),
        width=field(shape, "w"),
        height=field(shape, "h"),
        duration=_seconds(field(timed, "duration")),
        thumbnail=_thumbnail("document", document, _sizes(document.thumbs or ())),
        title=field(audio, "title") or None,
        performer=field(audio, "performer") or None,
        waveform=waveform_in(field(audio, "waveform")),
        sticker=STICKERS.get(document.mime_type, StickerKind.STATIC) if sticker else None,
        emoji=field(sticker, "alt") or None,
        supports_streaming=bool(field(attributes.get("Video"), "supports_streaming")),
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
    return int(max(size.size if is_a(size, "PhotoSize") else max(size.sizes), 0))


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
