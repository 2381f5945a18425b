"""The script of a MemoryBackend: the failures that come next, and the calls that were made."""

import threading

from tgsdk.errors import TelegramError

__all__ = ["Script"]


class Script:
    """The failures that the next operations meet, and the list of the operations that were asked for."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._failures: list[TelegramError] = []
        self._lock = threading.Lock()

    def fail(self, error: TelegramError, times: int) -> None:
        """Make the next ``times`` operations raise ``error``."""
        with self._lock:
            self._failures.extend([error] * times)

    def note(self, operation: str) -> None:
        """List an operation, and raise the failure that is its turn, if there is one."""
        with self._lock:
            self.calls.append(operation)
            if self._failures:
                raise self._failures.pop(0)
