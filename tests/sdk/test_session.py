"""The Session: one string that every backend reads, and that gives nothing away."""

import base64
import copy
import dataclasses
import ipaddress
import json
import pickle
import random
import struct
import traceback
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from telethon.crypto import AuthKey
from telethon.sessions import StringSession

from tests.recording import recorded
from tgsdk import CodeSent, CodeType, FileKey, Session, SessionInvalid, Stage
from tgsdk.backends.pyrogram.library import raw

KEY = bytes(range(256))
API_ID = 12345
FULL = Session(
    dc_id=4,
    test_mode=True,
    auth_key=KEY,
    server_salt=-(2**62),
    user_id=5_830_214_477,
    stage=Stage.AWAITING_PASSWORD,
    qr_url="tg://login?token=canary-token",
    qr_expires_at=datetime(2026, 3, 4, 5, 6, 7, 890123, UTC),
    hint="canary hint «ёж» \ud83d",
    code_sent=CodeSent(
        phone="+79001234567",
        type=CodeType.EMAIL,
        length=5,
        pattern="c*nary@example.org",
        next_type=CodeType.SMS,
        timeout=60,
        resend_at=datetime(2026, 3, 4, 5, 7, 7, 890123, UTC),
    ),
    phone_code_hash="canary-hash",
    future_auth_tokens=(b"canary-1", b"canary-2"),
    access_hashes={5_830_214_477: -(2**63), -17: 2**63 - 1, -1_000_000_000_017: 0, 42: 8_888_888_888},
    file_keys=(
        FileKey(dc_id=2, auth_key=b"canary".ljust(256, b"."), server_salt=-9_999_999_999),
        FileKey(dc_id=5, auth_key=KEY),
    ),
)
SESSIONS = {
    "empty": Session(),
    "full": FULL,
    "before the scan": Session(dc_id=2, auth_key=KEY, stage=Stage.AWAITING_SCAN, qr_url="tg://login?token=x"),
    "logged in": Session(dc_id=2, auth_key=KEY, user_id=1, stage=Stage.LOGGED_IN),
    "before the code": Session(
        dc_id=2,
        auth_key=KEY,
        stage=Stage.AWAITING_CODE,
        code_sent=CodeSent(phone="+79001234567", type=CodeType.APP),
        phone_code_hash="",
    ),
    "logged out": Session(future_auth_tokens=(b"t",)),
    "with an empty hint": Session(dc_id=2, auth_key=KEY, stage=Stage.AWAITING_PASSWORD, hint=""),
}


def packed(values: Any) -> str:
    """Return the string that to_string() would write for these values."""
    return "tgsdk1:" + base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def plain(string: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(string.removeprefix("tgsdk1:")))  # type: ignore[no-any-return]


# Its own string


@pytest.mark.parametrize("session", SESSIONS.values(), ids=SESSIONS)
def test_the_string_is_read_back_as_the_same_session(session: Session) -> None:
    assert Session.from_string(session.to_string()) == session


def test_every_field_goes_into_the_string() -> None:
    defaults = Session()
    for field in dataclasses.fields(Session):
        assert getattr(FULL, field.name) != getattr(defaults, field.name), "FULL leaves a field at its default"
    assert set(plain(FULL.to_string())) == {field.name for field in dataclasses.fields(Session)}


def test_the_expiry_is_read_back_as_the_same_moment() -> None:
    here = timezone(timedelta(hours=5, minutes=30))
    for microsecond in (0, 1, 499_999, 999_999):
        moment = datetime(2026, 12, 31, 23, 59, 59, microsecond, here)
        read = Session.from_string(Session(qr_expires_at=moment).to_string())
        assert read.qr_expires_at == moment
        assert read.qr_expires_at.tzinfo is UTC


def test_the_string_is_one_printable_word_with_its_version() -> None:
    assert FULL.to_string().startswith("tgsdk1:")
    assert FULL.to_string().isascii()
    assert " " not in FULL.to_string()


def test_a_string_without_padding_is_read_too() -> None:
    assert Session.from_string(FULL.to_string().rstrip("=")) == FULL


def test_a_session_cannot_be_changed_but_replaced() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.dc_id = 1  # type: ignore[misc]
    assert FULL.replace(dc_id=1) == dataclasses.replace(FULL, dc_id=1)
    assert FULL.dc_id == 4


