"""Telethon: the one place of this package that says ``import telethon``.

Importing it costs about half a second and 40 MB: import this module when the first call is made, not before.
"""

from typing import Any

from telethon.extensions import BinaryReader as _BinaryReader
from telethon.tl import functions as _functions
from telethon.tl import types as _types
from telethon.tl.alltlobjects import LAYER as _LAYER
from telethon.tl.alltlobjects import tlobjects as _tlobjects

# Telethon has no type information worth checking against, so its names are Any here, on purpose and in one place.
BinaryReader: Any = _BinaryReader
functions: Any = _functions
types: Any = _types
layer: int = _LAYER
tlobjects: dict[int, Any] = _tlobjects
