"""The acts on messages: what can be done with them, in a chat and with one of them."""

from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from tgsdk import Chat, ChatKind, Message
from web.failures.failure import Failure

from .addresses import (
    chat_unread_url,
    chat_url,
    message_edit_url,
    messages_delete_url,
    messages_forward_url,
    messages_reaction_url,
    reply_url,
)
from .chat_rows import GROUPS, title_of
from .composing import Editable
from .conversations import topic_id_of

# What is offered: common ones, which most chats allow.
REACTIONS = ("👍", "❤", "🔥", "🎉", "😁", "🤔")
COPY, EDIT, FORWARD = "c", "e", "f"


def acts_of(message: Message) -> str:
    """Tell what can be done with a message besides what can be done with each: a letter for each act."""
    can = {
        COPY: bool(message.text),
        EDIT: message.can_edit(timezone.now()),
        FORWARD: message.can_forward,
    }
    return "".join(act for act, is_possible in can.items() if is_possible)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatActs:
    """What can be done with the messages of a chat, and the addresses for it.

    ``link`` is where the link to a message begins. Messages are deleted ``for_me`` alone, or for everyone: own ones,
    and where ``deletes_others`` those of others too; ``name`` says for whom else, in a chat with one person. The cards
    of those who wrote them are to be had where the chat ``has_authors``.
    """

    delete_url: str
    forward_url: str
    reaction_url: str
    unread_url: str
    link: str
    can_write: bool
    can_forward: bool
    for_me: bool
    for_everyone: bool
    deletes_others: bool
    name: str
    is_marked_unread: bool
    has_authors: bool

    @property
    def reactions(self) -> tuple[str, ...]:
        return REACTIONS

    @classmethod
    def of(cls, chat: Chat) -> Self:
        is_for_two, topic = chat.kind in (ChatKind.PRIVATE, ChatKind.BOT), topic_id_of(chat)
        return cls(
            delete_url=messages_delete_url(chat.id, topic),
            forward_url=messages_forward_url(chat.id, topic=topic),
            reaction_url=messages_reaction_url(chat.id, topic),
            unread_url=chat_unread_url(chat.id),
            link=(chat.link_to(0) or "").removesuffix("0"),
            can_write=chat.can_write,
            can_forward=not chat.is_protected,
            for_me=not chat.deletes_for_all,
            for_everyone=chat.kind is not ChatKind.SAVED,
            deletes_others=is_for_two or chat.can_delete_others,
            name=title_of(chat) if is_for_two else "",
            is_marked_unread=chat.is_marked_unread,
            has_authors=chat.kind in GROUPS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPane:
    """The form that a message is edited in; ``failure`` stands above it."""

    url: str
    back_url: str
    message_id: int
    text: str
    is_plain: bool
    failure: Failure | None = None

    @classmethod
    def of(cls, message: Message, editable: Editable, topic: int | None) -> Self:
        return cls.refused(message.chat_id, message.id, editable.text, None, is_plain=editable.is_plain, topic=topic)

    @classmethod
    def refused(
        cls, chat_id: int, message_id: int, text: str, failure: Failure | None, *, is_plain: bool, topic: int | None
    ) -> Self:
        """With the text as it was written, and why it was refused."""
        return cls(
            url=message_edit_url(chat_id, message_id, topic),
            back_url=chat_url(chat_id, topic),
            message_id=message_id,
            text=text,
            is_plain=is_plain,
            failure=failure,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePane:
    """One message with all that can be done with it, for whoever has no script."""

    chat: ChatActs
    message_id: int
    text: str
    link: str
    reply_url: str
    edit_url: str | None
    forward_url: str | None
    for_everyone: bool
    back_url: str

    @classmethod
    def of(cls, chat: Chat, message: Message, words: str) -> Self:
        acts, topic = acts_of(message), topic_id_of(chat)
        return cls(
            chat=ChatActs.of(chat),
            message_id=message.id,
            text=words,
            link=chat.link_to(message.id) or "",
            reply_url=reply_url(chat.id, message.id, topic),
            edit_url=message_edit_url(chat.id, message.id, topic) if EDIT in acts else None,
            forward_url=messages_forward_url(chat.id, [message.id], topic) if FORWARD in acts else None,
            for_everyone=chat.kind is not ChatKind.SAVED and chat.can_delete_for_everyone(message),
            back_url=f"{chat_url(chat.id, topic)}#message-{message.id}",
        )