def test_a_session_can_be_copied_and_compared() -> None:
    assert copy.deepcopy(FULL) == FULL == pickle.loads(pickle.dumps(FULL))
    assert len({FULL, Session.from_string(FULL.to_string())}) == 1


@pytest.mark.parametrize("stage", Stage)
def test_only_one_stage_is_logged_in(stage: Stage) -> None:
    assert FULL.replace(stage=stage).is_logged_in is (stage == "logged_in")


@pytest.mark.parametrize("size", [0, 1, 255, 257])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(SessionInvalid):
        Session(auth_key=b"k" * size)


# The login and its end


def test_a_login_that_moves_on_leaves_behind_what_belonged_to_the_stage_before() -> None:
    moved = FULL.moved_on(Stage.LOGGED_IN, user_id=7)
    assert moved == Session(
        dc_id=4,
        test_mode=True,
        auth_key=KEY,
        server_salt=-(2**62),
        user_id=7,
        stage=Stage.LOGGED_IN,
        future_auth_tokens=FULL.future_auth_tokens,
        access_hashes=FULL.access_hashes,
        file_keys=FULL.file_keys,
    )


def test_nothing_but_the_future_auth_tokens_outlives_a_login() -> None:
    assert FULL.without_login() == Session(future_auth_tokens=FULL.future_auth_tokens)
    assert Session(auth_key=KEY).without_login() == Session()


def test_at_most_twenty_tokens_are_kept_the_newest_first() -> None:
    session = Session()
    for number in range(25):
        session = session.with_future_auth_token(b"%d" % number)
    assert session.future_auth_tokens == tuple(b"%d" % number for number in range(24, 4, -1))


@pytest.mark.parametrize("token", [None, b"", b"canary-1"])
def test_no_token_and_a_known_one_change_nothing(token: bytes | None) -> None:
    assert FULL.with_future_auth_token(token) == FULL


# Access hashes and file keys


def test_the_chats_that_were_seen_are_known() -> None:
    session = Session().with_access_hashes({1: 10, 2: 20}).with_access_hashes({2: 21, 3: 30})
    assert session.access_hashes == {1: 10, 2: 21, 3: 30}


@pytest.mark.parametrize("seen", [{}, {42: 8_888_888_888}])
def test_what_is_known_already_changes_nothing(seen: dict[int, int]) -> None:
    assert FULL.with_access_hashes(seen) is FULL


def test_of_too_many_chats_those_seen_longest_ago_go() -> None:
    session = Session().with_access_hashes({number: number for number in range(5000)})
    session = session.with_access_hashes({0: 0, 1: 100}).with_access_hashes({5000: 5, 5001: 5})
    assert len(session.access_hashes) == 5000
    assert session.access_hashes.keys() == {0, 1, *range(4, 5002)}
    assert session.access_hashes[1] == 100
    assert Session().with_access_hashes(dict.fromkeys(range(6000), 0)).access_hashes.keys() == {*range(1000, 6000)}


def test_the_order_in_which_chats_were_seen_outlives_the_string() -> None:
    session = Session().with_access_hashes({3: 1, 1: 1, 2: 1})
    assert list(Session.from_string(session.to_string()).access_hashes) == [3, 1, 2]


def test_five_thousand_chats_make_a_string_that_a_database_takes() -> None:
    session = Session(auth_key=KEY).with_access_hashes({number: -number for number in range(5000)})
    assert len(session.to_string()) < 160_000
    assert Session.from_string(session.to_string()) == session


def test_a_string_with_more_chats_or_keys_than_are_kept_is_read_up_to_the_bounds() -> None:
    chats = b"".join(struct.pack("<qq", number, 1) for number in range(5002))
    key = SECRET["file_keys"][0]
    session = Session.from_string(
        packed(
            {
                "access_hashes": base64.urlsafe_b64encode(chats).decode(),
                "file_keys": [key | {"dc_id": number} for number in range(1, 8)],
            }
        )
    )
    assert session.access_hashes.keys() == {*range(2, 5002)}
    assert [key.dc_id for key in session.file_keys] == [1, 2, 3, 4]


def test_each_data_centre_has_one_file_key_the_newest() -> None:
    first, second = FileKey(dc_id=3, auth_key=KEY), FileKey(dc_id=3, auth_key=KEY, server_salt=7)
    session = Session().with_file_key(first).with_file_key(second)
    assert session.file_keys == (second,)
    assert session.file_key(3) is second
    assert session.file_key(4) is None
    assert session.with_file_key(second) is session


