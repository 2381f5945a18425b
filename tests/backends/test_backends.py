"""load_backend(), and the options of the Pyrogram backend."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.recording import recorded
from tgsdk import MemoryBackend, ProxyInvalid, Unsupported, load_backend
from tgsdk.backends.base import Backend
from tgsdk.backends.mtproto.wire.options import Identity, Route, Server
from tgsdk.backends.pyrogram import PyrogramBackend

PATH = "tgsdk.backends.pyrogram.PyrogramBackend"
PEM = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzvHD6q5grpeHfveO9R/+
Xj7lIDuJmDMAckrlT3oYz/7DUj9FzIvvZle64CwhJKigYSNpYP+wdgzYYlZHMngx
WAwU7CKPtxTkT8iP2IZ4ZQEv9ZCnIhfj7LxsqTU7CWLgLz+12T6DBrp0GnaOZeIS
/nmDuX9Cj/vd6CEY3h1h9RaQ/w3OcD4cPGdXXT7pidyY939snYaT0qkBk1WYDK8y
kqjpgfVH7K8kz22ODHobZ+55N7BUSCwgiIe/B94PDLJ/QXqppwy6a68MVG5Lcg6l
LjAPwukGJbANqP1wB4l3eg802rqnFruYCpEgW4D8x4kM18EdfXkmSRly6VprKO2D
YwIDAQAB
-----END PUBLIC KEY-----
"""
GOOD: dict[str, Any] = {"api_id": 1, "api_hash": "0123456789abcdef"}
SERVER: dict[str, Any] = {"host": "127.0.0.1", "port": 15000, "public_key": PEM}


def test_a_backend_is_made_from_its_path() -> None:
    assert isinstance(load_backend("tgsdk.backends.memory.MemoryBackend"), MemoryBackend)
    assert isinstance(load_backend("tgsdk.MemoryBackend", {"token_lifetime": 5}), MemoryBackend)
    assert isinstance(load_backend(PATH, GOOD), PyrogramBackend)


@pytest.mark.parametrize(
    "path",
    ["", "MemoryBackend", "no_such_package.Backend", "tgsdk.no_such_module.Backend", "tgsdk.backends.memory.NoSuch"],
)
def test_a_path_to_nothing_is_an_import_error(path: str) -> None:
    with pytest.raises(ImportError):
        load_backend(path)


@pytest.mark.parametrize(
    "path", ["tgsdk.Session", "tgsdk.run_async_task", "tgsdk.backends.memory", "tgsdk.errors.__all__"]
)
def test_what_is_not_a_backend_is_a_type_error(path: str) -> None:
    with pytest.raises(TypeError, match="not a subclass"):
        load_backend(path)


def test_the_contract_itself_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="abstract"):
        load_backend("tgsdk.backends.base.Backend")


@pytest.mark.parametrize("path", ["tgsdk.MemoryBackend", PATH])
def test_an_unknown_option_is_a_type_error_that_names_it(path: str) -> None:
    with pytest.raises(TypeError, match="colour"):
        load_backend(path, {"colour": "green"} | (GOOD if path == PATH else {}))


@pytest.mark.parametrize("missing", GOOD)
def test_a_missing_option_is_a_type_error_that_names_it(missing: str) -> None:
    with pytest.raises(TypeError, match=missing):
        load_backend(PATH, {name: value for name, value in GOOD.items() if name != missing})


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("tgsdk.backends.Nothing", {}),
        (PATH, {"api_id": "canary"}),
        (PATH, {"colour": "canary"}),
        (PATH, {"proxy": "gopher://user:canary@host:1"}),
        ("tgsdk.backends.remote.RemoteBackend", {"url": "http://hr.example.com/", "token": "canary"}),
    ],
)
def test_what_cannot_be_made_leaves_no_option_in_an_error_report(path: str, wrong: dict[str, Any]) -> None:
    with pytest.raises((ImportError, TypeError, ValueError)) as caught:
        load_backend(path, {"api_id": 1, "api_hash": "canary"} | wrong)
    assert "canary" not in recorded(caught.value, leave_out=__file__)


