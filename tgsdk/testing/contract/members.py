"""The contract of the members of groups, and of those who write in them."""

# ruff: noqa: S101 - to assert is what this is for

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import CursorInvalid, Forbidden, NotFound
from tgsdk.types import Capability, Chat, ChatKind, Member, MemberRole

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["MembersContract"]

NAMES = ("Zinaida Quellenberg", "Yuri Ostrov", "Xenia Weiss")


class MembersContract(ContractFixtures):
    """Who is in a group: listed, opened and written to."""

    @pytest.fixture
    def group(self, other_side: OtherSide) -> int:
        if not hasattr(other_side, "add_group"):
            pytest.skip("the other side makes no groups")
        return other_side.add_group("The team", *NAMES)

    @needs(Capability.MEMBERS)
    def test_the_members_of_a_group_are_listed(self, logged_in: Carried, group: int) -> None:
        logged_in.call(Telegram.chats, 100)
        members = logged_in.call(Telegram.members, group).items
        own_id = logged_in.call(Telegram.me).id
        others = {member.chat.title: member for member in members if member.chat.id != own_id}
        assert set(others) == set(NAMES)
        assert {member.chat.kind for member in others.values()} == {ChatKind.PRIVATE}
        assert all(member.role in MemberRole for member in members)

    @needs(Capability.MEMBERS)
    def test_members_come_in_pages(self, logged_in: Carried, group: int) -> None:
        logged_in.call(Telegram.chats, 100)
        whole = logged_in.call(Telegram.members, group, 100)
        pages: list[Member] = []
        cursor: str | None = None
        for _ in whole.items:
            page = logged_in.call(Telegram.members, group, 1, cursor)
            assert len(page.items) == 1
            pages += page.items
            cursor = page.next
        assert (cursor, whole.next) == (None, None)
        assert [member.chat.id for member in pages] == [member.chat.id for member in whole.items]

    @needs(Capability.MEMBERS)
    def test_a_member_can_be_read_and_written_to(self, logged_in: Carried, group: int) -> None:
        logged_in.call(Telegram.chats, 100)
        chat = _of_name(logged_in, group, NAMES[1])
        assert logged_in.call(Telegram.messages, chat.id).items == ()
        assert chat.id not in [each.id for each in logged_in.call(Telegram.chats, 100).items]
        sent = logged_in.call(Telegram.send_message, chat.id, "are you still looking for a job?")
        assert [message.id for message in logged_in.call(Telegram.messages, chat.id).items] == [sent.id]

    @needs(Capability.PROFILES)
    def test_whoever_writes_in_a_group_can_be_looked_at(
        self, logged_in: Carried, group: int, other_side: OtherSide
    ) -> None:
        other_side.write_in_group(group, NAMES[2], "good morning")
        logged_in.call(Telegram.chats, 100)
        sender = logged_in.call(Telegram.messages, group, 1).items[0].sender
        assert sender is not None
        assert sender.name == NAMES[2]
        assert logged_in.call(Telegram.person, sender.id).chat.title == NAMES[2]

    @needs(Capability.MEMBERS)
    def test_a_group_that_hides_its_members_is_forbidden(
        self, logged_in: Carried, group: int, other_side: OtherSide
    ) -> None:
        other_side.hide_members(group)
        logged_in.call(Telegram.chats, 100)
        with pytest.raises(Forbidden):
            logged_in.call(Telegram.members, group)

    @needs(Capability.MEMBERS)
    def test_a_chat_of_two_has_no_members(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Olga Ivanova")
        logged_in.call(Telegram.chats, 100)
        with pytest.raises(NotFound):
            logged_in.call(Telegram.members, chat_id)

    @needs(Capability.MEMBERS)
    def test_a_cursor_that_is_none_of_members_is_refused(self, logged_in: Carried, group: int) -> None:
        logged_in.call(Telegram.chats, 100)
        with pytest.raises(CursorInvalid):
            logged_in.call(Telegram.members, group, 1, "no cursor")


def _of_name(account: Carried, group: int, name: str) -> Chat:
    members = account.call(Telegram.members, group).items
    return next(member.chat for member in members if member.chat.title == name)
