"""Chats and messages in JSON, without what only the server may know."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from tgsdk import (
    Attachment,
    Chat,
    ChatFolder,
    ChatPage,
    Contact,
    Dice,
    Draft,
    Entity,
    Found,
    FoundPage,
    LinkPreview,
    Location,
    Member,
    Message,
    Page,
    Photo,
    Poll,
    Profile,
    Reaction,
    Requirement,
    Sender,
    Topic,
)
from web.models import PictureSize
from web.pictures.store import picture_url
from web.words.moments import iso_in_utc
from web.words.rich_text import bounded

from . import shapes
from .addresses import message_file_url
from .composing import Editable, Written
from .media_pictures import picture_of

TEXT_LENGTH = 512  # characters of everything but a message's own text; Telegram takes fewer
URL_LENGTH = 2048
VCARD_LENGTH = 4096  # Telegram takes 2048
ITEMS = 200  # of a list: the options of a poll, the people whom somebody added
CONTENTS = {Contact: "contact", Location: "location", Poll: "poll", Dice: "dice"}


def chats_payload(page: ChatPage) -> shapes.Chats:
    """What is in the archive goes with the first page of the main list."""
    payload: shapes.Chats = {"chats": [chat_payload(chat) for chat in page.items], "next": page.next}
    if page.archive:
        unread = page.archive.unread_count, page.archive.unread_chats
        payload["archive"] = {"unread_count": unread[0], "unread_chats": unread[1]}
    return payload


def found_payload(page: Page[Found]) -> shapes.Found:
    found: list[shapes.FoundMessage] = [
        {"chat": chat_payload(each.chat), "message": message_payload(each.message)} for each in page.items
    ]
    return {"found": found, "next": page.next}


def found_in_chat_payload(page: FoundPage) -> shapes.Found:
    return {**found_payload(page), "count": page.count, "offset": page.offset}


def messages_payload(page: Page[Message]) -> shapes.Messages:
    return {"messages": [message_payload(message) for message in page.items], "next": page.next}


def chat_payload(chat: Chat) -> shapes.Chat:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": _bounded(chat.title),
        "username": _bounded(chat.username),
        "photo": _photo(chat.photo),
        "last_message": message_payload(chat.last_message) if chat.last_message else None,
        "unread_count": chat.unread_count,
        "read_outbox_max_id": chat.read_outbox_max_id,
        "read_inbox_max_id": chat.read_inbox_max_id,
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
        "is_contact": chat.is_contact,
        "draft": _draft(chat.draft) if chat.draft else None,
        "is_marked_unread": chat.is_marked_unread,
        "is_protected": chat.is_protected,
        "can_delete_others": chat.can_delete_others,
    }


def folder_payload(folder: ChatFolder) -> shapes.ChatFolder:
    return {
        "id": folder.id,
        "title": folder.title[:TEXT_LENGTH],
        "pinned": list(folder.pinned[:ITEMS]),
        "included": list(folder.included[:ITEMS]),
        "excluded": list(folder.excluded[:ITEMS]),
        "contacts": folder.contacts,
        "non_contacts": folder.non_contacts,
        "groups": folder.groups,
        "channels": folder.channels,
        "bots": folder.bots,
        "without_muted": folder.without_muted,
        "without_read": folder.without_read,
        "without_archived": folder.without_archived,
    }


def topics_payload(page: Page[Topic]) -> shapes.Topics:
    return {"topics": [topic_payload(topic) for topic in page.items], "next": page.next}


def one_topic_payload(topic: Topic) -> shapes.OneTopic:
    return {"topic": topic_payload(topic)}


def topic_payload(topic: Topic) -> shapes.Topic:
    return {
        "id": topic.id,
        "chat_id": topic.chat_id,
        "title": topic.title[:TEXT_LENGTH],
        "icon_color": topic.icon_color,
        "is_closed": topic.is_closed,
        "is_pinned": topic.is_pinned,
        "is_hidden": topic.is_hidden,
        "is_muted": topic.is_muted,
        "can_write": topic.can_write,
        "unread_count": topic.unread_count,
        "read_outbox_max_id": topic.read_outbox_max_id,
        "read_inbox_max_id": topic.read_inbox_max_id,
        "last_message": message_payload(topic.last_message) if topic.last_message else None,
        "draft": _draft(topic.draft) if topic.draft else None,
    }


def chat_info_payload(chat: Chat) -> shapes.ChatInfo:
    return {"chat": chat_payload(chat), "pts": chat.pts}


def resolved_payload(chat: Chat) -> shapes.Resolved:
    return {"chat": chat_payload(chat)}


def requirement_payload(requirement: Requirement) -> shapes.Requirement:
    return {"kind": requirement.kind, "stars": requirement.stars}


def profile_payload(profile: Profile) -> shapes.Profile:
    return {
        "chat": chat_payload(profile.chat),
        "phone": _bounded(profile.phone),
        "about": profile.about,
        "common_chats": [chat_payload(chat) for chat in profile.common_chats],
        "common_chats_count": profile.common_chats_count,
        "members_count": profile.members_count,
        "is_blocked": profile.is_blocked,
    }


def members_payload(page: Page[Member]) -> shapes.Members:
    members: list[shapes.Member] = [{"chat": chat_payload(each.chat), "role": each.role} for each in page.items]
    return {"members": members, "next": page.next}


def message_payload(message: Message) -> shapes.Message:
    forward, service, attachment = message.forward, message.service, message.attachment
    return {
        "id": message.id,
        "chat_id": message.chat_id,
        "date": iso_in_utc(message.date),
        "text": message.text,
        "entities": [_entity(entity) for entity in bounded(message.entities)],
        "is_outgoing": message.is_outgoing,
        "sender": _sender(message.sender) if message.sender else None,
        "edited_at": _time(message.edited_at),
        "reply_to": message.reply_to,
        "quote": message.quote,
        "forward": {"name": _bounded(forward.name), "date": iso_in_utc(forward.date)} if forward else None,
        "attachment": _attachment(attachment, message) if attachment else None,
        "content": _content(message.content) if message.content else None,
        "service": _bounded(asdict(service)) if service else None,
        "album_id": message.album_id,
        "is_unsupported": message.is_unsupported,
        "preview": _preview(message.preview) if message.preview else None,
        "reactions": [_reaction(reaction) for reaction in message.reactions[:ITEMS]],
        "buttons": _bounded(message.buttons),
        "is_protected": message.is_protected,
        "topic_id": message.topic_id,
    }


def _draft(draft: Draft) -> shapes.Draft:
    return {
        "text": draft.text,
        "date": iso_in_utc(draft.date),
        "entities": [_entity(entity) for entity in bounded(draft.entities)],
        "reply_to": draft.reply_to,
    }


def editable_payload(message: Message, editable: Editable) -> shapes.EditableMessage:
    return {"message": message_payload(message), "text": editable.text, "is_plain": editable.is_plain}


def formatted_payload(written: Written) -> shapes.Formatted:
    return {"text": written.text, "entities": [_entity(entity) for entity in bounded(written.entities)]}


def _attachment(attachment: Attachment, message: Message) -> shapes.Attachment:
    picture = picture_of(message)
    return {
        "kind": attachment.kind,
        "name": _bounded(attachment.name),
        "mime_type": _bounded(attachment.mime_type),
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "duration": attachment.duration,
        "url": message_file_url(message.chat_id, message.id),
        "thumbnail": _thumbnail(picture) if picture else None,
        "title": _bounded(attachment.title),
        "performer": _bounded(attachment.performer),
        "waveform": _bounded(attachment.waveform),
        "sticker": attachment.sticker,
        "emoji": _bounded(attachment.emoji),
        "supports_streaming": attachment.supports_streaming,
        "is_spoiler": attachment.is_spoiler,
    }


def _thumbnail(photo: Photo) -> shapes.Thumbnail:
    url = picture_url(photo.id, PictureSize.MESSAGE)
    return {"id": photo.id, "url": url, "width": photo.width, "height": photo.height}


def _content(content: Contact | Location | Poll | Dice) -> dict[str, Any]:
    values = {"kind": CONTENTS[type(content)], **_bounded(asdict(content))}
    if isinstance(content, Contact) and content.vcard:  # a part of it is of no use
        values["vcard"] = content.vcard if len(content.vcard) <= VCARD_LENGTH else None
    return values


def _preview(preview: LinkPreview) -> shapes.LinkPreview:
    photo = preview.photo
    return {
        "url": preview.url if len(preview.url) <= URL_LENGTH else "",
        "site": _bounded(preview.site),
        "title": _bounded(preview.title),
        "description": _bounded(preview.description),
        "photo": {"id": photo.id, "url": picture_url(photo.id, PictureSize.MESSAGE)} if photo else None,
    }


def _reaction(reaction: Reaction) -> shapes.Reaction:
    return {"emoji": _bounded(reaction.emoji), "count": reaction.count, "is_own": reaction.is_own}


def _entity(entity: Entity) -> Any:
    values = _bounded(asdict(entity)) | {"url": entity.url}  # which is bounded by itself, and a part of it is of no use
    return {name: value for name, value in values.items() if value is not None}


def _sender(sender: Sender) -> shapes.Sender:
    return {"id": sender.id, "name": _bounded(sender.name), "photo": _photo(sender.photo)}


def _photo(photo: Photo | None) -> shapes.Picture | None:
    """Its address gives the bytes once they were fetched: see views/pictures.py."""
    return {"id": photo.id, "url": picture_url(photo.id, PictureSize.CHAT)} if photo else None


def _time(at: datetime | None) -> str | None:
    return iso_in_utc(at) if at else None


def _bounded(value: Any) -> Any:
    """Cut what others have named: Telegram says a long name once, and an answer would repeat it for each message."""
    match value:
        case str():
            return value[:TEXT_LENGTH]
        case dict():
            return {name: _bounded(each) for name, each in value.items()}
        case list() | tuple():
            return [_bounded(each) for each in value[:ITEMS]]
    return value
