"""A folder as Celery's broker and for its results: unlike Celery's own, it never shows a file that is half written."""

import time
import uuid
from pathlib import Path
from typing import Any

from celery import Celery
from celery.backends.filesystem import FilesystemBackend
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):  # type: ignore[misc]
    def _put(self, queue: str, payload: Any, **_: Any) -> None:
        name = f"{time.monotonic_ns()}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, dumps(payload))


class Transport(filesystem.Transport):  # type: ignore[misc]
    Channel = Channel


class Results(FilesystemBackend):  # type: ignore[misc]
    def set(self, key: bytes, value: str | bytes) -> None:
        _write(Path(self._filename(key).decode()), value)


def _write(file: Path, content: str | bytes) -> None:
    begun = file.with_name(f".{file.name}")
    begun.write_bytes(str_to_bytes(content))
    begun.replace(file)


def celery_in(folder: Path) -> Any:
    """Make a Celery application, or the client of one, whose messages go through this folder."""
    TRANSPORT_ALIASES["folder"] = f"{__name__}:Transport"
    app = Celery("stranger", broker="folder://", backend=f"{__name__}:Results+file://{folder}")
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(folder))
    app.conf.broker_transport_options = folders | {"polling_interval": 0.02}
    return app