KEY = "0123456789abcdef" * 2
IN_KEY = bytes(range(240, 256))
IN_BASE64 = base64.urlsafe_b64encode(b"\xee" + IN_KEY + b"www.example.org").decode().rstrip("=")
NO_PROXIES: list[Any] = [
    [],
    {},
    [None],
    ["socks5://localhost:1080", "nonsense"],
    "socks5://localhost:1080, http://localhost:3128",
    "mtproxy://localhost:443",
    "mtproxy://localhost:443/",
    f"mtproxy://localhost/{KEY}",
    f"mtproxy://user:password@localhost:443/{KEY}",
    f"mtproxy://localhost:443/{KEY[2:]}",
    f"mtproxy://localhost:443/cc{KEY}",
    f"mtproxy://localhost:443/ee{KEY}",
    f"mtproxy://localhost:443/ee{KEY}{b'a b'.hex()}",
    f"mtproxy://localhost:443/dd{KEY}00",
    f"mtproxy://localhost:443/ee{KEY}{b'a'.hex() * 183}",
    "mtproxy://localhost:443/не-секрет",
    "tg://proxy?server=localhost&port=443",
    f"tg://proxy?server=localhost&port=x&secret={KEY}",
    f"tg://proxy?server=localhost&port=99999&secret={KEY}",
    f"tg://join?server=localhost&port=443&secret={KEY}",
    f"https://example.org/proxy?server=localhost&port=443&secret={KEY}",
    "https://t.me/socks?server=localhost&port=1080&user=alone",
    "direct://localhost",
    "direct",
]
PROXIES = [
    ["socks5://localhost:1080"],
    ("socks5://localhost:1080", "direct://"),
    f"socks5://localhost:1080 mtproxy://localhost:443/{KEY}\n http://localhost:3128",
    f"mtproxy://localhost:443/{KEY.upper()}",
    f"mtproxy://[::1]:443/dd{KEY}",
    f"mtproxy://proxy.example:443/ee{KEY}{b'www.example.org'.hex()}",
    f"mtproxy://proxy.example:443/{IN_BASE64}",
    f"mtproxy://proxy.example:443/{IN_BASE64.replace('-', '+').replace('_', '/')}",
    f"tg://proxy?server=proxy.example&port=443&secret={IN_BASE64}",
    f"https://t.me/proxy?server=proxy.example&port=443&secret=dd{KEY}",
    f"http://telegram.me/proxy?server=%3A%3A1&port=443&secret={KEY}",
    "tg://socks?server=proxy.example&port=1080&user=u&pass=p",
    "https://t.me/socks?server=proxy.example&port=1080",
]
NO_DATA_CENTERS: list[Any] = [[], {"x": ["a", 1]}, {"2": "a:1"}, {"2": ["a", 0]}, {"2": ["a b", 1]}]
WRONG: list[tuple[str, Any]] = [
    *[("api_id", value) for value in ("1", 0, -1, True, 1.5, None)],
    *[
        (name, value)
        for name in ("api_hash", "device_model", "app_version", "system_version", "lang_code")
        for value in ("", None, 5, b"bytes")
    ],
    *[("proxy", value) for value in (5, "", "localhost:1080", "ftp://localhost:21", "socks5://localhost", "socks5://")],
    *[
        ("proxy", value)
        for value in (
            "socks5://user@localhost:1080",
            "http://user@localhost:3128",
            "socks5://user:пароль@localhost:1080",
            "http://user:%D0%BF@localhost:3128",
            "http://us%3Aer:password@localhost:3128",
            "socks4://user:password@localhost:1080",
            "socks4://юзер@localhost:1080",
            "socks5://:password@localhost:1080",
            f"socks5://user:{'x' * 256}@localhost:1080",
            "socks5://local host:1080",
            "socks5://localhost:0",
            "http://user:pass%0Aword@localhost:3128",
        )
    ],
    *[("proxy", value) for value in NO_PROXIES],
    *[("ipv6", value) for value in ("yes", 1, 0)],
    *[("server", SERVER | {"ipv6_host": value}) for value in ("", 5, "[::1]")],
    *[("test_mode", value) for value in ("false", 1, None)],
    *[("server", value) for value in ("127.0.0.1", {}, {"host": "x"}, SERVER | {"more": 1}, 5)],
    *[("server", SERVER | {"host": value}) for value in ("", None, 5)],
    *[("server", SERVER | {"host": value}) for value in ("local host", "http://localhost", f"{'x' * 64}.org")],
    *[("server", SERVER | {"home_dc": value}) for value in (0, "2", None, 1000, True)],
    *[("server", SERVER | {"one_address": value}) for value in (1, "yes", None)],
    *[("server", SERVER | {"data_centers": value}) for value in NO_DATA_CENTERS],
    ("server", SERVER | {"data_centers": {"2": ["a", 443]}, "one_address": True}),
    *[("server", SERVER | {"port": value}) for value in (0, 65536, -1, "443", None, True)],
    *[("server", SERVER | {"public_key": value}) for value in ("", "no key", None, 5, b"bytes")],
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_option_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=name):
        load_backend(PATH, GOOD | {name: value})


