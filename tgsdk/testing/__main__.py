"""``python -m tgsdk.testing``: a local Telegram for people, and with ``--json`` for programs."""

import argparse
import dataclasses
import json
import os
import signal
import sys
import threading
from pathlib import Path

from tgsdk import testing
from tgsdk.errors import Misconfigured, TelegramError

from .accounts import BANNED_PHONE, PEOPLE, UNOCCUPIED_PHONE

STANDARD_INPUT = 0


def main() -> None:
    """Run a server, or scan a QR code as the phone of one that runs."""
    arguments = _parse_arguments()
    try:
        if arguments.command == "scan":
            _scan(arguments)
        else:
            _serve(arguments)
    except Misconfigured as error:
        sys.exit(str(error))


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tgsdk.testing", description="A local Telegram, on loopback.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="data centre 1; data centre 2 takes the next one")
    parser.add_argument("--token-lifetime", type=float, default=30.0, metavar="SECONDS", help="of a QR code")
    parser.add_argument("--key", metavar="FILE", help="keep the key pair, and so the api_hash, there")
    parser.add_argument("--options", type=Path, metavar="FILE", help="write there what a backend takes, as JSON")
    parser.add_argument("--json", action="store_true", help="print one line of JSON, end when stdin closes")
    _add_scan(parser.add_subparsers(dest="command", title="with a server that runs"))
    return parser.parse_args()


def _add_scan(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    scan = commands.add_parser("scan", help="scan a QR code, as a phone that is logged in")
    scan.add_argument("url", metavar="URL", help="what the QR code holds: tg://login?token=...")
    scan.add_argument("--options", type=Path, metavar="FILE", required=True, help="as the server wrote it")
    scan.add_argument("--phone", choices=[account.phone for account in PEOPLE], default=PEOPLE[0].phone, help="whose")


def _serve(arguments: argparse.Namespace) -> None:
    """Run a server until SIGINT or SIGTERM, with ``--json`` also until standard input ends."""
    ended = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    with _local_telegram(arguments) as telegram:
        if arguments.options:
            arguments.options.write_text(json.dumps(telegram.options))
        print(_as_json(telegram) if arguments.json else _as_text(telegram), flush=True)
        if arguments.json:
            threading.Thread(target=_wait_for_parent, args=(ended,), daemon=True).start()
        ended.wait()


def _local_telegram(arguments: argparse.Namespace) -> "testing.LocalTelegram":
    key_pair = testing.KeyPair.kept_in(arguments.key) if arguments.key else None
    return testing.LocalTelegram(arguments.token_lifetime, arguments.host, arguments.port, key_pair=key_pair)


def _scan(arguments: argparse.Namespace) -> None:
    account = next(each for each in PEOPLE if each.phone == arguments.phone)
    try:
        with testing.Phone(json.loads(arguments.options.read_text()), account.phone, account.password) as phone:
            phone.scan(arguments.url)
    except (OSError, ValueError, TelegramError) as error:
        sys.exit(f"Not scanned: {error}")
    print(f"Scanned by {account.first_name}, {account.phone}.")


def _wait_for_parent(ended: threading.Event) -> None:
    """Set ``ended`` when standard input ends: the parent has closed it or died."""
    try:
        # Not by sys.stdin, whose lock would keep the interpreter from ending while this thread waits in it.
        while os.read(STANDARD_INPUT, 4096):
            pass
    finally:
        ended.set()


def _as_json(telegram: "testing.LocalTelegram") -> str:
    accounts = [dataclasses.asdict(account) | {"code": account.code} for account in telegram.accounts]
    server = telegram.options["server"]
    application = {name: telegram.options[name] for name in ("api_id", "api_hash")}
    return json.dumps(server | application | {"options": telegram.options, "accounts": accounts}, ensure_ascii=False)


def _as_text(telegram: "testing.LocalTelegram") -> str:
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
    lines += ["    )", "", "As JSON, for TELEGRAM_OPTIONS:", "", json.dumps(telegram.options), "", "Ctrl-C ends it."]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
