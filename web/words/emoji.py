"""Texts of nothing but emoji, which are shown large (https://unicode.org/reports/tr51)."""

import re

MOST = 3  # emoji that are shown large
LONGEST = 60  # characters of as many: a family has eleven, with the colours of its skins
PLAIN = "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
PLAIN += "\u26bd\u26be"
PLAIN += "\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755"
PLAIN += "\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u263a\u2665\u270c\u261d\u270d\u2764"
PLAIN += "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f"
PLAIN += "\U0001f232-\U0001f251\U0001f300-\U0001faff"
CHOSEN = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u2328-\u27bf\u2934\u2935\u2b05-\u2b07\u3030"
CHOSEN += "\u303d\u3297\u3299\U0001f170-\U0001f17f"
SKIN, TAGS, LETTER = "[\U0001f3fb-\U0001f3ff]", "[\U000e0020-\U000e007f]", "[\U0001f1e6-\U0001f1ff]"
ONE = f"(?:[{PLAIN}]\ufe0f?|[{CHOSEN}]\ufe0f){SKIN}?{TAGS}*"
EMOJI = re.compile(rf"(?:{LETTER}{{2}}|[0-9#*]\ufe0f?\u20e3|{ONE}(?:\u200d{ONE}|\u200d[{CHOSEN}])*)")


def count_emoji(text: str) -> int:
    """Count the emoji of a text that is nothing else, of few; 0 for any other text."""
    if not text or len(text) > LONGEST:
        return 0
    place, count = 0, 0
    while count < MOST and (found := EMOJI.match(text, place)):
        place, count = found.end(), count + 1
    return count if place == len(text) else 0
