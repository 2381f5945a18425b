"""The import contracts of pyproject.toml hold every module, also one that is yet to come."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.processes import ROOT

PACKAGES = ("demo", "hrhelper", "tgsdk", "web")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ROOMS = [room for contract in CONTRACTS if contract.get("exhaustive") for room in contract["containers"]]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
BY_THE_WINDOW = ("tgsdk.stray", "tgsdk.backends.stray", "tgsdk.stray_room.stray")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the check says of a copy of the house in which every room has got one module more."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, house / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    for module in (*(f"{room}.newcomer" for room in ROOMS), *BY_THE_WINDOW):
        write(house, module, '"""A module that nobody has heard of."""\n')
    write(house, "web.desk.climber", "".join(f"import {module}\n" for module in BY_THE_WINDOW))
    checked = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"], cwd=house, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 1, checked.stderr
    return checked.stdout


def write(house: Path, module: str, code: str) -> None:
    file = house.joinpath(*module.split(".")).with_suffix(".py")
    file.parent.mkdir(exist_ok=True)
    (file.parent / "__init__.py").touch()
    file.write_text(code)


def test_every_package_has_a_place_for_each_of_its_modules() -> None:
    assert set(ROOMS) >= {"demo", "hrhelper", "web"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_that_stands_in_no_layer_fails_the_check(report: str, room: str) -> None:
    assert f"- {room}.newcomer" in report


@pytest.mark.parametrize("module", BY_THE_WINDOW)
def test_a_new_inner_module_of_tgsdk_is_no_door(report: str, module: str) -> None:
    assert f"web.desk.climber -> {module} " in report
