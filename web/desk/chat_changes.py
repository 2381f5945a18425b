"""Changes of an open chat since its page was made: new messages, edited ones, and those that are gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from .message_rows import MessageRow
from .versions import Versions, keep_newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Rows for the page: ``new`` ones below, ``changed`` ones in their places; ``gone`` are the element ids of others.

    ``versions`` are those of the messages that are on the page then.
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

        Unless the rows are the whole chat, the oldest of them never counts as changed: what stands above it, and so
        whether it begins a group, is not known.
        """
        new = [row for row in now if row.id > after]
        in_place = [row for row in now[0 if is_whole else 1 :] if row.id in before]
        lowest = 0 if is_whole or not now else now[0].id
        ids = {row.id for row in now}
        gone = [message_id for message_id in before if message_id >= lowest and message_id not in ids]
        versions = join_versions(before, [*in_place, *new])
        return cls(
            new=new,
            changed=[row for row in in_place if row.version != before[row.id]],
            gone=[f"message-{message_id}" for message_id in gone],
            versions={message_id: versions[message_id] for message_id in versions if message_id not in gone},
        )


def join_versions(before: Versions, rows: Iterable[MessageRow]) -> Versions:
    """The versions of the newest messages on the page, once these rows are on it too."""
    return keep_newest({**before, **{row.id: row.version for row in rows}})
