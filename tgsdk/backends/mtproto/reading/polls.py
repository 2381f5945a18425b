"""Polls and their votes (https://core.telegram.org/api/poll)."""

from typing import Any

from tgsdk.types import Poll, PollResult

from .raw import field

__all__ = ["poll_in"]


def poll_in(poll: Any, results: Any) -> Poll:
    """Read a ``poll`` with its ``pollResults``, as far as these are shown to the account."""
    votes = {bytes(each.option): _result_in(each) for each in field(results, "results") or ()}
    return Poll(
        question=_plain(poll.question),
        options=tuple(_plain(answer.text) for answer in poll.answers),
        results=tuple(votes.get(bytes(answer.option), PollResult()) for answer in poll.answers) if votes else (),
        total_voters=field(results, "total_voters"),
        is_quiz=bool(poll.quiz),
        is_closed=bool(poll.closed),
        is_multiple=bool(poll.multiple_choice),
        is_public=bool(poll.public_voters),
        explanation=field(results, "solution") or None,
    )


def _result_in(voters: Any) -> PollResult:
    return PollResult(
        voters=field(voters, "voters") or 0,  # later layers may leave it out
        is_chosen=bool(voters.chosen),
        is_correct=bool(voters.correct),
    )


def _plain(text: Any) -> str:
    """Return a text: later layers have ``textWithEntities`` where earlier ones have a string."""
    return str(getattr(text, "text", text))
