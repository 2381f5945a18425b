"""The smallest engine that there can be: its own codec for a QR login, ``me()`` and ``log_out()``, in layer 158."""

import struct
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tgsdk import Capability
from tgsdk.backends.mtproto import Engine, MTProtoBackend, Unreadable

VECTOR = 0x1CB5C415


class Writer:
    """Bytes of a TL object, field by field."""

    def __init__(self, constructor: int) -> None:
        self.data = struct.pack("<I", constructor)

    def numbers(self, *values: int) -> "Writer":
        self.data += struct.pack(f"<{len(values)}i", *values)
        return self

    def text(self, value: str) -> "Writer":
        short = len(raw := value.encode()) < 254
        head = bytes([len(raw)]) if short else b"\xfe" + len(raw).to_bytes(3, "little")
        self.data += head + raw + bytes(-(len(head) + len(raw)) % 4)
        return self

    def then(self, query: Any) -> bytes:
        return self.data + bytes(query.write())


@dataclass(kw_only=True)
class InvokeWithLayer:
    layer: int
    query: Any

    def write(self) -> bytes:
        return Writer(0xDA9B0D0D).numbers(self.layer).then(self.query)


@dataclass(kw_only=True)
class InvokeWithoutUpdates:
    query: Any

    def write(self) -> bytes:
        return Writer(0xBF9459B7).then(self.query)


@dataclass(kw_only=True)
class InitConnection:
    api_id: int
    device_model: str
    system_version: str
    app_version: str
    system_lang_code: str
    lang_pack: str
    lang_code: str
    query: Any

    def write(self) -> bytes:
        written = Writer(0xC1CD5EA9).numbers(0, self.api_id).text(self.device_model).text(self.system_version)
        written.text(self.app_version).text(self.system_lang_code).text(self.lang_pack).text(self.lang_code)
        return written.then(self.query)


@dataclass(kw_only=True)
class ExportLoginToken:
    api_id: int
    api_hash: str
    except_ids: list[int] = field(default_factory=list)

    def write(self) -> bytes:
        return Writer(0xB7E085FE).numbers(self.api_id).text(self.api_hash).numbers(VECTOR, 0).data


class LogOut:
    def write(self) -> bytes:
        return Writer(0x3E72BA19).data


class InputUserSelf:
    def write(self) -> bytes:
        return Writer(0xF7C1B13F).data


@dataclass(kw_only=True)
class GetUsers:
    id: list[InputUserSelf]

    def write(self) -> bytes:
        return Writer(0x0D91A548).numbers(VECTOR, len(self.id)).then(self.id[0])


@dataclass(kw_only=True)
class LoginToken:
    expires: int
    token: bytes


@dataclass(kw_only=True)
class LoginTokenSuccess:
    authorization: Any


@dataclass(kw_only=True)
class LoggedOut:
    future_auth_token: bytes | None


@dataclass(kw_only=True)
class Authorization:
    user: Any
    future_auth_token: bytes | None = None


@dataclass(kw_only=True)
class User:
    """As far as its telephone number."""

    id: int
    first_name: str | None
    last_name: str | None
    username: str | None
    phone: str | None


class Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def take(self, length: int) -> bytes:
        if length > len(self._data):
            raise Unreadable
        taken, self._data = self._data[:length], self._data[length:]
        return taken

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    def string(self) -> bytes:
        length, head = self.number(1), 1
        if length == 254:
            length, head = self.number(3), 4
        value = self.take(length)
        self.take(-(head + length) % 4)
        return value

    def object(self) -> Any:
        match self.number():
            case 0x1CB5C415:
                return [self.object() for _ in range(min(self.number(), 1))]
            case 0x629F1980:
                return LoginToken(expires=self.number(), token=self.string())
            case 0x390D5C5E:
                return LoginTokenSuccess(authorization=self.object())
            case 0xC3A2835F:
                return LoggedOut(future_auth_token=self.string() if self.number() & 1 else None)
            case 0x2EA2C0D4:
                return self.authorization()
            case 0x8F97C628:
                return self.user()
            case unknown:
                raise Unreadable(unknown)

    def authorization(self) -> Authorization:
        flags = self.number()
        self.take(4 * ((flags >> 1 & 1) + (flags & 1)))
        token = self.string() if flags & 4 else None
        return Authorization(user=self.object(), future_auth_token=token)

    def user(self) -> User:
        flags, _more_flags, number = self.number(), self.number(), self.number(8)
        self.take(8 * (flags & 1))
        first_name, last_name, username, phone = (
            self.string().decode() if flags >> bit & 1 else None for bit in range(1, 5)
        )
        return User(id=number, first_name=first_name, last_name=last_name, username=username, phone=phone)


class SmallestEngine(Engine):
    layer = 158
    types = SimpleNamespace(InputUserSelf=InputUserSelf)
    functions = SimpleNamespace(
        InvokeWithLayer=InvokeWithLayer,
        InvokeWithoutUpdates=InvokeWithoutUpdates,
        InitConnection=InitConnection,
        auth=SimpleNamespace(ExportLoginToken=ExportLoginToken, LogOut=LogOut),
        users=SimpleNamespace(GetUsers=GetUsers),
    )

    def encode(self, query: Any) -> bytes:
        return bytes(query.write())

    def decode(self, data: bytes) -> Any:
        return Reader(data).object()


class SmallestBackend(MTProtoBackend):
    supports = frozenset({Capability.QR_LOGIN})

    @classmethod
    def load_engine(cls) -> Engine:
        return SmallestEngine()
