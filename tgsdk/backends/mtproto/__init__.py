"""MTProto, written once for every engine: bring an Engine, and MTProtoBackend does the rest."""

from .backend import MTProtoBackend
from .engine import Engine, Unreadable

__all__ = ["Engine", "MTProtoBackend", "Unreadable"]
