"""A download is the file, the whole file, and nothing but the file."""

import asyncio
import io
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tgsdk import (
    AsyncTelegram,
    Attachment,
    AttachmentKind,
    DownloadIncomplete,
    FileReferenceExpired,
    MemoryBackend,
    NotLoggedIn,
    Photo,
    Telegram,
    TelegramUnavailable,
    User,
)
from tgsdk.backends.base import PART_SIZE

MARIA = User(id=412_673_905, first_name="Мария")
CONTENT = random.Random(20260304).randbytes(2 * PART_SIZE + 1000)
SIZES = [0, 1, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE, len(CONTENT)]


class Full:
    """A disk that takes one part."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def write(self, data: bytes) -> None:
        if self.taken:
            raise OSError("no space left")
        self.taken.append(data)


class Blocking:
    """Download as Telegram does."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def download(self, file: Attachment | Photo, to: Any) -> None:
        self.telegram.download(file, to)

    def parts(self, file: Attachment | Photo, **bounds: int | None) -> list[bytes]:
        return list(self.telegram.iter_download(file, **bounds))  # type: ignore[arg-type]


class Asynchronous(Blocking):
    """Download as AsyncTelegram does."""

    def download(self, file: Attachment | Photo, to: Any) -> None:
        asyncio.run(self._twin().download(file, to))

    def parts(self, file: Attachment | Photo, **bounds: int | None) -> list[bytes]:
        async def collect() -> list[bytes]:
            return [part async for part in self._twin().iter_download(file, **bounds)]  # type: ignore[arg-type]

        return asyncio.run(collect())

    def _twin(self) -> AsyncTelegram:
        return AsyncTelegram(self.telegram._twin._backend, self.telegram.session)


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def telegram(backend: MemoryBackend) -> Telegram:
    telegram = Telegram(backend)
    backend.scan(telegram.start_qr_login().url, MARIA)
    telegram.check_qr_login()
    backend.calls.clear()
    return telegram


@pytest.fixture(params=[Blocking, Asynchronous])
def downloads(request: pytest.FixtureRequest, telegram: Telegram) -> Blocking:
    return request.param(telegram)  # type: ignore[no-any-return]


@pytest.fixture
def put(backend: MemoryBackend) -> Callable[..., Attachment]:
    """Put a file, and return its attachment, which says ``size``."""

    def put(content: bytes = CONTENT, *, size: int | None = None) -> Attachment:
        backend.put_file("here", content)
        says = len(content) if size is None else size
        return Attachment(kind=AttachmentKind.DOCUMENT, size=says, mime_type="application/pdf", location="here")

    return put


@pytest.fixture
def put_photo(put: Callable[..., Attachment]) -> Callable[[bytes], Photo]:
    """Put a file whose size is not known."""

    def put_photo(content: bytes) -> Photo:
        put(content)
        return Photo(id=1, location="here")

    return put_photo


# Destinations


@pytest.mark.parametrize("size", SIZES)
def test_a_path_holds_the_whole_file(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path, size: int
) -> None:
    downloads.download(put(CONTENT[:size]), tmp_path / "cv.pdf")
    assert (tmp_path / "cv.pdf").read_bytes() == CONTENT[:size]
    assert list(tmp_path.iterdir()) == [tmp_path / "cv.pdf"]


def test_a_path_may_be_a_text(downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path) -> None:
    downloads.download(put(b"content"), str(tmp_path / "cv.pdf"))
    assert (tmp_path / "cv.pdf").read_bytes() == b"content"


def test_a_path_takes_the_place_of_what_was_there(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path
) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"what was there before")
    downloads.download(put(b"content"), tmp_path / "cv.pdf")
    assert (tmp_path / "cv.pdf").read_bytes() == b"content"


def test_a_name_may_be_as_long_as_names_can_be(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path
) -> None:
    downloads.download(put(b"content"), tmp_path / ("n" * 255))
    assert (tmp_path / ("n" * 255)).read_bytes() == b"content"


