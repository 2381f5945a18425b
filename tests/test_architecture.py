"""The import contracts of pyproject.toml hold every module, also one that is yet to come."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of tgsdk beside the other packages."""
    shutil.copytree(ROOT / "tgsdk", tmp_path / "tgsdk", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("hrhelper", "demo", "web", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def lint(house: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Check one contract in this folder."""
    command = [sys.executable, "-c", LINT, "--no-cache", "--contract", contract]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("contract", "room"), [("sdk", "tgsdk"), ("testing", "tgsdk/testing")])
def test_a_module_that_stands_in_no_layer_fails_the_check(house: Path, contract: str, room: str) -> None:
    assert lint(house, contract).returncode == 0
    (house / room / "stray.py").write_text('"""A module without a layer."""\n')
    checked = lint(house, contract)
    assert checked.returncode == 1
    assert "stray" in checked.stdout
