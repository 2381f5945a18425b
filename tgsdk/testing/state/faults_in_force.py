"""The faults that are in force now, and the clock that they may put wrong."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..faults import BadClock, Fault, ForgetAuthKey, Refuse

FaultType = TypeVar("FaultType", bound=Fault)


class FaultInForce:
    """One fault in force: for one method or all, a number of times or until it is withdrawn."""

    __slots__ = ("fault", "keys", "left", "method")

    def __init__(self, fault: Fault, method: str | None, times: int | None, keys: frozenset[int]):
        self.fault = fault
        self.method = method
        self.left = times
        self.keys = keys

    def applies_to(self, method: str) -> bool:
        return self.left != 0 and (self.method is None or self.method == method)

    def use(self) -> None:
        if self.left is not None:
            self.left -= 1


class FaultsInForce:
    """All faults in force, the newest first. Written to from any thread, read by the server's own."""

    def __init__(self) -> None:
        self._in_force: tuple[FaultInForce, ...] = ()
        self._lock = threading.Lock()

    @contextmanager
    def put_in_force(
        self, fault: Fault, *, method: str | None, times: int | None, keys: frozenset[int] = frozenset()
    ) -> Iterator[None]:
        """Put the fault in force inside the block. ``keys`` are those that `ForgetAuthKey` forgets."""
        if isinstance(fault, BadClock | ForgetAuthKey | Refuse) and (method is not None or times is not None):
            raise ValueError(f"{type(fault).__name__} is not about single calls: it takes neither method nor times")
        new = FaultInForce(fault, method, times, keys)
        with self._lock:
            self._in_force = (new, *self._in_force)
        try:
            yield
        finally:
            with self._lock:
                self._in_force = tuple(each for each in self._in_force if each is not new)

    def take(self, kind: type[FaultType], method: str) -> FaultType | None:
        """Return the newest fault of this kind in force for this method, and count one occurrence of it."""
        for each in self._in_force:
            if isinstance(each.fault, kind) and each.applies_to(method):
                each.use()
                return each.fault
        return None

    def forget(self, auth_key_id: int) -> bool:
        """Tell whether the server has to pretend not to know this key."""
        return any(isinstance(each.fault, ForgetAuthKey) and auth_key_id in each.keys for each in self._in_force)

    def now(self) -> float:
        """Return the server's time in seconds since 1970, as wrong as `BadClock` has it."""
        off = sum(each.fault.seconds for each in self._in_force if isinstance(each.fault, BadClock))
        return time.time() + off
