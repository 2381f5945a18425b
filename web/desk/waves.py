"""The wave of a voice message, drawn as lines."""

from collections.abc import Sequence

__all__ = ["wave_path"]

LINES = 48  # fit beside the button at 320 pixels
WIDTH, MIDDLE, LOUDEST = 4, 16, 31  # units of a line, of half the height, of Telegram's values


def wave_path(loudness: Sequence[int]) -> str:
    """Return the ``d`` of a path of :data:`LINES` lines in a box of 192 x 32 units; nothing for nothing."""
    if not loudness:
        return ""
    return "".join(_line(place, _loudest(loudness, place)) for place in range(LINES))


def _loudest(loudness: Sequence[int], place: int) -> int:
    start = place * len(loudness) // LINES
    stop = max(start + 1, (place + 1) * len(loudness) // LINES)
    return max(loudness[start:stop])


def _line(place: int, value: int) -> str:
    half = max(1, min(value, LOUDEST) * (MIDDLE - 2) // LOUDEST)
    return f"M{place * WIDTH + 2} {MIDDLE - half}v{2 * half}"
