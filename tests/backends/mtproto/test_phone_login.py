"""The login by phone and code: kinds of code, what Telegram says of the number, tokens that spare the code."""

import pytest

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    CodeSent,
    CodeType,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    LoginUnsupported,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberBanned,
    PhoneNumberUnoccupied,
    SendCodeUnavailable,
    Session,
    SessionEnded,
    Telegram,
    TelegramFailure,
    TelegramUnavailable,
    UpdateAppToLogin,
)
from tgsdk.backends.base import Backend
from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.accounts import BANNED_PHONE, UNOCCUPIED_PHONE, Account, login_code
from tgsdk.testing.methods.code_types import CLASSES, WITHOUT_CODE

from .conftest import find

# Layer 158 has no classes for words, phrases and payments, Kurigram's layer has them all.
KINDS = [kind for kind, name in CLASSES.items() if hasattr(raw.types.auth, name) and kind not in WITHOUT_CODE]
UNSUPPORTED = {
    kind: name
    for kind, name in {
        "set_up_email": "auth.sentCodeTypeSetUpEmailRequired",
        "payment": "auth.sentCodePaymentRequired",
    }.items()
    if hasattr(raw.types.auth, CLASSES[kind])
}


@pytest.fixture
def telegram(backend: Backend) -> Telegram:
    return Telegram(backend)


@pytest.fixture
def awaiting_code(telegram: Telegram, account: Account) -> Telegram:
    telegram.send_code(account.phone)
    return telegram


