"""The one door of tgsdk, and what opening it does not do."""

import importlib.resources
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import tgsdk
from tgsdk import errors, runner, session, types
from tgsdk.backends import base

from .names import constants_first

ROOT = Path(__file__).parents[2]


def test_all_is_sorted_and_complete() -> None:
    assert tgsdk.__all__ == sorted(tgsdk.__all__, key=constants_first)
    named = {"AsyncTelegram", "Backend", "Connection", "MemoryBackend", "Telegram", "__version__", "load_backend"}
    named |= {"ProxyInvalid", "FILE_PART_SIZE", "MAX_ENTITIES", "MAX_PAGE_SIZE", "Secret", "Upload", "plain_entry"}
    named |= {"Addressee", "kept_entities", "parse_markdown", "write_markdown"}
    assert set(tgsdk.__all__) == named.union(errors.__all__, runner.__all__, session.__all__, types.__all__)
    assert all(hasattr(tgsdk, name) for name in tgsdk.__all__)
    assert (tgsdk.FILE_PART_SIZE, tgsdk.MAX_PAGE_SIZE) == (base.PART_SIZE, base.MAX_LIMIT)


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert tgsdk.__version__ == project["version"]


def test_the_package_says_that_it_is_typed() -> None:
    assert importlib.resources.files(tgsdk).joinpath("py.typed").is_file()


def test_importing_it_imports_no_engine_and_no_framework(python: Callable[[str], str]) -> None:
    script = """
        import sys
        import tgsdk, tgsdk.backends.pyrogram
        tgsdk.load_backend("tgsdk.backends.pyrogram.PyrogramBackend", {"api_id": 1, "api_hash": "x"})
        packages = {name.partition(".")[0] for name in sys.modules}
        print(*packages & {"cryptography", "django", "mtproto", "pyrogram", "pytest", "python_socks", "telethon"})
        """
    assert python(script) == ""


def test_importing_it_starts_nothing(python: Callable[[str], str]) -> None:
    script = """
        from tests.leaks import left_since, open_things
        before = open_things()
        import tgsdk
        print(left_since(before))
        """
    assert python(script) == "[]"


PLACES = {
    "in a bare thread": "in_thread(use)",
    "in the main thread": "use()",
    "after asyncio.run()": "asyncio.run(asyncio.sleep(0)); use()",
    "under a running loop": "asyncio.run(call(use))",
    "in a thread while a loop runs in the main one": "asyncio.run(call_in_thread(use))",
    "in eight threads at once": "in_threads(use, 8)",
    "after a forked child did": "in_child(use); use()",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_pyrogram_can_be_imported_anywhere_and_leaves_nothing(python: Callable[[str], str], place: str) -> None:
    script = """
        import asyncio, gc, os, sys, threading, warnings
        from concurrent.futures import ThreadPoolExecutor
        from tests.leaks import left_since, open_things

        def use():
            import tgsdk
            from tgsdk.backends.pyrogram import library
            assert library.raw.functions.help.GetConfig().write()

        def in_thread(work):
            in_threads(work, 1)

        def in_threads(work, number):
            barrier = threading.Barrier(number)
            with ThreadPoolExecutor(number) as pool:
                for job in [pool.submit(lambda: (barrier.wait(), work())) for _ in range(number)]:
                    job.result()

        def in_child(work):
            child = os.fork()
            if child == 0:
                work()
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0

        async def call(work):
            work()

        async def call_in_thread(work):
            await asyncio.to_thread(work)

        before = open_things()
        PLACE
        assert left_since(before) == [], left_since(before)
        assert not any(loop.is_running() for loop in gc.get_objects() if isinstance(loop, asyncio.AbstractEventLoop))
        captured = sys.modules["pyrogram"].Client.invoke.__closure__
        loops = [cell.cell_contents for cell in captured if isinstance(cell.cell_contents, asyncio.AbstractEventLoop)]
        print(len(loops), loops[0].is_closed())
        """
    assert python(script.replace("PLACE", place)) == "1 True"


def test_importing_pyrogram_leaves_the_threads_loop_setting_as_it_was(python: Callable[[str], str]) -> None:
    script = """
        import asyncio
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        from tgsdk.backends.pyrogram import library
        print(asyncio.get_event_loop_policy().get_event_loop() is loop, loop.is_closed())
        loop.close()
        """
    assert python(script) == "True False"


def test_a_pyrogram_that_cannot_be_imported_says_why_each_time(python: Callable[[str], str]) -> None:
    script = """
        import sys
        sys.modules["pyrogram"] = None
        from tests.leaks import left_since, open_things
        before = open_things()
        for _ in range(2):
            try:
                import tgsdk.backends.pyrogram.library
            except ImportError as error:
                print(error.name)
        assert left_since(before) == []
        """
    assert python(script).split() == ["pyrogram", "pyrogram"]
