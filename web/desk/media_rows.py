"""Parts of a message's bubble that are no text: pictures, films, sounds, files, contacts, places, polls, reactions.

Each is a dataclass that names its template, which knows it as ``part``. Those of :func:`parts_above` stand above the
text of their message, those of :func:`parts_below` below it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tgsdk import (
    Attachment,
    AttachmentKind,
    Contact,
    Dice,
    LinkPreview,
    Location,
    Message,
    Poll,
    PollResult,
    Reaction,
    StickerKind,
)
from web.login.phones import format_phone
from web.models import PictureSize
from web.pictures.store import Shown
from web.words.files import (
    KIND_ICONS,
    SHOWN_INLINE,
    attachment_in_words,
    details_in_words,
    duration_in_words,
    music_in_words,
    name_in_words,
    size_in_words,
    visible,
)
from web.words.links import Link
from web.words.messages import LINES_SHOWN, kind_of_content, lines_of_content
from web.words.names import name_of
from web.words.rich_text import safe_url

from .addresses import chats_url, message_file_url, message_view_url
from .media_pictures import fitted, picture_of
from .waves import wave_path

PDF = "application/pdf"
STICKER_SIDE, ROUND_SIDE, TILE_SIDE = 176, 240, 320  # pixels
REACTIONS_SHOWN, BUTTON_ROWS_SHOWN = 20, 20
GRID_KINDS = (AttachmentKind.PHOTO, AttachmentKind.VIDEO)  # those that an album shows in a grid
MAP = "https://www.openstreetmap.org/"
ZOOM = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Base of all parts: ``alt`` says in words what is shown."""

    template: ClassVar[str]
    #: A class of the message that has it.
    shape: ClassVar[str] = ""
    alt: str = ""

    @property
    def pictures(self) -> Sequence["PictureRow"]:
        """The pictures that are fetched for it."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow(Part):
    """A picture of ``width`` x ``height`` pixels on the page; ``url`` is None until it was fetched.

    ``file_url`` shows the whole of it, ``load_url`` saves it. ``length`` is that of a film; a ``spoiler`` is hidden
    until somebody asks to see it.
    """

    template: ClassVar[str] = "partials/desk/message_picture.html"
    shape: ClassVar[str] = "with-picture"
    element_id: str
    photo_id: int
    width: int
    height: int
    url: str | None
    file_url: str
    load_url: str
    view: str = ""  # how the viewer shows it: photo, video
    length: str = ""
    is_spoiler: bool = False

    @property
    def pictures(self) -> Sequence["PictureRow"]:
        return (self,)

    @classmethod
    def of(cls, message: Message, shown: Shown, longer_side: int = TILE_SIDE) -> Self | None:
        """The picture of a message's file; None where Telegram gives none."""
        attachment, photo = message.attachment, picture_of(message)
        if attachment is None or photo is None:
            return None
        is_video = attachment.kind is AttachmentKind.VIDEO
        width, height = fitted(attachment.width or photo.width, attachment.height or photo.height, longer_side)
        load_url = message_file_url(message.chat_id, message.id)
        is_inline = attachment.mime_type in SHOWN_INLINE
        way = "?play" if is_video else "?inline" if is_inline else ""
        return cls(
            alt=attachment_in_words(attachment),
            element_id=f"picture-{message.id}",
            photo_id=photo.id,
            width=width,
            height=height,
            url=shown.url(photo, PictureSize.MESSAGE),
            file_url=load_url + way,
            load_url=load_url,
            view="video" if is_video else "photo" if is_inline else "",
            length=_length(attachment) if is_video else "",
            is_spoiler=attachment.is_spoiler,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumPart(Part):
    """Photos and videos that were sent together, as a grid."""

    template: ClassVar[str] = "partials/desk/message_album.html"
    shape: ClassVar[str] = "with-picture with-album"
    tiles: Sequence[PictureRow]

    @property
    def rest(self) -> int:
        """How many tiles stand in the first row, where it is not three."""
        return len(self.tiles) % 3

    @property
    def pictures(self) -> Sequence[PictureRow]:
        return self.tiles


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmPart(Part):
    """A video, a round video or a GIF: ``picture`` stands for it until it plays, where Telegram gives one."""

    template: ClassVar[str] = "partials/desk/message_video.html"
    shape: ClassVar[str] = "with-picture"
    picture: PictureRow | None
    width: int
    height: int
    play_url: str
    load_url: str
    length: str
    is_spoiler: bool = False

    @property
    def pictures(self) -> Sequence[PictureRow]:
        return (self.picture,) if self.picture else ()

    @classmethod
    def of(cls, message: Message, attachment: Attachment, shown: Shown, longer_side: int = TILE_SIDE) -> Self:
        picture = PictureRow.of(message, shown, longer_side)
        width, height = fitted(attachment.width, attachment.height, longer_side)
        load_url = message_file_url(message.chat_id, message.id)
        return cls(
            alt=_timed(attachment),
            picture=picture,
            width=picture.width if picture else width,
            height=picture.height if picture else height,
            play_url=f"{load_url}?play",
            load_url=load_url,
            length=_length(attachment),
            is_spoiler=attachment.is_spoiler,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPart(FilmPart):
    """A round video."""

    template: ClassVar[str] = "partials/desk/message_round.html"
    shape: ClassVar[str] = "with-round"


@dataclass(frozen=True, slots=True, kw_only=True)
class GifPart(FilmPart):
    """A film without sound that repeats."""

    template: ClassVar[str] = "partials/desk/message_gif.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class StickerPart(Part):
    """A sticker: a picture of its own without a bubble, or at least the ``emoji`` that it stands for."""

    template: ClassVar[str] = "partials/desk/message_sticker.html"
    shape: ClassVar[str] = "sticker"
    picture: PictureRow | None
    width: int
    height: int
    file_url: str
    emoji: str

    @property
    def pictures(self) -> Sequence[PictureRow]:
        return (self.picture,) if self.picture else ()

    @classmethod
    def of(cls, message: Message, attachment: Attachment, shown: Shown) -> Self:
        """Without a thumbnail a still sticker is shown itself."""
        picture = PictureRow.of(message, shown, STICKER_SIDE)
        width, height = fitted(attachment.width, attachment.height, STICKER_SIDE)
        is_shown = attachment.sticker is StickerKind.STATIC and attachment.mime_type in SHOWN_INLINE
        return cls(
            alt=attachment_in_words(attachment),
            picture=picture,
            width=picture.width if picture else width,
            height=picture.height if picture else height,
            file_url=f"{message_file_url(message.chat_id, message.id)}?inline" if is_shown else "",
            emoji=visible(attachment.emoji or "", 8),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPart(Part):
    """A voice message with its ``wave``, or music with its ``title``."""

    template: ClassVar[str] = "partials/desk/message_voice.html"
    shape: ClassVar[str] = "with-sound"
    play_url: str
    load_url: str
    seconds: int
    length: str
    wave: str
    title: str
    details: str

    @classmethod
    def of(cls, message: Message, attachment: Attachment) -> Self:
        is_voice = attachment.kind is AttachmentKind.VOICE
        load_url = message_file_url(message.chat_id, message.id)
        return cls(
            alt=_timed(attachment),
            play_url=f"{load_url}?play",
            load_url=load_url,
            seconds=max(attachment.duration or 0, 1),
            length=_length(attachment),
            wave=wave_path(attachment.waveform) if is_voice else "",
            title="" if is_voice else music_in_words(attachment),
            details=size_in_words(attachment.size),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow(Part):
    """A file to be downloaded, or looked at in ``view_url``. Its words and icon come from words/files.py."""

    template: ClassVar[str] = "partials/desk/message_file.html"
    name: str
    details: str
    url: str
    icon: str
    view_url: str = ""

    @classmethod
    def of(cls, message: Message, attachment: Attachment) -> Self:
        is_pdf = attachment.mime_type == PDF
        return cls(
            alt=name_in_words(attachment),
            name=name_in_words(attachment),
            details=details_in_words(attachment),
            url=message_file_url(message.chat_id, message.id),
            icon=KIND_ICONS[attachment.kind],
            view_url=message_view_url(message.chat_id, message.id) if is_pdf else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPart(Part):
    """A contact, and the search that leads to the conversation with them."""

    template: ClassVar[str] = "partials/desk/message_contact.html"
    name: str
    phone: str
    write_url: str

    @classmethod
    def of(cls, contact: Contact) -> Self:
        digits = "".join(character for character in contact.phone if character in "0123456789")
        return cls(
            alt=kind_of_content(contact),
            name=name_of(contact.name),
            phone=format_phone(f"+{digits}") if digits else visible(contact.phone),
            write_url=chats_url(f"+{digits}") if digits else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePart(Part):
    """A place; the map is another site, which our page between asks about."""

    template: ClassVar[str] = "partials/desk/message_place.html"
    lines: Sequence[str]
    map_url: str

    @classmethod
    def of(cls, place: Location) -> Self:
        latitude, longitude = f"{place.latitude:.5f}", f"{place.longitude:.5f}"
        url = f"{MAP}?{urlencode({'mlat': latitude, 'mlon': longitude})}#map={ZOOM}/{latitude}/{longitude}"
        return cls(alt=kind_of_content(place), lines=lines_of_content(place)[1:], map_url=Link.of(url, "").asking_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """An option of a poll; ``percent`` is None as long as nobody may see the votes."""

    text: str
    percent: int | None
    is_chosen: bool
    is_correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPart(Part):
    """A poll with its votes as bars."""

    template: ClassVar[str] = "partials/desk/message_poll.html"
    shape: ClassVar[str] = "with-poll"
    question: str
    kind: str
    options: Sequence[OptionRow]
    votes: str
    explanation: str
    is_open: bool

    @classmethod
    def of(cls, poll: Poll) -> Self:
        return cls(
            alt=kind_of_content(poll),
            question=visible(poll.question),
            kind=_kind_of_poll(poll),
            options=list(_options(poll)),
            votes=_votes(poll.total_voters) if poll.results or poll.total_voters else "",
            explanation=visible(poll.explanation or ""),
            is_open=not poll.is_closed and not any(result.is_chosen for result in poll.results),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPart(Part):
    """Something else in a few words, such as a rolled die."""

    template: ClassVar[str] = "partials/desk/message_lines.html"
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPart(Part):
    """A card of a page that the text links to. All of it comes from Telegram, nothing from that page."""

    template: ClassVar[str] = "partials/desk/message_preview.html"
    shape: ClassVar[str] = "with-preview"
    url: str
    site: str
    title: str
    description: str
    picture: PictureRow | None

    @property
    def pictures(self) -> Sequence[PictureRow]:
        return (self.picture,) if self.picture else ()

    @classmethod
    def of(cls, message: Message, preview: LinkPreview, shown: Shown) -> Self | None:
        """None for a page that nothing is known of, or that a browser may not follow."""
        title, description = visible(preview.title or ""), visible(preview.description or "")
        url = _outside(preview.url, title)
        if not url or not (title or description or preview.photo):
            return None
        site = visible(preview.site or "") or Link.of(preview.url, "").host
        picture = _picture_of_page(message, shown)
        return cls(alt=title, url=url, site=site, title=title, description=description, picture=picture)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionsPart(Part):
    """Reactions, each with the number of those who gave it."""

    template: ClassVar[str] = "partials/desk/message_reactions.html"
    message_id: int
    reactions: Sequence[Reaction]

    @classmethod
    def of(cls, message: Message) -> Self:
        shown = [replace(each, emoji=visible(each.emoji or "", 8)) for each in message.reactions[:REACTIONS_SHOWN]]
        return cls(message_id=message.id, reactions=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonsPart(Part):
    """The texts of a bot's buttons, row by row."""

    template: ClassVar[str] = "partials/desk/message_buttons.html"
    rows: Sequence[Sequence[str]]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Self:
        return cls(rows=[[visible(text, 64) for text in row[:8]] for row in rows[:BUTTON_ROWS_SHOWN]])


def parts_above(message: Message, shown: Shown, album: Sequence[Message] = ()) -> Sequence[Part]:
    """What stands above the text of a message; ``album`` are the messages that were sent together with it."""
    if len(album) > 1:
        tiles = [tile for each in album if (tile := PictureRow.of(each, shown))]
        return (AlbumPart(alt=_("Album, %(number)d") % {"number": len(tiles)}, tiles=tiles),)
    if message.attachment:
        return (_part_of_file(message, message.attachment, shown),)
    return (_part_of_content(message.content),) if message.content else ()


def parts_below(message: Message, shown: Shown) -> Sequence[Part]:
    """What stands below the text of a message."""
    return [part for part in _parts_below(message, shown) if part]


def is_in_grid(message: Message) -> bool:
    """True for what an album shows as a tile."""
    attachment = message.attachment
    return attachment is not None and attachment.kind in GRID_KINDS and attachment.thumbnail is not None


def _parts_below(message: Message, shown: Shown) -> Iterator[Part | None]:
    if message.preview and not message.attachment:
        yield PreviewPart.of(message, message.preview, shown)
    if message.reactions:
        yield ReactionsPart.of(message)
    if message.buttons:
        yield ButtonsPart.of(message.buttons)


FILMS: dict[AttachmentKind, Callable[[Message, Attachment, Shown], FilmPart]] = {
    AttachmentKind.VIDEO: FilmPart.of,
    AttachmentKind.VIDEO_NOTE: lambda message, attachment, shown: RoundPart.of(message, attachment, shown, ROUND_SIDE),
    AttachmentKind.ANIMATION: GifPart.of,
}


def _part_of_file(message: Message, attachment: Attachment, shown: Shown) -> Part:
    match attachment.kind:
        case AttachmentKind.VOICE | AttachmentKind.AUDIO:
            return SoundPart.of(message, attachment)
        case AttachmentKind.STICKER:
            return StickerPart.of(message, attachment, shown)
        case AttachmentKind.PHOTO:
            return PictureRow.of(message, shown) or FileRow.of(message, attachment)
        case kind if kind in FILMS:
            return FILMS[kind](message, attachment, shown)
    return FileRow.of(message, attachment)


def _part_of_content(content: Contact | Location | Poll | Dice) -> Part:
    match content:
        case Contact():
            return ContactPart.of(content)
        case Location():
            return PlacePart.of(content)
        case Poll():
            return PollPart.of(content)
    return LinesPart(alt=kind_of_content(content), lines=lines_of_content(content))


def _picture_of_page(message: Message, shown: Shown) -> PictureRow | None:
    photo = picture_of(message)
    if photo is None:
        return None
    width, height = fitted(photo.width, photo.height)
    return PictureRow(
        element_id=f"picture-{message.id}",
        photo_id=photo.id,
        width=width,
        height=height,
        url=shown.url(photo, PictureSize.MESSAGE),
        file_url="",
        load_url="",
    )


def _outside(url: str, words: str) -> str | None:
    """The way to another site, over the page that asks where its words say something else."""
    if (safe := safe_url(url)) is None:
        return None
    link = Link.of(safe, words)
    return link.asking_url if link.disguises else safe


def _options(poll: Poll) -> Iterator[OptionRow]:
    results = poll.results or [None] * len(poll.options)
    for text, result in list(zip(poll.options, results, strict=False))[:LINES_SHOWN]:
        yield OptionRow(
            text=visible(text),
            percent=_percent(result, poll.total_voters) if result else None,
            is_chosen=bool(result and result.is_chosen),
            is_correct=bool(result and result.is_correct),
        )


def _percent(result: PollResult, voters: int | None) -> int:
    return min(100, round(100 * result.voters / voters)) if voters else 0


def _kind_of_poll(poll: Poll) -> str:
    kind = _("Quiz") if poll.is_quiz else _("Several answers") if poll.is_multiple else _("Poll")
    return f"{kind} · {_('closed')}" if poll.is_closed else kind


def _votes(voters: int | None) -> str:
    number = voters or 0
    return ngettext("%(number)d person has voted", "%(number)d people have voted", number) % {"number": number}


def _length(attachment: Attachment) -> str:
    return "" if attachment.duration is None else duration_in_words(attachment.duration)


def _timed(attachment: Attachment) -> str:
    return ", ".join(filter(None, (attachment_in_words(attachment), _length(attachment))))
