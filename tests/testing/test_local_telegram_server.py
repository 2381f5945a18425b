"""The server itself: its start and stop, its ports, what it leaves behind, and how it is run from a shell."""

import gc
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

import tgsdk.testing
from tests.processes import started
from tests.sdk.names import constants_first
from tgsdk import Session, Telegram
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import KeyPair, LocalTelegram, faults

from .raw_client import Connect

GET_NEAREST_DC = raw.functions.help.GetNearestDc()
COMMAND = [sys.executable, "-W", "error", "-m", "tgsdk.testing"]


def test_all_names_exist_and_are_sorted() -> None:
    assert sorted(tgsdk.testing.__all__, key=constants_first) == tgsdk.testing.__all__
    assert all(hasattr(tgsdk.testing, name) for name in tgsdk.testing.__all__)
    with pytest.raises(AttributeError):
        _ = tgsdk.testing.nothing
    assert sorted(faults.__all__) == faults.__all__


def test_importing_the_package_does_not_import_pyrogram() -> None:
    code = "import sys, tgsdk.testing.plugin; assert 'pyrogram' not in sys.modules"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_it_can_be_imported_in_any_thread() -> None:
    code = (
        "import threading; thread = threading.Thread("
        "target=lambda: __import__('tgsdk.testing').testing.LocalTelegram().start()); "
        "thread.start(); thread.join(); assert 'local-telegram' in [each.name for each in threading.enumerate()]"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True)
    assert done.stderr == b""


def test_start_and_stop_take_milliseconds() -> None:
    telegram = LocalTelegram()
    began = time.process_time()
    telegram.start()
    telegram.stop()
    assert time.process_time() - began < 0.1


def test_nothing_is_left_after_stop(connect: Connect, local_telegram: LocalTelegram) -> None:
    process = psutil.Process()
    threads, files = threading.active_count(), process.num_fds()
    with LocalTelegram() as telegram:
        clients = [connect() for _ in range(3)]
        for client in clients:
            client.call(GET_NEAREST_DC)
        sockets = []
        with telegram.commit(faults.Refuse()), pytest.raises(ConnectionRefusedError):
            socket.create_connection((telegram.host, telegram.port))
        for _ in range(20):  # connections that are accepted while the server is closing
            sockets.append(socket.create_connection((telegram.host, telegram.port)))
            telegram.restart()
        sockets.append(socket.create_connection((telegram.host, telegram.port)))
    for client in clients:
        client.close()
    for each in sockets:
        each.close()
    deadline = time.monotonic() + 5
    while process.num_fds() > files and time.monotonic() < deadline:
        local_telegram.end_sessions(0)  # the other server's thread gets round to closing its own ends
    gc.collect()
    assert (threading.active_count(), process.num_fds()) == (threads, files)


def test_it_can_be_started_again_and_stopped_twice() -> None:
    telegram = LocalTelegram()
    for _ in range(2):
        telegram.start()
        with pytest.raises(RuntimeError):
            telegram.start()
        socket.create_connection((telegram.host, telegram.port)).close()
        telegram.stop()
    telegram.stop()
    with pytest.raises(RuntimeError):
        telegram.restart()


def test_a_port_that_is_taken_is_an_os_error_that_leaves_nothing(local_telegram: LocalTelegram) -> None:
    threads = threading.active_count()
    for port in (local_telegram.port, local_telegram.port - 1):
        with pytest.raises(OSError, match="in use"):
            LocalTelegram(port=port).start()
    assert threading.active_count() == threads


def test_each_server_has_its_own_keys_ports_and_hash(local_telegram: LocalTelegram) -> None:
    with LocalTelegram() as other:
        assert other.public_key != local_telegram.public_key
        assert other.options["api_hash"] != local_telegram.options["api_hash"]
        assert {other.port, other.port + 1}.isdisjoint({local_telegram.port, local_telegram.port + 1})


def test_a_restart_closes_connections_and_keeps_the_address_and_the_keys(
    local_telegram: LocalTelegram, connect: Connect
) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    address = local_telegram.options
    local_telegram.restart()
    with pytest.raises((EOFError, ConnectionResetError)):
        client.read()
    assert local_telegram.options == address
    assert connect(key=client.auth_key).call(GET_NEAREST_DC).this_dc == 1


