"""One account of a MemoryBackend, for the length of a call or a block."""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from tgsdk.addressee import Addressee
from tgsdk.errors import (
    FileReferenceExpired,
    NotLoggedIn,
    PasswordInvalid,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberUnoccupied,
    SendCodeUnavailable,
    SessionEnded,
    WrongMoment,
)
from tgsdk.login_code import code_as_sent
from tgsdk.phone_number import international
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
    CodeType,
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

from ..base import PART_SIZE, Connection
from .desk import StoredDesk
from .script import Script
from .world import Authorization, World

__all__ = ["MemoryConnection"]

DC_ID = 2


class MemoryConnection(Connection):
    """One account of a MemoryBackend."""

    def __init__(self, world: World, script: Script, session: Session) -> None:
        self._world = world
        self._script = script
        self._session = session

    @property
    def session(self) -> Session:
        return self._session

    async def start_qr_login(self) -> QrLogin:
        self._script.note("start_qr_login")
        self._refuse_when_further()
        await self._make_key_once()
        state = self._look()
        if not isinstance(state, AwaitingScan):
            raise WrongMoment("the login has come further: ask for its status")
        return state.qr

    async def check_qr_login(self) -> LoginState:
        self._script.note("check_qr_login")
        if self._session.stage is Stage.LOGGED_OUT:
            raise WrongMoment("no QR login was started")
        return self._look() if self._session.stage is Stage.AWAITING_SCAN else self._status()

    async def send_code(self, phone: str) -> CodeSent:
        self._script.note("send_code")
        self._refuse_when_further()
        number = international(phone)
        if not self._session.has_key_for(number):
            self._session = self._session.without_login()
        await self._make_key_once()
        if self._world.recognize(self._session.future_auth_tokens, number):
            self._let_in(number)
            return CodeSent(phone=number, type=CodeType.NOT_NEEDED)
        return self._send_code(number, next_way=False)

    async def resend_code(self) -> CodeSent:
        self._script.note("resend_code")
        code, is_too_old = self._awaited_code(), self._code_is_too_old()
        if code.next_type is None and not is_too_old:
            raise SendCodeUnavailable(telegram_name="SEND_CODE_UNAVAILABLE", telegram_code=406)
        return self._send_code(code.phone, next_way=not is_too_old)

    async def sign_in(self, code: str) -> LoginState:
        self._script.note("sign_in")
        awaited = self._awaited_code()
        entered = code_as_sent(code, awaited.type)
        if self._code_is_too_old():
            self._session = self._session.replace(phone_code_hash=None)
            raise PhoneCodeExpired(telegram_name="PHONE_CODE_EXPIRED", telegram_code=400)
        person = self._world.person(awaited.phone)
        if person is None:
            self._session = self._session.moved_on(Stage.LOGGED_OUT)
            raise PhoneNumberUnoccupied(telegram_name="PHONE_NUMBER_UNOCCUPIED", telegram_code=400)
        if entered != person.code:
            raise PhoneCodeInvalid(telegram_name="PHONE_CODE_INVALID", telegram_code=400)
        return self._let_in(awaited.phone)

    async def check_password(self, password: str) -> LoginState:
        self._script.note("check_password")
        if self._session.stage is not Stage.AWAITING_PASSWORD:
            raise WrongMoment("no password is waited for")
        authorization = self._authorization()
        if password != authorization.password:
            raise PasswordInvalid(telegram_name="PASSWORD_HASH_INVALID", telegram_code=400)
        if authorization.user is None:
            raise WrongMoment("nobody has scanned the code")
        return self._logged_in(authorization.user)

    async def status(self) -> LoginState:
        self._script.note("status")
        return self._status()

    async def me(self) -> User:
        self._script.note("me")
        return self._me()

    async def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        with self._desk("chats") as desk:
            page = desk.chats(limit, cursor) if query is None else desk.find_chats(query, limit, cursor)
        self._see(page.items)
        return page

    async def chats_in(self, folder: Folder, limit: int, cursor: str | None) -> ChatPage:
        with self._desk("chats") as desk:
            page = desk.chats_in(folder, limit, cursor)
        self._see(page.items)
        return page

    async def folders(self) -> tuple[ChatFolder, ...]:
        with self._desk("folders") as desk:
            return desk.folders

    async def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        with self._desk("search_messages") as desk:
            page = desk.search_messages(query, limit, cursor)
        self._see(found.chat for found in page.items)
        return page

    async def find_in_chat(
        self, chat_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        with self._desk("find_in_chat") as desk:
            return desk.find_in_chat(chat_id, query, limit, cursor, around)

    async def messages_at(self, chat_id: int, limit: int, date: datetime) -> Page[Message]:
        with self._desk("messages") as desk:
            return self._seen(desk.messages_at(chat_id, limit, date))

    async def chat(self, chat_id: int) -> Chat:
        with self._desk("chat") as desk:
            chat = desk.chat(chat_id)
        self._see([chat])
        return chat

    async def messages(
        self, chat_id: int, limit: int, cursor: str | None, after: int | None, around: int | None
    ) -> Page[Message]:
        with self._desk("messages") as desk:
            return self._seen(desk.messages(chat_id, limit, cursor, after, around))

    async def mark_as_read(self, chat_id: int, message_id: int) -> None:
        with self._desk("mark_as_read") as desk:
            desk.mark_as_read(chat_id, message_id)

    async def message(self, chat_id: int, message_id: int) -> Message:
        with self._desk("message") as desk:
            return self._seen(Page(items=(desk.message(chat_id, message_id),))).items[0]

    async def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        with self._desk("messages_by_id") as desk:
            return self._seen(Page(items=desk.messages_by_id(chat_id, message_ids))).items

    async def send_message(self, chat_id: int, text: str, random_id: int) -> Message:
        self._script.note("send_message")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.send_message(chat_id, text, random_id, user)

    async def save_draft(self, chat_id: int, text: str, reply_to: int | None) -> None:
        with self._desk("save_draft") as desk:
            desk.save_draft(chat_id, text, reply_to)

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
        self._script.note("schedule_message")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.schedule_message(chat_id, text, at, random_id, user, entities, reply_to, quote)

    async def scheduled_messages(self, chat_id: int) -> tuple[Message, ...]:
        with self._desk("scheduled_messages") as desk:
            return desk.scheduled_messages(chat_id)

    async def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        with self._desk("delete_scheduled") as desk:
            desk.delete_scheduled(chat_id, message_ids)

    async def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, at: datetime, entities: Sequence[Entity]
    ) -> Message:
        self._script.note("edit_scheduled")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.edit_scheduled(chat_id, message_id, text, at, entities, user)

    async def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int]) -> None:
        self._script.note("send_scheduled_now")
        user = self._me()
        with self._world.desk(user.id) as desk:
            desk.send_scheduled_now(chat_id, message_ids, user)

    async def resolve(self, addressee: Addressee) -> Chat:
        with self._desk("resolve") as desk:
            chat = desk.resolve(addressee)
        self._see([chat])
        return chat

    async def requirement(self, chat_id: int) -> Requirement:
        with self._desk("requirement") as desk:
            return desk.requirement(chat_id)

    async def person(self, chat_id: int) -> Profile:
        with self._desk("person") as desk:
            profile = desk.person(chat_id)
        self._see(profile.common_chats)
        return profile

    async def members(self, chat_id: int, limit: int, cursor: str | None) -> Page[Member]:
        with self._desk("members") as desk:
            page = desk.members(chat_id, limit, cursor)
        self._see(member.chat for member in page.items)
        return page

    async def shared_media(self, chat_id: int, kind: SharedKind, limit: int, cursor: str | None) -> Page[Message]:
        with self._desk("shared_media") as desk:
            return desk.shared_media(chat_id, kind, limit, cursor)

    async def save_parts(self, file: OutgoingFile, first: int, parts: Sequence[bytes]) -> None:
        self._script.note("save_parts")
        self._me()
        for number, part in enumerate(parts, first):
            self._world.save_part(file.id, number, part)

    async def send_files(
        self,
        chat_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        return self._send_files(chat_id, None, files, caption, reply_to, random_ids)

    async def send_files_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        return self._send_files(chat_id, topic_id, files, caption, reply_to, random_ids)

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
        return self._send_files(chat_id, topic_id, files, caption, reply_to, random_ids, entities)

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
        self._script.note("schedule_files")
        user = self._me()
        with self._world.desk(user.id) as desk:
            desk.check_planning(chat_id, random_ids, topic_id)
            desk.check_writing(chat_id, reply_to)
        attachments = [self._world.attach(file) for file in files]
        with self._world.desk(user.id) as desk:
            return desk.schedule_files(
                chat_id, attachments, caption, at, reply_to, random_ids, user, topic_id, entities
            )

    def _send_files(
        self,
        chat_id: int,
        topic_id: int | None,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
        entities: Sequence[Entity] = (),
    ) -> tuple[Message, ...]:
        self._script.note("send_files")
        user = self._me()
        with self._world.desk(user.id) as desk:
            if sent := desk.files_sent_before(chat_id, caption, random_ids):
                return sent
            if topic_id is not None:
                desk.refuse_topic(chat_id, topic_id)
            desk.check_writing(chat_id, reply_to)
        attachments = [self._world.attach(file) for file in files]
        with self._world.desk(user.id) as desk:
            return desk.send_files(chat_id, attachments, caption, reply_to, random_ids, user, topic_id, entities)

    async def send_formatted(
        self,
        chat_id: int,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        self._script.note("send_message")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.send_message(chat_id, text, random_id, user, entities, reply_to, quote)

    async def edit_message(self, chat_id: int, message_id: int, text: str, entities: Sequence[Entity]) -> Message:
        with self._desk("edit_message") as desk:
            return desk.edit_message(chat_id, message_id, text, entities)

    async def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        with self._desk("send_reaction") as desk:
            return self._seen(Page(items=(desk.send_reaction(chat_id, message_id, emoji),))).items[0]

    async def delete_messages(self, chat_id: int, message_ids: Sequence[int], for_everyone: bool) -> None:
        with self._desk("delete_messages") as desk:
            desk.delete_messages(chat_id, message_ids, for_everyone=for_everyone)

    async def forward_messages(
        self, chat_id: int, message_ids: Sequence[int], to_chat_id: int, random_ids: Sequence[int]
    ) -> tuple[Message, ...]:
        self._script.note("forward_messages")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.forward_messages(chat_id, message_ids, to_chat_id, random_ids, user)

    async def forward_to_topic(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        to_topic_id: int,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        self._script.note("forward_messages")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.forward_messages(chat_id, message_ids, to_chat_id, random_ids, user, to_topic_id)

    async def mark_as_unread(self, chat_id: int, unread: bool) -> None:
        with self._desk("mark_as_unread") as desk:
            desk.mark_as_unread(chat_id, unread)

    async def toggle_dialog_pin(self, chat_id: int, pinned: bool) -> None:
        with self._desk("toggle_dialog_pin") as desk:
            desk.toggle_dialog_pin(chat_id, pinned)

    async def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        with self._desk("edit_peer_folder") as desk:
            desk.edit_peer_folder(chat_id, folder)

    async def update_notify_settings(self, chat_id: int, muted: bool) -> None:
        with self._desk("update_notify_settings") as desk:
            desk.update_notify_settings(chat_id, muted)

    async def topics(self, chat_id: int, limit: int, cursor: str | None) -> Page[Topic]:
        with self._desk("topics") as desk:
            return desk.topics(chat_id, limit, cursor)

    async def topic(self, chat_id: int, topic_id: int) -> Topic:
        with self._desk("topic") as desk:
            return desk.topic(chat_id, topic_id)

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
        with self._desk("topic_messages") as desk:
            return self._seen(desk.topic_messages(chat_id, topic_id, limit, cursor, after, around, date))

    async def find_in_topic(
        self, chat_id: int, topic_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        with self._desk("find_in_topic") as desk:
            return desk.find_in_topic(chat_id, topic_id, query, limit, cursor, around)

    async def save_topic_draft(self, chat_id: int, topic_id: int, text: str, reply_to: int | None) -> None:
        with self._desk("save_draft") as desk:
            desk.save_topic_draft(chat_id, topic_id, text, reply_to)

    async def mark_topic_as_read(self, chat_id: int, topic_id: int, message_id: int) -> None:
        with self._desk("mark_topic_as_read") as desk:
            desk.mark_topic_as_read(chat_id, topic_id, message_id)

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
        self._script.note("schedule_message")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.schedule_message(chat_id, text, at, random_id, user, entities, reply_to, quote, topic_id)

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
        self._script.note("send_message")
        user = self._me()
        with self._world.desk(user.id) as desk:
            return desk.send_message(chat_id, text, random_id, user, entities, reply_to, quote, topic_id)

    async def read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        self._script.note("read_part")
        self._me()
        content = self._world.file(file.location)
        if content is None:
            raise FileReferenceExpired(telegram_name="FILE_REFERENCE_EXPIRED", telegram_code=400)
        return content[offset : offset + PART_SIZE]

    async def read_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        self._script.note("read_photos")
        self._me()
        return tuple(self._world.file(photo.location) for photo in photos)

    async def log_out(self) -> None:
        self._script.note("log_out")
        if self._session.is_logged_in:
            self._session = self._session.with_future_auth_token(self._world.remember(self._authorization()))
        self._session = self._session.without_login()

    @contextlib.contextmanager
    def _desk(self, operation: str) -> Iterator[StoredDesk]:
        """Yield the desk of the logged-in user for the length of one operation."""
        self._script.note(operation)
        with self._world.desk(self._me().id) as desk:
            yield desk

    def _seen(self, page: Page[Message]) -> Page[Message]:
        """Return a page; the session knows the chats with those who wrote it in a group from now on."""
        senders = {each.sender.id for each in page.items if each.sender and each.chat_id < 0}
        self._session = self._session.with_access_hashes({each: _access_hash(each) for each in senders})
        return page

    def _see(self, chats: Iterable[Chat]) -> None:
        self._session = self._session.with_access_hashes({chat.id: _access_hash(chat.id) for chat in chats})

    def _authorization(self) -> Authorization:
        return self._world.authorization(self._session.auth_key)

    async def _make_key_once(self) -> None:
        if self._session.auth_key is None:
            self._session = self._session.replace(dc_id=DC_ID, auth_key=os.urandom(256))
            await self.keep_session()

    def _refuse_when_further(self) -> None:
        if self._session.is_logged_in and isinstance(self._status(), LoggedOut):  # Telegram has ended it
            self._session = self._session.without_login()
        if self._session.stage in (Stage.LOGGED_IN, Stage.AWAITING_PASSWORD):
            raise WrongMoment("the login has come further: ask for its status")

    def _awaited_code(self) -> CodeSent:
        if self._session.stage is not Stage.AWAITING_CODE:
            raise WrongMoment("no code is waited for")
        return self._session.awaited_code

    def _code_is_too_old(self) -> bool:
        return self._session.phone_code_hash is None or (
            self._session.phone_code_hash != self._authorization().phone_code_hash
        )

    def _send_code(self, phone: str, *, next_way: bool) -> CodeSent:
        code, phone_code_hash = self._world.send_code(self._authorization(), phone, next_way=next_way)
        self._session = self._session.moved_on(Stage.AWAITING_CODE, code_sent=code, phone_code_hash=phone_code_hash)
        return code

    def _let_in(self, phone: str) -> LoginState:
        self._world.let_in(self._authorization(), phone)
        return self._look()

    def _look(self) -> LoginState:
        authorization = self._authorization()
        if authorization.user is None:
            self._world.renew_token(authorization)
            return self._awaiting_scan(authorization)
        if authorization.password is not None:
            return self._awaiting_password(authorization)
        return self._logged_in(authorization.user)

    def _awaiting_scan(self, authorization: Authorization) -> AwaitingScan:
        qr = QrLogin(url=authorization.url, expires_at=authorization.expires_at)
        self._session = self._session.moved_on(Stage.AWAITING_SCAN, qr_url=qr.url, qr_expires_at=qr.expires_at)
        return AwaitingScan(qr)

    def _awaiting_password(self, authorization: Authorization) -> AwaitingPassword:
        self._session = self._session.moved_on(
            Stage.AWAITING_PASSWORD, hint=authorization.hint, code_sent=self._session.code_sent
        )
        return AwaitingPassword(authorization.hint)

    def _logged_in(self, user: User) -> LoggedIn:
        self._session = self._session.moved_on(Stage.LOGGED_IN, user_id=user.id)
        return LoggedIn(user)

    def _status(self) -> LoginState:
        session = self._session
        if session.stage is Stage.LOGGED_OUT:
            return LoggedOut()
        if session.stage is Stage.AWAITING_PASSWORD:
            return AwaitingPassword(session.hint)
        if session.stage is Stage.AWAITING_CODE:
            return AwaitingCode(session.awaited_code)
        if session.stage is Stage.AWAITING_SCAN:
            return AwaitingScan(session.qr) if session.qr.expires_at > datetime.now(UTC) else self._look()
        try:
            return LoggedIn(self._me())
        except SessionEnded as error:
            return LoggedOut(error.telegram_name)

    def _me(self) -> User:
        if not self._session.is_logged_in:
            raise NotLoggedIn
        return self._authorization().logged_in_user


def _access_hash(chat_id: int) -> int:
    """Make up an access hash: nobody here asks for it, but it is stable, as Telegram's is."""
    return -chat_id
