"""``messages.sendMedia``, ``uploadMedia`` and ``sendMultiMedia``, for files that were uploaded."""

from collections.abc import Sequence
from typing import Any

from tgsdk.backends.pyrogram.library import raw
from tgsdk.image_header import ImageHeader

from .. import codec
from ..desks.answer_builder import AnswerBuilder
from ..desks.chats import Chat, Message
from ..desks.files import Document, Photo
from ..desks.numbers import mix, signed
from ..desks.uploads import PhotoSize, Uploaded, WrongParts
from .input_peers import chat_of
from .registry import Refusal, Request, method
from .scheduled import is_for_later, schedule
from .sending import entities_of, let_answer, new_message, note_sent, refuse_random_ids, refuse_writing

MAX_CAPTION = 1024
ALBUM = range(1, 11)
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
LONGEST_SIDES = 10_000  # pixels, together
SIDES_RATIO = 20
LONGEST_SIDE_OF_M = 320

File = Photo | Document


@method("messages.SendMedia")
def send_media(request: Request) -> Any:
    query = request.query
    chat = chat_of(request.desk, query.peer)
    _check_caption(query.message)
    _check_random_ids(request, [query.random_id])
    refuse_writing(chat, query)
    return _sent(request, chat, [(query, _file(request, query.media))])


@method("messages.UploadMedia")
def upload_media(request: Request) -> Any:
    refuse_writing(chat_of(request.desk, request.query.peer))
    file = _file(request, request.query.media)
    return request.new_answer().media(file)


@method("messages.SendMultiMedia")
def send_multi_media(request: Request) -> Any:
    query = request.query
    chat, single = chat_of(request.desk, query.peer), list(query.multi_media)
    if len(single) not in ALBUM:
        raise Refusal(400, "MULTI_MEDIA_TOO_LONG" if single else "MEDIA_EMPTY")
    for each in single:
        _check_caption(each.message)
    _check_random_ids(request, [each.random_id for each in single])
    refuse_writing(chat, query)
    files = [_known_file(request, each.media) for each in single]
    if len({_is_seen(file) for file in files}) > 1:
        raise Refusal(400, "MEDIA_GROUPED_INVALID")
    return _sent(request, chat, list(zip(single, files, strict=True)))


def _sent(request: Request, chat: Chat, singles: Sequence[tuple[Any, File]]) -> Any:
    """Send files, now or later; each with its ``inputSingleMedia``, or with the call itself."""
    album = mix(singles[0][0].random_id, 71) >> 1 if len(singles) > 1 else None
    if is_for_later(request):
        return schedule(
            request, chat, {each.random_id: _new(request, chat, file, each, album) for each, file in singles}
        )
    sent = {each.random_id: _put(request, chat, file, each, album) for each, file in singles}
    let_answer(request.desk, chat)
    return _updates(request, chat, sent)


def _is_seen(file: File) -> bool:
    """Photos and videos go together, and nothing else with them."""
    video = raw.types.DocumentAttributeVideo
    return isinstance(file, Photo) or any(isinstance(each, video) for each in file.attributes)


def _check_caption(caption: str) -> None:
    if len(caption) > MAX_CAPTION:
        raise Refusal(400, "MEDIA_CAPTION_TOO_LONG")


def _check_random_ids(request: Request, random_ids: Sequence[int]) -> None:
    if 0 in random_ids:
        raise Refusal(400, "RANDOM_ID_EMPTY")
    if len(set(random_ids)) < len(random_ids):
        raise Refusal(500, "RANDOM_ID_DUPLICATE")
    refuse_random_ids(request.desk, random_ids)


def _known_file(request: Request, media: Any) -> File:
    """Return a file that ``messages.uploadMedia`` has given: an album takes no others."""
    types = raw.types
    if not isinstance(media, types.InputMediaPhoto | types.InputMediaDocument):
        raise Refusal(400, "MEDIA_INVALID")
    file = request.desk.files.get(media.id.id)
    if file is None or file.access_hash != media.id.access_hash:
        raise Refusal(400, "MEDIA_EMPTY")
    if refusal := request.world.judge_reference(file.id, media.id.file_reference):
        raise Refusal(400, refusal)
    return file


