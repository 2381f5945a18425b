"""StoredDesk: the chats, messages and refusals of one account of a MemoryBackend."""

import dataclasses
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from tgsdk.addressee import Addressee
from tgsdk.errors import (
    AnsweredMessageGone,
    CursorInvalid,
    DeleteForbidden,
    EditForbidden,
    Forbidden,
    ForwardForbidden,
    MessageAlreadySent,
    MessageInvalid,
    NobodyFound,
    NotFound,
    QueryInvalid,
    TelegramError,
)
from tgsdk.formatting import formats_of
from tgsdk.types import (
    MAX_CAPTION_LENGTH,
    Attachment,
    AttachmentKind,
    Chat,
    ChatFolder,
    ChatKind,
    ChatPage,
    Draft,
    Entity,
    EntityKind,
    Folder,
    Forward,
    Found,
    FoundPage,
    Member,
    Message,
    Page,
    Profile,
    Requirement,
    RequirementKind,
    Sender,
    SharedKind,
    Topic,
    User,
)

from ..base import archive_of
from .forum import Forum, no_forum
from .planned import Planned, is_near
from .reactions import reacted
from .sent_files import check_album

__all__ = ["StoredDesk"]

MAX_TEXT = 4096  # message_length_max of Telegram's configuration
MAX_PINNED = 5  # pinned_dialogs_count_max, of the main list
NO_REQUIREMENT = Requirement(kind=RequirementKind.NOTHING)
SHARED = {
    SharedKind.PHOTOS: AttachmentKind.PHOTO,
    SharedKind.VIDEOS: AttachmentKind.VIDEO,
    SharedKind.FILES: AttachmentKind.DOCUMENT,
    SharedKind.VOICE: AttachmentKind.VOICE,
}
LONG_AGO = datetime.min.replace(tzinfo=UTC)

T = TypeVar("T")


