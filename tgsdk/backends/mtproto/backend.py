"""MTProtoBackend: the backend of whoever brings an engine."""

import asyncio
import contextlib
import copy
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

from tgsdk.session import Session
from tgsdk.types import Capability

from ..base import Backend, Connection
from .engine import Engine
from .installation import is_importable, refuse_missing
from .wire.options import Identity, Route, Server

__all__ = ["MTProtoBackend"]


class MTProtoBackend(Backend):
    """Telegram over MTProto, with the engine that :meth:`load_engine` gives.

    ``api_id`` and ``api_hash`` are those of your application, from https://my.telegram.org. ``device_model``,
    ``app_version``, ``system_version`` and ``lang_code`` are what the account's owner sees in the phone's list of
    devices. ``proxy`` is a URL (``socks5://``, ``socks4://`` or ``http://``, with ``user:password@`` where needed,
    ``mtproxy://host:port/secret``, or a link to one as Telegram's applications share it), or several, in a list or with
    spaces between them: they are tried in this order within the time of the call. ``ipv6`` True means that family
    alone, False the other, None whichever answers. ``test_mode`` means Telegram's test servers, and ``server``
    (``host``, ``port``, ``public_key`` as PEM) a local or self-hosted Telegram, whose key is trusted on connections to
    that server alone. Its data centre n listens on ``port + n - 1``, unless ``server`` has ``one_address`` (True: all
    at one place) or ``data_centers`` (``{"2": ["host", 443]}``); a login starts at its ``home_dc``, 1 if that is not
    given. ``ipv6_host`` is where it is by IPv6.

    Raises ``ValueError`` or ``TypeError`` for wrong options, Misconfigured where a package is missing.
    The engine is loaded by the first call.
    """

    supports = frozenset(Capability)
    calls_together = True

    #: The extra of tgsdk that brings what is needed: ``pip install 'tgsdk[pyrogram]'``.
    EXTRA: ClassVar[str] = "pyrogram"

    def __init__(
        self,
        *,
        api_id: int,
        api_hash: str,
        device_model: str = "tgsdk",
        app_version: str = "1.0",
        system_version: str = "Web",
        lang_code: str = "en",
        proxy: str | Sequence[str] | None = None,
        ipv6: bool | None = None,
        test_mode: bool = False,
        server: Mapping[str, Any] | None = None,
    ) -> None:
        self.check_installation()
        if lacking := self.lacks():
            self.supports = self.supports - lacking  # type: ignore[misc]
        self._identity = Identity(
            api_id=api_id,
            api_hash=api_hash,
            device_model=device_model,
            app_version=app_version,
            system_version=system_version,
            lang_code=lang_code,
        )
        self._route = Route(
            server=None if server is None else Server.from_mapping(server),
            proxy=proxy,
            test_mode=test_mode,
            ipv6=ipv6,
        )
        self._loaded: list[Callable[[Session, Route], Any]] = []  # by the first call, of this or of one like it

    @classmethod
    def check_installation(cls) -> None:
        """Raise Misconfigured, with the command that helps, where a package is missing. Nothing is imported here."""
        aes = {} if is_importable("cryptg") else {"tgcrypto": "TgCrypto"}
        refuse_missing({**aes, "python_socks": "python-socks", "cryptography": "cryptography"}, cls.EXTRA)

    @classmethod
    def lacks(cls) -> frozenset[Capability]:
        """Return what the layer of the installed library is too old for. Nothing is imported here."""
        return frozenset()

    @classmethod
    @abstractmethod
    def load_engine(cls) -> Engine:
        """Import the Telegram library and return its engine. Called once, in a thread without an event loop."""

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        # Half a second and 40 MB: not before it is needed, and not in the thread of a loop that others run on.
        if not self._loaded:
            self._loaded.append(await asyncio.to_thread(self._load))
        connection = self._loaded[0](session, self._route)
        try:
            yield connection
        finally:
            await connection.close()

    def through(self, proxy: str | Sequence[str]) -> Self:
        other = copy.copy(self)
        other._route = replace(self._route, proxy=proxy)
        return other

    def _load(self) -> Callable[[Session, Route], Any]:
        from .connection import MTProtoConnection

        engine = self.load_engine()
        return lambda session, route: MTProtoConnection(session, engine, route, self._identity)
