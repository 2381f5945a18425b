"""Messages as the bubbles of a chat, oldest first, with the days between them."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from itertools import groupby
from typing import Self

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tgsdk import Capability, Forward, Message, Poll
from tgsdk.contrib.django.accounts import is_supported
from web.models import PictureSize
from web.pictures.avatars import Avatar, color, initials
from web.pictures.store import Shown
from web.words.emoji import count_emoji
from web.words.files import visible
from web.words.messages import content_in_words, service_in_words
from web.words.moments import LaterNames, Moment, ReadersNow, day_in_full, day_in_words, names_of_day
from web.words.names import name_of, nameless
from web.words.rich_text import html_of

from .acts import acts_of
from .addresses import message_url, topic_query
from .media_rows import Part, PictureRow, is_in_grid, parts_above, parts_below
from .versions import PART_OF_ALBUM, STARTS_GROUP

TOGETHER = timedelta(minutes=10)  # messages of one person within this time stand together
initials_of = lru_cache(initials)  # a group's few people write its many messages
BARE = ("with-picture", "with-picture with-album", "with-round", "sticker")  # need no bubble's padding


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The words of a message that is answered, and whose they are: nobody's, for one that is not there (any more)."""

    id: int
    sender: str
    text: str

    @classmethod
    def of(cls, message: Message) -> Self:
        name = name_of(message.sender.name, message.sender.id) if message.sender else ""
        return cls(id=message.id, sender=_("You") if message.is_outgoing else name, text=content_in_words(message))

    @classmethod
    def all_of(cls, ids: Sequence[int], found: Iterable[Message]) -> list[Self]:
        """Those that were ``found`` of these; the others count as deleted, as they do in Telegram's own clients."""
        there = {message.id: cls.of(message) for message in found}
        return [there.get(each) or cls(id=each, sender="", text=_("Deleted message")) for each in ids]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """The message that is answered; ``url`` leads to it, on this page or among those around it.

    ``wanted`` is its number where the page has yet to ask for its words: of a quote, for its author alone.
    """

    url: str
    sender: str
    text: str
    is_quote: bool = False
    wanted: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message of a chat. Where it begins a day, ``day`` stands before it, in full ``day_title``.

    ``above`` and ``below`` are what stands around its text. The first message of an album shows all of it; the others
    have a place of their own and nothing in it (``is_part``). ``version`` changes when the message is edited or gets
    reactions or votes, when its album changes, or when it begins or ceases to begin a group. ``by`` are the initials of
    whoever wrote it in a group: the style sheet shows them beside the last message of a run, below its ``face``. Their
    ``card`` is named from the address of the chat.
    ``emoji`` counts those of a message that is a few of them and nothing else.
    """

    id: int
    element_id: str
    html: SafeString
    is_own: bool
    sender: str
    sender_color: int
    by: str
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
    above: Sequence[Part]
    below: Sequence[Part]
    service: str | None
    is_unsupported: bool
    acts: str
    album_id: int | None
    is_part: bool
    version: str
    way: str = ""
    face: Avatar | None = None
    card: str = ""
    is_found: bool = False
    emoji: int = 0

    @property
    def shape(self) -> str:
        """The classes of what it shows; ``bare`` for a message that is nothing but a picture, ``emoji`` for a few."""
        large = f"emoji emoji-{self.emoji}" if self.emoji and not self.above else ""
        if not self.above and not self.below:
            return large
        is_bare = len(self.above) == 1 and not (self.html or self.reply or self.forward or self.below)
        shapes = [part.shape for part in (*self.above, *self.below)]
        return " ".join(filter(None, (*shapes, large, "bare" if is_bare and shapes[0] in BARE else "")))

    @property
    def pictures(self) -> Sequence[PictureRow]:
        """The pictures in it."""
        return [picture for part in (*self.above, *self.below) for picture in part.pictures]

    @property
    def words(self) -> str:
        """What it shows besides its text, in words."""
        return ", ".join(part.alt for part in self.above if part.alt)

    @classmethod
    def of(
        cls,
        message: Message,
        shown: Shown,
        *,
        at: datetime,
        above: "Above",
        ends_group: bool,
        reader: ReadersNow,
        others: dict[int, Message],
        read_up_to: int,
        sought: str = "",
        album: Sequence[Message] = (),
        topic: int | None = None,
        has_cards: bool = False,
    ) -> Self:
        """``at`` is its date in the reader's zone, ``others`` are the messages on the page, by their id.

        The words of ``sought`` are marked. ``album`` are the messages that were sent together.
        """
        day = at.date()
        begins_day = above.day != day
        starts_group = begins_day or not _belongs_to(message, above.message)
        is_part, by = bool(album) and message is not album[0], _initials(message)
        return cls(
            id=message.id,
            element_id=f"message-{message.id}",
            html=_html(message, album, sought),
            is_own=message.is_outgoing,
            sender=_sender(message),
            sender_color=color(message.sender.id if message.sender else message.chat_id),
            by=by,
            face=_face(message, shown) if by and ends_group else None,
            card=f"../../{message.sender.id}/person/" if by and has_cards and message.sender else "",
            time=Moment.on_its_day(at, reader),
            is_edited=message.edited_at is not None,
            is_read=message.is_outgoing and message.id <= read_up_to,
            day=day_in_words(day) if begins_day else None,
            day_id=day_id(day),
            day_title=day_in_full(day) if begins_day else "",
            day_names=names_of_day(day) if begins_day else LaterNames(),
            starts_group=starts_group,
            reply=_reply(message, others, topic),
            forward=_forward(message.forward),
            above=() if is_part else parts_above(message, shown, album),
            below=() if is_part else parts_below(message, shown),
            service=service_in_words(message) if message.service else None,
            is_unsupported=message.is_unsupported,
            acts=acts_of(message),
            way=topic_query(topic),
            album_id=message.album_id,
            is_part=is_part,
            version=_version(message, album, starts_group=starts_group),
            emoji=0 if album else count_emoji(message.text),
        )


@dataclass(frozen=True, slots=True)
class Above:
    """The message that stands above another one, or its day, where only that is known."""

    message: Message | None = None
    day: date | None = None


NOTHING_ABOVE = Above()


def message_rows(
    newest_first: Sequence[Message],
    shown: Shown,
    *,
    read_up_to: int,
    above: Above = NOTHING_ABOVE,
    sought: str = "",
    topic: int | None = None,
) -> list[MessageRow]:
    """Make rows of messages, oldest first, as a chat is read. ``above`` is what the page has above them already.

    ``topic`` is the one that they are shown in.
    """
    others, albums = {message.id: message for message in newest_first}, _albums(newest_first)
    reader = ReadersNow.known()
    dates = [message.date.astimezone(reader.zone) for message in newest_first]
    all_above = [*map(Above, newest_first[1:], (at.date() for at in dates[1:])), above]
    row = partial(
        MessageRow.of,
        shown=shown,
        reader=reader,
        others=others,
        read_up_to=read_up_to,
        sought=sought,
        topic=topic,
        has_cards=is_supported(Capability.PROFILES),
    )
    rows: list[MessageRow] = []
    for message, at, above in zip(newest_first, dates, all_above, strict=False):
        ends_group = not rows or rows[-1].starts_group
        rows.append(row(message, at=at, above=above, ends_group=ends_group, album=albums.get(message.id, ())))
    return rows[::-1]


def _albums(newest_first: Sequence[Message]) -> dict[int, Sequence[Message]]:
    """The albums that are shown as a grid, oldest first, by the id of each of their messages."""
    runs = groupby(reversed(newest_first), key=lambda message: message.album_id)
    albums = [list(run) for album_id, run in runs if album_id is not None]
    return {each.id: album for album in albums if len(album) > 1 and all(map(is_in_grid, album)) for each in album}


def day_id(day: date) -> str:
    return f"day-{day.isoformat()}"


def _sender(message: Message) -> str:
    """The author in a group or a channel; in other chats there is no need to say who writes."""
    return name_of(message.sender.name, message.sender.id) if message.chat_id < 0 and message.sender else ""


def _initials(message: Message) -> str:
    """The initials of somebody else in a group; a channel's posts are its own, whoever has signed them."""
    sender = message.sender
    if message.is_outgoing or message.service or sender is None or message.chat_id > 0 or sender.id == message.chat_id:
        return ""
    return initials_of(sender.name)


