"""Calls from, and answers for, clients of another layer than that of the server's own classes.

The server thinks in the classes of Pyrogram or of Kurigram, whichever is installed. Where those are of an earlier layer
than the client, Telethon's are put in their place, field by field: names are the schema's in both.
"""

import copy
import functools
import inspect
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tgsdk.backends.pyrogram.library import layer as own_layer
from tgsdk.backends.pyrogram.library import raw

from . import codec

__all__ = ["LATER", "Written", "checked_layer", "dialog_filters", "in_layer", "read_call"]

#: The layer of Telethon 1.45 and of Kurigram 2.2.
LATER = 229
#: The methods that are answered though the earlier layer does not have them.
ONLY_LATER = frozenset(
    {
        "functions.users.GetRequirementsToContact",
        "functions.messages.GetForumTopics",  # of channels, in the earlier one
        "functions.messages.GetForumTopicsByID",
    }
)
METHOD = "Request"  # how Telethon's names of methods end
#: What is written for a field that the later layer wants and the earlier one does not have.
NOTHING: dict[Any, Any] = {int: 0, float: 0.0, str: "", bytes: b"", bool: False}
#: What goes, in the later layer, with a field that the earlier one has alone.
TOGETHER: dict[str, dict[str, Any]] = {"types.PollAnswerVoters": {"recent_voters": []}}
EARLIER_USER, LATER_USER = 0x8F97C628, 0xB1B8CC83


class DialogFilters:
    """Folders as an answer: a list in earlier layers, which have no object around it."""

    def __init__(self, filters: list[Any]):
        self.filters = filters

    def write(self) -> bytes:
        return codec.write(self.filters)


def dialog_filters(filters: list[Any]) -> Any:
    """Return the answer of ``messages.getDialogFilters``."""
    later = getattr(raw.types.messages, "DialogFilters", None)
    return DialogFilters(filters) if later is None else later(filters=filters)


class LaterCall:
    """A call of a method that the server's own classes do not have; its fields are attributes."""

    def __init__(self, name: str, fields: Mapping[str, Any]):
        self.QUALNAME = name
        vars(self).update(fields)


class Written:
    """An object that is bytes already."""

    def __init__(self, data: bytes):
        self._data = data

    def write(self) -> bytes:
        return self._data

    _bytes = write  # as Telethon calls it


def checked_layer(layer: int | None) -> int | None:
    """Return the one layer of a server, None for one that answers each client in its own. Raises ``ValueError``."""
    if layer not in (None, own_layer, LATER):
        raise ValueError(f"layer is {own_layer} or {LATER}, or None for each client's own")
    return layer


def read_call(data: bytes, layer: int | None = None) -> Any:
    """Return the call in these bytes, of whichever layer it is, or of the server's one. Raises `Unreadable`."""
    try:
        return codec.read(data, is_whole=True)
    except codec.Unreadable as unreadable:
        if not unreadable.constructor or own_layer >= LATER or layer == own_layer:
            raise
        return _read_later(data, unreadable)


def in_layer(value: Any, layer: int) -> Any:
    """Return this answer as a client of this layer reads it."""
    if own_layer < LATER <= layer:
        return [in_layer(each, layer) for each in value] if isinstance(value, list) else _later_answer(value)
    return _to_earlier(value) if layer < LATER <= own_layer else value


def _later_answer(value: Any) -> Any:
    if isinstance(value, DialogFilters):
        around = _later_class("types.messages.DialogFilters")
        return Written(bytes(around(filters=[_to_later(each) for each in value.filters])))
    return Written(bytes(_to_later(value))) if isinstance(value, raw.core.TLObject) else value


# From a later layer


def _read_later(data: bytes, unreadable: codec.Unreadable) -> Any:
    from tgsdk.backends.mtproto import Unreadable
    from tgsdk.backends.telethon.engine import ENGINE

    try:
        return _from_later(ENGINE.decode(data))
    except (Unreadable, LookupError, TypeError):
        raise unreadable from None


