"""While Telegram is silent, few polls hold a thread until their time is up."""

from contextlib import ExitStack

import pytest
from django.test import Client

from tgsdk import MemoryBackend, Timeout
from web.desk.silence import WAITING, Silence

from .test_chats_list import CHATS


def met(silence: Silence) -> None:
    with pytest.raises(Timeout), silence.broken():
        raise Timeout


def test_while_telegram_answers_any_number_of_polls_ask() -> None:
    silence = Silence()
    with ExitStack() as stack:
        for _ in range(WAITING * 5):
            stack.enter_context(silence.broken())


def test_once_it_was_silent_few_wait_and_the_others_are_told_at_once() -> None:
    silence = Silence()
    met(silence)
    with ExitStack() as stack:
        for _ in range(WAITING):
            stack.enter_context(silence.broken())
        with pytest.raises(Timeout), silence.broken():
            pytest.fail("it asked")


def test_one_answer_ends_the_silence() -> None:
    silence = Silence()
    met(silence)
    with silence.broken():
        pass
    with ExitStack() as stack:
        for _ in range(WAITING * 5):
            stack.enter_context(silence.broken())


def test_another_failure_is_no_silence() -> None:
    silence = Silence()
    with pytest.raises(ValueError, match="other"), silence.broken():
        raise ValueError("other")
    with ExitStack() as stack:
        for _ in range(WAITING * 5):
            stack.enter_context(silence.broken())


def test_a_poll_asks_again_after_a_silence(htmx: Client, desk: MemoryBackend) -> None:
    poll = f"{CHATS}?part=top&state=old"
    desk.fail(Timeout())
    assert htmx.get(poll)["HRHelper-Answer"] == "away"
    assert htmx.get(poll).status_code == 200
