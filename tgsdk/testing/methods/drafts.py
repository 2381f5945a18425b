"""``messages.saveDraft`` (https://core.telegram.org/api/drafts)."""

from typing import Any

from .. import codec
from ..desks.chats import Draft
from .input_peers import chat_of
from .registry import Refusal, Request, method
from .sending import MAX_TEXT_LENGTH


@method("messages.SaveDraft")
def save_draft(request: Request) -> Any:
    query = request.query
    chat = chat_of(request.desk, query.peer)
    if len(query.message) > MAX_TEXT_LENGTH:
        raise Refusal(400, "MESSAGE_TOO_LONG")
    reply = getattr(query, "reply_to", query)  # an object, in later layers
    answered = getattr(reply, "reply_to_msg_id", None)
    if not (query.message or answered):
        chat.draft = None
        return True
    entities = tuple(codec.objects(query.entities or []))
    chat.draft = Draft(text=query.message, date=int(request.world.now()), reply_to=answered, entities=entities)
    return True
