"""Changes of an open chat since its page was made: new messages, edited ones, and those that are gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from .message_rows import MessageRow
from .versions import STARTS_GROUP, Versions, keep_newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Rows for the page: ``new`` ones below, ``changed`` ones in their places; ``gone`` are the element ids of others.

    ``versions`` are those of the newest messages that are on the page then.
    """

    new: Sequence[MessageRow] = ()
    changed: Sequence[MessageRow] = ()
    gone: Sequence[str] = ()
    versions: Versions = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    @classmethod
    def between(cls, before: Versions, now: Sequence[MessageRow], *, after: int, is_whole: bool) -> Self:
        """Compare the versions on the page with the newest rows ``now``, oldest first. The page ends at ``after``.

        Unless the rows are the whole chat, it is not known what stands above the oldest of them.
        """
        new = [row for row in now if row.id > after]
        in_place = _in_place(before, now, is_whole=is_whole)
        lowest = 0 if is_whole or not now else now[0].id
        gone = _missing(before, now, lowest=lowest)
        versions = join_versions(before, [*in_place, *new])
        return cls(
            new=new,
            changed=[row for row in in_place if row.version != before[row.id]],
            gone=[f"message-{message_id}" for message_id in gone],
            versions={message_id: versions[message_id] for message_id in versions if message_id not in gone},
        )

    @classmethod
    def further_up(cls, before: Versions, now: Sequence[MessageRow]) -> Self:
        """Compare versions further up with the rows ``now``, oldest first: as many, beginning where they begin."""
        highest = now[-1].id if len(now) >= len(before) > 0 else None
        known = {message_id: before[message_id] for message_id in before if highest is None or message_id <= highest}
        return cls(
            changed=[row for row in _in_place(known, now, is_whole=False) if row.version != known[row.id]],
            gone=[f"message-{message_id}" for message_id in _missing(known, now)],
        )

    def with_those(self, further_up: "Changes") -> "Changes":
        """Add the changes further up. A message may be in both where the page has mixed the two up."""
        told = {*self.gone, *(row.element_id for row in self.changed)}
        return replace(
            self,
            changed=[*self.changed, *(row for row in further_up.changed if row.element_id not in told)],
            gone=[*self.gone, *(element_id for element_id in further_up.gone if element_id not in told)],
        )


def join_versions(before: Versions, rows: Iterable[MessageRow]) -> Versions:
    """The versions of the newest messages on the page, once these rows are on it too."""
    return keep_newest({**before, **{row.id: row.version for row in rows}})


def _in_place(before: Versions, now: Sequence[MessageRow], *, is_whole: bool) -> list[MessageRow]:
    """Pick the rows that are on the page; the oldest begins a group if it did so there, for nobody knows better. So it
    is with an album that may have begun earlier: its rows stay as they are."""
    rows = [row for row in now if row.id in before]
    if is_whole or not rows or rows[0] is not now[0]:
        return rows
    if rows[0].album_id is not None:
        album_id = rows[0].album_id
        return [replace(row, version=before[row.id]) if row.album_id == album_id else row for row in rows]
    starts_group = before[rows[0].id].startswith(STARTS_GROUP)
    version = rows[0].version.removeprefix(STARTS_GROUP)
    oldest = replace(rows[0], starts_group=starts_group, version=f"{STARTS_GROUP if starts_group else ''}{version}")
    return [oldest, *rows[1:]]


def _missing(before: Versions, now: Sequence[MessageRow], *, lowest: int = 0) -> list[int]:
    ids = {row.id for row in now}
    return [message_id for message_id in before if message_id >= lowest and message_id not in ids]
