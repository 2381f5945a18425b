"""The one-shot wire session: a few calls over one connection, each sent once, nothing retried, nothing slept.

It takes the place of ``pyrogram.Client`` and ``pyrogram.session.Session``, which reconnect and repeat behind the
caller's back, sleep on flood waits, keep SQLite between themselves and each call, and never return from some
faults. Pyrogram's key exchange, encryption and TL layer are used as they are.
"""

import contextlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from hashlib import sha1
from io import BytesIO
from typing import Any

from ...errors import ProtocolError, TelegramUnavailable
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
        self._is_introduced = False

    async def invoke(self, query: Any) -> Any:
        """Send ``query`` and give back the raw answer. Raises what :func:`rpc_error` makes of an RPC error.

        A message that Telegram refused to look at, because of its salt or clock, is put right and sent again,
        as the protocol says; a query that was looked at is never sent twice.
        """
        body = query if self._is_introduced else self._introduction(query)
        for _ in range(CORRECTIONS):
            verdict = await self._answer_to(await self._send(body))
            if isinstance(verdict, raw.types.RpcResult):
                self._is_introduced = True
                return _result(verdict.result)
        raise ProtocolError("Telegram goes on refusing the salt or the clock")

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
        msg_id = self._next_msg_id()
        seq_no = self._content_messages * 2 + 1
        self._content_messages += 1
        message = raw.core.Message(body, msg_id, seq_no, len(body))
        packet = mtproto.pack(message, self.salt, self._session_id, self.auth_key, self._auth_key_id)
        await self._transport.send(packet)
        return msg_id

    def _next_msg_id(self) -> int:
        """https://core.telegram.org/mtproto/description#message-identifier-msg-id, by Telegram's clock."""
        now = int((time.time() + self.clock_offset) * 2**32) & ~3
        self._last_msg_id = max(now, self._last_msg_id + 4)
        return self._last_msg_id

    async def _answer_to(self, msg_id: int) -> Any:
        """Read until what was sent as ``msg_id`` is answered, or refused and put right."""
        while True:
            for message in self._unpack(await self._receive()):
                if self._settles(message, msg_id):
                    return message.body

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
                self.clock_offset = message.msg_id / 2**32 - time.time()
                yield message

    def _settles(self, message: Any, msg_id: int) -> bool:
        body = message.body
        if isinstance(body, raw.types.NewSessionCreated):
            self.salt = body.server_salt
        elif isinstance(body, raw.types.RpcResult):
            return bool(body.req_msg_id == msg_id)
        elif isinstance(body, raw.types.BadServerSalt) and body.bad_msg_id == msg_id:
            self.salt = body.new_server_salt
            return True
        elif isinstance(body, raw.types.BadMsgNotification) and body.bad_msg_id == msg_id:
            if body.error_code not in CLIENT_CLOCK_WRONG:
                raise ProtocolError(f"Telegram refuses the message: {body.error_code}")
            self._last_msg_id = 0  # the clock has been put right by this very message
            return True
        return False


def _result(result: Any) -> Any:
    if isinstance(result, raw.types.RpcError):
        raise rpc_error(result.error_code, result.error_message)
    return result
