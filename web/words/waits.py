"""Waiting times in words."""

import math

from django.utils.translation import gettext

MINUTE, HOUR = 60, 3600


def wait_in_words(seconds: int) -> str:
    """A waiting time, rounded up: "5 s", "2 min", "1 h"."""
    if seconds < MINUTE:
        return gettext("%(number)d s") % {"number": seconds}
    if seconds < HOUR:
        return gettext("%(number)d min") % {"number": math.ceil(seconds / MINUTE)}
    return gettext("%(number)d h") % {"number": math.ceil(seconds / HOUR)}
