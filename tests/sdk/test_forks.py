"""A process forked inside a block has its objects, and not the thread behind them: nothing waits for that."""

from collections.abc import Callable

import pytest

LOGGED_IN = """
    import os, sys
    from tgsdk import Attachment, AttachmentKind, MemoryBackend, Telegram, User

    backend = MemoryBackend()
    telegram = Telegram(backend, timeout=2)
    backend.scan(telegram.start_qr_login().url, User(id=1, first_name="Anna"))
    telegram.check_qr_login()
    backend.put_file("cv", b"x" * 3_000_000)
    cv = Attachment(kind=AttachmentKind.DOCUMENT, size=3_000_000, mime_type="application/pdf", location="cv", name="CV")
"""
REFUSED = "the connection belongs to the process that opened it: a fork has to open its own"


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)", "pass"])
def test_a_call_in_a_forked_block_is_refused_and_the_exit_is_free(python: Callable[[str], str], end: str) -> None:
    said = python(
        LOGGED_IN
        + f"""
    with telegram.connected():
        telegram.me()
        child = os.fork()
        if child == 0:
            try:
                telegram.me()
            except RuntimeError as error:
                print(error, flush=True)
            {end}
        else:
            assert os.waitpid(child, 0)[1] == 0
            telegram.me()  # the parent's connection is whole
    print(telegram.me().first_name)  # a connection of its own, in either process
    """
    )
    assert said.splitlines() == [REFUSED, "Anna", *(["Anna"] if end == "pass" else [])]


def test_a_half_read_download_can_be_left_in_a_fork(python: Callable[[str], str]) -> None:
    said = python(
        LOGGED_IN
        + """
    parts = telegram.iter_download(cv)
    next(parts)
    child = os.fork()
    if child == 0:
        try:
            next(parts)
        except RuntimeError as error:
            print(error, flush=True)
        del parts
        print(telegram.me().first_name, flush=True)
        sys.exit(0)
    assert os.waitpid(child, 0)[1] == 0
    print(sum(len(part) for part in parts))
    """
    )
    assert said.splitlines() == [REFUSED, "Anna", str(3_000_000 - 512 * 1024)]
