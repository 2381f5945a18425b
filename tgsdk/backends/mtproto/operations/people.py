"""People: the account's own user."""

from tgsdk.types import User

from ..reading.users import user_in
from ..wire.line import Line

__all__ = ["get_self"]


async def get_self(line: Line) -> User:
    """Return the user who is logged in (``users.getUsers``)."""
    engine = line.engine
    users = await line.invoke(engine.functions.users.GetUsers(id=[engine.types.InputUserSelf()]))
    return user_in(users[0] if isinstance(users, list) and users else None)
