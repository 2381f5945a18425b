"""What is dropped half-way may be collected anywhere, also in the thread of its own loop: nothing waits there."""

from collections.abc import Callable

COLLECTED_INSIDE = """
    import gc
    gc.disable()
    from tgsdk import Attachment, AttachmentKind, MemoryBackend, Telegram, User

    backend = MemoryBackend()
    telegram = Telegram(backend, timeout=5)
    backend.scan(telegram.start_qr_login().url, User(id=1, first_name="Anna"))
    telegram.check_qr_login()
    backend.put_file("cv", b"x" * 3_000_000)
    cv = Attachment(kind=AttachmentKind.DOCUMENT, size=3_000_000, mime_type="application/pdf", location="cv", name="CV")

    def stream():
        {stream}

    def read_one_part_and_fail():
        parts = stream()
        for part in parts:
            raise ValueError(part[:1])

    kept = None
    try:
        read_one_part_and_fail()
    except ValueError as error:
        kept = error
    kept.itself = kept  # only the collector can free it, with the frames in its traceback and the stream in them
    del kept

    async def collect():
        gc.collect()
        return "collected"

    print(telegram._held.run(collect()))
    print(telegram.me().first_name)
"""


def test_a_download_that_is_collected_in_the_thread_of_its_own_loop_hangs_nobody(python: Callable[[str], str]) -> None:
    assert python(COLLECTED_INSIDE.format(stream="yield from telegram.iter_download(cv)")) == "collected\nAnna"


def test_a_block_in_a_generator_that_is_collected_there_hangs_nobody(python: Callable[[str], str]) -> None:
    stream = "with telegram.connected(): telegram.me(); yield b'x'"
    assert python(COLLECTED_INSIDE.format(stream=stream)) == "collected\nAnna"
