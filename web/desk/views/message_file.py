"""The file of a message, passed on from Telegram in parts."""

import weakref
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from web.failures.errors import TooManyDownloads
from web.readers import SignedInRequest
from web.words.files import SHOWN_INLINE, safe_name, safe_type

from ..calls import Desk, desk_of
from ..downloads import AT_A_TIME, PLAYED_PARTS, TRY_AGAIN_AFTER, Download, RangeNotSatisfiable, Stretch

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
#: A sound or a film is played from it: answers to ranges end early, and no thread waits for a pause to end.
PLAYED = "play"


@require_safe
def message_file(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponseBase:
    with desk_of(request) as desk:
        download = Download.opened(request, desk, chat_id, message_id)
        return answer_with_file(request, desk, download, _headers(download))


def answer_with_file(
    request: SignedInRequest, desk: Desk, download: Download, headers: dict[str, str], magic: bytes = b""
) -> HttpResponseBase:
    """Answer with the file, or with what is wanted of it. Http404 for a file that does not begin with ``magic``."""
    size = download.attachment.size
    told = get_conditional_response(request, etag=download.etag, response=HttpResponse(headers=headers))
    if told and told.status_code != HTTPStatus.OK:
        return told
    try:
        wanted = Stretch.wanted(_range(request, download), size)
    except RangeNotSatisfiable:
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return HttpResponse(status=status, headers={**headers, "Content-Range": f"bytes */{size}"})
    whole = wanted or Stretch(0, size)
    if request.method == "HEAD" or whole.start == whole.stop:
        return HttpResponse(headers={**headers, "Content-Length": str(whole.stop - whole.start)})
    if wanted and PLAYED in request.GET and not magic:
        first = download.first_parts(desk, wanted, PLAYED_PARTS)
        wanted = Stretch(wanted.start, wanted.start + sum(map(len, first)))
        return _part(HttpResponse(b"".join(first), headers=headers), wanted, size)
    first = download.first_parts(desk, whole)
    if whole.start == 0 and first[0][: len(magic)] != magic[: whole.stop]:
        raise Http404(request.path)
    response = DownloadResponse(request, download.parts(first, whole))
    for name, value in headers.items():
        response[name] = value
    return _part(response, whole, size) if wanted else _whole(response, size)


def _whole(response: HttpResponseBase, size: int) -> HttpResponseBase:
    response["Content-Length"] = str(size)
    return response


def _part(response: HttpResponseBase, part: Stretch, size: int) -> HttpResponseBase:
    response.status_code = HTTPStatus.PARTIAL_CONTENT
    response["Content-Length"] = str(part.stop - part.start)
    response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def _range(request: SignedInRequest, download: Download) -> str | None:
    """The range that is asked for, unless it is meant for another file. Only GET has ranges."""
    known = request.headers.get("If-Range")
    return request.headers.get("Range") if request.method == "GET" and known in (None, download.etag) else None


def _headers(download: Download) -> dict[str, str]:
    attachment = download.attachment
    is_inline = "inline" in download.request.GET and attachment.mime_type in SHOWN_INLINE
    return file_headers(download, safe_type(attachment), POLICY, is_inline=is_inline)


def file_headers(download: Download, content_type: str, policy: str, *, is_inline: bool) -> dict[str, str]:
    """What is said of a file, whichever part of it is sent."""
    name = safe_name(download.attachment, download.message_id)
    return {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition_header(not is_inline, name) or "attachment",
        "Content-Security-Policy": policy,
        "Accept-Ranges": "bytes",
        "ETag": download.etag,
    }


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
