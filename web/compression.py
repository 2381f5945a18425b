"""Answers packed for slow lines, but none whose length could tell a secret.

Whoever can read the lengths on a line and have words of theirs stand in an answer can guess what else stands in it: a
right guess packs better (the attack is called BREACH). Candidates do have their words in our answers. So

- only what is read at the desk is packed: whole lists and chats. Not packed is what holds a token, a code, a phone
  number or a password's form (``/telegram/``, ``auth/``, ``/accounts/``, ``/admin/``), an answer to a POST, which may
  hold an unsent text, and a search, whose words may come from a link of anybody's;
- a text is never packed together with another chat's: templates write ``APART`` between them. Of what was seen before
  it nothing is remembered but our own markup: tags, the names of their attributes, and those values that say nothing
  of anybody. Whoever writes in a chat can read all of it anyway. The CSRF token stands in each answer under a mask of
  its own.

JSON is not packed, nor are pictures and files. Style sheets and scripts hold no secret, and lie packed on the disk.
"""

import re
import struct
import zlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from web.middleware import GetResponse

APART = b"<!--apart-->"
PACKED = ("chats_list", "messages_list")
SMALLEST = 1024  # bytes that are worth it
REMEMBERED = 2048  # bytes of markup: a row or two
# The values of these attributes are words of our templates, and are remembered. All others are forgotten, and texts: in
# the answers none has a bracket or a quotation mark of its own.
ALIKE = (
    *("aria-hidden", "class", "d", "dir", "fill", "height", "hx-indicator", "hx-push-url", "hx-sync", "translate"),
    *("viewBox", "width"),
)
OF_OTHERS = re.compile(
    rb">\s*[^<\s][^<]*|=\"" + "".join(f'(?<! {name}=")' for name in ALIKE).encode() + rb'[^"]+(?=")',
)
# RFC 1952 (2.3): deflated, no name, no time, of an unknown system. RFC 1951 (3.2.6): a last block with nothing in it.
BEGIN, END = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", b"\x03\x00"
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
    """Pack with gzip, each part as if there were no words in the others."""
    packed, markup, crc, size = [BEGIN], b"", 0, 0
    for part in content.split(APART):
        packed += _packed_after(markup, part)
        crc, size = zlib.crc32(part, crc), size + len(part)
        if b"\0" not in content:  # which stands for what is forgotten
            markup = (markup + _markup_of(part[-REMEMBERED:]))[-REMEMBERED:]
    return b"".join([*packed, END, struct.pack("<II", crc, size & 0xFFFFFFFF)])


def _packed_after(markup: bytes, part: bytes) -> list[bytes]:
    """Deflate a part that stands right behind what had this markup."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=markup)
    return [packer.compress(part), packer.flush(zlib.Z_SYNC_FLUSH)]


def _markup_of(part: bytes) -> bytes:
    """Return a part with zeros in place of the words in it."""
    begin = len(part.partition(b"<")[0])
    markup, end = [bytes(begin)], begin
    for words in OF_OTHERS.finditer(part, begin):
        start = words.start() + 1
        markup += [part[end:start], bytes(words.end() - start)]
        end = words.end()
    return b"".join([*markup, part[end:]])


def _pack(response: HttpResponse) -> None:
    response.content = pack_apart(response.content)
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
