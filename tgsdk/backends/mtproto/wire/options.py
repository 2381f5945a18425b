"""The options of a backend: who the application is, and where Telegram is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

__all__ = ["Identity", "Route", "Server"]

FIRST_DC = 2
SERVER_KEYS = {"host", "port", "public_key"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The application, as ``initConnection`` describes it. The owner sees it in the phone's list of devices."""

    api_id: int
    api_hash: str = field(repr=False)
    device_model: str
    app_version: str
    system_version: str
    lang_code: str

    def __post_init__(self) -> None:
        if type(self.api_id) is not int or not 0 < self.api_id < 2**31:
            raise ValueError(f"api_id is a positive number of 32 bits, not {self.api_id!r}")
        for name in ("api_hash", "device_model", "app_version", "system_version", "lang_code"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value or not value.isprintable():
                raise ValueError(f"{name} is a text that is not empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A local or self-hosted Telegram: data centre n listens on ``port + n - 1``; ``modulus`` and ``exponent`` are
    those of its RSA key.
    """

    host: str
    port: int
    modulus: int
    exponent: int

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """From ``host``, ``port`` and ``public_key`` (PEM). ValueError says which of them is wrong."""
        if not isinstance(values, Mapping) or set(values) != SERVER_KEYS:
            raise ValueError("server has exactly host, port and public_key")
        host, port = values["host"], values["port"]
        if not isinstance(host, str) or not host:
            raise ValueError("server's host is a name or an address")
        if type(port) is not int or not 0 < port < 65536:
            raise ValueError("server's port is a number from 1 to 65535")
        modulus, exponent = _rsa_numbers(values["public_key"])
        return cls(host=host, port=port, modulus=modulus, exponent=exponent)


def _rsa_numbers(pem: object) -> tuple[int, int]:
    # Imported here, because only a server of one's own has a key to be read.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem.encode() if isinstance(pem, str) else b"")
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError("server's public_key is not a public key in PEM") from error
    if not isinstance(key, RSAPublicKey):
        raise ValueError("server's public_key is not an RSA key")
    numbers = key.public_numbers()
    return numbers.n, numbers.e


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way to a data centre: Telegram's own ones, or those of ``server``, straight or through a proxy (a URL)."""

    server: Server | None = None
    proxy: str | None = field(default=None, repr=False)
    test_mode: bool = False

    def __post_init__(self) -> None:
        if type(self.test_mode) is not bool:
            raise ValueError("test_mode is True or False")
        if self.proxy is not None:
            _check_proxy(self.proxy)

    @property
    def first_dc(self) -> int:
        """Where a new login starts: 2 at Telegram, as with its own applications; 1 at a server of one's own."""
        return FIRST_DC if self.server is None else 1


def _check_proxy(url: object) -> None:
    from python_socks import parse_proxy_url

    try:
        _type, host, port, _user, _password = parse_proxy_url(url if isinstance(url, str) else "")
    except (ValueError, TypeError):
        host, port = "", 0
    if not host or not port:  # the URL may hold a password: it is not said again, not even as a cause
        raise ValueError("proxy is a URL: socks5://, socks4:// or http://, [user:password@], host:port")