RIGHT: list[tuple[str, Any]] = [
    ("api_id", 2**31 - 1),
    ("device_model", "Ёж"),
    ("proxy", "socks5://user:password@localhost:1080"),
    ("proxy", "socks4://localhost:1080"),
    ("proxy", "http://127.0.0.1:3128"),
    ("proxy", "http://user:@127.0.0.1:3128"),
    ("proxy", "socks4://user@localhost:1080"),
    ("proxy", "socks5://user:p%40ss%3Aword@[::1]:1080"),
    ("proxy", None),
    *[("proxy", value) for value in PROXIES],
    *[("ipv6", value) for value in (True, False, None)],
    ("server", SERVER | {"ipv6_host": "::1"}),
    ("test_mode", True),
    ("server", SERVER),
    ("server", SERVER | {"port": 65535}),
    ("server", SERVER | {"host": "::1", "home_dc": 2, "one_address": True}),
    ("server", SERVER | {"data_centers": {"2": ["телеграм.example", 443], "203": ["10.0.0.1", 80]}}),
]


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_right_option_is_taken(name: str, value: Any) -> None:
    assert isinstance(load_backend(PATH, GOOD | {name: value}), Backend)


@pytest.mark.parametrize(
    ("module", "package"), [("pyrogram", "Pyrogram"), ("tgcrypto", "TgCrypto"), ("python_socks", "python-socks")]
)
def test_what_is_not_installed_is_said_when_the_backend_is_made(
    python: Callable[[str], str], module: str, package: str
) -> None:
    script = f"""
        import sys
        sys.modules["{module}"] = None  # as if it were not there
        from tgsdk import Misconfigured, load_backend
        try:
            load_backend("{PATH}", {{"api_id": 1, "api_hash": "x"}})
        except Misconfigured as error:
            print(error)
        """
    assert python(script) == f"{package} is not installed: pip install 'tgsdk[pyrogram]'"


