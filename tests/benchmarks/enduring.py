"""Ten thousand runs and a thousand wire calls: what is left behind, and how the memory grows."""

import gc
from collections.abc import Callable

import psutil

from tests.leaks import left_since, open_things
from tgsdk import Telegram, load_backend, run_async_task

from .telegram import telegram_process

MEGABYTE = 1024 * 1024
ALLOWED_GROWTH = 10


async def trivial() -> None: ...


def run() -> bool:
    print("\n## What is left behind\n\n| what | threads, tasks, files left | memory grows by |\n|---|---|---|")
    with telegram_process() as telegram:
        session = telegram.logged_in_session()
        backend = load_backend("tgsdk.backends.pyrogram.PyrogramBackend", telegram.options)
        runs = _endure("10,000 x run_async_task", lambda: run_async_task(trivial(), timeout=15), 10_000)
        calls = _endure("1,000 x Telegram.me() over the wire", lambda: Telegram(backend, session).me(), 1_000)
    print(f"\nGoal: nothing left, and at most {ALLOWED_GROWTH} MB: {'met' if runs and calls else 'MISSED'}")
    return runs and calls


def _endure(title: str, way: Callable[[], object], times: int) -> bool:
    for _ in range(times // 20):
        way()
    before, memory = open_things(), _memory()
    for _ in range(times):
        way()
    left, growth = left_since(before), (_memory() - memory) / MEGABYTE
    print(f"| {title} | {len(left)} | {growth:.1f} MB |")
    return not left and growth <= ALLOWED_GROWTH


def _memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)
