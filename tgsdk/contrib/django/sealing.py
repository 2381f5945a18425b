"""Sealing for the database, of a Telegram Session and of a proxy: encrypted, authenticated, bound to its owner."""

import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from tgsdk import Secret, Session, SessionInvalid


class Seal:
    """Seals with the first of ``keys`` and opens with any, so that keys can be rotated without a pause.

    Raises ``ValueError`` or ``TypeError`` when there is no key, or one is not a Fernet key.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        keys = [Secret.of(key) for key in keys]
        if not keys:
            raise ValueError("there is no key")
        fernets = [Fernet(Secret.shown(key)) for key in keys]
        self._first, self._fernet = fernets[0], MultiFernet(fernets)
        self._is_rotating = len(fernets) > 1

    def seal(self, session: Session, owner: object) -> str:
        """Return the session as text for the database. ``owner`` is the primary key of its user, of whatever type."""
        return self._sealed({"owner": str(owner), "session": session.to_string()})

    def seal_proxy(self, proxy: str | Sequence[str], owner: object) -> str:
        """Return the proxy of an account, or several, as text for the database: there may be a password in it."""
        return self._sealed({"owner": str(owner), "proxy": proxy if isinstance(proxy, str) else list(proxy)})

    def is_to_be_renewed(self, sealed: str) -> bool:
        """Tell whether keys are being rotated and this one was sealed with a key that is to go."""
        return self._is_rotating and not self.is_of_first_key(sealed)

    def is_of_first_key(self, sealed: str) -> bool:
        """Tell whether the first key alone opens it, so that the others may go."""
        try:
            self._first.decrypt(sealed.encode())
        except (InvalidToken, ValueError):
            return False
        return True

    def open(self, sealed: str, owner: object) -> Session:
        """Return the session again. Raises SessionInvalid if it was altered, is another owner's, or no key fits."""
        return Session.from_string(self._opened(sealed, owner, "session"))

    def open_proxy(self, sealed: str, owner: object) -> str | list[str]:
        """Return the proxy again. Raises SessionInvalid as :meth:`open`."""
        proxy: str | list[str] = self._opened(sealed, owner, "proxy")
        return proxy

    def _sealed(self, payload: dict[str, Any]) -> str:
        return self._fernet.encrypt(json.dumps(payload).encode()).decode()

    def _opened(self, sealed: str, owner: object, name: str) -> Any:
        problem, value = self._looked_into(sealed, str(owner), name)
        if problem:
            raise SessionInvalid(f"The kept {name} {problem}")
        return value

    def _looked_into(self, sealed: str, owner: str, name: str) -> tuple[str, Any]:
        """Return what is wrong, or the value. It raises nothing, so that no error has a frame with what was sealed."""
        try:
            payload = json.loads(self._fernet.decrypt(sealed.encode()))
            return ("", payload[name]) if payload["owner"] == owner else ("is somebody else's", None)
        except (InvalidToken, KeyError, ValueError):
            return "cannot be opened", None
