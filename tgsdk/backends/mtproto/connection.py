"""The contract's operations, each handed on to where its calls are made."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tgsdk.addressee import Addressee
from tgsdk.errors import CursorInvalid, LoginExpired, NotLoggedIn, SessionEnded, WrongMoment
from tgsdk.session import Session, Stage
from tgsdk.types import (
    Attachment,
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    Chat,
    ChatFolder,
    ChatPage,
    CodeSent,
    Entity,
    Folder,
    Found,
    FoundPage,
    LoggedIn,
    LoggedOut,
    LoginState,
    Member,
    Message,
    OutgoingFile,
    Page,
    Photo,
    Profile,
    QrLogin,
    Requirement,
    SharedKind,
    Topic,
    User,
)

from ..base import Connection
from .engine import Engine
from .operations.addressees import get_requirement, resolve
from .operations.chat_list import ChatList
from .operations.chats import Chats
from .operations.drafts import save_draft
from .operations.files import Files
from .operations.folders import get_folders
from .operations.login import Login
from .operations.managing import edit_peer_folder, toggle_dialog_pin, update_notify_settings
from .operations.members import get_members
from .operations.messages import Messages
from .operations.people import get_self
from .operations.profiles import get_profile
from .operations.scheduled import delete_scheduled, edit_scheduled, scheduled_messages, send_scheduled
from .operations.search import find_chats, find_in_chat, find_messages, shared_media
from .operations.topics import check_topic, get_topic, get_topics, mark_topic_as_read
from .operations.uploads import Uploads
from .reading.guard import typed
from .reading.raw import field
from .wire.line import Line
from .wire.options import Identity, Route

__all__ = ["MTProtoConnection"]


@typed
class MTProtoConnection(Connection):
    """One account over MTProto. The first call that needs it opens the line; whoever made the connection closes it."""

    def __init__(self, session: Session, engine: Engine, route: Route, identity: Identity) -> None:
        self._line = Line(session, engine, route, identity, self.keep_session)
        self._login = Login(self._line)
        self._chats = Chats(self._line)
        self._messages = Messages(self._line)
        self._files = Files(self._line)
        self._uploads = Uploads(self._line, self._messages)

    @property
    def session(self) -> Session:
        return self._line.session

    async def close(self) -> None:
        await self._line.close()

    async def start_qr_login(self) -> QrLogin:
        return await self._login.start_qr()

    async def check_qr_login(self) -> LoginState:
        if self.session.stage is Stage.LOGGED_OUT:
            raise WrongMoment("no QR login was started")
        if self.session.stage is not Stage.AWAITING_SCAN:
            return await self.status()
        return await self._login.check_qr()

    async def send_code(self, phone: str) -> CodeSent:
        return await self._login.send_code(phone)

    async def resend_code(self) -> CodeSent:
        return await self._login.resend_code()

    async def sign_in(self, code: str) -> LoginState:
        return await self._login.sign_in(code)

    async def check_password(self, password: str) -> LoginState:
        return await self._login.check_password(password)

    async def status(self) -> LoginState:
        match self.session.stage:
            case Stage.LOGGED_OUT:
                return LoggedOut()
            case Stage.AWAITING_SCAN:
                return await self._status_of_qr_login()
            case Stage.AWAITING_CODE:
                return AwaitingCode(self.session.awaited_code)
            case Stage.AWAITING_PASSWORD:
                return AwaitingPassword(self.session.hint)
        try:
            return LoggedIn(await self.me())
        except SessionEnded as error:
            return LoggedOut(error.telegram_name)

    async def _status_of_qr_login(self) -> LoginState:
        if qr := self._login.qr_in_force():
            return AwaitingScan(qr)
        try:
            return await self._login.check_qr()
        except LoginExpired:
            return LoggedOut()

    async def me(self) -> User:
        self._require_login()
        user = await get_self(self._line)
        self._line.session = self.session.replace(user_id=user.id)  # which a foreign session string may not say
        return user

    async def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        self._require_login()
        if query is not None:
            if cursor is not None:
                raise CursorInvalid("what is found comes on one page")
            return await find_chats(self._line, query, limit)
        return await ChatList(self._line, self._chats, self._messages).page(limit, cursor)

    async def chats_in(self, folder: Folder, limit: int, cursor: str | None) -> ChatPage:
        self._require_login()
        return await ChatList(self._line, self._chats, self._messages, folder).page(limit, cursor)

    async def folders(self) -> tuple[ChatFolder, ...]:
        self._require_login()
        return await get_folders(self._line)

    async def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        self._require_login()
        return await find_messages(self._line, query, limit, cursor)

    async def find_in_chat(
        self, chat_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        self._require_login()
        peer = await self._chats.peer(chat_id)
        return await find_in_chat(self._line, chat_id, peer, query, limit, cursor=cursor, around=around)

    async def messages_at(self, chat_id: int, limit: int, date: datetime) -> Page[Message]:
        self._require_login()
        return await self._messages.at(chat_id, await self._chats.peer(chat_id), limit, date)

    async def chat(self, chat_id: int) -> Chat:
        self._require_login()
        return await self._chats.one(chat_id)

    async def messages(
        self, chat_id: int, limit: int, cursor: str | None, after: int | None, around: int | None
    ) -> Page[Message]:
        self._require_login()
        peer = await self._chats.peer(chat_id)
        if after is not None:
            return await self._messages.after(chat_id, peer, limit, after)
        if around is not None:
            return await self._messages.around(chat_id, peer, limit, around)
        return await self._messages.page(chat_id, peer, limit, cursor)

    async def message(self, chat_id: int, message_id: int) -> Message:
        self._require_login()
        return await self._messages.one(chat_id, await self._chats.peer(chat_id), message_id)

    async def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        self._require_login()
        found = await self._messages.by_id(chat_id, await self._chats.peer(chat_id), message_ids)
        if not found:
            await self.chat(chat_id)  # Telegram may have been asked for no chat
        return found

    async def mark_as_read(self, chat_id: int, message_id: int) -> None:
        self._require_login()
        await self._messages.mark_as_read(chat_id, await self._chats.peer(chat_id), message_id)

    async def send_message(self, chat_id: int, text: str, random_id: int) -> Message:
        self._require_login()
        return await self._messages.send(chat_id, await self._chats.peer(chat_id), text, random_id)

    async def save_draft(self, chat_id: int, text: str, reply_to: int | None) -> None:
        self._require_login()
        await save_draft(self._line, await self._chats.peer(chat_id), text, reply_to)

    async def schedule_message(
        self,
        chat_id: int,
        text: str,
        at: datetime,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        self._require_login()
        peer = await self._chats.peer(chat_id)
        return await self._messages.send(chat_id, peer, text, random_id, entities, reply_to, quote, at=at)

    async def scheduled_messages(self, chat_id: int) -> tuple[Message, ...]:
        self._require_login()
        return await scheduled_messages(self._line, chat_id, await self._chats.peer(chat_id))

    async def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        self._require_login()
        await delete_scheduled(self._line, await self._chats.peer(chat_id), message_ids)

    async def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, at: datetime, entities: Sequence[Entity]
    ) -> Message:
        self._require_login()
        return await edit_scheduled(
            self._line, chat_id, await self._chats.peer(chat_id), message_id, text, at, entities
        )

    async def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int]) -> None:
        self._require_login()
        await send_scheduled(self._line, await self._chats.peer(chat_id), message_ids)

    async def resolve(self, addressee: Addressee) -> Chat:
        self._require_login()
        return await resolve(self._line, addressee)

    async def requirement(self, chat_id: int) -> Requirement:
        self._require_login()
        return await get_requirement(self._line, chat_id, await self._chats.peer(chat_id))

    async def person(self, chat_id: int) -> Profile:
        self._require_login()
        return await get_profile(self._line, chat_id, await self._chats.peer(chat_id))

    async def members(self, chat_id: int, limit: int, cursor: str | None) -> Page[Member]:
        self._require_login()
        return await get_members(self._line, chat_id, await self._chats.peer(chat_id), limit, cursor)

    async def shared_media(self, chat_id: int, kind: SharedKind, limit: int, cursor: str | None) -> Page[Message]:
        self._require_login()
        return await shared_media(self._line, chat_id, await self._chats.peer(chat_id), kind, limit, cursor)

    async def save_parts(self, file: OutgoingFile, first: int, parts: Sequence[bytes]) -> None:
        self._require_login()
        await self._uploads.save_parts(file, first, parts)

    async def send_files(
        self,
        chat_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        self._require_login()
        peer = await self._chats.peer(chat_id)
        return await self._uploads.send(chat_id, peer, files, caption, reply_to, random_ids)

    async def send_formatted_files(
        self,
        chat_id: int,
        topic_id: int | None,
        files: Sequence[OutgoingFile],
        caption: str,
        entities: Sequence[Entity],
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        peer = await self._peer_with_topic(chat_id, topic_id)
        return await self._uploads.send(chat_id, peer, files, caption, reply_to, random_ids, topic_id, entities)

    async def schedule_files(
        self,
        chat_id: int,
        topic_id: int | None,
        files: Sequence[OutgoingFile],
        caption: str,
        at: datetime,
        entities: Sequence[Entity],
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        peer = await self._peer_with_topic(chat_id, topic_id)
        return await self._uploads.send(chat_id, peer, files, caption, reply_to, random_ids, topic_id, entities, at)

    async def send_formatted(
        self,
        chat_id: int,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        self._require_login()
        peer = await self._chats.peer(chat_id)
        return await self._messages.send(chat_id, peer, text, random_id, entities, reply_to, quote)

    async def edit_message(self, chat_id: int, message_id: int, text: str, entities: Sequence[Entity]) -> Message:
        self._require_login()
        return await self._messages.edit(chat_id, await self._chats.peer(chat_id), message_id, text, entities)

    async def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        self._require_login()
        return await self._messages.react(chat_id, await self._chats.peer(chat_id), message_id, emoji)

    async def delete_messages(self, chat_id: int, message_ids: Sequence[int], for_everyone: bool) -> None:
        self._require_login()
        peer = await self._chats.peer(chat_id)
        await self._messages.delete(chat_id, peer, message_ids, for_everyone=for_everyone)

    async def forward_messages(
        self, chat_id: int, message_ids: Sequence[int], to_chat_id: int, random_ids: Sequence[int]
    ) -> tuple[Message, ...]:
        self._require_login()
        peer, to_peer = await self._chats.peer(chat_id), await self._chats.peer(to_chat_id)
        return await self._messages.forward(peer, message_ids, (to_chat_id, to_peer), random_ids)

    async def forward_to_topic(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        to_topic_id: int,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        self._require_login()
        peer, to_peer = await self._chats.peer(chat_id), await self._peer_with_topic(to_chat_id, to_topic_id)
        return await self._messages.forward(peer, message_ids, (to_chat_id, to_peer), random_ids, to_topic_id)

    async def mark_as_unread(self, chat_id: int, unread: bool) -> None:
        self._require_login()
        await self._messages.mark_as_unread(await self._chats.peer(chat_id), unread=unread)

    async def toggle_dialog_pin(self, chat_id: int, pinned: bool) -> None:
        self._require_login()
        await toggle_dialog_pin(self._line, await self._chats.peer(chat_id), pinned=pinned)

    async def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        self._require_login()
        await edit_peer_folder(self._line, await self._chats.peer(chat_id), folder)

    async def update_notify_settings(self, chat_id: int, muted: bool) -> None:
        self._require_login()
        await update_notify_settings(self._line, await self._chats.peer(chat_id), muted=muted)

    async def topics(self, chat_id: int, limit: int, cursor: str | None) -> Page[Topic]:
        self._require_login()
        return await get_topics(self._line, chat_id, await self._chats.peer(chat_id), limit, cursor)

    async def topic(self, chat_id: int, topic_id: int) -> Topic:
        return await get_topic(self._line, chat_id, await self._peer_with_topic(chat_id, topic_id), topic_id)

    async def topic_messages(
        self,
        chat_id: int,
        topic_id: int,
        limit: int,
        cursor: str | None,
        after: int | None,
        around: int | None,
        date: datetime | None,
    ) -> Page[Message]:
        peer = await self._peer_with_topic(chat_id, topic_id)
        if date is not None:
            return await self._messages.at(chat_id, peer, limit, date, topic_id)
        if after is not None:
            return await self._messages.after(chat_id, peer, limit, after, topic_id)
        if around is not None:
            return await self._messages.around(chat_id, peer, limit, around, topic_id)
        return await self._messages.page(chat_id, peer, limit, cursor, topic_id)

    async def find_in_topic(
        self, chat_id: int, topic_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        peer = await self._peer_with_topic(chat_id, topic_id)
        return await find_in_chat(self._line, chat_id, peer, query, limit, cursor=cursor, around=around, topic=topic_id)

    async def save_topic_draft(self, chat_id: int, topic_id: int, text: str, reply_to: int | None) -> None:
        peer = await self._peer_with_topic(chat_id, topic_id)
        await save_draft(self._line, peer, text, reply_to, topic_id)

    async def mark_topic_as_read(self, chat_id: int, topic_id: int, message_id: int) -> None:
        peer = await self._peer_with_topic(chat_id, topic_id)
        await mark_topic_as_read(self._line, peer, topic_id, message_id)

    async def schedule_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        text: str,
        at: datetime,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        peer = await self._peer_with_topic(chat_id, topic_id)
        return await self._messages.send(chat_id, peer, text, random_id, entities, reply_to, quote, topic_id, at)

    async def send_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        peer = await self._peer_with_topic(chat_id, topic_id)
        return await self._messages.send(chat_id, peer, text, random_id, entities, reply_to, quote, topic_id)

    async def send_files_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        peer = await self._peer_with_topic(chat_id, topic_id)
        return await self._uploads.send(chat_id, peer, files, caption, reply_to, random_ids, topic_id)

    async def read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        self._require_login()
        return await self._files.read_part(file, offset)

    async def read_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        self._require_login()
        return await self._files.read_photos(photos)

    async def log_out(self) -> None:
        if self.session.auth_key is not None:  # a code may have been scanned that nobody looked at since
            with contextlib.suppress(NotLoggedIn):
                answer = await self._line.invoke(self._line.engine.functions.auth.LogOut())
                self._line.session = self.session.with_future_auth_token(field(answer, "future_auth_token"))
        self._line.forget()

    async def _peer_with_topic(self, chat_id: int, topic_id: int | None) -> Any:
        self._require_login()
        if topic_id is not None:
            check_topic(topic_id)
        return await self._chats.peer(chat_id)

    def _require_login(self) -> None:
        if not self.session.is_logged_in:
            raise NotLoggedIn
