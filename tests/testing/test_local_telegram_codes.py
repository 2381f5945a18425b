"""Login codes: how they are sent, sent once more and entered, and every way in which that fails."""

import time
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.accounts import BANNED_PHONE, PHRASE_CODE, UNOCCUPIED_PHONE, WORD_CODE, login_code
from tgsdk.testing.methods.code_types import CLASSES

from .raw_client import Client, Connect, RpcFailure, SendCode

MARIA, ANNA, DMITRY, JAMES = "9996611001", "9996611002", "9996611003", "9996621001"
EVERY_TYPE = [each for each, name in CLASSES.items() if hasattr(raw.types.auth, name)]
NOT_IN_THIS_LAYER = sorted(set(CLASSES) - set(EVERY_TYPE))


def sign_in(client: Client, phone: str, sent: Any, code: str = "11111") -> Any:
    query = raw.functions.auth.SignIn(phone_number=phone, phone_code_hash=sent.phone_code_hash, phone_code=code)
    return client.call(query)


def sign_in_by_email(client: Client, phone: str, sent: Any, code: str = "11111") -> Any:
    verification = raw.types.EmailVerificationCode(code=code)
    return client.call(
        raw.functions.auth.SignIn(
            phone_number=phone, phone_code_hash=sent.phone_code_hash, email_verification=verification
        )
    )


def resend(client: Client, phone: str, sent: Any) -> Any:
    return client.call(raw.functions.auth.ResendCode(phone_number=phone, phone_code_hash=sent.phone_code_hash))


# Sending a code


def test_a_code_is_sent_to_the_app_first(connect: Connect, send_code: SendCode) -> None:
    sent = send_code(connect(), "+99966 1 1001")
    assert (sent.type, sent.timeout) == (raw.types.auth.SentCodeTypeApp(length=5), 60)
    assert isinstance(sent.next_type, raw.types.auth.CodeTypeSms)


