"""nothing_left_behind: a fixture that fails a test which leaves a thread, a task or an open file behind.

Import it into the ``conftest.py`` of a folder to use it there for every test.
"""

import asyncio
import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["left_since", "nothing_left_behind", "open_things"]

PATIENCE = 10.0  # only a test that fails waits for so long
FILES = Path("/proc/self/fd")


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """What is open at the end of a test and was not at its beginning fails it, after some patience."""
    before = open_things()
    yield
    if left := left_since(before):
        pytest.fail("left behind: " + ", ".join(sorted(left)))


def left_since(before: set[tuple[str, object]]) -> list[str]:
    """What was opened after ``before`` was taken and does not go away by itself."""
    deadline = time.monotonic() + PATIENCE
    while left := open_things() - before:
        if time.monotonic() > deadline:
            return [name for name, _ in left]
        # What only a reference cycle holds is not left behind; its own ResourceWarning tells if it should be closed.
        gc.collect()
        threading.Event().wait(0.01)
    return []


def open_things() -> set[tuple[str, object]]:
    """The threads, unfinished tasks and open files of this process, each with what tells it from others."""
    threads = {(f"thread {thread.name}", id(thread)) for thread in threading.enumerate()}
    return threads | _tasks() | _files()


def _tasks() -> set[tuple[str, object]]:
    # asyncio.all_tasks() tells of one loop only. The registry is called _all_tasks until Python 3.11.
    registry = vars(asyncio.tasks)["_scheduled_tasks" if hasattr(asyncio.tasks, "_scheduled_tasks") else "_all_tasks"]
    return {(f"task {task.get_name()}", id(task)) for task in list(registry) if not task.done()}


def _files() -> set[tuple[str, object]]:
    """Where there is no /proc, files are not watched."""
    files: set[tuple[str, object]] = set()
    for file in FILES.iterdir() if FILES.is_dir() else ():
        try:
            target = str(file.readlink())
        except OSError:  # the one that lists the folder
            continue
        files.add((f"file {file.name} -> {target}", target))
    return files
