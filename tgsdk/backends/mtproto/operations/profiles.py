"""Profiles: the cards of people, groups and channels (https://core.telegram.org/api/channel, users.getFullUser)."""

from typing import Any

from tgsdk.types import Profile

from ..reading.peers import Known, chat_id_of, is_channel, is_group
from ..reading.profiles import chats_in, profile_of_chat, profile_of_user
from ..reading.raw import expect
from ..wire.line import Line
from .chats import note_chats
from .input_peers import input_channel, input_user

__all__ = ["get_profile"]

COMMON_CHATS = 100  # of a page, at most


async def get_profile(line: Line, chat_id: int, peer: Any) -> Profile:
    """Return the card of a chat. The session knows the groups in common from now on."""
    if is_channel(chat_id):
        query = line.engine.functions.channels.GetFullChannel(channel=input_channel(line.engine, chat_id, peer))
        return profile_of_chat(expect(await line.invoke(query), "ChatFull"), chat_id)
    if is_group(chat_id):
        query = line.engine.functions.messages.GetFullChat(chat_id=-chat_id)
        return profile_of_chat(expect(await line.invoke(query), "ChatFull"), chat_id)
    return await _of_user(line, chat_id, peer)


async def _of_user(line: Line, chat_id: int, peer: Any) -> Profile:
    user = input_user(line.engine, peer)
    answer = expect(await line.invoke(line.engine.functions.users.GetFullUser(id=user)), "UserFull")
    if not answer.full_user.common_chats_count:
        return profile_of_user(answer, chat_id)
    query = line.engine.functions.messages.GetCommonChats(user_id=user, max_id=0, limit=COMMON_CHATS)
    common = expect(await line.invoke(query), "Chats", "ChatsSlice")
    note_chats(line, Known(common), [chat_id_of(each) for each in common.chats])
    return profile_of_user(answer, chat_id, common_chats=chats_in(common))
