"""Files are uploaded in parts over the wire: as Telegram's clients do it, and whole whatever is lost on the way."""

import asyncio
import hashlib
import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tgsdk import (
    FILE_PART_SIZE,
    AsyncTelegram,
    FileInvalid,
    FloodWait,
    Message,
    Telegram,
    TelegramUnavailable,
    Upload,
    UploadIncomplete,
)
from tgsdk.testing import LocalTelegram, faults

from .desk import Desk

MEGABYTE = 1024 * 1024


@pytest.fixture
def telegram(maria: Desk) -> Telegram:
    return maria.telegram()


@pytest.fixture
def chat_id(maria: Desk) -> int:
    return maria.server.add_chat(maria.user_id, f"Candidate {secrets.token_hex(4)}")


def content_of(telegram: Telegram, message: Message) -> bytes:
    to = io.BytesIO()
    assert message.attachment is not None
    telegram.download(message.attachment, to)
    return to.getvalue()


def saved(server: LocalTelegram, method: str) -> int:
    return sum(call.method == method for call in server.calls)


def test_a_big_file_is_uploaded_as_one_and_a_small_one_with_its_checksum(
    server: LocalTelegram, telegram: Telegram, chat_id: int
) -> None:
    big, small = secrets.token_bytes(10 * MEGABYTE + 1), secrets.token_bytes(3 * FILE_PART_SIZE)
    before = saved(server, "upload.SaveBigFilePart"), saved(server, "upload.SaveFilePart")
    assert content_of(telegram, telegram.send_file(chat_id, big, name="big.bin")) == big
    assert saved(server, "upload.SaveBigFilePart") == before[0] + 21
    assert content_of(telegram, telegram.send_file(chat_id, small, name="small.bin")) == small
    assert saved(server, "upload.SaveFilePart") == before[1] + 3


