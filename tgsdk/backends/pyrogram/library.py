"""Pyrogram, imported safely in any thread: the one place of this package that says ``import pyrogram``.

Pyrogram 2.0.106 asks for the thread's event loop while it is imported (``pyrogram/sync.py:31``) and keeps it:
in a thread without a loop that fails with "There is no current event loop in thread …", and under a running
loop later calls are routed onto that loop. So the first import happens in a helper thread with a private loop,
which is closed afterwards. This can go when Pyrogram no longer touches the loop at import.

Kurigram 2.2.26, which continues Pyrogram under the same import name, may be installed in its place: it makes and
keeps a loop where there is none, and the same helps.

Importing costs about half a second and 40 MB: import this module when the first call is made, not before.
"""

import asyncio
import threading
from typing import Any


def _import_pyrogram() -> None:
    failure: list[BaseException] = []

    def import_in_private_loop() -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            import pyrogram  # noqa: F401
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that wanted it
            failure.append(error)
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    thread = threading.Thread(target=import_in_private_loop, name="tgsdk-import-pyrogram")
    thread.start()
    thread.join()
    if failure:
        raise failure[0]


_import_pyrogram()

from pyrogram import raw as _raw  # noqa: E402
from pyrogram.crypto import mtproto as _mtproto  # noqa: E402
from pyrogram.crypto import rsa as _rsa  # noqa: E402
from pyrogram.raw.all import layer as _layer  # noqa: E402
from pyrogram.utils import compute_password_check as _compute_password_check  # noqa: E402

# Pyrogram has no type information worth checking against, so its names are Any here, on purpose and in one place.
raw: Any = _raw
layer: int = _layer

# What the local Telegram and its tests take of it, to play a client that is not ours.
mtproto: Any = _mtproto
rsa: Any = _rsa
compute_password_check: Any = _compute_password_check
