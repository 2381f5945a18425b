"""A desk's people, chats, messages and files as TL objects."""

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made, made_later
from .account_desk import AccountDesk
from .chats import Chat, Message
from .draft import Draft
from .files import Document, OfSize, Photo, WebPage
from .peers import CHANNELS_FROM, Channel, Group, Peer, Person
from .pictures import stripped_thumbnail

MUTED_FOR_EVER = 2**31 - 1


def peer_of(marked_id: int) -> Any:
    """Return the ``peerUser``, ``peerChat`` or ``peerChannel`` of a marked id."""
    if marked_id > 0:
        return raw.types.PeerUser(user_id=marked_id)
    if marked_id > CHANNELS_FROM:
        return raw.types.PeerChat(chat_id=-marked_id)
    return raw.types.PeerChannel(channel_id=CHANNELS_FROM - marked_id)


class AnswerBuilder:
    """Builds one answer, and remembers whom it mentions: they are listed at its end."""

    def __init__(self, desk: AccountDesk, file_reference: Callable[[int], bytes]):
        self._desk = desk
        self._file_reference = file_reference
        self._mentioned: dict[int, None] = {}

    def peer(self, marked_id: int) -> Any:
        """Return a ``Peer``, and mention it."""
        self._mentioned[marked_id] = None
        return peer_of(marked_id)

    @property
    def users(self) -> list[Any]:
        """The users mentioned so far."""
        return [self.user(peer) for peer in self._peers() if isinstance(peer, Person)]

    @property
    def chats(self) -> list[Any]:
        """The groups and channels mentioned so far."""
        return [self.chat(peer) for peer in self._peers() if not isinstance(peer, Person)]

    def _peers(self) -> Iterable[Peer]:
        return [self._desk.peers[each] for each in self._mentioned if each in self._desk.peers]

    def dialog(self, chat: Chat) -> Any:
        """Return the ``dialog`` of a chat."""
        muted = MUTED_FOR_EVER if chat.is_muted else None
        return made(
            raw.types.Dialog,
            peer=self.peer(chat.id),
            top_message=chat.top.id if chat.plan else 0,
            read_inbox_max_id=chat.read_inbox,
            read_outbox_max_id=chat.read_outbox,
            unread_count=chat.unread,
            unread_mentions_count=0,
            unread_reactions_count=0,
            unread_poll_votes_count=0,
            notify_settings=raw.types.PeerNotifySettings(mute_until=muted),
            pinned=chat.pinned is not None,
            pts=chat.pts if chat.is_channel else None,
            folder_id=chat.folder or None,
            draft=self.draft(chat.draft) if chat.draft else None,
            unread_mark=chat.is_marked_unread,
        )

    @staticmethod
    def draft(draft: Draft) -> Any:
        """Return the ``draftMessage``. Later layers keep the message that is answered in an object."""
        answer = getattr(raw.types, "InputReplyToMessage", None)
        return made(
            raw.types.DraftMessage,
            message=draft.text,
            date=draft.date,
            entities=list(draft.entities) or None,
            reply_to_msg_id=draft.reply_to,
            reply_to=answer(reply_to_msg_id=draft.reply_to) if answer and draft.reply_to else None,
        )

    def archive(self, chats: Sequence[Chat]) -> Any:
        """Return the ``dialogFolder`` of the archive, which has these chats, the newest first."""
        muted = [chat.unread for chat in chats if chat.is_muted and chat.unread]
        unmuted = [chat.unread for chat in chats if not chat.is_muted and chat.unread]
        return made(
            raw.types.DialogFolder,
            folder=made(raw.types.Folder, id=1, title=""),
            peer=self.peer(chats[0].id),
            top_message=chats[0].top.id,
            unread_muted_peers_count=len(muted),
            unread_unmuted_peers_count=len(unmuted),
            unread_muted_messages_count=sum(muted),
            unread_unmuted_messages_count=sum(unmuted),
            pinned=True,
        )

    def messages(self, messages: Iterable[Message]) -> list[Any]:
        return [self.message(each) for each in messages]

    def message(self, message: Message) -> Any:
        """Return the ``message`` or ``messageService``, and mention who is in it."""
        for mentioned in message.mentions:
            self._mentioned[mentioned] = None
        chat = self._desk.peers[message.chat_id]
        common = {
            "id": message.id,
            "peer_id": self.peer(message.chat_id),
            "date": message.date,
            "out": message.is_out,
            "post": chat.kind == "channel",
            "from_id": self.peer(message.sender) if message.sender is not None else None,
            "reply_to": self._reply(message),
        }
        if message.action is not None:
            return raw.types.MessageService(action=self._action(message.action), **common)
        return raw.types.Message(
            message=message.text,
            entities=list(message.entities) or None,
            media=self.media(message.media, is_spoiler=message.is_spoiler),
            reactions=message.reactions,
            reply_markup=message.buttons,
            fwd_from=message.forward,
            # One flag for both: who tells the views has to tell the forwards.
            views=message.views,
            forwards=None if message.views is None else message.views // 40,
            edit_date=message.edited_at,
            post_author=message.author,
            grouped_id=message.album,
            **common,
        )

    @staticmethod
    def _reply(message: Message) -> Any:
        if message.reply_to is None and message.topic is None:
            return None
        inner = message.reply_to is not None and message.topic not in (None, message.reply_to)
        return made_later(
            raw.types.MessageReplyHeader,
            reply_to_msg_id=message.reply_to or message.topic,
            forum_topic=message.topic is not None,
            reply_to_top_id=message.topic if inner else None,
            quote=message.quote is not None,
            quote_text=message.quote,
            quote_offset=0 if message.quote is not None else None,
        )

    def _action(self, action: Any) -> Any:
        if isinstance(action, Photo):
            return raw.types.MessageActionChatEditPhoto(photo=self.photo(action))
        return action

    def media(self, media: Any, *, is_spoiler: bool = False) -> Any:
        if isinstance(media, Photo):
            return raw.types.MessageMediaPhoto(photo=self.photo(media), spoiler=is_spoiler)
        if isinstance(media, Document):
            return raw.types.MessageMediaDocument(document=self.document(media), spoiler=is_spoiler)
        if isinstance(media, WebPage):
            return raw.types.MessageMediaWebPage(webpage=self.page(media))
        return media

    def page(self, preview: WebPage) -> Any:
        """Return the ``webPage`` with its photo, whose reference is of today."""
        page = copy.copy(preview.page)
        page.photo = self.photo(preview.photo) if preview.photo else None
        return page

    def photo(self, photo: Photo) -> Any:
        stripped = raw.types.PhotoStrippedSize(type="i", bytes=stripped_thumbnail(photo.seed, 40, 27))
        return raw.types.Photo(
            id=photo.id,
            access_hash=photo.access_hash,
            file_reference=self._file_reference(photo.id),
            date=photo.date,
            sizes=[stripped, *map(_photo_size, photo.sizes)],
            dc_id=photo.dc_id,
        )

    def document(self, document: Document) -> Any:
        return raw.types.Document(
            id=document.id,
            access_hash=document.access_hash,
            file_reference=self._file_reference(document.id),
            date=document.date,
            mime_type=document.mime_type,
            size=document.size,
            dc_id=document.dc_id,
            attributes=list(document.attributes),
            thumbs=[_photo_size(document.thumbnail)] if document.thumbnail else None,
        )

    def user(self, person: Person) -> Any:
        """Return the ``user``."""
        shows_phone = person.is_self or person.is_contact
        return raw.types.User(
            id=person.id,
            is_self=person.is_self,
            contact=person.is_contact,
            deleted=person.is_deleted,
            bot=person.is_bot,
            bot_info_version=1 if person.is_bot else None,
            access_hash=person.access_hash,
            first_name=person.first_name,
            last_name=person.last_name,
            username=person.username,
            phone=person.phone if shows_phone else None,
            photo=self._user_photo(person),
            status=self._status(person),
        )

    def chat(self, peer: Group | Channel) -> Any:
        """Return the ``chat`` or ``channel``."""
        if isinstance(peer, Group):
            return raw.types.Chat(
                id=peer.id,
                title=peer.title,
                photo=_chat_photo(peer),
                participants_count=len(peer.members) + 1,
                date=peer.created_at,
                version=1,
                noforwards=self._is_protected(peer),
                deactivated=peer.migrated_to is not None,
                migrated_to=_input_channel(peer.migrated_to) if peer.migrated_to else None,
            )
        rights = self._rights(peer)
        return raw.types.Channel(
            id=peer.id,
            access_hash=peer.access_hash,
            title=peer.title,
            photo=_chat_photo(peer),
            date=peer.created_at,
            broadcast=peer.is_broadcast,
            megagroup=not peer.is_broadcast,
            forum=peer.is_forum,
            signatures=peer.is_broadcast,
            username=peer.username,
            noforwards=self._is_protected(peer),
            admin_rights=raw.types.ChatAdminRights(**rights, other=True) if rights else None,
            participants_count=len(peer.members) + 1,
        )

    def _is_protected(self, peer: Group | Channel) -> bool:
        chat = self._desk.chats.get(peer.marked_id)
        return chat is not None and chat.is_protected

    def _rights(self, peer: Channel) -> dict[str, bool]:
        """Return what the account may do as an administrator."""
        chat = self._desk.chats.get(peer.marked_id)
        posts = {"post_messages": True, "edit_messages": True} if peer.is_broadcast and peer.may_post else {}
        manages = {"delete_messages": True, "manage_topics": peer.is_forum}
        return posts | (manages if chat and chat.is_administered else {})

    @staticmethod
    def _user_photo(person: Person) -> Any:
        avatar = person.avatar
        if avatar is None:
            return None
        return raw.types.UserProfilePhoto(photo_id=avatar.photo_id, dc_id=avatar.dc_id, stripped_thumb=avatar.stripped)

    def _status(self, person: Person) -> Any:
        if person.is_bot or person.is_deleted or person.is_self:
            return None
        if person.seen_ago is None:
            return raw.types.UserStatusRecently()
        return raw.types.UserStatusOffline(was_online=self._desk.opened_at - person.seen_ago)


def _input_channel(peer: Channel) -> Any:
    return raw.types.InputChannel(channel_id=peer.id, access_hash=peer.access_hash)


def _chat_photo(peer: Group | Channel) -> Any:
    avatar = peer.avatar
    if avatar is None:
        return raw.types.ChatPhotoEmpty()
    return raw.types.ChatPhoto(photo_id=avatar.photo_id, dc_id=avatar.dc_id, stripped_thumb=avatar.stripped)


def _photo_size(picture: OfSize) -> Any:
    return raw.types.PhotoSize(type=picture.type, w=picture.width, h=picture.height, size=picture.size)
