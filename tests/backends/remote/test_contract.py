"""The remote backend keeps the contract, against a live site."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tgsdk import AwaitingCode, AwaitingPassword, LoggedIn, NotFound, Session, Stage, Telegram
from tgsdk.backends.remote import RemoteBackend
from tgsdk.testing import LocalTelegram
from tgsdk.testing.contract import BackendContract, Carried, OnTheLocalTelegram, OtherSide, ScanningPhone
from tgsdk.testing.contract.on_the_local_telegram import PeopleWithPhones

from .conftest import Site


@dataclass(slots=True)
class LeftBehind:
    """The login that the test before has left: the backends of its recruiter, and its session."""

    backends: Iterator[RemoteBackend]
    session: str = field(default_factory=lambda: Session().to_string())


@pytest.fixture(scope="module")
def left(site: Site) -> LeftBehind:
    return LeftBehind(site.new_backends())


class TestRemoteBackend(OnTheLocalTelegram, BackendContract):
    """An account is a token, and with it a backend: where two are needed there are two backends."""

    FACES = ("blocking",)

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls, site: Site) -> LocalTelegram:
        return site.telegram

    @pytest.fixture
    def backend(self, site: Site) -> RemoteBackend:
        return site.new_backend()

    @pytest.fixture
    def logged_in(self, site: Site, left: LeftBehind, phone: PeopleWithPhones, face: type[Telegram]) -> Carried:
        """As the test before left it, if it is logged in still: a login takes longer than what comes after it.

        The site keeps the future auth tokens of the logins before: nobody honours them.
        """
        site.telegram.forget_future_tokens()
        account = Carried(next(left.backends), left.session, face)
        if not isinstance(account.call(Telegram.status), LoggedIn):
            left.backends = site.new_backends()
            account = Carried(next(left.backends), face=face)
            phone.scan(account.call(Telegram.start_qr_login).url)
            assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)
        left.session = account.string
        return account

    @pytest.fixture
    def account(self, site: Site, face: type[Telegram]) -> Carried:
        return Carried(site.new_backend(), face=face)

    @pytest.fixture
    def awaiting_password(self, site: Site, phone: PeopleWithPhones, face: type[Telegram]) -> Carried:
        waiting = Carried(site.new_backend(), face=face)
        phone.scan_with_password(waiting.call(Telegram.start_qr_login).url)
        assert isinstance(waiting.call(Telegram.check_qr_login), AwaitingPassword)
        return waiting

    @pytest.fixture
    def awaiting_code(self, site: Site, phone: PeopleWithPhones, face: type[Telegram]) -> Carried:
        waiting = Carried(site.new_backend(), face=face)
        waiting.send_code(phone.number)
        return waiting

    def test_two_logins_do_not_mix(  # type: ignore[override]
        self, account: Carried, awaiting_password: Carried, phone: PeopleWithPhones
    ) -> None:
        url = account.call(Telegram.start_qr_login).url
        assert isinstance(awaiting_password.call(Telegram.check_qr_login), AwaitingPassword)
        phone.scan(url)
        assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)
        assert account.call(Telegram.me) != awaiting_password.check_password(phone.password).user  # type: ignore[union-attr]

    # The site remembers the chats, and keeps their access hashes to itself.

    def test_the_session_remembers_the_chats_that_it_was_given(
        self,
        logged_in: Carried,
        other_side: OtherSide,
    ) -> None:
        chat_id = other_side.add_chat("Olga Ivanova")
        assert chat_id in [chat.id for chat in logged_in.call(Telegram.chats, 100).items]
        assert logged_in.session == Session(stage=Stage.LOGGED_IN, user_id=logged_in.call(Telegram.me).id)

    def test_a_block_makes_all_its_calls_over_one_connection(
        self,
        logged_in: Carried,
        other_side: OtherSide,
        chat_id: int,
    ) -> None:
        def block(telegram: Telegram) -> None:
            with telegram.connected():
                user = telegram.me()
                assert chat_id in [chat.id for chat in telegram.chats().items]
                with pytest.raises(NotFound):
                    telegram.chat(1_999_999_999)
                sent = telegram.send_message(chat_id, "welcome")
                assert telegram.messages(chat_id, 1).items[0].id == sent.id
                assert telegram.status() == LoggedIn(user)

        logged_in.call(block)

    def test_no_secret_of_telegram_leaves_the_site(self, awaiting_code: Carried, phone: PeopleWithPhones) -> None:
        strings = [awaiting_code.string]
        awaiting_code.sign_in(phone.code)
        strings.append(awaiting_code.string)
        for session in map(Session.from_string, strings):
            assert (session.auth_key, session.server_salt, session.phone_code_hash, session.dc_id) == (None, 0, None, 0)
            assert (session.future_auth_tokens, session.file_keys, dict(session.access_hashes)) == ((), (), {})
        assert Session.from_string(strings[1]) == Session(stage=Stage.LOGGED_IN, user_id=phone.user_id)

    # The site itself lets nobody ask for the next code too early, so that here no code has to wait.

    def test_a_code_is_sent_and_waited_for(self, account: Carried, phone: ScanningPhone) -> None:
        code = account.send_code(phone.number)
        assert code.phone == "+" + phone.number.lstrip("+")
        for look in (Telegram.status, Telegram.check_qr_login):
            assert account.call(look) == AwaitingCode(code)
        assert account.session.stage is Stage.AWAITING_CODE
