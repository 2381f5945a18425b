"""The engine of Telethon, and the backend on it."""

from ..mtproto import Engine, MTProtoBackend
from ..mtproto.installation import refuse_missing

__all__ = ["TelethonBackend"]


class TelethonBackend(MTProtoBackend):
    """Telegram through the TL layer of Telethon 1.45, with the options of every MTProtoBackend.

    Sessions are those of the other engines: an account goes on here without logging in again. Raises ``ValueError`` or
    ``TypeError`` for wrong options, and Misconfigured where Telethon or what it needs here is missing. Telethon itself
    is imported by the first call.
    """

    EXTRA = "telethon"

    @classmethod
    def check_installation(cls) -> None:
        refuse_missing({"telethon": "Telethon"}, cls.EXTRA)
        super().check_installation()

    @classmethod
    def load_engine(cls) -> Engine:
        from .engine import ENGINE

        return ENGINE
