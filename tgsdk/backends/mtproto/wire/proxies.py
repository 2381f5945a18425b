"""Proxies, read from what people have of them: a URL, or a link that Telegram's applications share."""

import base64
import binascii
import functools
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tgsdk.hiding import Secret

__all__ = [
    "DIRECT",
    "HTTP",
    "MTPROXY",
    "SOCKS4",
    "SOCKS5",
    "ProxyAddress",
    "ProxyRefused",
    "is_host",
    "read_proxies",
    "split_urls",
]

SOCKS5, SOCKS4, HTTP, MTPROXY, DIRECT = "socks5", "socks4", "http", "mtproxy", "direct"
FORMS = "it is socks5://, socks4:// or http://, [user:password@], host:port, or mtproxy://host:port/secret"
LONGEST_CREDENTIAL = 255  # what SOCKS5 has a byte to count with
PRINTABLE = re.compile(r"[\x20-\x7e]*")
LINKS = ("t.me", "telegram.me", "telegram.dog")
SECRET, LONGEST_DOMAIN = 16, 182  # bytes, as in Telegram's own applications
PADDED, FAKE_TLS = b"\xdd", b"\xee"
DOMAIN = re.compile(rb"[\x21-\x7e]+")


class ProxyRefused(ValueError):
    """What no proxy could be asked with, in a sentence that repeats nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyAddress:
    """A proxy, or with the type ``direct`` none.

    Those of Telegram's own (``mtproxy``) have a ``secret`` of 16 bytes; packets are padded with ``is_padded``, and with
    a ``domain`` the connection looks like TLS to it.
    """

    type: str
    host: str = ""
    port: int = 0
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    is_padded: bool = False
    domain: bytes = field(default=b"", repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read ``socks5://``, ``socks4://`` or ``http://``, with ``user:password@``, for SOCKS4 ``user@``.

        Or ``mtproxy://host:port/secret``, or a link as Telegram's applications share it: ``tg://proxy?server=…``,
        ``https://t.me/proxy?server=…``, the same with ``socks``. ``direct://`` is no proxy. Raises ``ValueError`` for
        everything that no proxy of this type could be asked with. It repeats nothing of the URL, which may hold a
        password.
        """
        parts = urlsplit(url)
        if kind := _kind_of_link(parts):
            return cls._from_link(kind, parts.query)
        if parts.scheme == DIRECT and not parts.netloc and not parts.path:
            return cls(type=DIRECT)
        user, password = (None if each is None else unquote(each) for each in (parts.username, parts.password))
        return cls._checked(parts.scheme, parts.hostname or "", parts.port, user, password, parts.path.strip("/"))

    @classmethod
    def _from_link(cls, kind: str, query: str) -> Self:
        said = dict(parse_qsl(query))
        port = said.get("port", "")
        number = int(port) if port.isascii() and port.isdecimal() and int(port) < 2**16 else None
        host = said.get("server", "").strip("[]")
        return cls._checked(kind, host, number, said.get("user"), said.get("pass"), said.get("secret", ""))

    @classmethod
    def _checked(
        cls, kind: str, host: str, port: int | None, user: str | None, password: str | None, secret: str
    ) -> Self:
        if kind not in (SOCKS5, SOCKS4, HTTP, MTPROXY) or not is_host(host) or not port:
            raise ProxyRefused(FORMS)
        if kind == MTPROXY:
            if user is not None or password is not None:
                raise ProxyRefused("an MTProxy has a secret, and no user")
            key, is_padded, domain = _read_secret(secret)
            return cls(type=kind, host=host, port=port, secret=key, is_padded=is_padded, domain=domain)
        _check_credentials(kind, user, password)
        return cls(type=kind, host=host, port=port, user=user or "", password=password or "")


@functools.lru_cache(maxsize=1000)
def read_proxies(urls: tuple[str, ...]) -> tuple[ProxyAddress, ...]:
    """Read several URLs. Raises ProxyRefused, which says the place of the wrong one where there are others."""
    return tuple(_read_one(url, f"number {place} of them: " * (len(urls) > 1)) for place, url in enumerate(urls, 1))


def _read_one(url: str, where: str) -> ProxyAddress:
    try:
        return ProxyAddress.from_url(url)
    except ValueError as error:  # not said as a cause: the URL may hold a password
        reason = str(error) if type(error) is ProxyRefused else "it is no URL"
    raise ProxyRefused(where + reason)


def split_urls(said: object) -> tuple[str, ...]:
    """Return the URLs of a list, or of a text that has one or several, with spaces between them, as secrets."""
    urls = said.split() if isinstance(said, str) else said
    if not isinstance(urls, list | tuple) or not urls or not all(isinstance(url, str) for url in urls):
        raise ProxyRefused("it is a URL, or a list of them")
    return tuple(Secret(url) for url in urls)


def is_host(text: str) -> bool:
    """Tell whether a name or an address can be looked up at all."""
    try:
        text.encode("idna")
    except UnicodeError:
        return False
    return bool(text) and not re.search(r"[\s/@\[\]]", text)


def _kind_of_link(parts: SplitResult) -> str | None:
    """Return the type of proxy that a link of Telegram's is about, None for what is no such link."""
    is_web = parts.scheme in ("http", "https") and parts.netloc.lower().removeprefix("www.") in LINKS
    name = parts.netloc if parts.scheme == "tg" else parts.path.strip("/") if is_web else ""
    return {"proxy": MTPROXY, "socks": SOCKS5}.get(name)


def _read_secret(text: str) -> tuple[bytes, bool, bytes]:
    """Return the key of a secret, whether packets are padded with it, and the domain of one that imitates TLS."""
    secret = _decoded(unquote(text))
    if len(secret) == SECRET:
        return secret, False, b""
    if len(secret) == SECRET + 1 and secret[:1] == PADDED:
        return secret[1:], True, b""
    key, domain = secret[1 : SECRET + 1], secret[SECRET + 1 :]
    if secret[:1] == FAKE_TLS and len(domain) <= LONGEST_DOMAIN and DOMAIN.fullmatch(domain):
        return key, True, domain
    raise ProxyRefused("the secret of an MTProxy is 16 bytes, after dd or ee (which a domain follows), hex or base64")


def _decoded(text: str) -> bytes:
    """Decode hex digits, or else base64 of either alphabet, as Telegram's applications do."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        pass
    try:
        plain = text.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _check_credentials(kind: str, user: str | None, password: str | None) -> None:
    if user is None and password is None:
        return
    if kind == SOCKS4 and password is not None:
        raise ProxyRefused("SOCKS4 has a user and no password")
    if not user or (kind != SOCKS4 and password is None):
        raise ProxyRefused("a user and a password go together: user:password@")
    if kind == HTTP and ":" in user:
        raise ProxyRefused("a user of an HTTP proxy has no colon in it")
    for each in (user, password or ""):
        if not PRINTABLE.fullmatch(each) or len(each) > LONGEST_CREDENTIAL:
            raise ProxyRefused("user and password are at most 255 Latin letters, digits and signs")
