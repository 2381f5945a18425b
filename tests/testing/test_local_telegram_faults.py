"""Each fault, as it shows on the wire."""

import select
import time

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram, faults

from .raw_client import Connect, Export, RpcFailure, TransportFailure

GET_NEAREST_DC = raw.functions.help.GetNearestDc()
GET_CONFIG = raw.functions.help.GetConfig()
GONE = (EOFError, ConnectionResetError)


@pytest.fixture
def local_telegram(telegram: LocalTelegram) -> LocalTelegram:
    """The module's server: a fault is over when its block is."""
    return telegram


@pytest.fixture
def connect(connect_known: Connect) -> Connect:
    """Make clients that have a key."""
    return connect_known


def test_silence_answers_neither_a_call_nor_a_key_exchange(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Silence()):
        silent = connect()
        for each in (client, silent):
            each.socket.settimeout(0.1)
        client.send(GET_NEAREST_DC)
        with pytest.raises(TimeoutError):
            client.read()
        with pytest.raises(TimeoutError):
            silent.make_key()
    assert connect(key=client.auth_key).call(GET_NEAREST_DC).this_dc == 1


def test_silence_does_not_even_say_that_a_key_is_unknown(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect(key=bytes(range(256)))
    client.socket.settimeout(0.1)
    with local_telegram.commit(faults.Silence()):
        client.send(GET_NEAREST_DC)
        with pytest.raises(TimeoutError):
            client.read()


def test_drop_sends_half_of_the_answer(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Drop()):
        client.send(GET_NEAREST_DC)
        with pytest.raises(GONE):
            client.read()
    assert 0 < len(client.stream._rx_buffer) < 60


def test_drop_breaks_the_key_exchange_too(local_telegram: LocalTelegram, connect: Connect) -> None:
    with local_telegram.commit(faults.Drop(), method="ReqDHParams"), pytest.raises(GONE):
        connect().make_key()


def test_delay_holds_up_one_answer_and_nobody_else(local_telegram: LocalTelegram, connect: Connect) -> None:
    slow, quick = connect(), connect()
    for client in (slow, quick):
        client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Delay(1), method="help.GetConfig"):
        began = time.perf_counter()
        message_id = slow.send(GET_CONFIG)
        quick.call(GET_NEAREST_DC)
        assert select.select([slow.socket], [], [], 0)[0] == []
        slow.answer_to(message_id)
    assert time.perf_counter() - began >= 1


def test_delay_holds_for_every_step_of_the_key_exchange(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    with local_telegram.commit(faults.Delay(0.05)):
        began = time.perf_counter()
        client.make_key()
    assert time.perf_counter() - began >= 0.15


def test_delayed_answers_keep_their_order(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Delay(0.05)):
        ids = [client.send(GET_NEAREST_DC) for _ in range(5)]
        assert [client.receive()[0].body.req_msg_id for _ in ids] == ids


def test_an_answer_that_is_delayed_does_not_outlive_its_connection(
    local_telegram: LocalTelegram, connect: Connect
) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Delay(30)):
        client.send(GET_NEAREST_DC)
    client.close()


def test_rpc_fault_is_answered_in_place_of_the_result(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    with local_telegram.commit(faults.RpcFault(500, "INTERNAL")), pytest.raises(RpcFailure, match="500 INTERNAL"):
        client.call(GET_NEAREST_DC)
    assert client.call(GET_NEAREST_DC).this_dc == 1


def test_flood_wait_can_be_for_one_method_and_for_a_number_of_times(
    local_telegram: LocalTelegram, connect: Connect, export: Export
) -> None:
    client = connect()
    with local_telegram.commit(faults.FloodWait(12), method="auth.ExportLoginToken", times=1):
        assert client.call(GET_NEAREST_DC).this_dc == 1
        with pytest.raises(RpcFailure, match="420 FLOOD_WAIT_12"):
            export(client)
        assert export(client).token


def test_a_forgotten_key_gets_404_and_a_new_one_can_be_made(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.ForgetAuthKey()):
        client.send(GET_NEAREST_DC)
        with pytest.raises(TransportFailure, match="404"):
            client.read()
        stranger = connect()
        stranger.make_key()
        assert stranger.call(GET_NEAREST_DC).this_dc == 1
    assert connect(key=client.auth_key).call(GET_NEAREST_DC).this_dc == 1


def test_garbage_is_a_framed_packet_of_random_bytes(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Garbage()):
        client.send(GET_NEAREST_DC)
        packet = client.read().write()
    assert len(packet) % 16 == 8
    assert packet[:8] != client.pack(raw.core.Message(GET_NEAREST_DC, 0, 0, 4))[:8]


def test_garbage_breaks_the_key_exchange_too(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    with local_telegram.commit(faults.Garbage("constructor"), method="ReqPqMulti"), pytest.raises(KeyError):
        client.make_key()


def test_garbage_can_be_a_result_that_no_layer_knows(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Garbage(kind="constructor")):
        client.send(GET_NEAREST_DC)
        with pytest.raises((KeyError, ValueError), match=r"deadbeef|3735928559"):
            client.receive()
    assert client.call(GET_NEAREST_DC).this_dc == 1


@pytest.mark.parametrize(("seconds", "error_code"), [(-600, 17), (600, 16)])
def test_bad_clock_refuses_honest_messages_and_shows_in_all_times(
    local_telegram: LocalTelegram, connect: Connect, export: Export, seconds: float, error_code: int
) -> None:
    client = connect()
    with local_telegram.commit(faults.BadClock(seconds)):
        client.make_key()
        assert client.server_time == pytest.approx(time.time() + seconds, abs=3)
        refusal = client.answer_to(client.start_call(GET_NEAREST_DC))
        assert refusal.error_code == error_code
        servers_clock = client.received[-1].msg_id / 2**32
        assert servers_clock == pytest.approx(time.time() + seconds, abs=3)
        client.ahead, client.last_id, client.is_initialised = seconds, 0, False
        assert export(client).expires == pytest.approx(time.time() + seconds + 30, abs=3)


def test_faults_can_be_committed_together(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Delay(0.1)), local_telegram.commit(faults.FloodWait(3)):
        began = time.perf_counter()
        with pytest.raises(RpcFailure, match="FLOOD_WAIT_3"):
            client.call(GET_NEAREST_DC)
    assert time.perf_counter() - began >= 0.1


@pytest.mark.parametrize("fault", [faults.Refuse(), faults.ForgetAuthKey(), faults.BadClock(1)])
def test_what_is_not_about_calls_takes_no_method(local_telegram: LocalTelegram, fault: faults.Fault) -> None:
    with pytest.raises(ValueError, match="takes neither method nor times"):  # noqa: SIM117
        with local_telegram.commit(fault, method="help.GetConfig"):
            pass
