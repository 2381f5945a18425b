"""Pictures: fetched together from Telegram, and then given out of the database one by one."""

import logging

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tgsdk import NotLoggedIn, Photo, TelegramError
from tgsdk.contrib.django.accounts import open_in_the_background
from tgsdk.contrib.django.models import TelegramAccount
from web.models import Picture
from web.pictures.store import here, image_type, keep, picture_url, to_fetch
from web.readers import Reader, SignedInRequest, no_news, reader_of
from web.template_context import render_context

from ..answers import at_the_desk
from ..calls import desk_of
from ..contexts import PicturesContext
from ..wanted_pictures import read_wanted

logger = logging.getLogger(__name__)


@require_safe
@at_the_desk
def pictures(request: SignedInRequest) -> HttpResponse:
    """Fetch the pictures that the address asks for, and give those that are here then."""
    wanted = read_wanted(request.GET.getlist("id"))
    found = _here_or_fetched(request, {each.key for each in wanted})
    if reader_of(request) is Reader.PROGRAM:
        values = [{"id": key[0], "size": key[1], "url": picture_url(*key)} for key in sorted(found)]
        return JsonResponse({"pictures": values})
    fetched = [each.fetched() for each in wanted if each.key in found]
    return render_context(request, PicturesContext(pictures=fetched)) if fetched else no_news()


def _here_or_fetched(request: SignedInRequest, keys: set[tuple[int, str]]) -> set[tuple[int, str]]:
    account = TelegramAccount.objects.only("pk").filter(user=request.user).first()
    if account is None or not keys:
        return set()
    _fetch(request, to_fetch(account.pk, keys))
    return here(account.pk, keys)


def _fetch(request: SignedInRequest, rows: list[Picture]) -> None:
    """Fetch them all together. A failure is only logged: without pictures a page shows initials."""
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
    """A picture that is here, for its own account. Browsers keep it, and ask each time whether they still may."""
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
