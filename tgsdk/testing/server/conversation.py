"""The conversation on one connection with one authorisation key: MTProto's service messages, and method calls."""

import logging
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from mtproto.transport.packets.message_packet import DecryptedMessagePacket

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..faults import FloodWait, RpcFault
from ..methods import Refusal, Request, execute, uses_account
from ..other_layers import in_layer, read_call
from ..state.auth_keys import SALT_LIFETIME, AuthKey, Connection, Session
from ..state.logins import Device
from ..state.world import API_ID, Call, Introduction, World

TOO_EARLY, TOO_LATE, WRONG_REMAINDER, WRONG_SALT, BAD_CONTAINER = 16, 17, 18, 48, 64
SECONDS_BEHIND, SECONDS_AHEAD = 300, 30
MAX_SALTS = 64

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message that the server sends next, and the method that it answers: faults are chosen by it.

    ``is_call`` is set for the result of a call, ``is_update`` for a message that nobody asked for; ``preface`` is
    sent in a container before the first reply.
    """

    method: str
    body: bytes
    content_related: bool = True
    is_call: bool = False
    is_update: bool = False
    preface: bytes | None = None


class Conversation:
    """The server's side of one session over one connection."""

    def __init__(self, world: World, key: AuthKey, session: Session, connection: Connection):
        self._world = world
        self._key = key
        self._session = session
        self._connection = connection

    def replies(self, packet: DecryptedMessagePacket) -> Iterator[Reply]:
        """Yield the replies to one packet, each made when it is asked for."""
        now = self._world.now()
        if error_code := _fault_of_id(packet.message_id, now):
            yield _notice(raw.types.BadMsgNotification, packet, error_code)
        elif not self._key.accepts_salt(packet.salt, now):
            salt = _salt_number(self._key.salt(now))
            yield _notice(raw.types.BadServerSalt, packet, WRONG_SALT, new_server_salt=salt)
        else:
            yield from self._replies_to_all(packet)

    def _replies_to_all(self, packet: DecryptedMessagePacket) -> Iterator[Reply]:
        message = codec.Message(id=packet.message_id, seq_no=packet.seq_no, body=packet.data)
        try:
            messages = list(codec.unpacked(message))
        except codec.Unreadable:
            yield _notice(raw.types.BadMsgNotification, packet, BAD_CONTAINER)
            return
        for each in messages:
            if self._session.is_new(each.id):
                yield from self._replies_to(each)

    def _replies_to(self, message: codec.Message) -> Iterator[Reply]:
        try:
            query = read_call(message.body, self._world.layer)
        except codec.Unreadable as error:
            body = codec.rpc_error(message.id, 400, f"INPUT_METHOD_INVALID_{error.constructor}")
            yield self._announced(Reply(method="", body=body), message.id)
            return
        if isinstance(query, raw.types.MsgsAck):
            self._session.unacknowledged.difference_update(query.msg_ids)
        reply = self._reply_to_service(message, query)
        if reply is None and not isinstance(query, _ignored()):
            reply = self._reply_to_call(message, query)
        if reply is not None:
            yield self._announced(reply, message.id)

    def _announced(self, reply: Reply, first_id: int) -> Reply:
        """Put ``new_session_created`` before the first reply of a session."""
        if self._session.is_announced:
            return reply
        self._session.is_announced = True
        created = raw.types.NewSessionCreated(
            first_msg_id=first_id,
            unique_id=int.from_bytes(os.urandom(8), "little", signed=True),
            server_salt=_salt_number(self._key.salt(self._world.now())),
        )
        return replace(reply, preface=codec.write(created))

    def _reply_to_service(self, message: codec.Message, query: Any) -> Reply | None:
        """https://core.telegram.org/mtproto/service_messages"""
        functions = raw.functions
        if isinstance(query, functions.PingDelayDisconnect):
            self._connection.disconnect_later(query.disconnect_delay)
        if isinstance(query, functions.Ping | functions.PingDelayDisconnect):
            pong = raw.types.Pong(msg_id=message.id, ping_id=query.ping_id)
            return Reply(method=codec.method_name(query), body=pong.write(), content_related=False)
        if isinstance(query, functions.GetFutureSalts):
            return Reply(method="GetFutureSalts", body=self._future_salts(message, query), content_related=False)
        if isinstance(query, functions.DestroySession):
            known = query.session_id != self._session.id and self._key.sessions.pop(query.session_id, None)
            kind = raw.types.DestroySessionOk if known else raw.types.DestroySessionNone
            return Reply(method="DestroySession", body=kind(session_id=query.session_id).write())
        if isinstance(query, functions.RpcDropAnswer):
            return Reply(method="RpcDropAnswer", body=codec.rpc_result(message.id, raw.types.RpcAnswerUnknown()))
        return None

    def _reply_to_call(self, message: codec.Message, query: Any) -> Reply:
        query, refusal = self._unwrapped(query)
        name = codec.method_name(query)
        self._log(name)
        try:
            result = in_layer(self._result(name, query, refusal), self._layer)
            body = codec.rpc_result(message.id, result)
        except Refusal as error:
            body = codec.rpc_error(message.id, error.code, error.name)
        except Exception:
            logger.exception("%s failed in the local Telegram", name)
            body = codec.rpc_error(message.id, 500, "INTERNAL")
        return Reply(method=name, body=body, is_call=True)

    @property
    def _layer(self) -> int:
        return self._world.layer or self._session.layer

    def _result(self, name: str, query: Any, refusal: Refusal | None) -> Any:
        if uses_account(name):
            self._refuse_duplicate()
        self._refuse_by_fault(name)
        if refusal is not None:
            raise refusal
        return execute(Request(name=name, world=self._world, key=self._key, session=self._session, query=query))

    def _log(self, name: str) -> None:
        key, user = self._key, self._key.user
        user_id = user.user_id if user else None
        call = Call(method=name, dc_id=key.dc_id, auth_key_id=key.id, user_id=user_id, at=self._world.now())
        self._world.calls.append(call)

    def _unwrapped(self, query: Any) -> tuple[Any, Refusal | None]:
        """Return the method inside its wrappers, and a refusal if the connection is not initialised."""
        functions = raw.functions
        refusal = None
        while isinstance(query, _wrappers()):
            if isinstance(query, functions.InvokeWithLayer):
                self._session.layer = query.layer
            elif isinstance(query, functions.InitConnection):
                refusal = self._initialise(query)
            elif isinstance(query, functions.InvokeWithoutUpdates):
                self._session.wants_updates = False
            query = query.query
        if refusal is None and not self._session.is_initialised:
            refusal = Refusal(400, "CONNECTION_NOT_INITED")
        return query, refusal

    def _initialise(self, query: Any) -> Refusal | None:
        """https://core.telegram.org/method/initConnection"""
        if query.api_id != API_ID:
            return Refusal(400, "API_ID_INVALID")
        self._session.is_initialised = True
        self._world.introductions.append(_introduction(query, self._session.layer, self._connection.framing))
        self._key.device = Device(
            model=query.device_model, system_version=query.system_version, app_version=query.app_version
        )
        return None

    def _refuse_duplicate(self) -> None:
        """End an authorised key that two open connections use (https://core.telegram.org/api/errors, 406).

        Telegram punishes it now and then; here it is punished whenever it happens, however fast the answers are.
        """
        if self._key.user is None:
            return
        if self._key.is_in_use_elsewhere(self._connection):
            self._key.log_out()
            raise Refusal(406, "AUTH_KEY_DUPLICATED")
        self._key.in_use.add(self._connection)

    def _refuse_by_fault(self, name: str) -> None:
        if flood := self._world.faults.take(FloodWait, name):
            raise Refusal(420, f"FLOOD_WAIT_{flood.seconds}")
        if fault := self._world.faults.take(RpcFault, name):
            raise Refusal(fault.code, fault.name)

    def _future_salts(self, message: codec.Message, query: Any) -> bytes:
        now = self._world.now()
        began = self._key.created_at + (now - self._key.created_at) // SALT_LIFETIME * SALT_LIFETIME
        salts = [
            raw.core.FutureSalt(
                int(began + later * SALT_LIFETIME),
                int(began + (later + 2) * SALT_LIFETIME),
                _salt_number(self._key.salt(now, later=later)),
            )
            for later in range(max(1, min(query.num, MAX_SALTS)))
        ]
        return codec.write(raw.core.FutureSalts(message.id, int(now), salts))


