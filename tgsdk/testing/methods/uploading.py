"""``upload.saveFilePart`` and ``saveBigFilePart``: files in parts (https://core.telegram.org/api/files#uploading-files)."""

from typing import Any

from ..desks.uploads import LARGEST_PART, MOST_PARTS, SMALL
from .registry import Refusal, Request, method

KILOBYTE = 1024
MOST_OF_SMALL = -(-SMALL // KILOBYTE)  # parts of the smallest size that make the largest small file


@method("upload.SaveFilePart")
def save_file_part(request: Request) -> Any:
    return _save(request, total=None)


@method("upload.SaveBigFilePart")
def save_big_file_part(request: Request) -> Any:
    total = request.query.file_total_parts
    if total != -1 and not 0 < total <= MOST_PARTS:
        raise Refusal(400, "FILE_PARTS_INVALID")
    return _save(request, total=total)


def _save(request: Request, total: int | None) -> bool:
    query = request.query
    if not 0 <= query.file_part < MOST_PARTS:
        raise Refusal(400, "FILE_PART_INVALID")
    if not query.bytes:
        raise Refusal(400, "FILE_PART_EMPTY")
    if len(query.bytes) > LARGEST_PART:
        raise Refusal(400, "FILE_PART_TOO_BIG")
    request.desk.uploads.save(query.file_id, query.file_part, query.bytes, is_big=total is not None)
    return True
