"""The ways on that a failure can offer."""

from enum import StrEnum


class Way(StrEnum):
    """The way on that the page offers after a failure."""

    CORRECT = "correct"  # the form again, with the words at the field
    CONNECT = "connect"
    ANEW = "anew"
    DOUBT = "doubt"  # again, or connect again: the person decides
    LOOK = "look"  # at the state as it really is
    RETRY = "retry"
    HOME = "home"
