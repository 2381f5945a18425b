"""The JSON of failures, for web/openapi/."""

from typing import Literal, NotRequired, TypedDict


class Way(TypedDict):
    """A request that leads on."""

    method: str
    url: str


class Failure(TypedDict):
    """A failure: `error` is for a person, `code` for a program, `telegram` Telegram's own name for it.

    `capability` is what the backend cannot do, `part` the part of a file that Telegram has lost.
    """

    error: str
    code: str
    telegram: NotRequired[str]
    retry_after: NotRequired[int]
    requires_telegram_auth: NotRequired[Literal[True]]
    connect_again: NotRequired[Way]
    scope: NotRequired[str]
    capability: NotRequired[str]
    part: NotRequired[int]


class Stranger(TypedDict):
    """Nobody is signed in to HR Helper, or the token is not valid any more."""

    error: Literal["Not authenticated in Django"]
    requires_django_auth: Literal[True]
