"""The options of a backend: who the application is, and where Telegram is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from ...base import ProxyInvalid
from .data_centers import telegram_addresses
from .proxies import DIRECT, ProxyAddress, ProxyRefused, is_host, read_proxies, split_urls

__all__ = ["Identity", "Route", "Server"]

FIRST_DC = 2
SERVER_KEYS = {"host", "port", "public_key"}
MORE_SERVER_KEYS = {"home_dc", "one_address", "data_centers", "ipv6_host"}
DATA_CENTERS = range(1, 1000)
LAST_PORT = 65535


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
            raise ValueError("api_id is a positive number of 32 bits")  # the hash may stand in its place
        for name in ("api_hash", "device_model", "app_version", "system_version", "lang_code"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value or not value.isprintable():
                raise ValueError(f"{name} is a text that is not empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A local or self-hosted Telegram; ``modulus`` and ``exponent`` are those of its RSA key.

    A new login starts at data centre ``home_dc``. Data centre n listens where ``data_centers`` says, else on
    ``port + n - 1`` of ``host``; with ``one_address`` all of them are at ``host`` and ``port``. ``ipv6_host`` is where
    the same ports are to be had by IPv6.
    """

    host: str
    port: int
    modulus: int
    exponent: int
    home_dc: int = 1
    one_address: bool = False
    data_centers: Mapping[int, tuple[str, int]] = field(default_factory=dict, hash=False)
    ipv6_host: str | None = None

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """From ``host``, ``port``, ``public_key`` (PEM), and what else is given. ValueError says which one is wrong."""
        is_mapping = isinstance(values, Mapping)
        if not is_mapping or not SERVER_KEYS <= set(values) <= SERVER_KEYS | MORE_SERVER_KEYS:
            more = ", ".join(sorted(MORE_SERVER_KEYS))
            raise ValueError(f"server has host, port and public_key, and may have {more}")
        host, port = _place("server", values["host"], values["port"])
        modulus, exponent = _rsa_numbers(values["public_key"])
        ipv6_host = values.get("ipv6_host")
        if ipv6_host is not None:
            _place("server's ipv6_host", ipv6_host, port)
        data_centers = _checked_data_centers(values)
        return cls(host=host, port=port, modulus=modulus, exponent=exponent, ipv6_host=ipv6_host, **data_centers)

    def address(self, dc_id: int) -> tuple[str, int]:
        """Return host and port of a data centre. Raises ``KeyError`` where there can be none."""
        port = self.port if self.one_address else self.port + dc_id - 1
        if dc_id not in self.data_centers and port > LAST_PORT:
            raise KeyError(dc_id)
        return self.data_centers.get(dc_id, (self.host, port))

    def addresses(self, dc_id: int) -> tuple[tuple[str, int], ...]:
        """Return where a data centre is by IPv4, or wherever ``host`` is, and by IPv6. Raises ``KeyError``."""
        place = self.address(dc_id)
        return (place,) if self.ipv6_host is None else (place, (self.ipv6_host, place[1]))


def _checked_data_centers(values: Mapping[str, Any]) -> dict[str, Any]:
    home_dc, one_address = values.get("home_dc", 1), values.get("one_address", False)
    places = values.get("data_centers", {})
    if type(home_dc) is not int or home_dc not in DATA_CENTERS:
        raise ValueError("server's home_dc is the number of a data centre")
    if type(one_address) is not bool or (one_address and places):
        raise ValueError("server's one_address is True or False, and False beside data_centers")
    if not isinstance(places, Mapping):
        raise ValueError("server's data_centers are host and port, by number")
    data_centers = dict(_data_center(number, place) for number, place in places.items())
    return {"home_dc": home_dc, "one_address": one_address, "data_centers": data_centers}


def _data_center(number: object, place: object) -> tuple[int, tuple[str, int]]:
    """Read a data centre; its number may be a text, as in JSON."""
    is_number = isinstance(number, str | int) and str(number).isascii() and str(number).isdecimal()
    if not is_number or int(str(number)) not in DATA_CENTERS:
        raise ValueError("server's data_centers have numbers")
    if not isinstance(place, list | tuple) or len(place) != 2:
        raise ValueError("server's data_centers are host and port, by number")
    return int(str(number)), _place("server's data_centers", *place)


def _place(whose: str, host: object, port: object) -> tuple[str, int]:
    if not isinstance(host, str) or not is_host(host):
        raise ValueError(f"the host of {whose} is a name or an address")
    if type(port) is not int or not 0 < port <= LAST_PORT:
        raise ValueError(f"the port of {whose} is a number from 1 to {LAST_PORT}")
    return host, port


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
    """The ways to a data centre: Telegram's own ones, or those of ``server``, straight or through proxies.

    ``proxy`` is a URL, or several, to be tried in this order. ``ipv6`` True means that family alone, False the other,
    None whichever answers.
    """

    server: Server | None = None
    proxy: str | Sequence[str] | None = field(default=None, repr=False)
    test_mode: bool = False
    ipv6: bool | None = None
    ways: tuple[ProxyAddress, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if type(self.test_mode) is not bool:
            raise ValueError("test_mode is True or False")
        if self.ipv6 is not None and type(self.ipv6) is not bool:
            raise ValueError("ipv6 is True, False or None")
        object.__setattr__(self, "ways", _read_ways(self.proxy))

    @property
    def first_dc(self) -> int:
        """Where a new login starts: 2 at Telegram, as with its own applications; at a server of one's own, its home."""
        return FIRST_DC if self.server is None else self.server.home_dc

    def addresses(self, dc_id: int) -> tuple[tuple[str, int], ...]:
        """Return where a data centre is, by each family that may be used. Raises ``KeyError`` where there is none."""
        if self.server is not None:
            places = self.server.addresses(dc_id)
        else:
            places = telegram_addresses(dc_id, test_mode=self.test_mode)
        return places if self.ipv6 is None else places[-1:] if self.ipv6 else places[:1]


def _read_ways(said: object) -> tuple[ProxyAddress, ...]:
    """Read the proxies. Raises ProxyInvalid, which repeats nothing of them."""
    if said is None:
        return (ProxyAddress(type=DIRECT),)
    try:
        said = split_urls(said)
        return read_proxies(said)
    except ProxyRefused as refused:  # not said as a cause: its frames hold the URL
        reason = str(refused)
    raise ProxyInvalid(f"proxy cannot be used: {reason}")
