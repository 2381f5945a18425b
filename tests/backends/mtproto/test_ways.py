"""Ways to Telegram: each kind of proxy and family of addresses, each fault of theirs, and several of them in a list."""

import os
import socket
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.backends.engines import engine_backend
from tgsdk import Session, Telegram, TelegramUnavailable, Timeout
from tgsdk.testing import LocalTelegram, MTProxy, Phone
from tgsdk.testing.server.mtproxy import Kind, Manner

from . import plain_proxy as plain
from .conftest import find
from .plain_proxy import plain_proxy

KINDS: tuple[Kind, ...] = ("plain", "dd", "ee")
WRONG = "user:canary"
FRAMING = {"plain": "intermediate", "dd": "padded-intermediate", "ee": "padded-intermediate"}


@pytest.fixture(scope="module")
def telegram() -> Iterator[LocalTelegram]:
    """A server for all of them: they change nothing there."""
    with LocalTelegram(ipv6_host="::1") as telegram:
        yield telegram


@pytest.fixture(scope="module")
def session(telegram: LocalTelegram) -> Session:
    """An account that is logged in: to make a key for each test takes longer than the test."""
    account = find(telegram, dc_id=1, has_password=False)
    client = Telegram(engine_backend(**telegram.options))
    client.send_code(account.phone)
    client.sign_in(account.code)
    return client.session


def by(telegram: LocalTelegram, session: Session | None, timeout: float = 15, **options: Any) -> Telegram:
    return Telegram(engine_backend(**telegram.options | options), session, timeout=timeout)


