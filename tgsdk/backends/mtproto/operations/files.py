"""Files, from whichever data centre has them (https://core.telegram.org/api/files#downloading-files)."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tgsdk.errors import (
    FileReferenceExpired,
    Forbidden,
    NotFound,
    SessionEnded,
    SessionInDoubt,
    TelegramError,
    TelegramFailure,
)
from tgsdk.session import FileKey
from tgsdk.types import Attachment, Photo

from ...base import PART_SIZE
from ..reading.locations import FileLocation
from ..reading.raw import expect, is_a
from ..reading.rpc_errors import Migrate
from ..wire.line import Line
from ..wire.wire import Wire
from .input_locations import input_location

__all__ = ["Files"]

CDN_REDIRECT = "upload.fileCdnRedirect"  # to servers that want a client for their own methods and keys
REFUSED = 400  # the file is not there, or not for this account: no other file need be given up for it


class Files:
    """Files, fetched over the account's own line and over wires to other data centres beside it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._engine = line.engine
        self._at: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._wires: dict[tuple[bytes | None, int], Wire] = {}  # by the account's own key: it may be another later

    async def read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        (part,) = await self._fetch([FileLocation.from_string(file.location)], offset)
        if isinstance(part, TelegramError):
            raise part
        return _bytes_in(part)

    async def read_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        places = {index: location for index, photo in enumerate(photos) if (location := _location(photo))}
        parts = await self._fetch(list(places.values()), 0)
        contents = dict(zip(places, map(_picture_in, parts), strict=True))
        return tuple(_whole(contents.get(index), photo) for index, photo in enumerate(photos))

    async def _fetch(self, locations: list[FileLocation], offset: int) -> list[Any]:
        """Return an answer, or a TelegramError, for each of the locations."""
        answers: dict[int, Any] = {}
        centers = {index: location.dc_id for index, location in enumerate(locations)}
        for dc_id in sorted(set(centers.values())):
            indexes = [index for index in centers if centers[index] == dc_id]
            answers |= await self._fetch_from(dc_id, {index: locations[index] for index in indexes}, offset)
        moved = {index: answer.dc_id for index, answer in answers.items() if isinstance(answer, Migrate)}
        for index, dc_id in moved.items():  # what was known of its place is out of date
            answers |= await self._fetch_from(dc_id, {index: locations[index]}, offset)
        return [answers[index] for index in range(len(locations))]

    async def _fetch_from(self, dc_id: int, locations: dict[int, FileLocation], offset: int) -> dict[int, Any]:
        queries = [
            self._engine.functions.upload.GetFile(
                location=input_location(self._engine, location), offset=offset, limit=PART_SIZE
            )
            for location in locations.values()
        ]
        is_home = dc_id == self._line.session.dc_id
        if is_home:
            answers = await self._line.invoke_all(queries)
        else:
            async with self._at[dc_id]:  # of calls that are made together one lets the account in
                answers = await self._invoke_all_at(dc_id, queries)
        for answer in answers:
            if isinstance(answer, SessionEnded):
                raise answer
        return dict(zip(locations, answers, strict=True))

    async def _invoke_all_at(self, dc_id: int, queries: list[Any]) -> list[Any]:
        """Call another data centre than the account's own, which lets it in with a key that the session keeps."""
        try:
            if wire := self._wires.get(self._place(dc_id)) or await self._open_with_kept_key(dc_id):
                return await self._invoke_all_over(wire, dc_id, queries)
        except (SessionEnded, SessionInDoubt):  # that key is not known any more
            self._wires.pop(self._place(dc_id), None)
            self._line.session = self._line.session.without_file_key(dc_id)
        login = await self._line.invoke(self._engine.functions.auth.ExportAuthorization(dc_id=dc_id))
        try:
            wire = await self._line.open_beside(dc_id)
            await wire.invoke(self._engine.functions.auth.ImportAuthorization(id=login.id, bytes=login.bytes))
            return await self._invoke_all_over(wire, dc_id, queries)
        except (SessionEnded, SessionInDoubt) as error:  # of the new key: the account's own goes on
            raise TelegramFailure("a data centre does not let the account in") from error

    async def _invoke_all_over(self, wire: Wire, dc_id: int, queries: list[Any]) -> list[Any]:
        answers = await wire.invoke_all(queries)
        for answer in answers:
            if isinstance(answer, SessionEnded):
                raise answer
        self._wires[self._place(dc_id)] = wire
        key = FileKey(dc_id=dc_id, auth_key=wire.auth_key, server_salt=wire.salt)
        self._line.session = self._line.session.with_file_key(key)
        return answers

    async def _open_with_kept_key(self, dc_id: int) -> Wire | None:
        key = self._line.session.file_key(dc_id)
        if key is None:
            return None
        return await self._line.open_beside(dc_id, auth_key=key.auth_key, salt=key.server_salt)

    def _place(self, dc_id: int) -> tuple[bytes | None, int]:
        return self._line.session.auth_key, dc_id


def _location(photo: Photo) -> FileLocation | None:
    try:
        return FileLocation.from_string(photo.location)
    except FileReferenceExpired:
        return None


def _whole(content: bytes | None, photo: Photo) -> bytes | None:
    """Return the content if it is all of the picture."""
    is_whole = content is not None and len(content) < PART_SIZE and photo.size in (None, len(content))
    return content if is_whole else None


def _bytes_in(answer: Any) -> bytes:
    if is_a(answer, "FileCdnRedirect"):
        raise Forbidden("Telegram gives this file to its own applications only", telegram_name=CDN_REDIRECT)
    content: bytes = expect(answer, "File").bytes
    return content


def _picture_in(answer: Any) -> bytes | None:
    """Return a picture, or None if it is not to be had. Raises an error that concerns more than this picture."""
    if isinstance(answer, NotFound) or (isinstance(answer, TelegramError) and answer.telegram_code == REFUSED):
        return None
    if isinstance(answer, TelegramError):
        raise answer
    return None if is_a(answer, "FileCdnRedirect") else _bytes_in(answer) or None
