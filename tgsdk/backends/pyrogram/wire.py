"""The one-shot wire session: a few calls over one connection, each sent once, nothing retried, nothing slept.

It takes the place of ``pyrogram.Client`` and ``pyrogram.session.Session``, which reconnect and repeat behind the
caller's back, sleep on flood waits, keep SQLite between themselves and each call, and never return from some
faults. Pyrogram's key exchange, encryption and TL layer are used as they are.
"""

import contextlib
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from hashlib import sha1
from io import BytesIO
from typing import Any

from tgsdk.errors import ProtocolError, TelegramError, TelegramUnavailable

from .handshake import create_auth_key
from .library import layer, mtproto, raw
from .options import Identity, Route
from .rpc_errors import AuthKeyUnknown, rpc_error
from .transport import Transport, TransportError, open_transport

__all__ = ["Wire", "open_wire"]

KEY_UNKNOWN = 404
TOO_MANY_CONNECTIONS = 429
CLIENT_CLOCK_WRONG = {16, 17}
CORRECTIONS = 3  # salt, clock, and a salt that changed meanwhile


@contextlib.asynccontextmanager
async def open_wire(
    route: Route, dc_id: int, identity: Identity, *, auth_key: bytes | None = None, salt: int = 0
) -> AsyncIterator["Wire"]:
    """Connect to data centre ``dc_id`` and yield a Wire; without ``auth_key`` a new key is made first."""
    async with open_transport(route, dc_id) as transport:
        key = auth_key or await create_auth_key(transport, route, dc_id)
        yield Wire(transport, identity, key, salt)


