"""Every operation against every fault: how the session gets there, what is asked, and what must come of it."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.backends.engines import engine_backend
from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    ChatKind,
    FloodWait,
    Folder,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    PhoneCodeExpired,
    ProtocolError,
    Session,
    SessionInDoubt,
    SharedKind,
    Stage,
    Telegram,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    Topic,
)
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.accounts import Account

from .conftest import find

HANGS = 0.4  # seconds until the deadline, where nothing else can end the call
PLENTY = 15.0
GRACE = 0.5  # of run_async_task and of this machine
STEPS = 6  # no login has more
LONG_GONE = 2**31 - 1  # the number of a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """``begin`` brings a new login to where ``ask`` makes its call; ``method`` is the call that a fault hits,
    the first one if it is None. ``forgotten`` is what comes of it when Telegram has forgotten the key, ``further`` the
    stages that the login may have come to although the operation failed.
    """

    dc_id: int = 1
    has_password: bool = False
    begin: Callable[[Telegram, Account, Phone], object] = lambda *_: None
    ask: Callable[[Telegram, Account], object]
    method: str | None = None
    forgotten: type[TelegramError] | None = None
    further: tuple[Stage, ...] = ()


def _scanned(telegram: Telegram, _: Account, phone: Phone) -> None:
    phone.scan(telegram.start_qr_login().url)


def _code_sent(telegram: Telegram, account: Account, _: Phone) -> None:
    telegram.send_code(account.phone)


def _code_entered(telegram: Telegram, account: Account, _: Phone) -> None:
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)


def _logged_in(telegram: Telegram, account: Account, phone: Phone) -> None:
    log_in(telegram, account, phone)


def _look_around(telegram: Telegram, account: Account, phone: Phone) -> None:
    log_in(telegram, account, phone)
    telegram.chats()


def _noted(telegram: Telegram, account: Account, phone: Phone) -> None:
    """Have an own message that is new, since old ones cannot be edited."""
    _look_around(telegram, account, phone)
    telegram.send_message(account.user_id, "Call Emma.")


def _planned(telegram: Telegram, account: Account, phone: Phone) -> None:
    """Have a planned message."""
    _look_around(telegram, account, phone)
    telegram.send_message(account.user_id, "Call Emma.", schedule_at=_tomorrow())


KEPT = (_logged_in, _look_around, _noted, _planned)  # which begin with a login that is finished


OPERATIONS: dict[str, Operation] = {
    "start_qr_login": Operation(ask=lambda telegram, _: telegram.start_qr_login()),
    "check_qr_login": Operation(
        begin=lambda telegram, *_: telegram.start_qr_login(),
        ask=lambda telegram, _: telegram.check_qr_login(),
        forgotten=SessionInDoubt,
    ),
    "check_qr_login, scanned": Operation(
        begin=_scanned, ask=lambda telegram, _: telegram.check_qr_login(), forgotten=SessionInDoubt
    ),
    "check_qr_login, to the password": Operation(
        has_password=True,
        begin=_scanned,
        ask=lambda telegram, _: telegram.check_qr_login(),
        method="account.GetPassword",
        forgotten=SessionInDoubt,
        further=(Stage.AWAITING_PASSWORD,),
    ),
    "check_qr_login, to another data centre": Operation(
        dc_id=2,
        begin=_scanned,
        ask=lambda telegram, _: telegram.check_qr_login(),
        method="auth.ImportLoginToken",
        forgotten=SessionInDoubt,
    ),
    "send_code": Operation(ask=lambda telegram, account: telegram.send_code(account.phone)),
    "send_code, to another data centre": Operation(
        dc_id=2, ask=lambda telegram, account: telegram.send_code(account.phone), method="ReqPqMulti"
    ),
    "resend_code": Operation(begin=_code_sent, ask=lambda telegram, _: telegram.resend_code()),
    "sign_in": Operation(
        begin=_code_sent, ask=lambda telegram, account: telegram.sign_in(account.code), forgotten=SessionInDoubt
    ),
    "sign_in, to the password": Operation(
        dc_id=2,
        has_password=True,
        begin=_code_sent,
        ask=lambda telegram, account: telegram.sign_in(account.code),
        method="account.GetPassword",
        forgotten=SessionInDoubt,
        further=(Stage.AWAITING_PASSWORD,),
    ),
    "check_password": Operation(
        has_password=True,
        begin=_code_entered,
        ask=lambda telegram, account: telegram.check_password(account.password or ""),
        forgotten=SessionInDoubt,
    ),
    "check_password, at its proof": Operation(
        dc_id=2,
        has_password=True,
        begin=_code_entered,
        ask=lambda telegram, account: telegram.check_password(account.password or ""),
        method="auth.CheckPassword",
        forgotten=SessionInDoubt,
    ),
    "status": Operation(
        begin=_logged_in,
        ask=lambda telegram, _: telegram.status(),
        forgotten=SessionInDoubt,
    ),
    "me": Operation(
        begin=_logged_in,
        ask=lambda telegram, _: telegram.me(),
        forgotten=SessionInDoubt,
    ),
    "log_out": Operation(
        begin=_logged_in,
        ask=lambda telegram, _: telegram.log_out(),
        forgotten=SessionInDoubt,
    ),
    "chats": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.chats(),
        forgotten=SessionInDoubt,
    ),
    "messages": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.messages(_some_chat(telegram)),
        forgotten=SessionInDoubt,
    ),
    "messages, of a topic": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.messages(_forum(telegram), topic_id=Topic.GENERAL),
        method="messages.GetReplies",
        forgotten=SessionInDoubt,
    ),
    "send_message": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.send_message(_some_chat(telegram), "Good morning"),
        forgotten=SessionInDoubt,
    ),
    "send_file": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.send_file(_some_chat(telegram), b"the offer", name="offer.txt"),
        method="messages.SendMedia",
        forgotten=SessionInDoubt,
    ),
    "send_message, later": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.send_message(_some_chat(telegram), "Good morning", schedule_at=_tomorrow()),
        forgotten=SessionInDoubt,
    ),
    "edit_scheduled": Operation(
        begin=_planned,
        ask=lambda telegram, account: telegram.edit_scheduled(
            account.user_id,
            telegram.scheduled_messages(account.user_id)[0].id,
            "Call Anna.",
            schedule_at=_tomorrow(),
        ),
        method="messages.EditMessage",
        forgotten=SessionInDoubt,
    ),
    "scheduled_messages": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.scheduled_messages(_some_chat(telegram)),
        forgotten=SessionInDoubt,
    ),
    "edit_message": Operation(
        begin=_noted,
        ask=lambda telegram, account: telegram.edit_message(account.user_id, _note(telegram, account), "Call Anna."),
        method="messages.EditMessage",
        forgotten=SessionInDoubt,
    ),
    "delete_messages": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.delete_messages(_some_chat(telegram), [LONG_GONE]),
        forgotten=SessionInDoubt,
    ),
    "forward_messages": Operation(
        begin=_noted,
        ask=lambda telegram, account: telegram.forward_messages(
            account.user_id, [_note(telegram, account)], account.user_id
        ),
        method="messages.ForwardMessages",
        forgotten=SessionInDoubt,
    ),
    "save_draft": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.save_draft(_some_chat(telegram), "Good morning"),
        forgotten=SessionInDoubt,
    ),
    "mark_as_unread": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.mark_as_unread(_some_chat(telegram)),
        forgotten=SessionInDoubt,
    ),
    "toggle_dialog_pin": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.toggle_dialog_pin(_some_chat(telegram), pinned=False),
        forgotten=SessionInDoubt,
    ),
    "edit_peer_folder": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.edit_peer_folder(_some_chat(telegram), Folder.MAIN),
        forgotten=SessionInDoubt,
    ),
    "update_notify_settings": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.update_notify_settings(_some_chat(telegram), muted=False),
        forgotten=SessionInDoubt,
    ),
    "resolve": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.resolve("@hr_helper_demo_bot"),
        forgotten=SessionInDoubt,
    ),
    "person": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.person(_some_chat(telegram)),
        forgotten=SessionInDoubt,
    ),
    "members": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.members(_forum(telegram)),
        method="channels.GetParticipants",
        forgotten=SessionInDoubt,
    ),
    "shared_media": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.shared_media(_some_chat(telegram), SharedKind.FILES),
        forgotten=SessionInDoubt,
    ),
    "download_photos, from both data centres": Operation(
        begin=_look_around,
        ask=lambda telegram, _: telegram.download_photos([chat.photo for chat in telegram.chats().items if chat.photo]),
        method="upload.GetFile",
        forgotten=SessionInDoubt,
    ),
}


def _some_chat(telegram: Telegram) -> int:
    """One that the account may write to."""
    return next(chat_id for chat_id in telegram.session.access_hashes if chat_id > 0)


def _forum(telegram: Telegram) -> int:
    return next(chat.id for chat in telegram.chats().items if chat.kind is ChatKind.FORUM)


def _note(telegram: Telegram, account: Account) -> int:
    return telegram.messages(account.user_id, limit=1).items[0].id


def _tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


FAULTS: dict[str, tuple[faults.Fault, type[TelegramError] | None]] = {
    "refuses": (faults.Refuse(), TelegramUnavailable),
    "says nothing": (faults.Silence(), Timeout),
    "drops in mid-answer": (faults.Drop(), TelegramUnavailable),
    "answers too late": (faults.Delay(HANGS + 2), Timeout),
    "fails": (faults.RpcFault(500, "INTERNAL"), TelegramFailure),
    "fails with a negative number": (faults.RpcFault(-503, "Timeout"), TelegramFailure),
    "has an error that nobody knows": (faults.RpcFault(418, "TEAPOT_EMPTY"), TelegramFailure),
    "asks to wait": (faults.FloodWait(12), FloodWait),
    "sends random bytes": (faults.Garbage("bytes"), ProtocolError),
    "sends an unknown constructor": (faults.Garbage("constructor"), ProtocolError),
    "has a clock that is late": (faults.BadClock(-600), None),
    "has a clock that is early": (faults.BadClock(600), None),
    "has forgotten the key": (faults.ForgetAuthKey(), None),
}
# Faults that are about the whole server, or have to be, and are not committed on a single call.
OF_THE_SERVER = (faults.Refuse, faults.BadClock, faults.ForgetAuthKey)
# What a key exchange, which has no RPC, does not meet.
OF_CALLS = (faults.RpcFault, faults.FloodWait)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an operation under a fault; ``error`` is None when all went well all the same."""

    error: TelegramError | None
    seconds: float
    before: Session
    after: Session
    account: Account

    @property
    def secrets(self) -> list[str]:
        """What nothing that is said of the error may hold."""
        sessions = [secret for each in (self.before, self.after) for secret in (each.qr_url, each.phone_code_hash)]
        return [secret for secret in (self.account.phone, self.account.password, *sessions) if secret]


