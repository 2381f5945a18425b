"""Pictures that a page has a place for: written into one address by whoever makes the page, and read from it again.

``901.l-77`` is the photo 901 for the avatar of the chat 77 in the list, ``901.b-5`` that of whoever wrote message 5,
``901.w-77`` that of a member of a group;
``901.m-5.320x160`` is one for message 5, in its size on the page, ``901.s-5.96x96`` the same where shared photos stand.
Programs ask by size alone: ``901.chat``, ``901.message``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from web.models import PictureSize
from web.pictures.avatars import Avatar
from web.pictures.store import Shown, picture_url

from .message_rows import MessageRow

PICTURES_ASKED = 100  # in one request, at most
WANTED = re.compile(
    r"(?P<photo>-?[0-9]{1,19})\.(?:(?P<size>chat|message)|(?P<chat>[lfhagpbw]-[0-9-]{1,40})"
    r"|(?P<message>[ms]-[0-9]{1,10})\.(?P<width>[0-9]{1,4})x(?P<height>[0-9]{1,4}))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPicture:
    """A picture for the element that waits for it. Avatars have no width and height of their own."""

    element_id: str
    url: str
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPicture:
    """A picture, by photo and size, and the place on the page where it is to be shown."""

    key: tuple[int, str]
    place: str
    width: int
    height: int

    @classmethod
    def read(cls, said: str) -> Self | None:
        """None for what no page has written."""
        match = WANTED.fullmatch(said)
        if match is None or abs(int(match["photo"])) >= 2**63:
            return None
        size = PictureSize.MESSAGE if match["message"] or match["size"] == "message" else PictureSize.CHAT
        return cls(
            key=(int(match["photo"]), size.value),
            place=match["chat"] or match["message"] or "",
            width=int(match["width"] or 0),
            height=int(match["height"] or 0),
        )

    def fetched(self) -> FetchedPicture:
        url = picture_url(*self.key)
        if self.key[1] == PictureSize.CHAT:
            return FetchedPicture(element_id=f"avatar-{self.place}", url=url)
        element_id = f"picture-{self.place.removeprefix('m-')}"
        return FetchedPicture(element_id=element_id, url=url, width=self.width, height=self.height, alt=_("Photo"))


def wanted_avatars(avatars: Iterable[Avatar], shown: Shown) -> Sequence[str]:
    """Write down which of these avatars are to be fetched, for pictures_url()."""
    return [
        f"{avatar.photo_id}.{avatar.element_id.removeprefix('avatar-')}"
        for avatar in avatars
        if (avatar.photo_id, PictureSize.CHAT.value) in shown.wanted
    ]


def wanted_in_messages(rows: Sequence[MessageRow], shown: Shown) -> Sequence[str]:
    """Write down which faces beside these messages and which pictures in them are to be fetched, for pictures_url()."""
    return [*wanted_avatars((row.face for row in rows if row.face), shown), *_wanted_thumbnails(rows, shown)]


def _wanted_thumbnails(rows: Iterable[MessageRow], shown: Shown) -> Sequence[str]:
    return [
        f"{picture.photo_id}.m-{picture.element_id.removeprefix('picture-')}.{picture.width}x{picture.height}"
        for row in rows
        if row.above or row.below
        for picture in row.pictures
        if (picture.photo_id, PictureSize.MESSAGE.value) in shown.wanted
    ]


def read_wanted(said: Sequence[str]) -> list[WantedPicture]:
    """Read the pictures that an address asks for; what is not understood is left out."""
    return [wanted for each in said[:PICTURES_ASKED] if (wanted := WantedPicture.read(each))]
