"""The contract of the login: by QR code, by phone and code, with and without a two-step verification password."""

# ruff: noqa: S101 - to assert is what this is for

import asyncio
import contextlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tgsdk.backends.base import Backend
from tgsdk.client import AsyncTelegram, Telegram
from tgsdk.errors import (
    NotLoggedIn,
    PasswordInvalid,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberInvalid,
    PhoneNumberUnoccupied,
    SendCodeUnavailable,
    SessionEnded,
    WrongMoment,
)
from tgsdk.session import Session, Stage
from tgsdk.types import AwaitingCode, AwaitingPassword, AwaitingScan, Capability, CodeType, LoggedIn, LoggedOut, User

from .fixtures import Carried, ContractFixtures, ScanningPhone, needs

__all__ = ["LoginContract"]

WHOLE_SECONDS = timedelta(seconds=1)  # in which Telegram tells when a code expires


class LoginContract(ContractFixtures):
    """The login of an account, and its end."""

    # Before the scan

    def test_nobody_is_logged_in_at_first(self, account: Carried) -> None:
        assert account.call(Telegram.status) == LoggedOut()
        assert account.session == Session()

    def test_start_gives_a_code_that_is_still_valid(self, account: Carried) -> None:
        qr = account.call(Telegram.start_qr_login)
        assert re.fullmatch(r"tg://login\?token=[\w-]+", qr.url)
        assert qr.expires_at > datetime.now(UTC)
        assert qr.expires_at.utcoffset() == timedelta(0)

    def test_start_twice_gives_one_code(self, account: Carried) -> None:
        first = account.call(Telegram.start_qr_login)
        assert account.call(Telegram.start_qr_login).url == first.url

    def test_two_who_have_the_same_session_get_one_code(self, account: Carried) -> None:
        first = account.call(Telegram.start_qr_login)
        assert Carried(account.backend, account.string).call(Telegram.start_qr_login).url == first.url
        assert Carried(account.backend, account.string).call(Telegram.start_qr_login).url == first.url

    @needs(Capability.PASSWORD)
    def test_one_object_can_go_through_the_whole_login(self, backend: Backend, phone: ScanningPhone) -> None:
        telegram = Telegram(backend)
        phone.scan_with_password(telegram.start_qr_login().url)
        assert isinstance(telegram.check_qr_login(), AwaitingPassword)
        assert telegram.check_password(phone.password) == LoggedIn(telegram.me())

    def test_check_before_the_scan_waits_with_the_same_code(self, account: Carried) -> None:
        qr = account.call(Telegram.start_qr_login)
        for look in (Telegram.check_qr_login, Telegram.status, Telegram.check_qr_login):
            state = account.call(look)
            assert isinstance(state, AwaitingScan)
            assert state.qr.url == qr.url

    def test_check_after_the_expiry_gives_a_fresh_code(
        self, account: Carried, expire_tokens: Callable[[], object]
    ) -> None:
        qr = account.call(Telegram.start_qr_login)
        expire_tokens()
        state = account.call(Telegram.check_qr_login)
        assert isinstance(state, AwaitingScan)
        assert state.qr.url != qr.url
        assert state.qr.expires_at > max(datetime.now(UTC), qr.expires_at - WHOLE_SECONDS)
        assert account.call(Telegram.status) == state

    def test_the_fresh_code_can_be_scanned(
        self, account: Carried, expire_tokens: Callable[[], object], phone: ScanningPhone
    ) -> None:
        account.call(Telegram.start_qr_login)
        expire_tokens()
        state = account.call(Telegram.check_qr_login)
        assert isinstance(state, AwaitingScan)
        phone.scan(state.qr.url)
        assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)

    # After the scan

    def test_the_scan_logs_in(self, account: Carried, phone: ScanningPhone) -> None:
        phone.scan(account.call(Telegram.start_qr_login).url)
        state = account.call(Telegram.check_qr_login)
        assert isinstance(state, LoggedIn)
        assert isinstance(state.user, User)
        assert (account.session.is_logged_in, account.session.user_id) == (True, state.user.id)
        assert account.session.qr_url is None

    def test_check_and_status_and_me_agree_after_the_login(self, logged_in: Carried) -> None:
        user = logged_in.call(Telegram.me)
        assert logged_in.call(Telegram.check_qr_login) == LoggedIn(user)
        assert logged_in.call(Telegram.status) == LoggedIn(user)
        assert logged_in.call(Telegram.check_qr_login) == LoggedIn(user)

    def test_a_start_between_scan_and_check_loses_nothing(self, account: Carried, phone: ScanningPhone) -> None:
        phone.scan(account.call(Telegram.start_qr_login).url)
        with contextlib.suppress(WrongMoment):  # a backend may notice the scan here, or at the check
            account.call(Telegram.start_qr_login)
        assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)

    def test_the_code_scanned_while_nobody_looks_is_found_by_the_next_check(
        self, account: Carried, phone: ScanningPhone, expire_tokens: Callable[[], object]
    ) -> None:
        phone.scan(account.call(Telegram.start_qr_login).url)
        expire_tokens()
        assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)

    # The code

    def test_a_code_is_sent_and_waited_for(self, account: Carried, phone: ScanningPhone) -> None:
        code = account.send_code(phone.number)
        assert code.phone == "+" + re.sub(r"\D", "", phone.number)
        assert code.timeout is None or (code.resend_at or datetime.now(UTC)) > datetime.now(UTC)
        for look in (Telegram.status, Telegram.check_qr_login):
            assert account.call(look) == AwaitingCode(code)
        assert account.session.stage is Stage.AWAITING_CODE

    def test_the_right_code_logs_in(self, awaiting_code: Carried, phone: ScanningPhone) -> None:
        state = awaiting_code.sign_in(phone.code)
        assert state == LoggedIn(awaiting_code.call(Telegram.me))
        assert awaiting_code.session.is_logged_in
        assert (awaiting_code.session.code_sent, awaiting_code.session.phone_code_hash) == (None, None)

    def test_spaces_and_hyphens_in_a_code_do_not_count(self, awaiting_code: Carried, phone: ScanningPhone) -> None:
        assert isinstance(awaiting_code.sign_in(f" {phone.code[:2]}-{phone.code[2:3]} {phone.code[3:]}\n"), LoggedIn)

    @pytest.mark.parametrize("code", ["", " ", "123\ud80045", "x" * 1000, "1234\x005"])
    def test_a_code_that_cannot_be_one_is_a_wrong_one(
        self, awaiting_code: Carried, phone: ScanningPhone, code: str
    ) -> None:
        with pytest.raises(PhoneCodeInvalid):
            awaiting_code.sign_in(code)
        assert isinstance(awaiting_code.sign_in(phone.code), LoggedIn)

    def test_both_ways_in_lead_to_the_same_account(
        self, awaiting_code: Carried, logged_in: Carried, phone: ScanningPhone
    ) -> None:
        assert awaiting_code.sign_in(phone.code) == LoggedIn(logged_in.call(Telegram.me))

    def test_a_wrong_code_keeps_the_login_waiting(self, awaiting_code: Carried, phone: ScanningPhone) -> None:
        waiting = awaiting_code.call(Telegram.status)
        with pytest.raises(PhoneCodeInvalid):
            awaiting_code.sign_in("98760")
        assert awaiting_code.call(Telegram.status) == waiting
        assert isinstance(awaiting_code.sign_in(phone.code), LoggedIn)

    def test_a_code_that_is_too_old_is_followed_by_another(
        self, awaiting_code: Carried, phone: ScanningPhone, expire_codes: Callable[[], object]
    ) -> None:
        expire_codes()
        for _ in range(2):
            with pytest.raises(PhoneCodeExpired):
                awaiting_code.sign_in(phone.code)
            assert isinstance(awaiting_code.call(Telegram.status), AwaitingCode)
        awaiting_code.call(Telegram.resend_code)
        assert isinstance(awaiting_code.sign_in(phone.code), LoggedIn)

    def test_a_code_sent_once_more_goes_the_next_way(self, awaiting_code: Carried, phone: ScanningPhone) -> None:
        first = awaiting_code.session.awaited_code
        second = awaiting_code.call(Telegram.resend_code)
        assert second.type is first.next_type
        assert awaiting_code.call(Telegram.status) == AwaitingCode(second)
        assert isinstance(awaiting_code.sign_in(phone.code), LoggedIn)

    def test_when_every_way_was_used_the_code_is_still_waited_for(
        self, awaiting_code: Carried, phone: ScanningPhone
    ) -> None:
        while awaiting_code.session.awaited_code.next_type is not None:
            awaiting_code.call(Telegram.resend_code)
        with pytest.raises(SendCodeUnavailable):
            awaiting_code.call(Telegram.resend_code)
        assert isinstance(awaiting_code.sign_in(phone.code), LoggedIn)

    @needs(Capability.PASSWORD)
    def test_an_account_with_a_password_waits_for_it_after_the_code(
        self, account: Carried, phone: ScanningPhone
    ) -> None:
        account.send_code(phone.number_with_password)
        assert account.sign_in(phone.code_with_password) == AwaitingPassword(phone.hint)
        assert account.call(Telegram.status) == AwaitingPassword(phone.hint)
        assert account.session.awaited_code.phone.endswith(phone.number_with_password[-4:])
        with pytest.raises(PasswordInvalid):
            account.check_password("certainly not this one")
        assert isinstance(account.check_password(phone.password), LoggedIn)
        assert account.session.code_sent is None

    def test_a_number_without_an_account_ends_the_login(self, account: Carried, phone: ScanningPhone) -> None:
        account.send_code(phone.unoccupied_number)
        with pytest.raises(PhoneNumberUnoccupied):
            account.sign_in(phone.unoccupied_code)
        assert account.call(Telegram.status) == LoggedOut()

    @pytest.mark.parametrize("number", ["", "  ", "+", "phone", "12", "+7 900 CALL ME", "9" * 40])
    def test_what_is_no_phone_number_is_refused(self, account: Carried, number: str) -> None:
        with pytest.raises(PhoneNumberInvalid):
            account.send_code(number)
        assert account.call(Telegram.status) == LoggedOut()

    @needs(Capability.PASSWORD)
    def test_another_number_takes_the_place_of_the_first(self, awaiting_code: Carried, phone: ScanningPhone) -> None:
        awaiting_code.send_code(phone.number_with_password)
        assert isinstance(awaiting_code.sign_in(phone.code_with_password), AwaitingPassword)

    def test_a_code_takes_the_place_of_the_scan_and_the_scan_that_of_the_code(
        self, account: Carried, phone: ScanningPhone
    ) -> None:
        account.call(Telegram.start_qr_login)
        account.send_code(phone.number)
        assert account.session.qr_url is None
        qr = account.call(Telegram.start_qr_login)
        with pytest.raises(WrongMoment):
            account.sign_in(phone.code)
        phone.scan(qr.url)
        assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)

    def test_a_login_that_waits_for_the_code_can_be_given_up(self, awaiting_code: Carried) -> None:
        awaiting_code.call(Telegram.log_out)
        assert awaiting_code.session == Session()

    def test_a_later_login_by_phone_may_need_no_code(self, logged_in: Carried, phone: ScanningPhone) -> None:
        user = logged_in.call(Telegram.me)
        logged_in.call(Telegram.log_out)
        code = logged_in.send_code(phone.number)
        state = logged_in.call(Telegram.status)
        if code.type is not CodeType.NOT_NEEDED:  # a Telegram that gives no future auth tokens
            state = logged_in.sign_in(phone.code)
        assert state == LoggedIn(user)

    def test_a_session_that_the_phone_ended_spares_no_code(
        self, logged_in: Carried, phone: ScanningPhone, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        logged_in.call(Telegram.log_out)
        assert logged_in.send_code(phone.number).type is not CodeType.NOT_NEEDED

    @needs(Capability.PASSWORD)
    def test_a_qr_code_that_was_given_up_lets_nobody_in(self, account: Carried, phone: ScanningPhone) -> None:
        qr = account.call(Telegram.start_qr_login)
        account.send_code(phone.number_with_password)
        phone.scan(qr.url)
        assert isinstance(account.call(Telegram.check_qr_login), AwaitingCode)
        assert account.sign_in(phone.code_with_password) == AwaitingPassword(phone.hint)

    # The two-step verification password

    @needs(Capability.PASSWORD)
    def test_an_account_with_a_password_waits_for_it(self, account: Carried, phone: ScanningPhone) -> None:
        phone.scan_with_password(account.call(Telegram.start_qr_login).url)
        for look in (Telegram.check_qr_login, Telegram.check_qr_login, Telegram.status):
            assert account.call(look) == AwaitingPassword(phone.hint)
        assert account.session.stage is Stage.AWAITING_PASSWORD

    def test_the_right_password_logs_in(self, awaiting_password: Carried, phone: ScanningPhone) -> None:
        state = awaiting_password.check_password(phone.password)
        assert state == LoggedIn(awaiting_password.call(Telegram.me))
        assert awaiting_password.call(Telegram.check_qr_login) == state
        assert awaiting_password.session.is_logged_in

    def test_a_login_that_waits_for_the_password_can_be_given_up(self, awaiting_password: Carried) -> None:
        awaiting_password.call(Telegram.log_out)
        assert awaiting_password.session == Session()

    def test_a_password_that_cannot_be_written_is_a_wrong_one(self, awaiting_password: Carried) -> None:
        with pytest.raises(PasswordInvalid):
            awaiting_password.check_password("\ud800")

    def test_a_wrong_password_keeps_the_login_waiting(self, awaiting_password: Carried, phone: ScanningPhone) -> None:
        with pytest.raises(PasswordInvalid):
            awaiting_password.check_password("certainly not this one")
        assert awaiting_password.call(Telegram.check_qr_login) == AwaitingPassword(phone.hint)
        assert isinstance(awaiting_password.check_password(phone.password), LoggedIn)

    def test_spaces_around_the_password_count(self, awaiting_password: Carried, phone: ScanningPhone) -> None:
        for nearly in {f" {phone.password}", f"{phone.password} ", phone.password.strip()} - {phone.password}:
            with pytest.raises(PasswordInvalid):
                awaiting_password.check_password(nearly)
        assert isinstance(awaiting_password.check_password(phone.password), LoggedIn)

    # The wrong moment

    def test_check_without_start_is_refused(self, account: Carried) -> None:
        with pytest.raises(WrongMoment):
            account.call(Telegram.check_qr_login)

    def test_start_is_refused_while_logged_in(self, logged_in: Carried) -> None:
        with pytest.raises(WrongMoment):
            logged_in.call(Telegram.start_qr_login)
        assert isinstance(logged_in.call(Telegram.status), LoggedIn)

    def test_start_is_refused_while_a_password_is_waited_for(
        self, awaiting_password: Carried, phone: ScanningPhone
    ) -> None:
        with pytest.raises(WrongMoment):
            awaiting_password.call(Telegram.start_qr_login)
        assert awaiting_password.call(Telegram.check_qr_login) == AwaitingPassword(phone.hint)

    def test_a_password_is_refused_that_nobody_waits_for(self, account: Carried, logged_in: Carried) -> None:
        with pytest.raises(WrongMoment):
            account.check_password("secret")
        account.call(Telegram.start_qr_login)
        with pytest.raises(WrongMoment):
            account.check_password("secret")
        with pytest.raises(WrongMoment):
            logged_in.check_password("secret")

    def test_a_code_is_refused_that_nobody_waits_for(self, account: Carried, logged_in: Carried) -> None:
        for refused in (account, logged_in):
            with pytest.raises(WrongMoment):
                refused.sign_in("12345")
            with pytest.raises(WrongMoment):
                refused.call(Telegram.resend_code)

    def test_no_code_is_sent_while_logged_in_or_while_a_password_is_waited_for(
        self, logged_in: Carried, awaiting_password: Carried, phone: ScanningPhone
    ) -> None:
        for refused in (logged_in, awaiting_password):
            with pytest.raises(WrongMoment):
                refused.send_code(phone.number)

    def test_nobody_is_me_before_the_login(self, account: Carried, awaiting_password: Carried) -> None:
        assert _refusal(account) is NotLoggedIn
        account.call(Telegram.start_qr_login)
        assert _refusal(account) is NotLoggedIn
        assert _refusal(awaiting_password) is NotLoggedIn

    # The end

    def test_log_out_forgets_the_session(self, logged_in: Carried) -> None:
        logged_in.call(Telegram.log_out)
        assert logged_in.session == logged_in.session.without_login()
        assert logged_in.call(Telegram.status) == LoggedOut()
        assert _refusal(logged_in) is NotLoggedIn

    def test_log_out_ends_the_session_at_telegram(self, logged_in: Carried) -> None:
        kept = Carried(logged_in.backend, logged_in.string)
        logged_in.call(Telegram.log_out)
        assert _refusal(kept) is SessionEnded

    def test_log_out_is_harmless_when_nobody_is_logged_in(self, account: Carried) -> None:
        account.call(Telegram.log_out)
        account.call(Telegram.start_qr_login)
        account.call(Telegram.log_out)
        assert account.session == Session()

    def test_a_new_login_can_follow_a_log_out(self, logged_in: Carried, phone: ScanningPhone) -> None:
        user = logged_in.call(Telegram.me)
        logged_in.call(Telegram.log_out)
        phone.scan(logged_in.call(Telegram.start_qr_login).url)
        assert logged_in.call(Telegram.check_qr_login) == LoggedIn(user)

    def test_a_session_that_the_phone_ended_says_so(
        self, logged_in: Carried, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        with pytest.raises(SessionEnded) as ended:
            logged_in.call(Telegram.me)
        assert ended.value.telegram_name
        assert logged_in.call(Telegram.status) == LoggedOut(ended.value.telegram_name)
        assert logged_in.call(Telegram.check_qr_login) == LoggedOut(ended.value.telegram_name)

    def test_a_new_login_can_follow_an_ended_session(
        self, logged_in: Carried, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        logged_in.call(Telegram.log_out)
        assert logged_in.session == logged_in.session.without_login()
        logged_in.call(Telegram.start_qr_login)
        assert isinstance(logged_in.call(Telegram.check_qr_login), AwaitingScan)

    def test_logged_out_means_that_a_login_by_qr_code_can_be_started(
        self, logged_in: Carried, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        assert isinstance(logged_in.call(Telegram.status), LoggedOut)
        logged_in.call(Telegram.start_qr_login)
        assert isinstance(logged_in.call(Telegram.check_qr_login), AwaitingScan)

    def test_logged_out_means_that_a_login_by_phone_can_be_started(
        self, logged_in: Carried, end_sessions: Callable[[], object], phone: ScanningPhone
    ) -> None:
        end_sessions()
        assert isinstance(logged_in.call(Telegram.status), LoggedOut)
        logged_in.send_code(phone.number)
        assert isinstance(logged_in.sign_in(phone.code), LoggedIn)

    # The one call that a page needs

    def test_the_one_call_starts_and_looks(self, account: Carried, phone: ScanningPhone) -> None:
        state = account.call(Telegram.qr_login)
        assert isinstance(state, AwaitingScan)
        assert account.call(Telegram.qr_login) == state
        phone.scan(state.qr.url)
        state = account.call(Telegram.qr_login)
        assert isinstance(state, LoggedIn)
        assert account.call(Telegram.qr_login) == state

    def test_the_one_call_renews(self, account: Carried, expire_tokens: Callable[[], object]) -> None:
        old = account.call(Telegram.qr_login)
        expire_tokens()
        new = account.call(Telegram.qr_login)
        assert isinstance(old, AwaitingScan)
        assert isinstance(new, AwaitingScan)
        assert new.qr.url != old.qr.url
        assert new.qr.expires_at > datetime.now(UTC)

    def test_the_one_call_says_that_the_password_is_waited_for(
        self, awaiting_password: Carried, phone: ScanningPhone
    ) -> None:
        assert awaiting_password.call(Telegram.qr_login) == AwaitingPassword(phone.hint)

    def test_the_one_call_starts_anew_after_an_ended_session(
        self, logged_in: Carried, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        assert isinstance(logged_in.call(Telegram.qr_login), AwaitingScan)

    def test_the_one_call_takes_the_place_of_a_login_by_phone(self, awaiting_code: Carried) -> None:
        assert isinstance(awaiting_code.call(Telegram.qr_login), AwaitingScan)

    def test_the_one_call_of_the_twin(self, backend: Backend) -> None:
        telegram = AsyncTelegram(backend)
        assert isinstance(asyncio.run(telegram.qr_login()), AwaitingScan)

    # Two accounts, and the twin

    @needs(Capability.PASSWORD)
    def test_two_logins_do_not_mix(self, backend: Backend, phone: ScanningPhone) -> None:
        one, other = Carried(backend), Carried(backend)
        urls = [account.call(Telegram.start_qr_login).url for account in (one, other)]
        assert urls[0] != urls[1]
        phone.scan(urls[0])
        assert isinstance(one.call(Telegram.check_qr_login), LoggedIn)
        assert isinstance(other.call(Telegram.check_qr_login), AwaitingScan)
        phone.scan_with_password(urls[1])
        assert isinstance(other.call(Telegram.check_qr_login), AwaitingPassword)
        other.check_password(phone.password)
        assert one.call(Telegram.me) != other.call(Telegram.me)

    def test_one_account_stays_when_the_other_logs_out(
        self, logged_in: Carried, awaiting_password: Carried, phone: ScanningPhone
    ) -> None:
        state = awaiting_password.check_password(phone.password)
        logged_in.call(Telegram.log_out)
        assert awaiting_password.call(Telegram.status) == state

    def test_the_asynchronous_twin_does_the_same(self, backend: Backend, phone: ScanningPhone) -> None:
        async def log_in() -> Session:
            telegram = AsyncTelegram(backend)
            qr = await telegram.start_qr_login()
            state = await telegram.check_qr_login()
            assert isinstance(state, AwaitingScan)
            assert state.qr.url == qr.url
            await asyncio.to_thread(phone.scan, qr.url)
            assert await telegram.check_qr_login() == LoggedIn(await telegram.me())
            with pytest.raises(WrongMoment):
                await telegram.start_qr_login()
            return telegram.session

        session = asyncio.run(log_in())
        assert isinstance(Telegram(backend, session).status(), LoggedIn)


def _refusal(account: Carried) -> type[BaseException]:
    """The class of what me() raises."""
    with pytest.raises(NotLoggedIn) as refusal:
        account.call(Telegram.me)
    return refusal.type
