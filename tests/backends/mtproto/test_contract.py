"""Each engine keeps the contract that MemoryBackend keeps, over the wire."""

import pytest

from tests.backends.engines import ENGINE, backend_of
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram
from tgsdk.testing.contract import BackendContract
from tgsdk.testing.contract.login import LoginContract
from tgsdk.testing.contract.on_the_local_telegram import OnTheLocalTelegram

from .smallest_engine import SmallestBackend

here_twice = pytest.mark.skipif(ENGINE == "telethon", reason="it is the engine of the classes above")


class OnTheWire(OnTheLocalTelegram):
    ENGINE = ENGINE

    @pytest.fixture
    def backend(self, server: LocalTelegram) -> Backend:
        return backend_of(self.ENGINE)(**server.options)


class TestEngine(OnTheWire, BackendContract):
    """People of the data centre that a new login begins with. The awaitable twin, which is the same for each engine, is
    tested with the other one.
    """

    FACES = ("blocking",) if ENGINE != "telethon" else ("blocking", "awaitable")


class TestOnAnotherDataCentre(OnTheWire, LoginContract):
    """What a login is, it is there too; what comes after it is the same."""

    DC_ID = 2
    FACES = ("blocking",)


@here_twice
class TestTelethonBackend(OnTheWire, BackendContract):
    """Another engine keeps it word for word."""

    ENGINE = "telethon"
    FACES = ("awaitable",)


@here_twice
class TestTelethonOnAnotherDataCentre(OnTheWire, LoginContract):
    ENGINE = "telethon"
    DC_ID = 2
    FACES = ("blocking",)


class TestSmallestBackend(OnTheLocalTelegram, BackendContract):
    """An engine of a stranger declares what it can, and keeps the contract of that."""

    FACES = ("blocking",)

    @pytest.fixture
    def backend(self, server: LocalTelegram) -> Backend:
        return SmallestBackend(**server.options)
