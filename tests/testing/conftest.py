"""Clients, logins and scans for the tests of the local Telegram."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest

from tests.leaks import nothing_left_behind  # noqa: F401
from tgsdk.backends.pyrogram.library import raw, rsa
from tgsdk.testing import LocalTelegram
from tgsdk.testing.plugin import local_telegram  # noqa: F401
from tgsdk.testing.state.key_pair import fingerprint

from . import desk_client
from .raw_client import Accept, Client, Connect, Export, LogIn, SendCode, TrustedBy, rsa_numbers


@pytest.fixture(scope="session", autouse=True)
def crypto_thread() -> None:
    """Stock Pyrogram keeps one thread for the whole process: it is started before anybody counts threads.

    Kurigram has one for each connection.
    """
    import pyrogram

    if hasattr(pyrogram, "crypto_executor"):
        pyrogram.crypto_executor.submit(int).result()


@pytest.fixture
def connect(local_telegram: LocalTelegram) -> Iterator[Connect]:  # noqa: F811
    """Make clients of the test's server: ``connect(dc_id=1, transport=AbridgedTransport, key=None)``."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(closing(Client(local_telegram, **options)))


@pytest.fixture(scope="module")
def known(telegram: LocalTelegram) -> Iterator[Client]:
    """A client of the module's server that has made a key, which others may use too."""
    with closing(Client(telegram)) as client:
        client.make_key()
        yield client


@pytest.fixture
def connect_known(telegram: LocalTelegram, known: Client) -> Iterator[Connect]:
    """Make clients of the module's server, with the known key in data centre 1 if they are given none.

    A new key costs more than most tests do. A test that logs in makes its own: ``client.make_key()``.
    """
    with ExitStack() as stack:

        def connect(**options: Any) -> Client:
            client = stack.enter_context(closing(Client(telegram, **options)))
            if client.auth_key is None and client.dc_id == 1:
                client.auth_key, client.salt = known.auth_key, known.salt
            return client

        yield connect


@pytest.fixture(scope="module")
def telegram() -> Iterator[LocalTelegram]:
    """A server for all tests of a module: their desks are made once."""
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def maria(telegram: LocalTelegram) -> Iterator[Client]:
    client = Client(telegram)
    yield desk_client.log_in(client, telegram)
    client.close()


@pytest.fixture(scope="session")
def trusted_by() -> TrustedBy:
    """The options that point a stock ``pyrogram.Client`` at a server, whose key Pyrogram trusts inside the block."""
    return _trusted


@contextmanager
def _trusted(telegram: LocalTelegram) -> Iterator[dict[str, Any]]:
    numbers = rsa_numbers(telegram)
    key_id = fingerprint(numbers.n, numbers.e)
    rsa.server_public_keys[key_id] = rsa.PublicKey(numbers.n, numbers.e)
    yield {
        "api_id": telegram.options["api_id"],
        "api_hash": telegram.options["api_hash"],
        "proxy": {"scheme": "socks5", "hostname": telegram.host, "port": telegram.port},
        "in_memory": True,
        "no_updates": True,
        "sleep_threshold": 0,
        "workers": 1,
    }
    del rsa.server_public_keys[key_id]


@pytest.fixture
def trusted(local_telegram: LocalTelegram) -> Iterator[dict[str, Any]]:  # noqa: F811
    """The options that point a stock ``pyrogram.Client`` at the server, whose key Pyrogram trusts meanwhile."""
    with _trusted(local_telegram) as options:
        yield options


@pytest.fixture
def export(local_telegram: LocalTelegram) -> Export:  # noqa: F811
    """``auth.exportLoginToken``."""
    api_hash = local_telegram.options["api_hash"]
    return lambda client: client.call(raw.functions.auth.ExportLoginToken(api_id=1, api_hash=api_hash, except_ids=[]))


@pytest.fixture
def send_code(local_telegram: LocalTelegram) -> SendCode:  # noqa: F811
    """``auth.sendCode``; ``settings`` are those of ``codeSettings``."""
    application = {"api_id": 1, "api_hash": local_telegram.options["api_hash"]}

    def send_code(client: Client, phone: str, **settings: Any) -> Any:
        settings_ = raw.types.CodeSettings(**settings)
        return client.call(raw.functions.auth.SendCode(phone_number=phone, settings=settings_, **application))

    return send_code


@pytest.fixture
def log_in(send_code: SendCode) -> LogIn:
    """``auth.sendCode`` and ``auth.signIn``."""

    def log_in(client: Client, phone: str) -> Any:
        sent = send_code(client, phone)
        code = {"phone_number": phone, "phone_code_hash": sent.phone_code_hash, "phone_code": phone[5] * 5}
        return client.call(raw.functions.auth.SignIn(**code))

    return log_in


@pytest.fixture
def accept(connect: Connect, log_in: LogIn) -> Accept:
    """A phone without a two-step verification password logs in and scans: ``auth.acceptLoginToken``."""

    def accept(phone: str, token: bytes) -> Any:
        device = connect(dc_id=int(phone[5]))
        log_in(device, phone)
        return device.call(raw.functions.auth.AcceptLoginToken(token=token))

    return accept
