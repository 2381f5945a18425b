"""The engine of Pyrogram against the local Telegram."""

from tests.backends.mtproto.conftest import account, backend, local_telegram, logged_in, phone  # noqa: F401
