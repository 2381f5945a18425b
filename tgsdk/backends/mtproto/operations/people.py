"""People: who the account is."""

from tgsdk.types import User

from ..reading.users import user_in
from ..wire.line import Line

__all__ = ["get_self"]


async def get_self(line: Line) -> User:
    """The user whose key it is (``users.getUsers``)."""
    engine = line.engine
    users = await line.invoke(engine.functions.users.GetUsers(id=[engine.types.InputUserSelf()]))
    return user_in(users[0] if isinstance(users, list) and users else None)
