"""What has changed in an open chat since its page was made: new messages, edited ones, and those that are gone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from .message_rows import MessageRow

MOST = 50  # messages that are looked after: the newest ones on the page
VERSION = re.compile(r"([0-9]{1,10})(s?(?:e[0-9a-f]{1,16})?)")

Versions = Mapping[int, str]


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
        """From the versions on the page to the newest rows ``now``, oldest first; ``after`` is the newest on the page.

        Unless they are the whole chat, nothing is said of the oldest of them, for what stands above it is not known.
        """
        new = [row for row in now if row.id > after]
        in_place = [row for row in now[0 if is_whole else 1 :] if row.id in before]
        lowest = 0 if is_whole or not now else now[0].id
        ids = {row.id for row in now}
        gone = [message_id for message_id in before if message_id >= lowest and message_id not in ids]
        versions = joined(before, [*in_place, *new])
        return cls(
            new=new,
            changed=[row for row in in_place if row.version != before[row.id]],
            gone=[f"message-{message_id}" for message_id in gone],
            versions={message_id: versions[message_id] for message_id in versions if message_id not in gone},
        )


def joined(before: Versions, rows: Iterable[MessageRow]) -> Versions:
    """The versions of the newest messages that are on the page with these rows."""
    versions = {**before, **{row.id: row.version for row in rows}}
    return dict(sorted(versions.items())[-MOST:])


def written(versions: Versions) -> str:
    """For an address: ``12s.13.14e671f2a3b``."""
    return ".".join(f"{message_id}{version}" for message_id, version in versions.items())


def read(text: str) -> dict[int, str]:
    """Raises ValueError for what :func:`written` did not write."""
    found = [VERSION.fullmatch(each) for each in text.split(".")] if text else []
    if len(found) > MOST or not all(found):
        raise ValueError("no versions of messages")
    return {int(each[1]): each[2] for each in found if each}
