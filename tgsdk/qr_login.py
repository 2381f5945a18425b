"""The QR login as one call: it starts, looks, renews or starts anew, whichever it is time for."""

from tgsdk.backends.base import Connection
from tgsdk.errors import LoginExpired, WrongMoment
from tgsdk.session import Stage
from tgsdk.types import AwaitingScan, LoggedOut, LoginState

__all__ = ["qr_login"]


async def qr_login(connection: Connection) -> LoginState:
    """Return where the login is after this step."""
    match connection.session.stage:
        case Stage.AWAITING_SCAN:
            return await _looked_at(connection)
        case Stage.LOGGED_IN | Stage.AWAITING_PASSWORD:
            state = await connection.status()
            return await _started(connection) if isinstance(state, LoggedOut) else state
        case _:
            return await _started(connection)


async def _looked_at(connection: Connection) -> LoginState:
    try:
        return await connection.check_qr_login()
    except LoginExpired:
        return await _started(connection)


async def _started(connection: Connection) -> LoginState:
    try:
        return AwaitingScan(await connection.start_qr_login())
    except WrongMoment:  # somebody has logged in with the key meanwhile
        return await connection.status()
