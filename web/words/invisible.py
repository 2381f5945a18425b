"""Invisible characters: which are taken away from a line of text, and which leave nothing to be seen."""

import re
import unicodedata

# By Unicode's list Default_Ignorable_Code_Point, which Python does not have, and not by category: fillers of Hangul are
# letters, and "format characters" are signs that are seen as well as marks that turn text around.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff"
    "\U000e01f0-\U000e0fff"
)
# They choose a form of what stands before them, or join: emoji, flags, Persian and Indian words, ideographs in names.
_JOINING = "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_CONTROLS = "\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_DROPPED = re.compile(f"[{_CONTROLS}{_PRIVATE}{_IGNORABLE}]+")
_BLANK = re.compile("[\u2800\U0001d159]+")  # an empty braille cell, a note without a head
_LEAVES_NOTHING = re.compile(f"[{_JOINING}]")
_MARKS = ("Mn", "Me")  # drawn on the character before them


def without_invisible(text: str) -> str:
    """Return the text on one line without what cannot be seen or turns text around; empty if nothing can be seen."""
    line = " ".join(_BLANK.sub(" ", _DROPPED.sub("", text)).split())
    return line if line[:1].isalnum() or _can_be_seen(line) else ""


def _can_be_seen(line: str) -> bool:
    return any(
        not character.isspace() and unicodedata.category(character) not in _MARKS
        for character in _LEAVES_NOTHING.sub("", line)
    )
