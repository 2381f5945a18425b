"""Files: parts and their limits, data centres, references that expire, and that each is what it says."""

import asyncio
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from tgsdk.backends.pyrogram.library import layer, raw
from tgsdk.testing import LocalTelegram, faults

from . import desk_client
from .desk_client import CHANNELS_FROM, MARIA, dialogs, peer_called, whole_history
from .raw_client import Client, RpcFailure, TrustedBy

functions, types = raw.functions, raw.types
MEGABYTE = 1024 * 1024
PART = MEGABYTE // 2  # the tests' own client takes no packet of a whole megabyte


@pytest.fixture(scope="module")
def abroad(telegram: LocalTelegram, maria: Client) -> Iterator[Client]:
    """Maria on the other data centre, by an imported authorisation."""
    client = Client(telegram, dc_id=2)
    exported = maria.call(functions.auth.ExportAuthorization(dc_id=2))
    client.call(functions.auth.ImportAuthorization(id=exported.id, bytes=exported.bytes))
    yield client
    client.close()


@pytest.fixture(scope="module")
def candidate(maria: Client, telegram: LocalTelegram) -> tuple[int, Any]:
    return peer_called(maria, telegram, MARIA, "Анна Смирнова")


@pytest.fixture(scope="module")
def candidates(maria: Client, candidate: tuple[int, Any]) -> list[Any]:
    return whole_history(maria, candidate[1])


def document_of(messages: list[Any], mime_type: str, kind: str | None = None) -> tuple[Any, Any]:
    """The message with a document of this type, and the document."""
    for message in messages:
        document = getattr(getattr(message, "media", None), "document", None)
        if document and document.mime_type == mime_type and (not kind or _has(document, kind)):
            return message, document
    raise LookupError(mime_type)


def _has(document: Any, kind: str) -> bool:
    return any(type(each).__name__ == f"DocumentAttribute{kind}" for each in document.attributes)


def location_of(document: Any, thumb_size: str = "", **other: Any) -> Any:
    values = {name: getattr(document, name) for name in ("id", "access_hash", "file_reference")}
    kind = types.InputPhotoFileLocation if isinstance(document, types.Photo) else types.InputDocumentFileLocation
    return kind(thumb_size=thumb_size, **values | other)


def part(client: Client, location: Any, offset: int = 0, limit: int = PART, **options: Any) -> Any:
    query = functions.upload.GetFile(location=location, offset=offset, limit=limit, **options)
    return client.call(query)


def whole(maria: Client, abroad: Client, document: Any, size: int, thumb_size: str = "") -> bytes:
    """A whole file, from where it is."""
    client = maria if document.dc_id == 1 else abroad
    parts = [part(client, location_of(document, thumb_size), offset).bytes for offset in range(0, size, PART)]
    return b"".join(parts)


# Files


def test_a_resume_is_a_pdf_of_its_size(
    maria: Client, abroad: Client, telegram: LocalTelegram, candidate: tuple[int, Any], candidates: list[Any]
) -> None:
    message, document = document_of(candidates, "application/pdf")
    data = whole(maria, abroad, document, document.size)
    assert len(data) == document.size > 50_000
    assert data.startswith(b"%PDF-1.4") and data.endswith(b"%%EOF\n")
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    assert data[start : start + 4] == b"xref"
    assert data == telegram.file(MARIA, candidate[0], message.id).read(0, 10**9)


