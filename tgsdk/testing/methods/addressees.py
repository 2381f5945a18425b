"""``contacts.resolveUsername``, ``contacts.resolvePhone``, ``users.getRequirementsToContact``."""

import math
import re
import struct
from collections.abc import Iterator
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..accounts import digits
from ..desks.account_desk import AccountDesk
from ..desks.peers import Peer, Person
from ..other_layers import Written
from .input_peers import person_of
from .registry import Refusal, Request, method

DAY = 86_400
USERNAME = re.compile(r"[a-z][a-z0-9_]{2,31}", re.IGNORECASE)
EMPTY, PREMIUM, PAID = 0x050A9839, 0xE581E4E9, 0xB4F67E93


@method("contacts.ResolveUsername")
def resolve_username(request: Request) -> Any:
    username = request.query.username.removeprefix("@")
    if not USERNAME.fullmatch(username):
        raise Refusal(400, "USERNAME_INVALID")
    _count_look_up(request, "username", request.world.usernames_a_day, DAY)
    named = (peer for peer in request.desk.peers.values() if (peer.username or "").casefold() == username.casefold())
    return _resolved(request, next(named, None), "USERNAME_NOT_OCCUPIED")


@method("contacts.ResolvePhone")
def resolve_phone(request: Request) -> Any:
    _count_look_up(request, "phone", 1, request.world.seconds_between_phones)
    phone = digits(request.query.phone)
    found = (person for person in _findable(request.desk) if digits(person.phone or "") == phone)
    return _resolved(request, next(found, None), "PHONE_NOT_OCCUPIED")


@method("users.GetRequirementsToContact")
def get_requirements(request: Request) -> Any:
    people = [person_of(request.desk, each) for each in codec.objects(request.query.id)]
    return [Written(_requirement(person)) for person in people]


def _findable(desk: AccountDesk) -> Iterator[Person]:
    return (peer for peer in desk.peers.values() if isinstance(peer, Person) and peer.is_findable)


def _resolved(request: Request, peer: Peer | None, refusal: str) -> Any:
    if peer is None:
        raise Refusal(400, refusal)
    builder = request.new_answer()
    found = builder.peer(peer.marked_id)
    return raw.types.contacts.ResolvedPeer(peer=found, chats=builder.chats, users=builder.users)


def _count_look_up(request: Request, kind: str, most: int, seconds: float) -> None:
    """Refuse what is looked up too often, found or not. Of a clock that was wrong, what is to come does not count."""
    now = request.world.now()
    latest = [at for at in request.desk.look_ups.get(kind, ()) if now - seconds < at <= now]
    if len(latest) >= most:
        raise Refusal(420, f"FLOOD_WAIT_{math.ceil(latest[-most] + seconds - now)}")
    request.desk.look_ups[kind] = [*latest, now]


def _requirement(person: Person) -> bytes:
    if isinstance(person.requires, int):
        return struct.pack("<Iq", PAID, person.requires)
    return struct.pack("<I", PREMIUM if person.requires else EMPTY)
