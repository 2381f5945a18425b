"""The checks of what HR Helper adds to settings.TELEGRAM, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from web.desk.downloads import FILE_LIMIT
from web.desk.uploads import UPLOAD_LIMIT


@register
def check_file_limit(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the largest file that is passed on."""
    limit = settings.TELEGRAM.get("FILE_LIMIT", FILE_LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit <= 0:
        return [Error(f"TELEGRAM_FILE_LIMIT is {limit!r}.", hint="Give a number of bytes above 0.", id="web.E007")]
    return []


@register
def check_upload_limit(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the most that is taken of files to be sent."""
    limit = settings.TELEGRAM.get("UPLOAD_LIMIT", UPLOAD_LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit <= 0:
        return [Error(f"TELEGRAM_UPLOAD_LIMIT is {limit!r}.", hint="Give a number of bytes above 0.", id="web.E011")]
    return []


@register
def check_ignored_variables(**_: Any) -> list[CheckMessage]:
    """Return what is set and not used: a proxy, say, that is misspelt, or an option of another backend.

    What resembles nothing of ours may be another program's, and is a warning.
    """
    foreign = settings.TELEGRAM_FOREIGN
    return [
        *[_ignored(name) for name in settings.TELEGRAM_IGNORED if name not in foreign],
        *[_foreign(name) for name in foreign],
    ]


def _ignored(name: str) -> CheckMessage:
    hint = "Correct its name, or take it out: the options of the backend are listed in its documentation."
    return Error(f"{name} is set, and nothing reads it.", hint=hint, id="web.E009")


def _foreign(name: str) -> CheckMessage:
    hint = "If it is meant for HR Helper, correct its name; if it is another program's, all is well."
    return CheckWarning(f"{name} is set, and nothing here reads it.", hint=hint, id="web.W010")
