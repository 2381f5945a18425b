"""Write docs/contract.md, the contract as a table behaviour x engine: ``python -m docs.contract [COLUMN …]``.

Each engine runs the whole of BackendContract, through both faces. Kurigram does it in its virtual environment, if that
is there; the other columns stay as they are.
"""

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tgsdk.testing.contract import BackendContract

PAGE = Path(__file__).with_suffix(".md")
ROOT = PAGE.parents[1]
MEMORY = "tests/backends/memory/test_memory_backend.py::TestMemoryBackend"
REMOTE = "tests/backends/remote/test_contract.py::TestRemoteBackend"
ENGINE = "tests/backends/mtproto/test_contract.py::TestEngine"
KEPT, BROKEN, UNDECLARED, UNKNOWN = "yes", "**no**", "not declared", "?"

HEADING = """\
# The contract, engine by engine

Each behaviour of `tgsdk.testing.contract.BackendContract`, and which backend keeps it: through the blocking facade and
through its awaitable twin. This page is written by `make contract`, which runs all of it, and a test holds its rows to
the contract. *not declared* is a capability that the backend does not have (`Backend.supports`).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A backend, the class that holds it to the contract, and the interpreter and environment to run that in."""

    name: str
    tests: str
    python: Path = Path(sys.executable)
    environment: Mapping[str, str] = field(default_factory=dict)


COLUMNS = [
    Column(name="memory", tests=MEMORY),
    Column(name="Pyrogram", tests=ENGINE),
    Column(name="Kurigram", tests=ENGINE, python=ROOT / ".venv-kurigram/bin/python"),
    Column(name="Telethon", tests=ENGINE, environment={"TGSDK_ENGINE": "telethon"}),
    Column(name="remote", tests=REMOTE),
]


def behaviours() -> list[str]:
    """Return the behaviours in the order of the contract, as they are called."""
    kinds = [kind for kind in reversed(BackendContract.__mro__) if kind.__module__.startswith("tgsdk.testing.contract")]
    return list(dict.fromkeys(name for kind in kinds for name in vars(kind) if name.startswith("test_")))


def run(column: Column) -> dict[str, str]:
    """Run the contract, and return what became of each behaviour."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [str(column.python), "-m", "pytest", column.tests, "-q", "-n", "2", f"--junitxml={report}"]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "TGSDK_ENGINE": "", **column.environment}
        subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own tests
        return _verdicts(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 - pytest's own


def _verdicts(cases: Iterable[ET.Element]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for case in cases:
        found.setdefault(case.attrib["name"].partition("[")[0], set()).add(_verdict(case))
    worst = (BROKEN, UNDECLARED, KEPT)
    return {name: next(each for each in worst if each in verdicts) for name, verdicts in found.items()}


def _verdict(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return BROKEN
    return KEPT if case.find("skipped") is None else UNDECLARED


def page(results: Mapping[str, Mapping[str, str]]) -> str:
    names = [column.name for column in COLUMNS]
    lines = [f"| a backend … | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    lines += [
        f"| {in_words(each)} | {' | '.join(results[name].get(each, UNKNOWN) for name in names)} |"
        for each in behaviours()
    ]
    return "\n".join([HEADING, *lines, ""])


def in_words(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of each behaviour on the page."""
    for line in re.findall(r"^\| (?!a backend)(.+) \|$", text, re.MULTILINE):
        yield line.split(" | ")


def as_written() -> dict[str, dict[str, str]]:
    """Return the columns of the page as it is."""
    text = PAGE.read_text() if PAGE.exists() else ""
    cells = list(rows(text))
    return {
        column.name: {f"test_{row[0].replace(' ', '_')}": row[place] for row in cells if len(row) > place}
        for place, column in enumerate(COLUMNS, start=1)
    }


def main(*names: str) -> None:
    """Run the columns of these names, or all that can be run here, and write each as it comes."""
    for column in COLUMNS:
        if column.python.exists() and (not names or column.name in names):
            verdicts = run(column)
            PAGE.write_text(page({**as_written(), column.name: verdicts}))


if __name__ == "__main__":
    main(*sys.argv[1:])