def _face(message: Message, shown: Shown) -> Avatar | None:
    """The picture of whoever wrote it, if they have one."""
    photo = message.sender.photo if message.sender else None
    url = shown.url(photo, PictureSize.CHAT)
    return Avatar(element_id=f"avatar-b-{message.id}", photo_id=photo.id, url=url) if photo else None


def run_of(message: Message) -> str:
    """Write down who wrote it in a group, and when (in seconds), for :func:`goes_on`; nothing where no run is shown."""
    return f"{message.sender.id}.{int(message.date.timestamp())}" if message.sender and _initials(message) else ""


def goes_on(message: Message, below: str) -> bool:
    """True where a message stands in one run with the one ``below`` it, of which :func:`run_of` was kept."""
    whose, _, at = run_of(message).partition(".")
    other, _, below_at = below.partition(".")
    return bool(whose) and whose == other and int(below_at) - int(at) < TOGETHER.total_seconds()


def _belongs_to(message: Message, before: Message | None) -> bool:
    return (
        before is not None
        and before.service is None
        and message.service is None
        and before.is_outgoing == message.is_outgoing
        and before.sender == message.sender
        and message.date - before.date < TOGETHER
    )


def _html(message: Message, album: Sequence[Message], sought: str) -> SafeString:
    """The text of a message; of an album those of all its messages, below one another."""
    if not album:
        return html_of(message.text, message.entities, sought)
    texts = [html_of(each.text, each.entities, sought) for each in album if each.text] if message is album[0] else []
    return mark_safe("\n".join(texts))  # noqa: S308 - each of them is safe


