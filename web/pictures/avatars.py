"""The round picture of a person or a chat: a photo, or initials on a colour that follows from the id."""

from dataclasses import dataclass
from typing import Self

from tgsdk import Photo
from tgsdk.contrib.django.models import COLORS
from web.models import PictureSize

from .store import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """``url`` is None while the photo is not here, or where there is none: see pictures.py."""

    element_id: str
    initials: str = ""
    color: int = 0
    photo_id: int | None = None
    url: str | None = None

    @classmethod
    def of(cls, element_id: str, owner_id: int, name: str, photo: Photo | None, shown: Shown) -> Self:
        return cls(
            element_id=element_id,
            initials=initials(name),
            color=color(owner_id),
            photo_id=photo.id if photo else None,
            url=shown.url(photo, PictureSize.CHAT),
        )


def color(owner_id: int) -> int:
    return abs(owner_id) % COLORS


def initials(name: str) -> str:
    """Of the first and the last word that begin with a letter or a digit."""
    letters = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join(letters[:1] + letters[1:][-1:]).upper() or "?"
