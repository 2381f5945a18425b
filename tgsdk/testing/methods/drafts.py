"""``messages.saveDraft`` (https://core.telegram.org/api/drafts)."""

from typing import Any

from .. import codec
from ..desks.chats import Chat
from ..desks.draft import Draft
from ..desks.topic import GENERAL, DeskTopic
from ..desks.topics import is_forum, topics_of
from .input_peers import chat_of
from .registry import Refusal, Request, method
from .sending import MAX_TEXT_LENGTH


@method("messages.SaveDraft")
def save_draft(request: Request) -> Any:
    query = request.query
    chat = chat_of(request.desk, query.peer)
    if len(query.message) > MAX_TEXT_LENGTH:
        raise Refusal(400, "MESSAGE_TOO_LONG")
    reply = getattr(query, "reply_to", None) or query  # an object, in later layers
    answered, top = getattr(reply, "reply_to_msg_id", None), getattr(reply, "top_msg_id", None)
    place: Chat | DeskTopic = chat
    if is_forum(chat):
        place, answered = _topic(chat, top), None if answered == top else answered
    if not (query.message or answered):
        place.draft = None
        return True
    entities = tuple(codec.objects(query.entities or []))
    place.draft = Draft(text=query.message, date=int(request.world.now()), reply_to=answered, entities=entities)
    return True


def _topic(chat: Chat, topic_id: int | None) -> DeskTopic:
    topic = topics_of(chat).get(topic_id or GENERAL)
    if topic is None:
        raise Refusal(400, "TOPIC_ID_INVALID")
    return topic
