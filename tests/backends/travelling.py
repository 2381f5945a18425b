"""Steps of an account that goes from one engine to the next: in this interpreter, or in one that has another engine.

``python -m tests.backends.travelling ENGINE`` takes a step for each line of JSON on its standard input.
"""

import contextlib
import hashlib
import importlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.backends.engines import backend_of
from tests.processes import started
from tgsdk import AwaitingPassword, Session, Telegram

__all__ = ["Traveller", "in_a_process", "in_this_process"]

LIMIT = 20

#: Takes options, a session, the name of a step and its arguments; gives what the step said, and the session after it.
Traveller = Callable[..., tuple[Any, str]]


def _use(telegram: Telegram, chat_id: int, message_id: int, text: str) -> dict[str, Any]:
    """Read chats and messages, download a file, and send."""
    with telegram.connected():
        file = telegram.message(chat_id, message_id).attachment
        assert file is not None
        telegram.download(file, content := io.BytesIO())
        return {
            "me": telegram.me().id,
            "chats": [chat.id for chat in telegram.chats(LIMIT).items],
            "messages": [message.id for message in telegram.messages(chat_id, LIMIT).items],
            "file": hashlib.sha256(content.getvalue()).hexdigest(),
            "sent": telegram.send_message(chat_id, text).text,
        }


def _hint(telegram: Telegram) -> str | None:
    state = telegram.status()
    return state.hint if isinstance(state, AwaitingPassword) else None


STEPS: dict[str, Callable[..., Any]] = {
    "start_qr_login": lambda telegram: telegram.start_qr_login().url,
    "check_qr_login": lambda telegram: telegram.check_qr_login().name,
    "send_code": lambda telegram, phone: telegram.send_code(phone).type.value,
    "sign_in": lambda telegram, code: telegram.sign_in(code).name,
    "check_password": lambda telegram, password: telegram.check_password(password).name,
    "hint": _hint,
    "use": _use,
}


def in_this_process(engine: str) -> Traveller:
    def take(options: dict[str, Any], session: str, step: str, *arguments: Any) -> tuple[Any, str]:
        telegram = Telegram(backend_of(engine)(**options), Session.from_string(session))
        return STEPS[step](telegram, *arguments), telegram.session.to_string()

    return take


@contextlib.contextmanager
def in_a_process(python: Path, engine: str) -> Iterator[Traveller]:
    """Take the steps in another interpreter, which has another library under the engine's name."""
    command = [str(python), "-W", "error::ResourceWarning", "-m", "tests.backends.travelling", engine]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        to, of = process.stdin, process.stdout
        of.readline()

        def take(*told: Any) -> tuple[Any, str]:
            to.write(json.dumps(told) + "\n")
            to.flush()
            answer, session = json.loads(of.readline())
            return answer, session

        try:
            yield take
        finally:
            to.close()
            process.wait(30)


def main() -> None:
    importlib.import_module(f"tgsdk.backends.{sys.argv[1]}.engine")  # not in the time of a call: it may be compiled now
    print(flush=True)
    take = in_this_process(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(take(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