class StoredDesk:
    """The chats that one account can read and write to. It is not locked: the world does that."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._messages: dict[int, dict[int, Message]] = {}
        self._refusals: dict[int, TelegramError] = {}
        self._findable: dict[str, Chat] = {}
        self._requirements: dict[int, Requirement] = {}
        self._profiles: dict[int, Profile] = {}
        self._sent: dict[int, Message | None] = {}  # by their random ids; None for what is, or was, planned
        self._cursors: dict[str, tuple[str, Any]] = {}
        self._pts = 1
        self.folders: tuple[ChatFolder, ...] = ()
        self._planned = Planned()
        self._forums: dict[int, Forum] = {}
        self._members: dict[int, Sequence[Member] | None] = {}
        self._met: dict[int, Chat] = {}  # in groups, or found: they are listed once somebody has written

    def put_chat(self, chat: Chat) -> None:
        self._met.pop(chat.id, None)
        self._add(chat)

    def _add(self, chat: Chat) -> None:
        self._chats[chat.id] = chat
        self._pts += 1
        messages = self._messages.setdefault(chat.id, {})
        if chat.last_message is not None:
            messages[chat.last_message.id] = chat.last_message

    def put_message(self, message: Message, topic_id: int | None = None) -> Message:
        """Put a message into its chat, or into a topic of it, and return it as it stands there."""
        chat, messages = self._known(message.chat_id), self._messages[message.chat_id]
        if topic_id is None and chat.kind is ChatKind.FORUM:
            topic_id = message.topic_id or Topic.GENERAL
        if topic_id is not None:
            self._forum(message.chat_id).place(message.id, topic_id)
            message = dataclasses.replace(message, topic_id=topic_id)
        is_unread = message.id not in messages and not message.is_outgoing
        if message.sender and not message.is_outgoing and message.sender.id > 0 > message.chat_id:
            self._meet(_chat_with(message.sender))
        messages[message.id] = message
        self._pts += 1
        if is_unread:
            chat = dataclasses.replace(chat, unread_count=chat.unread_count + 1)
            if chat.kind is ChatKind.FORUM:
                self._forum(chat.id).count_unread(message.id)
        # To the front: of two chats whose last messages have one date, the one that was written in later comes first.
        self._chats = {chat.id: chat} | {other: self._chats[other] for other in self._chats if other != chat.id}
        return message

    def delete_message(self, chat_id: int, message_id: int) -> None:
        self.message(chat_id, message_id)
        del self._messages[chat_id][message_id]
        self._pts += 1

    def forbid_writing(self, chat_id: int, error: TelegramError | None) -> None:
        self._known(chat_id)
        if error is None:
            self._refusals.pop(chat_id, None)
        else:
            self._refusals[chat_id] = error

    def put_person(self, chat: Chat, phone: str | None, requirement: Requirement | None) -> None:
        """Let somebody be found by their username and their phone number, whom nobody has written with yet."""
        names = (phone, (chat.username or "").casefold())
        self._findable |= dict.fromkeys(filter(None, names), chat)
        if requirement is not None:
            self._requirements[chat.id] = requirement

    def put_profile(self, profile: Profile) -> None:
        self._profiles[profile.chat.id] = profile

    def resolve(self, addressee: Addressee) -> Chat:
        named = (chat for chat in self._chats.values() if (chat.username or "").casefold() == addressee.key)
        found = self._findable.get(addressee.key) or next(named, None)
        if found is None:
            name = "USERNAME_NOT_OCCUPIED" if addressee.phone is None else "PHONE_NOT_OCCUPIED"
            raise NobodyFound(telegram_name=name, telegram_code=400)
        self._meet(found)
        return _as_found(self._known(found.id))

    def put_members(self, chat_id: int, members: Sequence[Member] | None) -> None:
        self._known(chat_id)
        self._members[chat_id] = members
        for member in members or ():
            self._meet(member.chat)

    def members(self, chat_id: int, limit: int, cursor: str | None) -> Page[Member]:
        if self._known(chat_id).kind in (ChatKind.PRIVATE, ChatKind.BOT, ChatKind.SAVED):
            raise NotFound(telegram_name="CHAT_ID_INVALID", telegram_code=400)
        members = self._members.get(chat_id, ())
        if members is None:
            raise Forbidden(telegram_name="CHAT_ADMIN_REQUIRED", telegram_code=400)
        given: int = self._position(f"members {chat_id}", cursor) or 0
        return self._page(f"members {chat_id}", members[given:], limit, lambda page: given + len(page))

    def _meet(self, chat: Chat) -> None:
        """Let a chat be known from now on that nobody may have written in yet."""
        if chat.id not in self._chats:
            self._met[chat.id] = chat

    def toggle_dialog_pin(self, chat_id: int, pinned: bool) -> None:
        chat = self._known(chat_id)
        if not self._messages[chat_id]:
            raise NotFound(telegram_name="PEER_HISTORY_EMPTY", telegram_code=400)
        others = [each for each in self._chats.values() if each.is_pinned and each.id != chat_id]
        beside = [each for each in others if each.is_archived == chat.is_archived]
        if pinned and not chat.is_archived and len(beside) >= MAX_PINNED:
            raise Forbidden(telegram_name="PINNED_DIALOGS_TOO_MUCH", telegram_code=400)
        self._chats[chat_id] = dataclasses.replace(chat, is_pinned=pinned)

    def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        chat, is_archived = self._known(chat_id), folder is Folder.ARCHIVE
        if chat.is_archived != is_archived:
            self._chats[chat_id] = dataclasses.replace(chat, is_archived=is_archived, is_pinned=False)

    def update_notify_settings(self, chat_id: int, muted: bool) -> None:
        self._chats[chat_id] = dataclasses.replace(self._known(chat_id), is_muted=muted)

    def requirement(self, chat_id: int) -> Requirement:
        self._known(chat_id)
        return self._requirements.get(chat_id, NO_REQUIREMENT)

    def person(self, chat_id: int) -> Profile:
        chat = _as_found(self._known(chat_id))
        return self._profiles.get(chat_id) or Profile(chat=chat, members_count=chat.members_count)

    def shared_media(self, chat_id: int, kind: SharedKind, limit: int, cursor: str | None) -> Page[Message]:
        self._known(chat_id)
        newest_first = sorted(self._messages[chat_id].values(), key=lambda message: message.id, reverse=True)
        before = self._position(f"{kind} {chat_id}", cursor)
        left = [each for each in newest_first if _shares(each, kind) and (before is None or each.id < before)]
        return self._page(f"{kind} {chat_id}", left, limit, lambda page: page[-1].id)

    def chats(self, limit: int, cursor: str | None) -> Page[Chat]:
        """Return chats that no page before this one had, however they have moved since."""
        return self._chats_page("chats", self._listed(), limit, cursor)

    def chats_in(self, folder: Folder, limit: int, cursor: str | None) -> ChatPage:
        """Return chats as chats() does, of one folder."""
        archived = [chat for chat in self._listed() if chat.is_archived]
        chats = archived if folder is Folder.ARCHIVE else [chat for chat in self._listed() if not chat.is_archived]
        page = self._chats_page(f"chats {folder}", chats, limit, cursor)
        is_first = folder is Folder.MAIN and cursor is None
        return ChatPage(items=page.items, next=page.next, archive=archive_of(archived) if is_first else None)

    def _listed(self) -> list[Chat]:
        known = self._chats.values()
        listed = (chat for chat in known if chat.migrated_to is None and not self._is_unspoken(chat))
        return sorted(map(self._as_it_is, listed), key=_rank, reverse=True)

    def _chats_page(self, of: str, chats: Sequence[Chat], limit: int, cursor: str | None) -> Page[Chat]:
        given: frozenset[int] = self._position(of, cursor) or frozenset()
        left = [chat for chat in chats if chat.id not in given]
        return self._page(of, left, limit, lambda page: given.union(chat.id for chat in page))

    def find_chats(self, query: str, limit: int, cursor: str | None) -> Page[Chat]:
        if cursor is not None:
            raise CursorInvalid
        beginning = re.compile(r"(?<!\w)" + re.escape(_checked(query).removeprefix("@")), re.IGNORECASE)
        listed = (chat for chat in self._chats.values() if chat.migrated_to is None)
        found = [chat for chat in listed if beginning.search(f"{chat.title} {chat.username or ''}")]
        return Page(items=tuple(map(_as_found, found[:limit])))

    def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        wanted = _checked(query).casefold()
        before = self._position(f"search {wanted}", cursor)
        everywhere = [message for messages in self._messages.values() for message in messages.values()]
        found = sorted((each for each in everywhere if wanted in each.text.casefold()), key=_time, reverse=True)
        left = [message for message in found if before is None or _time(message) < before]
        page = self._page(f"search {wanted}", left, limit, lambda page: _time(page[-1]))
        items = (Found(chat=_as_found(self._chats[each.chat_id]), message=each) for each in page.items)
        return Page(items=tuple(items), next=page.next)

    def find_in_chat(self, chat_id: int, query: str, limit: int, cursor: str | None, around: int | None) -> FoundPage:
        self._known(chat_id)
        return self._find_among(f"search {chat_id}", self._newest_first(chat_id), chat_id, query, limit, cursor, around)

    def find_in_topic(
        self, chat_id: int, topic_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        self._forum(chat_id).one(topic_id)
        newest_first = self._newest_in_topic(chat_id, topic_id)
        return self._find_among(f"search {chat_id} {topic_id}", newest_first, chat_id, query, limit, cursor, around)

    def _find_among(
        self,
        of: str,
        newest_first: Sequence[Message],
        chat_id: int,
        query: str,
        limit: int,
        cursor: str | None,
        around: int | None,
    ) -> FoundPage:
        chat, wanted = _as_found(self._known(chat_id)), _checked(query).casefold()
        found = [each for each in newest_first if wanted in each.text.casefold()]
        before = self._position(f"{of} {wanted}", cursor)
        newer = [
            each for each in found if (before is None or each.id >= before) and (around is None or each.id > around)
        ]
        place = len(newer) if before is not None else 0
        if around is not None:
            place = max(len(newer) - limit // 2, 0)
        page = self._page(f"{of} {wanted}", found[place:], limit, lambda page: page[-1].id)
        items = tuple(Found(chat=chat, message=each) for each in page.items)
        return FoundPage(items=items, next=page.next, count=len(found), offset=place)

    def messages_at(self, chat_id: int, limit: int, date: datetime) -> Page[Message]:
        self._known(chat_id)
        return self._at(f"messages {chat_id}", self._newest_first(chat_id), limit, date)

    def _at(self, of: str, newest_first: Sequence[Message], limit: int, date: datetime) -> Page[Message]:
        newer = [message for message in newest_first if message.date >= date]
        left = newest_first[max(len(newer) - limit // 2, 0) :]
        return self._page(of, left, limit, lambda page: page[-1].id)

    def chat(self, chat_id: int) -> Chat:
        return dataclasses.replace(self._as_it_is(self._known(chat_id)), pts=self._pts)

    def messages(
        self, chat_id: int, limit: int, cursor: str | None, after: int | None, around: int | None
    ) -> Page[Message]:
        self._known(chat_id)
        return self._walked(f"messages {chat_id}", self._newest_first(chat_id), limit, cursor, after, around)

    def put_topic(self, topic: Topic) -> None:
        self._forum(topic.chat_id).put(topic)

    def delete_topic(self, chat_id: int, topic_id: int) -> None:
        for message_id in self._forum(chat_id).remove(topic_id):
            self.delete_message(chat_id, message_id)

    def topics(self, chat_id: int, limit: int, cursor: str | None) -> Page[Topic]:
        """Return topics that no page before this one had."""
        listed = sorted((self._topic_as_it_is(each) for each in self._forum(chat_id).all()), key=_place, reverse=True)
        given: frozenset[int] = self._position(f"topics {chat_id}", cursor) or frozenset()
        left = [topic for topic in listed if topic.id not in given]
        return self._page(f"topics {chat_id}", left, limit, lambda page: given.union(topic.id for topic in page))

    def topic(self, chat_id: int, topic_id: int) -> Topic:
        return self._topic_as_it_is(self._forum(chat_id).one(topic_id))

    def topic_messages(
        self,
        chat_id: int,
        topic_id: int,
        limit: int,
        cursor: str | None,
        after: int | None,
        around: int | None,
        date: datetime | None,
    ) -> Page[Message]:
        self._forum(chat_id).one(topic_id)
        newest_first = self._newest_in_topic(chat_id, topic_id)
        if date is not None:
            return self._at(f"messages {chat_id} of {topic_id}", newest_first, limit, date)
        return self._walked(f"messages {chat_id} of {topic_id}", newest_first, limit, cursor, after, around)

    def mark_topic_as_read(self, chat_id: int, topic_id: int, message_id: int) -> None:
        forum = self._forum(chat_id)
        topic = forum.one(topic_id)
        newer = sum(each.id > message_id and not each.is_outgoing for each in self._newest_in_topic(chat_id, topic_id))
        forum.put(dataclasses.replace(topic, unread_count=min(topic.unread_count, newer)))
        unread = sum(each.unread_count for each in forum.all())
        self._chats[chat_id] = dataclasses.replace(self._chats[chat_id], unread_count=unread)

    def refuse_topic(self, chat_id: int, topic_id: int) -> None:
        """Refuse to write in a topic that is closed or gone."""
        self._forum(chat_id).refuse_writing(topic_id)

    def _forum(self, chat_id: int) -> Forum:
        if self._known(chat_id).kind is not ChatKind.FORUM:
            raise no_forum()
        return self._forums.setdefault(chat_id, Forum(chat_id))

    def _newest_in_topic(self, chat_id: int, topic_id: int) -> list[Message]:
        forum = self._forum(chat_id)
        return [each for each in self._newest_first(chat_id) if forum.topic_of(each.id) == topic_id != each.id]

    def _topic_as_it_is(self, topic: Topic) -> Topic:
        return self._forum(topic.chat_id).as_it_is(topic, self._newest_in_topic(topic.chat_id, topic.id))

    def _walked(
        self,
        of: str,
        newest_first: list[Message],
        limit: int,
        cursor: str | None,
        after: int | None,
        around: int | None,
    ) -> Page[Message]:
        """Return a page of messages, from a cursor on or by the id of one."""
        if after is not None:
            later = [message for message in newest_first if message.id > after]
            return Page(items=tuple(later[-limit:]))
        if around is not None:
            newer = [message for message in newest_first if message.id > around]
            newest_first = newest_first[max(len(newer) - limit // 2, 0) :]
        before = self._position(of, cursor)
        left = [message for message in newest_first if before is None or message.id < before]
        return self._page(of, left, limit, lambda page: page[-1].id)

    def _newest_first(self, chat_id: int) -> list[Message]:
        return sorted(self._messages[chat_id].values(), key=lambda message: message.id, reverse=True)

    def mark_as_read(self, chat_id: int, message_id: int) -> None:
        chat, messages = self._known(chat_id), self._messages[chat_id]
        unread = sum(each.id > message_id and not each.is_outgoing for each in messages.values())
        self._chats[chat_id] = dataclasses.replace(chat, unread_count=min(chat.unread_count, unread))

    def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        self._known(chat_id)
        messages = self._messages[chat_id]
        return tuple(messages[message_id] for message_id in message_ids if message_id in messages)

    def message(self, chat_id: int, message_id: int) -> Message:
        self._known(chat_id)
        try:
            return self._messages[chat_id][message_id]
        except KeyError:
            raise NotFound(telegram_name="MESSAGE_ID_INVALID", telegram_code=400) from None

    def send_message(
        self,
        chat_id: int,
        text: str,
        random_id: int,
        user: User,
        entities: Iterable[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        topic_id: int | None = None,
    ) -> Message:
        self._known(chat_id)
        if random_id in self._sent:
            return self._sent_before(chat_id, text, random_id)
        if topic_id is not None:
            self.refuse_topic(chat_id, topic_id)
        self._refuse_writing(chat_id)
        self._refuse_reply(chat_id, reply_to, quote)
        message = dataclasses.replace(
            self._new_message(chat_id, user),
            text=_sendable(text),
            entities=formats_of(entities),
            reply_to=reply_to,
            quote=quote,
        )
        self._sent[random_id] = sent = self.put_message(message, topic_id)
        return sent

    def schedule_message(
        self,
        chat_id: int,
        text: str,
        at: datetime,
        random_id: int,
        user: User,
        entities: Iterable[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Plan a message; one of a time that is near is sent."""
        if is_near(at):
            return self.send_message(chat_id, text, random_id, user, entities, reply_to, quote, topic_id)
        self.check_planning(chat_id, [random_id], topic_id)
        self._refuse_reply(chat_id, reply_to, quote)
        message = dataclasses.replace(
            self._new_message(chat_id, user),
            text=_sendable(text),
            entities=formats_of(entities),
            reply_to=reply_to,
            quote=quote,
        )
        return self._plan(message, at, random_id, topic_id)

    def check_planning(self, chat_id: int, random_ids: Iterable[int], topic_id: int | None) -> None:
        """Refuse what is planned or sent already, and whoever may not write here."""
        self._known(chat_id)
        if not self._sent.keys().isdisjoint(random_ids):
            raise MessageAlreadySent(telegram_name="RANDOM_ID_DUPLICATE", telegram_code=500)
        if topic_id is not None:
            self.refuse_topic(chat_id, topic_id)
        self._refuse_writing(chat_id)

    def _plan(self, message: Message, at: datetime, random_id: int, topic_id: int | None) -> Message:
        if self._known(message.chat_id).kind is ChatKind.FORUM:
            message = dataclasses.replace(message, topic_id=topic_id or Topic.GENERAL)
        planned, self._sent[random_id] = self._planned.add(message, at), None
        return planned

    def scheduled_messages(self, chat_id: int) -> tuple[Message, ...]:
        self._known(chat_id)
        return self._planned.of(chat_id)

    def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        self._known(chat_id)
        self._planned.take(chat_id, message_ids)

    def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, at: datetime, entities: Iterable[Entity], user: User
    ) -> Message:
        """Give a planned message another text and time; one of a time that is near is sent."""
        self._known(chat_id)
        message = self._planned.one(chat_id, message_id)
        if message.attachment is None or text.strip():
            text = _sendable(text)
        edited = self._planned.change(dataclasses.replace(message, text=text, entities=formats_of(entities)), at)
        return self._send_planned(chat_id, [message_id], user)[0] if is_near(at) else edited

    def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int], user: User) -> None:
        self._known(chat_id)
        for message_id in message_ids:
            self._planned.one(chat_id, message_id)
        self._refuse_writing(chat_id)
        self._send_planned(chat_id, message_ids, user)

    def _send_planned(self, chat_id: int, message_ids: Sequence[int], user: User) -> list[Message]:
        """Send planned messages as they are: with their files, formats and the message that they answer."""
        sent = []
        for message in self._planned.take(chat_id, message_ids):
            new = self._new_message(chat_id, user)
            sent.append(self.put_message(dataclasses.replace(message, id=new.id, date=new.date)))
        return sent

    def save_draft(self, chat_id: int, text: str, reply_to: int | None) -> None:
        self._chats[chat_id] = dataclasses.replace(self._known(chat_id), draft=_new_draft(text, reply_to))

    def save_topic_draft(self, chat_id: int, topic_id: int, text: str, reply_to: int | None) -> None:
        forum = self._forum(chat_id)
        forum.put(dataclasses.replace(forum.one(topic_id), draft=_new_draft(text, reply_to)))

    def edit_message(self, chat_id: int, message_id: int, text: str, entities: Iterable[Entity]) -> Message:
        message, formats = self.message(chat_id, message_id), formats_of(entities)
        if not message.is_outgoing or message.forward:
            raise EditForbidden(telegram_name="MESSAGE_AUTHOR_REQUIRED", telegram_code=403)
        if not message.can_edit(datetime.now(UTC)):
            raise EditForbidden(telegram_name="MESSAGE_EDIT_TIME_EXPIRED", telegram_code=400)
        if message.attachment is None or text.strip():
            text = _sendable(text)
        if (text, formats) == (message.text, formats_of(message.entities)):
            return message
        edited_at = datetime.now(UTC).replace(microsecond=0)
        self.put_message(dataclasses.replace(message, text=text, entities=formats, edited_at=edited_at))
        return self.message(chat_id, message_id)

    def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        message = self.message(chat_id, message_id)
        return self.put_message(dataclasses.replace(message, reactions=reacted(message.reactions, emoji)))

    def delete_messages(self, chat_id: int, message_ids: Iterable[int], *, for_everyone: bool) -> None:
        chat, messages = self._known(chat_id), self._messages[chat_id]
        found = [messages[message_id] for message_id in message_ids if message_id in messages]
        is_for_everyone = for_everyone or chat.deletes_for_all
        if is_for_everyone and not all(chat.can_delete_for_everyone(message) for message in found):
            raise DeleteForbidden(telegram_name="MESSAGE_DELETE_FORBIDDEN", telegram_code=403)
        for message in found:
            self.delete_message(chat_id, message.id)

    def forward_messages(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        random_ids: Sequence[int],
        user: User,
        to_topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        chat, messages = self._known(chat_id), self._messages[chat_id]
        self._known(to_chat_id)
        if any(random_id in self._sent for random_id in random_ids):
            raise MessageAlreadySent(telegram_name="RANDOM_ID_DUPLICATE", telegram_code=500)
        if to_topic_id is not None:
            self.refuse_topic(to_chat_id, to_topic_id)
        self._refuse_writing(to_chat_id)
        found = {each: messages[each] for each in message_ids if each in messages}
        if not found:
            raise NotFound(telegram_name="MESSAGE_ID_INVALID", telegram_code=400)
        if chat.is_protected or not all(message.can_forward for message in found.values()):
            raise ForwardForbidden(telegram_name="CHAT_FORWARDS_RESTRICTED", telegram_code=400)
        numbers = dict(zip(message_ids, random_ids, strict=True))
        return tuple(self._forward(each, to_chat_id, numbers[each.id], user, to_topic_id) for each in found.values())

    def mark_as_unread(self, chat_id: int, unread: bool) -> None:
        self._chats[chat_id] = dataclasses.replace(self._known(chat_id), is_marked_unread=unread)

    def _forward(self, message: Message, to_chat_id: int, random_id: int, user: User, topic_id: int | None) -> Message:
        origin = message.forward or Forward(name=message.sender.name if message.sender else None, date=message.date)
        kept = {name: getattr(message, name) for name in ("text", "entities", "attachment", "content", "album_id")}
        forwarded = dataclasses.replace(self._new_message(to_chat_id, user), forward=origin, **kept)
        self._sent[random_id] = sent = self.put_message(forwarded, topic_id)
        return sent

    def _new_message(self, chat_id: int, user: User) -> Message:
        return Message(
            id=max(self._messages[chat_id], default=0) + 1,
            chat_id=chat_id,
            date=datetime.now(UTC).replace(microsecond=0),
            is_outgoing=True,
            sender=Sender(id=user.id, name=user.full_name, photo=user.photo),
        )

    def _refuse_writing(self, chat_id: int) -> None:
        if chat_id in self._refusals:
            raise self._refusals[chat_id]

    def _refuse_reply(self, chat_id: int, reply_to: int | None, quote: str | None) -> None:
        if reply_to is None:
            return
        answered = self._messages[chat_id].get(reply_to)
        if answered is None:
            raise AnsweredMessageGone(telegram_name="REPLY_MESSAGE_ID_INVALID", telegram_code=400)
        if quote and quote not in answered.text:
            raise AnsweredMessageGone(telegram_name="QUOTE_TEXT_INVALID", telegram_code=400)

    def check_writing(self, chat_id: int, reply_to: int | None) -> None:
        """Refuse what cannot be sent to this chat, or in answer to this message."""
        self._refuse_writing(chat_id)
        self._refuse_reply(chat_id, reply_to, None)

    def files_sent_before(self, chat_id: int, caption: str, random_ids: Sequence[int]) -> tuple[Message, ...]:
        """Return the messages that were sent with these random ids already, nothing where none was."""
        self._known(chat_id)
        if not set(random_ids) & set(self._sent):
            return ()
        texts = [caption, *[""] * (len(random_ids) - 1)]
        try:
            return tuple(self._sent_before(chat_id, *pair) for pair in zip(texts, random_ids, strict=True))
        except KeyError:
            raise MessageAlreadySent(telegram_name="RANDOM_ID_DUPLICATE", telegram_code=500) from None

    def send_files(
        self,
        chat_id: int,
        attachments: Sequence[Attachment],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
        user: User,
        topic_id: int | None = None,
        entities: Iterable[Entity] = (),
    ) -> tuple[Message, ...]:
        sent = []
        messages = self._with_files(chat_id, attachments, caption, reply_to, user, entities)
        for message, random_id in zip(messages, random_ids, strict=True):
            self._sent[random_id] = put = self.put_message(message, topic_id)
            sent.append(put)
        return tuple(sent)

    def schedule_files(
        self,
        chat_id: int,
        attachments: Sequence[Attachment],
        caption: str,
        at: datetime,
        reply_to: int | None,
        random_ids: Sequence[int],
        user: User,
        topic_id: int | None,
        entities: Iterable[Entity],
    ) -> tuple[Message, ...]:
        """Plan files; those of a time that is near are sent."""
        if is_near(at):
            return self.send_files(chat_id, attachments, caption, reply_to, random_ids, user, topic_id, entities)
        messages = self._with_files(chat_id, attachments, caption, reply_to, user, entities)
        planned = zip(messages, random_ids, strict=True)
        return tuple(self._plan(message, at, random_id, topic_id) for message, random_id in planned)

    def _with_files(
        self,
        chat_id: int,
        attachments: Sequence[Attachment],
        caption: str,
        reply_to: int | None,
        user: User,
        entities: Iterable[Entity],
    ) -> Iterator[Message]:
        """Give the message of each file; its number is the next one of the chat when it is asked for."""
        check_album(attachments)
        text = caption.strip()
        if len(text) > MAX_CAPTION_LENGTH:
            raise MessageInvalid(telegram_name="MEDIA_CAPTION_TOO_LONG", telegram_code=400)
        album_id = secrets.randbits(60) if len(attachments) > 1 else None
        formats = formats_of(entities)
        for attachment in attachments:
            carried: dict[str, Any] = {"attachment": attachment, "album_id": album_id, "reply_to": reply_to}
            yield dataclasses.replace(self._new_message(chat_id, user), text=text, entities=formats, **carried)
            text, formats = "", ()  # of the first one alone

    def _sent_before(self, chat_id: int, text: str, random_id: int) -> Message:
        sent = self._sent[random_id]
        if sent is None or (sent.chat_id, sent.text) != (chat_id, text.strip()):
            raise MessageAlreadySent(telegram_name="RANDOM_ID_DUPLICATE", telegram_code=500)
        return self._messages[chat_id][sent.id]

    def _known(self, chat_id: int) -> Chat:
        if chat_id not in self._chats and chat_id in self._met:
            self._add(self._met[chat_id])
        try:
            return self._chats[chat_id]
        except KeyError:
            raise NotFound(telegram_name="PEER_ID_INVALID", telegram_code=400) from None

    def _as_it_is(self, chat: Chat) -> Chat:
        messages = self._messages[chat.id]
        last_message = messages[max(messages)] if messages else None
        return dataclasses.replace(chat, last_message=last_message, read_inbox_max_id=self._read_up_to(chat))

    def _is_unspoken(self, chat: Chat) -> bool:
        """Whether this is somebody who was met, and whom nobody has written with: the list does not have them."""
        return chat.id in self._met and not self._messages[chat.id]

    def _read_up_to(self, chat: Chat) -> int:
        """Return the id of the last message before the unread ones."""
        messages = self._messages[chat.id].values()
        incoming = sorted((message.id for message in messages if not message.is_outgoing), reverse=True)
        return next(iter(incoming[chat.unread_count :]), 0)

    def _page(self, of: str, left: Sequence[T], limit: int, position: Callable[[Sequence[T]], object]) -> Page[T]:
        items = tuple(left[:limit])
        if len(left) <= limit:
            return Page(items=items)
        cursor = secrets.token_urlsafe(9)
        self._cursors[cursor] = of, position(items)
        return Page(items=items, next=cursor)

    def _position(self, of: str, cursor: str | None) -> Any:
        """Return where this list goes on; None at its beginning."""
        if cursor is None:
            return None
        kept_of, position = self._cursors.get(cursor, ("", None))
        if kept_of != of:
            raise CursorInvalid
        return position


def _shares(message: Message, kind: SharedKind) -> bool:
    if kind is SharedKind.LINKS:
        return any(entity.kind in (EntityKind.URL, EntityKind.TEXT_URL) for entity in message.entities)
    return message.attachment is not None and message.attachment.kind is SHARED[kind]


def _rank(chat: Chat) -> tuple[bool, datetime]:
    return chat.is_pinned, chat.last_message.date if chat.last_message else LONG_AGO


def _new_draft(text: str, reply_to: int | None) -> Draft | None:
    if len(text) > MAX_TEXT:
        raise MessageInvalid(telegram_name="MESSAGE_TOO_LONG", telegram_code=400)
    return Draft(text=text, date=datetime.now(UTC).replace(microsecond=0), reply_to=reply_to) if text else None


def _place(topic: Topic) -> tuple[bool, datetime, int]:
    """Return the place of a topic in the list: pinned ones first, then by the last message."""
    last = topic.last_message
    return topic.is_pinned, last.date if last else LONG_AGO, last.id if last else 0


def _time(message: Message) -> tuple[datetime, int, int]:
    return message.date, message.chat_id, message.id


def _chat_with(sender: Sender) -> Chat:
    return Chat(id=sender.id, kind=ChatKind.PRIVATE, title=sender.name, photo=sender.photo)


def _as_found(chat: Chat) -> Chat:
    """Return a chat as it comes with something else: Telegram says who it is, and no more."""
    return dataclasses.replace(chat, last_message=None, unread_count=0, draft=None)


def _checked(query: str) -> str:
    if not query.strip():
        raise QueryInvalid(telegram_name="SEARCH_QUERY_EMPTY", telegram_code=400)
    return query.strip()


def _sendable(text: str) -> str:
    if not text.strip():
        raise MessageInvalid(telegram_name="MESSAGE_EMPTY", telegram_code=400)
    if len(text.strip()) > MAX_TEXT:
        raise MessageInvalid(telegram_name="MESSAGE_TOO_LONG", telegram_code=400)
    return text.strip()
