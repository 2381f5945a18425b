"""One client's TCP connection: SOCKS if it begins so, MTProto's transports and packets, faults in writing."""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable
from typing import Any, Literal, cast

from mtproto.enums import ConnectionRole, TransportEvent, TransportType
from mtproto.transport.connection import Connection as PacketStream
from mtproto.transport.packets.base_packet import BasePacket
from mtproto.transport.packets.error_packet import ErrorPacket
from mtproto.transport.packets.message_packet import (
    EncryptedMessagePacket,
    UnencryptedMessagePacket,
)

from .. import codec
from ..faults import Delay, Drop, Garbage, Silence, UnknownKey
from ..other_layers import in_layer
from ..state.auth_keys import AuthKey, Session
from ..state.world import World
from .conversation import Conversation, Reply
from .envelope import open_packet, seal_packet
from .handshake import Handshake, HandshakeRefused
from .socks import VERSION as SOCKS_VERSION
from .socks import SocksNegotiation, SocksRefused

AUTH_KEY_UNKNOWN = 404
HTTP = b"GET ", b"POST"


class Link(asyncio.Protocol):
    """One connection to one data centre. All its work is done in callbacks: it has no task to be left behind."""

    def __init__(self, world: World, dc_id: int, links: "set[Link]"):
        self._world = world
        self._dc_id = dc_id
        self._links = links
        self.closed = asyncio.Event()
        self._stream: PacketStream[Any] = PacketStream(role=ConnectionRole.SERVER)
        self._socks: SocksNegotiation | None = None
        self._has_received = False
        self._message_ids = world.new_message_ids()
        self._handshake = Handshake(world, dc_id)
        self._current: tuple[AuthKey, Session] | None = None
        self._keys: set[AuthKey] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._disconnection: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._links.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._links.discard(self)
        self.closed.set()
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        if self._disconnection is not None:
            self._disconnection.cancel()
        for key in self._keys:
            key.connections.discard(self)
            key.in_use.discard(self)

    @property
    def framing(self) -> str:
        """How this client frames its packets, by mtproto's name for it, and whether it obfuscates them."""
        framing = self._stream.transport_type
        name = "" if framing is None else framing.value
        return f"obfuscated {name}" if self._stream.is_transport_obfuscated else name

    @property
    def is_open(self) -> bool:
        """Whether the client has not closed its end, which nobody has told yet where this process stood still."""
        if self._transport.is_closing():
            return False
        with socket.socket(fileno=os.dup(self._transport.get_extra_info("socket").fileno())) as end:
            try:
                return bool(end.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
            except BlockingIOError:
                return True
            except OSError:
                return False

    def close(self) -> None:
        """Close at once: what is not written yet is lost."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if not self._has_received:
            self._has_received = True
            if data[:4] in HTTP:
                return self.close()
            if data[0] == SOCKS_VERSION:
                self._socks = SocksNegotiation({port: dc for dc, (_, port) in self._world.addresses.items()})
        if self._socks is not None:
            data = self._negotiate(self._socks, data)
        if data:
            self._stream.data_received(data)
            self._receive_packets()
        return None

    def _negotiate(self, socks: SocksNegotiation, data: bytes) -> bytes:
        try:
            answer, rest = socks.receive(data)
        except SocksRefused as refused:
            self._transport.write(refused.answer)
            self._transport.close()
            return b""
        self._transport.write(answer)
        if socks.dc_id is not None:
            self._dc_id, self._socks = socks.dc_id, None
            self._handshake = Handshake(self._world, socks.dc_id)
        return rest

    def _receive_packets(self) -> None:
        while not self._transport.is_closing():
            try:
                # mtproto reads the beginning of some packets as if they were there to their end.
                packet = self._stream.next_event() if self._stream.has_packet() else None
            except (ValueError, RuntimeError):
                # A transport that mtproto does not know, or one that it has no parser for here.
                return self.close()
            if packet is None:
                return None
            if packet is TransportEvent.DISCONNECT:
                return self.close()
            if isinstance(packet, UnencryptedMessagePacket):
                self._receive_handshake(packet)
            elif isinstance(packet, EncryptedMessagePacket):
                self._receive_encrypted(packet)
        return None

    def _receive_handshake(self, packet: UnencryptedMessagePacket) -> None:
        try:
            query = codec.read(packet.message_data)
            answer = self._handshake.answer(query)
        except (codec.Unreadable, HandshakeRefused):
            self._send_error(AUTH_KEY_UNKNOWN)
        else:
            self._send(Reply(method=codec.method_name(query), body=codec.write(answer)), None)

    def _receive_encrypted(self, packet: EncryptedMessagePacket) -> None:
        key = self._world.auth_key(packet.auth_key_id, self._dc_id)
        if key is None:
            return self._send_error(AUTH_KEY_UNKNOWN)
        if self._stream.transport_type is TransportType.PADDED_INTERMEDIATE:
            packet.encrypted_data = packet.encrypted_data[: len(packet.encrypted_data) // 16 * 16]
        opened = open_packet(packet, key.value)
        if opened is None:
            return None
        session = self._world.session(key, opened.session_id)
        self._current = key, session
        self._keys.add(key)
        key.connections.add(self)
        conversation = Conversation(self._world, key, session, self)
        for reply in conversation.replies(opened):
            self._send(reply, self._current)
        return None

    def push(self, update: Any) -> None:
        """Send an update that nobody asked for."""
        if self._current is not None and self._current[1].wants_updates:
            body = codec.write(in_layer(update, self._world.layer or self._current[1].layer))
            self._send(Reply(method="", body=body, is_update=True), self._current)

    def _send_error(self, code: int) -> None:
        """Send a transport error and end the connection
        (https://core.telegram.org/mtproto/mtproto-transports#transport-errors).
        """
        take = self._world.faults.take
        if take(Silence, ""):
            return
        self._soon(take(Delay, ""), self._write_last, ErrorPacket(code))

    def _send(self, reply: Reply, current: tuple[AuthKey, Session] | None) -> None:
        """Write a reply as the faults in force have it: never, later, broken, or as it should be."""
        take = self._world.faults.take
        if take(Silence, reply.method):
            return
        if current is not None and take(UnknownKey, reply.method):
            self._send_error(AUTH_KEY_UNKNOWN)
            return
        delay, garbage = take(Delay, reply.method), take(Garbage, reply.method)
        drop = take(Drop, reply.method) is not None
        kind = garbage.kind if garbage else None
        self._soon(delay, self._send_now, reply, current, drop, kind)

    def _soon(self, delay: Delay | None, act: Callable[..., None], *arguments: Any) -> None:
        """Act now, or when the delay is over, unless the connection is lost by then."""
        if delay is None:
            return act(*arguments)

        def act_late() -> None:
            self._timers.discard(timer)
            act(*arguments)

        timer = asyncio.get_running_loop().call_later(delay.seconds, act_late)
        self._timers.add(timer)
        return None

    def _send_now(
        self,
        reply: Reply,
        current: tuple[AuthKey, Session] | None,
        drop: bool,
        garbage: Literal["bytes", "constructor"] | None,
    ) -> None:
        if garbage == "constructor":
            reply = _with_unknown_constructor(reply)
        packet = self._plain(reply) if current is None else self._sealed(reply, *current)
        if garbage == "bytes":
            packet = _garbage(len(packet.write()))
        self._write(packet, drop=drop)

    def _plain(self, reply: Reply) -> BasePacket:
        return UnencryptedMessagePacket(self._message_ids.for_answer(), reply.body)

    def _sealed(self, reply: Reply, key: AuthKey, session: Session) -> BasePacket:
        """Make one encrypted packet, with a container in it when there are two messages."""
        ids = session.message_ids
        preface = None
        if reply.preface is not None:
            seq_no = session.next_seq_no(content_related=True)
            preface = codec.Message(id=ids.for_notice(), seq_no=seq_no, body=reply.preface)
        message_id = ids.for_notice() if reply.is_update else ids.for_answer()
        seq_no = session.next_seq_no(content_related=reply.content_related)
        message = codec.Message(id=message_id, seq_no=seq_no, body=reply.body)
        if reply.content_related:
            session.unacknowledged.add(message_id)
        if preface is not None:
            seq_no = session.next_seq_no(content_related=False)
            message = codec.Message(id=ids.for_answer(), seq_no=seq_no, body=codec.container([preface, message]))
        return seal_packet(
            key.value,
            salt=key.salt(self._world.now()),
            session_id=session.id,
            message_id=message.id,
            seq_no=message.seq_no,
            body=message.body,
        )

    def _write(self, packet: BasePacket, *, drop: bool = False) -> None:
        if self._transport.is_closing():
            return
        data = bytes(self._stream.send(packet))
        self._transport.write(data[: len(data) // 2] if drop else data)
        if drop:
            self._transport.close()

    def _write_last(self, packet: BasePacket) -> None:
        self._write(packet)
        self._transport.close()

    def disconnect_later(self, seconds: int) -> None:
        """Close after so many seconds (``ping_delay_disconnect``): the last call counts."""
        if self._disconnection is not None:
            self._disconnection.cancel()
        self._disconnection = asyncio.get_running_loop().call_later(seconds, self.close)


def _garbage(length: int) -> BasePacket:
    """Make a packet of random bytes, about as long as the one that it replaces."""
    return EncryptedMessagePacket(secrets.randbits(63), os.urandom(16), os.urandom(max(length - 24, 0) // 16 * 16 + 16))


def _with_unknown_constructor(reply: Reply) -> Reply:
    unknown = codec.Unknown()
    body = reply.body[:12] + unknown.write() if reply.is_call else unknown.write()
    return Reply(method=reply.method, body=body, content_related=reply.content_related, is_call=reply.is_call)
