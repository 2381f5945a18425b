"""MTProto itself: the key exchange, transports, salts, message ids, containers, gzip, service messages."""

import contextlib
import gzip
import socket
import struct
import time
from typing import Any

import pytest
from mtproto.transport import AbridgedTransport, FullTransport, PaddedIntermediateTransport
from mtproto.transport.packets import EncryptedMessagePacket, UnencryptedMessagePacket

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import KeyPair, LocalTelegram

from .raw_client import Client, Connect, LogIn, RpcFailure, TransportFailure

GET_NEAREST_DC = raw.functions.help.GetNearestDc()
GET_CONFIG = raw.functions.help.GetConfig()


@pytest.fixture
def local_telegram(telegram: LocalTelegram) -> LocalTelegram:
    """The module's server: no test here changes it."""
    return telegram


@pytest.fixture
def connect(connect_known: Connect) -> Connect:
    """Make clients that have a key."""
    return connect_known


@pytest.mark.parametrize("transport", [AbridgedTransport, FullTransport, PaddedIntermediateTransport])
def test_a_key_and_calls_over_each_transport(connect: Connect, transport: Any) -> None:
    client = connect(transport=transport)
    for _ in range(3):
        assert client.call(GET_NEAREST_DC).this_dc == 1


def test_req_pq_makes_a_key_too(connect: Connect) -> None:
    client = connect()
    client.make_key(raw.functions.ReqPq)
    assert client.call(GET_NEAREST_DC).this_dc == 1


def test_the_first_pq_of_a_server_is_of_real_size_and_the_others_are_quick() -> None:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(LocalTelegram())
        first, second = (stack.enter_context(contextlib.closing(Client(server))) for _ in range(2))
        assert 2**60 < pq_of(first) < 2**63
        first.make_key()
        assert 2**46 < pq_of(second) < 2**48


def pq_of(client: Client) -> int:
    return int.from_bytes(client.step(raw.functions.ReqPqMulti(nonce=1)).pq, "big")


def test_the_key_pair_of_a_server_is_its_own_or_the_one_that_it_was_given() -> None:
    pair = KeyPair()
    assert LocalTelegram(key_pair=pair).public_key == LocalTelegram(key_pair=pair).public_key == pair.public_key
    assert LocalTelegram().public_key != LocalTelegram().public_key


def test_a_wrong_nonce_ends_the_key_exchange(connect: Connect) -> None:
    client = connect()
    answer = client.step(raw.functions.ReqPqMulti(nonce=1))
    wrong = raw.functions.SetClientDHParams(nonce=2, server_nonce=answer.server_nonce, encrypted_data=bytes(16))
    with pytest.raises(TransportFailure, match="404"):
        client.step(wrong)


def test_what_is_no_step_of_the_key_exchange_is_refused(connect: Connect) -> None:
    client = connect()
    client.write(UnencryptedMessagePacket(client.message_id(), b"nonsense"))
    with pytest.raises(TransportFailure, match="404"):
        client.read()


def test_an_unknown_key_gets_transport_error_404(connect: Connect) -> None:
    client = connect(key=bytes(range(256)))
    client.send(GET_NEAREST_DC)
    with pytest.raises(TransportFailure, match="404"):
        client.read()


def test_a_key_belongs_to_one_data_centre(connect: Connect) -> None:
    key = connect().make_key()
    client = connect(dc_id=2, key=key)
    client.send(GET_NEAREST_DC)
    with pytest.raises(TransportFailure, match="404"):
        client.read()


