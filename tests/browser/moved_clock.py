"""A configuration of gunicorn: the site's clock is ahead by the seconds that a file says, ``MOVED_CLOCK``."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from gunicorn import util  # type: ignore[import-untyped]

FILE = Path(os.environ["MOVED_CLOCK"])
_now, _http_date = timezone.now, util.http_date


def post_worker_init(_: object) -> None:
    timezone.now = now
    util.http_date = http_date


def now() -> datetime:
    return _now() + timedelta(seconds=_ahead())


def http_date(timestamp: float | None = None) -> str:
    """The ``Date`` of an answer."""
    return str(_http_date((timestamp or time.time()) + _ahead()))


def _ahead() -> float:
    return float(FILE.read_text())
