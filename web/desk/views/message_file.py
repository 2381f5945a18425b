"""The file of a message, passed on from Telegram in parts."""

import weakref
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from web.failures.errors import TooManyDownloads
from web.readers import SignedInRequest
from web.words.files import SHOWN_INLINE, safe_name, safe_type

from ..calls import desk_of
from ..downloads import AT_A_TIME, TRY_AGAIN_AFTER, Download, RangeNotSatisfiable, Stretch

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def message_file(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponseBase:
    with desk_of(request) as desk:
        download = Download.opened(request, desk, chat_id, message_id)
        size = download.attachment.size
        try:
            wanted = Stretch.wanted(_range(request, download), size)
        except RangeNotSatisfiable:
            return _described(HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE), download, f"*/{size}")
        whole = wanted or Stretch(0, size)
        is_empty = request.method == "HEAD" or whole.start == whole.stop
        first = [] if is_empty else download.first_parts(desk, whole)
    response = HttpResponse() if is_empty else DownloadResponse(request, download.parts(first, whole))
    response["Content-Length"] = str(whole.stop - whole.start)
    if wanted:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        return _described(response, download, f"{wanted.start}-{wanted.stop - 1}/{size}")
    return _described(response, download)


def _range(request: SignedInRequest, download: Download) -> str | None:
    """The range that is asked for, unless it is meant for another file."""
    known = request.headers.get("If-Range")
    return request.headers.get("Range") if known in (None, download.etag) else None


def _described(response: HttpResponseBase, download: Download, content_range: str = "") -> HttpResponseBase:
    attachment = download.attachment
    is_inline = "inline" in download.request.GET and attachment.mime_type in SHOWN_INLINE
    name = safe_name(attachment, download.message_id)
    response["Content-Type"] = safe_type(attachment)
    response["Content-Disposition"] = content_disposition_header(not is_inline, name) or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = download.etag
    if content_range:
        response["Content-Range"] = f"bytes {content_range}"
    return response


class DownloadResponse(StreamingHttpResponse):
    """A file on its way, which takes a piece of the recruiter's share until it is closed, or dropped unclosed: so does
    Django with the answer of a view whose reader has gone meanwhile.

    Raises TooManyDownloads where the share is used up.
    """

    def __init__(self, request: SignedInRequest, parts: Iterator[bytes]) -> None:
        super().__init__(_part_by_part(parts) if isinstance(request, ASGIRequest) else parts)
        if not AT_A_TIME.take(request.user.pk):
            raise TooManyDownloads(TRY_AGAIN_AFTER)
        self._give_back = weakref.finalize(self, AT_A_TIME.give_back, request.user.pk)
        self._give_back.atexit = False

    def close(self) -> None:
        super().close()
        self._give_back()


async def _part_by_part(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield for an ASGI server, which would take all parts of an iterator into memory first."""
    while (part := await sync_to_async(_next)(parts)) is not None:
        yield part


def _next(parts: Iterator[bytes]) -> bytes | None:
    return next(parts, None)
