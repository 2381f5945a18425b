"""Under gevent threads are greenlets of one thread, which share its running loop: the work goes to real threads."""

from collections.abc import Callable

PATCHED = """
    from gevent import monkey
    monkey.patch_all()
    import asyncio, gevent
    from tgsdk import MemoryBackend, Telegram, User, run_async_task

"""


def test_greenlets_call_at_once_and_others_go_on_meanwhile(python: Callable[[str], str]) -> None:
    python(
        PATCHED
        + """
    turns = 0
    async def wait_for_others(number):
        before = turns
        while turns < before + 5:
            await asyncio.sleep(0.01)
        return number
    def others():
        global turns
        while True:
            turns += 1
            gevent.sleep(0.01)
    gevent.spawn(others)
    jobs = [gevent.spawn(run_async_task, wait_for_others(number), timeout=30) for number in range(8)]
    gevent.joinall(jobs, raise_error=True)
    assert [job.value for job in jobs] == [*range(8)]
    """
    )


def test_blocks_of_many_greenlets_are_held_open_at_once_and_no_loop_runs_in_their_thread(
    python: Callable[[str], str],
) -> None:
    python(
        PATCHED
        + """
    backend = MemoryBackend()
    def work():
        telegram = Telegram(backend, timeout=30)
        backend.scan(telegram.start_qr_login().url, User(id=1, first_name="Anna"))
        telegram.check_qr_login()
        with telegram.connected():
            telegram.me()
            gevent.sleep(0.05)
            assert asyncio._get_running_loop() is None
            return telegram.me().id
    jobs = [gevent.spawn(work) for _ in range(40)]
    gevent.joinall(jobs, raise_error=True)
    assert [job.value for job in jobs] == [1] * 40
    """
    )


def test_gevents_own_timeout_ends_a_call(python: Callable[[str], str]) -> None:
    python(
        PATCHED
        + """
    cancelled = []
    async def endless():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise
    try:
        with gevent.Timeout(0.05):
            run_async_task(endless())
    except gevent.Timeout:
        print("timed out")
    assert cancelled
    """
    )
