"""Answers that a test gives in place of the server's own."""

import pytest

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram, Refusal, Request, faults

from .raw_client import Connect, RpcFailure

GET_ME = raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()])
NEAREST = raw.functions.help.GetNearestDc()


def farther(request: Request) -> object:
    answer = request.usual()
    answer.country = "XX"
    return answer


def refuse(request: Request) -> object:
    raise Refusal(400, "NOT_TODAY")


def fail(request: Request) -> object:
    raise RuntimeError("The handler is wrong")


def test_a_handler_answers_inside_the_block_and_may_ask_for_the_usual_answer(
    local_telegram: LocalTelegram, connect: Connect
) -> None:
    client = connect()
    with local_telegram.override("help.GetNearestDc", farther):
        assert (client.call(NEAREST).country, client.call(NEAREST).this_dc) == ("XX", 1)
    assert client.call(NEAREST).country == "NL"


def test_the_newest_handler_of_a_method_answers(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    with local_telegram.override("help.GetNearestDc", refuse):
        with local_telegram.override("help.GetNearestDc", farther):
            assert client.call(NEAREST).country == "XX"
        with pytest.raises(RpcFailure, match="400 NOT_TODAY"):
            client.call(NEAREST)


def test_a_handler_answers_what_the_server_does_not_know(local_telegram: LocalTelegram, connect: Connect) -> None:
    client = connect()
    with pytest.raises(RpcFailure, match="METHOD_INVALID"):
        client.call(raw.functions.help.GetInviteText())
    with local_telegram.override("help.GetInviteText", lambda _: raw.types.help.InviteText(message="Come!")):
        assert client.call(raw.functions.help.GetInviteText()).message == "Come!"
    with (
        local_telegram.override("help.GetInviteText", Request.usual),
        pytest.raises(RpcFailure, match="METHOD_INVALID"),
    ):
        client.call(raw.functions.help.GetInviteText())


def test_bytes_are_sent_as_they_are(local_telegram: LocalTelegram, connect: Connect) -> None:
    answer = raw.types.help.InviteText(message="Come!").write()
    with local_telegram.override("help.GetInviteText", lambda _: answer):
        assert connect().call(raw.functions.help.GetInviteText()).message == "Come!"


def test_the_usual_answer_wants_somebody_logged_in(local_telegram: LocalTelegram, connect: Connect) -> None:
    override = local_telegram.override("users.GetUsers", Request.usual)
    with override, pytest.raises(RpcFailure, match="401 AUTH_KEY_UNREGISTERED"):
        connect().call(GET_ME)


def test_a_handler_that_fails_is_an_error_of_the_server(
    local_telegram: LocalTelegram, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    with local_telegram.override("help.GetNearestDc", fail), pytest.raises(RpcFailure, match="500 INTERNAL"):
        connect().call(NEAREST)
    assert "The handler is wrong" in caplog.text


def test_faults_come_before_handlers(local_telegram: LocalTelegram, connect: Connect) -> None:
    with (
        local_telegram.override("help.GetNearestDc", farther),
        local_telegram.commit(faults.RpcFault(420, "FLOOD_WAIT_5")),
        pytest.raises(RpcFailure, match="420 FLOOD_WAIT_5"),
    ):
        connect().call(NEAREST)