def test_a_file_object_is_written_to_and_stays_open(downloads: Blocking, put: Callable[..., Attachment]) -> None:
    to = io.BytesIO()
    to.write(b"before ")
    downloads.download(put(), to)
    assert to.getvalue() == b"before " + CONTENT


def test_a_path_is_not_touched_when_the_download_fails(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path
) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"what was there before")
    with pytest.raises(DownloadIncomplete):
        downloads.download(put(size=len(CONTENT) + 1), tmp_path / "cv.pdf")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"what was there before"]


def test_a_folder_that_is_not_there_is_the_callers_mistake(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path, backend: MemoryBackend
) -> None:
    with pytest.raises(FileNotFoundError):
        downloads.download(put(), tmp_path / "nowhere" / "cv.pdf")
    assert backend.calls == []


@pytest.mark.parametrize("name", ["", ".", "candidates"])
def test_a_folder_is_the_callers_mistake_before_anything_is_fetched(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path, backend: MemoryBackend, name: str
) -> None:
    (tmp_path / "candidates").mkdir()
    with pytest.raises(IsADirectoryError, match=str(tmp_path)):
        downloads.download(put(), tmp_path / name)
    assert backend.calls == []
    assert [*tmp_path.rglob("*")] == [tmp_path / "candidates"]


def test_a_pipe_is_not_replaced_by_a_file(
    downloads: Blocking, put: Callable[..., Attachment], tmp_path: Path, backend: MemoryBackend
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="give the open file"):
        downloads.download(put(), tmp_path / "pipe")
    assert (backend.calls, (tmp_path / "pipe").is_fifo()) == ([], True)


def test_a_disk_that_is_full_ends_the_download(
    downloads: Blocking, put: Callable[..., Attachment], backend: MemoryBackend
) -> None:
    with pytest.raises(OSError, match="no space left"):
        downloads.download(put(), Full())
    assert backend.calls == ["read_part", "read_part"]


def test_a_download_that_could_not_be_written_leaves_nothing_connected(
    put: Callable[..., Attachment], backend: MemoryBackend, telegram: Telegram
) -> None:
    async def download() -> None:
        twin = AsyncTelegram(backend, telegram.session)
        with pytest.raises(OSError, match="no space left"):
            await twin.download(put(), Full())
        async with twin.connected():
            assert await twin.me() == MARIA

    asyncio.run(download())


# Which bytes


BOUNDS = [
    (0, None),
    (0, 0),
    (0, 1),
    (1, None),
    (10, 10),
    (10, 20),
    (0, PART_SIZE - 1),
    (0, PART_SIZE),
    (0, PART_SIZE + 1),
    (PART_SIZE - 1, PART_SIZE + 1),
    (PART_SIZE, PART_SIZE),
    (PART_SIZE, PART_SIZE + 1),
    (PART_SIZE, 2 * PART_SIZE),
    (PART_SIZE + 1, 2 * PART_SIZE - 1),
    (2 * PART_SIZE, None),
    (len(CONTENT) - 1, None),
    (0, len(CONTENT) + 5),
    (len(CONTENT), None),
    (len(CONTENT) + 5, None),
    (5 * PART_SIZE, 6 * PART_SIZE),
]


@pytest.mark.parametrize(("start", "stop"), BOUNDS)
def test_the_bytes_from_start_up_to_stop_are_given(
    downloads: Blocking, put: Callable[..., Attachment], backend: MemoryBackend, start: int, stop: int | None
) -> None:
    parts = downloads.parts(put(), start=start, stop=stop)
    assert b"".join(parts) == CONTENT[start:stop]
    assert all(0 < len(part) <= PART_SIZE for part in parts)
    assert len(backend.calls) == len(parts)  # no more is fetched than is needed


