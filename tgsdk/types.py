"""The types that calls return: frozen values that may outlive every loop, thread and connection."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Generic, Literal, TypeVar

__all__ = [
    "EDIT_TIME",
    "MAX_ALBUM",
    "MAX_CAPTION_LENGTH",
    "MAX_MESSAGE_LENGTH",
    "Archive",
    "Attachment",
    "AttachmentKind",
    "AwaitingCode",
    "AwaitingPassword",
    "AwaitingScan",
    "Capability",
    "Chat",
    "ChatFolder",
    "ChatKind",
    "ChatPage",
    "CodeSent",
    "CodeType",
    "Contact",
    "Dice",
    "Draft",
    "Entity",
    "EntityKind",
    "Folder",
    "Forward",
    "Found",
    "FoundPage",
    "LinkPreview",
    "Location",
    "LoggedIn",
    "LoggedOut",
    "LoginState",
    "Member",
    "MemberRole",
    "Message",
    "OutgoingFile",
    "Page",
    "Photo",
    "Poll",
    "PollResult",
    "Profile",
    "QrLogin",
    "Reaction",
    "Requirement",
    "RequirementKind",
    "Sender",
    "Service",
    "ServiceKind",
    "SharedKind",
    "StickerKind",
    "Topic",
    "User",
]

T = TypeVar("T")

#: Characters of a message's text, at most (``message_length_max`` of ``help.getConfig``).
MAX_MESSAGE_LENGTH = 4096

#: Characters of the caption of a file, at most (``caption_length_max``), for accounts without Telegram Premium.
MAX_CAPTION_LENGTH = 1024

#: Files of an album, at most.
MAX_ALBUM = 10

#: The time within which an own message may be edited (``edit_time_limit`` of ``help.getConfig``).
EDIT_TIME = timedelta(hours=48)


class Capability(StrEnum):
    """What a backend may be able to do, and declares (``Backend.supports``). All tell an account's state and end it."""

    QR_LOGIN = "qr_login"
    CODE_LOGIN = "code_login"  # by phone number and login code
    PASSWORD = "password"  # the two-step verification password, after either  # noqa: S105
    READ = "read"  # the list of chats, a chat, its messages
    FIND_CHATS = "find_chats"
    FIND_MESSAGES = "find_messages"
    FIND_IN_CHAT = "find_in_chat"  # messages of one chat, by their words or by a date
    MARK_AS_READ = "mark_as_read"
    SEND_MESSAGES = "send_messages"
    DRAFTS = "drafts"  # unsent texts, kept at Telegram
    FOLDERS = "folders"  # those that the person has made
    SCHEDULE = "schedule"  # messages that Telegram sends later
    SEND_FILES = "send_files"
    DOWNLOAD = "download"
    PICTURES = "pictures"  # those of people and chats, and of photos in small
    RESOLVE = "resolve"  # somebody by username or phone number, and what is asked of whoever writes to them
    PROFILES = "profiles"  # the cards of people and groups, and the files that were shared
    FORMAT = "format"  # entities of a text that is sent, and the message that it answers
    EDIT = "edit"
    DELETE = "delete"
    FORWARD = "forward"
    MARK_AS_UNREAD = "mark_as_unread"
    SEND_VIDEOS = "send_videos"  # that are played where they are seen, and go into an album with photos
    FORMAT_CAPTIONS = "format_captions"  # entities of the caption of files that are sent
    TOPICS = "topics"  # of forums: their list, what is written in one, writing there
    QUOTE = "quote"  # of the message that is answered; without it an answer goes without one
    FORWARD_TO_TOPICS = "forward_to_topics"
    REACT = "react"  # to a message, with an emoji
    SCHEDULE_FILES = "schedule_files"  # that Telegram sends later
    EDIT_SCHEDULED = "edit_scheduled"  # what is planned: its text and its time
    MEMBERS = "members"  # of groups and channels
    MANAGE_CHATS = "manage_chats"  # to pin, archive and mute them


@dataclass(frozen=True, slots=True, kw_only=True)
class QrLogin:
    """A login token to be shown as a QR code (``auth.exportLoginToken``).

    ``url`` is ``tg://login?token=<base64url, no padding>``: whoever scans it with a logged-in Telegram application may
    accept the login, so it is a secret until it expires. ``expires_at`` is aware, in UTC and by this machine's clock,
    however far Telegram's clock is off.
    """

    url: str = field(repr=False)
    expires_at: datetime


