"""What is done with a chat in the list: pinning, archiving, muting, and marking it as read or unread."""

from dataclasses import dataclass
from typing import Self

from tgsdk import Capability, Chat, NotLoggedIn, TelegramError
from tgsdk.contrib.django.accounts import is_supported
from web.failures.failure import Failure

from .addresses import chat_archive_url, chat_mute_url, chat_pin_url, chat_unread_url
from .calls import Desk

#: What a row of the list says of its chat: chat_menu.js shows what fits.
PINNED, MUTED, ARCHIVED, UNREAD = "p", "m", "a", "u"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagingPane:
    """The acts in a chat's card, each with what the chat is now; ``last`` is the message to read it up to.

    ``failure`` is why the act before was refused.
    """

    pin_url: str
    archive_url: str
    mute_url: str
    unread_url: str
    is_pinned: bool
    is_archived: bool
    is_muted: bool
    is_unread: bool
    last: int
    failure: Failure | None = None

    @classmethod
    def of(cls, chat: Chat) -> Self | None:
        """None for a chat that the list does not have."""
        if chat.last_message is None:
            return None
        return cls(
            pin_url=chat_pin_url(chat.id),
            archive_url=chat_archive_url(chat.id),
            mute_url=chat_mute_url(chat.id),
            unread_url=chat_unread_url(chat.id),
            is_pinned=chat.is_pinned,
            is_archived=chat.is_archived,
            is_muted=chat.is_muted,
            is_unread=is_unread(chat),
            last=chat.last_message.id,
        )


def read_managing(desk: Desk, chat_id: int) -> ManagingPane | None:
    """Read what can be done with a chat. None where that fails too: the card has more to say."""
    if is_supported(Capability.MANAGE_CHATS):
        try:
            return ManagingPane.of(desk.chat(chat_id))
        except NotLoggedIn:
            raise
        except TelegramError:
            return None
    return None


def is_unread(chat: Chat) -> bool:
    return bool(chat.unread_count or chat.is_marked_unread)


def states_of(chat: Chat) -> str:
    """Write down what a chat is, a letter for each state."""
    states = {PINNED: chat.is_pinned, MUTED: chat.is_muted, ARCHIVED: chat.is_archived, UNREAD: is_unread(chat)}
    return "".join(letter for letter, is_so in states.items() if is_so)
