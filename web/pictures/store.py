"""Pictures of people, chats and messages: noted when Telegram shows them, fetched together, kept for one account."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from tgsdk import Photo
from web.models import Picture, PictureSize
from web.reversing import address

LARGEST = 512 * 1024  # bytes of a picture
MAX_PICTURES = 2000  # pictures of an account: the newest
LONGEST_URL = 3500  # characters: servers take 4,000 or so
TRY_AGAIN_AFTER = timedelta(hours=1)  # what Telegram did not give
IS_HERE = ExpressionWrapper(Q(content__isnull=False), output_field=BooleanField())

Key = tuple[int, str]


class Noted(NamedTuple):
    """What the database has of a picture, but for its bytes."""

    pk: int
    location: str
    fetched_at: datetime | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The pictures on a page: which are in the database, and which are to be fetched."""

    here: frozenset[Key] = frozenset()
    wanted: frozenset[Key] = frozenset()

    def url(self, photo: Photo | None, size: PictureSize) -> str | None:
        """Return the address of a picture, None where it is not in the database."""
        return picture_url(photo.id, size) if photo and (photo.id, size.value) in self.here else None


def note(account_id: int, photos: Iterable[tuple[Photo, PictureSize]]) -> Shown:
    """Keep where the pictures are that Telegram has shown. One query, and no other where nothing is new."""
    locations = {(photo.id, size.value): photo.location for photo, size in photos}
    if not locations:
        return Shown()
    noted = {(photo_id, size): Noted(*row) for photo_id, size, *row in _noted(account_id, locations)}
    new = [key for key in locations if key not in noted]
    absent = {key: noted[key] for key in locations if key in noted and not noted[key].is_here}
    moved = {row.pk: locations[key] for key, row in absent.items() if row.location != locations[key]}
    if new:
        _add(account_id, {key: locations[key] for key in new})
    if moved:
        Picture.objects.bulk_update([Picture(pk=pk, location=location) for pk, location in moved.items()], ["location"])
    here = frozenset(key for key, row in noted.items() if row.is_here)
    return Shown(here, frozenset([*new, *(key for key, row in absent.items() if _may_be_asked_for(row.fetched_at))]))


def to_fetch(account_id: int, keys: Collection[Key]) -> list[Picture]:
    """Return the noted pictures that are not in the database and were not asked for within the hour."""
    rows = _rows(account_id, keys).filter(content=None)
    return [row for row in rows if (row.photo_id, row.size) in keys and _may_be_asked_for(row.fetched_at)]


def keep(rows: Sequence[Picture], contents: Iterable[bytes | None]) -> None:
    """Store what Telegram gave; None is kept too, so that it is not asked for again soon."""
    for row, content in zip(rows, contents, strict=True):
        row.fetched_at = timezone.now()
        row.content = content if content and len(content) <= LARGEST and image_type(content) else None
    Picture.objects.bulk_update(rows, ["content", "fetched_at"])


def here(account_id: int, keys: Collection[Key]) -> set[Key]:
    """Return those of the pictures that are in the database."""
    found = _rows(account_id, keys).filter(content__isnull=False).values_list("photo_id", "size")
    return {key for key in found if key in keys}


def forget(account_id: int) -> None:
    """Delete all pictures of an account."""
    Picture.objects.filter(account_id=account_id).delete()


def picture_url(photo_id: int, size: str) -> str:
    """Return the address of one picture."""
    return address("picture", photo_id, size)


def pictures_url(keys: Sequence[str]) -> str | None:
    """Return the address that fetches these pictures together, as many as an address has room for."""
    pictures, query = address("pictures"), ""
    for key in keys:
        longer = f"{query}&id={key}" if query else f"?id={key}"
        if len(pictures) + len(longer) > LONGEST_URL:
            break
        query = longer
    return f"{pictures}{query}" if query else None


def image_type(content: bytes) -> str | None:
    """Return the media type of an image by its first bytes, None for what is none."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _rows(account_id: int, keys: Iterable[Key]) -> QuerySet[Picture]:
    # All sizes of these pictures.
    return Picture.objects.filter(account_id=account_id, photo_id__in={photo_id for photo_id, _ in keys})


def _noted(account_id: int, keys: Iterable[Key]) -> QuerySet[Picture, tuple[Any, ...]]:
    columns = ("photo_id", "size", "pk", "location", "fetched_at", "is_here")
    return _rows(account_id, keys).annotate(is_here=IS_HERE).values_list(*columns)


def _add(account_id: int, locations: Mapping[Key, str]) -> None:
    rows = [
        Picture(account_id=account_id, photo_id=photo_id, size=size, location=location)
        for (photo_id, size), location in locations.items()
    ]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)
    _forget_the_oldest(account_id)


def _may_be_asked_for(fetched_at: datetime | None) -> bool:
    return fetched_at is None or timezone.now() - fetched_at > TRY_AGAIN_AFTER


def _forget_the_oldest(account_id: int) -> None:
    most = settings.TELEGRAM.get("PICTURES", MAX_PICTURES)
    rows = Picture.objects.filter(account_id=account_id)
    if last_kept := rows.order_by("-pk").values_list("pk", flat=True)[most - 1 : most].first():
        rows.filter(pk__lt=last_kept).delete()