# Kinds of code


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_of_every_kind_lets_in(
    kind: str, telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.send_codes_by(kind)
    code = telegram.send_code(account.phone)
    assert (code.type, code.next_type) == (kind, None)
    assert isinstance(telegram.sign_in(login_code(account.phone, kind)), LoggedIn)


def test_what_telegram_says_of_the_code_is_told(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.send_codes_by("email", "sms", timeout=90, length=6)
    code = telegram.send_code(account.phone)
    assert (code.phone, code.length, code.timeout, code.next_type) == (f"+{account.phone}", 6, 90, CodeType.SMS)
    assert "@" in (code.pattern or "")
    assert code.resend_at is not None


def test_each_resend_goes_the_next_way_until_none_is_left(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.send_codes_by("app", "sms", "call")
    codes = [telegram.send_code(account.phone), telegram.resend_code(), telegram.resend_code()]
    assert [code.type for code in codes] == ["app", "sms", "call"]
    with pytest.raises(SendCodeUnavailable) as caught:
        telegram.resend_code()
    assert caught.value.telegram_name == "SEND_CODE_UNAVAILABLE"
    assert isinstance(telegram.sign_in(account.code), LoggedIn)


@pytest.mark.parametrize(("kind", "name"), UNSUPPORTED.items())
def test_what_only_telegrams_own_applications_can_serve_is_said(
    kind: str, name: str, telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.send_codes_by(kind)
    with pytest.raises(LoginUnsupported) as caught:
        telegram.send_code(account.phone)
    assert caught.value.telegram_name == name
    assert telegram.status() == LoggedOut()
    assert telegram.start_qr_login().url


def test_five_wrong_codes_use_the_code_up_and_another_lets_in(awaiting_code: Telegram, account: Account) -> None:
    for _ in range(5):
        with pytest.raises(PhoneCodeInvalid):
            awaiting_code.sign_in("00000")
    with pytest.raises(PhoneCodeExpired):
        awaiting_code.sign_in(account.code)
    assert isinstance(awaiting_code.status(), AwaitingCode)
    awaiting_code.resend_code()
    assert isinstance(awaiting_code.sign_in(account.code), LoggedIn)


def test_a_code_known_to_be_too_old_is_not_sent_to_telegram_again(
    awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.expire_codes()
    for _ in range(2):
        with pytest.raises(PhoneCodeExpired):
            awaiting_code.sign_in(account.code)
    assert local_telegram.called("auth.SignIn") == 1


# The number


def test_a_banned_number_is_refused(telegram: Telegram) -> None:
    with pytest.raises(PhoneNumberBanned):
        telegram.send_code(BANNED_PHONE)


def test_a_number_without_an_account_wants_a_sign_up_first(telegram: Telegram) -> None:
    telegram.send_code(UNOCCUPIED_PHONE)
    with pytest.raises(PhoneNumberUnoccupied):
        telegram.sign_in(login_code(UNOCCUPIED_PHONE))
    assert telegram.status() == LoggedOut()


def test_an_account_that_is_banned_while_its_code_is_on_the_way(
    awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.ban(account.user_id)
    with pytest.raises(PhoneCodeExpired):
        awaiting_code.sign_in(account.code)
    with pytest.raises(PhoneNumberBanned):
        awaiting_code.resend_code()


# Lost answers, ends, and what Telegram thinks of the application


@pytest.mark.parametrize("has_password", [False, True])
def test_a_code_whose_answer_was_lost_has_let_in_all_the_same(
    has_password: bool, telegram: Telegram, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=2, has_password=has_password)
    telegram.send_code(account.phone)
    with local_telegram.commit(faults.Drop(), method="auth.SignIn"), pytest.raises(TelegramUnavailable):
        telegram.sign_in(account.code)
    state = telegram.sign_in(account.code)
    assert isinstance(state, AwaitingPassword if has_password else LoggedIn)
    assert telegram.session.stage == state.name


@pytest.mark.parametrize("has_password", [False, True])
def test_a_code_sent_again_after_a_lost_answer_finds_the_login_done(
    has_password: bool, telegram: Telegram, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=1, has_password=has_password)
    telegram.send_code(account.phone)
    with local_telegram.commit(faults.Drop(), method="auth.SignIn"), pytest.raises(TelegramUnavailable):
        telegram.sign_in(account.code)
    assert telegram.resend_code().type is CodeType.NOT_NEEDED
    assert isinstance(telegram.status(), AwaitingPassword if has_password else LoggedIn)


def test_a_code_is_sent_again_with_a_new_key_when_telegram_has_forgotten_the_old_one(
    awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.ForgetAuthKey()):
        awaiting_code.resend_code()
        assert isinstance(awaiting_code.sign_in(account.code), LoggedIn)


@pytest.mark.parametrize("method", ["auth.SendCode", "auth.ResendCode"])
def test_a_sending_that_telegram_wants_to_start_anew_is_started_anew(
    method: str, awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.RpcFault(500, "AUTH_RESTART"), method=method, times=1):
        awaiting_code.send_code(account.phone) if method == "auth.SendCode" else awaiting_code.resend_code()
    assert isinstance(awaiting_code.sign_in(account.code), LoggedIn)


@pytest.mark.parametrize("name", ["AUTH_KEY_UNREGISTERED", "SESSION_REVOKED", "SESSION_EXPIRED"])
@pytest.mark.parametrize("method", ["account.GetPassword", "auth.CheckPassword"])
def test_a_password_step_that_telegram_has_forgotten_is_over(
    name: str, method: str, telegram: Telegram, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=1, has_password=True)
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    with local_telegram.commit(faults.RpcFault(401, name), method=method), pytest.raises(LoginExpired):
        telegram.check_password(account.password or "")
    assert telegram.status() == LoggedOut()
    assert telegram.send_code(account.phone)


def test_an_account_that_is_banned_in_the_midst_of_its_login_says_so(
    awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    banned = faults.RpcFault(401, "USER_DEACTIVATED_BAN")
    with local_telegram.commit(banned, method="auth.SignIn"), pytest.raises(SessionEnded) as caught:
        awaiting_code.sign_in(account.code)
    assert caught.value.telegram_name == "USER_DEACTIVATED_BAN"
    assert awaiting_code.status() == LoggedOut()


def test_a_login_that_telegram_wants_to_start_anew_is_over(
    awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    with (
        local_telegram.commit(faults.RpcFault(500, "AUTH_RESTART"), method="auth.SignIn"),
        pytest.raises(LoginExpired),
    ):
        awaiting_code.sign_in(account.code)
    assert awaiting_code.status() == LoggedOut()
    awaiting_code.send_code(account.phone)
    assert isinstance(awaiting_code.sign_in(account.code), LoggedIn)


def test_an_application_that_is_too_old_is_told_so(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.RpcFault(406, "UPDATE_APP_TO_LOGIN")):
        with pytest.raises(UpdateAppToLogin, match="Kurigram"):
            telegram.send_code(account.phone)
        with pytest.raises(UpdateAppToLogin):
            telegram.start_qr_login()


@pytest.mark.parametrize(
    "reason",
    ["SESSION_REVOKED", "SESSION_EXPIRED", "USER_DEACTIVATED", "USER_DEACTIVATED_BAN", "AUTH_KEY_DUPLICATED"],
)
def test_a_session_that_ended_says_why(
    reason: str, awaiting_code: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    awaiting_code.sign_in(account.code)
    local_telegram.end_sessions(account.user_id, reason=reason)
    with pytest.raises(SessionEnded) as caught:
        awaiting_code.me()
    assert caught.value.telegram_name == reason
    assert awaiting_code.status() == LoggedOut(reason)


def test_a_stale_password_check_is_made_once_more_in_silence(telegram: Telegram, local_telegram: LocalTelegram) -> None:
    account = find(local_telegram, dc_id=1, has_password=True)
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    with local_telegram.commit(faults.RpcFault(400, "SRP_ID_INVALID"), method="auth.CheckPassword", times=1):
        assert isinstance(telegram.check_password(account.password or ""), LoggedIn)
    assert local_telegram.called("auth.CheckPassword") == 2


def test_a_password_check_that_stays_stale_fails_and_keeps_the_login_waiting(
    telegram: Telegram, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=1, has_password=True)
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    stale = faults.RpcFault(400, "SRP_ID_INVALID")
    with local_telegram.commit(stale, method="auth.CheckPassword"), pytest.raises(TelegramFailure):
        telegram.check_password(account.password or "")
    assert local_telegram.called("auth.CheckPassword") == 2
    assert isinstance(telegram.check_password(account.password or ""), LoggedIn)


# Tokens that spare the code: https://core.telegram.org/api/auth#future-auth-tokens


def log_in_and_out(telegram: Telegram, account: Account) -> None:
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    if account.password:
        telegram.check_password(account.password)
    telegram.log_out()


def test_connecting_again_needs_no_code(
    telegram: Telegram, backend: Backend, account: Account, local_telegram: LocalTelegram
) -> None:
    log_in_and_out(telegram, account)
    again = Telegram(backend, Session.from_string(telegram.session.to_string()))
    code = again.send_code(account.phone)
    assert code == CodeSent(phone=f"+{account.phone}", type=CodeType.NOT_NEEDED)
    assert isinstance(again.status(), LoggedIn)
    assert local_telegram.called("auth.SignIn") == 1


def test_connecting_again_needs_the_password_all_the_same(telegram: Telegram, local_telegram: LocalTelegram) -> None:
    account = find(local_telegram, dc_id=2, has_password=True)
    log_in_and_out(telegram, account)
    assert telegram.send_code(account.phone).type is CodeType.NOT_NEEDED
    assert telegram.status() == AwaitingPassword(account.hint)
    assert isinstance(telegram.check_password(account.password or ""), LoggedIn)


def test_a_token_that_telegram_has_forgotten_costs_a_code(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    log_in_and_out(telegram, account)
    local_telegram.forget_future_tokens()
    assert telegram.send_code(account.phone).type is CodeType.APP
    assert isinstance(telegram.sign_in(account.code), LoggedIn)


def test_a_token_does_not_let_into_another_account(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    log_in_and_out(telegram, account)
    other = find(local_telegram, dc_id=1, has_password=True)
    assert telegram.send_code(other.phone).type is CodeType.APP


def test_a_token_given_at_the_login_is_kept_too(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    local_telegram.gives_future_tokens_at_login = True
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    assert len(telegram.session.future_auth_tokens) == 1
