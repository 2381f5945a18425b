"""An upload reads its file once, part by part, and tells what kind of file it is."""

import hashlib
import io
import struct
from pathlib import Path

import pytest

from tgsdk import FILE_PART_SIZE, FileInvalid, Upload
from tgsdk.image_header import ImageHeader, read_image_header

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 640, 480)
GIF = b"GIF89a" + struct.pack("<HH", 64, 48)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 480, 640) + b"\x01\x11\x00"
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 639 | 479 << 14)
LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 480)
EXTENDED = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("head", "header"),
    [
        (PNG, ImageHeader("image/png", 640, 480)),
        (GIF, ImageHeader("image/gif", 64, 48)),
        (JPEG, ImageHeader("image/jpeg", 640, 480)),
        (LOSSLESS, ImageHeader("image/webp", 640, 480)),
        (LOSSY, ImageHeader("image/webp", 640, 480)),
        (EXTENDED, ImageHeader("image/webp", 640, 480)),
        (PNG[:18], None),
        (PNG[:16] + struct.pack(">II", 2**31, 480) + PNG[24:], None),  # no PNG has as many
        (JPEG[:9], None),
        (b"\xff\xd8\xff" + b"\xff" * 40, None),
        (b"%PDF-1.4", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(head: bytes, header: ImageHeader | None) -> None:
    assert read_image_header(head) == header


@pytest.mark.parametrize(
    ("name", "content", "mime_type"),
    [
        ("cv.pdf", b"%PDF-1.4", "application/pdf"),
        ("cv.jpg", b"%PDF-1.4", "application/pdf"),
        ("photo.pdf", PNG, "image/png"),
        ("photo.jpg", b"no picture", "application/octet-stream"),
        ("cv.docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("video.mp4", b"....ftyp", "video/mp4"),
        ("nothing", b"x", "application/octet-stream"),
    ],
)
def test_a_type_that_lies_is_not_believed(name: str, content: bytes, mime_type: str) -> None:
    assert Upload(content, name=name).begin().mime_type == mime_type


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("r\udce9sum\udce9.txt", "r?sum?.txt"),  # as the operating system gives bytes that are no UTF-8
        ("", "file"),
        ("..", "file"),
        ("/etc/passwd", "passwd"),
        ("C:\\cv\\me.pdf", "me.pdf"),
        ("a\nb\0c.pdf", "abc.pdf"),
        ("я" * 300 + ".pdf", "я" * 251 + ".pdf"),
    ],
)
def test_a_name_is_the_name_of_a_file(name: str, clean: str) -> None:
    assert Upload(b"x", name=name).file.name == clean


def test_a_file_is_read_in_parts_and_never_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.bin"
    path.write_bytes(bytes(10 * FILE_PART_SIZE))
    with Upload(path) as upload:
        steps = []
        while not upload.is_saved:
            first, parts = upload.next_parts()
            assert upload.next_parts() == (first, parts)
            assert len(parts) <= 4
            steps.append((first, upload.note_saved()))
    assert steps == [(0, 4 * FILE_PART_SIZE), (4, 8 * FILE_PART_SIZE), (8, 10 * FILE_PART_SIZE)]
    assert upload.file.md5 == hashlib.md5(bytes(10 * FILE_PART_SIZE)).hexdigest()


def test_bytes_of_each_kind_are_a_file() -> None:
    """``make check`` holds it too: mypy takes none of them for another."""
    one: bytes = b"content"
    changeable: bytearray = bytearray(one)
    every_second: memoryview = memoryview(b"c-o-n-t-e-n-t-")[::2]
    for upload in (Upload(one), Upload(changeable), Upload(memoryview(changeable)), Upload(every_second)):
        assert upload.next_parts() == (0, [b"content"])
        assert upload.file.size == 7


def test_a_part_is_read_once_more_from_where_the_file_began() -> None:
    file = io.BytesIO(b"head" + b"a" * FILE_PART_SIZE + b"b" * 7)
    file.seek(4)
    upload = Upload(file)
    _, parts = upload.next_parts()
    upload.note_saved()
    assert list(upload.steps_again()) == [(0, parts)] == [(0, [b"a" * FILE_PART_SIZE, b"b" * 7])]
    assert upload.file.size == FILE_PART_SIZE + 7


@pytest.mark.parametrize("content", [b"another", b"less", b""])
def test_a_file_that_has_changed_since_is_not_sent_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cv.txt"
    path.write_bytes(b"the one")
    with Upload(path) as upload:
        upload.next_parts()
        upload.note_saved()
        path.write_bytes(content)
        with pytest.raises(FileInvalid, match="has changed"):
            list(upload.steps_again())


def test_an_upload_that_is_under_way_is_not_sent_beside() -> None:
    upload = Upload(b"x")
    with upload.one_step(), pytest.raises(RuntimeError, match="is being sent"), upload.one_step():
        pass
    with upload.one_step():
        assert upload.next_parts() == (0, [b"x"])


def test_an_upload_is_sent_as_often_as_it_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "cv.txt"
    path.write_bytes(b"x")
    with Upload(path) as from_path, path.open("rb") as file:
        assert all(upload.can_be_sent_again for upload in (from_path, Upload(b"x"), Upload(file)))
    assert not Upload([b"x"]).can_be_sent_again


def test_a_file_that_changes_while_it_is_read_is_not_sent() -> None:
    file = io.BytesIO(b"x" * 100)
    upload = Upload(file)
    file.truncate(50)
    with pytest.raises(FileInvalid):
        upload.next_parts()
