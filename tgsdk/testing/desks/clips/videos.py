"""Videos of a few kilobytes (H.264 in MP4, recorded by a browser), made as long as wanted by what players pass over."""

from pathlib import Path

from ..files import Noise

__all__ = ["clip", "recorded"]

FOLDER = Path(__file__).parent
BOX_HEAD = 8  # bytes


def clip(name: str, size: int, seed: int) -> Noise:
    """Return the clip of this name, followed by a ``free`` box, as ``size`` bytes in all."""
    data = recorded(name)
    free = (size - len(data)).to_bytes(4, "big") + b"free"
    return Noise(size=size, seed=seed, head=data + free)


def recorded(name: str) -> bytes:
    """Return the clip as it was recorded."""
    return (FOLDER / f"{name}.mp4").read_bytes()
