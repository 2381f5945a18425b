"""The ends of sessions, and the future auth tokens that a device keeps for its next login."""

from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import compute_password_check, raw
from tgsdk.testing import LocalTelegram
from tgsdk.testing.accounts import Account
from tgsdk.testing.state.auth_keys import SESSION_ENDS

from .raw_client import Client, Connect, LogIn, RpcFailure, SendCode

MARIA, ANNA, DMITRY = "9996611001", "9996611002", "9996611003"
MARIAS_ID = 412_673_905
GET_ME = raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()])
LOG_OUT = raw.functions.auth.LogOut()


def give_password(client: Client, account: Account) -> Any:
    proof = compute_password_check(client.call(raw.functions.account.GetPassword()), account.password)
    return client.call(raw.functions.auth.CheckPassword(password=proof))


def log_in_with_password(client: Client, log_in: LogIn, account: Account) -> None:
    with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
        log_in(client, account.phone)
    give_password(client, account)


# Endings


@pytest.mark.parametrize(("reason", "number"), SESSION_ENDS.items())
def test_a_session_can_end_in_every_way(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, reason: str, number: int
) -> None:
    client, other = connect(), connect()
    log_in(client, MARIA)
    log_in(other, ANNA)
    local_telegram.end_sessions(MARIAS_ID, reason)
    for _ in range(2):
        with pytest.raises(RpcFailure, match=f"{number} {reason}$"):
            client.call(GET_ME)
    assert other.call(GET_ME)


def test_an_end_that_there_is_not_is_a_value_error(local_telegram: LocalTelegram) -> None:
    with pytest.raises(ValueError, match="SESSION_REVOKED"):
        local_telegram.end_sessions(MARIAS_ID, "BOREDOM")


def test_a_key_can_log_in_again_after_its_session_has_ended(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn
) -> None:
    client = connect()
    log_in(client, MARIA)
    local_telegram.end_sessions(MARIAS_ID, "SESSION_EXPIRED")
    log_in(client, MARIA)
    assert client.call(GET_ME)


def test_who_is_banned_is_out_and_stays_out(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, send_code: SendCode
) -> None:
    client, waiting = connect(), connect()
    log_in(client, MARIA)
    code = {"phone_number": MARIA, "phone_code_hash": send_code(waiting, MARIA).phone_code_hash}
    local_telegram.ban(MARIAS_ID)
    with pytest.raises(RpcFailure, match="401 USER_DEACTIVATED_BAN"):
        client.call(GET_ME)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        waiting.call(raw.functions.auth.SignIn(phone_code="11111", **code))
    with pytest.raises(RpcFailure, match="400 PHONE_NUMBER_BANNED"):
        send_code(waiting, MARIA)


# Future auth tokens


def test_a_device_that_was_logged_out_needs_no_code_once(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, send_code: SendCode
) -> None:
    client = connect()
    log_in(client, MARIA)
    tokens = [b"of another server", client.call(LOG_OUT).future_auth_token]
    again = connect()
    sent = send_code(again, MARIA, logout_tokens=tokens)
    assert sent.authorization.user == again.call(GET_ME)[0]
    assert isinstance(send_code(connect(), MARIA, logout_tokens=tokens), raw.types.auth.SentCode)
    assert len(local_telegram.codes_sent) == 2


def test_a_token_is_of_one_account_only(connect: Connect, log_in: LogIn, send_code: SendCode) -> None:
    client = connect()
    log_in(client, MARIA)
    token = client.call(LOG_OUT).future_auth_token
    assert isinstance(send_code(client, ANNA, logout_tokens=[token]), raw.types.auth.SentCode)
    assert isinstance(send_code(client, "9996611999", logout_tokens=[token]), raw.types.auth.SentCode)
    assert send_code(client, MARIA, logout_tokens=[token]).authorization


def test_a_password_is_needed_in_spite_of_a_token(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, send_code: SendCode
) -> None:
    dmitry = local_telegram.accounts[2]
    client = connect()
    log_in_with_password(client, log_in, dmitry)
    token = client.call(LOG_OUT).future_auth_token
    with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
        send_code(client, DMITRY, logout_tokens=[token])
    assert give_password(client, dmitry).user.first_name == "Дмитрий"


def test_a_server_can_give_tokens_at_the_login_already(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, send_code: SendCode
) -> None:
    assert not local_telegram.gives_future_tokens_at_login
    local_telegram.gives_future_tokens_at_login = True
    token = log_in(connect(), MARIA).future_auth_token
    assert send_code(connect(), MARIA, logout_tokens=[token]).authorization.future_auth_token not in (None, token)


def test_tokens_can_be_forgotten(
    local_telegram: LocalTelegram, connect: Connect, log_in: LogIn, send_code: SendCode
) -> None:
    client = connect()
    log_in(client, MARIA)
    token = client.call(LOG_OUT).future_auth_token
    local_telegram.forget_future_tokens()
    assert isinstance(send_code(client, MARIA, logout_tokens=[token]), raw.types.auth.SentCode)


def test_a_server_can_give_no_tokens(local_telegram: LocalTelegram, connect: Connect, log_in: LogIn) -> None:
    assert local_telegram.gives_future_tokens
    local_telegram.gives_future_tokens = False
    client = connect()
    log_in(client, MARIA)
    assert client.call(LOG_OUT).future_auth_token is None


def test_who_gives_up_before_the_password_gets_no_token(connect: Connect, log_in: LogIn) -> None:
    client = connect()
    with pytest.raises(RpcFailure, match="401 SESSION_PASSWORD_NEEDED"):
        log_in(client, DMITRY)
    assert client.call(LOG_OUT).future_auth_token is None