class CodeType(StrEnum):
    """The way that a login code is sent (``auth.SentCodeType``, ``auth.CodeType``: https://core.telegram.org/api/auth)."""

    APP = "app"  # a message in Telegram itself, on the other devices
    SMS = "sms"
    CALL = "call"  # a voice says it
    FLASH_CALL = "flash_call"  # the code is the number that calls
    MISSED_CALL = "missed_call"  # the code is the last digits of the number that calls
    EMAIL = "email"
    FRAGMENT = "fragment"  # on fragment.com, where anonymous numbers are sold
    FIREBASE = "firebase"  # an SMS for Telegram's own applications; ask for the next way
    SMS_WORD = "sms_word"
    SMS_PHRASE = "sms_phrase"
    NOT_NEEDED = "not_needed"  # Telegram remembers this device


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    """A login code on its way (``auth.sentCode``).

    ``phone`` is the number that logs in, as ``+`` and digits. ``length`` is the number of characters of the code, None
    where Telegram does not say it. ``next_type`` is the way that ``resend_code()`` takes next, None when there is none;
    it may be asked for from ``resend_at`` on (aware, in UTC), ``timeout`` seconds after the code was sent. ``pattern``
    is the visible part of the e-mail address or of the calling number, or the beginning of the word.

    With ``CodeType.NOT_NEEDED`` no code comes: the login has moved on by itself, and ``status()`` says to where.
    """

    phone: str = field(repr=False)
    type: CodeType
    length: int | None = None
    pattern: str | None = field(default=None, repr=False)
    next_type: CodeType | None = None
    timeout: int | None = None
    resend_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A small picture (``photoSize``, ``userProfilePhoto``, ``chatPhoto``): of a person, a chat or a message.

    ``id`` is Telegram's: the same for the same picture, another for another. ``width`` and ``height`` in pixels and
    ``size`` in bytes are None where Telegram does not say them. ``location`` tells ``download()`` where it is: a text
    that only the backend understands, valid for some hours, and of no use without the session.
    """

    id: int
    location: str = field(repr=False)
    width: int | None = None
    height: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A Telegram user (``user``). ``id`` may be larger than 2**31; ``username`` comes without the ``@``."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    phone: str | None = field(default=None, repr=False)
    photo: Photo | None = None

    @property
    def full_name(self) -> str:
        """The first and the last name."""
        return " ".join(filter(None, (self.first_name, self.last_name)))


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """No account and no login under way. ``reason`` is Telegram's error name where Telegram ended the session."""

    reason: str | None = None
    name: ClassVar[Literal["logged_out"]] = "logged_out"


@dataclass(frozen=True, slots=True)
class AwaitingScan:
    """The QR code ``qr`` is to be scanned."""

    qr: QrLogin
    name: ClassVar[Literal["awaiting_scan"]] = "awaiting_scan"


@dataclass(frozen=True, slots=True)
class AwaitingCode:
    """The login code that ``code_sent`` describes is to be entered."""

    code_sent: CodeSent
    name: ClassVar[Literal["awaiting_code"]] = "awaiting_code"


@dataclass(frozen=True, slots=True)
class AwaitingPassword:
    """The two-step verification password is to be entered. ``hint`` is its owner's own reminder."""

    hint: str | None = field(repr=False)
    name: ClassVar[Literal["awaiting_password"]] = "awaiting_password"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The account of ``user`` is logged in."""

    user: User
    name: ClassVar[Literal["logged_in"]] = "logged_in"


LoginState = LoggedOut | AwaitingScan | AwaitingCode | AwaitingPassword | LoggedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A part of a list, in Telegram's order. ``next`` is the cursor of the page after it, None on the last page."""

    items: tuple[T, ...]
    next: str | None = None


