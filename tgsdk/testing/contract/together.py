"""The contract of calls that are made together: at once, or one after the other, but each right."""

# ruff: noqa: S101 - to assert is what this is for

from collections.abc import Callable

import pytest

from tgsdk.client import AsyncTelegram, Telegram
from tgsdk.errors import NotFound, SessionEnded, TelegramError
from tgsdk.types import Capability, LoggedIn

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["TogetherContract"]

UNKNOWN_CHAT = 1_999_999_998


class TogetherContract(ContractFixtures):
    """Calls that are made together over one connection, whether or not the backend takes more than one at a time."""

    @needs(Capability.READ)
    def test_calls_made_together_give_what_each_gives_alone(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Tatiana Ravenscroft")
        message_id = other_side.write(chat_id, "All at once")
        telegram = Telegram(logged_in.backend, logged_in.session)
        with telegram.connected():
            alone = telegram.me(), telegram.chats(5), telegram.messages(chat_id, 3)
        together = logged_in.call(
            Telegram.together, lambda t: t.me(), lambda t: t.chats(5), lambda t: t.messages(chat_id, 3)
        )
        assert together == alone
        assert together[2].items[0].id == message_id

    @needs(Capability.READ)
    def test_calls_made_together_know_no_chat_before_and_each_chat_after(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chat_id = other_side.add_chat("Leonid Ashcombe")
        found = logged_in.call(
            lambda telegram: telegram.together(
                lambda t: t.chat(chat_id), lambda t: t.messages(chat_id), lambda t: t.chats(50)
            )
        )
        assert found[0].id == chat_id
        assert found[0] in found[2].items
        assert logged_in.call(Telegram.chat, chat_id) == found[0]

    @needs(Capability.READ)
    def test_one_of_the_calls_made_together_fails_by_itself(self, logged_in: Carried) -> None:
        def ask(telegram: Telegram) -> None:
            me, chat = telegram.together(lambda t: t.me(), lambda t: t.chat(UNKNOWN_CHAT), return_errors=True)
            assert not isinstance(me, TelegramError)
            assert me.id == logged_in.session.user_id
            assert isinstance(chat, NotFound)
            with pytest.raises(NotFound):
                telegram.together(lambda t: t.me(), lambda t: t.chat(UNKNOWN_CHAT))

        logged_in.call(ask)

    @needs(Capability.READ)
    def test_one_of_the_calls_made_together_may_go_on_from_its_answer(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chat_id = other_side.add_chat("Maxim Hollingsworth")
        other_side.write(chat_id, "And then")

        def ask(telegram: Telegram) -> None:
            async def newest(twin: AsyncTelegram) -> str:
                page = await twin.chats(50)
                chat = next(chat for chat in page.items if chat.title == "Maxim Hollingsworth")
                return (await twin.messages(chat.id, 1)).items[0].text

            with telegram.connected():
                assert telegram.together(newest, lambda t: t.me())[0] == "And then"
                assert telegram.me().id == logged_in.session.user_id

        logged_in.call(ask)

    @needs(Capability.READ)
    def test_a_session_that_was_ended_ends_all_calls_made_together(
        self, logged_in: Carried, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        errors = logged_in.call(
            lambda telegram: telegram.together(lambda t: t.me(), lambda t: t.chats(2), return_errors=True)
        )
        assert [type(error) for error in errors] == [SessionEnded, SessionEnded]

    def test_the_state_of_the_login_is_told_beside_other_calls(self, logged_in: Carried) -> None:
        state, me = logged_in.call(lambda telegram: telegram.together(lambda t: t.status(), lambda t: t.me()))
        assert state == LoggedIn(me)
