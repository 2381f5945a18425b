"""The one-shot wire session: a few calls over one connection, each sent once, nothing retried, nothing slept.

Sessions of Telegram's clients reconnect and repeat behind the caller's back, sleep on flood waits, and never return
from some faults. Whoever calls here has a deadline of their own, and decides themselves whether to try again.
"""

import asyncio
import contextlib
import copy
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, TypeVar

from tgsdk.errors import Misconfigured, ProtocolError, SessionInDoubt, TelegramError, TelegramUnavailable

from ..engine import Engine, Unreadable
from ..reading.layers import in_words, method_in_words
from ..reading.rpc_errors import rpc_error
from .clock import SeenIds, ServerClock
from .key_exchange import create_auth_key
from .options import Identity, Route
from .packets import Message, PacketKey
from .proxies import MTPROXY
from .service import (
    BadMessage,
    BadServerSalt,
    NewSession,
    Notice,
    RpcError,
    RpcResult,
    messages_in,
    msgs_ack,
    read_error,
    read_service,
    unpacked,
)
from .transport import Transport, TransportError, open_transport

__all__ = ["Wire", "again", "open_wire"]

E = TypeVar("E", bound=Exception)

KEY_UNKNOWN = 404
TOO_MANY_CONNECTIONS = 429
CORRECTIONS = 3  # salt, clock, and a salt that changed meanwhile
TO_A_MESSAGE_OF_OURS = 1  # the remainder by four of the id of an answer; other messages of the server have 3

REFUSALS = BadServerSalt, BadMessage
Verdict = RpcResult | BadServerSalt | BadMessage
Outcome = Verdict | Exception


@contextlib.asynccontextmanager
async def open_wire(
    engine: Engine, route: Route, dc_id: int, identity: Identity, *, auth_key: bytes | None = None, salt: int = 0
) -> AsyncIterator["Wire"]:
    """Connect to data centre ``dc_id`` and yield a Wire; without ``auth_key`` a new key is made first."""
    async with open_transport(route, dc_id, engine.framing) as transport:
        clock = ServerClock()
        if auth_key is None:
            new = await create_auth_key(transport, route, dc_id)
            auth_key, salt = new.auth_key, new.salt
            clock.set(new.server_time)
        wire = Wire(transport, engine, identity, auth_key, salt, clock)
        try:
            yield wire
        finally:
            await wire.close()


