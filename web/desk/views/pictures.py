"""Pictures: fetched together from Telegram, and then given out of the database one by one."""

import logging
import re
from dataclasses import dataclass

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tgsdk import NotLoggedIn, Photo, TelegramError
from tgsdk.contrib.django.accounts import open_in_the_background
from tgsdk.contrib.django.models import TelegramAccount
from web.models import Picture, PictureSize
from web.pictures.avatars import Avatar
from web.pictures.store import here, image_type, keep, picture_url, to_fetch
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..answers import at_the_desk
from ..calls import desk_of
from ..message_rows import PictureRow

MOST = 100
# The photo, and the element that shows it, for a message with its width and height (see desk.py), or the size alone.
WANTED = re.compile(
    r"(?P<photo>-?[0-9]{1,19})\.(?:(?P<size>chat|message)|(?P<chat>[lfha]-[0-9-]{1,40})"
    r"|(?P<message>m-[0-9]{1,10})\.(?P<width>[0-9]{1,4})x(?P<height>[0-9]{1,4}))",
    re.ASCII,
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place on the page where a picture is to be shown."""

    key: tuple[int, str]
    element: str
    width: int = 0
    height: int = 0

    def row(self) -> Avatar | PictureRow:
        photo_id, size = self.key
        url = picture_url(photo_id, size)
        if size == PictureSize.CHAT:
            return Avatar(element_id=f"avatar-{self.element}", photo_id=photo_id, url=url)
        return PictureRow(
            element_id=f"picture-{self.element.removeprefix('m-')}",
            photo_id=photo_id,
            width=self.width,
            height=self.height,
            url=url,
            alt=_("Photo"),
        )


@require_safe
@at_the_desk
def pictures(request: SignedInRequest) -> HttpResponse:
    wanted = wanted_of(request)
    account = TelegramAccount.objects.only("pk").filter(user=request.user).first()
    keys = {each.key for each in wanted}
    if account and keys:
        _fetch(request, to_fetch(account.pk, keys))
    found = here(account.pk, keys) if account and keys else set()
    if reader_of(request) is Reader.PROGRAM:
        values = [{"id": key[0], "size": key[1], "url": picture_url(*key)} for key in sorted(found)]
        return JsonResponse({"pictures": values})
    rows = [each.row() for each in wanted if each.key in found]
    return render(request, "partials/pictures/pictures.html", {"pictures": rows}) if rows else no_news()


def wanted_of(request: SignedInRequest) -> list[Wanted]:
    """What is asked for; what is not understood is left out."""
    matches = [WANTED.fullmatch(said) for said in request.GET.getlist("id")[:MOST]]
    return [_wanted(match) for match in matches if match and abs(int(match["photo"])) < 2**63]


def _wanted(match: re.Match[str]) -> Wanted:
    size = PictureSize.MESSAGE if match["message"] or match["size"] == "message" else PictureSize.CHAT
    element = match["chat"] or match["message"] or ""
    width, height = int(match["width"] or 0), int(match["height"] or 0)
    return Wanted((int(match["photo"]), size.value), element, width, height)


def _fetch(request: SignedInRequest, rows: list[Picture]) -> None:
    """All together. Nobody waits for pictures: without them the page has initials."""
    if not rows:
        return
    try:
        with desk_of(request, open_in_the_background) as desk:
            contents = desk.download_photos([Photo(id=row.photo_id, location=row.location) for row in rows])
    except NotLoggedIn:
        raise
    except TelegramError as error:
        logger.info("Pictures were not fetched: %s %s", type(error).__name__, error.telegram_name or "")
        return
    keep(rows, contents)


@require_safe
def picture(request: SignedInRequest, *, photo_id: int, size: str) -> HttpResponse:
    """One that is here, for whoever it was shown to. Browsers keep it, and ask each time whether they still may."""
    row = Picture.objects.filter(
        account__user=request.user, photo_id=photo_id, size=size, content__isnull=False
    ).first()
    content = bytes(row.content or b"") if row else b""
    kind = image_type(content)
    if kind is None:
        raise Http404(request.path)
    etag = f'"{photo_id}-{size}"'
    response = HttpResponse(content, content_type=kind, headers={"ETag": etag})
    response = get_conditional_response(request, etag=etag, response=response) or response
    response["Cache-Control"] = "private, no-cache"
    return response
