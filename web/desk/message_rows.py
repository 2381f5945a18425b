"""Messages as the bubbles of a chat, oldest first, with the days between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tgsdk import Attachment, AttachmentKind, Forward, Message, Photo
from web.models import PictureSize
from web.pictures.avatars import color
from web.pictures.store import Shown
from web.words.files import KIND_ICONS, SHOWN_INLINE, attachment_in_words, details_in_words, name_in_words, visible
from web.words.messages import content_in_words, lines_of_content, service_in_words
from web.words.moments import LaterNames, Moment, day_in_full, day_in_words, day_of, names_of_day
from web.words.names import name_of, nameless
from web.words.rich_text import html_of

from .acts import acts_of
from .addresses import message_file_url, message_url
from .versions import STARTS_GROUP

TOGETHER = timedelta(minutes=10)  # messages of one person within this time stand together
LONGER_SIDE = 320  # pixels of a picture on the page, at most
SMALLEST_SIDE = 40  # pixels, to be hit by a finger
# Shown as a picture where Telegram gives a thumbnail, all others as a file with an icon: see FileRow.
PICTURE_KINDS = (
    AttachmentKind.PHOTO,
    AttachmentKind.VIDEO,
    AttachmentKind.VIDEO_NOTE,
    AttachmentKind.ANIMATION,
    AttachmentKind.STICKER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """The message that is answered; ``url`` leads to it, on this page or among those around it."""

    url: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """A picture of ``width`` x ``height`` pixels on the page; ``url`` is None until it was fetched."""

    element_id: str
    photo_id: int
    width: int
    height: int
    url: str | None
    file_url: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file to be downloaded: a document, music, a voice message. Its words and icon come from words/files.py."""

    name: str
    details: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message of a chat. Where it begins a day, ``day`` stands before it, in full ``day_title``.

    ``version`` changes when the message is edited, or begins or ceases to begin a group.
    """

    id: int
    element_id: str
    html: SafeString
    is_own: bool
    sender: str
    sender_color: int
    time: Moment
    is_edited: bool
    is_read: bool
    day: str | None
    day_id: str
    day_title: str
    day_names: LaterNames
    starts_group: bool
    reply: ReplyRow | None
    forward: str | None
    picture: PictureRow | None
    file: FileRow | None
    content: tuple[str, ...]
    service: str | None
    is_unsupported: bool
    acts: str
    version: str
    is_found: bool = False

    @property
    def is_bare(self) -> bool:
        """True for a message that is nothing but a picture."""
        return self.picture is not None and not (self.html or self.reply or self.forward)

    @classmethod
    def of(
        cls,
        message: Message,
        shown: Shown,
        *,
        above: "Above",
        others: dict[int, Message],
        read_up_to: int,
        sought: str = "",
    ) -> Self:
        """``others`` are the messages on the page, by their id; the words of ``sought`` are marked."""
        day = day_of(message.date)
        begins_day = above.day != day
        starts_group = begins_day or not _belongs_to(message, above.message)
        picture = _picture(message, shown)
        return cls(
            id=message.id,
            element_id=f"message-{message.id}",
            html=html_of(message.text, message.entities, sought),
            is_own=message.is_outgoing,
            sender=_sender(message),
            sender_color=color(message.sender.id if message.sender else message.chat_id),
            time=Moment.on_its_day(message.date),
            is_edited=message.edited_at is not None,
            is_read=message.is_outgoing and message.id <= read_up_to,
            day=day_in_words(day) if begins_day else None,
            day_id=day_id(day),
            day_title=day_in_full(day) if begins_day else "",
            day_names=names_of_day(day) if begins_day else LaterNames(),
            starts_group=starts_group,
            reply=_reply(message, others),
            forward=_forward(message.forward),
            picture=picture,
            file=_file(message) if message.attachment and picture is None else None,
            content=lines_of_content(message.content),
            service=service_in_words(message) if message.service else None,
            is_unsupported=message.is_unsupported,
            acts=acts_of(message),
            version=_version(message, starts_group=starts_group),
        )


@dataclass(frozen=True, slots=True)
class Above:
    """The message that stands above another one, or its day, where only that is known."""

    message: Message | None = None
    day: date | None = None


NOTHING_ABOVE = Above()


def message_rows(
    newest_first: Sequence[Message], shown: Shown, *, read_up_to: int, above: Above = NOTHING_ABOVE, sought: str = ""
) -> list[MessageRow]:
    """Make rows of messages, oldest first, as a chat is read. ``above`` is what the page has above them already."""
    others = {message.id: message for message in newest_first}
    rows = []
    for message in reversed(newest_first):
        rows.append(MessageRow.of(message, shown, above=above, others=others, read_up_to=read_up_to, sought=sought))
        above = Above(message, day_of(message.date))
    return rows


def thumbnails(messages: Iterable[Message]) -> list[Photo]:
    """The photos of those messages that are shown as pictures."""
    attachments = [each.attachment for each in messages if each.attachment and _has_picture(each.attachment)]
    return [each.thumbnail for each in attachments if each.thumbnail]


def day_id(day: date) -> str:
    return f"day-{day.isoformat()}"


def _sender(message: Message) -> str:
    """The author in a group or a channel; in other chats there is no need to say who writes."""
    return name_of(message.sender.name, message.sender.id) if message.chat_id < 0 and message.sender else ""


def _belongs_to(message: Message, before: Message | None) -> bool:
    return (
        before is not None
        and before.service is None
        and message.service is None
        and before.is_outgoing == message.is_outgoing
        and before.sender == message.sender
        and message.date - before.date < TOGETHER
    )


def _version(message: Message, *, starts_group: bool) -> str:
    edited = f"e{int(message.edited_at.timestamp()):x}" if message.edited_at else ""
    return f"{STARTS_GROUP if starts_group else ''}{edited}"


def _reply(message: Message, others: dict[int, Message]) -> ReplyRow | None:
    if message.reply_to is None:
        return None
    original = others.get(message.reply_to)
    if original is None:
        url = message_url(message.chat_id, message.reply_to)
        return ReplyRow(url=url, sender="", text=visible(message.quote or "") or _("An earlier message"))
    sender = original.sender
    name = _("You") if original.is_outgoing else name_of(sender.name, sender.id) if sender else ""
    return ReplyRow(
        url=f"#message-{original.id}", sender=name, text=visible(message.quote or "") or content_in_words(original)
    )


def _forward(forward: Forward | None) -> str | None:
    """The one who wrote a forwarded message."""
    if forward is None:
        return None
    return (visible(forward.name) or nameless()) if forward.name else _("a hidden account")


def _has_picture(attachment: Attachment) -> bool:
    return attachment.kind in PICTURE_KINDS and attachment.thumbnail is not None


def _picture(message: Message, shown: Shown) -> PictureRow | None:
    attachment = message.attachment
    if attachment is None or attachment.thumbnail is None or not _has_picture(attachment):
        return None
    photo = attachment.thumbnail
    width, height = _fitted(attachment.width or photo.width, attachment.height or photo.height)
    inline = "?inline" if attachment.mime_type in SHOWN_INLINE else ""
    return PictureRow(
        element_id=f"picture-{message.id}",
        photo_id=photo.id,
        width=width,
        height=height,
        url=shown.url(photo, PictureSize.MESSAGE),
        file_url=message_file_url(message.chat_id, message.id) + inline,
        alt=attachment_in_words(attachment),
    )


def _fitted(width: int | None, height: int | None) -> tuple[int, int]:
    """Scale to the size of a bubble; a very thin picture becomes wide enough to be hit."""
    if not width or not height or width < 1 or height < 1:
        return LONGER_SIDE, LONGER_SIDE * 3 // 4
    scale = min(1, LONGER_SIDE / width, LONGER_SIDE / height)
    return max(SMALLEST_SIDE, round(width * scale)), max(SMALLEST_SIDE, round(height * scale))


def _file(message: Message) -> FileRow | None:
    attachment = message.attachment
    if attachment is None:
        return None
    return FileRow(
        name=name_in_words(attachment),
        details=details_in_words(attachment),
        url=message_file_url(message.chat_id, message.id),
        icon=KIND_ICONS[attachment.kind],
    )
