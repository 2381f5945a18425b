"""``updates.*``: the server pushes no updates of chats (https://core.telegram.org/api/updates)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .registry import Request, method


@method("updates.GetState")
def get_state(request: Request) -> Any:
    return state_of(request)


@method("updates.GetDifference")
def get_difference(request: Request) -> Any:
    return raw.types.updates.DifferenceEmpty(date=int(request.world.now()), seq=1)


def state_of(request: Request) -> Any:
    """Return the ``updates.state`` of the account that is logged in."""
    return raw.types.updates.State(pts=request.desk.pts, qts=0, date=int(request.world.now()), seq=1, unread_count=0)
