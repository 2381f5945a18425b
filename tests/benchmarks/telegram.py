"""A local Telegram in a process of its own, told over its standard input to answer late."""

import contextlib
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.processes import started
from tgsdk import Session, Telegram, load_backend
from tgsdk.testing import Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramProcess:
    options: dict[str, Any]
    phone: str
    process: subprocess.Popen[str]

    def answer_late(self, seconds: float) -> None:
        """Let each answer come ``seconds`` later, from now on."""
        self._told(str(seconds))

    def calls(self) -> int:
        """How many calls have come so far."""
        return int(self._told("calls"))

    def sessions(self, number: int) -> list[str]:
        """So many sessions of its people, each with a key of its own."""
        return list(json.loads(self._told(f"sessions {number}")))

    def _told(self, command: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def logged_in_session(self) -> Session:
        telegram = Telegram(load_backend("tgsdk.backends.pyrogram.PyrogramBackend", self.options))
        qr = telegram.start_qr_login()
        with Phone(self.options, self.phone) as phone:
            phone.scan(qr.url)
        telegram.check_qr_login()
        return telegram.session


@contextlib.contextmanager
def telegram_process(python: str = sys.executable) -> Iterator[TelegramProcess]:
    """Another ``python`` may have another layer installed, for clients that speak that one."""
    command = [python, "-m", "tests.benchmarks.telegram"]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        told = json.loads(process.stdout.readline())
        yield TelegramProcess(options=told["options"], phone=told["phone"], process=process)


def main() -> None:
    from tgsdk.testing import LocalTelegram, faults

    with LocalTelegram() as telegram, contextlib.ExitStack() as delays:
        print(json.dumps({"options": telegram.options, "phone": telegram.accounts[0].phone}), flush=True)
        for line in sys.stdin:
            if line.strip() == "calls":
                print(len(telegram.calls), flush=True)
                continue
            if line.startswith("sessions "):
                people = itertools.islice(itertools.cycle(telegram.accounts), int(line.split()[1]))
                sessions = [telegram.log_in(person.user_id).to_string() for person in people]
                print(json.dumps(sessions), flush=True)
                continue
            delays.close()
            if float(line):
                delays.enter_context(telegram.commit(faults.Delay(float(line))))
            print("done", flush=True)


if __name__ == "__main__":
    main()