def test_a_packet_with_a_wrong_msg_key_is_dropped(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    message = raw.core.Message(GET_NEAREST_DC, client.message_id(), 3, 4)
    packet = bytearray(client.pack(message))
    packet[8] ^= 1
    key_id = int.from_bytes(packet[:8], "little", signed=True)
    calls = client.telegram.calls
    client.write(EncryptedMessagePacket(key_id, bytes(packet[8:24]), bytes(packet[24:])))
    assert client.call(raw.functions.Ping(ping_id=7)).ping_id == 7
    assert client.telegram.calls == calls


def test_the_first_salt_is_that_of_the_key_exchange(connect: Connect) -> None:
    client = connect()
    client.make_key()
    client.start_call(GET_NEAREST_DC)
    kinds = [type(message.body).__name__ for message in client.receive()]
    assert kinds == ["NewSessionCreated", "RpcResult"]


def test_a_wrong_salt_is_told_the_right_one(connect: Connect) -> None:
    client = connect()
    client.make_key()
    right, client.salt = client.salt, 0
    refusal = client.answer_to(client.start_call(GET_NEAREST_DC))
    assert (refusal.error_code, refusal.new_server_salt) == (48, right)
    client.salt = right
    assert client.answer_to(client.send(client.initialised(GET_NEAREST_DC))).this_dc == 1


def test_new_session_created_comes_once_a_session(connect: Connect) -> None:
    client = connect()
    for _ in range(3):
        client.call(GET_NEAREST_DC)
    again = connect(key=client.auth_key)
    again.call(GET_NEAREST_DC)
    assert [_contents(client), _contents(again)] == [
        ["NewSessionCreated", "RpcResult"] + ["RpcResult"] * 2,
        ["BadServerSalt", "NewSessionCreated", "RpcResult"],
    ]


def _contents(client: Client) -> list[str]:
    messages = [getattr(message.body, "messages", [message]) for message in client.received]
    return [type(each.body).__name__ for group in messages for each in group]


def test_server_message_ids_are_odd_and_grow_and_seq_nos_count_content(connect: Connect) -> None:
    client = connect()
    for _ in range(3):
        client.call(GET_NEAREST_DC)
    client.call(raw.functions.Ping(ping_id=1))
    messages = [each for message in client.received for each in getattr(message.body, "messages", [message])]
    ids = [message.msg_id for message in messages]
    assert ids == sorted(set(ids))
    assert [message_id % 4 for message_id in ids] == [3, 1, 1, 1, 1]
    assert [message.seq_no for message in messages] == [1, 3, 5, 7, 8]


def test_a_message_is_answered_once(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    message_id = client.send(GET_NEAREST_DC)
    client.answer_to(message_id)
    calls = client.telegram.calls
    client.send(GET_NEAREST_DC, message_id)
    client.call(raw.functions.Ping(ping_id=1))
    assert client.telegram.calls == calls


@pytest.mark.parametrize(("seconds", "error_code"), [(40, 17), (-310, 16)])
def test_a_message_far_from_the_servers_clock_is_refused(connect: Connect, seconds: float, error_code: int) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    message_id = client.send(GET_NEAREST_DC, int((time.time() + seconds) * 2**32) & ~3)
    assert client.answer_to(message_id).error_code == error_code


def test_a_message_id_that_is_no_multiple_of_four_is_refused(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    assert client.answer_to(client.send(GET_NEAREST_DC, client.message_id() + 1)).error_code == 18


def test_every_message_of_a_container_is_answered(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    ids = [client.message_id() for _ in range(3)]
    bodies = [GET_NEAREST_DC, raw.types.MsgsAck(msg_ids=[1]), raw.functions.Ping(ping_id=3)]
    messages = [raw.core.Message(body, each, 1, len(body)) for body, each in zip(bodies, ids, strict=True)]
    client.send(raw.core.MsgContainer(messages))
    assert client.answer_to(ids[0]).this_dc == 1
    assert client.answer_to(ids[2]).ping_id == 3


def test_an_unreadable_message_in_a_container_does_not_spoil_the_others(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    first, second = client.message_id(), client.message_id()
    unreadable = struct.pack("<qiiI", first, 1, 4, 0xDEADBEEF)
    readable = struct.pack("<qii", second, 3, 4) + GET_NEAREST_DC.write()
    client.send(struct.pack("<Ii", 0x73F1F8DC, 2) + unreadable + readable)
    with pytest.raises(RpcFailure, match=f"400 INPUT_METHOD_INVALID_{0xDEADBEEF}"):
        client.answer_to(first)
    assert client.answer_to(second).this_dc == 1


def test_bytes_behind_a_call_are_refused(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with pytest.raises(RpcFailure, match="400 INPUT_"):
        client.answer_to(client.send(GET_NEAREST_DC.write() + bytes(8)))


def test_a_broken_container_is_refused(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    assert client.answer_to(client.send(struct.pack("<IiI", 0x73F1F8DC, 2, 7))).error_code == 64


@pytest.mark.parametrize("body", [raw.types.InputUserSelf().write(), struct.pack("<Ii", 0x1CB5C415, 0)])
def test_what_is_no_method_gets_an_rpc_error(connect: Connect, body: bytes) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with pytest.raises(RpcFailure, match="400 METHOD_INVALID"):
        client.answer_to(client.send(body))


def test_a_call_that_the_server_stumbles_over_is_answered_and_logged(
    connect: Connect, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    client = connect()
    client.make_key()
    log_in(client, "9996611001")
    with pytest.raises(RpcFailure, match="500 INTERNAL"):
        client.call(struct.pack("<I", 0x0D91A548) + raw.types.InputUserEmpty().write())
    assert "users.GetUsers failed" in caplog.text


def test_a_gzipped_call_is_understood(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    packed = raw.core.Bytes(gzip.compress(GET_NEAREST_DC.write()))
    assert client.answer_to(client.send(struct.pack("<I", 0x3072CFA1) + packed)).this_dc == 1


def test_a_big_answer_comes_gzipped(connect: Connect, log_in: LogIn) -> None:
    client = connect()
    client.make_key()
    log_in(client, "9996611001")
    users = client.call(raw.functions.users.GetUsers(id=[raw.types.InputUser(user_id=412673905, access_hash=0)] * 50))
    assert len(users) == 50
    assert client.received[-1].length < 500


def test_an_unknown_constructor_gets_an_rpc_error(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with pytest.raises(RpcFailure, match=f"400 INPUT_METHOD_INVALID_{0x12345678}"):
        client.answer_to(client.send(struct.pack("<I", 0x12345678)))


def test_a_method_without_a_handler_gets_an_rpc_error(connect: Connect) -> None:
    with pytest.raises(RpcFailure, match="400 METHOD_INVALID"):
        connect().call(raw.functions.help.GetSupport())


def test_a_call_before_init_connection_is_refused(connect: Connect) -> None:
    client = connect()
    client.make_key()
    with pytest.raises(RpcFailure, match="400 CONNECTION_NOT_INITED"):
        client.answer_to(client.send(GET_NEAREST_DC))


def test_an_unknown_api_id_is_refused(connect: Connect) -> None:
    client = connect()
    client.make_key()
    with pytest.raises(RpcFailure, match="400 API_ID_INVALID"):
        client.answer_to(client.send(client.initialised(GET_NEAREST_DC, api_id=2)))


def test_wrappers_are_unwrapped(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    query = raw.functions.InvokeAfterMsg(msg_id=1, query=raw.functions.InvokeWithoutUpdates(query=GET_NEAREST_DC))
    assert client.call(query).this_dc == 1


def test_service_messages_are_answered(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    ping = raw.functions.PingDelayDisconnect(ping_id=5, disconnect_delay=60)
    assert client.call(ping).ping_id == 5
    salts = client.answer_to(client.send(raw.functions.GetFutureSalts(num=4)))
    assert [salts.salts[0].salt, len(salts.salts)] == [client.salt, 4]
    assert isinstance(client.call(raw.functions.RpcDropAnswer(req_msg_id=1)), raw.types.RpcAnswerUnknown)
    client.send(raw.functions.DestroySession(session_id=1))
    assert isinstance(client.receive()[0].body, raw.types.DestroySessionNone)


def test_what_needs_no_answer_gets_none(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    client.send(raw.types.HttpWait(max_delay=0, wait_after=0, max_wait=0))
    client.send(raw.types.MsgsStateReq(msg_ids=[1]))
    ping_id = client.send(raw.functions.Ping(ping_id=1))
    assert client.receive()[0].body.msg_id == ping_id


def test_ping_delay_disconnect_disconnects(connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    client.call(raw.functions.PingDelayDisconnect(ping_id=5, disconnect_delay=0))
    with pytest.raises((EOFError, ConnectionResetError)):
        client.read()


def test_config_names_the_real_addresses(connect: Connect, local_telegram: LocalTelegram) -> None:
    config = connect(dc_id=2).call(GET_CONFIG)
    assert config.this_dc == 2
    assert [(each.id, each.ip_address, each.port) for each in config.dc_options] == [
        (1, local_telegram.host, local_telegram.port),
        (2, local_telegram.host, local_telegram.port + 1),
    ]


@pytest.mark.parametrize(
    "nonsense", [b"GET / HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n", b"nonsense" * 10, b"\xef\x7f\xff\xff\xff"]
)
def test_a_stream_that_is_no_mtproto_is_closed(local_telegram: LocalTelegram, nonsense: bytes) -> None:
    with socket.create_connection((local_telegram.host, local_telegram.port), timeout=5) as client:
        client.sendall(nonsense)
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(1) == b""
