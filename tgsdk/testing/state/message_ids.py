"""Message ids of a server (https://core.telegram.org/mtproto/description#message-identifier-msg-id)."""

from collections.abc import Callable


class MessageIds:
    """Message ids of a server: by its clock, odd and growing (https://core.telegram.org/mtproto/description)."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last = 0

    def for_answer(self) -> int:
        """The id of an answer."""
        return self._next(1)

    def for_notice(self) -> int:
        """The id of what is no answer."""
        return self._next(3)

    def _next(self, remainder: int) -> int:
        by_clock = int(self._now() * 2**32) & ~3
        self._last = max(by_clock, (self._last & ~3) + 4) | remainder
        return self._last
