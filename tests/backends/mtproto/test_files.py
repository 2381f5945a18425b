"""Files and pictures, over the wire."""

import contextlib
import hashlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tgsdk import (
    Attachment,
    AttachmentKind,
    FileKey,
    FileReferenceExpired,
    FloodWait,
    Forbidden,
    Message,
    NotFound,
    Photo,
    SessionEnded,
    Telegram,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
)
from tgsdk.testing import Phone, faults

from .desk import Desk, desk_of

MB = 1024 * 1024


@pytest.fixture
def attached(maria: Desk) -> list[Message]:
    found: list[Message] = []
    cursor = None
    with maria.telegram().connected() as telegram:
        while True:
            page = telegram.messages(maria.every_kind, 100, cursor)
            found += [message for message in page.items if message.attachment]
            cursor = page.next
            if cursor is None:
                return found


def bytes_of(desk: Desk, message: Message) -> bytes:
    assert message.attachment
    return desk.server.file(desk.user_id, message.chat_id, message.id).read(0, message.attachment.size)


def one(messages: list[Message], kind: AttachmentKind = AttachmentKind.DOCUMENT, *, less: int = MB) -> Message:
    return next(
        each for each in messages if each.attachment and each.attachment.kind is kind and each.attachment.size < less
    )


def big(messages: list[Message]) -> Message:
    return next(each for each in messages if each.attachment and each.attachment.size >= 50 * MB)


def file_in(message: Message) -> Attachment:
    assert message.attachment
    return message.attachment


@pytest.mark.parametrize("kind", AttachmentKind)
def test_a_file_of_each_kind_comes_with_its_very_bytes(
    maria: Desk, attached: list[Message], kind: AttachmentKind
) -> None:
    message = one(attached, kind, less=10 * MB)
    content = io.BytesIO()
    maria.telegram().download(file_in(message), content)
    assert content.getvalue() == bytes_of(maria, message)