@pytest.mark.parametrize(("start", "stop"), BOUNDS)
def test_a_file_of_unknown_size_is_given_up_to_its_end(
    downloads: Blocking, put_photo: Callable[[bytes], Photo], start: int, stop: int | None
) -> None:
    parts = downloads.parts(put_photo(CONTENT), start=start, stop=stop)
    assert b"".join(parts) == CONTENT[start:stop]
    assert all(parts)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_unknown_size_ends_where_a_part_is_short(
    downloads: Blocking, put_photo: Callable[[bytes], Photo], size: int
) -> None:
    assert b"".join(downloads.parts(put_photo(CONTENT[:size]))) == CONTENT[:size]


@pytest.mark.parametrize(("start", "stop"), [(-1, None), (5, 4), (0, -1)])
def test_bounds_that_no_file_has_are_a_value_error(
    downloads: Blocking, put: Callable[..., Attachment], backend: MemoryBackend, start: int, stop: int | None
) -> None:
    with pytest.raises(ValueError, match="no bytes"):
        downloads.parts(put(), start=start, stop=stop)
    assert backend.calls == []


@pytest.mark.parametrize("says", [len(CONTENT) - 1, len(CONTENT) + 1, 5, 2 * PART_SIZE + 1, 4 * PART_SIZE])
def test_a_file_of_another_length_than_it_says_is_incomplete(
    downloads: Blocking, put: Callable[..., Attachment], says: int
) -> None:
    with pytest.raises(DownloadIncomplete):
        downloads.parts(put(size=says))


def test_a_part_of_more_than_was_asked_for_is_incomplete() -> None:
    from tgsdk.download import Parts

    with pytest.raises(DownloadIncomplete):
        Parts(Photo(id=1, location="here"), 0, None).checked(0, bytes(PART_SIZE + 1))


# Failures


def test_a_file_that_telegram_does_not_give_any_more_says_so(
    downloads: Blocking, put: Callable[..., Attachment]
) -> None:
    gone = Attachment(kind=AttachmentKind.DOCUMENT, size=5, mime_type="", location="gone")
    with pytest.raises(FileReferenceExpired):
        downloads.parts(gone)


def test_nothing_is_downloaded_before_the_login(backend: MemoryBackend, put: Callable[..., Attachment]) -> None:
    with pytest.raises(NotLoggedIn):
        list(Telegram(backend).iter_download(put()))


def test_a_failure_in_the_middle_is_raised_after_what_came_before(
    backend: MemoryBackend, telegram: Telegram, put: Callable[..., Attachment]
) -> None:
    parts = telegram.iter_download(put())
    assert next(parts) == CONTENT[:PART_SIZE]
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        next(parts)
    assert list(parts) == []


def test_a_download_that_is_given_up_ends_its_connection(telegram: Telegram, put: Callable[..., Attachment]) -> None:
    parts = telegram.iter_download(put())
    next(parts)
    with pytest.raises(RuntimeError, match="connected already"), telegram.connected():
        pass
    parts.close()
    with telegram.connected():
        assert telegram.me() == MARIA


def test_other_calls_can_be_made_between_two_parts(telegram: Telegram, put: Callable[..., Attachment]) -> None:
    got = b""
    for part in telegram.iter_download(put()):
        assert telegram.me() == MARIA
        got += part
    assert got == CONTENT


def test_a_download_in_a_block_leaves_it_connected(telegram: Telegram, put: Callable[..., Attachment]) -> None:
    with telegram.connected():
        next(parts := telegram.iter_download(put()))
        parts.close()
        assert telegram.me() == MARIA
        assert b"".join(telegram.iter_download(put())) == CONTENT


def test_photos_come_all_at_once_and_none_for_what_is_gone(
    backend: MemoryBackend, telegram: Telegram, put_photo: Callable[[bytes], Photo]
) -> None:
    here, gone = put_photo(b"picture"), Photo(id=2, location="gone")
    assert telegram.download_photos([here, gone, here]) == (b"picture", None, b"picture")
    assert telegram.download_photos([]) == ()
    assert backend.calls == ["read_photos", "read_photos"]