def test_at_most_four_file_keys_are_kept_the_newest_first() -> None:
    session = Session()
    for dc_id in (1, 2, 3, 4, 5, 3):
        session = session.with_file_key(FileKey(dc_id=dc_id, auth_key=KEY, server_salt=len(session.file_keys)))
    assert [key.dc_id for key in session.file_keys] == [3, 5, 4, 2]


def test_a_file_key_can_be_forgotten() -> None:
    assert [key.dc_id for key in FULL.without_file_key(2).file_keys] == [5]
    assert FULL.without_file_key(77) == FULL


def test_a_session_without_a_code_has_none_to_be_entered() -> None:
    with pytest.raises(SessionInvalid):
        _ = Session().awaited_code
    assert FULL.awaited_code is FULL.code_sent


# Secrets


@pytest.mark.parametrize("show", [repr, str, "{0!r}".format, "{0}".format], ids=["repr", "str", "!r", "format"])
def test_no_secret_is_shown(show: Any) -> None:
    session = FULL.replace(auth_key=b"canary".ljust(256, b"."), server_salt=7_777_777_777)
    shown = show(session) + show(session.file_keys[0])
    for secret in ("canary", "7777777777", "8888888888", "9999999999", "token", session.to_string()[20:40]):
        assert secret not in shown
    assert "dc_id=4" in shown


SECRET = plain(FULL.to_string())
DAMAGED = {
    "nothing": "",
    "only the prefix": "tgsdk1:",
    "garbage": "tgsdk1:\x00\n💥",
    "another version": FULL.to_string().replace("tgsdk1:", "tgsdk2:"),
    "no version": FULL.to_string().removeprefix("tgsdk1:"),
    "another case": FULL.to_string().replace("tgsdk1:", "TGSDK1:"),
    "space in it": FULL.to_string()[:40] + " " + FULL.to_string()[40:],
    "cut off": FULL.to_string()[:200],
    "one character short": FULL.to_string().rstrip("=")[:-1],
    "more after it": FULL.to_string().rstrip("=") + "AAAA",
    "no JSON": "tgsdk1:" + base64.urlsafe_b64encode(b"canary").decode(),
    "no UTF-8": "tgsdk1:" + base64.urlsafe_b64encode(b'{"hint": "\xff"}').decode(),
    "deep JSON": "tgsdk1:" + base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    "a list": packed(["canary"]),
    "a number": packed(1),
    "null": packed(None),
    "text": packed("canary"),
    "an unknown field": packed(SECRET | {"canary": 1}),
    "a key as a number": packed(SECRET | {"auth_key": 1}),
    "a key of another size": packed(SECRET | {"auth_key": base64.urlsafe_b64encode(b"canary").decode()}),
    "a key that is no base64": packed(SECRET | {"auth_key": "canary é" + "k" * 300}),
    "a data centre as text": packed(SECRET | {"dc_id": "canary"}),
    "a data centre that is true": packed(SECRET | {"dc_id": True}),
    "a data centre with a fraction": packed(SECRET | {"dc_id": 2.0}),
    "a user as null": packed(SECRET | {"user_id": None}),
    "test mode as a number": packed(SECRET | {"test_mode": 1}),
    "a stage that does not exist": packed(SECRET | {"stage": "canary"}),
    "a hint as a list": packed(SECRET | {"hint": ["canary"]}),
    "an expiry as text": packed(SECRET | {"qr_expires_at": "canary"}),
    "an expiry that is no number": packed(SECRET | {"qr_expires_at": float("nan")}),
    "an endless expiry": packed(SECRET | {"qr_expires_at": float("inf")}),
    "an expiry after all time": packed(SECRET | {"qr_expires_at": 1e18}),
    "an expiry before all time": packed(SECRET | {"qr_expires_at": -1e18}),
    "no code that is waited for": packed({"stage": "awaiting_code"}),
    "a code without a next way that is a text": packed(SECRET | {"code_sent": SECRET["code_sent"] | {"next_type": ""}}),
    "a code as text": packed(SECRET | {"code_sent": "canary"}),
    "a code with an unknown field": packed(SECRET | {"code_sent": SECRET["code_sent"] | {"canary": 1}}),
    "a code without its phone": packed(SECRET | {"code_sent": {"type": "app"}}),
    "a code of an unknown kind": packed(SECRET | {"code_sent": {"phone": "+1", "type": "canary"}}),
    "a code with a length that is true": packed(SECRET | {"code_sent": SECRET["code_sent"] | {"length": True}}),
    "a code that can be sent again after all time": packed(
        SECRET | {"code_sent": SECRET["code_sent"] | {"resend_at": 1e18}}
    ),
    "tokens as text": packed(SECRET | {"future_auth_tokens": "canary"}),
    "tokens that are numbers": packed(SECRET | {"future_auth_tokens": [1]}),
    "a token that is no base64": packed(SECRET | {"future_auth_tokens": ["canary é"]}),
    "access hashes as a list": packed(SECRET | {"access_hashes": [1, 2]}),
    "access hashes that are no base64": packed(SECRET | {"access_hashes": "canary é"}),
    "half an access hash": packed(SECRET | {"access_hashes": base64.urlsafe_b64encode(b"canary-8").decode()}),
    "file keys as text": packed(SECRET | {"file_keys": "canary"}),
    "file keys that are texts": packed(SECRET | {"file_keys": ["canary"]}),
    "file keys that are lists": packed(SECRET | {"file_keys": [["canary"]]}),
    "file keys that are null": packed(SECRET | {"file_keys": [None]}),
    **{
        f"a file key with {field} {value!r:.20}": packed(
            SECRET | {"file_keys": [SECRET["file_keys"][0] | {field: value}]}
        )
        for field, value in [
            ("canary", 1),
            ("auth_key", 1),
            ("auth_key", "canary"),
            ("auth_key", "canary é"),
            ("auth_key", None),
            ("dc_id", 0),
            ("dc_id", 1000),
            ("dc_id", True),
            ("dc_id", 2.0),
            ("dc_id", "canary"),
            ("server_salt", 2**63),
            ("server_salt", 5.0),
            ("server_salt", False),
            ("server_salt", None),
        ]
    },
    "a file key without its key": packed(SECRET | {"file_keys": [{"dc_id": 2, "server_salt": 0}]}),
    "a huge data centre": packed(SECRET | {"dc_id": 10**30}),
    "a negative data centre": packed(SECRET | {"dc_id": -1}),
    "a huge salt": packed(SECRET | {"server_salt": 2**64}),
    "a huge user": packed(SECRET | {"user_id": 2**70}),
    "a negative user": packed(SECRET | {"user_id": -5}),
    "a number of 5,000 digits": "tgsdk1:" + base64.urlsafe_b64encode(b'{"dc_id": %s}' % (b"9" * 5000)).decode(),
}


