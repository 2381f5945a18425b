"""The versions of the messages on a page, as an address carries them: ``12s.13.14e671f2a3b``."""

import re
from collections.abc import Mapping

VERSIONS_KEPT = 50  # of the newest messages on a page: these are compared with Telegram's
STARTS_GROUP = "s"  # a version begins with it, where the message begins a group
PART_OF_ALBUM = "p"  # the version of a message that an earlier one shows
VERSION = re.compile(r"([0-9]{1,10})(p|s?(?:e[0-9a-f]{1,16})?(?:x[0-9a-f]{4})?)")

Versions = Mapping[int, str]  # by the id of the message


def keep_newest(versions: Versions) -> Versions:
    """Drop the versions of all but the newest messages."""
    return dict(sorted(versions.items())[-VERSIONS_KEPT:])


def write_versions(versions: Versions) -> str:
    """Write versions into one word."""
    return ".".join(f"{message_id}{version}" for message_id, version in versions.items())


def read_versions(text: str) -> dict[int, str]:
    """Read what :func:`write_versions` wrote. Raises ValueError for anything else."""
    found = [VERSION.fullmatch(each) for each in text.split(".")] if text else []
    if len(found) > VERSIONS_KEPT or not all(found):
        raise ValueError("no versions of messages")
    return {int(each[1]): each[2] for each in found if each}