def test_50_mb_from_another_data_centre_come_whole_and_take_no_memory(
    maria: Desk,
    attached: list[Message],
    tmp_path: Path,
) -> None:
    message = big(attached)
    file = maria.server.file(maria.user_id, message.chat_id, message.id)
    assert file.dc_id != maria.session.dc_id
    script = f"""
import hashlib, resource, sys
from tgsdk import Session, Telegram
from tgsdk.backends.pyrogram import PyrogramBackend
telegram = Telegram(PyrogramBackend(**{maria.server.options!r}), Session.from_string(sys.argv[1]))
attachment = telegram.message({message.chat_id}, {message.id}).attachment
for part in telegram.iter_download(attachment, stop={MB}):
    pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
telegram.download(attachment, sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    target = tmp_path / "portfolio.zip"
    command = [sys.executable, "-c", script, maria.session.to_string(), str(target)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert target.stat().st_size == file_in(message).size >= 50 * MB
    assert _digest_of_path(target) == _digest_of(file, file_in(message).size)
    assert int(run.stdout) < 10 * 1024


def _digest_of_path(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _digest_of(file: object, size: int) -> str:
    digest = hashlib.sha256()
    for offset in range(0, size, MB):
        digest.update(file.read(offset, MB))  # type: ignore[attr-defined]
    return digest.hexdigest()


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (MB - 1, MB + 1), (3 * MB + 17, 3 * MB + 17), (50 * MB - 5, None)])
def test_a_part_of_a_file_is_that_part(maria: Desk, attached: list[Message], start: int, stop: int | None) -> None:
    message = big(attached)
    file = maria.server.file(maria.user_id, message.chat_id, message.id)
    end = file_in(message).size if stop is None else stop
    content = b"".join(maria.telegram().iter_download(file_in(message), start=start, stop=stop))
    assert content == bytes(file.read(start, end - start))[: end - start]


@pytest.mark.parametrize(
    ("fault", "error"),
    [(faults.Drop(), TelegramUnavailable), (faults.Silence(), Timeout), (faults.FloodWait(5), FloodWait)],
    ids=["dropped", "silent", "asked to wait"],
)
def test_a_fault_in_the_middle_is_typed_and_leaves_no_short_file(
    maria: Desk,
    attached: list[Message],
    tmp_path: Path,
    fault: faults.Fault,
    error: type[TelegramError],
) -> None:
    message, written = big(attached), io.BytesIO()
    telegram = maria.telegram(timeout=3 if error is Timeout else 15)
    parts = telegram.iter_download(file_in(message))
    written.write(next(parts))
    with maria.server.commit(fault, method="upload.GetFile"):
        with pytest.raises(error):
            next(parts)
        with pytest.raises(error):
            telegram.download(file_in(message), tmp_path / "cv.pdf")
    assert list(tmp_path.iterdir()) == []
    for part in telegram.iter_download(file_in(message), start=written.tell(), stop=2 * MB):
        written.write(part)
    assert written.getvalue() == bytes(maria.server.file(maria.user_id, message.chat_id, message.id).read(0, 2 * MB))


def test_the_key_to_another_data_centre_is_kept(maria: Desk, attached: list[Message]) -> None:
    telegram, file = maria.telegram(), file_in(big(attached))
    before = maria.server.called("auth.ExportAuthorization")
    for _ in range(3):
        assert len(b"".join(telegram.iter_download(file, stop=10))) == 10
    assert maria.server.called("auth.ExportAuthorization") == before + 1
    assert [key.dc_id for key in telegram.session.file_keys] == [2]


def test_a_key_that_the_other_data_centre_has_forgotten_is_replaced(maria: Desk, attached: list[Message]) -> None:
    forgotten = FileKey(dc_id=2, auth_key=os.urandom(256))
    telegram = Telegram(maria.backend, maria.session.with_file_key(forgotten))
    assert len(b"".join(telegram.iter_download(file_in(big(attached)), stop=10))) == 10
    assert telegram.session.file_key(2) not in (None, forgotten)
    assert telegram.session.auth_key == maria.session.auth_key


def test_a_data_centre_that_does_not_let_the_account_in_does_not_end_it(maria: Desk, attached: list[Message]) -> None:
    telegram = maria.telegram()
    refuses = maria.server.commit(faults.RpcFault(401, "AUTH_KEY_UNREGISTERED"), method="auth.ImportAuthorization")
    with refuses, pytest.raises(TelegramFailure) as caught:
        telegram.download(file_in(big(attached)), io.BytesIO())
    assert not isinstance(caught.value, SessionEnded)
    assert telegram.me().id == maria.user_id


def test_who_logs_in_afterwards_gets_no_key_of_who_was_there(maria: Desk, attached: list[Message]) -> None:
    other = desk_of(maria.server, "James")
    file = file_in(big(attached))
    with Telegram(maria.backend, desk_of(maria.server, "Мария").session).connected() as telegram:
        next(telegram.iter_download(file))
        telegram.log_out()
        assert telegram.session.file_keys == ()
        with Phone(maria.server.options, other.account.phone) as phone:
            phone.scan(telegram.start_qr_login().url)
        telegram.check_qr_login()
        before = maria.server.called("auth.ExportAuthorization")
        with contextlib.suppress(TelegramError):
            next(telegram.iter_download(file))
    assert maria.server.called("auth.ExportAuthorization") == before + (telegram.session.dc_id != 2)


def test_an_old_file_reference_is_typed_and_the_message_gives_a_new_one(maria: Desk, attached: list[Message]) -> None:
    message, telegram = one(attached), maria.telegram()
    maria.server.expire_file_references()
    with pytest.raises(FileReferenceExpired):
        telegram.download(file_in(message), io.BytesIO())
    content = io.BytesIO()
    telegram.download(file_in(telegram.message(message.chat_id, message.id)), content)
    assert content.getvalue() == bytes_of(maria, message)


@pytest.mark.parametrize(
    "location", ["", "[]", "memory:1", '["photo", 1, 2, 3, "", "", 4]', '["x", 1, 2, 3, "", "", 4]']
)
def test_a_made_up_location_is_not_found(maria: Desk, location: str) -> None:
    file = Attachment(kind=AttachmentKind.DOCUMENT, size=10, mime_type="", location=location)
    with pytest.raises(NotFound):
        maria.telegram().download(file, io.BytesIO())


def test_the_pictures_of_a_page_come_over_one_connection_each_way(maria: Desk) -> None:
    telegram = maria.telegram()
    photos = [chat.photo for chat in telegram.chats(100).items if chat.photo]
    assert len(photos) > 20
    nowhere = Photo(id=1, location="gone")
    unknown = Photo(id=2, location=photos[0].location.replace(str(photos[0].id), "3"))
    contents = telegram.download_photos([nowhere, *photos, unknown])
    assert [content is None for content in contents] == [True, *([False] * len(photos)), True]
    assert all(content and content.startswith((b"\xff\xd8\xff", b"\x89PNG")) for content in contents[1:-1])
    assert len({content for content in contents if content}) > 10


def test_the_pictures_of_a_page_are_asked_for_at_once(maria: Desk) -> None:
    telegram = maria.telegram()
    photos = [chat.photo for chat in telegram.chats(100).items if chat.photo]
    telegram.download_photos(photos)
    started = time.monotonic()
    with maria.server.commit(faults.Delay(0.5)):
        assert None not in telegram.download_photos(photos)
    assert time.monotonic() - started < 0.5 * len(photos) / 2


def test_the_faces_of_a_group_come_with_its_messages(maria: Desk) -> None:
    telegram = maria.telegram()
    messages = telegram.messages(maria.find("Команда подбора"), 100).items
    faces = {each.sender.id: each.sender.photo for each in messages if each.sender and each.sender.photo}
    assert len(faces) > 1
    assert {photo.id for photo in faces.values()}.isdisjoint({maria.find("Команда подбора")})
    contents = telegram.download_photos(list(faces.values()))
    assert all(contents)
    assert len(set(contents)) == len(faces)


def test_thumbnails_of_messages_come_too(maria: Desk) -> None:
    telegram = maria.telegram()
    thumbnails = [
        each.attachment.thumbnail
        for each in telegram.messages(maria.every_kind, 100).items
        if each.attachment and each.attachment.thumbnail
    ]
    assert thumbnails
    for thumbnail, content in zip(thumbnails, telegram.download_photos(thumbnails), strict=True):
        assert content is not None
        assert thumbnail.size == len(content)


def test_a_file_on_a_cdn_is_not_allowed_and_takes_no_picture_from_the_others(maria: Desk) -> None:
    james = desk_of(maria.server, "James")  # the others read Maria's files
    telegram = james.telegram()
    photos = [
        message
        for message in telegram.messages(james.every_kind, 100).items
        if message.attachment and message.attachment.thumbnail
    ]
    moved, other = photos[:2]
    maria.server.move_to_cdn(james.user_id, james.every_kind, moved.id)
    assert moved.attachment
    assert other.attachment
    with pytest.raises(Forbidden) as caught:
        telegram.download(moved.attachment, io.BytesIO())
    assert caught.value.telegram_name == "upload.fileCdnRedirect"
    thumbnails = [each.attachment.thumbnail for each in (moved, other) if each.attachment and each.attachment.thumbnail]
    without, beside = telegram.download_photos(thumbnails)
    assert without is None
    assert beside
