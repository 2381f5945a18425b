"""The states of a login, as programs read them."""

from typing import Any

from tgsdk import AwaitingPassword, LoggedIn, LoggedOut, LoginState


def state_payload(state: LoginState) -> dict[str, Any]:
    payload: dict[str, Any] = {"authorized": isinstance(state, LoggedIn), "state": state.name}
    if isinstance(state, AwaitingPassword):
        payload["hint"] = state.hint
    return payload | reason_payload(state)


def reason_payload(state: LoginState) -> dict[str, str]:
    """Telegram's name for why it ended the session, if it did."""
    return {"reason": state.reason} if isinstance(state, LoggedOut) and state.reason else {}
