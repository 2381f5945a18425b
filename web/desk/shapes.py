"""The JSON of the desk: what payloads.py makes, and web/openapi/ describes."""

from typing import Any, Literal, NotRequired, TypedDict

from tgsdk import AttachmentKind, ChatKind, EntityKind, MemberRole, RequirementKind, ServiceKind, StickerKind
from web.words.links import Disguise


class Picture(TypedDict):
    """A picture of a person or a chat. Its address gives the bytes once `pictures/` has fetched them."""

    id: int
    url: str


class Thumbnail(Picture):
    """A small picture of a photo, a video or a sticker, in pixels."""

    width: int | None
    height: int | None


class Sender(TypedDict):
    id: int
    name: str
    photo: Picture | None


class Entity(TypedDict):
    """A formatted part of a text, in characters."""

    kind: EntityKind
    offset: int
    length: int
    url: NotRequired[str]
    language: NotRequired[str]


class Forward(TypedDict):
    """The origin of a forwarded message."""

    name: str | None
    date: str


class Attachment(TypedDict):
    """The file of a message: its address gives the bytes, whole or by ranges.

    `waveform` is the loudness of a voice message, from 0 to 31; `emoji` is what a sticker stands for.
    """

    kind: AttachmentKind
    name: str | None
    mime_type: str
    size: int
    width: int | None
    height: int | None
    duration: int | None
    url: str
    thumbnail: Thumbnail | None
    title: str | None
    performer: str | None
    waveform: list[int]
    sticker: StickerKind | None
    emoji: str | None
    supports_streaming: bool
    is_spoiler: bool


class LinkPreview(TypedDict):
    """What Telegram knows of a page that a text links to. The address of its picture is like that of a chat's."""

    url: str
    site: str | None
    title: str | None
    description: str | None
    photo: Picture | None


class Reaction(TypedDict):
    """A reaction and how often it was given; `emoji` is null for a custom one."""

    emoji: str | None
    count: int
    is_own: bool


class Service(TypedDict):
    """The content of a service message."""

    kind: ServiceKind
    title: str | None
    names: list[str]
    seconds: int | None


class Message(TypedDict):
    """A message. `content` is a contact, a location, a poll or a dice, by its `kind`."""

    id: int
    chat_id: int
    date: str
    text: str
    entities: list[Entity]
    is_outgoing: bool
    sender: Sender | None
    edited_at: str | None
    reply_to: int | None
    quote: str | None
    forward: Forward | None
    attachment: Attachment | None
    content: dict[str, Any] | None
    service: Service | None
    album_id: int | None
    is_unsupported: bool
    is_protected: bool
    preview: LinkPreview | None
    reactions: list[Reaction]
    buttons: list[list[str]]
    topic_id: int | None


class Draft(TypedDict):
    """An unsent text that Telegram keeps."""

    text: str
    date: str
    entities: list[Entity]
    reply_to: int | None


class Chat(TypedDict):
    """A chat in the list."""

    id: int
    kind: ChatKind
    title: str
    username: str | None
    photo: Picture | None
    last_message: Message | None
    unread_count: int
    read_outbox_max_id: int
    read_inbox_max_id: int
    is_pinned: bool
    is_muted: bool
    is_archived: bool
    is_deleted: bool
    is_verified: bool
    can_write: bool
    members_count: int | None
    is_online: bool
    was_online_at: str | None
    migrated_to: int | None
    is_contact: bool
    draft: Draft | None
    is_marked_unread: bool
    is_protected: bool
    can_delete_others: bool


class ChatFolder(TypedDict):
    """A folder that the person has made: the chats that it names, the kinds that it takes, and what it leaves out."""

    id: int
    title: str
    pinned: list[int]
    included: list[int]
    excluded: list[int]
    contacts: bool
    non_contacts: bool
    groups: bool
    channels: bool
    bots: bool
    without_muted: bool
    without_read: bool
    without_archived: bool


class Topic(TypedDict):
    """A topic of a forum. `icon_color` is 0xRRGGBB; counts and ids are those of this topic alone."""

    id: int
    chat_id: int
    title: str
    icon_color: int
    is_closed: bool
    is_pinned: bool
    is_hidden: bool
    is_muted: bool
    can_write: bool
    unread_count: int
    read_outbox_max_id: int
    read_inbox_max_id: int
    last_message: Message | None
    draft: Draft | None


