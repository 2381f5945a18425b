"""The demo's second process: it lists chats with an API token, and never sees a secret of Telegram."""

import os
import time

from tgsdk import AccountBusy, LoggedIn, Telegram, TelegramUnavailable, load_backend

__all__ = ["main"]

LOOK_EVERY = 2.0  # seconds
CHATS = 5


def main() -> None:
    options = {"url": os.environ["HRHELPER_URL"], "token": os.environ["HRHELPER_TOKEN"]}
    telegram = Telegram(load_backend("tgsdk.backends.remote.RemoteBackend", options))
    while not _is_connected(telegram):
        time.sleep(LOOK_EVERY)
    chats = telegram.chats(CHATS).items
    print(f"Another process, with an API token alone, lists {len(chats)} chats of {telegram.me().full_name}:")
    for chat in chats:
        print(f"  {chat.title}, {chat.unread_count} unread", flush=True)


def _is_connected(telegram: Telegram) -> bool:
    try:
        return isinstance(telegram.status(), LoggedIn)
    except (AccountBusy, TelegramUnavailable):  # somebody works with it just now
        return False


if __name__ == "__main__":
    main()
