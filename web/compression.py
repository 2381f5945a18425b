"""Answers packed for slow lines, but none whose length could tell a secret.

Whoever can read the lengths on a line and have words of theirs stand in an answer can guess what else stands in it: a
right guess packs better (the attack is called BREACH). Candidates do have their words in our answers. So

- only what is read at the desk is packed: whole lists and chats. Not packed is what holds a token, a code, a phone
  number or a password's form (``/telegram/``, ``auth/``, ``/accounts/``, ``/admin/``), an answer to a POST, which may
  hold an unsent text, and a search, whose words may come from a link of anybody's;
- a text is never packed together with another chat's: templates write ``APART`` between them, and what was seen before
  it is forgotten there. Whoever writes in a chat can read all of it anyway. The CSRF token stands in each answer under
  a mask of its own.

JSON is not packed, nor are pictures and files. Style sheets and scripts hold no secret, and lie packed on the disk.
"""

import re
import zlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from web.middleware import GetResponse

APART = b"<!--apart-->"
PACKED = ("chats_list", "messages_list", "topics")
SMALLEST = 1024  # bytes that are worth it
GZIP = zlib.MAX_WBITS | 16
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


def compressed_answers(get_response: GetResponse) -> GetResponse:
    """Pack the answers of the desk with gzip, as far as no length tells a secret."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and is_packable(request, response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")):
                _pack(response)
        return response

    return middleware


def is_packable(request: HttpRequest, response: HttpResponse) -> bool:
    """True for a page or a part of the desk that was read, and not searched for."""
    match = request.resolver_match
    is_of_desk = match is not None and match.url_name in PACKED and match.namespace == "telegram"
    is_html = response.get("Content-Type", "").startswith("text/html") and "Content-Encoding" not in response
    is_read = (
        request.method == "GET" and response.status_code == HTTPStatus.OK and not {"q", "find"} & request.GET.keys()
    )
    return is_of_desk and is_html and is_read and len(response.content) >= SMALLEST


def pack_apart(content: bytes) -> bytes:
    """Pack with gzip, each part as if there were no other."""
    packer = zlib.compressobj(wbits=GZIP)
    parts = [packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for part in content.split(APART)]
    return b"".join(parts) + packer.flush()


def _pack(response: HttpResponse) -> None:
    response.content = pack_apart(response.content)
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
