"""Addressees: somebody by username or phone number, and what is asked of whoever writes to them.

https://core.telegram.org/method/contacts.resolveUsername, https://core.telegram.org/method/contacts.resolvePhone
"""

from typing import Any

from tgsdk.addressee import Addressee
from tgsdk.errors import Misconfigured
from tgsdk.types import Chat, Requirement, RequirementKind

from ..engine import Engine
from ..reading.chats import chat_in
from ..reading.peers import Known, chat_id_of
from ..reading.profiles import requirement_in
from ..reading.raw import expect
from ..wire.line import Line
from .chats import note_chats
from .input_peers import input_user

__all__ = ["get_requirement", "resolve"]

UNKNOWN = Requirement(kind=RequirementKind.UNKNOWN)


async def resolve(line: Line, addressee: Addressee) -> Chat:
    """Find somebody; the session knows the chat with them from now on."""
    answer = expect(await line.invoke(_query_of(line.engine, addressee)), "ResolvedPeer")
    chat_id, known = chat_id_of(answer.peer), Known(answer)
    note_chats(line, known, [chat_id])
    return chat_in(chat_id, known)


def _query_of(engine: Engine, addressee: Addressee) -> Any:
    if addressee.phone is not None:
        return engine.functions.contacts.ResolvePhone(phone=addressee.phone.removeprefix("+"))
    return engine.functions.contacts.ResolveUsername(username=addressee.username)


async def get_requirement(line: Line, chat_id: int, peer: Any) -> Requirement:
    """Call ``users.getRequirementsToContact``, where the engine's layer and Telegram's know it."""
    method = getattr(line.engine.functions.users, "GetRequirementsToContact", None)
    if method is None or chat_id < 0:
        return UNKNOWN
    try:
        return requirement_in(await line.invoke(method(id=[input_user(line.engine, peer)])))
    except Misconfigured as error:
        if "METHOD_INVALID" not in (error.telegram_name or ""):
            raise
        return UNKNOWN
