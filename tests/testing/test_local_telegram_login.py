"""Logins: by QR in all its variants, by code, by password, and how they end."""

import threading
import time
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import compute_password_check, raw
from tgsdk.testing import LocalTelegram, Request, faults

from .raw_client import Accept, Client, Connect, Export, LogIn, RpcFailure

MARIA, ANNA, DMITRY, JAMES, OLGA = "9996611001", "9996611002", "9996611003", "9996621001", "9996621002"
GET_ME = raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()])
GET_PASSWORD = raw.functions.account.GetPassword()


def give_password(client: Client, password: str | None) -> Any:
    proof = compute_password_check(client.call(GET_PASSWORD), password)
    return client.call(raw.functions.auth.CheckPassword(password=proof))


def password_of(telegram: LocalTelegram, phone: str) -> str | None:
    return next(account.password for account in telegram.accounts if account.phone == phone)


def test_the_token_stays_the_same_until_it_expires(connect: Connect, export: Export) -> None:
    client = connect()
    first = export(client)
    assert export(client) == first
    assert export(connect(key=client.auth_key)) == first
    assert export(connect()).token != first.token


def test_an_expired_token_is_replaced_and_cannot_be_accepted(
    local_telegram: LocalTelegram, connect: Connect, export: Export, accept: Accept
) -> None:
    local_telegram.token_lifetime = 0
    client = connect()
    first = export(client)
    assert export(client).token != first.token
    with pytest.raises(RpcFailure, match="400 AUTH_TOKEN_EXPIRED"):
        accept(MARIA, first.token)


def test_the_export_after_the_scan_logs_in(connect: Connect, export: Export, accept: Accept) -> None:
    client = connect()
    accept(MARIA, export(client).token)
    user = export(client).authorization.user
    assert (user.first_name, user.username, user.is_self) == ("Мария", "maria_sokolova", True)
    assert client.call(GET_ME) == [user]
    assert client.call(raw.functions.users.GetFullUser(id=raw.types.InputUserSelf())).users == [user]
    assert client.call(raw.functions.updates.GetState()).pts == 1


def test_a_scan_is_found_later_by_another_connection_and_after_a_restart(
    local_telegram: LocalTelegram, connect: Connect, export: Export, accept: Accept
) -> None:
    client = connect()
    token = export(client).token
    local_telegram.restart()
    assert export(connect(key=client.auth_key)).token == token
    accept(MARIA, token)
    local_telegram.restart()
    local_telegram.token_lifetime = 0
    assert export(connect(key=client.auth_key)).authorization.user.first_name == "Мария"


def test_a_scan_is_pushed_to_a_client_that_is_connected(connect: Connect, export: Export, accept: Accept) -> None:
    client = connect()
    accept(MARIA, export(client).token)
    message = client.receive()[0]
    assert isinstance(message.body.update, raw.types.UpdateLoginToken)
    assert message.msg_id % 4 == 3


def test_the_phone_is_told_which_device_it_has_let_in(connect: Connect, export: Export, accept: Accept) -> None:
    assert accept(MARIA, export(connect()).token).device_model == "test"


def test_a_token_is_accepted_once_and_only_if_it_is_one(connect: Connect, export: Export, accept: Accept) -> None:
    token = export(connect()).token
    accept(MARIA, token)
    with pytest.raises(RpcFailure, match="400 AUTH_TOKEN_ALREADY_ACCEPTED"):
        accept(ANNA, token)
    with pytest.raises(RpcFailure, match="400 AUTH_TOKEN_INVALID"):
        accept(ANNA, b"nonsense")


def test_only_who_is_logged_in_can_accept(connect: Connect, export: Export) -> None:
    token = export(connect()).token
    with pytest.raises(RpcFailure, match="401 AUTH_KEY_UNREGISTERED"):
        connect().call(raw.functions.auth.AcceptLoginToken(token=token))


