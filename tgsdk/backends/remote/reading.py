"""JSON of the site -> types. What a newer site says beyond them is passed over; what makes no sense is refused."""

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar

from tgsdk.errors import ProtocolError
from tgsdk.types import (
    Archive,
    Attachment,
    AttachmentKind,
    Chat,
    ChatFolder,
    ChatKind,
    ChatPage,
    CodeSent,
    CodeType,
    Contact,
    Dice,
    Draft,
    Entity,
    EntityKind,
    Forward,
    Found,
    FoundPage,
    LinkPreview,
    Location,
    Member,
    MemberRole,
    Message,
    Page,
    Photo,
    Poll,
    PollResult,
    Profile,
    QrLogin,
    Reaction,
    Requirement,
    RequirementKind,
    Sender,
    Service,
    ServiceKind,
    StickerKind,
    Topic,
    User,
)

__all__ = [
    "read_chat_info",
    "read_chats",
    "read_code",
    "read_folders",
    "read_found",
    "read_members",
    "read_message_list",
    "read_messages",
    "read_profile",
    "read_qr",
    "read_requirement",
    "read_resolved",
    "read_sent",
    "read_sent_files",
    "read_topic",
    "read_topics",
    "read_user",
    "write_entities",
]

P = ParamSpec("P")
T = TypeVar("T")
Kind = TypeVar("Kind", bound=StrEnum)
Json = dict[str, Any]
PICTURE, OF_MESSAGE = "chat", "message"  # the location of a picture: its size, for its id is enough besides
CONTENTS: dict[str, type[Contact | Location | Poll | Dice]] = {
    "contact": Contact,
    "location": Location,
    "poll": Poll,
    "dice": Dice,
}


def sensibly(read: Callable[P, T]) -> Callable[P, T]:
    """Decorate a reading: what it cannot make sense of is a ProtocolError."""

    @functools.wraps(read)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            # Without "from": the cause would carry parts of messages into logs.
            raise ProtocolError("HR Helper's answer makes no sense") from None

    return wrapper


@sensibly
def read_user(said: Json) -> User:
    return User(
        id=_int(said["id"]), first_name=said["first_name"], last_name=said["last_name"], username=said["username"]
    )


@sensibly
def read_qr(said: Json) -> QrLogin:
    return QrLogin(url=_str(said["url"]), expires_at=_time(said["expires_at"]))


@sensibly
def read_code(said: Json, phone: str) -> CodeSent:
    """Read the way of a code. When the next way is open follows from when this one is read."""
    next_type = said.get("next_type")
    return CodeSent(
        phone=phone,
        type=_kind(CodeType, said["type"], CodeType.APP),
        length=said.get("length"),
        next_type=_kind(CodeType, next_type, CodeType.SMS) if next_type else None,
        timeout=said.get("timeout"),
    )


@sensibly
def read_chats(said: Json) -> ChatPage:
    archive = said.get("archive")
    return ChatPage(
        items=tuple(_chat(each) for each in said["chats"]),
        next=said["next"],
        archive=Archive(**_plain(Archive, archive)) if archive else None,
    )


@sensibly
def read_folders(said: Json) -> tuple[ChatFolder, ...]:
    return tuple(_folder(each) for each in said["folders"])


def _folder(said: Json) -> ChatFolder:
    named = {name: tuple(map(_int, said[name])) for name in ("pinned", "included", "excluded")}
    return ChatFolder(**_plain(ChatFolder, said) | named)


@sensibly
def read_found(said: Json) -> FoundPage:
    found = (Found(chat=_chat(each["chat"]), message=_message(each["message"])) for each in said["found"])
    return FoundPage(items=tuple(found), next=said["next"], count=said.get("count"), offset=said.get("offset"))


@sensibly
def read_messages(said: Json) -> Page[Message]:
    return Page(items=tuple(_message(each) for each in said["messages"]), next=said["next"])


@sensibly
def read_message_list(said: Json) -> tuple[Message, ...]:
    return tuple(_message(each) for each in said["messages"])


@sensibly
def read_sent(said: Json) -> Message:
    return _message(said["message"])


@sensibly
def read_resolved(said: Json) -> Chat:
    return _chat(said["chat"])


@sensibly
def read_requirement(said: Json) -> Requirement:
    return Requirement(kind=_kind(RequirementKind, said["kind"], RequirementKind.UNKNOWN), stars=said["stars"])


@sensibly
def read_profile(said: Json) -> Profile:
    return Profile(
        chat=_chat(said["chat"]),
        phone=said["phone"],
        about=_str(said["about"]),
        common_chats=tuple(_chat(each) for each in said["common_chats"]),
        common_chats_count=_int(said["common_chats_count"]),
        members_count=said["members_count"],
        is_blocked=said["is_blocked"] is True,
    )


@sensibly
def read_members(said: Json) -> Page[Member]:
    members = tuple(
        Member(chat=_chat(each["chat"]), role=_kind(MemberRole, each["role"], MemberRole.MEMBER))
        for each in said["members"]
    )
    return Page(items=members, next=said["next"])


def write_entities(entities: Iterable[Entity]) -> str:
    """Write entities as a form of the site takes them: as JSON."""
    said = ({name: value for name, value in asdict(each).items() if value is not None} for each in entities)
    return json.dumps(list(said))


@sensibly
def read_sent_files(said: Json) -> tuple[Message, ...]:
    """Read the messages of an album, or the one of a single file."""
    return tuple(_message(each) for each in said.get("messages") or [said["message"]])


@sensibly
def read_chat_info(said: Json) -> Chat:
    return _chat(said["chat"], pts=_int(said["pts"]))


