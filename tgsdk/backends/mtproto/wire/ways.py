"""What a process remembers of the ways to Telegram: which of them answered last, and when."""

import time
from collections.abc import Sequence

from .options import Route
from .proxies import ProxyAddress

__all__ = ["in_order", "is_trusted", "note", "note_place", "places_in_order"]

TRUST = 60.0  # seconds after an answer in which a way needs not prove itself anew
MOST = 10_000  # ways of many accounts; more would only be forgotten proxies

Way = tuple[object, ProxyAddress]
Place = tuple[str, int]

# Looked into and changed by many threads: each step is one operation on a dictionary.
_answered: dict[Way, float] = {}
_last_place: dict[object, bool] = {}  # by server: whether the last connection was by IPv6


def in_order(route: Route) -> tuple[ProxyAddress, ...]:
    """Return the ways of a route, that by which Telegram answered last before the others."""
    last = max(route.ways, key=lambda way: _answered.get((route.server, way), 0.0))
    if (route.server, last) not in _answered:
        return route.ways
    return last, *(way for way in route.ways if way != last)


def is_trusted(route: Route, way: ProxyAddress) -> bool:
    """Tell whether Telegram answered by this way just now."""
    return time.monotonic() - _answered.get((route.server, way), -TRUST) < TRUST


def note(route: Route, way: ProxyAddress, *, has_answered: bool) -> None:
    """Remember that Telegram answered by this way, or that it did not."""
    if not has_answered:
        _answered.pop((route.server, way), None)
        return
    if len(_answered) >= MOST:
        _answered.clear()
    _answered[route.server, way] = time.monotonic()


def places_in_order(route: Route, places: Sequence[Place]) -> Sequence[Place]:
    """Return the places of a data centre, that of the family by which the last connection came about first."""
    return places[::-1] if _last_place.get(route.server) else places


def note_place(route: Route, *, is_ipv6: bool) -> None:
    """Remember by which family a data centre was to be had."""
    _last_place[route.server] = is_ipv6
