"""Links of messages: where each leads, by which disguise it seems to lead elsewhere, and the page that asks before."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from urllib.parse import unquote, urlencode, urlsplit

import idna
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .invisible import without_invisible

# A host among words, up to the end of its address: what follows a slash names files.
HOST_IN_WORDS = re.compile(r"(?<![\w.-])((?:[\w-]+\.)+[^\W\d_][\w-]+)(?![\w@-])(?::\d+)?(?:[/?#]\S*)?")
PUNYCODE = "xn--"
SALT = "link of a message"


class Disguise(StrEnum):
    """What makes a link seem to lead elsewhere than it does."""

    WORDS = "words"  # of the link, which name another host
    USER = "user"  # https://bank.example@evil.example
    LETTERS = "letters"  # of the host, which can be taken for others


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to ``url`` on ``host``, which is the address or the number where the link is one to write or to call.

    ``shown`` is the host that its words name instead, ``user`` is what stands before the host with an @.
    """

    url: str
    host: str
    shown: str = ""
    user: str = ""
    disguises: Sequence[Disguise] = ()

    @classmethod
    def of(cls, url: str, words: str) -> Self:
        """Read an address that a browser may follow, as ``safe_url`` of rich_text.py gives it."""
        parts = urlsplit(url)
        if not parts.scheme.lower().startswith("http"):
            return cls(url=url, host=unquote(parts.path))
        host, user = parts.hostname or "", parts.netloc.rpartition("@")[0]
        named = [each for each in HOST_IN_WORDS.findall(without_invisible(words)) if not _are_same(each, host)]
        shown = named[0] if named else ""
        found = {Disguise.WORDS: shown, Disguise.USER: user, Disguise.LETTERS: _is_lookalike(host)}
        disguises = tuple(disguise for disguise, is_there in found.items() if is_there)
        return cls(url=url, host=_in_plain_letters(host), shown=shown, user=user, disguises=disguises)

    @property
    def asking_url(self) -> str:
        """The page that says where this leads. It is signed: nobody but us makes such pages."""
        signed = Signer(salt=SALT).sign_object([self.url, self.shown], compress=True)
        return f"{reverse('telegram:link')}?{urlencode({'to': signed})}"

    @classmethod
    def asked(cls, signed: str) -> Self | None:
        """The link of an :attr:`asking_url`, or None if the address is not ours."""
        try:
            url, shown = Signer(salt=SALT).unsign_object(signed)
        except (BadSignature, ValueError):
            return None
        return cls.of(url, shown)

    def is_said_by(self, words: str) -> bool:
        """Tell whether the words of the link say where it leads."""
        named = without_invisible(words)
        return self.host in named or any(_are_same(each, self.host) for each in HOST_IN_WORDS.findall(named))


def _are_same(host: str, other: str) -> bool:
    one, two = (_in_ascii(each.lower().rstrip(".")).removeprefix("www.") for each in (host, other))
    return one == two


def _in_ascii(host: str) -> str:
    """The host as it is looked up, which has ASCII letters only."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:  # a browser may still take it for something
        return host


def _in_plain_letters(host: str) -> str:
    """The host as it is shown: in letters of its own only where they cannot be taken for others."""
    return _in_ascii(host) if _is_lookalike(host) else _readable(host)


def _is_lookalike(host: str) -> bool:
    """True for a host with foreign letters, unless it is of one script to its end, as кто.рф."""
    readable = _readable(host).rstrip(".")
    if "%" in readable or PUNYCODE in readable:
        return True
    foreign = [label for label in readable.split(".") if not label.isascii()]
    scripts = {_script(letter) for label in foreign for letter in label if letter.isalpha()}
    return bool(foreign) and (len(scripts) > 1 or not readable.endswith(foreign[-1]))


def _readable(host: str) -> str:
    """The host in the letters that it stands for."""
    ascii_host = _in_ascii(host)
    if PUNYCODE not in ascii_host:
        return ascii_host
    try:
        return idna.decode(ascii_host)
    except idna.IDNAError:
        return ascii_host


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
