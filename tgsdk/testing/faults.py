"""Faults that `LocalTelegram.commit` can be told to commit. Each docstring says what a client sees on the wire."""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "BadClock",
    "Delay",
    "Drop",
    "Fault",
    "FloodWait",
    "ForgetAuthKey",
    "Garbage",
    "Refuse",
    "RpcFault",
    "Silence",
    "UnknownKey",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """The root of all faults."""


@dataclass(frozen=True, slots=True)
class Refuse(Fault):
    """Open connections are closed, and new ones are refused (``ECONNREFUSED``): nothing listens on the ports."""


@dataclass(frozen=True, slots=True)
class Silence(Fault):
    """Connections are accepted and read, and neither the key exchange nor a call is ever answered."""


@dataclass(frozen=True, slots=True)
class Drop(Fault):
    """The first half of the answer's bytes arrives, then the connection is closed."""


@dataclass(frozen=True, slots=True)
class Delay(Fault):
    """Every answer, those of the key exchange too, is written ``seconds`` later. Other connections go on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class RpcFault(Fault):
    """The call is not executed and answered by ``rpc_error`` with this code and name: ``RpcFault(500, "INTERNAL")``."""

    code: int
    name: str


@dataclass(frozen=True, slots=True)
class FloodWait(Fault):
    """The call is not executed and answered by ``rpc_error`` 420 ``FLOOD_WAIT_<seconds>``."""

    seconds: int


@dataclass(frozen=True, slots=True)
class ForgetAuthKey(Fault):
    """Authorisation keys made before are unknown: transport error -404 (four bytes). New keys can be made."""


@dataclass(frozen=True, slots=True)
class UnknownKey(Fault):
    """The answer is a transport error -404 in its place: four plain bytes that nobody has signed; then the end."""


@dataclass(frozen=True, slots=True)
class Garbage(Fault):
    """The answer makes no sense.

    ``kind="bytes"``: random bytes in a well-framed packet. ``kind="constructor"``: a correctly encrypted answer
    whose result begins with a constructor that no layer knows.
    """

    kind: Literal["bytes", "constructor"] = "bytes"


@dataclass(frozen=True, slots=True)
class BadClock(Fault):
    """The server's clock is off by ``seconds``.

    It shows in the server's message ids and in every time that it tells. A client's message more than 30 s ahead
    of that clock gets ``bad_msg_notification`` 17, one more than 300 s behind it 16.
    """

    seconds: float
