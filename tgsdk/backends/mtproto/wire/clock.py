"""Telegram's clock, as far as its messages tell it."""

import time

from tgsdk.errors import ProtocolError

__all__ = ["SEEN_KEPT", "SeenIds", "ServerClock"]

FRACTION = 2**32  # of a second, in a message id
BEHIND, AHEAD = 300, 30  # seconds that a message may be off Telegram's clock
SEEN_KEPT = 1000


class ServerClock:
    """The time of the server. It goes on by itself, whatever somebody does to the clock of this machine."""

    def __init__(self) -> None:
        self._ahead = time.time() - time.monotonic()
        self.is_known = False

    def now(self) -> float:
        """Return the seconds since 1970 by Telegram's clock, or by ours as long as that is not known."""
        return time.monotonic() + self._ahead

    @property
    def offset(self) -> float:
        """How many seconds Telegram's clock is ahead of ours."""
        return self.now() - time.time()

    def set(self, seconds: float) -> None:
        """Take over what Telegram says the time is."""
        self._ahead, self.is_known = seconds - time.monotonic(), True

    def set_by(self, message_id: int) -> None:
        """Take over the time of a message, however far off it is."""
        self.set(message_id / FRACTION)

    def check(self, message_id: int) -> None:
        """Raise ProtocolError unless a message with this id can be of now; what it tells of the time is kept.

        Before the first message the clock is not known, but as Telegram has taken a message of ours, it is not further
        off than that lets it be. Of several messages the one that was least late knows the time best.
        """
        seconds = message_id / FRACTION
        ahead = seconds - self.now()
        if not -BEHIND <= ahead <= (AHEAD if self.is_known else BEHIND):
            raise ProtocolError("what arrived is too old, or from the future")
        if ahead > 0 or not self.is_known:
            self.set(seconds)

    def message_id(self, after: int) -> int:
        """Return an id for a message of ours that is higher than ``after``.

        https://core.telegram.org/mtproto/description#message-identifier-msg-id
        """
        return max(int(self.now() * FRACTION) & ~3, after + 4)


class SeenIds:
    """The ids of the messages that came, the newest of them: each is taken once."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._lowest = 0

    def add(self, message_id: int) -> bool:
        """Note the id, and return whether it is new. One that is lower than all that are kept never is."""
        if message_id <= self._lowest or message_id in self._ids:
            return False
        self._ids.add(message_id)
        if len(self._ids) > SEEN_KEPT:
            kept = sorted(self._ids)[SEEN_KEPT // 2 :]
            self._ids, self._lowest = set(kept), kept[0] - 1
        return True