@pytest.mark.parametrize("string", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_session_invalid_and_shows_no_secret(string: str) -> None:
    with pytest.raises(SessionInvalid) as raised:
        Session.from_string(string)
    assert_shows_nothing_of(string, raised.value)


NEWER = {
    "a field": packed(SECRET | {"channel_state": "…"}),
    "a field of the code": packed(SECRET | {"code_sent": SECRET["code_sent"] | {"channel_state": "…"}}),
    "a field of a file key": packed(SECRET | {"file_keys": [SECRET["file_keys"][0] | {"channel_state": "…"}]}),
    "a stage": packed(SECRET | {"stage": "awaiting_passkey"}),
    "a way of sending a code": packed(SECRET | {"code_sent": SECRET["code_sent"] | {"type": "pigeon"}}),
}


@pytest.mark.parametrize("string", NEWER.values(), ids=NEWER)
def test_what_only_a_newer_version_knows_is_said_to_be_of_one(string: str) -> None:
    with pytest.raises(SessionInvalid, match="newer version") as raised:
        Session.from_string(string)
    assert_shows_nothing_of(string, raised.value)


@pytest.mark.parametrize("string", [None, 7, b"tgsdk1:canary", ["canary"]], ids=repr)
@pytest.mark.parametrize("read", [Session.from_string, Session.from_pyrogram, Session.from_telethon])
def test_what_is_no_text_is_session_invalid(read: Any, string: Any) -> None:
    with pytest.raises(SessionInvalid) as raised:
        read(string)
    assert_shows_nothing_of("", raised.value)


def test_numbers_of_another_librarys_string_that_are_out_of_range_show_no_key() -> None:
    for string, read in (
        (stock_pyrogram_string(2, False, KEY, 2**63), Session.from_pyrogram),
        (packed(SECRET | {"stage": "awaiting_code", "code_sent": None}), Session.from_string),
    ):
        with pytest.raises(SessionInvalid) as raised:
            read(string)
        assert_shows_nothing_of(string, raised.value)


def test_no_random_damage_gets_through_as_another_error() -> None:
    chance = random.Random(20260304)
    string, read = FULL.to_string(), 0
    for _ in range(1000):
        damaged = list(string)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.choice('ABCxyz019-_=+/{}"\\ é\x00')
        try:
            session = Session.from_string("".join(damaged))
        except SessionInvalid as error:
            assert_shows_nothing_of("".join(damaged), error)
        else:
            read += 1
            assert Session.from_string(session.to_string()) == session
    assert read < 3000


def test_no_random_json_gets_through_as_another_error() -> None:
    chance = random.Random(20260305)
    values: list[Any] = [
        None,
        True,
        0,
        -1,
        3,
        2**31,
        2**63,
        2**64,
        10**40,
        0.5,
        1e300,
        "",
        "x",
        "logged_in",
        "A" * 344,
        [],
        {},
    ]
    for _ in range(1000):
        fields = chance.sample([*SECRET, "other"], chance.randint(1, 4))
        string = packed(SECRET | {field: chance.choice(values) for field in fields})
        try:
            session = Session.from_string(string)
        except SessionInvalid as error:
            assert_shows_nothing_of(string, error)
        else:
            assert Session.from_string(session.to_string()) == session


def test_no_random_text_gets_through_as_another_error() -> None:
    chance = random.Random(20260306)
    for read in (Session.from_string, Session.from_pyrogram, Session.from_telethon):
        for length in (0, 1, 2, 3, 4, 5, 100, 351, 352, 353, 362, 369, 1000):
            for _ in range(20):
                text = "".join(chance.choices("ABCDxyz0189-_", k=length))
                for string in (text, "1" + text, "tgsdk1:" + text, text + "é", text + "="):
                    try:
                        read(string)
                    except SessionInvalid as error:
                        assert_shows_nothing_of(string, error)


def assert_shows_nothing_of(string: str, error: BaseException) -> None:
    """Neither the error, nor what a log would print of it, nor a variable of its frames holds part of the secret."""
    shown = "".join(traceback.format_exception(error, limit=0)) + str(error) + recorded(error, leave_out=__file__)
    assert "canary" not in shown and repr(KEY)[2:50] not in shown
    pieces = {string[start : start + 12] for start in range(7, max(len(string) - 12, 0))}
    assert not any(piece in shown for piece in pieces)
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__


@pytest.mark.parametrize("around", ["{}\n", " {}", "\t{}\r\n", "\ufeff{}"])
def test_what_a_file_or_a_paste_puts_around_a_string_is_taken_off(around: str) -> None:
    session = Session(dc_id=2, auth_key=KEY, user_id=7, stage=Stage.LOGGED_IN)
    assert Session.from_string(around.format(session.to_string())) == session
    assert Session.from_pyrogram(around.format(session.to_pyrogram(API_ID))) == session
    assert Session.from_telethon(around.format(session.to_telethon())).auth_key == KEY


# Pyrogram's string


def stock_pyrogram_string(dc_id: int, test_mode: bool, key: bytes, user_id: int, is_bot: bool = False) -> str:
    """Return the string that pyrogram.storage.Storage.export_session_string() makes."""
    from pyrogram.storage import Storage

    values = (dc_id, API_ID, test_mode, key, user_id, is_bot)
    return base64.urlsafe_b64encode(struct.pack(Storage.SESSION_STRING_FORMAT, *values)).decode().rstrip("=")


def test_pyrograms_string_is_read() -> None:
    assert raw  # Pyrogram has been imported safely
    session = Session.from_pyrogram(stock_pyrogram_string(4, True, KEY, 5_830_214_477))
    assert session == Session(dc_id=4, test_mode=True, auth_key=KEY, user_id=5_830_214_477, stage=Stage.LOGGED_IN)


def test_pyrograms_string_is_written() -> None:
    session = Session(dc_id=2, auth_key=KEY, user_id=5_830_214_477, stage=Stage.LOGGED_IN)
    assert session.to_pyrogram(API_ID) == stock_pyrogram_string(2, False, KEY, 5_830_214_477)
    assert Session.from_pyrogram(session.to_pyrogram(API_ID)) == session


def test_pyrograms_string_of_a_login_that_is_not_finished_is_not_logged_in() -> None:
    session = Session.from_pyrogram(stock_pyrogram_string(2, False, KEY, 0))
    assert (session.stage, session.user_id) == (Stage.LOGGED_OUT, None)


def test_pyrograms_string_cannot_be_written_without_a_key() -> None:
    with pytest.raises(ValueError, match="no key"):
        Session().to_pyrogram(API_ID)


@pytest.mark.parametrize(
    "string",
    [
        "",
        "canary",
        "canary é",
        FULL.to_string(),
        base64.urlsafe_b64encode(struct.pack(">B?256sI?", 2, False, KEY, 1, False)).decode().rstrip("="),  # Pyrogram 1
        base64.urlsafe_b64encode(struct.pack(">B?256sQ?", 2, False, KEY, 1, False))
        .decode()
        .rstrip("="),  # Pyrogram 1.4
    ],
)
def test_what_is_not_pyrograms_is_session_invalid(string: str) -> None:
    with pytest.raises(SessionInvalid) as raised:
        Session.from_pyrogram(string)
    assert_shows_nothing_of(string, raised.value)


# Telethon's string

ADDRESSES = ["149.154.167.51", "2001:67c:4e8:f002::a"]


def stock_telethon_string(dc_id: int, address: str, port: int, key: bytes) -> str:
    session = StringSession()
    session.set_dc(dc_id, address, port)
    session.auth_key = AuthKey(key)
    return str(session.save())


@pytest.mark.parametrize("address", ADDRESSES)
def test_telethons_string_is_read(address: str) -> None:
    session = Session.from_telethon(stock_telethon_string(2, address, 443, KEY))
    assert session == Session(dc_id=2, auth_key=KEY, stage=Stage.LOGGED_IN)


def test_pyrograms_string_waits_until_it_is_known_whose_account_telethons_was() -> None:
    session = Session.from_telethon(stock_telethon_string(2, ADDRESSES[0], 443, KEY))
    with pytest.raises(ValueError, match=r"me\(\)"):
        session.to_pyrogram(API_ID)
    assert Session.from_pyrogram(session.replace(user_id=7).to_pyrogram(API_ID)).is_logged_in


def test_telethons_string_is_read_for_the_test_servers() -> None:
    assert Session.from_telethon(stock_telethon_string(2, ADDRESSES[0], 80, KEY), test_mode=True).test_mode


@pytest.mark.parametrize("address", ADDRESSES)
def test_telethons_string_is_written(address: str) -> None:
    string = Session(dc_id=2, auth_key=KEY, stage=Stage.LOGGED_IN).to_telethon(address, 5222)
    assert string == stock_telethon_string(2, address, 5222, KEY)
    read = StringSession(string)
    assert (read.dc_id, ipaddress.ip_address(read.server_address), read.port) == (
        2,
        ipaddress.ip_address(address),
        5222,
    )
    assert read.auth_key.key == KEY


@pytest.mark.parametrize(("test_mode", "data_centres"), [(False, (1, 2, 3, 4, 5)), (True, (1, 2, 3))])
def test_telethons_string_knows_the_data_centres_of_telegram(test_mode: bool, data_centres: tuple[int, ...]) -> None:
    for dc_id in data_centres:
        session = Session(dc_id=dc_id, auth_key=KEY, test_mode=test_mode, stage=Stage.LOGGED_IN)
        assert Session.from_telethon(session.to_telethon(), test_mode=test_mode) == session


def test_telethons_string_cannot_be_written_without_a_key() -> None:
    with pytest.raises(ValueError, match="no key"):
        Session().to_telethon()


def test_telethons_string_needs_an_address_for_an_unknown_data_centre() -> None:
    with pytest.raises(ValueError, match="data centre"):
        Session(dc_id=77, auth_key=KEY).to_telethon()
    assert Session(dc_id=77, auth_key=KEY).to_telethon("127.0.0.1")


@pytest.mark.parametrize(
    "string", ["", "1", "canary", "1canary", "1canary é", "2" + stock_telethon_string(2, ADDRESSES[0], 443, KEY)[1:]]
)
def test_what_is_not_telethons_is_session_invalid(string: str) -> None:
    with pytest.raises(SessionInvalid) as raised:
        Session.from_telethon(string)
    assert_shows_nothing_of(string, raised.value)
