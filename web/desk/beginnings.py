"""The beginning of a conversation: what stands before the first message to somebody, in words."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tgsdk import Chat, ChatKind, Message, Page, Requirement, RequirementKind
from tgsdk.contrib.django.accounts import Beginning
from web.failures.failure import describe


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginningPane:
    """What is said before anything is typed; with ``closed`` nothing can be sent."""

    note: str
    closed: str

    @classmethod
    def of(cls, beginning: Beginning) -> Self:
        if beginning.refusal is not None:
            return cls(note="", closed=describe(beginning.refusal, "text").text)
        return cls(note=_note(beginning), closed=_closed(beginning.requirement))

    @classmethod
    def of_closed_topic(cls) -> Self:
        return cls(note="", closed=_("This topic is closed: nobody can write in it now."))


def may_begin(chat: Chat, page: Page[Message]) -> bool:
    """Tell whether nobody has written in this chat with a person yet."""
    return chat.kind is ChatKind.PRIVATE and not chat.is_deleted and chat.last_message is None and not page.items


def _closed(requirement: Requirement) -> str:
    if requirement.kind is RequirementKind.PREMIUM:
        return _("This person takes messages from contacts and Telegram Premium subscribers only.")
    if requirement.kind is RequirementKind.PAYMENT:
        return _price(requirement.stars)
    return ""


def _price(stars: int | None) -> str:
    if stars is None:
        return _("Messages have to be paid for here. Write in the Telegram app.")
    text = ngettext(
        "Each message to this person costs %(number)d star. Write in the Telegram app.",
        "Each message to this person costs %(number)d stars. Write in the Telegram app.",
        stars,
    )
    return text % {"number": stars}


def _note(beginning: Beginning) -> str:
    """The first message of a conversation counts; nobody has to guess for how much."""
    new = _("A new conversation. Nobody is added to your contacts.")
    if beginning.left is None:
        return new
    text = ngettext(
        "You can begin %(number)d more today, so that Telegram does not take your account for a spammer's.",
        "You can begin %(number)d more today, so that Telegram does not take your account for a spammer's.",
        beginning.left,
    )
    return f"{new} {text % {'number': beginning.left}}"
