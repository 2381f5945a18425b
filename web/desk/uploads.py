"""Uploads: files of a request on their way to Telegram, in parts, never whole in memory.

They are opened where messages are sent and planned alone, and for whoever is signed in: elsewhere a body is as
short as a form, and what it has of files is dropped. A request's files lie on the disk, without a name, from the moment
that they come until its answer: the account must not be held while a slow line brings them. From there they go to
Telegram in stretches of a second, between which others have the account.
"""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict

from tgsdk import NotLoggedIn, Upload
from tgsdk.contrib.django.accounts import open_for_a_transfer
from web.failures.errors import TooManyUploads
from web.readers import SignedInRequest
from web.shares import Share

from .calls import desk_of

UPLOAD_LIMIT = 512 * 1024**2  # bytes of the files of one request
ROOM_FOR_FIELDS = 64 * 1024  # bytes of a request beside its files
TAKE_FILES = ("telegram:messages_list", "telegram:scheduled")
MOST_FILES = 10  # of a request: an album has no more
HELD_FOR = 1.0  # seconds that the account is held at a time
STEP_TIMEOUT = 30  # seconds for a few parts, on a slow line to Telegram
AT_A_TIME = Share(2)  # requests with files of one recruiter in this process
BY_THREADS = Share(3)  # of all recruiters together, where each keeps a thread waiting for its bytes
TRY_AGAIN_AFTER = 5  # seconds
REFUSED = "hrhelper.refused"  # marks the scope of a request whose recruiter sends as many files as one may


def upload_limit() -> int:
    """Bytes that the files of a request may have together."""
    limit: int = settings.TELEGRAM.get("UPLOAD_LIMIT", UPLOAD_LIMIT)
    return limit


def body_limit(request: HttpRequest) -> int:
    """Bytes that the body of a request may have."""
    return upload_limit() + ROOM_FOR_FIELDS if takes_files(request) else settings.BODY_LIMIT


def takes_files(request: HttpRequest) -> bool:
    """True for a form with files at an address that takes them."""
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return False
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return match.view_name in TAKE_FILES


@contextmanager
def share_of_threads(request: HttpRequest) -> Iterator[None]:
    """Hold a piece of what one recruiter, and all together, may send at a time. Raises TooManyUploads.

    Under ASGI the bytes are there by now, nobody's thread has waited for them, and ``upload_gate`` holds the piece.
    """
    refusal = TooManyUploads(TRY_AGAIN_AFTER)
    if isinstance(request, ASGIRequest):
        if REFUSED in request.scope:
            raise refusal
        yield
        return
    with AT_A_TIME.piece(request.user.pk, refusal), BY_THREADS.piece("all", refusal):
        yield


def wait_for_no_more(request: HttpRequest) -> None:
    """Have gunicorn not wait for the rest of a body that is refused: each would keep a thread for seconds."""
    if (connection := request.META.get("gunicorn.socket")) is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RD)


class FilesToDisk(FileUploadHandler):
    """Keep each file of a form in a temporary file without a name, which is gone when the request is.

    A form that breaks off is not taken for a whole one: Django itself would take what came for the file.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - as Django calls it
        content_length: int,
        boundary: str,  # noqa: ARG002 - as Django calls it
        encoding: str | None = None,
    ) -> "tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]]":
        body = _Counted(input_data)
        handler = _FileToDisk(self.request)
        try:
            post, files = MultiPartParser(META, cast("Any", body), [handler], encoding).parse()
        except Exception:
            handler.upload_interrupted()  # the parser closes the files before that one
            raise
        if body.count < content_length:
            for _, broken in files.lists():
                for file in broken:
                    file.close()
            raise UnreadablePostError("the body broke off")
        return post, files

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - as Django calls it
        return None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - as Django calls it
        return None


class _FileToDisk(FileUploadHandler):
    """Write one file after the other."""

    file: Any = None
    files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > MOST_FILES:
            raise RequestDataTooBig("more files than an album has")
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - the request closes it
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - as Django calls it
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()


class _Counted:
    """A body whose bytes are counted as they are read."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._body.read(size)
        self.count += len(data)
        return data


def save_at_telegram(request: SignedInRequest, upload: Upload) -> None:
    """Upload a file in stretches, between which whoever else waits for the account goes first."""
    owner: int | None = None
    while not upload.is_saved:
        with desk_of(request, open_for_a_transfer, timeout=STEP_TIMEOUT) as desk:
            if owner not in (None, desk.account.row.telegram_user_id):
                raise NotLoggedIn("Another account is connected now")
            owner = desk.account.row.telegram_user_id
            desk.save_parts(upload, HELD_FOR)
