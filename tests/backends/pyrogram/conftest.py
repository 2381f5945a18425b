"""The engine of Pyrogram against the local Telegram."""

from tests.backends.mtproto.conftest import account, backend, logged_in, phone  # noqa: F401
from tgsdk.testing.fixtures import local_telegram  # noqa: F401