def test_each_resend_goes_to_the_next_way_until_there_is_none(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    app = send_code(client, MARIA)
    sms = resend(client, MARIA, app)
    call = resend(client, MARIA, sms)
    assert isinstance(sms.type, raw.types.auth.SentCodeTypeSms)
    assert isinstance(sms.next_type, raw.types.auth.CodeTypeCall)
    assert isinstance(call.type, raw.types.auth.SentCodeTypeCall)
    assert (call.next_type, call.timeout) == (None, None)
    with pytest.raises(RpcFailure, match="406 SEND_CODE_UNAVAILABLE"):
        resend(client, MARIA, call)
    assert sign_in(client, MARIA, call).user.first_name == "Мария"


def test_a_code_sent_once_more_has_a_hash_of_its_own_and_ends_the_one_before(
    connect: Connect, send_code: SendCode
) -> None:
    client = connect()
    first = send_code(client, MARIA)
    second = resend(client, MARIA, first)
    third = send_code(client, MARIA)
    for dead in (first, second):
        with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
            sign_in(client, MARIA, dead)
    assert sign_in(client, MARIA, third).user


@pytest.mark.parametrize("code_type", EVERY_TYPE)
def test_every_way_is_told_by_a_class_of_its_own(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode, code_type: str
) -> None:
    local_telegram.send_codes_by(code_type, "call", timeout=7, length=6)
    sent = send_code(connect(), MARIA)
    told = sent if code_type == "payment" else sent.type
    assert type(told).__name__ == CLASSES[code_type]
    assert getattr(told, "length", 6) == 6
    assert getattr(sent, "timeout", 7) == 7


def test_a_code_by_email_is_entered_as_one(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode
) -> None:
    local_telegram.send_codes_by("email")
    client = connect()
    sent = send_code(client, MARIA)
    assert "@" in sent.type.email_pattern
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EMPTY"):
        sign_in(client, MARIA, sent)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_INVALID"):
        sign_in_by_email(client, MARIA, sent, "12345")
    assert sign_in_by_email(client, MARIA, sent).user


def test_a_code_by_another_way_is_not_entered_as_one_by_email(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EMPTY"):
        sign_in_by_email(client, MARIA, send_code(client, MARIA))


def test_a_code_has_the_length_asked_for(local_telegram: LocalTelegram, connect: Connect, send_code: SendCode) -> None:
    local_telegram.send_codes_by("sms", length=7)
    client = connect()
    sent = send_code(client, MARIA)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_INVALID"):
        sign_in(client, MARIA, sent, "11111")
    assert sign_in(client, MARIA, sent, login_code(MARIA, "sms", 7)).user


@pytest.mark.parametrize("code_type", [each for each in ("set_up_email", "payment") if each in EVERY_TYPE])
def test_where_no_code_is_sent_none_is_right(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode, code_type: str
) -> None:
    local_telegram.send_codes_by(code_type)
    client = connect()
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_INVALID"):
        sign_in(client, MARIA, send_code(client, MARIA))
    assert local_telegram.codes_sent == []
    with pytest.raises(ValueError, match="sends no code"):
        login_code(MARIA, code_type)


def test_a_way_that_cannot_be_announced_is_taken_all_the_same(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode
) -> None:
    local_telegram.send_codes_by("sms", "app")
    client = connect()
    sent = send_code(client, MARIA)
    assert sent.next_type is None
    assert isinstance(resend(client, MARIA, sent).type, raw.types.auth.SentCodeTypeApp)


def test_words_are_codes_too() -> None:
    assert login_code(MARIA, "sms_word") == WORD_CODE
    assert login_code(MARIA, "sms_phrase") == PHRASE_CODE


@pytest.mark.parametrize("types", [(), ("pigeon",), *[(each,) for each in NOT_IN_THIS_LAYER]])
def test_a_way_that_there_is_not_is_a_value_error(local_telegram: LocalTelegram, types: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"send a code|is sent|layer"):
        local_telegram.send_codes_by(*types)


def test_the_codes_that_arrived_are_listed(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode
) -> None:
    client = connect()
    resend(client, MARIA, send_code(client, MARIA))
    delivered = [(each.phone, each.type, each.code) for each in local_telegram.codes_sent]
    assert delivered == [(MARIA, "app", "11111"), (MARIA, "sms", "11111")]
    assert local_telegram.codes_sent[0].at == pytest.approx(time.time(), abs=5)
    assert (local_telegram.called("auth.SendCode"), local_telegram.called("auth.SignIn")) == (1, 0)


@pytest.mark.parametrize("code_type", ["email", "set_up_email"])
def test_the_phone_logs_in_whatever_the_others_meet(local_telegram: LocalTelegram, code_type: str) -> None:
    local_telegram.send_codes_by(code_type)
    with Phone(local_telegram.options, MARIA) as phone:
        phone.log_in()
    assert local_telegram.codes_sent == []


# Entering a code


def test_a_wrong_code_keeps_the_login_waiting(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, MARIA)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_INVALID"):
        sign_in(client, MARIA, sent, "12345")
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EMPTY"):
        sign_in(client, MARIA, sent, "")
    assert sign_in(client, MARIA, sent).user.first_name == "Мария"


def test_the_fifth_wrong_code_is_the_last_one(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, MARIA)
    for _ in range(5):
        with pytest.raises(RpcFailure, match="400 PHONE_CODE_INVALID"):
            sign_in(client, MARIA, sent, "12345")
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(client, MARIA, sent)


def test_a_code_is_good_once(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, MARIA)
    sign_in(client, MARIA, sent)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(client, MARIA, sent)


def test_a_code_is_good_for_its_own_key_and_phone_only(connect: Connect, send_code: SendCode) -> None:
    client, other = connect(), connect()
    sent = send_code(client, MARIA)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(other, MARIA, sent)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(client, ANNA, sent)
    assert sign_in(client, MARIA, sent).user


def test_a_code_without_its_hash_is_refused(connect: Connect) -> None:
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_HASH_EMPTY"):
        connect().call(raw.functions.auth.SignIn(phone_number=MARIA, phone_code_hash="", phone_code="11111"))


def test_a_code_gets_too_old(local_telegram: LocalTelegram, connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, MARIA)
    local_telegram.expire_codes()
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(client, MARIA, sent)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        resend(client, MARIA, sent)
    assert sign_in(client, MARIA, send_code(client, MARIA)).user


def test_the_lifetime_of_codes_can_be_set(local_telegram: LocalTelegram, connect: Connect, send_code: SendCode) -> None:
    assert local_telegram.code_lifetime == 300
    local_telegram.code_lifetime = 0
    client = connect()
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(client, MARIA, send_code(client, MARIA))


def test_a_code_can_be_cancelled(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, MARIA)
    assert client.call(raw.functions.auth.CancelCode(phone_number=MARIA, phone_code_hash=sent.phone_code_hash))
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
        sign_in(client, MARIA, sent)


# Phones


@pytest.mark.parametrize(
    ("phone", "refusal"),
    [
        ("12345", "400 PHONE_NUMBER_INVALID"),
        ("", "400 PHONE_NUMBER_INVALID"),
        (BANNED_PHONE, "400 PHONE_NUMBER_BANNED"),
        (JAMES, "303 PHONE_MIGRATE_2"),
    ],
)
def test_no_code_is_sent_to_such_a_phone(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode, phone: str, refusal: str
) -> None:
    with pytest.raises(RpcFailure, match=refusal):
        send_code(connect(), phone)
    assert local_telegram.codes_sent == []


def test_a_phone_that_nobody_has_is_to_sign_up_after_the_right_code(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, UNOCCUPIED_PHONE)
    with pytest.raises(RpcFailure, match="400 PHONE_CODE_INVALID"):
        sign_in(client, UNOCCUPIED_PHONE, sent, "12345")
    answer = sign_in(client, UNOCCUPIED_PHONE, sent)
    assert isinstance(answer, raw.types.auth.AuthorizationSignUpRequired)


# Moves to another data centre


def test_a_code_is_sent_where_the_phone_lives(connect: Connect, send_code: SendCode) -> None:
    client = connect(dc_id=2)
    assert sign_in(client, JAMES, send_code(client, JAMES), "22222").user.first_name == "James"


def test_a_move_of_the_network_ends_where_the_phone_lives(
    local_telegram: LocalTelegram, connect: Connect, send_code: SendCode
) -> None:
    client = connect()
    with local_telegram.commit(faults.RpcFault(303, "NETWORK_MIGRATE_2"), method="auth.SendCode", times=1):
        with pytest.raises(RpcFailure, match="303 NETWORK_MIGRATE_2"):
            send_code(client, MARIA)
        with pytest.raises(RpcFailure, match="303 PHONE_MIGRATE_1"):
            send_code(connect(dc_id=2), MARIA)
    assert sign_in(client, MARIA, send_code(client, MARIA)).user


def test_a_code_is_good_for_the_key_that_asked_for_it_alone(connect: Connect, send_code: SendCode) -> None:
    client = connect()
    sent = send_code(client, MARIA)
    for other in (connect(), connect(dc_id=2)):
        with pytest.raises(RpcFailure, match="400 PHONE_CODE_EXPIRED"):
            sign_in(other, MARIA, sent)
    assert sign_in(client, MARIA, sent).user.first_name == "Мария"
