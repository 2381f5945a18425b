"""Uploads: what Telegram refuses of parts, files and albums, the local one refuses too."""

import hashlib
import secrets
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram

from .desk_client import MARIA, peer_called
from .raw_client import Client, RpcFailure

functions, types = raw.functions, raw.types
KILOBYTE = 1024
PART = 512 * KILOBYTE


@pytest.fixture(scope="module")
def anna(telegram: LocalTelegram, maria: Client) -> Any:
    return peer_called(maria, telegram, MARIA, "Анна Смирнова")[1]


def save(client: Client, *parts: bytes, first: int = 0) -> int:
    file_id = secrets.randbits(62)
    for number, part in enumerate(parts, first):
        assert client.call(functions.upload.SaveFilePart(file_id=file_id, file_part=number, bytes=part)) is True
    return file_id


def document(file_id: int, parts: int, md5: str = "", **values: Any) -> Any:
    file = types.InputFile(id=file_id, parts=parts, name="a.bin", md5_checksum=md5)
    named = types.DocumentAttributeFilename(file_name="a.bin")
    given = {"mime_type": "application/octet-stream", "attributes": [named], **values}
    return types.InputMediaUploadedDocument(file=file, **given)


def send(client: Client, peer: Any, media: Any, message: str = "", random_id: int | None = None) -> Any:
    number = secrets.randbits(62) if random_id is None else random_id
    return client.call(functions.messages.SendMedia(peer=peer, media=media, message=message, random_id=number))


def refusal(call: Any, *arguments: Any) -> str:
    with pytest.raises(RpcFailure) as failure:
        call(*arguments)
    return str(failure.value)


@pytest.mark.parametrize(
    ("number", "part", "name"),
    [
        (0, b"", "FILE_PART_EMPTY"),
        (0, bytes(PART + 1), "FILE_PART_TOO_BIG"),
        (4000, b"x", "FILE_PART_INVALID"),
        (-1, b"x", "FILE_PART_INVALID"),
    ],
)
def test_a_part_that_telegram_does_not_take(maria: Client, number: int, part: bytes, name: str) -> None:
    query = functions.upload.SaveFilePart(file_id=7, file_part=number, bytes=part)
    assert name in refusal(maria.call, query)


def test_a_file_whose_parts_do_not_fit_together(maria: Client, anna: Any) -> None:
    full = bytes(32 * KILOBYTE)
    wrong = {
        "FILE_PART_1_MISSING": document(save(maria, full), 2),
        "FILE_PART_0_MISSING": document(save(maria, full, first=1), 2),
        "FILE_PARTS_INVALID": document(save(maria, full, full), 1),
        "FILE_PART_SIZE_INVALID": document(save(maria, bytes(1000), bytes(10)), 2),
        "FILE_PART_SIZE_CHANGED": document(save(maria, full, bytes(KILOBYTE), full), 3),
        "MD5_CHECKSUM_INVALID": document(save(maria, full), 1, md5="0" * 32),
        "MEDIA_EMPTY": types.InputMediaEmpty(),
    }
    said = {name: refusal(send, maria, anna, media) for name, media in wrong.items()}
    assert [name for name in wrong if name not in said[name]] == []


def test_a_file_is_sent_once_and_its_parts_are_used_up(maria: Client, anna: Any) -> None:
    content = secrets.token_bytes(40 * KILOBYTE)
    file_id = save(maria, content[: 32 * KILOBYTE], content[32 * KILOBYTE :])
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    number = secrets.randbits(62)
    answer = send(maria, anna, document(file_id, 2, md5), "caption", number)
    sent = next(update.message for update in answer.updates if hasattr(update, "message"))
    assert (sent.message, sent.media.document.size) == ("caption", len(content))
    assert "RANDOM_ID_DUPLICATE" in refusal(send, maria, anna, document(file_id, 2, md5), "caption", number)
    assert "MISSING" in refusal(send, maria, anna, document(file_id, 2, md5))
    long = document(save(maria, content[:1000]), 1)
    assert "MEDIA_CAPTION_TOO_LONG" in refusal(send, maria, anna, long, "x" * 1025)


def test_what_is_no_picture_is_no_photo(maria: Client, anna: Any) -> None:
    file = types.InputFile(id=save(maria, b"no picture"), parts=1, name="a.jpg", md5_checksum="")
    assert "IMAGE_PROCESS_FAILED" in refusal(send, maria, anna, types.InputMediaUploadedPhoto(file=file))


def test_an_album_takes_what_was_uploaded_as_media_and_no_more_than_ten(maria: Client, anna: Any) -> None:
    def single(media: Any) -> Any:
        return types.InputSingleMedia(media=media, random_id=secrets.randbits(62), message="")

    def album(*media: Any) -> Any:
        return maria.call(functions.messages.SendMultiMedia(peer=anna, multi_media=[single(each) for each in media]))

    def uploaded() -> Any:
        media = maria.call(functions.messages.UploadMedia(peer=anna, media=document(save(maria, b"one"), 1)))
        named = {name: getattr(media.document, name) for name in ("id", "access_hash", "file_reference")}
        return types.InputMediaDocument(id=types.InputDocument(**named))

    assert "MEDIA_INVALID" in refusal(album, document(save(maria, b"one"), 1))
    known = uploaded()
    assert "MULTI_MEDIA_TOO_LONG" in refusal(album, *[known] * 11)
    answer = album(uploaded(), uploaded())
    sent = [update.message for update in answer.updates if hasattr(update, "message")]
    assert len({message.grouped_id for message in sent}) == 1
