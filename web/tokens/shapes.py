"""The JSON of tokens."""

from typing import Literal, TypedDict


class Token(TypedDict):
    """A token, without its secret."""

    id: int
    name: str
    scopes: list[str]
    created_at: str
    expires_at: str
    last_used_at: str | None


class Tokens(TypedDict):
    tokens: list[Token]


class NewToken(TypedDict):
    """A token just made, with its secret, which is shown this one time."""

    token: Token
    secret: str


class Revoked(TypedDict):
    revoked: Literal[True]
