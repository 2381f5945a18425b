"""The members of a group or a channel, as its card lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from tgsdk import ChatKind, Member, MemberRole, Page
from web.models import PictureSize
from web.pictures import store as pictures
from web.pictures.avatars import Avatar
from web.pictures.store import Shown
from web.words.names import name_of

from .addresses import members_url, person_url
from .calls import Desk
from .chat_rows import subtitle_of
from .wanted_pictures import wanted_avatars

MEMBERS = 30  # of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member, whose card is at ``url``; ``role`` is a word for whoever is more than a member."""

    url: str
    name: str
    subtitle: str
    role: str
    avatar: Avatar

    @classmethod
    def of(cls, member: Member, shown: Shown) -> Self:
        chat, name = member.chat, name_of(member.chat.title, member.chat.id)
        return cls(
            url=person_url(chat.id),
            name=name,
            subtitle=_("you") if chat.kind is ChatKind.SAVED else subtitle_of(chat),
            role=_role_in_words(member.role),
            avatar=Avatar.of(f"avatar-w-{chat.id}", chat.id, name, chat.photo, shown),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPane:
    """A page of members; where the chat shows them to nobody, ``refusal`` says so."""

    back_url: str
    rows: Sequence[MemberRow] = ()
    next_url: str | None = None
    wanted: Sequence[str] = ()
    refusal: str = ""

    @classmethod
    def of(cls, chat_id: int, page: Page[Member], shown: Shown, topic: int | None) -> Self:
        rows = [MemberRow.of(member, shown) for member in page.items]
        return cls(
            back_url=person_url(chat_id, topic),
            rows=rows,
            next_url=members_url(chat_id, page.next, topic) if page.next else None,
            wanted=wanted_avatars([row.avatar for row in rows], shown),
        )

    @classmethod
    def hidden(cls, chat_id: int, topic: int | None) -> Self:
        return cls(back_url=person_url(chat_id, topic), refusal=hidden_in_words())


def read_members(desk: Desk, chat_id: int, cursor: str | None, topic: int | None) -> MembersPane:
    """Read a page of members. Their pictures are noted, so that they can be fetched afterwards."""
    page = desk.members(chat_id, MEMBERS, cursor)
    faces = [(member.chat.photo, PictureSize.CHAT) for member in page.items if member.chat.photo]
    return MembersPane.of(chat_id, page, pictures.note(desk.account.row.pk, faces), topic)


def hidden_in_words() -> str:
    return _("The members are hidden: only administrators see them.")


def _role_in_words(role: MemberRole) -> str:
    if role is MemberRole.CREATOR:
        return _("owner")
    return _("administrator") if role is MemberRole.ADMINISTRATOR else ""
