"""The demo's candidates: they answer messages, and write now and then by themselves."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tgsdk.testing import LocalTelegram

__all__ = ["candidates"]

ANSWERS_AFTER = 4.0  # seconds
WRITE_EVERY = 25.0  # seconds, to each recruiter who has looked meanwhile
NEWEST = 12  # chats, among which somebody writes
NEWS = (
    "Здравствуйте! Я посмотрел вакансию, она мне интересна. Когда можно созвониться?",
    "Добрый день! Отправил вам обновлённое резюме, посмотрите, пожалуйста.",
    "Подскажите, пожалуйста, есть ли новости после собеседования?",
    "Спасибо за приглашение! Среда в 15:00 мне подходит.",
    "Hello! Is the position still open? I could start in two weeks.",
    "Thank you for the call today. I have sent you the references.",
    "Could we move our interview to Thursday? Any time after 2 pm works for me.",
    "I have read the task, it looks fun. One question: may I use PostgreSQL?",
)


#: Somebody whom nobody has written with: the contact in one of the chats, who is found by number and @name too.
NEW = "Игорь Зайцев"
NEW_USERNAME, NEW_PHONE = "igor_zaitsev", "+79990001122"


@contextmanager
def candidates(
    telegram: LocalTelegram, *, answers_after: float = ANSWERS_AFTER, write_every: float = WRITE_EVERY
) -> Iterator[None]:
    """Let candidates answer and write while the block lasts."""
    for account in telegram.accounts:
        telegram.answer_automatically(account.user_id, answers_after)
        telegram.add_person(account.user_id, NEW, username=NEW_USERNAME, phone=NEW_PHONE)
    ended = threading.Event()
    thread = threading.Thread(target=_write, args=(telegram, ended, write_every), name="demo-candidates")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _write(telegram: LocalTelegram, ended: threading.Event, write_every: float) -> None:
    chance = random.Random()  # noqa: S311 - who writes next is no secret
    while not ended.wait(write_every):
        recently = time.time() - write_every
        for user_id in {call.user_id for call in telegram.calls if call.user_id is not None and call.at > recently}:
            people = [chat_id for chat_id in telegram.chats(user_id)[:NEWEST] if chat_id > 0 and chat_id != user_id]
            if people:
                telegram.write(user_id, chance.choice(people), chance.choice(NEWS))
