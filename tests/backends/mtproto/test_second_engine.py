"""A second engine on the same wire, operations and reading, which know nothing of it."""

import json
import subprocess
import sys

from tgsdk import AwaitingScan, LoggedIn, Session, Telegram
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import Account

from .smallest_engine import SmallestBackend

SCRIPT = """
import json, sys
from tgsdk import Session, Telegram, load_backend

told = json.load(sys.stdin)
backend = load_backend("tests.backends.mtproto.smallest_engine.SmallestBackend", told["options"])
telegram = Telegram(backend, Session.from_string(told["session"]))
url = Telegram(backend).start_qr_login().url
libraries = [name for name in ("pyrogram", "telethon", "mtproto") if name in sys.modules]
json.dump({"status": telegram.status().name, "id": telegram.me().id, "url": url, "libraries": libraries}, sys.stdout)
"""


def test_the_smallest_engine_logs_in_by_qr_code_and_says_who_it_is(
    local_telegram: LocalTelegram, account: Account, phone: Phone
) -> None:
    telegram = Telegram(SmallestBackend(**local_telegram.options))
    qr = telegram.start_qr_login()
    assert telegram.check_qr_login() == AwaitingScan(qr)
    phone.scan(qr.url)
    state = telegram.check_qr_login()
    assert isinstance(state, LoggedIn)
    assert (state.user.id, telegram.me()) == (account.user_id, state.user)


def test_two_engines_read_one_user_alike(local_telegram: LocalTelegram, backend: Backend, logged_in: Session) -> None:
    by_smallest = Telegram(SmallestBackend(**local_telegram.options), logged_in).me()
    by_default = Telegram(backend, logged_in).me()
    assert by_smallest == type(by_default)(
        id=by_default.id,
        first_name=by_default.first_name,
        last_name=by_default.last_name,
        username=by_default.username,
        phone=by_default.phone,
    )


def test_no_telegram_library_is_imported_for_an_engine_of_ones_own(
    local_telegram: LocalTelegram, logged_in: Session
) -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        input=json.dumps({"options": local_telegram.options, "session": logged_in.to_string()}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    said = json.loads(ended.stdout)
    assert said.pop("url").startswith("tg://login?token=")
    assert said == {"status": "logged_in", "id": logged_in.user_id, "libraries": []}
