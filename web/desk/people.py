"""The cards of people, groups and channels, and what was shared in a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from django.utils.safestring import SafeString

from tgsdk import Attachment, Capability, Chat, ChatKind, Message, Page, Photo, Profile, SharedKind, TelegramError
from tgsdk.contrib.django.accounts import is_supported
from web.login.phones import format_phone
from web.models import PictureSize
from web.pictures import store as pictures
from web.pictures.avatars import Avatar
from web.pictures.store import Shown
from web.words.files import SHOWN_INLINE, attachment_in_words, details_in_words, name_in_words, visible
from web.words.moments import Moment
from web.words.rich_text import html_of, links_in

from .addresses import (
    chat_url,
    members_url,
    message_file_url,
    message_url,
    message_view_url,
    person_url,
    shared_media_url,
    topics_url,
)
from .calls import Desk, Question, raised
from .chat_rows import GROUPS, KIND_ICONS, ChatHead, title_of
from .conversations import has_topics
from .managing import ManagingPane
from .media_rows import PDF
from .wanted_pictures import wanted_avatars

PHOTOS, FILES = 30, 20  # of a page
ABOUT_LENGTH = 2048  # characters; Telegram takes 255 of a group and 140 of a person


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group that the account and a person are both in."""

    url: str
    title: str
    avatar: Avatar


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPane:
    """A card. ``phone`` is shown, ``phone_number`` dialled; ``more_groups`` are not listed."""

    head: ChatHead
    url: str
    kind_icon: str
    username: str
    phone: str = field(repr=False)
    phone_number: str = field(repr=False)
    about: SafeString = field(repr=False)
    is_group: bool
    is_blocked: bool
    can_write_to: bool
    members_url: str
    managing: ManagingPane | None
    groups: Sequence[GroupRow]
    more_groups: int
    photos_url: str
    files_url: str
    wanted: Sequence[str]

    @classmethod
    def of(cls, profile: Profile, shown: Shown, topic: int | None, managing: ManagingPane | None = None) -> Self:
        """``topic`` is the one that the card was opened from."""
        chat, head = profile.chat, ChatHead.of(_counted(profile), shown, place="p")
        about = profile.about[:ABOUT_LENGTH]
        groups = [_group_row(each, shown) for each in profile.common_chats]
        return cls(
            head=replace(head, url=chat_url(chat.id, topic)),
            url=person_url(chat.id, topic),
            kind_icon=KIND_ICONS[chat.kind],
            username=visible(chat.username or ""),
            phone=format_phone(profile.phone) if profile.phone else "",
            phone_number=profile.phone or "",
            about=html_of(about, links_in(about)),
            is_group=chat.kind in GROUPS or chat.kind is ChatKind.CHANNEL,
            is_blocked=profile.is_blocked,
            can_write_to=chat.kind in (ChatKind.PRIVATE, ChatKind.BOT) and not chat.is_deleted,
            managing=managing,
            members_url=members_url(chat.id, topic=topic) if _shows_members(chat) else "",
            groups=groups,
            more_groups=max(0, profile.common_chats_count - len(groups)),
            photos_url=shared_media_url(chat.id, SharedKind.PHOTOS, topic=topic),
            files_url=shared_media_url(chat.id, SharedKind.FILES, topic=topic),
            wanted=wanted_avatars([head.avatar, *(group.avatar for group in groups)], shown),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRow:
    """Something that was shared: a photo with its ``picture_url``, None until it was fetched, or a file.

    The viewer shows what ``is_picture`` at ``url``, and a document at ``view_url``, which is "" where it cannot.
    """

    element_id: str
    name: str
    details: str
    url: str
    load_url: str
    view_url: str
    is_picture: bool
    message_url: str
    picture_url: str | None
    photo_id: int | None
    time: Moment

    @classmethod
    def of(cls, message: Message, attachment: Attachment, shown: Shown, topic: int | None) -> Self:
        """Whoever comes from a topic is led to the message in its own one."""
        is_picture, load_url = attachment.mime_type in SHOWN_INLINE, message_file_url(message.chat_id, message.id)
        thumbnail = attachment.thumbnail
        return cls(
            element_id=f"picture-s-{message.id}",
            name=attachment_in_words(attachment) if thumbnail else name_in_words(attachment),
            details=details_in_words(attachment),
            url=load_url + ("?inline" if is_picture else ""),
            load_url=load_url,
            view_url=message_view_url(message.chat_id, message.id) if attachment.mime_type == PDF else "",
            is_picture=is_picture,
            message_url=message_url(message.chat_id, message.id, topic=topic and message.topic_id),
            picture_url=shown.url(thumbnail, PictureSize.MESSAGE),
            photo_id=thumbnail.id if thumbnail else None,
            time=Moment.of(message.date),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPane:
    """A page of what was shared in a chat; ``is_empty`` where nothing ever was."""

    kind: SharedKind
    rows: Sequence[SharedRow]
    next_url: str | None
    is_empty: bool
    wanted: Sequence[str]
    back_url: str

    @classmethod
    def of(
        cls,
        chat_id: int,
        kind: SharedKind,
        page: Page[Message],
        shown: Shown,
        *,
        is_first: bool,
        topic: int | None = None,
    ) -> Self:
        rows = [SharedRow.of(each, each.attachment, shown, topic) for each in page.items if each.attachment]
        return cls(
            kind=kind,
            rows=rows,
            next_url=shared_media_url(chat_id, kind, page.next, topic) if page.next else None,
            is_empty=is_first and not rows and page.next is None,
            wanted=_wanted(rows, shown),
            back_url=person_url(chat_id, topic),
        )

    @property
    def are_photos(self) -> bool:
        """True for what is shown in a grid."""
        return self.kind in (SharedKind.PHOTOS, SharedKind.VIDEOS)


def read_person(desk: Desk, chat_id: int, topic: int | None) -> PersonPane:
    """Read the card of a chat, which was opened from a ``topic`` of it or not."""
    profile, managing = _read_card(desk, chat_id)
    faces = [each.photo for each in (profile.chat, *profile.common_chats) if each.photo]
    shown = pictures.note(desk.account.row.pk, [(each, PictureSize.CHAT) for each in faces])
    return PersonPane.of(profile, shown, topic, managing)


def _read_card(desk: Desk, chat_id: int) -> tuple[Profile, ManagingPane | None]:
    """Read a card, and at once what the list has of its chat."""
    if not is_supported(Capability.MANAGE_CHATS):
        return desk.person(chat_id), None
    answer, chat = desk.together(
        Question("person", lambda t: t.person(chat_id)), Question("chat", lambda t: t.chat(chat_id))
    )
    profile = raised(answer)
    desk.note_card(chat_id)
    return profile, None if isinstance(chat, TelegramError) else ManagingPane.of(chat)


def read_shared_media(desk: Desk, chat_id: int, kind: SharedKind, cursor: str | None, topic: int | None) -> SharedPane:
    """Read a page of what was shared in a chat."""
    page = desk.shared_media(chat_id, kind, PHOTOS if kind is SharedKind.PHOTOS else FILES, cursor)
    small = [(photo, PictureSize.MESSAGE) for photo in _thumbnails(page.items)]
    shown = pictures.note(desk.account.row.pk, small)
    return SharedPane.of(chat_id, kind, page, shown, is_first=cursor is None, topic=topic)


def _thumbnails(messages: Sequence[Message]) -> list[Photo]:
    return [each.attachment.thumbnail for each in messages if each.attachment and each.attachment.thumbnail]


def _wanted(rows: Sequence[SharedRow], shown: Shown) -> list[str]:
    """Write down which small pictures are to be fetched, for pictures_url(): all in one size, as the grid has it."""
    wanted = [row for row in rows if (row.photo_id, PictureSize.MESSAGE.value) in shown.wanted]
    return [f"{row.photo_id}.s-{row.element_id.rpartition('-')[2]}.96x96" for row in wanted]


def _counted(profile: Profile) -> Chat:
    """The chat with its members as the card counts them."""
    return replace(profile.chat, members_count=profile.members_count or profile.chat.members_count)


def _shows_members(chat: Chat) -> bool:
    """Whether there is a list to ask for: that of a channel is for its administrators."""
    return chat.kind in GROUPS or (chat.kind is ChatKind.CHANNEL and chat.can_write)


def _group_row(chat: Chat, shown: Shown) -> GroupRow:
    title = title_of(chat)
    avatar = Avatar.of(f"avatar-g-{chat.id}", chat.id, title, chat.photo, shown)
    return GroupRow(url=topics_url(chat.id) if has_topics(chat) else chat_url(chat.id), title=title, avatar=avatar)
