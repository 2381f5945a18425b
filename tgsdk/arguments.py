"""Arguments of the facade: each is checked by its parameter's name, for all methods alike, before anybody is asked."""

from collections.abc import Callable, Iterable, Sized
from datetime import datetime

from tgsdk.backends.base import MAX_LIMIT
from tgsdk.hiding import Secret
from tgsdk.types import Attachment, ChatFolder, Entity, Folder, Photo, SharedKind

__all__ = ["check", "check_given", "named"]


def check(**arguments: object) -> None:
    """Refuse what is of a wrong type (TypeError), and a value that cannot be (ValueError).

    What is said names the parameter, and shows nothing of an argument that may be a text or a secret.
    """
    for name, value in arguments.items():
        CHECKS[name](name, value)


def check_given(**arguments: object) -> None:
    """Refuse the same of arguments that may be None."""
    for name, value in arguments.items():
        if value is not None:
            CHECKS[name](name, value)


def named(thing: object) -> str:
    """Return what to call a wrong argument: never its value, which may be a secret."""
    thing = Secret.shown(thing)
    return f"the class {thing.__name__}" if isinstance(thing, type) else f"a {type(thing).__name__}"


def _of(kind: type | tuple[type, ...], what: str) -> Callable[[str, object], None]:
    def check_kind(name: str, value: object) -> None:
        if not isinstance(value, kind):
            raise TypeError(f"{name} is {what}, not {named(value)}")

    return check_kind


def _several(kind: type, what: str) -> Callable[[str, object], None]:
    """Check a collection; a text and bytes are none, though they have items."""

    def check_several(name: str, value: object) -> None:
        if isinstance(value, str | bytes) or not (isinstance(value, Sized) and isinstance(value, Iterable)):
            raise TypeError(f"{name} are {what}, not {named(value)}")
        for each in value:
            if not isinstance(each, kind):
                raise TypeError(f"{name} are {what}, not {named(each)} among them")

    return check_several


def _check_limit(name: str, value: object) -> None:
    if not isinstance(value, int):
        raise TypeError(f"{name} is a number from 1 to {MAX_LIMIT}, not {named(value)}")
    if not 1 <= value <= MAX_LIMIT:
        raise ValueError(f"{name} is a number from 1 to {MAX_LIMIT}, not {value}")


def _check_message_ids(name: str, value: object) -> None:
    _are_numbers(name, value)
    if isinstance(value, Sized) and not 1 <= len(value) <= MAX_LIMIT:
        raise ValueError(f"{name} are 1 to {MAX_LIMIT} numbers, not {len(value)}")


def _check_random_id(name: str, value: object) -> None:
    _is_number(name, value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(f"{name} is a signed number of 64 bits")


def _check_random_ids(name: str, value: object) -> None:
    _are_numbers(name, value)
    if isinstance(value, Iterable) and not all(-(2**63) <= number < 2**63 for number in value):
        raise ValueError(f"{name} are signed numbers of 64 bits")


def _check_date(name: str, value: object) -> None:
    if not isinstance(value, datetime):
        raise TypeError(f"{name} is an aware datetime, not {named(value)}")
    if value.tzinfo is None:
        raise ValueError(f"{name} is an aware datetime: it has to say its time zone")


def _check_kind(name: str, value: object) -> None:
    _is_text(name, value)
    if value not in list(SharedKind):
        raise ValueError(f"{name} is one of SharedKind: {', '.join(SharedKind)}")


def _check_seconds(name: str, value: object) -> None:
    if not isinstance(value, int | float):
        raise TypeError(f"{name} is a number of seconds, not {named(value)}")
    if not value >= 0:  # NaN too
        raise ValueError(f"{name} is a number of seconds, 0 or more, not {value}")


def _check_on_session(name: str, value: object) -> None:
    if not callable(value):
        raise TypeError(f"{name} is a function that is given a Session, not {named(value)}")


_is_id = _of(int, "a number, as in Chat.id and Message.id")
_is_number = _of(int, "a number")
_is_text = _of(str, "a text")
_is_bool = _of(bool, "True or False")
_are_numbers = _several(int, "numbers")
_are_entities = _several(Entity, "of Entity, as parse_markdown() makes them")

#: What each parameter of a public method takes.
CHECKS: dict[str, Callable[[str, object], None]] = {
    **dict.fromkeys(("chat_id", "to_chat_id", "message_id", "topic_id", "to_topic_id"), _is_id),
    **dict.fromkeys(("after", "around", "reply_to"), _is_id),
    **dict.fromkeys(("start", "stop"), _is_number),
    **dict.fromkeys(("phone", "code", "password", "username_or_phone"), _is_text),
    **dict.fromkeys(("text", "quote", "caption", "query", "cursor", "name", "emoji"), _is_text),
    **dict.fromkeys(("entities", "caption_entities"), _are_entities),
    **dict.fromkeys(("as_photo", "for_everyone", "muted", "pinned", "return_errors", "unread"), _is_bool),
    **dict.fromkeys(("date", "schedule_at"), _check_date),
    "limit": _check_limit,
    "message_ids": _check_message_ids,
    "random_id": _check_random_id,
    "random_ids": _check_random_ids,
    "kind": _check_kind,
    "timeout": _check_seconds,
    "on_session": _check_on_session,
    "folder": _of((Folder, ChatFolder), "Folder.MAIN or Folder.ARCHIVE, or one of folders()"),
    "file": _of((Attachment, Photo), "an Attachment or a Photo"),
    "photos": _several(Photo, "of Photo"),
}
