"""``python -m tgsdk.testing``: a local Telegram for people, and with ``--json`` for programs."""

import argparse
import dataclasses
import json
import os
import signal
import threading

from . import LocalTelegram
from .accounts import BANNED_PHONE, UNOCCUPIED_PHONE

STANDARD_INPUT = 0


def main() -> None:
    """Run a server until SIGINT or SIGTERM, with ``--json`` also until standard input ends."""
    arguments = _parse_arguments()
    ended = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    with LocalTelegram(token_lifetime=arguments.token_lifetime, host=arguments.host, port=arguments.port) as telegram:
        print(_as_json(telegram) if arguments.json else _as_text(telegram), flush=True)
        if arguments.json:
            threading.Thread(target=_wait_for_parent, args=(ended,), daemon=True).start()
        ended.wait()


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tgsdk.testing", description="A local Telegram, on loopback.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="data centre 1; data centre 2 takes the next one")
    parser.add_argument("--token-lifetime", type=float, default=30.0, metavar="SECONDS", help="of a QR code")
    parser.add_argument("--json", action="store_true", help="print one line of JSON, end when stdin closes")
    return parser.parse_args()


def _wait_for_parent(ended: threading.Event) -> None:
    """Set ``ended`` when standard input ends: the parent has closed it or died."""
    try:
        # Not by sys.stdin, whose lock would keep the interpreter from ending while this thread waits in it.
        while os.read(STANDARD_INPUT, 4096):
            pass
    finally:
        ended.set()


def _as_json(telegram: LocalTelegram) -> str:
    accounts = [dataclasses.asdict(account) | {"code": account.code} for account in telegram.accounts]
    server = telegram.options["server"]
    application = {name: telegram.options[name] for name in ("api_id", "api_hash")}
    return json.dumps(server | application | {"accounts": accounts}, ensure_ascii=False)


def _as_text(telegram: LocalTelegram) -> str:
    lines = [
        f"Local Telegram on {telegram.host}: data centre 1 on port {telegram.port}, 2 on port {telegram.port + 1}.",
        "",
        telegram.public_key,
        f"{'phone':<12}{'code':<7}{'dc':<4}{'password':<24}name",
    ]
    for account in telegram.accounts:
        name = " ".join(filter(None, (account.first_name, account.last_name)))
        lines.append(f"{account.phone:<12}{account.code:<7}{account.dc_id:<4}{account.password or '-':<24}{name}")
    lines += [
        "",
        "A login code is the digit of the phone's data centre, five times.",
        f"Nobody has the phone {UNOCCUPIED_PHONE}, and {BANNED_PHONE} is banned.",
    ]
    lines += ["", "Point a backend here:", "", "    PyrogramBackend("]
    lines += [f"        {name}={value!r}," for name, value in telegram.options.items()]
    lines += ["    )", "", "Ctrl-C ends it."]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
