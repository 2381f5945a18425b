"""Raw messages, read (https://core.telegram.org/api/messages)."""

from typing import Any

from tgsdk.types import Forward, Message, Sender, Topic

from .buttons import buttons_in
from .entities import entities_in
from .guard import UNREADABLE, each_readable
from .media import carried_by
from .peers import Known, chat_id_of
from .raw import field, is_a, seconds_of, time_of
from .reactions import reactions_in
from .service import service_in

__all__ = [
    "date_of",
    "edited_message_in",
    "last_message_in",
    "message_in",
    "messages_in",
    "senders_in",
    "sent_message_in",
]


def messages_in(answer: Any, chat_id: int) -> tuple[Message, ...]:
    """Read the messages of a chat, without those that are deleted."""
    known = Known(answer)
    messages = (message for message in answer.messages if not is_a(message, "MessageEmpty"))
    read = each_readable(lambda message: message_in(message, known), messages)
    return tuple(message for message in read if message.chat_id == chat_id)


def senders_in(answer: Any) -> set[int]:
    """Return the ids of those who wrote the messages of an answer in groups: of no others Telegram says it."""
    return {chat_id_of(each.from_id) for each in answer.messages if field(each, "from_id") is not None}


def last_message_in(peer: Any, top_message: int, known: Known) -> Message | None:
    """Read the last message of a dialog, which came with the same answer."""
    top = known.message(chat_id_of(peer), top_message)
    return next(each_readable(lambda message: message_in(message, known), [] if top is None else [top]), None)


def _is_in(message: Any, chat_id: int) -> bool:
    return not is_a(message, "MessageEmpty") and chat_id_of(message.peer_id) == chat_id


def message_in(message: Any, known: Known) -> Message:
    """Read a ``message`` or a ``messageService``; one whose content makes no sense is marked as unsupported."""
    common = {
        "id": message.id,
        "chat_id": chat_id_of(message.peer_id),
        "date": date_of(message),
        "is_outgoing": bool(message.out) or _is_note(message, known),
        "sender": _sender(message, known),
        "reply_to": _reply_to(message.reply_to),
        "quote": field(message.reply_to, "quote_text") or None,
        "topic_id": _topic_of(message, known),
        "is_protected": bool(field(message, "noforwards")),
    }
    try:
        return Message(**common, **_content(message, known))
    except UNREADABLE:
        return Message(**common, text=field(message, "message") or "", is_unsupported=True)


def _content(message: Any, known: Known) -> dict[str, Any]:
    if is_a(message, "MessageService"):
        return {"service": service_in(message, known)}
    text = message.message or ""
    return {
        **carried_by(message.media),
        "text": text,
        "entities": entities_in(text, message.entities),
        "edited_at": None if message.edit_hide else time_of(message.edit_date),
        "forward": _forward(message.fwd_from, known),
        "album_id": message.grouped_id,
        "reactions": reactions_in(field(message, "reactions")),
        "buttons": buttons_in(field(message, "reply_markup")),
    }


def _is_note(message: Any, known: Known) -> bool:
    """Whether the account wrote it in its own Saved Messages, where nothing counts as outgoing to Telegram."""
    return known.is_self(message.peer_id) and field(message, "fwd_from") is None


def date_of(message: Any) -> Any:
    """Return the date of a message; one that has none is as old as can be."""
    return time_of(seconds_of(message.date) or 1)


def _sender(message: Any, known: Known) -> Sender | None:
    """Read the sender; in a channel that is whoever signed, if anybody."""
    author = field(message, "post_author")
    if message.from_id is None and is_a(message.peer_id, "PeerChannel"):
        return Sender(id=chat_id_of(message.peer_id), name=author) if author else None
    peer = message.from_id or (None if message.out else message.peer_id)
    return None if peer is None else known.sender(peer)


def _reply_to(header: Any) -> int | None:
    """Read the id of the message in the same chat that is answered; not of the one that opens a forum's topic."""
    number = field(header, "reply_to_msg_id")
    if number is None or header.reply_to_peer_id is not None:
        return None
    return None if header.forum_topic and header.reply_to_top_id is None else int(number)


def _topic_of(message: Any, known: Known) -> int | None:
    """Read the topic of a forum that a message is in; the one that begins a topic is in it too."""
    if is_a(field(message, "action"), "MessageActionTopicCreate"):
        return int(message.id)
    header = message.reply_to
    number = (header.reply_to_top_id or header.reply_to_msg_id) if field(header, "forum_topic") else None
    if number:
        return int(number)
    return Topic.GENERAL if field(known.get(chat_id_of(message.peer_id)), "forum") else None


def _forward(header: Any, known: Known) -> Forward | None:
    if header is None:
        return None
    return Forward(name=header.from_name or known.name(header.from_id) or None, date=date_of(header))


def sent_message_in(updates: Any, chat_id: int, random_id: int) -> Message | None:
    """Read the message that was sent with this random id (``updateMessageID``); None if it does not come along."""
    if not is_a(updates, "Updates", "UpdatesCombined"):
        return None
    sent = {update.id for update in updates.updates if field(update, "random_id") == random_id}
    known = Known(updates)
    for update in updates.updates:
        message = field(update, "message")
        if field(message, "id") in sent and _is_in(message, chat_id):
            return message_in(message, known)
    return None


def planned_message_in(updates: Any, chat_id: int, message_id: int) -> Message | None:
    """Read the planned message that was edited (``updateNewScheduledMessage``), or was sent then, its time being near.

    None if neither comes along.
    """
    if not is_a(updates, "Updates", "UpdatesCombined"):
        return None
    known = Known(updates)
    for update in updates.updates:
        message = field(update, "message")
        is_edited = is_a(update, "UpdateNewScheduledMessage") and message.id == message_id
        is_sent = is_a(update, "UpdateNewMessage", "UpdateNewChannelMessage") and field(message, "out")
        if (is_edited or is_sent) and _is_in(message, chat_id):
            return message_in(message, known)
    return None


def edited_message_in(updates: Any, chat_id: int, message_id: int) -> Message | None:
    """Read the message that was edited (``updateEditMessage``); None if it does not come along."""
    if not is_a(updates, "Updates", "UpdatesCombined"):
        return None
    known = Known(updates)
    for update in updates.updates:
        message = field(update, "message")
        if is_a(update, "UpdateEditMessage", "UpdateEditChannelMessage") and message.id == message_id:
            return message_in(message, known) if _is_in(message, chat_id) else None
    return None
