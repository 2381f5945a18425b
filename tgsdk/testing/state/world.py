"""The state of the server. Only the server's own thread changes it, unless a method says otherwise."""

import os
from collections import deque
from dataclasses import dataclass

from tgsdk.session import Session as KeptSession
from tgsdk.session import Stage

from ..accounts import BANNED_PHONE, PEOPLE, Account
from ..desks.account_desk import AccountDesk
from ..desks.population import make_desk
from .auth_keys import AuthKey, Session
from .faults_in_force import FaultsInForce
from .key_pair import KeyPair
from .logins import CodePlan, DeliveredCode, ExportedLogin, ImportToken, LoginToken, SentCode
from .message_ids import MessageIds
from .overrides import Overrides

API_ID = 1
CODE_LIFETIME = 300.0
REMEMBERED_CALLS = 10_000
# What is reported to be safe; nobody outside Telegram knows the numbers.
SECONDS_BETWEEN_PHONES, USERNAMES_A_DAY, NEW_CONVERSATIONS_A_DAY = 3.0, 200, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that the server received: ``at`` is by the server's clock, ``user_id`` who was logged in then."""

    method: str
    dc_id: int
    auth_key_id: int
    user_id: int | None
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What a client says it is (``invokeWithLayer``, ``initConnection``), and how its packets come.

    ``framing`` is ``abridged``, ``intermediate``, ``padded_intermediate`` or ``full``, after ``obfuscated`` if so;
    ``proxy`` is the MTProxy that it says it comes by, ``params`` tells whether it sends some.
    """

    layer: int
    api_id: int
    device_model: str
    system_version: str
    app_version: str
    system_lang_code: str
    lang_pack: str
    lang_code: str
    proxy: tuple[str, int] | None
    has_params: bool
    framing: str


class World:
    """The accounts, keys, tokens and codes of all data centres, which outlive a restart of the server."""

    def __init__(
        self,
        *,
        token_lifetime: float,
        accounts: tuple[Account, ...] = PEOPLE,
        key_pair: KeyPair | None = None,
        layer: int | None = None,
    ):
        self.layer = layer
        self.token_lifetime = token_lifetime
        self.code_lifetime = CODE_LIFETIME
        self.code_plan = CodePlan()
        self.gives_future_tokens = True
        self.gives_future_tokens_at_login = False
        self.accounts = accounts
        self.key_pair = key_pair or KeyPair()
        self.faults = FaultsInForce()
        self.overrides = Overrides()
        self.addresses: dict[int, tuple[str, int]] = {}
        self.ipv6_host: str | None = None
        self.auth_keys: dict[int, AuthKey] = {}
        self.login_tokens: dict[bytes, LoginToken] = {}
        self.import_tokens: dict[bytes, ImportToken] = {}
        self.sent_codes: dict[str, SentCode] = {}
        self.exported_logins: dict[bytes, ExportedLogin] = {}
        self.future_tokens: dict[bytes, Account] = {}
        self.banned_phones = {BANNED_PHONE}
        self.codes_sent: deque[DeliveredCode] = deque(maxlen=REMEMBERED_CALLS)
        self.calls: deque[Call] = deque(maxlen=REMEMBERED_CALLS)
        self.seconds_between_phones = SECONDS_BETWEEN_PHONES
        self.usernames_a_day = USERNAMES_A_DAY
        self.new_conversations_a_day = NEW_CONVERSATIONS_A_DAY
        self.introductions: deque[Introduction] = deque(maxlen=REMEMBERED_CALLS)
        self.opened_at = int(self.now())
        self.desks: dict[int, AccountDesk] = {}
        self.file_generation = 1
        self._file_secret = os.urandom(16)

    def now(self) -> float:
        return self.faults.now()

    def new_message_ids(self) -> MessageIds:
        return MessageIds(self.now)

    def auth_key(self, auth_key_id: int, dc_id: int) -> AuthKey | None:
        """Return the key with this id, None if this data centre does not know it."""
        key = self.auth_keys.get(auth_key_id)
        known = key is not None and key.dc_id == dc_id and not self.faults.forget(auth_key_id)
        return key if known else None

    def session(self, key: AuthKey, session_id: int) -> Session:
        """Return the session with this id, a new one if it is not known."""
        session = key.sessions.get(session_id)
        if session is None:
            session = key.sessions[session_id] = Session(id=session_id, message_ids=self.new_message_ids())
        return session

    def account_by_phone(self, phone: str) -> Account | None:
        return next((each for each in self.accounts if each.phone == phone), None)

    def account_by_id(self, user_id: int) -> Account | None:
        return next((each for each in self.accounts if each.user_id == user_id), None)

    def desk(self, account: Account) -> AccountDesk:
        """Return the desk of this account, made when it is first asked for."""
        if account.user_id not in self.desks:
            self.desks[account.user_id] = make_desk(account, self.opened_at, self.now)
        return self.desks[account.user_id]

    def file_reference(self, file_id: int) -> bytes:
        """Return the file reference that is valid now: clients have to ask for it anew now and then."""
        return b"\1" + self.file_generation.to_bytes(4, "big") + file_id.to_bytes(8, "big") + self._file_secret

    def judge_reference(self, file_id: int, reference: bytes) -> str | None:
        """Return the name of the error that this file reference is refused with, None if it is valid."""
        if not reference:
            return "FILE_REFERENCE_EMPTY"
        expected = self.file_reference(file_id)
        if reference[:1] + reference[5:] != expected[:1] + expected[5:]:
            return "FILE_REFERENCE_INVALID"
        return None if reference == expected else "FILE_REFERENCE_EXPIRED"

    def log_in(self, user_id: int) -> KeptSession:
        """Make a key in which this user is logged in. Raises LookupError for nobody."""
        account = self.account_by_id(user_id)
        if account is None:
            raise LookupError(f"there is no user {user_id}")
        salt, dc_id = os.urandom(8), account.dc_id
        key = AuthKey(value=os.urandom(256), dc_id=dc_id, first_salt=salt, created_at=self.now())
        key.log_in(account)
        self.auth_keys[key.id] = key
        return KeptSession(
            dc_id=dc_id,
            auth_key=key.value,
            server_salt=int.from_bytes(salt, "little", signed=True),
            user_id=user_id,
            stage=Stage.LOGGED_IN,
        )

    def end_sessions(self, user_id: int, reason: str) -> None:
        """End every session of this user, for a reason of `SESSION_ENDS`."""
        for key in self.auth_keys.values():
            if key.user is not None and key.user.user_id == user_id:
                key.end_session(reason)

    def ban(self, user_id: int) -> None:
        """End every session of this user, drop the codes on their way to them, and send none from now on."""
        self.end_sessions(user_id, "USER_DEACTIVATED_BAN")
        account = self.account_by_id(user_id)
        if account is not None:
            self.banned_phones.add(account.phone)
            self.sent_codes = {hash_: sent for hash_, sent in self.sent_codes.items() if sent.phone != account.phone}

    def give_future_token(self, account: Account) -> bytes | None:
        """Return a token that spares this account a code later, None if the server gives none."""
        if not self.gives_future_tokens:
            return None
        token = os.urandom(32)
        self.future_tokens[token] = account
        return token

    def expire_codes(self) -> None:
        """Expire every login code sent so far."""
        for sent in self.sent_codes.values():
            sent.expires_at = self.now()

    def expire_tokens(self) -> None:
        """Expire every QR token given so far."""
        for token in self.login_tokens.values():
            token.expires_at = self.now()

    def forget_sessions(self) -> None:
        """Forget what a restart loses: sessions, but no keys, no tokens and no logins."""
        for key in self.auth_keys.values():
            key.sessions.clear()
            key.in_use.clear()