def _from_later(value: Any) -> Any:
    """Return an object of the server's own layer. Raises ``LookupError`` or ``TypeError`` where it has none."""
    if isinstance(value, list):
        return [_from_later(each) for each in value]
    if isinstance(value, datetime):
        return int(value.timestamp())
    if not hasattr(value, "CONSTRUCTOR_ID"):
        return value
    name, fields = _qualified_name(type(value)), dict(vars(value))
    if name in ONLY_LATER and own_layer < LATER:
        return LaterCall(name, {each: _from_later(field) for each, field in fields.items()})
    kind = _named(raw, name)
    for each, wanted in _parameters(kind).items():
        if wanted is int and isinstance(fields.get(each), float):  # seconds, which were whole ones
            fields[each] = round(fields[each])
    if "reply_to_msg_id" in kind.__slots__:  # a number of its own, in earlier layers
        fields.setdefault("reply_to_msg_id", getattr(fields.get("reply_to"), "reply_to_msg_id", None))
    if "reply_to_msg_id" in kind.__slots__ and fields.get("reply_to"):
        made = codec.made_later(kind, **{name: _from_later(fields[name]) for name in fields if name in kind.__slots__})
        made.reply_to = fields["reply_to"]  # as the later layer has it: with a quote
        return made
    return codec.made(kind, **{name: _from_later(field) for name, field in fields.items() if name in kind.__slots__})


def _qualified_name(kind: type) -> str:
    """Return ``functions.auth.SendCode`` for ``telethon.tl.functions.auth.SendCodeRequest``."""
    return f"{kind.__module__.removeprefix('telethon.tl.')}.{kind.__name__.removesuffix(METHOD)}"


def _named(root: Any, name: str) -> Any:
    try:
        return functools.reduce(getattr, name.split("."), root)
    except AttributeError as error:
        raise LookupError(name) from error


# Into a later layer


def _to_later(value: Any) -> Any:
    if isinstance(value, list):
        return [_to_later(each) for each in value]
    if not isinstance(value, raw.core.TLObject):
        return Written(value.write()) if hasattr(value, "write") else value
    if isinstance(value, raw.types.ReplyInlineMarkup):
        return _later_keyboard(value)
    kind = _later_class(value.QUALNAME)
    fields = {name: getattr(value, name) for name in value.__slots__}
    return kind(**_later_fields(kind, fields | TOGETHER.get(value.QUALNAME, {}) | getattr(value, "__dict__", {})))


def _later_keyboard(markup: Any) -> Any:
    """Return the buttons below a message, which the later layer tells from those below the field to write in."""
    from tgsdk.backends.telethon.library import types

    rows = [
        types.KeyboardInlineButtonRow(
            buttons=[
                types.KeyboardInlineButton(text=each.text, type=types.InlineButtonTypeCallback(data=each.data))
                for each in row.buttons
            ]
        )
        for row in markup.rows
    ]
    return types.ReplyInlineMarkup(rows=rows)


@functools.cache
def _later_class(name: str) -> Any:
    """Return Telethon's class of this name; what the later layer does not have any more is shown as unsupported."""
    from tgsdk.backends.telethon import library

    try:
        return _named(library, name)
    except LookupError:
        return library.types.MessageMediaUnsupported


def _later_fields(kind: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    if fields.get("reply_to_msg_id") and "reply_to" in _parameters(kind):  # an object, in later layers
        answered = _later_class("types.InputReplyToMessage")(reply_to_msg_id=fields["reply_to_msg_id"])
        fields = {**fields, "reply_to": answered}
    return {name: _later_field(annotation, fields.get(name)) for name, annotation in _parameters(kind).items()}


@functools.cache
def _parameters(kind: Any) -> dict[str, Any]:
    """Return the fields of a class, each with what has to be there: None for a field that can be left out."""
    parameters = inspect.signature(kind).parameters.values()
    return {each.name: each.annotation if each.default is each.empty else None for each in parameters}


def _later_field(wanted: Any, value: Any) -> Any:
    if wanted == "TypeTextWithEntities" and isinstance(value, str):
        return _later_class("types.TextWithEntities")(text=value, entities=[])
    if value is None and wanted is not None:
        return NOTHING.get(wanted, [] if getattr(wanted, "__origin__", None) is list else None)
    return _to_later(value)


# Into an earlier layer


def _to_earlier(value: Any) -> Any:
    """Return an answer whose users are written as the earlier layer does: the rest of theirs is optional."""
    if isinstance(value, list):
        return [_to_earlier(each) for each in value]
    if not isinstance(value, raw.core.TLObject):
        return value
    written = copy.copy(value)
    for name in value.__slots__:
        setattr(written, name, _to_earlier(getattr(value, name)))
    if value.ID != LATER_USER:
        return written
    return Written(struct.pack("<I", EARLIER_USER) + written.write()[4:])
