"""Write docs/errors.md, the table of all errors and their words: ``python -m docs.errors``."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from django.utils.translation import override

import tgsdk
from tgsdk import FloodWait, TelegramError, Unsupported
from tgsdk.backends.mtproto.reading.rpc_errors import BY_NUMBER, KNOWN, rpc_error
from web.failures.failure import describe
from web.failures.words import NAMED, REACTIONS

PAGE = Path(__file__).with_suffix(".md")
NEW = "SOMETHING_NEW"
NUMBER = "30"  # what stands for %d where an error is made as an example

HEADING = """\
# Errors

What Telegram answers, the class of `tgsdk` that it becomes, and what HR Helper makes of it: the HTTP status and the
words of the page. This page is written by `make docs` from `tgsdk/backends/mtproto/reading/rpc_errors.py` and
`web/failures/words.py`, and a test holds it to them.

Every error keeps Telegram's own name and number as `telegram_name` and `telegram_code`; the page shows the name small,
for support. `%d` is a number: seconds, a data centre, or Telegram's own note.
"""
KNOWN_ERRORS = """\
## Telegram's errors

The number is Telegram's (`error_code`), the status is ours. A wait answers with `Retry-After`; where Telegram does not
say how long, it is an hour.
"""
INSIDE = """\
## What the backend settles itself

Steps of the way and not failures, as long as all goes well: the text is what shows when even the second try fails.
"""
OTHER_ERRORS = """\
## Errors that nobody has heard of yet

The number decides, and the page says the name.
"""
ANSWERS = """\
## Answers that cannot be followed

No errors to Telegram, but the login ends there: the class is `LoginUnsupported`.
"""
OWN_ERRORS = """\
## Errors that Telegram does not send

Raised by `tgsdk` and HR Helper themselves.
"""


def page() -> str:
    return "\n".join(
        [
            HEADING,
            KNOWN_ERRORS,
            table("Telegram's error", known_errors(is_public=True)),
            INSIDE,
            table("Telegram's error", known_errors(is_public=False)),
            OTHER_ERRORS,
            table("Telegram's error", other_errors()),
            ANSWERS,
            table("Telegram's answer", answers()),
            OWN_ERRORS,
            table("`code` in JSON", own_errors()),
        ]
    )


def known_errors(*, is_public: bool) -> Iterator[tuple[str, TelegramError]]:
    for kind, groups in KNOWN.items():
        if (kind.__name__ in tgsdk.__all__) is is_public:
            for number, names in groups.items():
                for name in names.split():
                    yield f"{number} `{name}`", rpc_error(number, name.replace("%d", NUMBER))


def other_errors() -> Iterator[tuple[str, TelegramError]]:
    for number in BY_NUMBER:
        yield f"{number}, any other", rpc_error(number, NEW)
    yield "any other", rpc_error(400, NEW)


def answers() -> Iterator[tuple[str, TelegramError]]:
    for name in NAMED:
        if name.startswith("auth."):
            yield f"`{name}`", tgsdk.LoginUnsupported(telegram_name=name)


def own_errors() -> Iterator[tuple[str, TelegramError]]:
    for kind in REACTIONS:
        if kind not in KNOWN:
            yield f"`{kind.code}`", _example(kind)


def _example(kind: type[TelegramError]) -> TelegramError:
    if issubclass(kind, Unsupported):
        return kind("send_messages")
    return kind(int(NUMBER)) if issubclass(kind, FloodWait) else kind()


def table(what: str, rows: Iterable[tuple[str, TelegramError]]) -> str:
    lines = [f"| {what} | class | status | по-русски | in English |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(row(name, error) for name, error in rows)]) + "\n"


def row(name: str, error: TelegramError) -> str:
    russian, english = words(error, "ru"), words(error, "en")
    return f"| {name} | `{type(error).__name__}` | {describe(error).status:d} | {russian} | {english} |"


def words(error: TelegramError, language: str) -> str:
    with override(language):
        return describe(error).text


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
