"""The description of a video: of what browsers and cameras write, of what is broken, and of what is no video."""

import struct
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


def track(kind: bytes, width: int, height: int, matrix: tuple[int, ...] = LYING, version: int = 0) -> bytes:
    times = bytes(32 if version else 20)
    place = struct.pack(">9iII", *matrix, width << 16, height << 16)
    header = box(b"tkhd", bytes([version, 0, 0, 7]), times, bytes(16), place)
    return box(b"trak", header, box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12))))


TYPE = box(b"ftyp", b"isom", bytes(4))
SOUND, FILM = track(b"soun", 0, 0), track(b"vide", 1280, 720)
FRAMES = box(b"mdat", bytes(5000))


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
        (TYPE + movie(SOUND), None),
        (TYPE + movie(track(b"vide", 0, 0)), None),
        (TYPE + box(b"moov", FILM), None),
        (TYPE + FRAMES, None),
        (TYPE, None),
        (movie(FILM), None),
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
        assert asked.bytes <= len(content) + 16 * 1000


def test_a_description_that_claims_to_be_endless_is_not_read() -> None:
    claimed = struct.pack(">I4sQ", 1, b"moov", 2**40)
    asked = Asked(TYPE + claimed + bytes(100))
    assert read_video_header(asked.read, 2**41) is None
    assert asked.bytes < 100


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


def test_a_video_that_can_be_read_only_once_has_to_say_it_at_its_beginning() -> None:
    assert Upload(iter([RECORDED[:100], RECORDED[100:]])).begin().duration == 3
    assert Upload(iter([TYPE, box(b"mdat", bytes(2**20)), movie(FILM)]), name="a.mp4").begin().duration is None
