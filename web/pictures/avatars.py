"""Avatars: the photo of a person or a chat, or initials on a colour."""

import unicodedata
from dataclasses import dataclass
from typing import Self

from tgsdk import Photo
from tgsdk.contrib.django.models import COLORS
from web.models import PictureSize

from .store import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """One avatar on the page. ``url`` is None until its photo was fetched, and where there is no photo. Saved Messages
    have the same sign everywhere.
    """

    element_id: str
    initials: str = ""
    color: int = 0
    photo_id: int | None = None
    url: str | None = None
    is_saved: bool = False

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
    """The number of a person's or chat's colour, the same everywhere."""
    return abs(owner_id) % COLORS


def initials(name: str) -> str:
    """The initials of the first and the last word that begin with a letter or a digit."""
    words = unicodedata.normalize("NFC", name).split()  # an "й" may be written as two characters
    letters = [word[0] for word in words if word[0].isalnum()]
    return "".join(letters[:1] + letters[1:][-1:]).upper() or "?"
