"""Sealing a Telegram Session for the database: encrypted, authenticated, and bound to its owner."""

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from tgsdk import Session, SessionInvalid


class Seal:
    """Seals with the first of ``keys`` and opens with any, so that keys can be rotated without a pause.

    Raises ``ValueError`` when there is no key, or one is not a Fernet key.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("there is no key")
        fernets = [Fernet(key) for key in keys]
        self._first, self._fernet = fernets[0], MultiFernet(fernets)
        self._is_rotating = len(fernets) > 1

    def seal(self, session: Session, owner: object) -> str:
        """Return the session as text for the database. ``owner`` is the primary key of its user, of whatever type."""
        payload = json.dumps({"owner": str(owner), "session": session.to_string()})
        return self._fernet.encrypt(payload.encode()).decode()

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
        try:
            payload = json.loads(self._fernet.decrypt(sealed.encode()))
        except (InvalidToken, ValueError):
            # Without "from": nothing of the secret may reach a log.
            raise SessionInvalid("The kept session cannot be opened") from None
        if payload["owner"] != str(owner):
            raise SessionInvalid("The kept session is somebody else's")
        return Session.from_string(payload["session"])