def _file(request: Request, media: Any) -> File:
    types = raw.types
    if isinstance(media, types.InputMediaPhoto | types.InputMediaDocument):
        return _known_file(request, media)
    if isinstance(media, types.InputMediaUploadedPhoto):
        file: File = _photo(request, _content(request, media.file))
    elif isinstance(media, types.InputMediaUploadedDocument):
        file = _document(request, media)
    else:
        raise Refusal(400, "MEDIA_EMPTY" if isinstance(media, types.InputMediaEmpty) else "MEDIA_INVALID")
    request.desk.keep(file)
    return file


def _content(request: Request, file: Any) -> Uploaded:
    types = raw.types
    if not isinstance(file, types.InputFile | types.InputFileBig):
        raise Refusal(400, "MEDIA_INVALID")
    md5 = getattr(file, "md5_checksum", "")
    is_big = isinstance(file, types.InputFileBig)
    try:
        return request.desk.uploads.take(file.id, file.parts, is_big=is_big, md5=md5)
    except WrongParts as wrong:
        raise Refusal(400, wrong.name) from None


def _photo(request: Request, content: Uploaded) -> Photo:
    picture = content.picture
    if content.size > LARGEST_PHOTO:
        raise Refusal(400, "PHOTO_SAVE_FILE_INVALID")
    if picture is None:
        raise Refusal(400, "IMAGE_PROCESS_FAILED")
    shorter, longer = sorted((picture.width, picture.height))
    if shorter + longer > LONGEST_SIDES or longer > shorter * SIDES_RATIO:
        raise Refusal(400, "PHOTO_INVALID_DIMENSIONS")
    return Photo(seed=request.desk.seed, sizes=_sizes(picture, content), **_common(request))


def _sizes(picture: ImageHeader, content: Uploaded) -> tuple[PhotoSize, ...]:
    """The picture as it came, also where a smaller one is asked for."""
    scale = min(1, LONGEST_SIDE_OF_M / max(picture.width, picture.height))
    small = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    sizes = (("m", *small), ("y", picture.width, picture.height))
    return tuple(PhotoSize(type=type_, width=width, height=height, content=content) for type_, width, height in sizes)


def _document(request: Request, media: Any) -> Document:
    content = _content(request, media.file)
    attributes = tuple(codec.objects(media.attributes))
    return Document(mime_type=media.mime_type, content=content, attributes=attributes, **_common(request))


def _common(request: Request) -> dict[str, Any]:
    desk = request.desk
    number = mix(desk.seed, len(desk.files), 70)
    return {
        "id": 6_000_000_000_000_000_000 + number % 10**15,
        "access_hash": signed(mix(number, 72)),
        "dc_id": request.key.dc_id,
        "date": int(request.world.now()),
    }


def _put(request: Request, chat: Chat, file: File, single: Any, album: int | None) -> Message:
    """Put the message of a file on top of a chat."""
    message = request.desk.put(chat, _new(request, chat, file, single, album))
    note_sent(request.desk, chat, message, single.random_id, file)
    return message


def _new(request: Request, chat: Chat, file: File, single: Any, album: int | None) -> Message:
    caption = single.message.strip()
    message = new_message(request, chat, caption, entities_of(single, caption))
    message.media, message.album = file, album
    return message


def _updates(request: Request, chat: Chat, sent: dict[int, Message]) -> Any:
    builder = request.new_answer()
    updates = [raw.types.UpdateMessageID(id=message.id, random_id=number) for number, message in sent.items()]
    news = [_news(request, builder, chat, message) for message in sent.values()]
    return raw.types.Updates(
        updates=[*updates, *news], users=builder.users, chats=builder.chats, date=int(request.world.now()), seq=0
    )


def _news(request: Request, builder: AnswerBuilder, chat: Chat, message: Message) -> Any:
    kind = raw.types.UpdateNewChannelMessage if chat.is_channel else raw.types.UpdateNewMessage
    return kind(message=builder.message(message), pts=request.desk.pts_of(chat), pts_count=1)
