"""Uploads: the calls that save the parts of files and send them (https://core.telegram.org/api/files#uploading-files)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tgsdk.errors import FileInvalid, MessageAlreadySent, ProtocolError, TelegramError, TelegramFailure
from tgsdk.errors import TelegramUnavailable as Lost
from tgsdk.types import Attachment, AttachmentKind, Entity, Message, OutgoingFile

from ...base import PART_SIZE
from ..reading.messages import sent_message_in
from ..reading.raw import expect, field, is_a
from ..reading.rpc_errors import RandomIdDuplicate
from ..reading.texts import check_text
from ..wire.line import Line
from .composing import naming_the_answered, raw_entities, reply_fields, schedule_fields
from .messages import NEWEST, Messages

__all__ = ["Uploads"]

TRIES = 3  # of a part, over new connections where the line was lost
INTERNAL = 500  # Telegram's own trouble with a part: the same once more may do
# Shown in a way of its own by Telegram, unless it is told to leave the file as it is.
CHANGED_BY_TELEGRAM = ("video/", "image/gif")


class Uploads:
    """Files that are saved and sent over ``line``."""

    def __init__(self, line: Line, messages: Messages) -> None:
        self._line = line
        self._engine = line.engine
        self._messages = messages

    async def save_parts(self, file: OutgoingFile, first: int, parts: Sequence[bytes]) -> None:
        """Save parts, all at once; those that were lost on the way, or not taken, are sent again."""
        left = dict(enumerate(parts, first))
        for _ in range(TRIES - 1):
            try:
                left = await self._save(file, left)
            except Lost:
                await self._line.reopen()
            if not left:
                return
        if left := await self._save(file, left):
            raise TelegramFailure(f"Telegram does not take part {min(left)} of the file")

    async def _save(self, file: OutgoingFile, parts: dict[int, bytes]) -> dict[int, bytes]:
        """Save parts once, and return those that may be tried again."""
        answers = await self._line.invoke_all([self._save_part(file, *part) for part in parts.items()])
        for answer in answers:
            if isinstance(answer, TelegramError) and abs(answer.telegram_code or 0) < INTERNAL:
                raise answer
        return {number: parts[number] for number, answer in zip(parts, answers, strict=True) if answer is not True}

    def _save_part(self, file: OutgoingFile, number: int, part: bytes) -> Any:
        upload = self._engine.functions.upload
        if not file.is_big:
            return upload.SaveFilePart(file_id=file.id, file_part=number, bytes=part)
        total = -1 if file.size is None else _parts_of(file.size)
        return upload.SaveBigFilePart(file_id=file.id, file_part=number, file_total_parts=total, bytes=part)

    async def send(
        self,
        chat_id: int,
        peer: Any,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
        topic: int | None = None,
        entities: Sequence[Entity] = (),
        at: datetime | None = None,
    ) -> tuple[Message, ...]:
        """Send files, or plan them where they have a time."""
        check_text(caption)
        message_fields = {"message": caption, "entities": raw_entities(self._engine, caption, entities)}
        fields = reply_fields(self._engine, reply_to, None, topic) | schedule_fields(at)
        try:
            with naming_the_answered(reply_to):
                answer = await self._sent(peer, files, message_fields, fields, random_ids)
        except RandomIdDuplicate as error:
            if at is None:
                return await self._sent_before(chat_id, peer, files, caption, topic)
            raise MessageAlreadySent(telegram_name=error.telegram_name, telegram_code=error.telegram_code) from None
        sent = [sent_message_in(answer, chat_id, random_id) for random_id in random_ids]
        messages = tuple(message for message in sent if message is not None)
        if len(messages) == len(files):
            return messages
        if at is not None:
            raise ProtocolError("Telegram does not say what it has planned")
        return await self._sent_before(chat_id, peer, files, caption, topic)

    async def _sent(
        self,
        peer: Any,
        files: Sequence[OutgoingFile],
        message_fields: Mapping[str, Any],
        fields: Mapping[str, Any],
        random_ids: Sequence[int],
    ) -> Any:
        functions = self._engine.functions.messages
        if len(files) == 1:
            query = functions.SendMedia(
                peer=peer, media=self._media(files[0]), random_id=random_ids[0], **message_fields, **fields
            )
            return await self._line.invoke(query)
        media = [await self._uploaded(peer, file) for file in files]
        captions = [message_fields, *[{"message": ""}] * (len(files) - 1)]
        single = self._engine.types.InputSingleMedia
        album = [
            single(media=each, random_id=random_id, **caption)
            for each, random_id, caption in zip(media, random_ids, captions, strict=True)
        ]
        return await self._line.invoke(functions.SendMultiMedia(peer=peer, multi_media=album, **fields))

    async def _uploaded(self, peer: Any, file: OutgoingFile) -> Any:
        """Turn a saved file into one that Telegram keeps, as an album wants it."""
        types = self._engine.types
        answer = await self._line.invoke(
            self._engine.functions.messages.UploadMedia(peer=peer, media=self._media(file))
        )
        if is_a(answer, "MessageMediaPhoto"):
            return types.InputMediaPhoto(id=_named(types.InputPhoto, answer.photo))
        return types.InputMediaDocument(id=_named(types.InputDocument, expect(answer, "MessageMediaDocument").document))

    def _media(self, file: OutgoingFile) -> Any:
        types, saved = self._engine.types, self._saved(file)
        if file.as_photo and file.mime_type.startswith("image/"):
            return types.InputMediaUploadedPhoto(file=saved)
        is_kept = not file.as_photo and file.mime_type.startswith(CHANGED_BY_TELEGRAM)
        return types.InputMediaUploadedDocument(
            file=saved,
            mime_type=file.mime_type,
            attributes=self._attributes(file),
            force_file=is_kept or None,
            nosound_video=file.is_video or None,  # it is no GIF, even without a sound
        )

    def _saved(self, file: OutgoingFile) -> Any:
        if file.size is None:
            raise FileInvalid("the size of the file is not known yet")
        types, parts = self._engine.types, _parts_of(file.size)
        if file.is_big:
            return types.InputFileBig(id=file.id, parts=parts, name=file.name)
        return types.InputFile(id=file.id, parts=parts, name=file.name, md5_checksum=file.md5 or "")

    def _attributes(self, file: OutgoingFile) -> list[Any]:
        types = self._engine.types
        named = types.DocumentAttributeFilename(file_name=file.name)
        if not (file.width and file.height):
            return [named]
        if not file.is_video:
            return [named, types.DocumentAttributeImageSize(w=file.width, h=file.height)]
        streams = file.supports_streaming or None
        video = types.DocumentAttributeVideo(
            duration=file.duration, w=file.width, h=file.height, supports_streaming=streams
        )
        return [named, video]

    async def _sent_before(
        self, chat_id: int, peer: Any, files: Sequence[OutgoingFile], caption: str, topic: int | None
    ) -> tuple[Message, ...]:
        """Return the newest own messages that these files can be, where Telegram does not say which were sent."""
        page = await self._messages.page(chat_id, peer, NEWEST, None, topic)
        own = [message for message in reversed(page.items) if message.is_outgoing]
        for start in range(len(own) - len(files), -1, -1):
            found = own[start : start + len(files)]
            are_they = all(_can_be(*pair) for pair in zip(found, files, strict=True))
            if are_they and found[0].text == caption.strip() and len({each.album_id for each in found}) == 1:
                return tuple(found)
        raise MessageAlreadySent


def _named(kind: Callable[..., Any], file: Any) -> Any:
    return kind(id=file.id, access_hash=file.access_hash, file_reference=field(file, "file_reference") or b"")


def _parts_of(size: int) -> int:
    return -(-size // PART_SIZE)


def _can_be(message: Message, file: OutgoingFile) -> bool:
    """Tell whether a message can be that of this file. Of a photo Telegram keeps nothing but that it is one."""
    attachment: Attachment | None = message.attachment
    if attachment is None:
        return False
    if attachment.kind is AttachmentKind.PHOTO:
        return file.as_photo
    return (attachment.size, attachment.name) == (file.size, file.name)