def _fault_of_id(message_id: int, now: float) -> int | None:
    """https://core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-error-message"""
    seconds = message_id / 2**32 - now
    if seconds < -SECONDS_BEHIND:
        return TOO_EARLY
    if seconds > SECONDS_AHEAD:
        return TOO_LATE
    return WRONG_REMAINDER if message_id % 4 else None


def _notice(kind: Any, packet: DecryptedMessagePacket, error_code: int, **more: int) -> Reply:
    notice = kind(bad_msg_id=packet.message_id, bad_msg_seqno=packet.seq_no, error_code=error_code, **more)
    return Reply(method="", body=notice.write(), content_related=False)


def _salt_number(salt: bytes) -> int:
    return int(struct.unpack("<q", salt)[0])


def _introduction(query: Any, layer: int, framing: str) -> Introduction:
    names = ("api_id", "device_model", "system_version", "app_version", "system_lang_code", "lang_pack", "lang_code")
    proxy = (query.proxy.address, query.proxy.port) if query.proxy else None
    said = {name: getattr(query, name) for name in names}
    return Introduction(layer=layer, proxy=proxy, has_params=query.params is not None, framing=framing, **said)


def _wrappers() -> tuple[Any, ...]:
    functions = raw.functions
    return (
        functions.InvokeWithLayer,
        functions.InitConnection,
        functions.InvokeWithoutUpdates,
        functions.InvokeAfterMsg,
        functions.InvokeAfterMsgs,
    )


def _ignored() -> tuple[Any, ...]:
    """Return the classes of messages that need no answer."""
    types = raw.types
    return types.MsgsAck, types.HttpWait, types.MsgsStateReq, types.MsgsStateInfo, types.MsgsAllInfo, types.MsgResendReq