def nobodys_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.mark.parametrize("manner", ["usual", "byte_by_byte"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_mtproxy_is_a_way(telegram: LocalTelegram, session: Session, kind: Kind, manner: Manner) -> None:
    with MTProxy(telegram, kind) as proxy:
        proxy.manner = manner
        assert by(telegram, session, proxy=proxy.url).me().id == session.user_id
        assert (proxy.connections, proxy.strangers) == (1, 0)
        said = telegram.introductions[-1]
        assert (said.framing, said.proxy) == (FRAMING[kind], (proxy.host, proxy.port))


@pytest.mark.parametrize("kind", ["plain", "ee"])
def test_everything_goes_by_an_mtproxy(kind: Kind) -> None:
    with LocalTelegram() as telegram, MTProxy(telegram, kind) as proxy:
        account = find(telegram, dc_id=2, has_password=True)
        client = by(telegram, None, proxy=proxy.url)
        with Phone(telegram.options, account.phone, account.password) as phone:
            phone.scan(client.qr_login().qr.url)  # type: ignore[union-attr]
        client.qr_login()
        client.check_password(account.password or "")
        assert client.session.dc_id == 2
        with client.connected():
            photos = [chat.photo for chat in client.chats(50).items if chat.photo]
            assert all(client.download_photos(photos[:5]))
        assert proxy.strangers == 0


@pytest.mark.parametrize("link", ["tg://proxy", "https://t.me/proxy"])
def test_a_link_that_telegrams_applications_share_is_a_way(
    telegram: LocalTelegram, session: Session, link: str
) -> None:
    with MTProxy(telegram, "dd") as proxy:
        url = f"{link}?server={proxy.host}&port={proxy.port}&secret={proxy.secret}"
        assert by(telegram, session, proxy=url).me().id == session.user_id
        assert proxy.connections == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("manner", ["refuses", "breaks_off"])
def test_a_broken_mtproxy_is_a_typed_error_at_once(telegram: LocalTelegram, kind: Kind, manner: Manner) -> None:
    with MTProxy(telegram, kind) as proxy:
        proxy.manner = manner
        with pytest.raises(TelegramUnavailable):
            by(telegram, None, 60, proxy=proxy.url).start_qr_login()


@pytest.mark.parametrize("kind", KINDS)
def test_an_mtproxy_that_is_away_is_a_typed_error(telegram: LocalTelegram, session: Session, kind: Kind) -> None:
    with MTProxy(telegram, kind) as proxy:
        proxy.close_port()
        with pytest.raises(TelegramUnavailable):
            by(telegram, session, proxy=proxy.url).me()


@pytest.mark.parametrize("kind", KINDS)
def test_a_silent_mtproxy_costs_the_time_of_the_call(telegram: LocalTelegram, session: Session, kind: Kind) -> None:
    with MTProxy(telegram, kind) as proxy:
        proxy.manner = "silent"
        with pytest.raises(Timeout):
            by(telegram, session, 0.3, proxy=proxy.url).me()


@pytest.mark.parametrize("kind", ["plain", "dd"])
def test_an_mtproxy_does_not_answer_a_wrong_secret(telegram: LocalTelegram, session: Session, kind: Kind) -> None:
    with MTProxy(telegram, kind) as proxy:
        with pytest.raises(Timeout):
            by(telegram, session, 0.5, proxy=proxy.url_with(os.urandom(16))).me()
        assert (proxy.connections, proxy.strangers) == (0, 1)


def test_who_looks_like_tls_and_does_not_have_the_secret_is_told_nothing(
    telegram: LocalTelegram, session: Session
) -> None:
    with MTProxy(telegram, "ee") as proxy:
        with pytest.raises(TelegramUnavailable, match="does not have this secret"):
            by(telegram, session, proxy=proxy.url_with(os.urandom(16))).me()
        assert (proxy.connections, proxy.strangers) == (0, 1)


@pytest.mark.parametrize("manner", ["usual", "byte_by_byte"])
@pytest.mark.parametrize("kind", ["socks5", "http"])
def test_a_proxy_with_a_user_and_a_password_is_a_way(
    telegram: LocalTelegram, session: Session, kind: plain.Kind, manner: plain.Manner
) -> None:
    with plain_proxy(kind, manner) as proxy:
        for ipv6 in (False, True):
            assert by(telegram, session, proxy=proxy.url(), ipv6=ipv6).me().id == session.user_id
        assert (proxy.visits, proxy.let_through) == (2, 2)


@pytest.mark.parametrize("manner", ["refuses", "closes", "breaks_off"])
@pytest.mark.parametrize("kind", ["socks5", "http"])
def test_a_broken_proxy_is_a_typed_error_at_once(
    telegram: LocalTelegram, kind: plain.Kind, manner: plain.Manner
) -> None:
    with plain_proxy(kind, manner) as proxy, pytest.raises(TelegramUnavailable):
        by(telegram, None, 60, proxy=proxy.url()).start_qr_login()


@pytest.mark.parametrize("kind", ["socks5", "http"])
def test_a_wrong_password_is_a_typed_error_that_does_not_show_it(
    telegram: LocalTelegram, session: Session, kind: plain.Kind
) -> None:
    with plain_proxy(kind) as proxy, pytest.raises(TelegramUnavailable) as failure:
        by(telegram, session, proxy=proxy.url(WRONG)).me()
    shown = "".join(traceback.format_exception(failure.value))
    assert "canary" not in shown


@pytest.mark.parametrize("kind", ["socks5", "http"])
def test_a_silent_proxy_costs_its_share_and_the_next_one_is_taken(
    telegram: LocalTelegram, session: Session, kind: plain.Kind
) -> None:
    with plain_proxy(kind, "silent") as silent, plain_proxy(kind) as good:
        with pytest.raises(Timeout):
            by(telegram, session, 0.3, proxy=silent.url()).me()
        assert by(telegram, session, 6, proxy=[silent.url(), good.url()]).me().id == session.user_id
        assert good.let_through == 1


def test_a_list_is_tried_in_order_and_the_way_that_worked_is_remembered(
    telegram: LocalTelegram, session: Session
) -> None:
    with ExitStack() as stack:
        silent, stranger, good = (stack.enter_context(MTProxy(telegram, kind)) for kind in ("dd", "plain", "ee"))
        silent.manner = "silent"
        ways = [f"socks5://127.0.0.1:{nobodys_port()}", silent.url, stranger.url_with(os.urandom(16)), good.url]
        client = by(telegram, session, 10, proxy=ways)
        assert client.me().id == session.user_id
        assert (silent.visits, stranger.visits, good.visits) == (1, 1, 1)
        assert by(telegram, client.session, proxy=ways).me().id == session.user_id
        assert (silent.visits, stranger.visits, good.visits) == (1, 1, 2)


def test_a_remembered_way_that_broke_is_left_for_the_next_one(telegram: LocalTelegram, session: Session) -> None:
    with MTProxy(telegram, "plain") as first, MTProxy(telegram, "dd") as second:
        client = by(telegram, session, proxy=f"{first.url} {second.url}")
        client.me()
        first.close_port()
        assert client.me().id == session.user_id
        assert (first.visits, second.visits) == (1, 1)


def test_a_remembered_way_that_fell_silent_costs_one_call(telegram: LocalTelegram, session: Session) -> None:
    with MTProxy(telegram, "plain") as first, MTProxy(telegram, "dd") as second:
        ways = [first.url, second.url]
        by(telegram, session, proxy=ways).me()
        first.manner = "silent"
        with pytest.raises(Timeout):
            by(telegram, session, 0.3, proxy=ways).me()
        assert by(telegram, session, 10, proxy=ways).me().id == session.user_id
        assert by(telegram, session, proxy=ways).me().id == session.user_id
        assert (first.visits, second.visits) == (3, 2)


def test_no_proxy_may_be_one_of_the_ways(telegram: LocalTelegram, session: Session) -> None:
    with MTProxy(telegram, "plain") as proxy:
        proxy.close_port()
        assert by(telegram, session, proxy=[proxy.url, "direct://"]).me().id == session.user_id
    assert telegram.introductions[-1].proxy is None


def test_a_list_that_leads_nowhere_says_what_is_wrong_with_each_and_shows_no_secret(
    telegram: LocalTelegram, session: Session
) -> None:
    with MTProxy(telegram, "ee") as proxy:
        ways = [f"http://user:canary@127.0.0.1:{nobodys_port()}", proxy.url_with(b"canary".ljust(16))]
        with pytest.raises(TelegramUnavailable) as failure:
            by(telegram, session, proxy=ways).me()
    said = str(failure.value)
    assert "http failed" in said and "mtproxy failed" in said and "does not have this secret" in said
    assert "canary" not in said and b"canary".hex() not in said


def test_a_list_of_silent_ways_ends_with_the_call(telegram: LocalTelegram, session: Session) -> None:
    with MTProxy(telegram, "dd") as first, MTProxy(telegram, "ee") as second:
        first.manner = second.manner = "silent"
        began = time.monotonic()
        with pytest.raises(Timeout):
            by(telegram, session, 0.6, proxy=[first.url, second.url]).me()
        assert time.monotonic() - began < 10
        assert (first.visits, second.visits) == (1, 1)


def test_a_block_divides_the_time_of_the_block(telegram: LocalTelegram, session: Session) -> None:
    with MTProxy(telegram, "dd") as silent, MTProxy(telegram, "dd") as good:
        silent.manner = "silent"
        client = by(telegram, session, 600, proxy=[silent.url, good.url])
        with client.connected(timeout=8):
            assert client.me().id == session.user_id


@pytest.mark.parametrize("ipv6", [None, True, False])
def test_either_family_of_addresses_is_a_way(telegram: LocalTelegram, session: Session, ipv6: bool | None) -> None:
    assert by(telegram, session, ipv6=ipv6).me().id == session.user_id


@pytest.mark.parametrize(("alive", "dead"), [("::1", "127.0.0.1"), ("127.0.0.1", "::1")])
def test_a_dead_family_of_addresses_does_not_matter_where_the_other_is_allowed(alive: str, dead: str) -> None:
    with LocalTelegram(host=alive) as telegram:
        hosts = {"host": "127.0.0.1", "ipv6_host": "::1"}
        server = {"server": telegram.options["server"] | hosts}
        client = by(telegram, None, **server)
        assert client.start_qr_login().url == client.start_qr_login().url
        with pytest.raises(TelegramUnavailable):
            by(telegram, client.session.without_login(), **server, ipv6=dead == "::1").start_qr_login()


def test_a_proxy_may_have_an_ipv6_address(session: Session) -> None:
    with LocalTelegram(host="::1") as telegram, MTProxy(telegram, "ee", host="::1") as proxy:
        for url in (proxy.url, f"socks5://[::1]:{telegram.port}"):
            assert by(telegram, None, proxy=url).start_qr_login().url


def test_a_proxy_whose_name_has_a_dead_address_is_had_by_the_other(telegram: LocalTelegram, session: Session) -> None:
    """``localhost`` is 127.0.0.1 and ::1, as the system has it; this one listens on the first alone."""
    with LocalTelegram(host="127.0.0.1") as other, MTProxy(other, "plain") as proxy:
        url = proxy.url.replace("127.0.0.1", "localhost")
        for each in (url, f"socks5://localhost:{other.port}"):
            assert by(other, None, proxy=each).start_qr_login().url


def test_an_account_may_have_a_way_of_its_own(telegram: LocalTelegram, session: Session) -> None:
    backend = engine_backend(**telegram.options)
    with MTProxy(telegram, "dd") as proxy:
        own = backend.through(proxy.url)
        assert Telegram(own, session).me().id == session.user_id
        assert proxy.connections == 1
        assert Telegram(backend, session).me().id == session.user_id
        assert proxy.connections == 1
        assert proxy.secret not in f"{own!r} {vars(own)}"
