"""The pages that are written from the code are up to date, and the others name what is there."""

import re
from pathlib import Path
from typing import Any

import pytest

from docs import backends, contract
from docs.errors import PAGE, page
from tests.backends.mtproto.reading.documented_errors import BY_METHOD, EVERY_METHOD
from tests.backends.mtproto.reading.test_rpc_errors import TELEGRAMS_OWN
from tests.processes import ROOT
from tgsdk import Capability, Telegram, Unsupported


def test_the_table_of_errors_is_what_the_code_does() -> None:
    assert PAGE.read_text() == page(), "run: make docs"


def test_every_documented_error_is_in_the_table() -> None:
    shown = set(re.findall(r"^\| (-?\d+) `([^`]+)`", page(), re.MULTILINE))
    documented = {*EVERY_METHOD, *(error for errors in BY_METHOD.values() for error in errors)}
    unshown = {name for number, name in documented if (str(number), name) not in shown}
    elsewhere = {"CHAT_NOT_MODIFIED", "STICKERSET_NOT_MODIFIED"}
    assert unshown == elsewhere <= set(TELEGRAMS_OWN)


def test_both_languages_are_in_the_table() -> None:
    rows = re.findall(r"^\| [-\d`].* \| (.*) \| (.*) \|$", page(), re.MULTILINE)
    assert len(rows) > 90
    assert all(re.search("[а-я]", russian) and not re.search("[а-я]", english) for russian, english in rows)


def test_every_behaviour_of_the_contract_has_its_row_and_no_engine_breaks_one() -> None:
    shown = list(contract.rows(contract.PAGE.read_text()))
    assert [row[0] for row in shown] == [contract.in_words(name) for name in contract.behaviours()], "make contract"
    assert {len(row) for row in shown} == {len(contract.COLUMNS) + 1}
    assert not [row for row in shown if contract.BROKEN in row]


def test_the_page_of_backends_is_what_the_code_does() -> None:
    assert backends.PAGE.read_text() == backends.page(), "run: make docs"


def test_the_backend_of_the_page_reads_and_cannot_write() -> None:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", backends.page(), re.DOTALL) if "ReadingB" in block]
    room: dict[str, Any] = {}
    exec(code, room)
    telegram = Telegram(room["ReadingBackend"]())
    assert Capability.READ in telegram.supports
    with pytest.raises(Unsupported) as refused:
        telegram.send_message(1, "hello")
    assert refused.value.capability == Capability.SEND_MESSAGES


PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "docs/ways.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    named = set(
        re.findall(r"`((?:docs|demo|hrhelper|locale|templates|tests|tgsdk|web)/[\w./-]*)`", (ROOT / page).read_text())
    )
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_a_page_links_to_exists(page: str) -> None:
    folder = (ROOT / page).parent
    linked = re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text())
    assert [link for link in linked if not (folder / link).is_file()] == []


def test_every_room_in_the_picture_of_the_house_exists() -> None:
    assert {room for room in rooms_in_the_picture() if not (ROOT / room).exists()} == set()


def rooms_in_the_picture() -> set[str]:
    """Paths of what the picture shows, by how far each line is set in."""
    picture = (ROOT / "docs/architecture.md").read_text().split("```")[1]
    rooms: set[str] = set()
    above: list[tuple[int, str]] = []
    for line in picture.replace("│", " ").splitlines():
        if shown := re.match(r"( *)((?:[a-z_/]+/|[a-z_]+\.py)(?:, [a-z_]+\.py)*)(?: |$)", line):
            depth = len(shown[1])
            above = [(width, name) for width, name in above if width < depth]
            folder = "".join(name for _, name in above)
            rooms |= {f"{folder}{name}".rstrip("/") for name in shown[2].split(", ")}
            above.append((depth, shown[2]))
    return rooms


def test_every_russian_word_of_the_glossary_is_one_that_the_pages_use() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text().partition("## In the code")[0]
    words = {
        word for row in re.findall(r"^\| [^|]+ \| ([^|—]+) \|", glossary, re.MULTILINE) for word in row.split(", ")
    }
    catalogue = Path(ROOT / "locale/ru/LC_MESSAGES/django.po").read_text().replace('"\n"', "").lower()
    assert len(words) > 15
    assert {word for word in words - {"по-русски"} if word.lower()[:7] not in catalogue} == set()


def test_every_make_target_that_a_page_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", (ROOT / page).read_text())}
    assert [name for name in sorted(named) if f"\n{name}:" not in makefile] == []
