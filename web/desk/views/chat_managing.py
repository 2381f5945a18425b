"""Pinning, archiving and muting a chat, from its row or its card. Nobody else sees it."""

from collections.abc import Callable
from dataclasses import replace

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tgsdk import Folder, NotLoggedIn, TelegramError
from web.entries import posted
from web.failures.failure import describe
from web.login.answers import with_headers
from web.readers import Reader, SignedInRequest, no_news, reader_of
from web.template_context import render_context

from ..acted import refuse
from ..addresses import person_url
from ..answers import at_the_desk
from ..calls import Desk, desk_of
from ..contexts import ChatManagedContext, ManagingContext
from ..forms import ArchiveForm, MuteForm, PinForm
from ..managing import ManagingPane, read_managing

CARD, ROW = "chat-acts", "chats-said"  # what is answered: the part of a chat's card, or what is said of a row


@require_POST
@at_the_desk
def chat_pin(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    pinned = _switch(request, PinForm)
    said = _("The chat is pinned.") if pinned else _("The chat is not pinned any more.")
    return manage(
        request, chat_id, lambda desk: desk.toggle_dialog_pin(chat_id, pinned=pinned), {"pinned": pinned}, said
    )


@require_POST
@at_the_desk
def chat_archive(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    archived = _switch(request, ArchiveForm)
    folder = Folder.ARCHIVE if archived else Folder.MAIN
    said = _("The chat is in the archive.") if archived else _("The chat is back in the list.")
    return manage(request, chat_id, lambda desk: desk.edit_peer_folder(chat_id, folder), {"archived": archived}, said)


@require_POST
@at_the_desk
def chat_mute(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    muted = _switch(request, MuteForm)
    said = _("The chat is muted.") if muted else _("The chat is not muted any more.")
    return manage(
        request, chat_id, lambda desk: desk.update_notify_settings(chat_id, muted=muted), {"muted": muted}, said
    )


def manage(
    request: SignedInRequest,
    chat_id: int,
    act: Callable[[Desk], object],
    done: dict[str, bool],
    said: str,
    *,
    back_url: str = "",
) -> HttpResponse:
    """Do it, and answer a program with ``done``, a row with what is ``said``, a card with what can be done now.

    A browser is led back to ``back_url``, or to the card.
    """
    failure, pane = None, None
    beside = request.headers.get("HX-Target")
    with desk_of(request) as desk:
        try:
            act(desk)
        except NotLoggedIn:
            raise
        except TelegramError as error:
            failure = describe(error)
        if beside == CARD:
            pane = read_managing(desk, chat_id)
    if pane:
        return _answer_card(request, replace(pane, failure=failure))
    if failure:
        return refuse(request, failure)
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse(done)
        case Reader.BROWSER:
            return redirect(back_url or person_url(chat_id), preserve_request=False)
    if beside != ROW:
        return no_news()
    return render_context(request, ChatManagedContext(said=said))


def _answer_card(request: SignedInRequest, pane: ManagingPane) -> HttpResponse:
    context, failure = ManagingContext(managing=pane), pane.failure
    if failure is None:
        return render_context(request, context)
    return with_headers(render_context(request, context, status=failure.status), failure)


def _switch(request: SignedInRequest, kind: type[forms.Form]) -> bool:
    """Read the one field of a form that is on or off."""
    form = kind(posted(request))
    form.is_valid()
    (value,) = form.cleaned_data.values()
    return bool(value)
