"""Static files that were collected: named by what is in them, packed, and kept for ever."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.processes import first_status, free_port, run, started
from tests.site_environment import site_environment

HASHED = re.compile(r'"(/static/[^"]+\.[0-9a-f]{12}\.(?:css|js|svg))"')
MEMORY = "tgsdk.backends.memory.MemoryBackend"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = site_environment(tmp_path_factory.mktemp("site"), TELEGRAM_BACKEND=MEMORY)
    for command in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
        assert run([sys.executable, "manage.py", *command], env=made).returncode == 0
    return made


@pytest.fixture(scope="module")
def site(environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "hrhelper.wsgi", f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    with started(command, env=environment) as process:
        assert first_status(f"http://127.0.0.1:{port}/accounts/login/", process=process) == 200
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("page", ["/accounts/login/", "/admin/login/"])
def test_each_file_of_a_page_is_named_by_its_hash_and_kept_for_ever(site: str, page: str) -> None:
    html = requests.get(site + page, timeout=10).text
    files = HASHED.findall(html)
    assert len(files) >= 3
    assert len(files) == html.count('"/static/')
    for file in files:
        answer = requests.get(site + file, timeout=10)
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize("packing", ["br", "gzip"])
def test_files_lie_there_packed(site: str, environment: dict[str, str], packing: str) -> None:
    htmx = next(Path(environment["DJANGO_STATIC_ROOT"]).glob("django_htmx/htmx-2.min.*.js")).name
    wish = {"Accept-Encoding": packing}
    answer = requests.get(f"{site}/static/django_htmx/{htmx}", headers=wish, timeout=10, stream=True)
    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (packing, "Accept-Encoding")
    assert int(answer.headers["Content-Length"]) < 18_000
    answer.close()


def test_modules_import_each_other_by_the_names_with_hashes(environment: dict[str, str]) -> None:
    folder = Path(environment["DJANGO_STATIC_ROOT"]) / "web"
    modules = [*folder.glob("desk.*.js"), *folder.glob("desk_acting.*.js"), *folder.glob("desk/*.js")]
    imports = [(file, name) for file in modules for name in re.findall(r'"(\./[^"]+\.js)"', file.read_text())]
    assert len(imports) >= 10
    assert [name for file, name in imports if not (file.parent / name).exists()] == []


def test_what_is_ours_is_there_without_its_comments(environment: dict[str, str]) -> None:
    folder = Path(environment["DJANGO_STATIC_ROOT"]) / "web"
    texts = [file.read_text() for kind in ("css", "js") for file in folder.rglob(f"*.{kind}")]
    assert len(texts) > 40
    assert all(len(text) > 40 and "/*" not in text for text in texts)


def test_what_is_newer_than_the_collected_files_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    check = [sys.executable, "manage.py", "check"]
    assert "hrhelper.W001" not in run(check, env=environment).stderr
    old = tmp_path / "staticfiles.json"
    old.write_text((Path(environment["DJANGO_STATIC_ROOT"]) / "staticfiles.json").read_text())
    os.utime(old, (0, 0))
    said = run(check, env=environment | {"DJANGO_STATIC_ROOT": str(tmp_path)}).stderr
    assert "static files are newer than those collected" in said
    assert "manage.py collectstatic" in said
