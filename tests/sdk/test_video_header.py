"""The description of a video: of what browsers and cameras write, of what is broken, and of what is no video."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tgsdk.testing
from tgsdk import Upload
from tgsdk.video_header import VideoHeader, read_video_header

CLIPS = Path(tgsdk.testing.__file__).parent / "desks/clips"
RECORDED = (CLIPS / "video.mp4").read_bytes()
UPRIGHT = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
LYING = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


class Asked:
    """A file of which is noted how much was read."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.bytes = 0

    def read(self, offset: int, size: int) -> bytes:
        piece = self.content[offset : offset + size]
        self.bytes += len(piece)
        return piece


def header_of(content: bytes) -> VideoHeader | None:
    return read_video_header(Asked(content).read, len(content))


def box(kind: bytes, *content: bytes, is_long: bool = False) -> bytes:
    inside = b"".join(content)
    if is_long:
        return struct.pack(">I4sQ", 1, kind, 16 + len(inside)) + inside
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


def movie(*tracks: bytes, duration: int = 7_500, version: int = 0) -> bytes:
    times = struct.pack(">QQIQ", 0, 0, 1000, duration) if version else struct.pack(">IIII", 0, 0, 1000, duration)
    return box(b"moov", box(b"mvhd", bytes([version, 0, 0, 0]), times, bytes(80)), *tracks)


def track(
    kind: bytes, width: int, height: int, matrix: tuple[int, ...] = LYING, version: int = 0, flags: int = 7
) -> bytes:
    times = bytes(32 if version else 20)
    place = struct.pack(">9iII", *matrix, width << 16, height << 16)
    header = box(b"tkhd", bytes([version, 0, 0, flags]), times, bytes(16), place)
    return box(b"trak", header, box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12))))


TYPE = box(b"ftyp", b"isom", bytes(4))
SOUND, FILM = track(b"soun", 0, 0), track(b"vide", 1280, 720)
CHAPTERS = track(b"vide", 300, 300, flags=0)
FRAMES = box(b"mdat", bytes(5000))
IN_PIECES = box(b"mvex", box(b"mehd", bytes(4), struct.pack(">I", 61_000)), box(b"trex", bytes(24)))


@pytest.mark.parametrize(
    ("name", "width", "height", "duration"), [("video", 160, 90, 3), ("round", 120, 120, 3), ("animation", 120, 90, 2)]
)
def test_what_a_browser_has_recorded_is_read(name: str, width: int, height: int, duration: int) -> None:
    header = VideoHeader("video/mp4", width, height, duration, supports_streaming=True)
    assert header_of((CLIPS / f"{name}.mp4").read_bytes()) == header


@pytest.mark.parametrize(
    ("content", "header"),
    [
        (TYPE + movie(SOUND, FILM) + FRAMES, VideoHeader("video/mp4", 1280, 720, 8, True)),
        (TYPE + FRAMES + movie(FILM, SOUND), VideoHeader("video/mp4", 1280, 720, 8, False)),
        (TYPE + box(b"mdat", bytes(9), is_long=True) + movie(FILM), VideoHeader("video/mp4", 1280, 720, 8, False)),
        (TYPE + movie(track(b"vide", 1280, 720, UPRIGHT)), VideoHeader("video/mp4", 720, 1280, 8, True)),
        (TYPE + movie(track(b"vide", 64, 48, version=1), version=1), VideoHeader("video/mp4", 64, 48, 8, True)),
        (TYPE + movie(FILM, duration=2**32 - 1), VideoHeader("video/mp4", 1280, 720, 0, True)),
        (TYPE + movie(FILM) + struct.pack(">I4s", 0, b"mdat"), VideoHeader("video/mp4", 1280, 720, 8, True)),
        (box(b"ftyp", b"qt  ") + movie(FILM), VideoHeader("video/quicktime", 1280, 720, 8, True)),
        (TYPE + movie(FILM, duration=400), VideoHeader("video/mp4", 1280, 720, 1, True)),
        (TYPE + movie(FILM, IN_PIECES, duration=0), VideoHeader("video/mp4", 1280, 720, 61, True)),
        (box(b"wide") + FRAMES + movie(FILM), VideoHeader("video/quicktime", 1280, 720, 8, False)),
        (TYPE + movie(box(b"trak"), CHAPTERS, FILM), VideoHeader("video/mp4", 1280, 720, 8, True)),
        (TYPE + movie(SOUND, CHAPTERS), None),
        (box(b"ftyp", b"M4A ", bytes(4)) + movie(SOUND, FILM), None),
        (TYPE + movie(SOUND), None),
        (TYPE + movie(track(b"vide", 0, 0)), None),
        (TYPE + box(b"moov", FILM), VideoHeader("video/mp4", 1280, 720, 0, True)),
        (TYPE + box(b"moov", FILM[:60]), None),
        (TYPE + FRAMES, None),
        (TYPE, None),
        (box(b"uuid") + movie(FILM), None),
        (b"", None),
    ],
)
def test_a_video_says_its_size_and_length(content: bytes, header: VideoHeader | None) -> None:
    assert header_of(content) == header


