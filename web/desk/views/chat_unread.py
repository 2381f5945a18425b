"""Marking a chat as unread, for a later look at it, or as read from the list."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.readers import SignedInRequest

from ..addresses import chats_url
from ..answers import at_the_desk
from ..calls import Desk
from ..forms import UnreadForm
from .chat_managing import manage


@require_POST
@at_the_desk
def chat_unread(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """The mark is the account's own: the other side does not see it, but sees what is read up to a message."""
    form = UnreadForm(posted(request))
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    unread, message_id = form.cleaned_data["unread"], form.cleaned_data["message_id"]

    def mark(desk: Desk) -> None:
        if message_id is not None and not unread:
            desk.mark_as_read(chat_id, message_id)
        desk.mark_as_unread(chat_id, unread=unread)

    said = _("The chat is marked as unread.") if unread else _("The chat is read.")
    return manage(request, chat_id, mark, {"unread": unread}, said, back_url=chats_url())
