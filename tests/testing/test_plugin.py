"""The pytest plugin of tgsdk, as a project finds it that has tgsdk installed."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tgsdk.backends.mtproto.installation import is_installed
from tgsdk.testing import fixtures, plugin

ROOT = Path(__file__).parents[2]
TEST = """\
def test_a_server_is_there(local_telegram):
    assert local_telegram.accounts
"""


def install(folder: Path) -> None:
    """Make the metadata of an installed tgsdk, with the entry points of pyproject.toml."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    metadata = folder / "tgsdk-0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tgsdk\nVersion: 0\n")
    (metadata / "entry_points.txt").write_text("\n".join(lines))


def test_a_project_that_has_tgsdk_installed_has_its_fixture(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / "test_mine.py").write_text(TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_the_fixture_has_its_former_address_too() -> None:
    assert fixtures.local_telegram is plugin.local_telegram


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("pyrogram", ["pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]),
        ("mtproto", ["tgsdk.testing"]),
        ("telethon", ["tgsdk.testing"]),
    ],
)
def test_what_is_not_installed_is_said_with_the_extra_that_brings_it(
    tmp_path: Path, module: str, command: list[str]
) -> None:
    install(tmp_path)
    (tmp_path / "test_mine.py").write_text(TEST)
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules['{module}'] = None  # as if it were not there")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    ended = subprocess.run(
        [sys.executable, "-m", *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    said = ended.stdout + ended.stderr
    package = {"pyrogram": "Pyrogram", "telethon": "Telethon"}.get(module, module)
    assert f"{package} is not installed: pip install 'tgsdk[{extra()}]'" in said, said
    assert ended.returncode == 1
    assert "pytest" in command or len(said.splitlines()) == 1


def test_the_extra_is_complete() -> None:
    """It brings an engine along, with all that this needs."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert {"tgsdk[pyrogram]", "mtproto>=0.3.1"} <= set(extras["testing"])
    assert [each.replace("pyrogram", "kurigram") for each in extras["testing"]] == extras["testing-kurigram"]


def extra() -> str:
    return "testing-kurigram" if is_installed("Kurigram") else "testing"
