"""Numbers and codes as people type and paste them, in any script."""

import re
import unicodedata

__all__ = ["plain_entry", "without_marks"]

# Zero-width space, direction marks, byte order mark: they come with pasted text. Joiners stay, they belong to words.
MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def plain_entry(text: str) -> str:
    """Return a number or a code as a plain keyboard writes it: 0 to 9 for the digits of every script, no marks."""
    return "".join(map(_plain, unicodedata.normalize("NFKC", text)))


def without_marks(text: str) -> str:
    """Return a text without the invisible marks that a paste brings along."""
    return MARKS.sub("", text)


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