def test_an_account_of_another_data_centre_is_imported_there_once(
    connect: Connect, export: Export, accept: Accept
) -> None:
    client = connect()
    accept(JAMES, export(client).token)
    move = export(client)
    assert (type(move), move.dc_id) == (raw.types.auth.LoginTokenMigrateTo, 2)
    assert export(client) == move
    there, late = connect(dc_id=2), connect(dc_id=2)
    import_token = raw.functions.auth.ImportLoginToken(token=move.token)
    assert there.call(import_token).authorization.user.first_name == "James"
    assert there.call(GET_ME)[0].id == 6_104_882_350
    with pytest.raises(RpcFailure, match="400 AUTH_TOKEN_ALREADY_ACCEPTED"):
        late.call(import_token)
    assert isinstance(export(client), raw.types.auth.LoginToken)


def test_an_import_token_expires_and_is_replaced(
    local_telegram: LocalTelegram, connect: Connect, export: Export, accept: Accept
) -> None:
    client = connect()
    accept(JAMES, export(client).token)
    local_telegram.token_lifetime = 0
    move = export(client)
    with pytest.raises(RpcFailure, match="400 AUTH_TOKEN_EXPIRED"):
        connect(dc_id=2).call(raw.functions.auth.ImportLoginToken(token=move.token))
    assert export(client).token != move.token


@pytest.mark.parametrize(("phone", "dc_id"), [(DMITRY, 1), (OLGA, 2)])
def test_a_password_is_asked_for_after_a_scan_until_it_is_given(
    local_telegram: LocalTelegram, connect: Connect, export: Export, log_in: LogIn, phone: str, dc_id: int
) -> None:
    client, device = connect(), connect(dc_id=dc_id)
    with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
        log_in(device, phone)
    give_password(device, password_of(local_telegram, phone))
    device.call(raw.functions.auth.AcceptLoginToken(token=export(client).token))
    if dc_id == 2:
        move, client = export(client), connect(dc_id=2)
        with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
            client.call(raw.functions.auth.ImportLoginToken(token=move.token))
    for _ in range(2):
        with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
            export(client)
    with pytest.raises(RpcFailure, match="400 PASSWORD_HASH_INVALID"):
        give_password(client, "wrong")
    with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
        export(client)
    again = connect(dc_id=dc_id, key=client.auth_key)
    assert give_password(again, password_of(local_telegram, phone)).user.id == export(again).authorization.user.id


def test_a_stale_password_check_is_refused(local_telegram: LocalTelegram, connect: Connect, log_in: LogIn) -> None:
    client = connect()
    with pytest.raises(RpcFailure, match="SESSION_PASSWORD_NEEDED"):
        log_in(client, DMITRY)
    stale = client.call(GET_PASSWORD)
    assert stale.hint == "погода и ответ"
    client.call(GET_PASSWORD)
    proof = compute_password_check(stale, password_of(local_telegram, DMITRY))
    with pytest.raises(RpcFailure, match="400 SRP_ID_INVALID"):
        client.call(raw.functions.auth.CheckPassword(password=proof))


def test_a_wrong_api_hash_is_refused(connect: Connect) -> None:
    query = raw.functions.auth.ExportLoginToken(api_id=1, api_hash="wrong", except_ids=[])
    with pytest.raises(RpcFailure, match="400 API_ID_INVALID"):
        connect().call(query)


def test_logging_out_leaves_nobody_logged_in(connect: Connect, log_in: LogIn) -> None:
    client = connect()
    log_in(client, MARIA)
    client.call(raw.functions.auth.LogOut())
    with pytest.raises(RpcFailure, match="401 AUTH_KEY_UNREGISTERED"):
        client.call(GET_ME)