def _chat(said: Json, *, pts: int = 0) -> Chat:
    was_online_at, last_message = said["was_online_at"], said["last_message"]
    read = {
        "id": _int(said["id"]),
        "kind": _kind(ChatKind, said["kind"], ChatKind.GROUP),
        "title": _str(said["title"]),
        "photo": _photo(said["photo"]) if said["photo"] else None,
        "last_message": _message(last_message) if last_message else None,
        "was_online_at": _time(was_online_at) if was_online_at else None,
        "draft": _draft(said["draft"]) if said.get("draft") else None,
        "pts": pts,
    }
    return Chat(**_plain(Chat, said) | read)


@sensibly
def read_topics(said: Json) -> Page[Topic]:
    return Page(items=tuple(_topic(each) for each in said["topics"]), next=said["next"])


@sensibly
def read_topic(said: Json) -> Topic:
    return _topic(said["topic"])


def _topic(said: Json) -> Topic:
    last_message = said["last_message"]
    read = {
        "id": _int(said["id"]),
        "chat_id": _int(said["chat_id"]),
        "title": _str(said["title"]),
        "last_message": _message(last_message) if last_message else None,
        "draft": _draft(said["draft"]) if said.get("draft") else None,
    }
    return Topic(**_plain(Topic, said) | read)


def _plain(kind: type[Any], said: Json) -> Json:
    """Return the fields that are alike in JSON and in the type; those that an older site does not say have defaults."""
    return {field.name: said[field.name] for field in fields(kind) if _is_plain(said.get(field.name))}


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int)


def _message(said: Json) -> Message:
    content = _content(said["content"]) if said["content"] else None
    read = {
        "id": _int(said["id"]),
        "chat_id": _int(said["chat_id"]),
        "date": _time(said["date"]),
        "text": _str(said["text"]),
        "entities": tuple(_entity(each) for each in said["entities"] if each["kind"] in set(EntityKind)),
        "sender": _sender(said["sender"]) if said["sender"] else None,
        "edited_at": _time(said["edited_at"]) if said["edited_at"] else None,
        "forward": _forward(said["forward"]) if said["forward"] else None,
        "attachment": _attachment(said["attachment"], said) if said["attachment"] else None,
        "content": content,
        "service": _service(said["service"]) if said["service"] else None,
        "is_unsupported": said["is_unsupported"] is True or (bool(said["content"]) and content is None),
        "preview": _preview(said["preview"]) if said.get("preview") else None,
        "reactions": tuple(map(_reaction, said.get("reactions", ()))),
        "buttons": tuple(tuple(map(_str, row)) for row in said.get("buttons", ())),
    }
    return Message(**_plain(Message, said) | read)


def _draft(said: Json) -> Draft:
    return Draft(
        text=_str(said["text"]),
        date=_time(said["date"]),
        entities=tuple(_entity(each) for each in said["entities"] if each["kind"] in set(EntityKind)),
        reply_to=said["reply_to"],
    )


def _sender(said: Json) -> Sender:
    photo = said.get("photo")
    return Sender(id=_int(said["id"]), name=_str(said["name"]), photo=_photo(photo) if photo else None)


def _entity(said: Json) -> Entity:
    return Entity(
        kind=EntityKind(said["kind"]),
        offset=_int(said["offset"]),
        length=_int(said["length"]),
        url=said.get("url"),
        language=said.get("language"),
    )


def _forward(said: Json) -> Forward:
    return Forward(name=said["name"], date=_time(said["date"]))


def _attachment(said: Json, message: Json) -> Attachment:
    sticker = said.get("sticker")
    read = {
        "kind": _kind(AttachmentKind, said["kind"], AttachmentKind.DOCUMENT),
        "size": _int(said["size"]),
        "mime_type": _str(said["mime_type"]),
        "location": f"{_int(message['chat_id'])}/{_int(message['id'])}",
        "waveform": tuple(map(_int, said.get("waveform", ()))),
        "sticker": _kind(StickerKind, sticker, StickerKind.STATIC) if sticker else None,
        "thumbnail": _photo(said["thumbnail"], OF_MESSAGE) if said.get("thumbnail") else None,
    }
    return Attachment(**_plain(Attachment, said) | read)


def _reaction(said: Json) -> Reaction:
    values = _plain(Reaction, said)
    return Reaction(**{**values, "emoji": said["emoji"]})


def _preview(said: Json) -> LinkPreview:
    photo = _photo(said["photo"], OF_MESSAGE) if said["photo"] else None
    return LinkPreview(**_plain(LinkPreview, said) | {"url": _str(said["url"]), "photo": photo})


def _photo(said: Json, size: str = PICTURE) -> Photo:
    return Photo(id=_int(said["id"]), location=size, width=said.get("width"), height=said.get("height"))


def _content(said: Json) -> Contact | Location | Poll | Dice | None:
    """Read what a message holds; None for a kind that only a newer site knows."""
    kind = CONTENTS.get(said["kind"])
    values = {name: value for name, value in said.items() if kind and name in kind.__dataclass_fields__}
    if kind is Poll:
        values["options"] = tuple(values["options"])
        values["results"] = tuple(PollResult(**_plain(PollResult, each)) for each in values.get("results", ()))
    return kind(**values) if kind else None


def _service(said: Json) -> Service:
    kind = _kind(ServiceKind, said["kind"], ServiceKind.OTHER)
    return Service(kind=kind, title=said["title"], names=tuple(said["names"]), seconds=said["seconds"])


def _kind(kinds: type[Kind], said: str, unknown: Kind) -> Kind:
    return kinds(said) if said in set(kinds) else unknown


def _time(said: str) -> datetime:
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at


def _int(said: object) -> int:
    if type(said) is not int:
        raise TypeError("no number")
    return said


def _str(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError("no text")
    return said
