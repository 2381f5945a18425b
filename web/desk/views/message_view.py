"""A document of a message in the browser's own viewer, in a frame of the desk.

Nothing of it runs in our origin: it goes out as what it is checked to be, and the sandbox that comes with it takes the
origin away. The frame itself has no ``sandbox``, in which Chromium shows no document at all.
"""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from web.readers import SignedInRequest

from ..calls import desk_of
from ..downloads import Download
from .message_file import answer_with_file, file_headers

PDF, MAGIC = "application/pdf", b"%PDF-"
POLICY = "default-src 'none'; frame-ancestors 'self'; sandbox"


@require_safe
@xframe_options_sameorigin
def message_view(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponseBase:
    with desk_of(request) as desk:
        download = Download.opened(request, desk, chat_id, message_id)
        if download.attachment.mime_type != PDF:
            raise Http404(request.path)
        headers = file_headers(download, PDF, POLICY, is_inline=True)
        return answer_with_file(request, desk, download, headers, MAGIC)
