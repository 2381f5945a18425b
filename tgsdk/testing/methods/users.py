"""``users.*``: who is who (https://core.telegram.org/method/users.getUsers)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..accounts import Account
from ..desks.peers import Person
from .registry import Request, method


def user_of(account: Account, *, is_self: bool) -> Any:
    """Return the account as a ``user``; others' phone numbers are hidden."""
    return raw.types.User(
        id=account.user_id,
        is_self=is_self,
        access_hash=account.access_hash,
        first_name=account.first_name,
        last_name=account.last_name,
        username=account.username,
        phone=account.phone if is_self else None,
    )


@method("users.GetUsers")
def get_users(request: Request) -> Any:
    found = (user_named(request, input_user) for input_user in codec.objects(request.query.id))
    return [each for each in found if each is not None]


def user_named(request: Request, input_user: Any) -> Any:
    """Return the user, an account or a person of the desk; None if there is none or the access hash is wrong."""
    account = _find(request, input_user)
    if account is not None:
        return user_of(account, is_self=account is request.user)
    person = request.desk.peers.get(getattr(input_user, "user_id", 0))
    if isinstance(person, Person) and person.access_hash == getattr(input_user, "access_hash", None):
        return request.new_answer().user(person)
    return None


def _find(request: Request, input_user: Any) -> Account | None:
    if isinstance(input_user, raw.types.InputUserSelf):
        return request.user
    account = request.world.account_by_id(getattr(input_user, "user_id", 0))
    if account is request.user:
        return account
    return account if account and account.access_hash == getattr(input_user, "access_hash", None) else None
