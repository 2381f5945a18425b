"""RemoteBackend: the account that somebody has connected in another HR Helper, through its JSON API."""

from .backend import RemoteBackend

__all__ = ["RemoteBackend"]
