"""The line to Telegram that one Session has: opened by the first call that needs it, moved where Telegram wants it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from tgsdk.errors import (
    LoginExpired,
    Misconfigured,
    SessionInDoubt,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
)
from tgsdk.session import Session, Stage

from ..engine import Engine
from ..reading.rpc_errors import Migrate, PasswordNeeded
from .options import Identity, Route
from .wire import Wire, again, open_wire

__all__ = ["Line"]

T = TypeVar("T")

MOVES = 3  # from one data centre to the next, for as long as the line is open
# What is no reason to go back: refusals that are about the login, and what nobody has signed.
SETTLED = (PasswordNeeded, LoginExpired, SessionInDoubt)


class Line:
    """Calls over one wire at a time. ``session`` is at any moment what is to be kept. Whoever makes it closes it.

    Several may be under way at once: the wire is opened for all of them, and the move that one is told to make is made
    for the others too. Only what changes the login is called alone.

    ``keep_session`` is awaited with each new key, before a call goes over it that may log it in.
    """

    def __init__(
        self,
        session: Session,
        engine: Engine,
        route: Route,
        identity: Identity,
        keep_session: Callable[[], Awaitable[None]],
    ) -> None:
        self.session = session
        self._keep_session = keep_session
        self.engine = engine
        self.identity = identity
        self._route = route
        self._opened = contextlib.AsyncExitStack()
        self._is_closed = False
        self._wire: Wire | None = None
        self._moves = 0
        self._opening, self._moving = asyncio.Lock(), asyncio.Lock()
        self._failure: TelegramError | None = None  # of the last try to open the wire

    @property
    def clock_offset(self) -> float:
        """How many seconds Telegram's clock is ahead of ours, as far as it is known."""
        return self._wire.clock_offset if self._wire else 0.0

    async def close(self) -> None:
        """Close all wires. Calls that are under way beside this open no other."""
        self._is_closed = True
        await self._opened.aclose()

    async def invoke(self, query: Any) -> Any:
        """Send ``query``, and again where Telegram sends it to (``*_MIGRATE_n``), a few times at most."""
        while True:
            moves = self._moves
            try:
                return await self._invoke_here(query)
            except Migrate as move:
                async with self._moving:
                    if self._moves == moves:  # else another call was told the same, and has moved
                        if self._moves == MOVES or not self._may_follow(move):
                            raise
                        await self._move(move.dc_id)

    async def invoke_at(self, dc_id: int, query: Any) -> Any:
        """Send ``query`` at another data centre, with a new key.

        The session is there as soon as the query is sent: its answer may be lost, and then the new key is logged in
        already. Only if Telegram says that it failed the session stays where it was, to make the move again.
        """
        here, session = self._wire, self.session
        wire = await self._open_wire_at(dc_id)
        with self._put_back_unless_kept():
            if session.stage is Stage.AWAITING_SCAN:  # the code that is shown belongs to the key that is left behind
                self.session = self.session.replace(qr_expires_at=datetime.now(UTC))
            await self._adopt(wire, dc_id)
        try:
            return await self.invoke(query)
        except TelegramError as error:
            if error.telegram_code is not None and not isinstance(error, SETTLED):
                self._wire, self.session = here, session
            raise

    async def invoke_all(self, queries: Sequence[Any]) -> list[Any]:
        """Send all ``queries`` at once, and follow none; in place of an answer there may be a TelegramError."""
        return await self._tried_twice(lambda wire: wire.invoke_all(queries))

    async def open_beside(self, dc_id: int, *, auth_key: bytes | None = None, salt: int = 0) -> Wire:
        """Another wire, to data centre ``dc_id``, which is closed together with the line."""
        self._refuse_when_closed()
        async with contextlib.AsyncExitStack() as opening:
            wire = await opening.enter_async_context(
                open_wire(self.engine, self._route, dc_id, self.identity, auth_key=auth_key, salt=salt)
            )
            self._refuse_when_closed()
            self._opened.push_async_exit(opening.pop_all())
            return wire

    async def reopen(self) -> None:
        """Have the next call open a new connection with the same key: this one was lost."""
        if self._wire is not None:
            lost, self._wire = self._wire, None
            await lost.close()

    def forget(self) -> None:
        """Leave the login, and the key with it."""
        self._wire = None
        self.session = self.session.without_login()

    @contextlib.contextmanager
    def put_back_on_failure(self) -> Iterator[None]:
        """The login that was under way goes on where it was when what shall take its place does not come about."""
        here, session = self._wire, self.session
        try:
            yield
        except BaseException:
            if session.stage is not Stage.LOGGED_OUT:
                self._wire, self.session = here, session
            raise

    async def _invoke_here(self, query: Any) -> Any:
        return await self._tried_twice(lambda wire: wire.invoke(query))

    async def _tried_twice(self, call: Callable[[Wire], Awaitable[T]]) -> T:
        """Make a call, and once more over a new connection when an unsigned word says that the key is not known."""
        with contextlib.suppress(SessionInDoubt):
            return await self._over_the_wire(call)
        return await self._over_the_wire(call)

    async def _over_the_wire(self, call: Callable[[Wire], Awaitable[T]]) -> T:
        wire = self._wire or await self._open_wire_once()
        try:
            return await call(wire)
        except SessionInDoubt:
            if self._wire is wire:
                self._wire = None
            await wire.close()
            raise
        finally:
            if self.session.auth_key == wire.auth_key:  # else the account has moved meanwhile
                self.session = self.session.replace(server_salt=wire.salt)

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise TelegramUnavailable("the connection to Telegram was closed")

    async def _open_wire_once(self) -> Wire:
        """Open the wire for all who wait for it. Where that fails, it fails for all of them."""
        failure = self._failure
        async with self._opening:
            if self._failure is not failure and self._failure is not None:
                raise again(self._failure)
            try:
                return self._wire or await self._open_wire()
            except TelegramError as error:
                self._failure = again(error)
                raise

    async def _open_wire(self) -> Wire:
        session = self.session
        if session.auth_key is not None and session.test_mode != self._route.test_mode:
            raise Misconfigured("the session belongs to Telegram's test servers, or test_mode is set and it does not")
        wire, dc_id = await self._open_at_home()
        with self._put_back_unless_kept():
            await self._adopt(wire, dc_id)
        return wire

    async def _open_at_home(self) -> tuple[Wire, int]:
        """Open a wire to the data centre of the session, and return it with the centre's number.

        One that is only remembered from a login before may be away: the first one leads to the others.
        """
        session, first_dc = self.session, self._route.first_dc
        dc_id = session.dc_id or first_dc
        try:
            return await self.open_beside(dc_id, auth_key=session.auth_key, salt=session.server_salt), dc_id
        except TelegramUnavailable:
            if session.auth_key is not None or dc_id == first_dc:
                raise
            return await self.open_beside(first_dc), first_dc

    async def _open_wire_at(self, dc_id: int) -> Wire:
        if self._moves == MOVES:
            raise TelegramFailure("Telegram sends the login from one data centre to the next and on")
        self._moves += 1
        return await self.open_beside(dc_id)

    async def _adopt(self, wire: Wire, dc_id: int) -> None:
        is_new = wire.auth_key != self.session.auth_key
        self._wire = wire
        self.session = self.session.replace(
            dc_id=dc_id, auth_key=wire.auth_key, server_salt=wire.salt, test_mode=self._route.test_mode
        )
        if is_new:
            await self._keep_session()

    @contextlib.contextmanager
    def _put_back_unless_kept(self) -> Iterator[None]:
        """Stay with the key that is stored already when the new one cannot be."""
        here, session = self._wire, self.session
        try:
            yield
        except BaseException:
            self._wire, self.session = here, session
            raise

    async def _move(self, dc_id: int) -> None:
        """Go on at another data centre: with the login that there is, or with the one under way.

        A login that there is stays with its old key until the new one is let in: to Telegram both are the same session.
        """
        if self.session.is_logged_in:
            login = await self._invoke_here(self.engine.functions.auth.ExportAuthorization(dc_id=dc_id))
            wire = await self._open_wire_at(dc_id)
            await wire.invoke(self.engine.functions.auth.ImportAuthorization(id=login.id, bytes=login.bytes))
        else:
            wire = await self._open_wire_at(dc_id)
            if self.session.stage is Stage.AWAITING_SCAN:  # what is waited for belongs to the key that is left behind
                self.session = self.session.moved_on(Stage.LOGGED_OUT)
            self.session = self.session.replace(phone_code_hash=None)
        await self._adopt(wire, dc_id)

    def _may_follow(self, move: Migrate) -> bool:
        """Files and statistics move alone, and a password is waited for with the key that has come so far."""
        return move.is_of_the_login and self.session.stage is not Stage.AWAITING_PASSWORD
