"""Answers that decode and make no sense: the item is marked or left out, the others are given."""

import math
from typing import Any

import pytest

from tgsdk import NotFound, ProtocolError, run_async_task
from tgsdk.backends.mtproto.reading.chats import chat_in
from tgsdk.backends.mtproto.reading.guard import each_readable, typed
from tgsdk.backends.mtproto.reading.messages import messages_in
from tgsdk.backends.mtproto.reading.peers import Known
from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing.codec import made

types = raw.types
EVA = types.User(id=7, access_hash=1, first_name="Eva")


def history(*media: Any) -> Any:
    messages = [
        types.Message(id=number, peer_id=types.PeerUser(user_id=7), date=1, message=f"Number {number}", media=each)
        for number, each in enumerate(media)
    ]
    return made(types.messages.Messages, messages=messages, chats=[], users=[EVA], topics=[])


def document(duration: Any) -> Any:
    video = types.DocumentAttributeVideo(duration=duration, w=1, h=1)
    file = types.Document(
        id=1, access_hash=1, file_reference=b"", date=1, mime_type="video/mp4", size=9, dc_id=2, attributes=[video]
    )
    return types.MessageMediaDocument(document=file)


def photo(*sizes: Any) -> Any:
    return types.MessageMediaPhoto(
        photo=types.Photo(id=1, access_hash=1, file_reference=b"", date=1, sizes=list(sizes), dc_id=2)
    )


@pytest.mark.parametrize("duration", [math.nan, math.inf])
def test_a_duration_that_is_no_number_is_left_out(duration: float) -> None:
    (message,) = messages_in(history(document(duration)), 7)
    assert message.attachment is not None
    assert message.attachment.duration is None


def test_a_picture_without_a_size_that_can_be_fetched_is_unsupported() -> None:
    empty = types.PhotoSizeProgressive(type="y", w=10, h=10, sizes=[])
    whole = types.PhotoSize(type="m", w=5, h=5, size=50)
    without, beside = messages_in(history(photo(empty), photo(empty, whole)), 7)
    assert (without.is_unsupported, without.text) == (True, "Number 0")
    assert beside.attachment is not None
    assert beside.attachment.size == 50


def test_a_file_of_less_than_nothing_is_empty() -> None:
    file = document(1.0)
    file.document.size = -5
    (message, picture) = messages_in(history(file, photo(types.PhotoSize(type="m", w=5, h=5, size=-1))), 7)
    assert message.attachment is not None
    assert picture.attachment is not None
    assert (message.attachment.size, picture.attachment.size) == (0, 0)


@pytest.mark.parametrize(
    "media",
    [
        types.MessageMediaPoll(poll=None, results=None),
        document("long"),
        types.MessageMediaGeo(geo=types.GeoPoint(long=math.nan, lat=1.0, access_hash=1)),
        types.MessageMediaPhoto(photo=types.Photo(id=1, access_hash=1, file_reference=b"", date=1, sizes=3, dc_id=2)),
    ],
)
def test_a_message_that_makes_no_sense_is_marked_and_the_others_are_given(media: Any) -> None:
    before, message, after = messages_in(history(None, media, None), 7)
    assert (message.is_unsupported, message.text) == (True, "Number 1")
    assert not before.is_unsupported
    assert not after.is_unsupported


def test_a_message_of_nobody_is_left_out() -> None:
    answer = history(None, None)
    answer.messages[0].peer_id = None
    assert [message.id for message in messages_in(answer, 7)] == [1]


def test_a_chat_that_did_not_come_along_is_left_out() -> None:
    known = Known(history())
    assert [chat.id for chat in each_readable(lambda chat_id: chat_in(chat_id, known), [8, 7, -9])] == [7]


@typed
class Stumbling:
    async def read(self, error: Exception) -> None:
        raise error


STUMBLES: list[Exception] = [ValueError("x"), AttributeError("x"), KeyError("x"), OverflowError("x"), TypeError("x")]


@pytest.mark.parametrize("error", STUMBLES)
def test_whatever_reading_stumbles_over_is_a_protocol_error(error: Exception) -> None:
    with pytest.raises(ProtocolError):
        run_async_task(Stumbling().read(error))


@pytest.mark.parametrize("error", [NotFound("x"), RuntimeError("x"), OSError("x")])
def test_other_errors_stay_what_they_are(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        run_async_task(Stumbling().read(error))
    assert caught.value is error
