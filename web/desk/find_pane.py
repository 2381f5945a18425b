"""FindPane: the search inside an open chat, and its steps from one message to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from tgsdk import FoundPage
from web.words.moments import day_of

from .addresses import chat_url, found_url
from .asked import ChatAsked


@dataclass(frozen=True, slots=True)
class FindPane:
    """The fields that look for words and for a day in a chat. ``found`` are the messages about the one on the page."""

    asked: ChatAsked
    found: FoundPage | None = None

    @property
    def url(self) -> str:
        """The address that the fields are sent to."""
        return chat_url(self.asked.id)

    @property
    def way(self) -> Sequence[tuple[str, str]]:
        """What the address says besides."""
        topic = () if self.asked.topic is None else (("topic", str(self.asked.topic)),)
        return (*self.asked.way, *topic)

    @property
    def query(self) -> str:
        """The words that are looked for."""
        return self.asked.find

    @property
    def day(self) -> date | None:
        """The day that was jumped to."""
        return day_of(self.asked.from_date) if self.asked.from_date else None

    @property
    def today(self) -> date:
        """The last day that messages can be of."""
        return timezone.localdate()

    @property
    def is_open(self) -> bool:
        """True where something is looked for."""
        return bool(self.query or self.day)

    @property
    def count(self) -> int | None:
        """The number of messages that have the words."""
        return self.found.count if self.found else None

    @property
    def here(self) -> int | None:
        """The id of the message that was found and is shown."""
        return next((number for number in self._ids if number == self._place), None)

    @property
    def older_url(self) -> str | None:
        """The way to the one before it."""
        older = [number for number in self._ids if number < self._place]
        return found_url(self.asked, max(older)) if older else None

    @property
    def newer_url(self) -> str | None:
        """The way to the one after it."""
        newer = [number for number in self._ids if number > self._place]
        return found_url(self.asked, min(newer)) if newer else None

    @property
    def said(self) -> str:
        """What was found, in words: the newest message is the first."""
        if self.found is None:
            return ""
        if not self._ids and not self.count:
            return _("Nothing found")
        if self.here is None or self.count is None or self.found.offset is None:
            return str(self.count or "")
        position = self.found.offset + self._ids.index(self.here) + 1
        return _("%(position)d of %(count)d") % {"position": position, "count": self.count}

    @property
    def _place(self) -> int:
        return self.asked.around or 0

    @property
    def _ids(self) -> list[int]:
        return [each.message.id for each in self.found.items] if self.found else []
