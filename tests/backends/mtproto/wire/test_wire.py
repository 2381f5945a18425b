"""A session with a server that has the key and breaks one rule: https://core.telegram.org/mtproto/security_guidelines"""

import asyncio
import time

import pytest

from tgsdk import ProtocolError, run_async_task
from tgsdk.backends.mtproto.wire.clock import SEEN_KEPT, SeenIds, ServerClock
from tgsdk.backends.mtproto.wire.transport import LONGEST_PACKET

from ..cost import cost_of
from .breaches import IN_A_SESSION, answered, bomb, make_bombs, packed
from .peer import TRUE, UNKNOWN, Call, ask, ask_together, container, received_by


def test_an_answer_by_the_rules_is_an_answer() -> None:
    assert ask(answered) == [True]


def test_a_packed_answer_is_unpacked() -> None:
    assert ask(lambda call: [call.seal(call.result(packed(TRUE)))]) == [True]
    assert ask(lambda call: [call.seal(packed(call.result()))]) == [True]


BREAKING = {name: reply for breaches in IN_A_SESSION.values() for name, reply in breaches.items()}


@pytest.mark.parametrize("breach", BREAKING)
def test_who_breaks_a_rule_is_not_believed_at_once_and_cheaply(breach: str) -> None:
    make_bombs()
    cost = cost_of(lambda: ask(BREAKING[breach]))
    assert isinstance(cost.error, ProtocolError)
    assert cost.is_cheap


def test_a_packet_that_is_too_long_is_not_waited_for() -> None:
    async def scenario() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(b"\x7f" + (LONGEST_PACKET // 4 + 1).to_bytes(3, "little"))
        await received_by(reader).recv()

    with pytest.raises(ProtocolError):
        run_async_task(scenario(), timeout=2)


@pytest.mark.parametrize("seconds", [-290, 290])
def test_a_clock_that_telegram_lets_pass_is_no_matter(seconds: int) -> None:
    assert ask(lambda call: [call.seal(call.result(), message_id=call.answer_id(seconds=seconds))]) == [True]


@pytest.mark.parametrize(("code", "seconds"), [(16, 5000), (17, -5000)])
def test_a_clock_that_telegram_corrects_is_put_right_for_all_that_follows(code: int, seconds: int) -> None:
    sent: list[float] = []

    def correct(call: Call) -> list[bytes]:
        return [call.seal(call.bad_message(code), message_id=call.answer_id(seconds=seconds))]

    def answer(call: Call) -> list[bytes]:
        sent.append(call.id / 2**32 - time.time())
        return [call.seal(call.result(), message_id=call.answer_id(seconds=seconds))]

    assert ask(correct, answer) == [True]
    assert sent == [pytest.approx(seconds, abs=1)]


def test_nobody_but_a_refused_message_of_ours_corrects_the_clock() -> None:
    def correct(call: Call) -> list[bytes]:
        call.id += 4
        return [call.seal(call.bad_message(17), message_id=call.answer_id(seconds=5000))]

    with pytest.raises(ProtocolError):
        ask(correct)


def test_a_message_that_came_before_is_passed_over() -> None:
    salts: list[int] = []
    told: list[bytes] = []

    def first(call: Call) -> list[bytes]:
        told.append(call.seal(call.new_session(11)))
        return [*told, call.seal(call.bad_salt(12))]

    def then(call: Call) -> list[bytes]:
        salts.append(call.salt)
        return [*told, call.seal(call.result())]

    ask(first, then, then, calls=2)
    assert salts == [12, 12]


def test_what_cannot_be_read_in_a_container_is_passed_over_and_the_answer_beside_it_arrives() -> None:
    def reply(call: Call) -> list[bytes]:
        first = call.answer_id()
        return [call.seal(container((first, UNKNOWN), (first + 4, call.result()), (first + 8, UNKNOWN)))]

    assert ask(reply) == [True]


def test_an_update_that_cannot_be_read_is_passed_over() -> None:
    def reply(call: Call) -> list[bytes]:
        return [call.seal(UNKNOWN, message_id=call.answer_id(remainder=3)), call.seal(call.result())]

    assert ask(reply) == [True]


def test_of_two_answers_one_that_cannot_be_read_does_not_void_the_other() -> None:
    bodies = iter([UNKNOWN, TRUE])

    def answers(call: Call) -> list[bytes]:
        return [call.seal(call.result(next(bodies)))]

    unreadable, good = ask_together([answers], 2)
    assert isinstance(unreadable, ProtocolError)
    assert "layer" in str(unreadable) and "0xdeadbeef" in str(unreadable)
    assert good is True


def test_an_answer_to_nobody_is_passed_over_unread() -> None:
    def reply(call: Call) -> list[bytes]:
        stray = Call.__new__(Call)
        stray.__dict__.update(call.__dict__, id=call.id - 400)
        return [call.seal(stray.result(bomb(100))), call.seal(call.result())]

    assert ask(reply) == [True]


def test_a_salt_that_is_refused_for_ever_is_an_error() -> None:
    with pytest.raises(ProtocolError):
        ask(lambda call: [call.seal(call.bad_salt(call.salt + 1))])


def test_a_message_that_is_refused_for_something_else_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="32"):
        ask(lambda call: [call.seal(call.bad_message(32))])


def test_ids_that_are_lower_than_all_that_are_kept_are_old() -> None:
    seen = SeenIds()
    assert all(seen.add(number) for number in range(1, 2 * SEEN_KEPT, 2))
    assert seen.add(2 * SEEN_KEPT + 1)
    assert not seen.add(2 * SEEN_KEPT + 1)
    assert not seen.add(2), "lower than the lowest that is kept, so nobody can tell"


def test_the_clock_goes_on_by_itself_and_knows_what_was_least_late() -> None:
    clock = ServerClock()
    clock.set(5000)
    clock.check((5010 * 2**32) | 1)
    clock.check((5004 * 2**32) | 1)
    assert clock.now() == pytest.approx(5010, abs=1)
