"""``upload.getFile``: files in parts (https://core.telegram.org/api/files#downloading-files)."""

import os
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..desks.files import Content
from .input_peers import peer_of
from .registry import Refusal, Request, method

MEGABYTE = 1024 * 1024
STEP, PRECISE_STEP = 4096, 1024
FILE_TYPES = {b"\x89PNG": "FilePng", b"%PDF": "FilePdf", b"RIFF": "FileWebp"}


@method("upload.GetFile")
def get_file(request: Request) -> Any:
    content = _content(request)
    query = request.query
    _check_part(query.offset, query.limit, precise=bool(query.precise))
    if getattr(query.location, "id", 0) in request.desk.on_cdn:
        return _cdn_redirect()
    data = content.read(query.offset, query.limit)
    type_ = FILE_TYPES.get(data[:4], "FileUnknown") if query.offset == 0 else "FilePartial"
    return raw.types.upload.File(type=getattr(raw.types.storage, type_)(), mtime=0, bytes=data)


def _cdn_redirect() -> Any:
    """https://core.telegram.org/cdn"""
    return raw.types.upload.FileCdnRedirect(
        dc_id=203,
        file_token=os.urandom(16),
        encryption_key=os.urandom(32),
        encryption_iv=os.urandom(16),
        file_hashes=[],
    )


def _content(request: Request) -> Content:
    """Return the file at this location; refuse when it is in another data centre or the location is wrong."""
    location, types = request.query.location, raw.types
    if isinstance(location, types.InputPeerPhotoFileLocation):
        return _avatar(request)
    if not isinstance(location, types.InputDocumentFileLocation | types.InputPhotoFileLocation):
        raise Refusal(400, "LOCATION_INVALID")
    file = request.desk.files.get(location.id)
    if file is None or file.access_hash != location.access_hash:
        raise Refusal(400, "LOCATION_INVALID")
    if refusal := request.world.judge_reference(file.id, location.file_reference):
        raise Refusal(400, refusal)
    content = file.part(location.thumb_size)
    if content is None:
        raise Refusal(400, "LOCATION_INVALID")
    _check_dc(request, file.dc_id)
    return content


def _avatar(request: Request) -> Content:
    location = request.query.location
    avatar = peer_of(request.desk, location.peer).avatar
    if avatar is None or avatar.photo_id != location.photo_id:
        raise Refusal(400, "LOCATION_INVALID")
    _check_dc(request, avatar.dc_id)
    return avatar.picture(is_big=bool(location.big))


def _check_dc(request: Request, dc_id: int) -> None:
    if dc_id != request.key.dc_id:
        raise Refusal(303, f"FILE_MIGRATE_{dc_id}")


def _check_part(offset: int, limit: int, *, precise: bool) -> None:
    step = PRECISE_STEP if precise else STEP
    if offset < 0 or offset % step:
        raise Refusal(400, "OFFSET_INVALID")
    if not 0 < limit <= MEGABYTE or limit % step or (not precise and MEGABYTE % limit):
        raise Refusal(400, "LIMIT_INVALID")
    if offset // MEGABYTE != (offset + limit - 1) // MEGABYTE:
        raise Refusal(400, "LIMIT_INVALID")