def test_sessions_that_were_ended_from_the_phone_are_revoked(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, export: Export
) -> None:
    client, other = connect(), connect()
    log_in(client, MARIA)
    log_in(other, ANNA)
    local_telegram.end_sessions(412_673_905)
    with pytest.raises(RpcFailure, match="401 SESSION_REVOKED"):
        client.call(GET_ME)
    assert other.call(GET_ME)[0].first_name == "Anna"
    assert export(client).token


def test_a_login_is_taken_to_another_data_centre(connect: Connect, log_in: LogIn) -> None:
    client, there = connect(), connect(dc_id=2)
    log_in(client, MARIA)
    exported = client.call(raw.functions.auth.ExportAuthorization(dc_id=2))
    assert there.call(raw.functions.auth.ImportAuthorization(id=exported.id, bytes=exported.bytes)).user.id
    assert there.call(GET_ME)[0].first_name == "Мария"
    with pytest.raises(RpcFailure, match="400 AUTH_BYTES_INVALID"):
        there.call(raw.functions.auth.ImportAuthorization(id=exported.id, bytes=exported.bytes))


def test_one_key_in_use_on_two_connections_is_duplicated(connect: Connect, log_in: LogIn) -> None:
    first = connect()
    log_in(first, MARIA)
    first.call(GET_ME)
    with pytest.raises(RpcFailure, match="406 AUTH_KEY_DUPLICATED"):
        connect(key=first.auth_key).call(GET_ME)
    with pytest.raises(RpcFailure, match="401 AUTH_KEY_UNREGISTERED"):
        first.call(GET_ME)


def test_one_key_may_be_used_on_one_connection_after_the_other(connect: Connect, log_in: LogIn) -> None:
    first = connect()
    log_in(first, MARIA)
    first.call(GET_ME)
    first.close()
    assert connect(key=first.auth_key).call(GET_ME)[0].first_name == "Мария"


def test_connections_that_were_closed_while_the_server_stood_still_duplicate_nothing(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn
) -> None:
    first, slow = connect(), connect()
    log_in(first, MARIA)
    first.close()
    slow.make_key()
    stands_still = threading.Event()

    def stand_still(request: Request) -> Any:
        stands_still.set()
        time.sleep(0.5)
        return request.usual()

    with local_telegram.override("help.GetNearestDc", stand_still):
        slow.start_call(raw.functions.help.GetNearestDc())
        assert stands_still.wait(5)
        for _ in range(2):
            given_up = connect(key=first.auth_key)
            given_up.salt = first.salt
            given_up.start_call(GET_ME)
            given_up.close()
    assert connect(key=first.auth_key).call(GET_ME)[0].first_name == "Мария"


def test_files_are_fetched_over_a_connection_of_their_own(connect: Connect, log_in: LogIn) -> None:
    first = connect()
    log_in(first, MARIA)
    first.call(GET_ME)
    nowhere = raw.types.InputDocumentFileLocation(id=1, access_hash=1, file_reference=b"", thumb_size="")
    with pytest.raises(RpcFailure, match="400 "):
        connect(key=first.auth_key).call(raw.functions.upload.GetFile(location=nowhere, offset=0, limit=4096))
    assert first.call(GET_ME)[0].first_name == "Мария"


def test_one_key_without_a_login_may_be_used_twice_at_once(
    local_telegram: LocalTelegram, connect: Connect, export: Export
) -> None:
    first = connect()
    export(first)
    second = connect(key=first.auth_key)
    with local_telegram.commit(faults.Delay(0.1)):
        under_way = first.start_call(raw.functions.help.GetNearestDc())
        assert export(second).token
    assert first.answer_to(under_way).this_dc == 1


def test_calls_are_logged(local_telegram: LocalTelegram, connect: Connect, log_in: LogIn) -> None:
    client = connect()
    log_in(client, MARIA)
    client.call(GET_ME)
    assert [(call.method, call.user_id, call.dc_id) for call in local_telegram.calls] == [
        ("auth.SendCode", None, 1),
        ("auth.SignIn", None, 1),
        ("users.GetUsers", 412_673_905, 1),
    ]