def expected(operation: Operation, fault_name: str) -> type[TelegramError] | None:
    fault, error = FAULTS[fault_name]
    return operation.forgotten if isinstance(fault, faults.ForgetAuthKey) else error


class Phones:
    """One phone for each person of a server, and the login that was finished last, for many cells of the table: to log
    one in takes longer than a cell."""

    def __init__(self) -> None:
        self._phones: dict[tuple[LocalTelegram, str], Phone] = {}
        self._logins: dict[tuple[LocalTelegram, str], Session] = {}

    def of(self, telegram: LocalTelegram, account: Account) -> Phone:
        key = telegram, account.phone
        if key not in self._phones:
            self._phones[key] = Phone(telegram.options, account.phone, account.password)
        return self._phones[key]

    def login_of(self, telegram: LocalTelegram, account: Account) -> Session:
        return self._logins.get((telegram, account.phone), Session())

    def keep_login(self, telegram: LocalTelegram, account: Account, session: Session) -> None:
        self._logins[telegram, account.phone] = session


def fails_in(
    operation: Operation,
    fault_name: str,
    telegram: LocalTelegram,
    phones: Phones,
    backend: Backend | None = None,
) -> Outcome:
    """Bring a login to the operation, ask for it while the fault is in force, and finish the login afterwards.

    Raises AssertionError if something of it was lost, or if it cannot be finished.
    """
    fault, _ = FAULTS[fault_name]
    backend = backend or engine_backend(**telegram.options)
    account = find(telegram, dc_id=operation.dc_id, has_password=operation.has_password)
    deadline = HANGS if expected(operation, fault_name) is Timeout else PLENTY
    at_all_times = isinstance(fault, faults.BadClock)  # a clock does not jump in the midst of a login
    with contextlib.ExitStack() as stack:
        phone = phones.of(telegram, account)
        if at_all_times:
            stack.enter_context(telegram.commit(fault))
        session = begun(operation, account, telegram, Phones() if at_all_times else phones)
        client = Telegram(backend, session, timeout=deadline)
        method = None if isinstance(fault, OF_THE_SERVER) else _method_for(operation, fault)
        with contextlib.nullcontext() if at_all_times else telegram.commit(fault, method=method):
            error, seconds = _raised_by(lambda: operation.ask(client, account))
        outcome = Outcome(error=error, seconds=seconds, before=session, after=client.session, account=account)
        assert_nothing_lost(operation, outcome)
        finished = Telegram(backend, client.session)
        log_in(finished, account, phone)
        phones.keep_login(telegram, account, finished.session)
    return outcome


