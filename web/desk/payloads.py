"""Chats and messages in JSON, without what only the server may know."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from tgsdk import Attachment, Chat, Contact, Dice, Entity, Found, Location, Message, Page, Photo, Poll
from web.models import PictureSize
from web.pictures.store import picture_url
from web.words.moments import iso_in_utc

from .addresses import message_file_url

CONTENTS = {Contact: "contact", Location: "location", Poll: "poll", Dice: "dice"}


def chats_payload(page: Page[Chat]) -> dict[str, Any]:
    return {"chats": [chat_payload(chat) for chat in page.items], "next": page.next}


def found_payload(page: Page[Found]) -> dict[str, Any]:
    found = [{"chat": chat_payload(each.chat), "message": message_payload(each.message)} for each in page.items]
    return {"found": found, "next": page.next}


def messages_payload(page: Page[Message]) -> dict[str, Any]:
    return {"messages": [message_payload(message) for message in page.items], "next": page.next}


def chat_payload(chat: Chat) -> dict[str, Any]:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "username": chat.username,
        "photo": _photo(chat.photo),
        "last_message": message_payload(chat.last_message) if chat.last_message else None,
        "unread_count": chat.unread_count,
        "read_outbox_max_id": chat.read_outbox_max_id,
        "is_pinned": chat.is_pinned,
        "is_muted": chat.is_muted,
        "is_archived": chat.is_archived,
        "is_deleted": chat.is_deleted,
        "is_verified": chat.is_verified,
        "can_write": chat.can_write,
        "members_count": chat.members_count,
        "is_online": chat.is_online,
        "was_online_at": _time(chat.was_online_at),
        "migrated_to": chat.migrated_to,
    }


def message_payload(message: Message) -> dict[str, Any]:
    forward, service, attachment = message.forward, message.service, message.attachment
    return {
        "id": message.id,
        "chat_id": message.chat_id,
        "date": iso_in_utc(message.date),
        "text": message.text,
        "entities": [_entity(entity) for entity in message.entities],
        "is_outgoing": message.is_outgoing,
        "sender": asdict(message.sender) if message.sender else None,
        "edited_at": _time(message.edited_at),
        "reply_to": message.reply_to,
        "forward": {"name": forward.name, "date": iso_in_utc(forward.date)} if forward else None,
        "attachment": _attachment(attachment, message) if attachment else None,
        "content": {"kind": CONTENTS[type(message.content)]} | asdict(message.content) if message.content else None,
        "service": asdict(service) if service else None,
        "album_id": message.album_id,
        "is_unsupported": message.is_unsupported,
    }


def _attachment(attachment: Attachment, message: Message) -> dict[str, Any]:
    return {
        "kind": attachment.kind,
        "name": attachment.name,
        "mime_type": attachment.mime_type,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "duration": attachment.duration,
        "url": message_file_url(message.chat_id, message.id),
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {name: value for name, value in asdict(entity).items() if value is not None}


def _photo(photo: Photo | None) -> dict[str, Any] | None:
    """Its address gives the bytes once they were fetched: see views/pictures.py."""
    return {"id": photo.id, "url": picture_url(photo.id, PictureSize.CHAT)} if photo else None


def _time(at: datetime | None) -> str | None:
    return iso_in_utc(at) if at else None
