"""Texts of nothing but emoji are told from others."""

import pytest

from web.words.emoji import count_emoji

FAMILY, FLAG, KEYCAP = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f1f7\U0001f1f8",
    "5\ufe0f\u20e3",
)
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
DARK_THUMB, HEART_ON_FIRE, RAINBOW = (
    "\U0001f44d\U0001f3ff",
    "\u2764\ufe0f\u200d\U0001f525",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("\U0001f600", 1),
        ("\U0001f600\U0001f44d\u2764\ufe0f", 3),
        ("\u2764\ufe0f", 1),
        ("\u2764", 0),
        ("\u263a", 0),
        ("\u2400\ufe0f", 0),
        ("\U0001f1e6\U0001f1e6", 0),
        ("\U0001f600\ufe0f", 0),
        ("\u261d\U0001f3fd", 1),
        (FAMILY, 1),
        (FLAG, 1),
        (FLAG * 3, 3),
        (KEYCAP, 1),
        (ENGLAND, 1),
        (DARK_THUMB, 1),
        (HEART_ON_FIRE, 1),
        (RAINBOW + "\u2705", 2),
        ("\u00a9\ufe0f", 1),
        ("\U0001f600" * 4, 0),
        ("\u00a9", 0),
        ("\U0001f600!", 0),
        ("5", 0),
        ("", 0),
        ("Yes \U0001f600", 0),
        ("\u200d", 0),
    ],
)
def test_emoji_are_counted_where_there_is_nothing_else(text: str, count: int) -> None:
    assert count_emoji(text) == count
