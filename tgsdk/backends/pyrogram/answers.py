"""What Telegram's answers mean to us: raw objects in, typed values out."""

from typing import Any

from tgsdk.errors import ProtocolError
from tgsdk.types import User

from .library import raw
from .line import Line
from .media import chat_photo_in
from .peers import username_of

__all__ = ["expect", "get_self", "user_in"]


def expect(kind: Any, answer: Any) -> Any:
    """``answer``, if it is what the method is documented to give."""
    if not isinstance(answer, kind):
        documented = " or ".join(each.__name__ for each in getattr(kind, "__args__", (kind,)))
        raise ProtocolError(f"{type(answer).__name__} where Telegram documents {documented}")
    return answer


def user_in(user: Any) -> User:
    """Raises ProtocolError for what is not a ``user``."""
    expect(raw.types.User, user)
    return User(
        id=user.id,
        first_name=user.first_name or "",
        last_name=user.last_name,
        username=username_of(user),
        phone=user.phone,
        photo=chat_photo_in(user.id, user),
    )


async def get_self(line: Line) -> User:
    """The user whose key it is (``users.getUsers``)."""
    users = await line.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
    return user_in(users[0] if isinstance(users, list) and users else None)
