"""Raw users, read."""

from typing import Any

from tgsdk.types import User

from .peers import photo_of, username_of
from .raw import expect

__all__ = ["user_in"]


def user_in(user: Any) -> User:
    """Read a ``user``. Raises ProtocolError for anything else."""
    expect(user, "User")
    return User(
        id=user.id,
        first_name=user.first_name or "",
        last_name=user.last_name,
        username=username_of(user),
        phone=user.phone,
        photo=photo_of(user),
    )