@given(st.integers(0, len(RECORDED) - 1), st.binary(max_size=16))
def test_whatever_is_in_it_it_is_read_to_its_end_once_and_no_further(place: int, changed: bytes) -> None:
    for content in (RECORDED[:place] + changed + RECORDED[place + len(changed) :], RECORDED[:place], changed):
        asked = Asked(content)
        header = read_video_header(asked.read, len(content))
        assert header is None or (header.width > 0 and header.height > 0 and 0 <= header.duration < 2**31)
        assert asked.bytes < 64 * 64 * 200


@pytest.mark.parametrize("inside", [bytes(2**24), box(b"trak", FILM) * 50_000, box(b"free") * 2**20])
def test_of_an_endless_description_little_is_read(inside: bytes) -> None:
    for content in (TYPE + box(b"moov", inside), TYPE + inside):
        asked = Asked(content)
        assert read_video_header(asked.read, len(content)) is None
        assert asked.bytes < 20_000


def test_a_source_that_goes_back_with_pains_is_asked_to_once() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("film.mp4", TYPE + FRAMES + box(b"free") * 50 + movie(FILM))
    with zipfile.ZipFile(packed).open("film.mp4") as member:
        back = []
        seek = member.seek

        def noted(offset: int, whence: int = 0) -> int:
            back.append(whence == 0 and offset < member.tell())
            return seek(offset, whence)

        member.seek = noted  # type: ignore[method-assign]
        upload = Upload(member, name="film.mp4", as_photo=True)
        assert upload.begin().duration == 8
        assert sum(back) <= 3  # its size was looked for, its first box, and the place of before


def test_a_source_that_failed_is_read_anew() -> None:
    class Failing(io.BytesIO):
        fails = False

        def seek(self, offset: int, whence: int = 0) -> int:
            if self.fails and offset == 0:
                Failing.fails = False
                raise OSError("the line was cut")
            return super().seek(offset, whence)

    upload = Upload(Failing(RECORDED), as_photo=True)
    Failing.fails = True
    with pytest.raises(OSError, match="cut"):
        upload.begin()
    assert upload.begin().duration == 3
    assert b"".join(upload.next_parts()[1]) == RECORDED


def test_of_a_long_video_little_is_read_beside_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        file.write(TYPE + struct.pack(">I4sQ", 1, b"mdat", 16 + 3 * 2**20))
        file.seek(len(TYPE) + 16 + 3 * 2**20)
        file.write(movie(FILM))
    with Upload(path, as_photo=True) as upload:
        file_ = upload.begin()
        assert (file_.width, file_.height, file_.duration, file_.supports_streaming) == (1280, 720, 8, False)
        read = b"".join(upload.next_parts()[1])
        assert read == path.read_bytes()[: len(read)], "the parts begin where the file does"


def test_of_a_video_that_can_be_read_only_once_what_was_read_ahead_is_looked_at() -> None:
    at_its_end = [TYPE, box(b"mdat", bytes(2**20)), movie(FILM)]
    assert Upload(iter([RECORDED[:100], RECORDED[100:]]), as_photo=True).begin().duration == 3
    assert Upload(iter(at_its_end), as_photo=True).begin().duration == 8, "it was read ahead"
    at_its_end[1] = box(b"mdat", bytes(11 * 2**20))
    assert Upload(iter(at_its_end), as_photo=True).begin().duration is None


def test_what_goes_as_a_file_keeps_the_type_of_its_name() -> None:
    file = Upload(RECORDED, name="talk.mp3").begin()
    assert (file.mime_type, file.duration, file.width) == ("audio/mpeg", None, None)