class Wire:
    """An encrypted session with one data centre.

    ``auth_key`` and ``salt`` are what to keep for the next wire. ``clock_offset`` is how many seconds Telegram's
    clock is ahead of ours, known after the first answer.
    """

    def __init__(self, transport: Transport, identity: Identity, auth_key: bytes, salt: int) -> None:
        self.auth_key = auth_key
        self.salt = salt
        self.clock_offset = 0.0
        self._transport = transport
        self._identity = identity
        self._auth_key_id = sha1(auth_key, usedforsecurity=False).digest()[-8:]
        self._session_id = os.urandom(8)
        self._last_msg_id = 0
        self._content_messages = 0
        self._seen_msg_ids: set[int] = set()
        self._unread: deque[Any] = deque()
        self._unacknowledged: list[int] = []
        self._is_introduced = False

    async def invoke(self, query: Any) -> Any:
        """Send ``query`` and give back the raw answer. Raises what :func:`rpc_error` makes of an RPC error.

        A message that Telegram refused to look at, because of its salt or clock, is put right and sent again,
        as the protocol says; a query that was looked at is never sent twice.
        """
        (answer,) = await self.invoke_all([query])
        if isinstance(answer, TelegramError):
            raise answer
        return answer

    async def invoke_all(self, queries: Sequence[Any]) -> list[Any]:
        """Send all ``queries`` at once. In place of an answer there may be the TelegramError that Telegram gave."""
        bodies = [self._wrapped(query) for query in queries]
        answers: list[Any] = [None] * len(bodies)
        waiting = {await self._send(body): place for place, body in enumerate(bodies)}
        corrections = 0
        while waiting:
            msg_id, verdict = await self._next_verdict(waiting)
            place = waiting.pop(msg_id)
            if isinstance(verdict, raw.types.RpcResult):
                self._is_introduced = True
                answers[place] = _result(verdict.result)
                continue
            corrections += 1
            if corrections == CORRECTIONS * len(bodies):
                raise ProtocolError("Telegram goes on refusing the salt or the clock")
            waiting[await self._send(bodies[place])] = place
        return answers

    def _wrapped(self, query: Any) -> Any:
        """Nobody listens for updates here."""
        if not self._is_introduced:
            return self._introduction(query)
        return raw.functions.InvokeWithoutUpdates(query=query)

    def _introduction(self, query: Any) -> Any:
        """The first call carries ``initConnection``: that saves the round trips of a ping and of ``help.getConfig``."""
        identity = self._identity
        first = raw.functions.InitConnection(
            api_id=identity.api_id,
            device_model=identity.device_model,
            system_version=identity.system_version,
            app_version=identity.app_version,
            system_lang_code=identity.lang_code,
            lang_pack="",
            lang_code=identity.lang_code,
            query=query,
        )
        return raw.functions.InvokeWithLayer(layer=layer, query=raw.functions.InvokeWithoutUpdates(query=first))

    async def _send(self, body: Any) -> int:
        if self._unacknowledged:  # else Telegram would send it again, sooner or later
            acknowledged, self._unacknowledged = self._unacknowledged, []
            await self._pack_and_send(raw.types.MsgsAck(msg_ids=acknowledged), self._content_messages * 2)
        seq_no = self._content_messages * 2 + 1
        self._content_messages += 1
        return await self._pack_and_send(body, seq_no)

    async def _pack_and_send(self, body: Any, seq_no: int) -> int:
        msg_id = self._next_msg_id()
        message = raw.core.Message(body, msg_id, seq_no, len(body))
        packet = mtproto.pack(message, self.salt, self._session_id, self.auth_key, self._auth_key_id)
        await self._transport.send(packet)
        return msg_id

    def _next_msg_id(self) -> int:
        """https://core.telegram.org/mtproto/description#message-identifier-msg-id, by Telegram's clock."""
        now = int((time.time() + self.clock_offset) * 2**32) & ~3
        self._last_msg_id = max(now, self._last_msg_id + 4)
        return self._last_msg_id

    async def _next_verdict(self, waiting: Collection[int]) -> tuple[int, Any]:
        """Read until one of those that wait is answered, or refused and put right: which one, and by what."""
        while True:
            while self._unread:
                message = self._unread.popleft()
                msg_id = self._settled_by(message.body)
                if msg_id in waiting:
                    self._note_refusal(message.body)
                    return msg_id, message.body
            self._unread.extend(self._unpack(await self._receive()))

    async def _receive(self) -> bytes:
        try:
            return await self._transport.recv()
        except TransportError as error:
            if error.telegram_code == KEY_UNKNOWN:
                raise AuthKeyUnknown(telegram_name="AUTH_KEY_NOT_FOUND", telegram_code=KEY_UNKNOWN) from error
            if error.telegram_code == TOO_MANY_CONNECTIONS:
                raise TelegramUnavailable("Telegram takes no more connections for now", telegram_code=429) from error
            raise

    def _unpack(self, packet: bytes) -> Iterator[Any]:
        try:
            packed = mtproto.unpack(BytesIO(packet), self._session_id, self.auth_key, self._auth_key_id)
        except Exception as error:  # whatever Pyrogram stumbles over when the packet is no packet
            raise ProtocolError("what arrived cannot be read") from error
        messages = packed.body.messages if isinstance(packed.body, raw.core.MsgContainer) else [packed]
        for message in messages:
            if message.msg_id not in self._seen_msg_ids:
                self._seen_msg_ids.add(message.msg_id)
                if message.seq_no % 2:
                    self._unacknowledged.append(message.msg_id)
                self.clock_offset = message.msg_id / 2**32 - time.time()
                yield message

    def _settled_by(self, body: Any) -> int:
        """The message that this is the last word on; 0 for what is about none."""
        if isinstance(body, raw.types.NewSessionCreated):
            self.salt = body.server_salt
        elif isinstance(body, raw.types.RpcResult):
            return int(body.req_msg_id)
        elif isinstance(body, raw.types.BadServerSalt | raw.types.BadMsgNotification):
            return int(body.bad_msg_id)
        return 0

    def _note_refusal(self, body: Any) -> None:
        """Take what is needed to send the refused message again. Raises ProtocolError if that would be of no use."""
        if isinstance(body, raw.types.BadServerSalt):
            self.salt = body.new_server_salt
        elif isinstance(body, raw.types.BadMsgNotification):
            if body.error_code not in CLIENT_CLOCK_WRONG:
                raise ProtocolError(f"Telegram refuses the message: {body.error_code}")
            self._last_msg_id = 0  # the clock has been put right by this very message


def _result(result: Any) -> Any:
    is_error = isinstance(result, raw.types.RpcError)
    return rpc_error(result.error_code, result.error_message) if is_error else result
