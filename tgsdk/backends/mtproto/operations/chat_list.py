"""The list of chats, page by page, each chat once however many messages arrive meanwhile.

Telegram goes on from the position of the last chat given: a position is the time and id of a chat's last message. A
chat that gets a message rises above that position, and nobody would come past it any more. So each page also looks at
the top, at all that has risen since the page before, and gives what would be missed: a chat that was still to come
when it rose.

The pinned chats stand above all others and may be more than a page. They are given first, page by page, from a list of
their own. A pinned chat of the archive has its place among the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from tgsdk.errors import CursorInvalid
from tgsdk.types import Archive, Chat, ChatPage, Folder

from ..reading.guard import each_readable
from ..reading.peers import Known, chat_id_of, successor_of
from ..reading.raw import field, is_a, seconds_of
from ..wire.line import Line
from .chats import ARCHIVE, MAIN_LIST, Chats, dialog_in, get_dialogs, get_pinned_dialogs
from .cursors import read_cursor, read_lists, write_cursor
from .messages import Messages

__all__ = ["ChatList"]

FOLDERS = {Folder.MAIN: MAIN_LIST, Folder.ARCHIVE: ARCHIVE}
CURSORS = {None: "chats", MAIN_LIST: "chats in the main list", ARCHIVE: "chats in the archive"}
MOST_PINNED = 20  # asked for at once with the first page: more of them cost one more call
TOP = 20  # chats at the top that are looked at for what has risen; more where all of them have
MOST_RISEN = 60  # between two pages: each costs a call, and after so many it is better to begin anew
LAST = (2**31 - 1, 2**31 - 1)

Position = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dialog of an answer; ``position`` is its place in Telegram's order of the chats that are not pinned.

    ``is_pinned`` is set for those at the top of the list that is walked through: where that has all folders, not for
    those at the top of the archive. ``chat`` is None for one that is not shown: a group whose supergroup is listed too,
    or a chat that did not come with the answer.
    """

    chat_id: int
    position: Position
    is_pinned: bool
    chat: Chat | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How far a walk through the list has come, as a cursor holds it.

    All above ``position`` (of ``chat_id``) was given, and the ``pinned`` chats. It began at ``started_at``, and
    ``looked_at`` is the time of the newest message when the top was looked at last; the chats of ``newest`` had one
    at that very second.
    """

    position: Position
    chat_id: int
    started_at: int
    looked_at: int
    newest: frozenset[int]
    pinned: frozenset[int]

    @classmethod
    def from_cursor(cls, kind: str, cursor: str) -> Self:
        date, message_id, chat_id, started_at, looked_at = read_cursor(
            kind, cursor, "date", "message", "chat", "started", "looked"
        )
        newest, pinned = read_lists(kind, cursor, "newest", "pinned")
        return cls(
            position=(date, message_id),
            chat_id=chat_id,
            started_at=started_at,
            looked_at=looked_at,
            newest=frozenset(newest),
            pinned=frozenset(pinned),
        )

    def to_cursor(self, kind: str) -> str:
        return write_cursor(
            kind,
            date=self.position[0],
            message=self.position[1],
            chat=self.chat_id,
            started=self.started_at,
            looked=self.looked_at,
            newest=sorted(self.newest),
            pinned=sorted(self.pinned),
        )

    def may_miss(self, entry: Entry) -> bool:
        """Whether a chat at the top may be one that was still to come when it rose, and is on no later page.

        What is pinned is left out from the second page on; what has not risen will be met, or was.
        """
        if entry.chat is None or entry.chat_id in self.newest | self.pinned:
            return False
        if entry.position < self.position:
            return entry.is_pinned
        return entry.position[0] >= self.looked_at

    def has_risen(self, entry: Entry) -> bool:
        """Whether a chat may be missed because of a new message, not because it is pinned."""
        return not entry.is_pinned and self.may_miss(entry)

    def gone_on(self, given: Iterable[Entry]) -> Self:
        """Return the walk after these entries of a page; pinned ones have no place in the order."""
        last = [entry for entry in given if not entry.is_pinned and entry.position[0]][-1:]
        return replace(self, position=last[0].position, chat_id=last[0].chat_id) if last else self


class ChatList:
    """The chats of the account on ``line``, page by page: of one folder, or of all together."""

    def __init__(self, line: Line, chats: Chats, messages: Messages, folder: Folder | None = None) -> None:
        self._line = line
        self._chats = chats
        self._messages = messages
        self._folder = FOLDERS[folder] if folder else None
        self._cursor = CURSORS[self._folder]

    async def page(self, limit: int, cursor: str | None) -> ChatPage:
        if cursor is None:
            return await self._first(limit)
        return await self._further(limit, Walk.from_cursor(self._cursor, cursor))

    async def _first(self, limit: int) -> ChatPage:
        answer = await get_dialogs(self._line, limit=max(limit, MOST_PINNED), folder=self._folder)
        entries = list(self._entries(answer))
        given = entries[:limit]
        newest = _newest(entries)
        walk = Walk(
            position=LAST,
            chat_id=0,
            started_at=newest,
            looked_at=newest,
            newest=_at(newest, given),
            pinned=frozenset(entry.chat_id for entry in given if entry.is_pinned),
        ).gone_on(given)
        is_all = len(given) == len(entries) and _is_end(answer)
        return self._page(given, None if is_all else walk, _archive_in(answer))

    async def _further(self, limit: int, walk: Walk) -> ChatPage:
        top = await self._top(walk)
        if pinned := _pinned_to_come(top, walk)[:limit]:
            walk = replace(walk, pinned=walk.pinned | {entry.chat_id for entry in pinned})
        if len(pinned) == limit:
            return self._page(pinned, walk)
        return await self._after_the_pinned(pinned, top, limit, walk)

    async def _after_the_pinned(self, pinned: list[Entry], top: list[Entry], limit: int, walk: Walk) -> ChatPage:
        answer = await self._not_pinned(walk.position, walk.chat_id, limit)
        entries = list(self._entries(answer))
        here = {entry.chat_id for entry in entries}
        missed = [entry for entry in top if entry.chat_id not in here and await self._would_be_missed(entry, walk)]
        given = [*pinned, *missed, *(entry for entry in entries if entry.chat_id not in walk.pinned)]
        looked_at = max(_newest(top), walk.looked_at)
        further = replace(
            walk.gone_on(entries),
            looked_at=looked_at,
            newest=_at(looked_at, top),
            pinned=walk.pinned | {entry.chat_id for entry in top if entry.is_pinned},
        )
        return self._page(given, None if _is_end(answer) or further.position == walk.position else further)

    async def _top(self, walk: Walk) -> list[Entry]:
        """Return the pinned chats, and all with a message since the last look. Raises CursorInvalid for very many."""
        top: list[Entry] = []
        since = walk.looked_at
        answer = await get_dialogs(self._line, limit=TOP, folder=self._folder)
        while True:
            entries = list(self._entries(answer))
            top += [entry for entry in entries if entry.is_pinned or entry.position[0] >= since]
            if sum(map(walk.has_risen, top)) > MOST_RISEN:
                raise CursorInvalid("too many chats have risen since the page before")
            if not entries or (entries[-1].position[0] < since and not entries[-1].is_pinned) or _is_end(answer):
                return top
            last = entries[-1]
            if last.is_pinned:
                top = await self._all_pinned()
            answer = await self._not_pinned(LAST if last.is_pinned else last.position, last.chat_id, TOP)

    async def _not_pinned(self, position: tuple[int, int], chat_id: int, limit: int) -> Any:
        """Ask for the chats after a place, without the pinned ones."""
        date, message_id = (0, 0) if position == LAST else position
        return await get_dialogs(
            self._line,
            limit=limit,
            date=date,
            message_id=message_id,
            chat_id=chat_id,
            exclude_pinned=True,
            folder=self._folder,
        )

    async def _all_pinned(self) -> list[Entry]:
        return list(self._entries(await get_pinned_dialogs(self._line, self._folder or MAIN_LIST)))

    async def _would_be_missed(self, entry: Entry, walk: Walk) -> bool:
        """Whether the chat was on no page yet, and is on none that follows from where the walk is now."""
        if not walk.may_miss(entry):
            return False
        if entry.position < walk.position:
            return True
        peer = await self._chats.peer(entry.chat_id)
        before = await self._messages.last_before(peer, walk.looked_at)
        if before is None:
            return True
        date = seconds_of(before.date)
        return date < walk.started_at and (date, before.id) < walk.position

    def _entries(self, answer: Any) -> Iterator[Entry]:
        known = Known(answer)
        for dialog in answer.dialogs:
            chat_id = chat_id_of(dialog.peer)
            if is_a(dialog, "Dialog"):  # and not a folder
                yield Entry(
                    chat_id=chat_id,
                    position=(_date_of_last(dialog, chat_id, known), dialog.top_message),
                    is_pinned=bool(dialog.pinned) and (dialog.folder_id or MAIN_LIST) == (self._folder or MAIN_LIST),
                    chat=_shown(dialog, chat_id, known),
                )

    def _page(self, entries: Iterable[Entry], walk: Walk | None, archive: Archive | None = None) -> ChatPage:
        chats = tuple(entry.chat for entry in entries if entry.chat is not None)
        return ChatPage(items=chats, next=walk.to_cursor(self._cursor) if walk else None, archive=archive)


def _shown(dialog: Any, chat_id: int, known: Known) -> Chat | None:
    each = known.get(chat_id)
    if each is None or successor_of(each) is not None:
        return None
    return next(each_readable(lambda shown: dialog_in(shown, known), [dialog]), None)


def _date_of_last(dialog: Any, chat_id: int, known: Known) -> int:
    return seconds_of(field(known.message(chat_id, dialog.top_message), "date"))


def _pinned_to_come(top: Iterable[Entry], walk: Walk) -> list[Entry]:
    """Return the pinned chats that were not given, as long as no other chat was."""
    return [each for each in top if each.is_pinned and walk.position == LAST and each.chat_id not in walk.pinned]


def _newest(entries: Iterable[Entry]) -> int:
    return max((entry.position[0] for entry in entries), default=0)


def _at(date: int, entries: Iterable[Entry]) -> frozenset[int]:
    return frozenset(entry.chat_id for entry in entries if entry.position[0] == date)


def _is_end(answer: Any) -> bool:
    """Whether nothing follows. A short page is no end: Telegram leaves out what was deleted meanwhile."""
    return is_a(answer, "Dialogs") or not answer.dialogs


def _archive_in(answer: Any) -> Archive | None:
    """Read the row of the archive, which stands among the chats of the main list."""
    for each in answer.dialogs:
        if is_a(each, "DialogFolder") and each.folder.id == ARCHIVE:
            return Archive(
                unread_count=each.unread_muted_messages_count + each.unread_unmuted_messages_count,
                unread_chats=each.unread_muted_peers_count + each.unread_unmuted_peers_count,
            )
    return None
