"""`LocalTelegram`: the server as its users see it. It runs in a thread of its own, with a loop of its own."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from itertools import product
from types import TracebackType
from typing import Any, Self, TypeVar

from tgsdk.loops import new_loop
from tgsdk.session import Session

from ..accounts import Account
from ..faults import Fault, Refuse
from ..methods.code_types import code_plan
from ..methods.registry import Handler
from ..other_layers import checked_layer
from ..state.auth_keys import SESSION_ENDS
from ..state.key_pair import KeyPair
from ..state.logins import DeliveredCode
from ..state.world import API_ID, Call, Introduction, World
from .chat_controls import ChatControls
from .link import Link
from .listener import Listener

DATA_CENTRES = (1, 2)
# Below the ports that systems give to outgoing connections: nobody else takes ours while it is closed for a moment,
# and no client connects to itself.
FREE_PORTS = range(15_000, 30_000)
TRIES = 50

T = TypeVar("T")


class LocalTelegram(ChatControls):
    """A Telegram on loopback, of two data centres, speaking real MTProto 2.0.

    ::

        with LocalTelegram() as telegram:
            backend = PyrogramBackend(**telegram.options)

    ``token_lifetime`` is the lifetime of a QR token in seconds; it can be set at any time. Data centre 1 listens on
    ``port`` and data centre 2 on ``port + 1``; with port 0 two free ones are found. The RSA key pair is made anew for
    each instance that is given none (``KeyPair.kept_in(path)`` keeps one in a file, and the ``api_hash`` with it, so
    that clients know the server again). Each client is answered in its own layer, as Telegram does it; with ``layer``
    (158 or 229) all are in that one, as from a server of one's own that has no other. With ``ipv6_host`` (``"::1"``) it
    listens there as well, on the same ports, and says so in ``help.getConfig``. Clients may frame and obfuscate their
    packets in every way that Telegram takes; `MTProxy` is a proxy before it. Everything here can be used from any
    thread.
    """

    def __init__(
        self,
        token_lifetime: float = 30.0,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        key_pair: KeyPair | None = None,
        layer: int | None = None,
        ipv6_host: str | None = None,
    ):
        self.host = host
        self.port = port
        self.ipv6_host = ipv6_host
        self._world = World(token_lifetime=token_lifetime, key_pair=key_pair, layer=checked_layer(layer))
        self._listeners: list[Listener] = []
        self._links: set[Link] = set()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def public_key(self) -> str:
        """The server's public key: PEM, SubjectPublicKeyInfo."""
        return self._world.key_pair.public_key

    @property
    def options(self) -> dict[str, Any]:
        """Options that point a backend here: ``PyrogramBackend(**telegram.options)``."""
        server = {"host": self.host, "port": self.port, "public_key": self.public_key}
        if self.ipv6_host is not None:
            server["ipv6_host"] = self.ipv6_host
        return {"api_id": API_ID, "api_hash": self._world.key_pair.api_hash, "server": server}

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts of this server, with their phone numbers, login codes and two-step verification passwords."""
        return self._world.accounts

    @property
    def calls(self) -> list[Call]:
        """The method calls received so far, the last 10,000 of them."""
        return list(self._world.calls)

    @property
    def introductions(self) -> list[Introduction]:
        """What the clients said they are, once for each session of theirs; the last 10,000 of them."""
        return list(self._world.introductions)

    def unacknowledged(self, user_id: int) -> int:
        """Count the answers that this user's clients have not acknowledged, in all their sessions."""

        async def count() -> int:
            keys = [key for key in self._world.auth_keys.values() if key.user and key.user.user_id == user_id]
            return sum(len(session.unacknowledged) for key in keys for session in key.sessions.values())

        return self._in_loop(count)

    def called(self, method: str) -> int:
        """Count the calls of this method so far: ``telegram.called("auth.SendCode")``."""
        return sum(call.method == method for call in self.calls)

    @property
    def codes_sent(self) -> list[DeliveredCode]:
        """The login codes that arrived so far, the last 10,000 of them."""
        return list(self._world.codes_sent)

    @property
    def token_lifetime(self) -> float:
        return self._world.token_lifetime

    @token_lifetime.setter
    def token_lifetime(self, seconds: float) -> None:
        self._world.token_lifetime = seconds

    @property
    def code_lifetime(self) -> float:
        """The lifetime in seconds of login codes sent from now on."""
        return self._world.code_lifetime

    @code_lifetime.setter
    def code_lifetime(self, seconds: float) -> None:
        self._world.code_lifetime = seconds

    @property
    def gives_future_tokens(self) -> bool:
        """True if ``auth.logOut`` gives a future auth token, which spares the code of one later login."""
        return self._world.gives_future_tokens

    @gives_future_tokens.setter
    def gives_future_tokens(self, gives: bool) -> None:
        self._world.gives_future_tokens = gives

    @property
    def gives_future_tokens_at_login(self) -> bool:
        """True if ``auth.authorization`` gives such a token too, when ``auth.logOut`` does. False at first."""
        return self._world.gives_future_tokens_at_login

    @gives_future_tokens_at_login.setter
    def gives_future_tokens_at_login(self, gives: bool) -> None:
        self._world.gives_future_tokens_at_login = gives

    def send_codes_by(self, *types: str, timeout: int = 60, length: int = 5) -> None:
        """Send login codes in these ways: the first by ``auth.sendCode``, each next one by ``auth.resendCode``.

        The types are app, sms, call, flash_call, missed_call, email, fragment, firebase, sms_word, sms_phrase,
        set_up_email and payment; at first they are app, sms and call. ``timeout`` is the seconds after which clients
        may ask for the next one, ``length`` the number of digits. A code under way is not affected.

        Raises ``ValueError`` for another type, and for one that the installed layer does not have.
        """
        self._world.code_plan = code_plan(types, timeout, length)

    def start(self) -> None:
        """Listen on both ports. Raises ``OSError`` when they are taken, ``RuntimeError`` when it is running already."""
        if self._thread is not None:
            raise RuntimeError("This LocalTelegram is running already")
        loop = new_loop()
        thread = threading.Thread(target=_run, args=(loop,), name="local-telegram", daemon=True)
        thread.start()
        self._loop, self._thread = loop, thread
        try:
            self._in_loop(self._listen_somewhere)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Close everything, and wait for the thread to end. Stopping twice is harmless."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self._in_loop(self._close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        self._loop = self._thread = None

    def restart(self) -> None:
        """Close all connections and listen again on the same ports. Keys, tokens and logins stay."""
        self._in_loop(self._close)
        self._world.forget_sessions()
        self._in_loop(self._listen)

    def log_in(self, user_id: int) -> Session:
        """Return a session in which this user is logged in, without the steps of a login: for tests with many."""

        async def log_in() -> Session:
            return self._world.log_in(user_id)

        return self._in_loop(log_in)

    def end_sessions(self, user_id: int, reason: str = "SESSION_REVOKED") -> None:
        """End all sessions of this user, as from the phone: their next calls get 401 ``SESSION_REVOKED``.

        The ``reason`` may also be SESSION_EXPIRED, AUTH_KEY_UNREGISTERED, USER_DEACTIVATED, USER_DEACTIVATED_BAN or
        AUTH_KEY_DUPLICATED, the last of which is a 406.
        """
        if reason not in SESSION_ENDS:
            raise ValueError(f"Telegram ends no session with {reason!r}: {', '.join(SESSION_ENDS)} are the reasons")

        async def end() -> None:
            self._world.end_sessions(user_id, reason)

        self._in_loop(end)

    def ban(self, user_id: int) -> None:
        """Ban this user: 401 ``USER_DEACTIVATED_BAN`` in all sessions, ``PHONE_NUMBER_BANNED`` at the next login."""

        async def ban() -> None:
            self._world.ban(user_id)

        self._in_loop(ban)

    def forget_future_tokens(self) -> None:
        """Forget the future auth tokens given so far."""

        async def forget() -> None:
            self._world.future_tokens.clear()

        self._in_loop(forget)

    def expire_codes(self) -> None:
        """Expire the login codes sent so far, whatever their lifetime was."""

        async def expire() -> None:
            self._world.expire_codes()

        self._in_loop(expire)

    def expire_tokens(self) -> None:
        """Expire the QR codes that are shown now, whatever their lifetime was."""

        async def expire() -> None:
            self._world.expire_tokens()

        self._in_loop(expire)

    @contextmanager
    def commit(self, fault: Fault, *, method: str | None = None, times: int | None = None) -> Iterator[None]:
        """Commit a fault inside the block, on all methods or one (``"auth.ExportLoginToken"``), n times or always.

        The steps of the key exchange count as methods too: ``"ReqPqMulti"``, ``"ReqDHParams"``,
        ``"SetClientDHParams"``; so do ``"Ping"`` and ``"PingDelayDisconnect"``.
        """
        keys = frozenset(tuple(self._world.auth_keys))
        with self._world.faults.put_in_force(fault, method=method, times=times, keys=keys):
            if not isinstance(fault, Refuse):
                yield
                return
            self._in_loop(self._close)
            try:
                yield
            finally:
                self._in_loop(self._listen)

    @contextmanager
    def override(self, method: str, handler: Handler) -> Iterator[None]:
        """Have ``handler`` answer a method inside the block, also one that this server does not know.

        ::

            def with_a_wrong_count(request):
                answer = request.usual()
                answer.count = 10_000
                return answer


            with telegram.override("messages.GetHistory", with_a_wrong_count):
                ...

        The handler is called in the server's thread with a `Request`: ``request.query`` is the method's TL object,
        ``request.usual()`` the server's own answer to it. What it returns is sent: a TL object, a list of them, a
        bool, or the bytes of whatever an installed layer has no class for. It may raise ``Refusal(400, "NAME")``;
        any other exception is logged and answered by 500 ``INTERNAL``. Faults that are committed come first.
        """
        with self._world.overrides.put_in_force(method, handler):
            yield

    async def _listen_somewhere(self) -> None:
        """Listen on the ports asked for, or on two that are free."""
        if self.port:
            return await self._listen()
        for _ in range(TRIES):
            self.port = secrets.choice(FREE_PORTS)
            try:
                return await self._listen()
            except OSError:
                self.port = 0
        raise OSError(f"No two free ports in a row found between {FREE_PORTS.start} and {FREE_PORTS.stop}")

    async def _listen(self) -> None:
        self._world.addresses = {dc_id: (self.host, self.port + dc_id - 1) for dc_id in DATA_CENTRES}
        self._world.ipv6_host = self.ipv6_host
        hosts = [host for host in (self.host, self.ipv6_host) if host is not None]
        try:
            for host, (dc_id, (_, port)) in product(hosts, self._world.addresses.items()):
                self._listeners.append(Listener(host, port, self._link_maker(dc_id)))
        except OSError:
            await self._close()
            raise

    def _link_maker(self, dc_id: int) -> Callable[[], Link]:
        return lambda: Link(self._world, dc_id, self._links)

    async def _close(self) -> None:
        while self._listeners:
            await self._listeners.pop().close()
        for link in tuple(self._links):
            link.close()
            await link.closed.wait()

    def _in_loop(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do something in the server's thread, and wait for it."""
        if self._loop is None:
            raise RuntimeError("This LocalTelegram is not running")
        return asyncio.run_coroutine_threadsafe(work(), self._loop).result()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
    asyncio.set_event_loop(None)
    loop.close()
