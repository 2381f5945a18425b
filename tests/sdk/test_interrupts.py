"""A signal handler may raise anything at any line of a call: that very exception comes out, and nothing is left."""

from collections.abc import Callable

import pytest

SCRIPT = """
    import collections, random, signal, sys, threading, time, warnings
    from tgsdk import MemoryBackend, Telegram, User

    class SoftTimeLimitExceeded(Exception):
        '''As Celery's.'''

    kind, rounds = {kind}, 120
    def interrupt(*_):
        raise kind("the time is up")
    signal.signal(signal.SIGALRM, interrupt)
    warnings.filterwarnings("ignore", "coroutine .* was never awaited")  # it never came to be called
    # An exception in a callback of a WeakSet or the like is Python's to lose; no line of ours may lose one.
    lost = []
    sys.unraisablehook = lambda each: lost.append(each.object) if "tgsdk" in repr(each.object) else None
    threading.excepthook = lambda each: lost.append(each)

    backend = MemoryBackend()
    telegram = Telegram(backend, timeout=10)
    backend.scan(telegram.start_qr_login().url, User(id=1, first_name="Anna"))
    telegram.check_qr_login()
    threads = threading.active_count()
    random.seed(20260304)
    seen = collections.Counter()
    for number in range(rounds):
        try:
            signal.setitimer(signal.ITIMER_REAL, random.uniform(0.00002, 0.003))
            if number % 2:
                with telegram.connected():
                    telegram.me()
                    telegram.me()
            else:
                telegram.me()
            time.sleep(0.1)
        except kind as error:
            seen["interrupted" if str(error) == "the time is up" else repr(error)] += 1
        except BaseException as error:
            seen[repr(error)] += 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        assert telegram.me().id == 1
    deadline = time.monotonic() + 10
    while threading.active_count() > threads and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == threads, threading.enumerate()
    assert not lost, lost
    assert set(seen) == {{"interrupted"}}, seen
    assert seen["interrupted"] > rounds / 2, seen  # others are lost by Python itself: see above
"""


@pytest.mark.parametrize("kind", ["SoftTimeLimitExceeded", "TimeoutError", "OSError", "RuntimeError", "SystemExit"])
def test_what_a_signal_handler_raises_comes_out_unchanged(python: Callable[[str], str], kind: str) -> None:
    python(SCRIPT.format(kind=kind))


HANDED_OVER = """
    import asyncio, contextlib
    from tgsdk.errands import run_in_the_waiting_thread
    from tgsdk.held_open import HeldOpen

    class Loop(asyncio.SelectorEventLoop):
        interrupts = False

        def call_soon_threadsafe(self, *args, **options):
            if Loop.interrupts:
                Loop.interrupts = False
                raise RuntimeError("the time is up")  # as a signal handler at the first line of it
            return super().call_soon_threadsafe(*args, **options)

    @contextlib.asynccontextmanager
    async def resource():
        yield

    async def errand():
        await run_in_the_waiting_thread(lambda: setattr(Loop, "interrupts", True))
        await asyncio.sleep(50)

    asyncio.DefaultEventLoopPolicy._loop_factory = Loop
    try:
        with HeldOpen(resource()) as held:
            if {is_in_an_errand}:
                held.run(errand())
            Loop.interrupts = True
    except RuntimeError as error:
        print(error)
"""


@pytest.mark.parametrize("is_in_an_errand", [True, False])
def test_a_runtime_error_of_a_signal_handler_is_not_taken_for_the_end_of_the_loop(
    python: Callable[[str], str], is_in_an_errand: bool
) -> None:
    assert python(HANDED_OVER.format(is_in_an_errand=is_in_an_errand)) == "the time is up"
