"""The contract of finding people, and of their cards."""

# ruff: noqa: S101 - to assert is what this is for

import secrets

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import (
    CursorInvalid,
    InviteLinkUnsupported,
    NobodyFound,
    PhoneNumberInvalid,
    TelegramError,
    UsernameInvalid,
)
from tgsdk.types import AttachmentKind, Capability, ChatKind, Message, RequirementKind, SharedKind

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["PeopleContract"]

LISTS = {
    AttachmentKind.PHOTO: SharedKind.PHOTOS,
    AttachmentKind.VIDEO: SharedKind.VIDEOS,
    AttachmentKind.DOCUMENT: SharedKind.FILES,
    AttachmentKind.VOICE: SharedKind.VOICE,
}
REFUSED: dict[str, type[TelegramError]] = {
    "https://t.me/+AbCdEf12": InviteLinkUnsupported,
    "t.me/c/1234/5": UsernameInvalid,
    "": UsernameInvalid,
    "+7": PhoneNumberInvalid,
}


class PeopleContract(ContractFixtures):
    """Somebody by name or number, what they ask of whoever writes, and the cards of chats."""

    @pytest.fixture
    def finding(self, other_side: OtherSide) -> OtherSide:
        """An other side that lets people be found."""
        if not hasattr(other_side, "add_person"):
            pytest.skip("the other side lets nobody be found")
        return other_side

    @pytest.fixture
    def username(self) -> str:
        return "zinaida_" + "".join(secrets.choice("abcdefgh") for _ in range(12))

    @pytest.fixture
    def phone_number(self) -> str:
        return "+7999" + "".join(secrets.choice("0123456789") for _ in range(7))

    @needs(Capability.RESOLVE)
    def test_somebody_is_found_by_name_and_link(self, logged_in: Carried, finding: OtherSide, username: str) -> None:
        chat_id = finding.add_person("Zinaida Quellenberg", username=username)
        for text in (f"@{username}", username.upper(), f"https://t.me/{username}", f"tg://resolve?domain={username}"):
            chat = logged_in.call(Telegram.resolve, text)
            assert (chat.id, chat.kind, chat.title) == (chat_id, ChatKind.PRIVATE, "Zinaida Quellenberg")

    @needs(Capability.RESOLVE)
    def test_somebody_is_found_by_number_as_people_write_it(
        self, logged_in: Carried, finding: OtherSide, phone_number: str
    ) -> None:
        chat_id = finding.add_person("Zinaida Quellenberg", phone=phone_number)
        spaced = f"{phone_number[:2]} ({phone_number[2:5]}) {phone_number[5:8]}-{phone_number[8:]}"
        for text in (phone_number, spaced, f"t.me/{phone_number}"):
            assert logged_in.call(Telegram.resolve, text).id == chat_id

    @needs(Capability.RESOLVE)
    def test_whoever_is_found_can_be_read_and_written_to(
        self, logged_in: Carried, finding: OtherSide, username: str
    ) -> None:
        chat_id = finding.add_person("Zinaida Quellenberg", username=username)
        assert logged_in.call(Telegram.resolve, username).id == chat_id
        assert logged_in.call(Telegram.chat, chat_id).last_message is None
        assert logged_in.call(Telegram.messages, chat_id).items == ()
        assert chat_id not in [chat.id for chat in logged_in.call(Telegram.chats, 100).items]
        sent = logged_in.call(Telegram.send_message, chat_id, "are you still looking for a job?")
        assert [message.id for message in logged_in.call(Telegram.messages, chat_id).items] == [sent.id]
        assert chat_id in [chat.id for chat in logged_in.call(Telegram.chats, 100).items]

    @needs(Capability.RESOLVE)
    def test_nobody_is_found_where_there_is_nobody(
        self,
        logged_in: Carried,
        finding: OtherSide,  # noqa: ARG002 - whoever has it lets numbers be looked up quickly
        username: str,
        phone_number: str,
    ) -> None:
        for text in (username, phone_number):
            with pytest.raises(NobodyFound):
                logged_in.call(Telegram.resolve, text)
        assert logged_in.call(Telegram.me)

    @needs(Capability.RESOLVE)
    def test_what_names_nobody_is_refused(self, logged_in: Carried) -> None:
        for text, kind in REFUSED.items():
            with pytest.raises(kind):
                logged_in.call(Telegram.resolve, text)

    @needs(Capability.RESOLVE)
    def test_it_says_what_is_asked_of_whoever_writes_or_that_it_does_not_know(
        self, logged_in: Carried, finding: OtherSide, username: str
    ) -> None:
        chat_id = finding.add_person("Zinaida Quellenberg", username=username)
        logged_in.call(Telegram.resolve, username)
        requirement = logged_in.call(Telegram.requirement, chat_id)
        assert requirement.kind in (RequirementKind.NOTHING, RequirementKind.UNKNOWN)
        assert requirement.stars is None

    @needs(Capability.PROFILES)
    def test_a_card_says_whose_it_is(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Zinaida Quellenberg")
        profile = logged_in.call(Telegram.person, chat_id)
        assert (profile.chat.id, profile.chat.title) == (chat_id, "Zinaida Quellenberg")
        assert profile.common_chats_count >= len(profile.common_chats)

    @needs(Capability.PROFILES)
    def test_what_was_shared_in_a_chat_is_found_by_its_kind(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id, message_id, _ = other_side.a_file()
        attachment = logged_in.call(Telegram.message, chat_id, message_id).attachment
        assert attachment is not None
        if attachment.kind not in LISTS:
            pytest.skip("there is no list of this kind of file")
        found = logged_in.call(Telegram.shared_media, chat_id, LISTS[attachment.kind], 100).items
        assert message_id in [message.id for message in found]
        assert {message.attachment.kind for message in found if message.attachment} == {attachment.kind}
        assert [message.id for message in found] == sorted((message.id for message in found), reverse=True)

    @needs(Capability.PROFILES)
    def test_what_was_shared_comes_in_pages(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id, _, _ = other_side.a_file()
        for kind in SharedKind:
            whole = logged_in.call(Telegram.shared_media, chat_id, kind, 100).items[:3]
            pages: list[Message] = []
            cursor: str | None = None
            for _ in whole:
                page = logged_in.call(Telegram.shared_media, chat_id, kind, 1, cursor)
                pages += page.items
                cursor = page.next
                if cursor is None:
                    break
            assert [message.id for message in pages] == [message.id for message in whole]

    @needs(Capability.PROFILES)
    def test_a_cursor_that_is_none_of_what_was_shared_is_refused(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chat_id, _, _ = other_side.a_file()
        with pytest.raises(CursorInvalid):
            logged_in.call(Telegram.shared_media, chat_id, SharedKind.FILES, 1, "no cursor")
