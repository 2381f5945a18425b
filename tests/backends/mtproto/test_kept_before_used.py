"""A new key is stored before a call goes over it that may log it in: whatever dies then, the login is known here."""

from collections.abc import Callable

import pytest

from tgsdk import AwaitingPassword, CodeType, LoggedIn, Session, Telegram
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone

from .conftest import find


class Death(BaseException):
    """The end of the process."""


@pytest.fixture(params=[False, True], ids=["without a password", "with a password"])
def scanned(request: pytest.FixtureRequest, backend: Backend, local_telegram: LocalTelegram) -> Session:
    """A login that an account of the other data centre has accepted."""
    account = find(local_telegram, dc_id=2, has_password=request.param)
    telegram = Telegram(backend)
    with Phone(local_telegram.options, account.phone, account.password) as phone:
        phone.scan(telegram.start_qr_login().url)
    return telegram.session


def noting_calls(stored: list[tuple[Session, str]], local_telegram: LocalTelegram) -> Callable[[Session], None]:
    return lambda session: stored.append((session, local_telegram.calls[-1].method if local_telegram.calls else ""))


def test_the_key_of_a_move_is_stored_before_the_import(
    scanned: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    stored: list[tuple[Session, str]] = []
    telegram = Telegram(backend, scanned, on_session=noting_calls(stored, local_telegram))
    telegram.check_qr_login()
    ((session, last_call),) = stored
    assert (session.dc_id, session.auth_key) == (2, telegram.session.auth_key)
    assert last_call == "auth.ExportLoginToken"


def test_what_was_stored_last_goes_on_after_any_death(
    scanned: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    stored: list[Session] = []
    Telegram(backend, scanned, on_session=stored.append).check_qr_login()  # and the process dies with the answer
    assert isinstance(Telegram(backend, stored[-1]).check_qr_login(), LoggedIn | AwaitingPassword)
    assert local_telegram.called("auth.ImportLoginToken") == 1


def test_nothing_is_imported_when_the_key_cannot_be_stored(
    scanned: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    def die(_: Session) -> None:
        raise Death

    telegram = Telegram(backend, scanned, on_session=die)
    with pytest.raises(Death):
        telegram.check_qr_login()
    assert local_telegram.called("auth.ImportLoginToken") == 0
    assert (telegram.session.auth_key, telegram.session.qr_url) == (scanned.auth_key, scanned.qr_url)
    assert isinstance(Telegram(backend, telegram.session).check_qr_login(), LoggedIn | AwaitingPassword)


def test_the_key_of_a_login_that_needs_no_code_is_stored_before_the_number_is_sent(
    backend: Backend, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=2, has_password=False)
    telegram = Telegram(backend)
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    telegram.log_out()
    stored: list[Session] = []
    again = Telegram(backend, telegram.session, on_session=stored.append)
    assert again.send_code(account.phone).type is CodeType.NOT_NEEDED
    assert stored[-1].auth_key == again.session.auth_key
    assert stored[-1].dc_id == again.session.dc_id == 2


def test_a_key_that_is_stored_already_is_not_stored_again(backend: Backend, pending: Session) -> None:
    stored: list[Session] = []
    telegram = Telegram(backend, pending, on_session=stored.append)
    telegram.check_qr_login()
    telegram.check_qr_login()
    assert stored == []
