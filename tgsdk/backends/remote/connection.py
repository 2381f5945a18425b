"""One account of the site, for the length of one call or block."""

import contextlib
import dataclasses
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tgsdk.addressee import Addressee
from tgsdk.errors import (
    CursorInvalid,
    FileInvalid,
    Forbidden,
    InvalidInput,
    MessageInvalid,
    NotFound,
    NotLoggedIn,
    PasswordInvalid,
    PhoneCodeInvalid,
    PhoneNumberInvalid,
    PhoneNumberUnoccupied,
    ProtocolError,
    QueryInvalid,
    SessionEnded,
    TelegramError,
    Unsupported,
    UsernameInvalid,
    WrongMoment,
)
from tgsdk.phone_number import international
from tgsdk.session import Session, Stage
from tgsdk.types import (
    Attachment,
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    Capability,
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

from ..base import MAX_LIMIT, PART_SIZE, Connection
from .multipart import FormWithFiles
from .reading import (
    OF_MESSAGE,
    PICTURE,
    read_chat_info,
    read_chats,
    read_code,
    read_folders,
    read_found,
    read_members,
    read_message_list,
    read_messages,
    read_profile,
    read_qr,
    read_requirement,
    read_resolved,
    read_sent,
    read_sent_files,
    read_topic,
    read_topics,
    read_user,
    write_entities,
)
from .spool import Spool

if TYPE_CHECKING:
    from .site import Answer, Site

__all__ = ["RemoteConnection"]

FILE_LOCATION = re.compile(r"-?\d{1,19}/\d{1,10}")
PICTURES_AT_ONCE = 50
PARTIAL = 206
FIRST_TOO_LARGE = 2**31


class RemoteConnection(Connection):
    """The operations, each by an address of the JSON API. What is refused there is refused here in the same class."""

    def __init__(self, site: "Site", session: Session, spool: Spool) -> None:
        self._site = site
        self._spool = spool
        self._session = session

    @property
    def session(self) -> Session:
        return self._session

    # The login

    async def start_qr_login(self) -> QrLogin:
        try:
            said = (await self._get("auth/qr/")).json
        except WrongMoment:
            if not isinstance(await self.status(), AwaitingCode):
                raise
            await self.log_out()  # the site gives up no login by a GET
            said = (await self._get("auth/qr/")).json
        qr = read_qr(said)
        self._note(AwaitingScan(qr))
        return qr

    async def check_qr_login(self) -> LoginState:
        return await self._read_state((await self._get("auth/qr/status/")).json)

    async def send_code(self, phone: str) -> CodeSent:
        phone = international(phone)
        with _refused_as(PhoneNumberInvalid):
            said = (await self._post("auth/phone/", phone=phone)).json
        return await self._read_code_sent(said, phone)

    async def resend_code(self) -> CodeSent:
        said = (await self._post("auth/resend/")).json
        return await self._read_code_sent(said, self._known_phone)

    async def sign_in(self, code: str) -> LoginState:
        try:
            with _refused_as(PhoneCodeInvalid):
                said = (await self._post("auth/verify/", code=code)).json
        except PhoneNumberUnoccupied:
            self._note(LoggedOut())
            raise
        return await self._read_state(said)

    async def check_password(self, password: str) -> LoginState:
        with _refused_as(PasswordInvalid):
            said = (await self._post("auth/verify/", password=password)).json
        return await self._read_state(said)

    async def status(self) -> LoginState:
        said = (await self._get("session/status/")).json
        if said.get("state") == AwaitingScan.name:
            return await self.check_qr_login()
        return await self._read_state(said)

    async def log_out(self) -> None:
        await self._post("session/reset/")
        self._session = Session()

    async def me(self) -> User:
        user = read_user((await self._get("user/info/")).json)
        self._note(LoggedIn(user))
        return user

    # The desk

    async def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        if query is not None and not query.strip():
            await self._refuse(QueryInvalid())
        with _refused_as(QueryInvalid) if query else contextlib.nullcontext():
            return read_chats((await self._page("chats/", limit, cursor, q=query)).json)

    async def chats_in(self, folder: Folder, limit: int, cursor: str | None) -> ChatPage:
        return read_chats((await self._page("chats/", limit, cursor, folder=folder.value)).json)

    async def folders(self) -> tuple[ChatFolder, ...]:
        return read_folders((await self._get("folders/")).json)

    async def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        if not query.strip():
            await self._refuse(QueryInvalid())
        with _refused_as(QueryInvalid):
            answer = await self._page("chats/", limit, cursor, q=query, **{"in": "messages"})
        return read_found(answer.json)

    async def find_in_chat(
        self, chat_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        return await self._find(chat_id, query, limit, cursor, around=around)

    async def _find(self, chat_id: int, query: str, limit: int, cursor: str | None, **place: int | None) -> FoundPage:
        if not query.strip():
            await self._refuse(QueryInvalid())
        with _refused_as(QueryInvalid):
            answer = await self._page(f"chats/{chat_id}/messages/", limit, cursor, find=query, **place)
        return read_found(answer.json)

    async def messages_at(self, chat_id: int, limit: int, date: datetime) -> Page[Message]:
        return read_messages((await self._page(f"chats/{chat_id}/messages/", limit, None, date=date.isoformat())).json)

    async def chat(self, chat_id: int) -> Chat:
        return read_chat_info((await self._get(f"chats/{chat_id}/info/")).json)

    async def messages(
        self, chat_id: int, limit: int, cursor: str | None, after: int | None, around: int | None
    ) -> Page[Message]:
        answer = await self._page(f"chats/{chat_id}/messages/", limit, cursor, after=after, around=around)
        return read_messages(answer.json)

    async def message(self, chat_id: int, message_id: int) -> Message:
        page = await self.messages(chat_id, 2, None, None, message_id)
        found = next((message for message in page.items if message.id == message_id), None)
        if found is None:
            raise NotFound("There is no such message in this chat")
        return found

    async def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        ids = ",".join(map(str, message_ids))
        return read_message_list((await self._get(f"chats/{chat_id}/messages/by-id/", message_ids=ids)).json)

    async def mark_as_read(self, chat_id: int, message_id: int) -> None:
        await self._post(f"chats/{chat_id}/read/", message_id=message_id)

    async def send_message(self, chat_id: int, text: str, random_id: int) -> Message:
        with _refused_as(MessageInvalid):
            answer = await self._post(f"chats/{chat_id}/messages/", text=text, random_id=random_id)
        return read_sent(answer.json)

    async def save_draft(self, chat_id: int, text: str, reply_to: int | None) -> None:
        answered = {} if reply_to is None else {"reply_to": reply_to}
        with _refused_as(MessageInvalid):
            await self._post(f"chats/{chat_id}/draft/", text=text, **answered)

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
        return await self._send(_scheduled(chat_id), text, random_id, entities, reply_to, quote, at=at.isoformat())

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
        await self._require_place_for_topics(chat_id, topic_id, Capability.SCHEDULE)
        path = _scheduled(chat_id, topic_id)
        return await self._send(path, text, random_id, entities, reply_to, quote, at=at.isoformat())

    async def scheduled_messages(self, chat_id: int) -> tuple[Message, ...]:
        return read_message_list((await self._get(_scheduled(chat_id))).json)

    async def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        for message_id in message_ids:
            await self._post(f"{_scheduled(chat_id)}{message_id}/delete/")

    async def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, at: datetime, entities: Sequence[Entity]
    ) -> Message:
        if not 0 < message_id < FIRST_TOO_LARGE:
            await self._refuse(NotFound("There is no message with such a number"))
        path = f"{_scheduled(chat_id)}{message_id}/edit/"
        with _refused_as(MessageInvalid):
            answer = await self._post(path, text=text, at=at.isoformat(), entities=write_entities(entities))
        return read_sent(answer.json)

    async def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int]) -> None:
        for message_id in message_ids:
            await self._post(f"{_scheduled(chat_id)}{message_id}/send/")

    async def resolve(self, addressee: Addressee) -> Chat:
        who = addressee.phone or f"@{addressee.username}"
        with _refused_as(UsernameInvalid if addressee.phone is None else PhoneNumberInvalid):
            return read_resolved((await self._post("resolve/", who=who)).json)

    async def requirement(self, chat_id: int) -> Requirement:
        return read_requirement((await self._get(f"chats/{chat_id}/requirement/")).json)

    async def person(self, chat_id: int) -> Profile:
        return read_profile((await self._get(f"chats/{chat_id}/person/")).json)

    async def members(self, chat_id: int, limit: int, cursor: str | None) -> Page[Member]:
        return read_members((await self._page(f"chats/{chat_id}/members/", limit, cursor)).json)

    async def shared_media(self, chat_id: int, kind: SharedKind, limit: int, cursor: str | None) -> Page[Message]:
        answer = await self._page(f"chats/{chat_id}/shared/", limit, cursor, kind=kind.value)
        return read_messages(answer.json)

    async def send_formatted(
        self,
        chat_id: int,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        return await self._send(_messages(chat_id), text, random_id, entities, reply_to, quote)

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
        await self._check_topic(topic_id)
        return await self._send(_messages(chat_id, topic_id), text, random_id, entities, reply_to, quote)

    async def _send(
        self,
        path: str,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
        **more: str,
    ) -> Message:
        answers = {"reply_to": reply_to, "quote": quote or ""} if reply_to is not None else {}
        said = {"text": text, "random_id": random_id, "entities": write_entities(entities), **answers, **more}
        with _refused_as(MessageInvalid):
            answer = await self._post(path, **said)
        return read_sent(answer.json)

    async def topics(self, chat_id: int, limit: int, cursor: str | None) -> Page[Topic]:
        return read_topics((await self._page(f"chats/{chat_id}/topics/", limit, cursor)).json)

    async def topic(self, chat_id: int, topic_id: int) -> Topic:
        await self._check_topic(topic_id)
        try:
            return read_topic((await self._get(f"chats/{chat_id}/topics/{topic_id}/")).json)
        except NotFound as error:
            if error.telegram_name is not None:
                raise
        return await self._topic_of_list(chat_id, topic_id)

    async def _topic_of_list(self, chat_id: int, topic_id: int) -> Topic:
        """Look through the topics for one: an older site has no address for one of them."""
        page = await self.topics(chat_id, MAX_LIMIT, None)
        while True:
            found = next((topic for topic in page.items if topic.id == topic_id), None)
            if found is not None:
                return found
            if page.next is None:
                raise NotFound("There is no such topic in this chat", "TOPIC_ID_INVALID")
            page = await self.topics(chat_id, MAX_LIMIT, page.next)

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
        await self._check_topic(topic_id)
        place = {"after": after, "around": around, "date": date and date.isoformat()}
        answer = await self._page(f"chats/{chat_id}/messages/", limit, cursor, topic=topic_id, **place)
        return read_messages(answer.json)

    async def find_in_topic(
        self, chat_id: int, topic_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        await self._check_topic(topic_id)
        return await self._find(chat_id, query, limit, cursor, around=around, topic=topic_id)

    async def save_topic_draft(self, chat_id: int, topic_id: int, text: str, reply_to: int | None) -> None:
        await self._check_topic(topic_id)
        answered = {} if reply_to is None else {"reply_to": reply_to}
        with _refused_as(MessageInvalid):
            await self._post(f"chats/{chat_id}/draft/?topic={topic_id}", text=text, **answered)

    async def mark_topic_as_read(self, chat_id: int, topic_id: int, message_id: int) -> None:
        await self._check_topic(topic_id)
        await self._post(f"chats/{chat_id}/read/?topic={topic_id}", message_id=message_id)

    async def _require_place_for_topics(self, chat_id: int, topic_id: int, needed: Capability) -> None:
        """Refuse what an older site would do in the general topic, for it reads of no topic there.

        One that has no address for a topic is older.
        """
        await self._check_topic(topic_id)
        try:
            await self._get(f"chats/{chat_id}/topics/{topic_id}/")
        except Forbidden:  # for a token that may send and not read: the address is there
            return
        except NotFound as error:
            if error.telegram_name is not None:
                return
            await self.chat(chat_id)
            raise Unsupported(needed) from None

    async def _check_topic(self, topic_id: int) -> None:
        if not 0 < topic_id < FIRST_TOO_LARGE:
            await self._refuse(NotFound("There is no topic with such a number"))

    async def edit_message(self, chat_id: int, message_id: int, text: str, entities: Sequence[Entity]) -> Message:
        if not 0 < message_id < FIRST_TOO_LARGE:
            await self._refuse(NotFound("There is no message with such a number"))
        path = f"chats/{chat_id}/messages/{message_id}/edit/"
        with _refused_as(MessageInvalid):
            answer = await self._post(path, text=text, entities=write_entities(entities))
        return read_sent(answer.json)

    async def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        if not 0 < message_id < FIRST_TOO_LARGE:
            await self._refuse(NotFound("There is no message with such a number"))
        path = f"chats/{chat_id}/messages/reaction/"
        answer = await self._post(path, message_id=message_id, emoji=emoji or "")
        return read_sent(answer.json)

    async def delete_messages(self, chat_id: int, message_ids: Sequence[int], for_everyone: bool) -> None:
        ids, switch = ",".join(map(str, message_ids)), "yes" if for_everyone else ""
        await self._post(f"chats/{chat_id}/messages/delete/", message_ids=ids, for_everyone=switch)

    async def forward_messages(
        self, chat_id: int, message_ids: Sequence[int], to_chat_id: int, random_ids: Sequence[int]
    ) -> tuple[Message, ...]:
        return await self._forward(chat_id, message_ids, to_chat_id, random_ids)

    async def _forward(
        self, chat_id: int, message_ids: Sequence[int], to_chat_id: int, random_ids: Sequence[int], **into: int
    ) -> tuple[Message, ...]:
        ids, numbers = (",".join(map(str, each)) for each in (message_ids, random_ids))
        path = f"chats/{chat_id}/messages/forward/"
        answer = await self._post(path, message_ids=ids, random_ids=numbers, to_chat_id=to_chat_id, **into)
        return read_message_list(answer.json)

    async def forward_to_topic(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        to_topic_id: int,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        await self._require_place_for_topics(to_chat_id, to_topic_id, Capability.FORWARD_TO_TOPICS)
        return await self._forward(chat_id, message_ids, to_chat_id, random_ids, to_topic_id=to_topic_id)

    async def mark_as_unread(self, chat_id: int, unread: bool) -> None:
        await self._post(f"chats/{chat_id}/unread/", unread="yes" if unread else "")

    async def toggle_dialog_pin(self, chat_id: int, pinned: bool) -> None:
        await self._post(f"chats/{chat_id}/pin/", pinned="yes" if pinned else "")

    async def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        await self._post(f"chats/{chat_id}/archive/", archived="yes" if folder is Folder.ARCHIVE else "")

    async def update_notify_settings(self, chat_id: int, muted: bool) -> None:
        await self._post(f"chats/{chat_id}/mute/", muted="yes" if muted else "")

    # Files

    async def save_parts(self, file: OutgoingFile, first: int, parts: Sequence[bytes]) -> None:
        if first == 0:
            await self.me()
        self._spool.save(file, first, parts)

    async def send_files(
        self,
        chat_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        return await self._send_files(_messages(chat_id), files, caption, reply_to, random_ids)

    async def send_files_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        await self._check_topic(topic_id)
        return await self._send_files(_messages(chat_id, topic_id), files, caption, reply_to, random_ids)

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
        if topic_id is not None:
            await self._check_topic(topic_id)
        return await self._send_files(_messages(chat_id, topic_id), files, caption, reply_to, random_ids, entities)

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
        if topic_id is not None:
            await self._require_place_for_topics(chat_id, topic_id, Capability.SCHEDULE_FILES)
        path = _scheduled(chat_id, topic_id)
        return await self._send_files(path, files, caption, reply_to, random_ids, entities, at=at.isoformat())

    async def _send_files(
        self,
        path: str,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
        entities: Sequence[Entity] = (),
        **more: str,
    ) -> tuple[Message, ...]:
        fields: dict[str, object] = {"text": caption, "as": "photo" if files[0].as_photo else "file", **more}
        fields |= {"entities": write_entities(entities)} if entities else {}
        fields |= {"random_id": random_ids[0]} | ({} if reply_to is None else {"reply_to": reply_to})
        with contextlib.ExitStack() as opened:
            taken = [opened.enter_context(self._spool.take(file)) for file in files]
            if len({file.as_photo for file in files}) > 1:
                raise FileInvalid("photos and other files do not go together", telegram_name="MEDIA_GROUPED_INVALID")
            named = [(file.name, file.mime_type, each) for file, each in zip(files, taken, strict=True)]
            form = FormWithFiles(fields, named)
            with _refused_as(MessageInvalid), self._ending():
                answer = await self._site.post_form(path, form)
        return read_sent_files(answer.json)

    async def read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        if isinstance(file, Photo):
            (picture,) = await self.read_photos([file])
            if picture is None:
                raise NotFound("HR Helper does not have this picture")
            return picture[offset : offset + PART_SIZE]
        if not FILE_LOCATION.fullmatch(file.location):
            await self._refuse(NotFound("HR Helper does not have this file"))
        chat_id, message_id = file.location.split("/")
        wanted = {"Range": f"bytes={offset}-{offset + PART_SIZE - 1}"}
        answer = await self._get(f"chats/{chat_id}/messages/{message_id}/file/", headers=wanted)
        return answer.body if answer.status == PARTIAL else answer.body[offset : offset + PART_SIZE]

    async def read_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        wanted = {(photo.id, photo.location) for photo in photos if photo.location in (PICTURE, OF_MESSAGE)}
        found = {key: await self._picture(*key) for key in await self._fetched(sorted(wanted))}
        if not found:  # it may be that nobody is logged in
            await self.me()
        return tuple(found.get((photo.id, photo.location)) for photo in photos)

    async def _fetched(self, keys: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """Have the site fetch pictures, and return which of them are there now."""
        found: list[tuple[int, str]] = []
        for first in range(0, len(keys), PICTURES_AT_ONCE):
            asked = [f"{photo_id}.{size}" for photo_id, size in keys[first : first + PICTURES_AT_ONCE]]
            said = (await self._get("pictures/", id=asked)).json
            found += [(int(each["id"]), str(each["size"])) for each in said.get("pictures", ())]
        return [key for key in found if key in keys]

    async def _picture(self, photo_id: int, size: str) -> bytes | None:
        with contextlib.suppress(NotFound):
            return (await self._get(f"pictures/{photo_id}/{size}/")).body
        return None

    # What the site says of the login

    async def _read_state(self, said: dict[str, Any]) -> LoginState:
        return self._note(await self._state_of(said))

    async def _state_of(self, said: dict[str, Any]) -> LoginState:
        match said.get("state"):
            case LoggedIn.name:
                return LoggedIn(await self.me())
            case AwaitingScan.name:
                return AwaitingScan(read_qr(said))
            case AwaitingCode.name:
                return AwaitingCode(self._known_code(read_code(said, self._known_phone)))
            case AwaitingPassword.name:
                return AwaitingPassword(said.get("hint"))
            case LoggedOut.name:
                return LoggedOut(said.get("reason") or None)
        raise ProtocolError("HR Helper says a state of the login that is not known here")

    async def _read_code_sent(self, said: dict[str, Any], phone: str) -> CodeSent:
        code = read_code(said, phone)
        if code.type is CodeType.NOT_NEEDED:
            await self._read_state(said)
            return code
        wait = None if code.timeout is None else timedelta(seconds=code.timeout)
        code = dataclasses.replace(code, resend_at=None if wait is None else datetime.now(UTC) + wait)
        self._note(AwaitingCode(code))
        return code

    def _known_code(self, said: CodeSent) -> CodeSent:
        """Return the code as it was sent, while the site still says the same: it does not say everything again."""
        known = self._session.code_sent
        if known and said == dataclasses.replace(known, resend_at=None):
            return known
        return said

    @property
    def _known_phone(self) -> str:
        return self._session.code_sent.phone if self._session.code_sent else ""

    def _note(self, state: LoginState) -> LoginState:
        """Keep where the login is, with what is shown of it, and whose account it is."""
        session = self._session
        match state:
            case LoggedIn(user):
                session = Session(stage=Stage.LOGGED_IN, user_id=user.id)
            case AwaitingScan(qr):
                session = Session(stage=Stage.AWAITING_SCAN, qr_url=qr.url, qr_expires_at=qr.expires_at)
            case AwaitingCode(code):
                session = Session(stage=Stage.AWAITING_CODE, code_sent=code)
            case AwaitingPassword(hint):
                session = Session(stage=Stage.AWAITING_PASSWORD, hint=hint, code_sent=session.code_sent)
            case LoggedOut():
                session = session if session.is_logged_in else Session()
        self._session = session
        return state

    # The requests

    async def _page(self, path: str, limit: int, cursor: str | None, **query: Any) -> "Answer":
        if cursor == "":  # to the site that is none
            await self._refuse(CursorInvalid())
        return await self._get(path, limit=limit, cursor=cursor, **query)

    async def _refuse(self, error: TelegramError) -> None:
        """Refuse what the site need not be asked, unless nobody is logged in: that goes first."""
        await self.me()
        raise error

    async def _get(self, path: str, **said: Any) -> "Answer":
        with self._ending():
            return await self._site.get(path, **said)

    async def _post(self, path: str, **fields: Any) -> "Answer":
        with self._ending():
            return await self._site.post(path, **fields)

    @contextlib.contextmanager
    def _ending(self) -> Iterator[None]:
        """Say of a login that there was that it has ended, where the site knows only that there is none."""
        try:
            yield
        except SessionEnded:
            raise
        except NotLoggedIn as error:
            if not self._session.is_logged_in:
                raise
            raise SessionEnded("HR Helper is not connected to Telegram any more", error.telegram_name) from None


def _messages(chat_id: int, topic_id: int | None = None) -> str:
    """The address that messages of a chat, or of a topic, are sent to."""
    return f"chats/{chat_id}/messages/" + ("" if topic_id is None else f"?topic={topic_id}")


def _scheduled(chat_id: int, topic_id: int | None = None) -> str:
    """The address of what is planned in a chat, or in a topic."""
    return f"chats/{chat_id}/scheduled/" + ("" if topic_id is None else f"?topic={topic_id}")


@contextlib.contextmanager
def _refused_as(kind: type[InvalidInput]) -> Iterator[None]:
    """Name what was refused: of an entry that HR Helper itself refuses it says in words what is wrong."""
    try:
        yield
    except InvalidInput as error:
        if type(error) is not InvalidInput:
            raise
        raise kind(telegram_name=error.telegram_name) from None
