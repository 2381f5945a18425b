"""A stranger's Celery application."""

import os
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded

from .folder import celery_in
from .work import JOBS, call

app = celery_in(Path(os.environ["STRANGER"]).parent / "celery")


@app.task(name="ask")  # type: ignore[untyped-decorator]
def ask(job: str, number: int) -> str:
    return JOBS[job](number)


@app.task(name="ask_until_the_soft_limit", soft_time_limit=1)  # type: ignore[untyped-decorator]
def ask_until_the_soft_limit(number: int) -> str:
    """Call a Telegram that is silent, and say what Celery's soft time limit makes of the call."""
    try:
        return call(number)
    except SoftTimeLimitExceeded as error:
        return type(error).__name__
