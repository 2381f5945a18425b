"""The JSON of the login, for web/openapi/. The details beside a state are those of that state."""

from typing import Literal, NotRequired, TypedDict

from tgsdk import CodeType, Stage


class State(TypedDict):
    """The state of the account, with the way of the code, the password's hint, or Telegram's name for the end."""

    state: Stage
    type: NotRequired[CodeType]
    length: NotRequired[int | None]
    timeout: NotRequired[int | None]
    next_type: NotRequired[CodeType | None]
    hint: NotRequired[str | None]
    reason: NotRequired[str]


class Status(State):
    """The state of the account, by Telegram itself."""

    active: bool


class Ended(TypedDict):
    """The account is not connected any more."""

    active: Literal[False]
    state: Stage


class QrCode(TypedDict):
    """The text of a QR code to be scanned."""

    url: str
    expires_at: str


class Login(State):
    """The state of a login, with the QR code where one is waited for."""

    authorized: bool
    url: NotRequired[str]
    expires_at: NotRequired[str]


class CodeSent(TypedDict):
    """A login code on its way; `sent` is false where none is needed, and the login has moved on by itself."""

    sent: bool
    type: CodeType
    length: NotRequired[int | None]
    timeout: NotRequired[int | None]
    next_type: NotRequired[CodeType | None]
    authorized: NotRequired[bool]
    state: NotRequired[Stage]
    hint: NotRequired[str | None]


class Person(TypedDict):
    """The connected account."""

    id: int
    first_name: str
    last_name: str | None
    username: str | None
