"""The fixtures of :mod:`tgsdk.testing.plugin`, for ``pytest_plugins = ["tgsdk.testing.fixtures"]``."""

from .plugin import local_telegram

__all__ = ["local_telegram"]
