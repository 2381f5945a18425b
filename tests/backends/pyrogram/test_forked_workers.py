"""A worker that was forked after its parent had used the backend, as gunicorn --preload, uWSGI and Celery do it."""

import json
import subprocess
import sys

from tgsdk import Session
from tgsdk.testing import LocalTelegram

SCRIPT = """
import json, os, sys, threading
from tgsdk import Session, Telegram, load_backend

told = json.load(sys.stdin)
backend = load_backend("tgsdk.backends.pyrogram.PyrogramBackend", told["options"])
session = Session.from_string(told["session"])

def ask():
    return Telegram(backend, session, timeout=5).me().id

thread = threading.Thread(target=ask)
thread.start()
thread.join()
ids = [ask()]
for _ in range(2):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, str(ask()).encode())
        os._exit(0)
    os.close(writer)
    assert os.waitpid(child, 0)[1] == 0
    ids.append(int(os.read(reader, 100)))
    os.close(reader)
    ids.append(ask())
print(json.dumps(ids))
"""


def test_parent_and_children_call_one_after_the_other(local_telegram: LocalTelegram, logged_in: Session) -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        input=json.dumps({"options": local_telegram.options, "session": logged_in.to_string()}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout) == [logged_in.user_id] * 5
