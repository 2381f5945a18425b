"""Ctrl-C cancels the coroutine of run_async_task()."""

from collections.abc import Callable

import pytest

INTERRUPTED = """
    import asyncio, contextlib, signal, threading
    from tests.leaks import left_since, open_things
    from tgsdk import run_async_task

    def interrupt(delay):
        threading.Timer(delay, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)).start()

    async def work():
        interrupt(0.05)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)
            print("cleaned up")

    async def call():
        run_async_task(work(), timeout=TIMEOUT)

    def run_in_plain_loop():
        with contextlib.closing(asyncio.new_event_loop()) as loop:
            loop.run_until_complete(call())

    before = open_things()
    try:
        CALL
    except KeyboardInterrupt:
        print("interrupted")
    assert left_since(before) == [], left_since(before)
    """


@pytest.mark.parametrize("timeout", ["None", "30"])
@pytest.mark.parametrize(
    "call", ["run_async_task(work(), timeout=TIMEOUT)", "run_in_plain_loop()", "asyncio.run(call())"]
)
def test_ctrl_c_cancels_the_coroutine_waits_for_its_clean_up_and_is_raised(
    python: Callable[[str], str], call: str, timeout: str
) -> None:
    script = INTERRUPTED.replace("CALL", call).replace("TIMEOUT", timeout)
    assert python(script).splitlines() == ["cleaned up", "interrupted"]