def test_two_libraries_in_one_folder_are_refused_when_the_backend_is_made(
    python: Callable[[str], str], tmp_path: Path
) -> None:
    for name in ("Pyrogram", "Kurigram"):
        metadata = tmp_path / f"{name}-1.0.dist-info" / "METADATA"
        metadata.parent.mkdir()
        metadata.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    script = f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        from tgsdk import Misconfigured, load_backend
        try:
            load_backend("{PATH}", {{"api_id": 1, "api_hash": "x"}})
        except Misconfigured as error:
            print(error)
        """
    assert "pip uninstall -y Pyrogram Kurigram" in python(script)


@pytest.mark.parametrize("path", ["tgsdk.Backend", "tgsdk.backends.mtproto.MTProtoBackend"])
def test_the_base_of_backends_is_refused_in_a_sentence(path: str) -> None:
    with pytest.raises(
        TypeError, match=r"is the abstract base of backends: tgsdk\.backends\.pyrogram\.PyrogramBackend is one"
    ):
        load_backend(path, {})


def test_making_a_backend_reads_and_opens_nothing(python: Callable[[str], str]) -> None:
    script = """
        import socket, sys
        from tests.leaks import left_since, open_things
        from tgsdk import Telegram, load_backend
        before = open_things()
        Telegram(load_backend("tgsdk.backends.pyrogram.PyrogramBackend", {"api_id": 1, "api_hash": "x"}))
        print("pyrogram" in sys.modules, left_since(before))
        """
    assert python(script) == "False []"


def test_no_option_shows_a_secret() -> None:
    identity = Identity(
        api_id=1, api_hash="canary", device_model="d", app_version="1", system_version="s", lang_code="en"
    )
    route = Route(server=Server.from_mapping(SERVER), proxy="socks5://user:canary@localhost:1080")
    backend = load_backend(PATH, GOOD | {"api_hash": "canary", "proxy": "socks5://user:canary@localhost:1080"})
    secret = f"mtproxy://localhost:443/{b'canary'.ljust(16).hex()}"
    for thing in (identity, route, backend, Route(proxy=secret), Route(proxy=secret).ways, backend.through(secret)):
        assert "canary" not in f"{thing!r} {thing}" and b"canary".hex() not in f"{thing!r} {thing}"
    assert "127.0.0.1" in repr(route)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_hash", b"canary"),
        ("proxy", "ftp://user:canary@localhost:21"),
        ("proxy", "canary"),
        ("proxy", "mtproxy://localhost:443/canary"),
        ("proxy", "socks5://localhost:1080 canary://canary"),
        ("proxy", "tg://proxy?server=localhost&port=443&secret=canary"),
    ],
)
def test_no_refusal_shows_a_secret(name: str, value: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as refusal:
        load_backend(PATH, GOOD | {name: value})
    assert "canary" not in str(refusal.value)


def test_a_new_login_starts_at_telegrams_second_data_centre() -> None:
    assert Route().first_dc == 2
    assert Route(server=Server.from_mapping(SERVER)).first_dc == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"mtproxy://[::1]:443/{KEY}", ("::1", bytes.fromhex(KEY), False, b"")),
        (f"tg://proxy?server=a.b&port=443&secret=dd{KEY}", ("a.b", bytes.fromhex(KEY), True, b"")),
        (f"https://t.me/proxy?server=a.b&port=443&secret={IN_BASE64}", ("a.b", IN_KEY, True, b"www.example.org")),
        (f"mtproxy://a.b:443/{IN_BASE64.replace('_', '/')}", ("a.b", IN_KEY, True, b"www.example.org")),
    ],
)
def test_a_secret_is_read_as_telegrams_applications_read_it(url: str, said: tuple[Any, ...]) -> None:
    (way,) = Route(proxy=url).ways
    assert (way.host, way.secret, way.is_padded, way.domain) == said


def test_a_backend_in_memory_tells_which_proxy_was_asked_for() -> None:
    backend = MemoryBackend()
    assert isinstance(backend.through("socks5://localhost:1080"), MemoryBackend)
    assert backend.proxies == ["socks5://localhost:1080"]


def test_a_backend_without_proxies_says_so() -> None:
    with pytest.raises(Unsupported, match="proxies"):
        load_backend(
            "tgsdk.backends.remote.RemoteBackend", {"url": "http://localhost/telegram/", "token": "hrh_x"}
        ).through("socks5://localhost:1080")


def test_an_account_s_wrong_proxy_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(ProxyInvalid, match="number 2 of them"):
        load_backend(PATH, GOOD).through(["socks5://localhost:1080", "socks5://"])
