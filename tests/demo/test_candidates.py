"""The other side of the demo: it answers, and writes to whoever looks."""

import time

from demo.candidates import NEW, NEW_PHONE, NEW_USERNAME, NEWS, candidates
from tests.backends.mtproto.desk import desk_of
from tgsdk import Contact
from tgsdk.testing import LocalTelegram


def test_candidates_answer_and_write_to_whoever_looks() -> None:
    with LocalTelegram() as server:
        maria = desk_of(server, "Мария")
        telegram = maria.telegram()
        with candidates(server, answers_after=0.05, write_every=0.2):
            chat_id = maria.every_kind
            sent = telegram.send_message(chat_id, "Добрый день!")
            deadline = time.monotonic() + 20
            has_answer = has_news = False
            while not (has_answer and has_news):
                assert time.monotonic() < deadline
                has_answer = has_answer or any(
                    not each.is_outgoing for each in telegram.messages(chat_id, after=sent.id).items
                )
                last = [chat.last_message for chat in telegram.chats(20).items]
                has_news = has_news or any(each is not None and each.text in NEWS for each in last)


def test_somebody_new_is_found_by_name_and_by_the_number_of_a_contact() -> None:
    with LocalTelegram() as server:
        maria = desk_of(server, "Мария")
        telegram = maria.telegram()
        with candidates(server):
            found = {telegram.resolve(way).title for way in (f"@{NEW_USERNAME}", NEW_PHONE)}
        messages = telegram.messages(maria.every_kind, 100).items
    assert found == {NEW}
    assert NEW_PHONE in [each.content.phone for each in messages if isinstance(each.content, Contact)]