class Folder(StrEnum):
    """A part of the list of chats (``folder_id``); each chat is in one of them."""

    MAIN = "main"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What waits in the archive (``dialogFolder``): unread messages, and the chats that they are in."""

    unread_count: int
    unread_chats: int


class AttachmentKind(StrEnum):
    """The kind of an attachment, as Telegram shows it (``DocumentAttribute``)."""

    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"  # a round video
    VOICE = "voice"
    AUDIO = "audio"
    ANIMATION = "animation"
    STICKER = "sticker"
    DOCUMENT = "document"


class StickerKind(StrEnum):
    """The kind of a sticker (https://core.telegram.org/api/stickers)."""

    STATIC = "static"  # a picture, WebP as a rule
    ANIMATED = "animated"  # .tgs, which only Telegram's applications play: its thumbnail is a picture
    VIDEO = "video"  # WebM


#: Kinds that have no text beside them.
WITHOUT_CAPTION = (AttachmentKind.STICKER, AttachmentKind.VIDEO_NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """The file of a message (``photo``, ``document``), for ``download()``.

    ``size`` is in bytes, ``duration`` in seconds, ``width`` and ``height`` are in pixels. ``name``, ``mime_type``,
    ``title`` and ``performer`` come from the sender: they may hold anything. ``location`` is like that of a
    :class:`Photo`.

    ``waveform`` are the loudness of a voice message from its beginning to its end, 0 to 31 each, a hundred as a rule
    (``documentAttributeAudio``). A sticker has its kind and the ``emoji`` that it stands for. ``supports_streaming``
    is set for a video that can be shown before all of it has come, ``is_spoiler`` for what is to be hidden until
    somebody asks to see it.
    """

    kind: AttachmentKind
    size: int
    mime_type: str
    location: str = field(repr=False)
    name: str | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    thumbnail: Photo | None = None
    title: str | None = field(default=None, repr=False)
    performer: str | None = field(default=None, repr=False)
    waveform: tuple[int, ...] = field(default=(), repr=False)
    sticker: StickerKind | None = None
    emoji: str | None = None
    supports_streaming: bool = False
    is_spoiler: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file that is uploaded (``inputFile``, ``inputFileBig``), for ``Connection.save_parts()`` and ``send_files()``.

    ``id`` names the upload, a random number of 63 bits. ``size`` in bytes is None while it is not known; ``md5`` is
    known when all of it was read. ``mime_type`` is that of its content, as far as its first bytes say it. With
    ``as_photo`` it is to be seen at once: a picture as a photo, and a video played. ``duration``, in seconds, is known
    of such a video where it describes itself, as its size in pixels is (``documentAttributeVideo``).
    """

    #: Bytes of the largest file that is uploaded by ``upload.saveFilePart``; others want ``upload.saveBigFilePart``.
    SMALL: ClassVar[int] = 10 * 1024 * 1024

    id: int
    name: str = field(repr=False)
    size: int | None
    mime_type: str
    as_photo: bool = False
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    supports_streaming: bool = False
    md5: str | None = None

    @property
    def is_video(self) -> bool:
        """Whether it goes as a video that is played where it is seen."""
        return self.as_photo and self.duration is not None

    @property
    def is_big(self) -> bool:
        """Whether it is uploaded as a big file."""
        return self.size is None or self.size > self.SMALL


class EntityKind(StrEnum):
    """The kind of an entity (https://core.telegram.org/api/entities)."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    CODE = "code"
    PRE = "pre"
    BLOCKQUOTE = "blockquote"
    SPOILER = "spoiler"
    URL = "url"
    TEXT_URL = "text_url"
    EMAIL = "email"
    PHONE = "phone"
    MENTION = "mention"
    MENTION_NAME = "mention_name"
    HASHTAG = "hashtag"
    CASHTAG = "cashtag"
    BOT_COMMAND = "bot_command"
    BANK_CARD = "bank_card"
    CUSTOM_EMOJI = "custom_emoji"  # the text itself holds its fallback


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A formatted part of a text (``MessageEntity``). ``offset`` and ``length`` count characters of the Python string.

    A text_url has a ``url``, which may be anything that its sender wrote; a pre may have a ``language``. Entities may
    overlap.
    """

    kind: EntityKind
    offset: int
    length: int
    url: str | None = field(default=None, repr=False)
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The sender of a message: ``id`` is like that of a :class:`Chat`. ``name`` is empty for a deleted account.

    ``photo`` is their picture; None where they have none, and for whoever signed a post of a channel.
    """

    id: int
    name: str
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """The origin of a forwarded message (``messageFwdHeader``): ``name`` is None where hidden, ``date`` is in UTC."""

    name: str | None
    date: datetime


class ServiceKind(StrEnum):
    """The kind of a service message (``MessageAction``)."""

    CHAT_CREATED = "chat_created"
    CHANNEL_CREATED = "channel_created"
    MEMBERS_ADDED = "members_added"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    MEMBER_REMOVED = "member_removed"
    TITLE_CHANGED = "title_changed"
    PHOTO_CHANGED = "photo_changed"
    PHOTO_REMOVED = "photo_removed"
    MESSAGE_PINNED = "message_pinned"
    TOPIC_CREATED = "topic_created"
    UPGRADED = "upgraded"  # from a group to a supergroup
    HISTORY_CLEARED = "history_cleared"
    CALL = "call"
    CONTACT_SIGNED_UP = "contact_signed_up"
    SCREENSHOT_TAKEN = "screenshot_taken"
    AUTO_DELETE_SET = "auto_delete_set"
    CUSTOM = "custom"  # Telegram's own words, in ``title``
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The content of a service message (``MessageAction``).

    ``title`` is that of a chat or a topic, or a text; ``names`` are the people it is about. ``seconds`` is the length
    of a call, None if nobody answered; or the time after which messages are deleted, 0 for never.
    """

    kind: ServiceKind
    title: str | None = None
    names: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A shared contact (``messageMediaContact``).

    ``user_id`` is that of their account, where they have one; ``vcard`` is a card of theirs as text (RFC 6350).
    """

    name: str
    phone: str = field(repr=False)
    user_id: int | None = None
    vcard: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place (``messageMediaGeo``, ``messageMediaVenue``), in degrees; a venue has a title and an address."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    title: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """The votes for one option of a poll (``pollAnswerVoters``).

    ``is_chosen`` is set for what the account has voted for, ``is_correct`` for the right answer of a quiz.
    """

    voters: int = 0
    is_chosen: bool = False
    is_correct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A poll (``messageMediaPoll``).

    ``results`` has one entry for each of the ``options``, and is empty as long as Telegram shows no votes: to who has
    not voted, as a rule. ``total_voters`` is None where it is not said; where ``is_multiple`` is set, a person may
    vote for several options.
    """

    question: str
    options: tuple[str, ...]
    results: tuple[PollResult, ...] = ()
    total_voters: int | None = None
    is_quiz: bool = False
    is_closed: bool = False
    is_multiple: bool = False
    is_public: bool = False  # it can be seen who voted for what
    explanation: str | None = field(default=None, repr=False)  # of a quiz's answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Dice:
    """A rolled emoji (``messageMediaDice``)."""

    emoji: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A reaction to a message and how often it was given (``reactionCount``); ``is_own`` if the account gave it too.

    ``emoji`` is None for a custom one, which is a picture.
    """

    emoji: str | None
    count: int
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPreview:
    """What Telegram knows of a page that a text links to (``webPage``). The page says it: it may be anything."""

    url: str = field(repr=False)
    site: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    description: str | None = field(default=None, repr=False)
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message (``message``, ``messageService``).

    ``id`` grows with time within one chat. Times are aware and in UTC. ``sender`` is None for a channel's posts without
    a name. ``reply_to`` is the id of the message in this chat that it answers, ``quote`` the part of that message which
    it quotes; messages of one album have the same ``album_id``. ``is_unsupported`` is set for content that the
    installed layer or tgsdk does not know: only its text, if any, is given. ``is_protected`` is set where the message
    may not be forwarded. ``buttons`` are the texts below a bot's message, row by row. ``topic_id`` is the topic of a
    forum that it is in; None where there are no topics, or where the backend does not say it.
    """

    id: int
    chat_id: int
    date: datetime
    text: str = field(default="", repr=False)
    entities: tuple[Entity, ...] = field(default=(), repr=False)
    is_outgoing: bool = False
    sender: Sender | None = None
    edited_at: datetime | None = None
    reply_to: int | None = None
    quote: str | None = field(default=None, repr=False)
    forward: Forward | None = None
    attachment: Attachment | None = None
    content: Contact | Location | Poll | Dice | None = field(default=None, repr=False)
    service: Service | None = None
    album_id: int | None = None
    is_unsupported: bool = False
    preview: LinkPreview | None = field(default=None, repr=False)
    reactions: tuple[Reaction, ...] = ()
    buttons: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    is_protected: bool = False
    topic_id: int | None = None

    @property
    def is_note(self) -> bool:
        """True for what the account keeps in its own Saved Messages."""
        return self.sender is not None and self.sender.id == self.chat_id > 0 and self.is_outgoing

    def can_edit(self, at: datetime) -> bool:
        """Whether its text may be edited at this time, as far as the message alone tells: Telegram has the last word.

        That is an own text, or the caption of an own file, which was not forwarded and is not older than ``EDIT_TIME``;
        notes in Saved Messages have no such limit.
        """
        is_own = self.is_outgoing and self.forward is None and self.service is None
        is_text = self.content is None and not self.is_unsupported
        has_caption = self.attachment is None or self.attachment.kind not in WITHOUT_CAPTION
        return is_own and is_text and has_caption and (self.is_note or at - self.date < EDIT_TIME)

    def is_in_topic(self, topic_id: int) -> bool:
        """Whether it is in this topic of its forum: in the general one where no other is named.

        A message of a backend that names none is also in the topic whose first message it answers.
        """
        is_named = self.topic_id is not None
        return (self.topic_id or Topic.GENERAL) == topic_id or (not is_named and self.reply_to == topic_id)

    @property
    def can_forward(self) -> bool:
        """Whether it may be forwarded, as far as the message alone tells."""
        return self.service is None and not self.is_protected


FIRST_CHANNEL = -(10**12)  # ids of channels go down from here


class ChatKind(StrEnum):
    """The kind of a chat."""

    PRIVATE = "private"
    BOT = "bot"
    SAVED = "saved"  # the account's own Saved Messages
    GROUP = "group"
    SUPERGROUP = "supergroup"
    FORUM = "forum"  # a supergroup with topics
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unsent text that is kept at Telegram (``draftMessage``), for all devices of the account.

    ``date`` is when it was written, aware and in UTC; ``reply_to`` the id of the message that it is to answer.
    """

    text: str = field(repr=False)
    date: datetime
    entities: tuple[Entity, ...] = field(default=(), repr=False)
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat (``dialog`` with its ``user``, ``chat`` or ``channel``).

    ``id`` is a person's id, minus a group's id, or minus 10**12 minus a channel's id, as in Telegram's Bot API and
    other libraries. ``title`` is empty for a deleted account. A chat found by its name has no ``last_message`` and an
    ``unread_count`` of 0: Telegram does not say them. ``read_outbox_max_id`` is the id of the last own message that the
    other side has read, ``read_inbox_max_id`` that of the last message that the user has read: the first unread one
    comes after it. ``was_online_at`` is aware and in UTC, None where it is hidden. ``draft`` is what is being written.

    A group that has become a supergroup keeps its old messages, and nobody can write in it any more: ``migrated_to`` is
    the id of the supergroup, which is listed in its place. ``chat()``, ``messages()`` and ``search_messages()`` still
    know the group.

    ``is_marked_unread`` is the mark that the account has set itself. ``is_protected`` is set where nothing may be
    forwarded from, ``can_delete_others`` where an administrator's rights let it delete what others wrote.

    ``pts`` counts events (https://core.telegram.org/api/updates): while it is the same, no message of the chat was
    added, changed or deleted. ``chat()`` gives it; 0 means unknown. It does not count when chats are compared.
    """

    id: int
    kind: ChatKind
    title: str
    username: str | None = None
    photo: Photo | None = None
    last_message: Message | None = None
    unread_count: int = 0
    read_outbox_max_id: int = 0
    read_inbox_max_id: int = 0
    is_pinned: bool = False
    is_muted: bool = False
    is_archived: bool = False
    is_deleted: bool = False
    is_verified: bool = False
    can_write: bool = True
    members_count: int | None = None
    is_online: bool = False
    was_online_at: datetime | None = None
    migrated_to: int | None = None
    is_contact: bool = False
    draft: Draft | None = None
    is_marked_unread: bool = False
    is_protected: bool = False
    can_delete_others: bool = False
    pts: int = field(default=0, compare=False)

    @property
    def deletes_for_all(self) -> bool:
        """True where nothing can be deleted for the account alone: in supergroups and channels."""
        return self.kind in (ChatKind.SUPERGROUP, ChatKind.FORUM, ChatKind.CHANNEL)

    def can_delete_for_everyone(self, message: Message) -> bool:
        """Whether a message of it may be deleted for everyone, as far as is known: Telegram has the last word."""
        is_for_two = self.kind in (ChatKind.PRIVATE, ChatKind.BOT, ChatKind.SAVED)
        return is_for_two or message.is_outgoing or self.can_delete_others

    def link_to(self, message_id: int) -> str | None:
        """Return the link to a message, which supergroups and channels alone have: for all, or for their members."""
        if not self.deletes_for_all:
            return None
        place = self.username or f"c/{FIRST_CHANNEL - self.id}"
        return f"https://t.me/{place}/{message_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a forum (``forumTopic``): a conversation of its own in a chat of the kind ``ChatKind.FORUM``.

    ``id`` is that of the message that began it, ``Topic.GENERAL`` for the one that each forum has from its beginning.
    ``icon_color`` is 0xRRGGBB. In one that ``is_closed`` only those who may manage it write: ``can_write`` says whether
    the account may, as far as the topic is concerned. ``is_hidden`` may be the general one. Counts and ids are as in a
    :class:`Chat`, of this topic alone.
    """

    #: The id of the topic that each forum has.
    GENERAL: ClassVar[int] = 1

    id: int
    chat_id: int
    title: str
    icon_color: int = 0x6FB9F0
    is_closed: bool = False
    is_pinned: bool = False
    is_hidden: bool = False
    is_muted: bool = False
    can_write: bool = True
    unread_count: int = 0
    read_outbox_max_id: int = 0
    read_inbox_max_id: int = 0
    last_message: Message | None = None
    draft: Draft | None = None


class RequirementKind(StrEnum):
    """What is asked of whoever writes to somebody (``RequirementToContact``)."""

    NOTHING = "nothing"
    PREMIUM = "premium"  # to be a contact of theirs, or to subscribe to Telegram Premium
    PAYMENT = "payment"  # stars, for each message
    UNKNOWN = "unknown"  # the layer of the installed library does not know the question


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What Telegram asks of this account before it writes to somebody (``requirementToContactPaidMessages`` …).

    ``stars`` is the price of one message, where it has one.
    """

    kind: RequirementKind
    stars: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The card of a person, a bot, a group or a channel (``userFull``, ``chatFull``, ``channelFull``).

    ``phone`` is ``+`` and digits, None where it is hidden. ``about`` is a person's bio, or a group's description.
    ``common_chats`` are the groups that the account and the person are both in, a hundred at most;
    ``common_chats_count`` counts all of them. ``members_count`` is None where Telegram does not say it.
    """

    chat: Chat
    phone: str | None = field(default=None, repr=False)
    about: str = field(default="", repr=False)
    common_chats: tuple[Chat, ...] = ()
    common_chats_count: int = 0
    members_count: int | None = None
    is_blocked: bool = False


class MemberRole(StrEnum):
    """The role of a member (``ChannelParticipant``, ``ChatParticipant``)."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    CREATOR = "creator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a group or a channel (``channelParticipant``, ``chatParticipant``).

    ``chat`` is the chat with them, as of somebody who was found. Of the account itself it has its own name.
    """

    chat: Chat
    role: MemberRole = MemberRole.MEMBER


class SharedKind(StrEnum):
    """A kind of messages with something to be found again (``MessagesFilter``)."""

    PHOTOS = "photos"
    VIDEOS = "videos"
    FILES = "files"
    LINKS = "links"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFolder:
    """A folder that the person has made (``dialogFilter``): a choice among all chats, for :meth:`tgsdk.Telegram.chats`.

    It has the chats of these kinds, without those that are muted, read or archived where it says so; and whatever else,
    those that are ``included`` and ``pinned`` by their ids, and not those that are ``excluded``.
    """

    id: int
    title: str
    pinned: tuple[int, ...] = ()
    included: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    contacts: bool = False
    non_contacts: bool = False
    groups: bool = False
    channels: bool = False
    bots: bool = False
    without_muted: bool = False
    without_read: bool = False
    without_archived: bool = False

    def has(self, chat: Chat) -> bool:
        """Whether the chat is in this folder now."""
        if chat.id in self.excluded:
            return False
        if chat.id in self.included or chat.id in self.pinned:
            return True
        is_read = not (chat.unread_count or chat.is_marked_unread)
        is_left_out = (
            (self.without_muted and chat.is_muted)
            or (self.without_read and is_read)
            or (self.without_archived and chat.is_archived)
        )
        return self._has_kind(chat) and not is_left_out

    def _has_kind(self, chat: Chat) -> bool:
        match chat.kind:
            case ChatKind.BOT:
                return self.bots
            case ChatKind.CHANNEL:
                return self.channels
            case ChatKind.GROUP | ChatKind.SUPERGROUP | ChatKind.FORUM:
                return self.groups
        return self.contacts if chat.is_contact else self.non_contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A message found by a search, and its chat."""

    chat: Chat
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage(Page[Found]):
    """A page of the messages that a search has found, newest first.

    Of a search in one chat ``count`` is the number of all that it finds, and ``offset`` the number of those that are
    newer than this page. Both are None where Telegram does not say them.
    """

    count: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage(Page[Chat]):
    """A page of the list of chats.

    ``archive`` comes with the first page of the main list, and is None where nothing is archived or nobody says so.
    """

    archive: Archive | None = None
