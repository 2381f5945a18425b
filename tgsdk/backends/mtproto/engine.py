"""The seam between MTProto and a Telegram library: what an engine gives.

An engine is the TL schema of one layer, as classes with a codec, and nothing more: it opens no connection, knows no
key and keeps nothing between two calls. To write one, derive from :class:`Engine`, then name it in a backend::

    class MyBackend(MTProtoBackend):
        @classmethod
        def load_engine(cls) -> Engine:
            from .my_engine import MyEngine  # late: a library takes time and memory to import

            return MyEngine()

``tests/backends/mtproto/smallest_engine.py`` is one with a codec of its own, for two methods.
"""

from abc import ABC, abstractmethod
from typing import Any, Literal

__all__ = ["Engine", "Unreadable"]


class Unreadable(Exception):
    """Bytes that are no TL object of the layer; ``constructor`` is the unknown one, where that is the reason."""

    def __init__(self, constructor: int | None = None) -> None:
        super().__init__("no TL object" if constructor is None else f"unknown constructor {constructor:#010x}")
        self.constructor = constructor


class Engine(ABC):
    """TL classes with their layer and codec. It is used by many threads at once.

    ``types`` and ``functions`` are namespaces of classes that are made from keyword arguments, and whose objects have
    the schema's fields as attributes. Names are Telegram's own, with a capital letter: ``functions.auth.SendCode`` for
    ``auth.sendCode``, ``types.InputPeerSelf`` for ``inputPeerSelf``; a library that names its classes in another way
    (``SendCodeRequest``) is translated by the engine. Answers are recognised by the name of their class, without its
    namespace. A field that the schema calls ``self`` is ``is_self``; an optional field may be left out when an object
    is made, and is None, or not there, when it was not sent. A date may be a number of seconds, as in the schema, or
    an aware ``datetime``.

    Needed besides what the operations ask for: ``functions.InvokeWithLayer``, ``InitConnection`` and
    ``InvokeWithoutUpdates``, each with a ``query``.
    """

    #: The layer of the classes, as ``invokeWithLayer`` tells it to Telegram.
    layer: int
    #: How the library's own client frames its packets where no proxy decides it: what Telegram sees is the same.
    framing: Literal["abridged", "full"] = "abridged"
    types: Any
    functions: Any

    @abstractmethod
    def encode(self, query: Any) -> bytes:
        """Return the bytes of an object that was made from ``functions``."""

    @abstractmethod
    def decode(self, data: bytes) -> Any:
        """Return the object, the list of objects (``Vector``) or the bool that these bytes are.

        Raises Unreadable for all other bytes, and nothing else. They may be hostile: a vector is no longer than the
        bytes that are left, and nothing within is unpacked (``gzip_packed`` stands around a whole answer only, and
        has been taken off by then).
        """
