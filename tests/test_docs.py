"""The pages that are written from the code are up to date."""

import re

from docs.errors import PAGE, page
from tests.backends.mtproto.reading.documented_errors import BY_METHOD, EVERY_METHOD
from tests.backends.mtproto.reading.test_rpc_errors import TELEGRAMS_OWN


def test_the_table_of_errors_is_what_the_code_does() -> None:
    assert PAGE.read_text() == page(), "run: make docs"


def test_every_documented_error_is_in_the_table() -> None:
    shown = set(re.findall(r"^\| (-?\d+) `([^`]+)`", page(), re.MULTILINE))
    documented = {*EVERY_METHOD, *(error for errors in BY_METHOD.values() for error in errors)}
    unshown = {name for number, name in documented if (str(number), name) not in shown}
    elsewhere = {"CHAT_NOT_MODIFIED", "FILE_PART_%d_MISSING", "PINNED_DIALOGS_TOO_MUCH", "STICKERSET_NOT_MODIFIED"}
    assert unshown == elsewhere <= set(TELEGRAMS_OWN)


def test_both_languages_are_in_the_table() -> None:
    rows = re.findall(r"^\| [-\d`].* \| (.*) \| (.*) \|$", page(), re.MULTILINE)
    assert len(rows) > 90
    assert all(re.search("[а-я]", russian) and not re.search("[а-я]", english) for russian, english in rows)