def _version(message: Message, album: Sequence[Message], *, starts_group: bool) -> str:
    if album and message is not album[0]:
        return PART_OF_ALBUM
    edited = f"e{int(message.edited_at.timestamp()):x}" if message.edited_at else ""
    return f"{STARTS_GROUP if starts_group else ''}{edited}{_mark_of_parts(message, album)}"


def _mark_of_parts(message: Message, album: Sequence[Message]) -> str:
    """A mark of what changes about a message without its being edited; nothing for most."""
    poll = message.content if isinstance(message.content, Poll) else None
    others = [(each.id, each.edited_at) for each in album]
    if not (others or poll or message.reactions or message.preview):
        return ""
    page = (message.preview.title, message.preview.description) if message.preview else None
    return f"x{zlib.crc32(repr((others, poll, message.reactions, page)).encode()) & 0xFFFF:04x}"


def _reply(message: Message, others: dict[int, Message], topic: int | None) -> ReplyRow | None:
    if message.reply_to is None:
        return None
    original = others.get(message.reply_to)
    quote = visible(message.quote or "")
    if original is None:
        url = message_url(message.chat_id, message.reply_to, topic=topic)
        text = quote or _("An earlier message")
        return ReplyRow(url=url, sender="", text=text, is_quote=bool(quote), wanted=message.reply_to)
    said = Original.of(original)
    return ReplyRow(url=f"#message-{said.id}", sender=said.sender, text=quote or said.text)


def _forward(forward: Forward | None) -> str | None:
    """The one who wrote a forwarded message."""
    if forward is None:
        return None
    return (visible(forward.name) or nameless()) if forward.name else _("a hidden account")