class Topics(TypedDict):
    topics: list[Topic]
    next: str | None


class OneTopic(TypedDict):
    topic: Topic


class Folders(TypedDict):
    folders: list[ChatFolder]


class ChatInfo(TypedDict):
    """One chat as it is now; while `pts` is the same, nothing has happened in it."""

    chat: Chat
    pts: int


class Resolved(TypedDict):
    """The chat with somebody who was looked up; it can be read and written to from now on."""

    chat: Chat


class Requirement(TypedDict):
    """What Telegram asks of whoever writes to somebody; `stars` is the price of one message."""

    kind: RequirementKind
    stars: int | None


class Profile(TypedDict):
    """The card of a person, a bot, a group or a channel."""

    chat: Chat
    phone: str | None
    about: str
    common_chats: list[Chat]
    common_chats_count: int
    members_count: int | None
    is_blocked: bool


class Member(TypedDict):
    """A member of a group or a channel: the chat with them, which can be read and written to."""

    chat: Chat
    role: MemberRole


class Members(TypedDict):
    """A page of members, those who were there lately first; `next` is the cursor of the page after it."""

    members: list[Member]
    next: str | None


class Archive(TypedDict):
    """Unread messages in the archive, and the chats that they are in."""

    unread_count: int
    unread_chats: int


class Chats(TypedDict):
    """A page of the list of chats; `next` is the cursor of the page after it.

    `archive` comes with the first page of the main list, where there is one.
    """

    chats: list[Chat]
    next: str | None
    archive: NotRequired[Archive]


class FoundMessage(TypedDict):
    chat: Chat
    message: Message


class Found(TypedDict):
    """A page of the messages that a search has found.

    Of a search in one chat `count` is the number of all of them, and `offset` that of those newer than this page.
    """

    found: list[FoundMessage]
    next: str | None
    count: NotRequired[int | None]
    offset: NotRequired[int | None]


class Messages(TypedDict):
    """A page of a chat, newest first; `next` is the cursor of older ones."""

    messages: list[Message]
    next: str | None


class Sent(TypedDict):
    """The message as Telegram has it; of several files each has its own, and `message` is the first.

    Of a text that is sent `in_parts` it is the first part; `rest` is what is left to be sent, with its marks or with
    `rest_entities`.
    """

    message: Message
    messages: NotRequired[list[Message]]
    rest: NotRequired[str]
    rest_entities: NotRequired[list[Entity]]


class OneMessage(TypedDict):
    """A message as it is now, and the link to it where it has one."""

    message: Message
    link: str | None


class EditableMessage(TypedDict):
    """The text of a message with Telegram's marks; `is_plain` where it has formats that have no marks."""

    message: Message
    text: str
    is_plain: bool


class Deleted(TypedDict):
    deleted: Literal[True]


class MessagesById(TypedDict):
    """In the order in which they were asked for."""

    messages: list[Message]


class Forwarded(TypedDict):
    """The messages as they stand in the other chat."""

    messages: list[Message]


class MarkedUnread(TypedDict):
    unread: bool


class Pinned(TypedDict):
    pinned: bool


class Archived(TypedDict):
    archived: bool


class Muted(TypedDict):
    muted: bool


class Formatted(TypedDict):
    """A text as it would be sent, its marks read as formats."""

    text: str
    entities: list[Entity]


class Read(TypedDict):
    read: Literal[True]


class DraftSaved(TypedDict):
    saved: Literal[True]


class Scheduled(TypedDict):
    """Planned messages: each has the `date` that it is sent at, and an `id` among the planned ones."""

    messages: list[Message]


class Planned(TypedDict):
    message: Message


class SentNow(TypedDict):
    sent: Literal[True]


class FetchedPicture(TypedDict):
    id: int
    size: str
    url: str


class Pictures(TypedDict):
    """Those of the pictures asked for that are there now."""

    pictures: list[FetchedPicture]


class LinkToCheck(TypedDict):
    """A link of a message, and what makes it seem to lead elsewhere than to `host`."""

    url: str
    host: str
    disguises: list[Disguise]
