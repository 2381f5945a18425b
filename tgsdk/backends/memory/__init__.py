"""MemoryBackend: a Telegram without a network, for tests and for work on pages."""

from .backend import MemoryBackend

__all__ = ["MemoryBackend"]
