"""The registry of methods: their handlers, who may call them, and how they refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ..accounts import Account
from ..desks.account_desk import AccountDesk
from ..desks.answer_builder import AnswerBuilder
from ..state.auth_keys import SESSION_ENDS, AuthKey, Session
from ..state.world import API_ID, World

Access = Literal["anyone", "user"]


class Refusal(Exception):
    """An ``rpc_error`` (https://core.telegram.org/api/errors)."""

    def __init__(self, code: int, name: str):
        super().__init__(f"{code} {name}")
        self.code = code
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call: the method's name, its TL object as ``query``, and the key and session that it came by."""

    name: str
    world: World
    key: AuthKey
    session: Session
    query: Any

    @property
    def user(self) -> Account:
        """The account that is logged in; refuses when there is none, with the reason if the session was ended."""
        if self.key.end is not None:
            raise Refusal(SESSION_ENDS[self.key.end], self.key.end)
        if self.key.awaits_password is not None:
            raise Refusal(401, "SESSION_PASSWORD_NEEDED")
        if self.key.user is None:
            raise Refusal(401, "AUTH_KEY_UNREGISTERED")
        return self.key.user

    @property
    def desk(self) -> AccountDesk:
        """The desk of the account that is logged in."""
        return self.world.desk(self.user)

    def new_answer(self) -> AnswerBuilder:
        """Begin an answer from that desk."""
        return AnswerBuilder(self.desk, self.world.file_reference)

    def usual(self) -> Any:
        """Return the server's own answer, for a handler that overrides it. Raises `Refusal`."""
        if self.name not in _HANDLERS:
            raise Refusal(400, "METHOD_INVALID")
        handler, access = _HANDLERS[self.name]
        if access == "user":
            _ = self.user
        return handler(self)

    def check_api_id(self) -> None:
        """Refuse an application that the server does not know."""
        if (self.query.api_id, self.query.api_hash) != (API_ID, self.world.key_pair.api_hash):
            raise Refusal(400, "API_ID_INVALID")


Handler = Callable[[Request], Any]
_HANDLERS: dict[str, tuple[Handler, Access]] = {}


def method(name: str, access: Access = "user") -> Callable[[Handler], Handler]:
    """Register the handler of the method with this name: ``auth.ExportLoginToken``."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[name] = handler, access
        return handler

    return register


def uses_account(name: str) -> bool:
    """Tell whether a call of this method is the account's own business, which one connection at a time may do.

    Files may be fetched over further connections, as Telegram's own clients do (https://core.telegram.org/api/files).
    """
    _, access = _HANDLERS.get(name, (None, "anyone"))
    return access == "user" and not name.startswith("upload.")


def execute(request: Request) -> Any:
    """Return the method's result: a TL object, a list of them, a bool, or the bytes of one. Raises `Refusal`."""
    handler = request.world.overrides.find(request.name)
    return request.usual() if handler is None else handler(request)
