"""Style sheets and scripts: served as they are, each where it is needed."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tgsdk import MemoryBackend

STATIC = Path(__file__).parents[2] / "web" / "static"
WORKERS = {"web/desk/ticks.js"}  # begun by a module, and no part of one
MODULES = sorted({str(path.relative_to(STATIC)) for path in STATIC.glob("web/desk/*.js")} - WORKERS)
OF_THE_DESK = ("media", "outbox", "people", "keys", "actions", "files", "knowing")
STYLES = sorted(str(path.relative_to(STATIC)) for path in STATIC.glob("web/*.css"))


@pytest.mark.parametrize("name", ["web/desk.js", "web/desk_acting.js", "web/login.js", *MODULES, *WORKERS])
def test_a_module_is_served_as_javascript(stranger: Client, db: None, name: str) -> None:
    response = stranger.get(f"/static/{name}")
    response.close()  # its file
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (
        200,
        "text/javascript",
    )  # or no browser runs it


def test_the_desk_fetches_all_modules_for_reading_together_and_then_those_for_acting(
    browser: Client, desk: MemoryBackend
) -> None:
    html = browser.get("/telegram/chats/").content.decode()
    reading, acting = ((STATIC / f"web/{name}.js").read_text() for name in ("desk", "desk_acting"))
    assert html.count('<script type="module"') == 2
    places = [html.index(f"/static/{name}.js") for name in ("django_htmx/htmx-2.min", "web/desk", "web/desk_acting")]
    assert places == sorted(places)
    assert len(MODULES) > 4
    wanted = re.findall(
        r'import\("\./(?:desk/)?(\w+\.js)"\)', "".join(each.read_text() for each in STATIC.rglob("*.js"))
    )
    for name in {*MODULES} - {"web/desk/page.js"}:  # which the others share
        statement = f'import "./{name.removeprefix("web/")}";'
        is_preloaded = f'<link rel="modulepreload" href="/static/{name}">' in html
        ways = [statement in reading, statement in acting, Path(name).name in wanted]  # the last, where it is needed
        assert sorted(ways) == [False, False, True], name
        assert is_preloaded == (statement in reading)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/accounts/login/", ["base", "failures", "login"]),
        ("/telegram/", ["base", "failures", "login"]),
        ("/telegram/chats/", ["base", "failures", "desk", *(f"desk_{name}" for name in OF_THE_DESK)]),
    ],
)
def test_a_page_has_the_style_sheets_of_its_wing(
    browser: Client, stranger: Client, desk: MemoryBackend, path: str, names: list[str]
) -> None:
    html = (stranger if path == "/accounts/login/" else browser).get(path).content.decode()
    assert [f"web/{name}.css" for name in sorted(names)] == [name for name in STYLES if f"/static/{name}" in html]
    places = [html.index(f"/static/web/{name}.css") for name in names]
    assert places == sorted(places)
