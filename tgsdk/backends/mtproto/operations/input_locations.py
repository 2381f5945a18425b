"""Places of files as ``upload.getFile`` wants them to be named (https://core.telegram.org/type/InputFileLocation)."""

from typing import Any

from tgsdk.errors import FileReferenceExpired

from ..engine import Engine
from ..reading.locations import FileLocation
from .input_peers import input_peer_with

__all__ = ["input_location"]

KINDS = {"photo": "InputPhotoFileLocation", "document": "InputDocumentFileLocation"}


def input_location(engine: Engine, location: FileLocation) -> Any:
    """Return the ``InputFileLocation``. Raises FileReferenceExpired for a kind that another version wrote."""
    if location.kind == "chat_photo":
        peer = input_peer_with(engine, location.chat_id, location.access_hash)
        return engine.types.InputPeerPhotoFileLocation(peer=peer, photo_id=location.id)
    if location.kind not in KINDS:
        raise FileReferenceExpired
    return getattr(engine.types, KINDS[location.kind])(
        id=location.id,
        access_hash=location.access_hash,
        file_reference=location.file_reference,
        thumb_size=location.thumb_size,
    )