class Wire:
    """An encrypted session with one data centre.

    ``auth_key`` and ``salt`` are what to keep for the next wire. ``clock_offset`` is how many seconds Telegram's
    clock is ahead of ours, known after the first answer.
    """

    def __init__(
        self,
        transport: Transport,
        engine: Engine,
        identity: Identity,
        auth_key: bytes,
        salt: int,
        clock: ServerClock,
    ) -> None:
        self.auth_key = auth_key
        self.salt = salt
        self._transport = transport
        self._engine = engine
        self._identity = identity
        self._key = PacketKey(auth_key)
        self._clock = clock
        self._session_id = os.urandom(8)
        self._last_msg_id = 0
        self._content_messages = 0
        self._seen_ids = SeenIds()
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}
        self._by_old_clock: set[int] = set()
        self._reading: asyncio.Task[None] | None = None  # while somebody waits, and until the packet after that
        self._unacknowledged: list[int] = []
        self._is_introduced = False

    @property
    def clock_offset(self) -> float:
        return self._clock.offset

    async def close(self) -> None:
        """Close the connection, before another one is opened with the same key. Whoever waits waits no more."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait({self._reading})
        await self._transport.close()

    async def invoke(self, query: Any) -> Any:
        """Send ``query`` and return the raw answer. Raises what :func:`rpc_error` makes of an RPC error.

        A message that Telegram refused to look at, because of its salt or clock, is put right and sent again,
        as the protocol says; a query that was looked at is never sent twice. Other calls may be under way meanwhile.
        """
        (answer,) = await self.invoke_all([query])
        if isinstance(answer, TelegramError):
            raise answer
        return answer

    async def invoke_all(self, queries: Sequence[Any]) -> list[Any]:
        """Send all ``queries`` at once. In place of an answer there may be a TelegramError, Telegram's or ours."""
        bodies = {place: self._engine.encode(self._wrapped(query)) for place, query in enumerate(queries)}
        answers: list[Any] = [None] * len(bodies)
        for _ in range(CORRECTIONS):
            verdicts = await self._verdicts(list(bodies.values()))
            refused = {}
            for place, verdict in zip(bodies, verdicts, strict=True):
                if isinstance(verdict, RpcResult):
                    self._is_introduced = True
                    answers[place] = self._answer_in(verdict)
                else:
                    self._put_right(verdict)
                    refused[place] = bodies[place]
            if not refused:
                return answers
            bodies = refused
        raise ProtocolError("Telegram goes on refusing the salt or the clock")

    async def _verdicts(self, bodies: Sequence[bytes]) -> list[Verdict]:
        """Send these messages, and return what becomes of each of them."""
        sent: dict[int, asyncio.Future[Outcome]] = {}
        try:
            for body in bodies:
                await self._send(body, sent)
            return [_said(await outcome) for outcome in sent.values()]
        finally:
            for message_id in sent:
                self._waiting.pop(message_id, None)

    def _wrapped(self, query: Any) -> Any:
        """Nobody listens for updates here."""
        if not self._is_introduced:
            return self._introduction(query)
        return self._engine.functions.InvokeWithoutUpdates(query=query)

    def _introduction(self, query: Any) -> Any:
        """The first call carries ``initConnection``: that saves the round trips of a ping and of ``help.getConfig``."""
        identity, functions = self._identity, self._engine.functions
        first = functions.InitConnection(
            api_id=identity.api_id,
            device_model=identity.device_model,
            system_version=identity.system_version,
            app_version=identity.app_version,
            system_lang_code=identity.lang_code,
            lang_pack="",
            lang_code=identity.lang_code,
            query=query,
            **self._proxy(),
        )
        return functions.InvokeWithLayer(layer=self._engine.layer, query=functions.InvokeWithoutUpdates(query=first))

    def _proxy(self) -> dict[str, Any]:
        """Name the MTProxy, as all clients do that come by one: Telegram shows the channel of its owner for it."""
        way = self._transport.way
        if way.type != MTPROXY:
            return {}
        return {"proxy": self._engine.types.InputClientProxy(address=way.host, port=way.port)}

    async def _send(self, body: bytes, sent: dict[int, "asyncio.Future[Outcome]"]) -> None:
        if self._unacknowledged:  # else Telegram would send it again, sooner or later
            acknowledged, self._unacknowledged = self._unacknowledged, []
            await self._seal_and_send(self._new_id(), msgs_ack(acknowledged), self._content_messages * 2)
        message_id, seq_no = self._new_id(), self._content_messages * 2 + 1
        self._content_messages += 1
        self._waiting[message_id] = sent[message_id] = asyncio.get_running_loop().create_future()
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read(), name="tgsdk-wire")
        await self._seal_and_send(message_id, body, seq_no)

    def _new_id(self) -> int:
        self._last_msg_id = self._clock.message_id(self._last_msg_id)
        return self._last_msg_id

    async def _seal_and_send(self, message_id: int, body: bytes, seq_no: int) -> None:
        message = Message(id=message_id, seq_no=seq_no, body=body)
        await self._transport.send(self._key.seal(message, self.salt, self._session_id))

    async def _read(self) -> None:
        """Hand out what comes to those who wait for it, until nobody does. What breaks it is handed to all of them."""
        try:
            while self._waiting:
                for verdict in list(self._verdicts_in(await self._receive())):
                    self._hand_out(verdict.request_id, verdict)
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            self._hand_out_to_all(error)
        except asyncio.CancelledError:
            self._hand_out_to_all(TelegramUnavailable("the connection to Telegram was closed"))
            raise

    def _hand_out(self, message_id: int, outcome: "Outcome") -> None:
        waiting = self._waiting.pop(message_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)

    def _hand_out_to_all(self, error: Exception) -> None:
        for message_id in list(self._waiting):
            self._hand_out(message_id, again(error))

    async def _receive(self) -> bytes:
        try:
            return await self._transport.recv()
        except TransportError as error:
            if error.telegram_code == KEY_UNKNOWN:
                raise SessionInDoubt(telegram_name="AUTH_KEY_NOT_FOUND", telegram_code=KEY_UNKNOWN) from error
            if error.telegram_code == TOO_MANY_CONNECTIONS:
                raise TelegramUnavailable("Telegram takes no more connections for now", telegram_code=429) from error
            raise

    def _verdicts_in(self, packet: bytes) -> Iterator[Verdict]:
        """Open a packet, note what it says of salt and clock, and yield what is about messages of ours.

        What belongs to a layer is an update, which nobody waits for: it is passed over, also if it cannot be read.
        """
        outer = self._key.open(packet, self._session_id)
        if not self._is_new(outer.id):
            return
        read = [(message, read_service(message.body)) for message in messages_in(outer)]
        self._note_time(outer.id, [notice for _, notice in read])
        for message, notice in read:
            if message.id != outer.id and not self._is_new(message.id):
                continue
            _check_seq_no(message, notice)
            if message.seq_no % 2:
                self._unacknowledged.append(message.id)
            if isinstance(notice, NewSession):
                self.salt = notice.salt
            elif isinstance(notice, Verdict):
                yield notice
            elif notice is None and message.id == outer.id and message.id % 4 == TO_A_MESSAGE_OF_OURS:
                self._decoded(message.body)  # an answer to us that is none: it shall be an error, not a silence

    def _is_new(self, message_id: int) -> bool:
        """Whether the message did not come before. Raises ProtocolError for an id that is no server's."""
        if message_id % 2 == 0:
            raise ProtocolError("what arrived has the number of a message of ours")
        return self._seen_ids.add(message_id)

    def _note_time(self, message_id: int, notices: Sequence[Notice | None]) -> None:
        """Check the time of a message against the clock, or put the clock right where Telegram says it is wrong.

        What was sent by the clock as it was before is refused without telling anything new.
        """
        refusals = [each for each in notices if isinstance(each, REFUSALS) and each.request_id in self._waiting]
        news = [each for each in refusals if each.request_id not in self._by_old_clock]
        is_about_the_clock = any(isinstance(each, BadMessage) and each.is_about_the_clock for each in news)
        if is_about_the_clock or (news and not self._clock.is_known):
            self._clock.set_by(message_id)
            self._last_msg_id = 0
            self._by_old_clock = set(self._waiting)
        else:
            self._clock.check(message_id)

    def _put_right(self, refusal: BadServerSalt | BadMessage) -> None:
        """Take what is needed to send the refused message again. Raises ProtocolError if that would be of no use."""
        if isinstance(refusal, BadServerSalt):
            self.salt = refusal.salt
        elif not refusal.is_about_the_clock:
            raise ProtocolError(f"Telegram refuses the message: {refusal.code}")

    def _answer_in(self, result: RpcResult) -> Any:
        """Return the raw answer, or the error that it is or that it cannot be read."""
        try:
            body = unpacked(result.body)
            error = read_error(body)
            return self._decoded(body) if error is None else self._rpc_error(error)
        except ProtocolError as unreadable:
            return unreadable

    def _rpc_error(self, error: RpcError) -> TelegramError:
        said = method_in_words(error.name, self._engine.layer)
        if said is None:
            return rpc_error(error.code, error.name)
        return Misconfigured(f"{said} ({error.name})", telegram_name=error.name, telegram_code=error.code)

    def _decoded(self, body: bytes) -> Any:
        try:
            return self._engine.decode(body)
        except Unreadable as error:
            unknown = in_words(error.constructor, layer := self._engine.layer)
            raise ProtocolError(f"what arrived cannot be read in layer {layer}: {unknown}") from error


def _said(outcome: Outcome) -> Verdict:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def again(error: E) -> E:
    """Return the same error for somebody else to raise, who has a traceback of their own."""
    same = copy.copy(error)
    same.__cause__ = error.__cause__
    return same


def _check_seq_no(message: Message, notice: Notice | None) -> None:
    """Refuse a number that no message has, or an answer numbered as one that wants no acknowledgement."""
    if message.seq_no < 0 or (isinstance(notice, RpcResult) and message.seq_no % 2 == 0):
        raise ProtocolError("what arrived has a wrong sequence number")
