"""Downloads: the file of a message on its way from Telegram to the browser, in parts, never whole in memory.

The account is held for about a second at a time, and whoever else waits for it goes first. It is never held while the
browser reads.
"""

import hashlib
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User

from tgsdk import Attachment, DownloadIncomplete, FileReferenceExpired, NotLoggedIn, TelegramError
from tgsdk.contrib.django.accounts import open_for_a_transfer
from web.failures.errors import FileTooLarge
from web.readers import SignedInRequest
from web.shares import Share
from web.tokens.bearer import is_still_live, token_of

from .calls import Desk, desk_of

logger = logging.getLogger(__name__)

FILE_LIMIT = 2 * 1024**3  # bytes
HELD_FOR = 1.0  # seconds that the account is held at a time
MOST_PARTS = 8  # that wait in memory for the browser
PLAYED_PARTS = 2  # of a sound or a film at a time: it asks for the next ones when it gets there
AT_A_TIME = Share(4)  # downloads of one recruiter in this process
TRY_AGAIN_AFTER = 5  # seconds
RANGE = re.compile(r"bytes=(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))", re.ASCII | re.IGNORECASE)


class RangeNotSatisfiable(Exception):
    """A range begins where the file has ended already."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes of a file from ``start`` up to ``stop``."""

    start: int
    stop: int

    @classmethod
    def wanted(cls, said: str | None, size: int) -> Self | None:
        """Read a Range header (RFC 9110, 14). None for the whole file, which is also the answer to what is not
        understood, and to the end of an empty file."""
        matched = RANGE.fullmatch((said or "").strip().replace(" ", ""))
        if matched is None:
            return None
        first, last, suffix = matched.groups()
        if suffix is not None:
            if size == 0 and int(suffix):
                return None
            start, stop = max(0, size - int(suffix)), size
        else:
            start, stop = int(first), min(size, int(last) + 1) if last else size
            if last and int(last) < int(first):
                return None
        if start >= size or start >= stop:
            raise RangeNotSatisfiable
        return cls(start, stop)


@dataclass(slots=True, kw_only=True)
class Download:
    """A file on its way to whoever sent ``request``, from the account ``telegram_user_id``."""

    request: SignedInRequest
    chat_id: int
    message_id: int
    attachment: Attachment
    telegram_user_id: int | None

    @classmethod
    def opened(cls, request: SignedInRequest, desk: Desk, chat_id: int, message_id: int) -> Self:
        """Ask for the message, so that whoever may not see it any more gets nothing. Raises FileTooLarge."""
        attachment = desk.attachment(chat_id, message_id)
        limit = settings.TELEGRAM.get("FILE_LIMIT", FILE_LIMIT)
        if attachment.size > limit:
            raise FileTooLarge(limit)
        return cls(
            request=request,
            chat_id=chat_id,
            message_id=message_id,
            attachment=attachment,
            telegram_user_id=desk.account.row.telegram_user_id,
        )

    @property
    def etag(self) -> str:
        """Tells this file from another one that takes its place in the message."""
        file = self.attachment
        values = (self.telegram_user_id, self.chat_id, self.message_id, file.kind, file.size, file.mime_type, file.name)
        return f'"{hashlib.sha256(repr(values).encode()).hexdigest()[:32]}"'

    def first_parts(self, desk: Desk, wanted: Stretch, most: int = MOST_PARTS) -> list[bytes]:
        """Fetch the first parts before the answer begins, while a failure can still be said."""
        return self._fetched(desk, wanted.start, wanted.stop, most)

    def parts(self, first: list[bytes], wanted: Stretch) -> Iterator[bytes]:
        """Yield all parts. A failure breaks the answer off, so that nobody takes a half for the whole."""
        position, parts = wanted.start, first
        while True:
            for part in parts:
                position += len(part)
                yield part
            parts = []  # nothing waits in memory for the next ones
            if position >= wanted.stop:
                return
            try:
                parts = self._continued(position, wanted.stop)
            except TelegramError as error:
                logger.warning("A download broke off: %s %s", type(error).__name__, error.telegram_name or "")
                raise

    def _continued(self, start: int, stop: int) -> list[bytes]:
        if not self._may_go_on():
            raise NotLoggedIn("Nobody is signed in any more")
        with desk_of(self.request, open_for_a_transfer) as desk:
            if desk.account.row.telegram_user_id != self.telegram_user_id:
                raise NotLoggedIn("Another account is connected now")
            try:
                return self._fetched(desk, start, stop)
            except FileReferenceExpired:
                self._renew(desk)
                return self._fetched(desk, start, stop)

    def _may_go_on(self) -> bool:
        """Look whether the recruiter is still signed in, for a download may take minutes."""
        if token := token_of(self.request):
            return is_still_live(token)
        session = self.request.session
        is_active = User.objects.filter(pk=self.request.user.pk, is_active=True).exists()
        return is_active and session.session_key is not None and session.exists(session.session_key)

    def _renew(self, desk: Desk) -> None:
        size, self.attachment = self.attachment.size, desk.attachment(self.chat_id, self.message_id)
        if self.attachment.size != size:
            raise DownloadIncomplete("The message has another file now")

    def _fetched(self, desk: Desk, start: int, stop: int, most: int = MOST_PARTS) -> list[bytes]:
        """Fetch for as long as the account may be held, one part at least."""
        fetched: list[bytes] = []
        until = time.monotonic() + HELD_FOR
        for part in desk.parts(self.attachment, start, stop):
            fetched.append(part)
            if len(fetched) == most or time.monotonic() > until:
                break
        if not fetched:
            raise DownloadIncomplete("Telegram gave nothing of the file")
        return fetched