def test_a_stream_whose_length_nobody_knows_arrives_whole(telegram: Telegram, chat_id: int) -> None:
    digest = hashlib.sha256()

    def chunks() -> Iterator[bytes]:
        for _ in range(11 * 16 + 3):
            chunk = secrets.token_bytes(MEGABYTE // 16)
            digest.update(chunk)
            yield chunk

    sent = telegram.send_file(chat_id, chunks(), name="stream.bin")
    assert hashlib.sha256(content_of(telegram, sent)).digest() == digest.digest()


@pytest.mark.parametrize("fault", [faults.Drop(), faults.RpcFault(500, "INTERNAL"), faults.RpcFault(-503, "Timeout")])
def test_a_part_that_was_lost_is_sent_again(
    fault: faults.Fault, server: LocalTelegram, telegram: Telegram, chat_id: int
) -> None:
    content = secrets.token_bytes(5 * FILE_PART_SIZE + 9)
    with server.commit(fault, method="upload.SaveFilePart", times=1):
        sent = telegram.send_file(chat_id, content, name="lossy.bin")
    assert content_of(telegram, sent) == content


def test_parts_that_telegram_has_lost_are_uploaded_once_more(
    server: LocalTelegram, telegram: Telegram, chat_id: int
) -> None:
    content = secrets.token_bytes(6 * FILE_PART_SIZE)
    with Upload(content, name="lost.bin") as upload:
        for _ in telegram.iter_upload(upload):
            pass
        server.lose_parts(telegram.me().id, 2, 4)
        assert content_of(telegram, telegram.send_file(chat_id, upload)) == content


def test_a_file_of_which_all_parts_were_lost_is_uploaded_once_more(
    server: LocalTelegram, telegram: Telegram, chat_id: int
) -> None:
    content = secrets.token_bytes(9 * FILE_PART_SIZE + 5)
    with Upload(io.BytesIO(content), name="forgotten.bin") as upload:
        for _ in telegram.iter_upload(upload):
            pass
        server.lose_parts(telegram.me().id, *range(10))
        assert content_of(telegram, telegram.send_file(chat_id, upload)) == content


def test_one_upload_is_sent_to_several_chats(maria: Desk, telegram: Telegram, tmp_path: Path) -> None:
    content = secrets.token_bytes(6 * FILE_PART_SIZE + 5)
    path = tmp_path / "offer.bin"
    path.write_bytes(content)
    chats = [maria.server.add_chat(maria.user_id, f"Candidate {secrets.token_hex(4)}") for _ in range(3)]
    with Upload(path) as upload, Upload(content[:-1], name="other.bin") as other:
        for each in chats:
            assert content_of(telegram, telegram.send_file(each, upload)) == content
            sent = telegram.send_album(each, [upload, other])
            assert [content_of(telegram, message) for message in sent] == [content, content[:-1]]


def test_an_upload_that_is_sent_to_several_chats_at_once_is_refused_or_whole(maria: Desk) -> None:
    content = secrets.token_bytes(6 * FILE_PART_SIZE + 5)
    chats = [maria.server.add_chat(maria.user_id, f"Candidate {secrets.token_hex(4)}") for _ in range(3)]

    async def send(telegram: AsyncTelegram, upload: Upload) -> list[Message | BaseException]:
        return await asyncio.gather(*(telegram.send_file(each, upload) for each in chats), return_exceptions=True)

    telegram = maria.telegram()
    with Upload(content, name="offer.bin") as upload:
        for _ in range(2):  # before it was sent once, and after
            for ended in asyncio.run(send(AsyncTelegram(maria.backend, maria.session), upload)):
                if isinstance(ended, Message):
                    assert content_of(telegram, ended) == content
                else:
                    assert isinstance(ended, RuntimeError | UploadIncomplete), ended
        assert content_of(telegram, telegram.send_file(chats[0], upload)) == content


def test_what_is_sent_beside_a_stream_that_lost_a_part_is_uploaded_once_more_at_most(
    server: LocalTelegram, telegram: Telegram, chat_id: int
) -> None:
    with Upload(b"x" * 4 * FILE_PART_SIZE, name="a.bin") as upload, Upload(iter([b"y" * FILE_PART_SIZE] * 3)) as stream:
        for _ in telegram.iter_upload(stream):
            pass
        server.lose_parts(telegram.me().id, 1)
        before = saved(server, "upload.SaveFilePart")
        with pytest.raises(UploadIncomplete):
            telegram.send_album(chat_id, [upload, stream])
        assert saved(server, "upload.SaveFilePart") - before == 2 * 4


def test_a_stream_is_sent_once(telegram: Telegram, chat_id: int) -> None:
    with Upload(iter([b"x" * FILE_PART_SIZE] * 3), name="stream.bin") as upload:
        assert not upload.can_be_sent_again
        telegram.send_file(chat_id, upload)
        with pytest.raises(UploadIncomplete, match="FILE_PART_0_MISSING"):
            telegram.send_file(chat_id, upload)


def test_a_lost_part_of_a_stream_is_said(server: LocalTelegram, telegram: Telegram, chat_id: int) -> None:
    with Upload(iter([b"x" * FILE_PART_SIZE] * 3), name="stream.bin") as upload:
        for _ in telegram.iter_upload(upload):
            pass
        server.lose_parts(telegram.me().id, 1)
        with pytest.raises(UploadIncomplete) as failure:
            telegram.send_file(chat_id, upload)
    assert failure.value.part == 1


def test_an_answer_that_was_lost_sends_nothing_twice(server: LocalTelegram, telegram: Telegram, chat_id: int) -> None:
    number, content = secrets.randbits(63), b"the offer"
    with server.commit(faults.Drop(), method="messages.SendMedia"), pytest.raises(TelegramUnavailable):
        telegram.send_file(chat_id, content, name="offer.txt", caption="Offer", random_id=number)
    sent = telegram.send_file(chat_id, content, name="offer.txt", caption="Offer", random_id=number)
    own = [message for message in telegram.messages(chat_id).items if message.is_outgoing]
    assert [message.id for message in own] == [sent.id]


def test_a_wait_is_said_and_the_upload_goes_on_afterwards(
    server: LocalTelegram, telegram: Telegram, chat_id: int
) -> None:
    content = secrets.token_bytes(2 * FILE_PART_SIZE)
    with Upload(content, name="patient.bin") as upload:
        with server.commit(faults.FloodWait(3), method="upload.SaveFilePart"), pytest.raises(FloodWait):
            telegram.send_file(chat_id, upload)
        assert content_of(telegram, telegram.send_file(chat_id, upload)) == content


def test_a_file_of_more_parts_than_telegram_takes_is_refused_at_once(telegram: Telegram, chat_id: int) -> None:
    class Large(io.BytesIO):
        def seek(self, place: int, whence: int = 0) -> int:
            super().seek(place, whence)
            return 4000 * FILE_PART_SIZE + 1 if whence == io.SEEK_END else place

    with pytest.raises(FileInvalid):
        telegram.send_file(chat_id, Large(b"x" * FILE_PART_SIZE))