def assert_nothing_lost(operation: Operation, outcome: Outcome) -> None:
    """A failure leaves the session as it was, or further on its way; only Telegram itself can end a login."""
    before, after = outcome.before, outcome.after
    if outcome.error is None or isinstance(outcome.error, LoginExpired) or before == Session():
        return
    assert after.stage in (before.stage, *operation.further)
    assert after.user_id == before.user_id
    assert after.auth_key == before.auth_key or operation.method == "auth.ImportLoginToken"
    if operation.method is None:
        assert after == before


def log_in(telegram: Telegram, account: Account, phone: Phone) -> None:
    """Go on from wherever the login is until it is finished, as a person would with the page in front of them."""
    for _ in range(STEPS):
        match telegram.status():
            case LoggedIn(user):
                assert user.id == account.user_id
                return
            case AwaitingScan():
                _scan_if_needed(telegram, phone)
            case AwaitingCode():
                _enter_code(telegram, account)
            case AwaitingPassword():
                telegram.check_password(account.password or "")
            case LoggedOut(reason):
                if reason:  # Telegram has ended the session: by a log-out whose answer was lost
                    telegram.log_out()
                telegram.start_qr_login()
    raise AssertionError("the login does not come to its end")


def _scan_if_needed(telegram: Telegram, phone: Phone) -> None:
    """The code that is shown now: the one before may belong to a key that was left behind."""
    match telegram.check_qr_login():
        case AwaitingScan(qr):
            phone.scan(qr.url)


def _enter_code(telegram: Telegram, account: Account) -> None:
    try:
        telegram.sign_in(account.code)
    except PhoneCodeExpired:
        telegram.resend_code()


def begun(operation: Operation, account: Account, telegram: LocalTelegram, phones: Phones) -> Session:
    """Bring a login to where the operation makes its call: the one that was finished last, if it is for one that is."""
    is_kept = operation.begin in KEPT
    login = phones.login_of(telegram, account) if is_kept else Session()
    client = Telegram(engine_backend(**telegram.options), login)
    operation.begin(client, account, phones.of(telegram, account))
    if is_kept:
        phones.keep_login(telegram, account, client.session)
    return client.session


def _method_for(operation: Operation, fault: faults.Fault) -> str | None:
    return None if operation.method == "ReqPqMulti" and isinstance(fault, OF_CALLS) else operation.method


def _raised_by(ask: Callable[[], object]) -> tuple[TelegramError | None, float]:
    started = time.monotonic()
    try:
        ask()
    except TelegramError as error:
        return error, time.monotonic() - started
    return None, time.monotonic() - started