def test_refuse_closes_the_ports_and_the_connections(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    client.call(GET_NEAREST_DC)
    with local_telegram.commit(faults.Refuse()):
        with pytest.raises((EOFError, ConnectionResetError)):
            client.read()
        for dc_id in (1, 2):
            with pytest.raises(ConnectionRefusedError):
                connect(dc_id=dc_id)
    assert connect(key=client.auth_key).call(GET_NEAREST_DC).this_dc == 1


def test_the_world_has_all_kinds_of_accounts(local_telegram: LocalTelegram) -> None:
    kinds = {(account.dc_id, account.password is not None) for account in local_telegram.accounts}
    assert kinds == {(1, False), (1, True), (2, False), (2, True)}
    assert max(account.user_id for account in local_telegram.accounts) > 2**31
    assert all(account.phone.startswith(f"99966{account.dc_id}") for account in local_telegram.accounts)
    assert all(account.password not in repr(account) for account in local_telegram.accounts if account.password)


def test_the_json_command_tells_the_address_and_ends_with_its_parent() -> None:
    with started([*COMMAND, "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        socket.create_connection((told["host"], told["port"]), timeout=5).close()
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0
    assert set(told) == {"host", "port", "public_key", "api_id", "api_hash", "options", "accounts"}
    assert PyrogramBackend(**told["options"])
    assert told["accounts"][0]["code"] == "11111"


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_tells_people_and_ends_cleanly(ending: signal.Signals) -> None:
    pipe = subprocess.PIPE
    with started([*COMMAND, "--token-lifetime", "5"], stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline()
        process.send_signal(ending)
        out, errors = process.stdout.read(), process.stderr.read()
    assert "data centre 1 on port" in first
    assert "Мария Соколова" in out
    assert "five times" in out
    assert "PyrogramBackend(" in out
    assert (process.returncode, errors) == (0, "")


def test_a_qr_code_is_scanned_from_the_shell(local_telegram: LocalTelegram, tmp_path: Path) -> None:
    options = tmp_path / "telegram.json"
    options.write_text(json.dumps(local_telegram.options))
    client = Telegram(PyrogramBackend(**local_telegram.options))
    scan = [*COMMAND, "scan", client.start_qr_login().url, "--options", str(options)]
    done = subprocess.run(scan, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Scanned by Мария, 9996611001.\n", "")
    assert client.check_qr_login().name == "logged_in"
    again = subprocess.run(scan, capture_output=True, text=True, timeout=30, check=False)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "Not scanned: The QR code is not accepted (AUTH_TOKEN_ALREADY_ACCEPTED)\n"


def test_the_command_keeps_its_key_pair_and_writes_its_options(tmp_path: Path) -> None:
    key, options = tmp_path / "key.pem", tmp_path / "telegram.json"
    pair = KeyPair.kept_in(key)
    with started([*COMMAND, "--key", str(key), "--options", str(options)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        told = json.loads(options.read_text())
        process.send_signal(signal.SIGTERM)
        shown = process.stdout.read()
    assert told["server"]["public_key"] == pair.public_key
    assert json.dumps(told) in shown


def test_a_key_pair_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    first = KeyPair.kept_in(path)
    assert KeyPair.kept_in(path).public_key == first.public_key != KeyPair().public_key
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("no key")
    with pytest.raises(ValueError, match="private key in PEM"):
        KeyPair.kept_in(path)
    assert path.read_text() == "no key"


def test_an_old_client_goes_on_with_a_new_server_that_has_the_old_key_pair(local_telegram: LocalTelegram) -> None:
    pair = KeyPair()
    with LocalTelegram(key_pair=pair) as first:
        options = first.options
    with LocalTelegram(key_pair=KeyPair(pair.private_key)) as second:
        options["server"]["port"] = second.port
        assert options == second.options
        assert Telegram(PyrogramBackend(**options), Session()).start_qr_login().url
