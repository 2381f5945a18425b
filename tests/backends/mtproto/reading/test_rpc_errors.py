"""Telegram's errors become ours: by number and name, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tgsdk import (
    AccountRestricted,
    AnsweredMessageGone,
    CursorInvalid,
    FileInvalid,
    FileReferenceExpired,
    FloodWait,
    Forbidden,
    ForwardForbidden,
    InvalidInput,
    LoginExpired,
    LoginUnsupported,
    MessageInvalid,
    Misconfigured,
    NobodyFound,
    NotFound,
    PasswordInvalid,
    PaymentRequired,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberBanned,
    PhoneNumberInvalid,
    PhoneNumberUnoccupied,
    PremiumRequired,
    QueryInvalid,
    SendCodeUnavailable,
    SessionEnded,
    SlowMode,
    TelegramError,
    TelegramFailure,
    UpdateAppToLogin,
    UploadIncomplete,
    UsernameInvalid,
    WriteForbidden,
)
from tgsdk.backends.mtproto.reading.rpc_errors import (
    KNOWN,
    UNSTATED_WAIT,
    Migrate,
    PasswordNeeded,
    RandomIdDuplicate,
    SrpIdInvalid,
    rpc_error,
)
from tgsdk.backends.pyrogram.library import raw

from .documented_errors import BY_METHOD, EVERY_METHOD

KINDS = {
    (400, "PHONE_NUMBER_INVALID"): PhoneNumberInvalid,
    (406, "PHONE_NUMBER_INVALID"): PhoneNumberInvalid,
    (400, "PHONE_NUMBER_UNOCCUPIED"): PhoneNumberUnoccupied,
    (400, "PHONE_NUMBER_APP_SIGNUP_FORBIDDEN"): PhoneNumberUnoccupied,
    (400, "PHONE_NUMBER_BANNED"): PhoneNumberBanned,
    (400, "PHONE_PASSWORD_PROTECTED"): LoginUnsupported,
    (400, "PHONE_CODE_INVALID"): PhoneCodeInvalid,
    (400, "PHONE_CODE_EMPTY"): PhoneCodeInvalid,
    (400, "CODE_INVALID"): PhoneCodeInvalid,
    (400, "PHONE_CODE_EXPIRED"): PhoneCodeExpired,
    (400, "PHONE_CODE_HASH_EMPTY"): PhoneCodeExpired,
    (400, "EMAIL_VERIFY_EXPIRED"): PhoneCodeExpired,
    (406, "SEND_CODE_UNAVAILABLE"): SendCodeUnavailable,
    (500, "AUTH_RESTART"): LoginExpired,
    (500, "AUTH_RESTART_17"): LoginExpired,
    (400, "PASSWORD_HASH_INVALID"): PasswordInvalid,
    (400, "INPUT_REQUEST_TOO_LONG"): InvalidInput,
    (400, "SRP_ID_INVALID"): SrpIdInvalid,
    (400, "SRP_PASSWORD_CHANGED"): SrpIdInvalid,
    (400, "AUTH_TOKEN_EXPIRED"): LoginExpired,
    (400, "AUTH_TOKEN_INVALID"): LoginExpired,
    (400, "AUTH_TOKEN_ALREADY_ACCEPTED"): LoginExpired,
    (400, "API_ID_INVALID"): Misconfigured,
    (400, "API_ID_PUBLISHED_FLOOD"): Misconfigured,
    (400, "CONNECTION_NOT_INITED"): Misconfigured,
    (404, "METHOD_INVALID"): Misconfigured,
    (406, "UPDATE_APP_TO_LOGIN"): UpdateAppToLogin,
    (401, "SESSION_PASSWORD_NEEDED"): PasswordNeeded,
    (401, "AUTH_KEY_UNREGISTERED"): SessionEnded,
    (401, "SESSION_REVOKED"): SessionEnded,
    (401, "SESSION_EXPIRED"): SessionEnded,
    (401, "USER_DEACTIVATED"): SessionEnded,
    (401, "USER_DEACTIVATED_BAN"): SessionEnded,
    (401, "SOMETHING_NEW"): SessionEnded,
    (406, "AUTH_KEY_DUPLICATED"): SessionEnded,
    (403, "CHAT_WRITE_FORBIDDEN"): WriteForbidden,
    (400, "USER_IS_BLOCKED"): WriteForbidden,
    (403, "USER_IS_BLOCKED"): WriteForbidden,
    (403, "CHAT_ADMIN_REQUIRED"): WriteForbidden,
    (403, "ALLOW_PAYMENT_REQUIRED_10"): PaymentRequired,
    (406, "PRIVACY_PREMIUM_REQUIRED"): PremiumRequired,
    (406, "TOPIC_DELETED"): WriteForbidden,
    (400, "BALANCE_TOO_LOW"): WriteForbidden,
    (400, "CHANNEL_MONOFORUM_UNSUPPORTED"): WriteForbidden,
    (400, "MESSAGE_TOO_LONG"): MessageInvalid,
    (400, "WC_CONVERT_URL_INVALID"): MessageInvalid,
    (400, "FILE_PARTS_INVALID"): FileInvalid,
    (400, "PHOTO_INVALID_DIMENSIONS"): FileInvalid,
    (400, "FILE_PART_3_MISSING"): UploadIncomplete,
    (403, "CHAT_SEND_DOCS_FORBIDDEN"): WriteForbidden,
    (400, "SEARCH_QUERY_EMPTY"): QueryInvalid,
    (400, "QUERY_TOO_SHORT"): QueryInvalid,
    (400, "OFFSET_PEER_ID_INVALID"): CursorInvalid,
    (400, "MESSAGE_ID_INVALID"): NotFound,
    (400, "REPLY_MESSAGE_ID_INVALID"): AnsweredMessageGone,
    (400, "LIMIT_INVALID"): Misconfigured,
    (400, "BUTTON_DATA_INVALID"): Misconfigured,
    (400, "SCHEDULE_TOO_MUCH"): MessageInvalid,
    (500, "MSG_WAIT_FAILED"): TelegramFailure,
    (400, "FILE_REFERENCE_EXPIRED"): FileReferenceExpired,
    (400, "FILE_REFERENCE_3_EXPIRED"): FileReferenceExpired,
    (500, "RANDOM_ID_DUPLICATE"): RandomIdDuplicate,
    (403, "SOMETHING_NEW"): Forbidden,
    (400, "PINNED_DIALOGS_TOO_MUCH"): Forbidden,
    (400, "PEER_HISTORY_EMPTY"): NotFound,
    (400, "CHANNEL_PRIVATE"): Forbidden,
    (406, "CHANNEL_PRIVATE"): Forbidden,
    (420, "FROZEN_METHOD_INVALID"): AccountRestricted,
    (400, "FROZEN_PARTICIPANT_MISSING"): AccountRestricted,
    (400, "PEER_FLOOD"): AccountRestricted,
    (406, "USER_RESTRICTED"): AccountRestricted,
    (400, "USERNAME_INVALID"): UsernameInvalid,
    (400, "USERNAME_NOT_OCCUPIED"): NobodyFound,
    (400, "PHONE_NOT_OCCUPIED"): NobodyFound,
    (400, "CHAT_FORWARDS_RESTRICTED"): ForwardForbidden,
    (400, "PEER_ID_INVALID"): NotFound,
    (404, "SOMETHING_NEW"): NotFound,
    (400, "SOMETHING_NEW"): TelegramFailure,
    (406, "SOMETHING_NEW"): TelegramFailure,
    (500, "INTERNAL"): TelegramFailure,
    (-503, "Timeout"): TelegramFailure,
    (0, ""): TelegramFailure,
    (303, "PHONE_MIGRATE_%d"): TelegramFailure,
}

# Documented errors to which no reaction is right but to say so and to try again.
TELEGRAMS_OWN = {
    "SMS_CODE_CREATE_FAILED": "Telegram could not make the message with the code",
    "SIGN_IN_FAILED": "Telegram says no more than that it failed",
    "AUTH_KEY_UNSYNCHRONIZED": "documented as internal: repeat the call",
    "Timeout": "Telegram's own worker did not answer in time",
    "MSG_WAIT_TIMEOUT": "Telegram waited too long for a call before this one",
    "MD5_CHECKSUM_INVALID": "the parts were damaged on the way: upload them again",
    "MSG_WAIT_FAILED": "a call that Telegram itself let this one wait for has failed",
    "AUTH_BYTES_INVALID": "one data centre does not take what another gave, freshly asked for each time",
    "DC_ID_INVALID": "Telegram itself has named the data centre",
    "STICKERSET_NOT_MODIFIED": "answers a change of stickers, which tgsdk never does",
    "CHAT_NOT_MODIFIED": "answers a change of a chat, which tgsdk never makes",
}


@pytest.mark.parametrize(("number", "name", "kind"), [(*error, kind) for error, kind in KINDS.items()])
def test_an_error_becomes_ours_and_keeps_number_and_name(number: int, name: str, kind: type[TelegramError]) -> None:
    error = rpc_error(number, name)
    assert type(error) is kind
    assert (error.telegram_code, error.telegram_name) == (number, name)
    assert name in str(error)


@pytest.mark.parametrize("name", ["FLOOD_WAIT_", "FLOOD_PREMIUM_WAIT_", "FLOOD_TEST_PHONE_WAIT_", "SLOWMODE_WAIT_"])
@pytest.mark.parametrize("seconds", [0, 7, 86_400, 2**31 - 1])
def test_a_wait_says_its_seconds(name: str, seconds: int) -> None:
    error = rpc_error(420, f"{name}{seconds}")
    assert type(error) is (SlowMode if name == "SLOWMODE_WAIT_" else FloodWait)
    assert (error.seconds, error.telegram_code, error.telegram_name) == (seconds, 420, f"{name}{seconds}")


def test_paid_messages_say_their_price_where_telegram_does() -> None:
    priced, plain = rpc_error(403, "ALLOW_PAYMENT_REQUIRED_25"), rpc_error(406, "ALLOW_PAYMENT_REQUIRED")
    assert isinstance(priced, PaymentRequired)
    assert isinstance(plain, PaymentRequired)
    assert (priced.stars, plain.stars) == (25, None)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (400, "PHONE_NUMBER_FLOOD"),
        (406, "PHONE_PASSWORD_FLOOD"),
        (420, "FLOOD_OF_A_NEW_KIND"),
        (420, f"FLOOD_WAIT_{10**30}"),
    ],
)
def test_a_wait_without_its_seconds_is_an_hour(number: int, name: str) -> None:
    error = rpc_error(number, name)
    assert isinstance(error, FloodWait)
    assert (error.seconds, error.telegram_code, error.telegram_name) == (UNSTATED_WAIT, number, name)


@pytest.mark.parametrize("kind", ["PHONE", "NETWORK", "USER", "FILE", "STATS"])
def test_a_move_says_its_data_centre(kind: str) -> None:
    error = rpc_error(303, f"{kind}_MIGRATE_4")
    assert isinstance(error, Migrate)
    assert (error.dc_id, error.telegram_code, error.telegram_name) == (4, 303, f"{kind}_MIGRATE_4")


@pytest.mark.parametrize("name", ["FLOOD_WAIT_", "FLOOD_WAIT_X", "FLOOD_WAIT_-1", "PHONE_MIGRATE_", "xFLOOD_WAIT_3\n"])
def test_what_only_looks_like_a_wait_or_a_move_is_a_failure(name: str) -> None:
    assert type(rpc_error(400, name)) is TelegramFailure


@pytest.mark.parametrize(
    ("number", "name", "error"),
    [
        (400, "INPUT_METHOD_INVALID_1_2", Misconfigured),
        (400, "INPUT_METHOD_INVALID_472471681_289215", Misconfigured),
        (400, "INPUT_CONSTRUCTOR_INVALID_9f", Misconfigured),
        (400, "CHANNEL_PRIVATE_5", Forbidden),
        (400, "PEER_ID_INVALID_1_2_3", NotFound),
        (400, "FILE_REFERENCE_3_EXPIRED", FileReferenceExpired),
        (401, "SESSION_PASSWORD_NEEDED_1", PasswordNeeded),
        (400, "PHONE_NUMBER_FLOOD_2", FloodWait),
        (420, "2FA_CONFIRM_WAIT_600", FloodWait),
        (420, "FLOOD_WAIT", FloodWait),
        (420, "SLOWMODE_WAIT", SlowMode),
        (500, "SOMETHING_NEW_5", TelegramFailure),
    ],
)
def test_a_name_with_a_suffix_is_known_by_what_stands_before_it(
    number: int, name: str, error: type[TelegramError]
) -> None:
    found = rpc_error(number, name)
    assert type(found) is error
    assert (found.telegram_name, found.telegram_code) == (name, number)


DOCUMENTED = sorted({*EVERY_METHOD, *(error for errors in BY_METHOD.values() for error in errors)})


@pytest.mark.parametrize(("number", "name"), DOCUMENTED)
def test_every_documented_error_has_a_class_of_its_own(number: int, name: str) -> None:
    error = rpc_error(number, name.replace("%d", "5"))
    assert (type(error) is TelegramFailure) == (name in TELEGRAMS_OWN)


def test_what_is_telegrams_own_failure_is_documented_and_has_its_reason() -> None:
    assert set(TELEGRAMS_OWN) - {name for _, name in DOCUMENTED} == set()
    assert all(TELEGRAMS_OWN.values())


@pytest.mark.parametrize("kind", KNOWN)
def test_the_table_is_what_happens(kind: type[TelegramError]) -> None:
    for number, names in KNOWN[kind].items():
        for name in names.split():
            assert type(rpc_error(number, name.replace("%d", "5"))) is kind, name


def test_no_name_has_two_classes() -> None:
    kinds = [(name, kind) for kind, groups in KNOWN.items() for name in set(" ".join(groups.values()).split())]
    assert len({name for name, _ in kinds}) == len(kinds)


def known_errors() -> Iterator[tuple[int, str]]:
    """All that Pyrogram has a class for."""
    assert raw  # Pyrogram has been imported safely
    from pyrogram.errors.exceptions.all import exceptions

    for number, names in exceptions.items():
        for name in names:
            if name != "_":
                yield number, name.replace("_X", "_5") if name.endswith("_X") else name


def test_every_error_that_pyrogram_knows_has_the_class_of_its_reaction() -> None:
    known = list(known_errors())
    assert len(known) > 300
    for number, name in known:
        error = rpc_error(number, name)
        assert (error.telegram_code, error.telegram_name) == (number, name)
        if number == 303:
            assert isinstance(error, Migrate), name
        if number == 401:
            assert type(error) in (SessionEnded, PasswordNeeded), name
        if number == 403:
            assert isinstance(error, Forbidden | NotFound), name


def test_every_wait_that_pyrogram_knows_is_a_flood_wait() -> None:
    waits = [name for number, name in known_errors() if number == 420 and name != "FROZEN_METHOD_INVALID"]
    assert len(waits) >= 4
    assert [name for name in waits if not isinstance(rpc_error(420, name), FloodWait)] == []


def test_no_file_is_written_for_an_unknown_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rpc_error(400, "NEVER_HEARD_OF")
    assert list(tmp_path.iterdir()) == []