def test_a_letter_is_a_docx(maria: Client, abroad: Client, candidates: list[Any]) -> None:
    _, document = document_of(candidates, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    data = whole(maria, abroad, document, document.size)
    assert len(data) == document.size
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_fifty_megabytes_come_in_parts_from_the_other_data_centre(
    maria: Client, abroad: Client, telegram: LocalTelegram, candidate: tuple[int, Any], candidates: list[Any]
) -> None:
    message, document = document_of(candidates, "application/zip")
    assert (document.size, document.dc_id) == (50 * MEGABYTE, 2)
    with pytest.raises(RpcFailure, match="303 FILE_MIGRATE_2"):
        part(maria, location_of(document))
    file = telegram.file(MARIA, candidate[0], message.id)
    for offset, limit in ((0, PART), (49 * MEGABYTE + PART, PART), (7 * MEGABYTE, PART), (12_288, 4096)):
        assert part(abroad, location_of(document), offset, limit).bytes == file.read(offset, limit)
    assert file.read(0, 100_000) == file.read(0, 65_000) + file.read(65_000, 35_000)
    assert part(abroad, location_of(document), 50 * MEGABYTE).bytes == b""


def test_the_last_part_is_short(maria: Client, abroad: Client, candidates: list[Any]) -> None:
    _, document = document_of(candidates, "audio/ogg")
    client = maria if document.dc_id == 1 else abroad
    last = document.size // 4096 * 4096
    assert len(part(client, location_of(document), last, 4096).bytes) == document.size - last


def test_photos_are_pictures_of_their_sizes(maria: Client, abroad: Client, candidates: list[Any]) -> None:
    photo = next(
        each.media.photo for each in candidates if isinstance(getattr(each, "media", None), types.MessageMediaPhoto)
    )
    assert [each.type for each in photo.sizes] == ["i", "m", "x", "y"]
    for size in photo.sizes[1:]:
        data = whole(maria, abroad, photo, size.size, size.type)
        assert len(data) == size.size
        check_png(data, size.w, size.h)


def test_stickers_are_webp_and_documents_have_thumbnails(maria: Client, abroad: Client, candidates: list[Any]) -> None:
    _, sticker = document_of(candidates, "image/webp")
    data = whole(maria, abroad, sticker, sticker.size)
    assert data[:4] + data[8:16] == b"RIFFWEBPVP8L"
    _, video = document_of(candidates, "video/mp4", "Video")
    _, resume = document_of(candidates, "application/pdf")
    thumbnail = whole(maria, abroad, resume, resume.thumbs[0].size, "m")
    check_png(thumbnail, resume.thumbs[0].w, resume.thumbs[0].h)
    with pytest.raises(RpcFailure, match="400 LOCATION_INVALID"):
        part(maria, location_of(video, "q"))


def check_png(data: bytes, width: int, height: int) -> None:
    """Every chunk is whole, and the pixels are as many as there should be."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place, pixels = 8, b""
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert zlib.crc32(name + body) == int.from_bytes(data[place + 8 + length :][:4], "big")
        pixels += body if name == b"IDAT" else b""
        place += 12 + length
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (width, height)
    assert len(zlib.decompress(pixels)) == height * (width + 1)


def test_profile_photos_are_small_and_big(maria: Client, abroad: Client) -> None:
    page = dialogs(maria)
    peers = desk_client.input_peers(page)
    shown = [(each.id, each.photo) for each in page.users if each.photo and not each.is_self]
    channels = (each for each in page.chats if isinstance(each, types.Channel))
    shown += [(CHANNELS_FROM - each.id, each.photo) for each in channels if hasattr(each.photo, "photo_id")]
    assert {photo.dc_id for _, photo in shown} == {1, 2}
    for peer_id, photo in shown[:4] + shown[-4:]:
        client, elsewhere = (maria, abroad) if photo.dc_id == 1 else (abroad, maria)
        for big, side in ((True, 640), (False, 160)):
            location = types.InputPeerPhotoFileLocation(peer=peers[peer_id], photo_id=photo.photo_id, big=big)
            check_png(part(client, location).bytes, side, side)
        with pytest.raises(RpcFailure, match="303 FILE_MIGRATE"):
            part(elsewhere, location)
    wrong = types.InputPeerPhotoFileLocation(peer=peers[shown[0][0]], photo_id=1)
    with pytest.raises(RpcFailure, match="400 LOCATION_INVALID"):
        part(maria, wrong)


# Refusals


@pytest.mark.parametrize(
    ("offset", "limit", "options", "refusal"),
    [
        (1, 4096, {}, "OFFSET_INVALID"),
        (1024, 4096, {}, "OFFSET_INVALID"),
        (-4096, 4096, {}, "OFFSET_INVALID"),
        (0, 1000, {}, "LIMIT_INVALID"),
        (0, 0, {}, "LIMIT_INVALID"),
        (0, 12_288, {}, "LIMIT_INVALID"),
        (0, 2 * MEGABYTE, {}, "LIMIT_INVALID"),
        (MEGABYTE - 4096, 8192, {}, "LIMIT_INVALID"),
        (100, 1024, {"precise": True}, "OFFSET_INVALID"),
        (0, 1000, {"precise": True}, "LIMIT_INVALID"),
        (0, 2 * MEGABYTE, {"precise": True}, "LIMIT_INVALID"),
        (MEGABYTE - 1024, 2048, {"precise": True}, "LIMIT_INVALID"),
    ],
)
def test_parts_are_aligned(
    maria: Client, abroad: Client, candidates: list[Any], offset: int, limit: int, options: dict[str, Any], refusal: str
) -> None:
    _, document = document_of(candidates, "application/zip")
    with pytest.raises(RpcFailure, match=f"400 {refusal}"):
        part(abroad, location_of(document), offset, limit, **options)


def test_precise_parts_may_be_finer(abroad: Client, candidates: list[Any]) -> None:
    _, document = document_of(candidates, "application/zip")
    assert len(part(abroad, location_of(document), 1024, 3072, precise=True).bytes) == 3072


def test_a_wrong_location_is_refused(abroad: Client, candidates: list[Any]) -> None:
    _, document = document_of(candidates, "application/zip")
    for other, refusal in (
        ({"access_hash": 1}, "LOCATION_INVALID"),
        ({"id": 1}, "LOCATION_INVALID"),
        ({"file_reference": b""}, "FILE_REFERENCE_EMPTY"),
        ({"file_reference": b"nonsense"}, "FILE_REFERENCE_INVALID"),
    ):
        with pytest.raises(RpcFailure, match=f"400 {refusal}"):
            part(abroad, location_of(document, **other))


def test_references_expire_and_are_given_anew(
    maria: Client, abroad: Client, telegram: LocalTelegram, candidates: list[Any]
) -> None:
    message, document = document_of(candidates, "application/zip")
    telegram.expire_file_references()
    with pytest.raises(RpcFailure, match="400 FILE_REFERENCE_EXPIRED"):
        part(abroad, location_of(document))
    answer = maria.call(functions.messages.GetMessages(id=[types.InputMessageID(id=message.id)]))
    fresh = answer.messages[0].media.document
    assert part(abroad, location_of(fresh), 0, 4096).bytes
    for each in candidates:
        refresh(each, telegram, maria)


def refresh(message: Any, telegram: LocalTelegram, client: Client) -> None:
    """Give a message that was read before the new reference of its file."""
    file = getattr(getattr(message, "media", None), "document", None) or getattr(
        getattr(message, "media", None), "photo", None
    )
    if file is not None and hasattr(file, "file_reference"):
        answer = client.call(functions.messages.GetMessages(id=[types.InputMessageID(id=message.id)]))
        media = answer.messages[0].media
        file.file_reference = (getattr(media, "document", None) or media.photo).file_reference


def test_faults_are_committed_on_files_too(abroad: Client, telegram: LocalTelegram, candidates: list[Any]) -> None:
    _, document = document_of(candidates, "application/zip")
    with telegram.commit(faults.FloodWait(7), method="upload.GetFile", times=1):
        with pytest.raises(RpcFailure, match="420 FLOOD_WAIT_7"):
            part(abroad, location_of(document))
        assert part(abroad, location_of(document), 0, 4096).bytes


def test_a_message_without_a_file_has_none(
    telegram: LocalTelegram, candidate: tuple[int, Any], candidates: list[Any]
) -> None:
    text = next(each for each in candidates if isinstance(each, types.Message) and not each.media)
    with pytest.raises(LookupError):
        telegram.file(MARIA, candidate[0], text.id)


@pytest.mark.skipif(layer > 158, reason="Kurigram leaves its connections for files open when it is disconnected")
def test_stock_pyrogram_downloads_a_file_of_each_data_centre(
    telegram: LocalTelegram, trusted_by: TrustedBy, candidate: tuple[int, Any], candidates: list[Any]
) -> None:
    import pyrogram

    wanted = [document_of(candidates, mime_type)[0].id for mime_type in ("application/pdf", "image/webp", "audio/mpeg")]

    async def download() -> list[bytes]:
        with trusted_by(telegram) as options:
            client = pyrogram.Client("test", **options)
            await client.connect()
            try:
                sent = await client.send_code("9996611001")
                await client.sign_in("9996611001", sent.phone_code_hash, "11111")
                async for _ in client.get_dialogs(limit=20):
                    pass
                messages = await client.get_messages(candidate[0], wanted)
                return [(await client.download_media(each, in_memory=True)).getvalue() for each in messages]
            finally:
                await client.disconnect()

    files = [telegram.file(MARIA, candidate[0], each) for each in wanted]
    assert asyncio.run(download()) == [each.read(0, each.size) for each in files]
