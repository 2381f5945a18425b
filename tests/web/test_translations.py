"""The Russian translation is whole, and the compiled catalogue says the same as the written one."""

import gettext
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override, pgettext

from web.failures.words import REACTIONS, REASONS

from .translations import (
    ROOT,
    Text,
    catalogue_of,
    files_by_catalogue,
    find_problems,
    main,
    read_catalogue,
    used_in,
    used_in_code,
    used_in_template,
)

FILES = files_by_catalogue(ROOT)
NUMBERS = (1, 2, 5)  # of each form of a word that counts whole things
DJANGOS = "abbrev. month"  # texts of Django's that are said in another way here


def used_with(catalogue: Path) -> set[Text]:
    return {text for file in FILES[catalogue] for text in used_in(file)}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)\w", text))


@pytest.mark.parametrize("folder", FILES)
def test_nothing_is_untranslated_or_fuzzy(folder: Path) -> None:
    written = read_catalogue(folder)
    assert "fuzzy" not in catalogue_of(folder).read_text()
    assert len(written) >= (60 if folder == ROOT else 8)
    assert [text for text, said in written.items() if not said or not all(said)] == []


def test_what_counts_is_said_in_each_form() -> None:
    counting = {text: said for text, said in read_catalogue(ROOT).items() if text.plural}
    assert len(counting) > 3
    assert [text for text, said in counting.items() if len(said) != 4] == []
    assert [text for text, said in read_catalogue(ROOT).items() if not text.plural and len(said) != 1] == []


@pytest.mark.parametrize("folder", FILES)
def test_the_compiled_catalogue_is_the_written_one(folder: Path) -> None:
    with catalogue_of(folder).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for text, said in read_catalogue(folder).items():
        if text.plural:
            assert [compiled.ngettext(text.singular, text.plural, number) for number in NUMBERS] == [*said[:3]]
        elif text.context:
            assert compiled.pgettext(text.context, text.singular) == said[0]
        else:
            assert compiled.gettext(text.singular) == said[0]


def test_a_russian_page_says_nothing_in_english() -> None:
    assert {ROOT, ROOT / "demo"} <= set(FILES)
    assert all(len(used_with(folder)) > 5 for folder in FILES)
    assert list(find_problems(ROOT)) == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small site with the catalogues of ours."""
    for folder in FILES:
        copy = catalogue_of(tmp_path / folder.relative_to(ROOT))
        copy.parent.mkdir(parents=True)
        shutil.copy(catalogue_of(folder), copy)
    for name in ("templates/partials", "web/login", "demo/templates/demo"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("templates/partials/new.html", '{% load i18n %}<p>{% translate "An untold thing" %}</p>'),
        ("templates/new.html", "{% blocktranslate trimmed %}An untold thing{% endblocktranslate %}"),
        ("templates/new.html", "<p>{{ name }}: An untold thing</p>"),
        ("templates/new.html", '<p>{{ name }}</p><button title="An untold thing">{{ icon }}</button>'),
        ("demo/templates/demo/new.html", '{% translate "An untold thing" %}'),
        ("web/login/new.py", '_("An untold thing")'),
        ("web/login/new.py", 'ngettext("An untold thing", "%(number)d untold things", 2)'),
        ("web/login/new.py", 'invalid_input("An untold thing", "phone")'),
        ("web/login/new.py", 'Failure(status=400, code="new", text="An untold thing")'),
    ],
)
def test_a_text_without_its_russian_fails_the_check(
    tree: Path, capsys: pytest.CaptureFixture[str], name: str, source: str
) -> None:
    assert main(tree) == 0
    (tree / name).write_text(source)
    assert main(tree) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith(name)
    assert "An untold thing" in said


def test_what_is_no_english_text_passes_the_check(tree: Path) -> None:
    (tree / "templates/new.html").write_text(
        """{# A comment #}{% comment %}and a long one{% endcomment %}{% block main_class %}whole{% endblock %}
        <title>{{ title }} · HR Helper</title><p class="state" data-poll="3">{{ text }} → 12</p>
        <button lang="en" title="{% translate "Send" %}">English</button>"""
    )
    (tree / "web/login/new.py").write_text('raise BadRequest("Not for people")\nFailure(code="new", text=text)')
    assert main(tree) == 0


def test_make_check_looks_for_english() -> None:
    assert "-m tests.web.translations" in (ROOT / "Makefile").read_text()


@pytest.mark.parametrize("folder", FILES)
def test_nothing_in_a_catalogue_is_out_of_use(folder: Path) -> None:
    assert {text for text in read_catalogue(folder) if text.context != DJANGOS} - used_with(folder) == set()


def test_texts_are_found_however_they_are_written() -> None:
    code = """_("a") + gettext_lazy("b" "c") + pgettext("day", "d") + ngettext("%(n)s e", "%(n)s es", n) + _(name)"""
    assert set(used_in_code(code)) == {Text("a"), Text("bc"), Text("d", None, "day"), Text("%(n)s e", "%(n)s es")}
    template = """{% translate "a (b)" %} {% translate 'c' context "d" %} {{ _("e") }}
        {% blocktranslate count n=m %}{{ n }} “f”{% plural %}{{ n }} “fs”{% endblocktranslate %}
        {% blocktranslate with g=h context "i" %}it's {{ g }}{% endblocktranslate %}"""
    texts = {Text("a (b)"), Text("c", None, "d"), Text("e"), Text("%(n)s “f”", "%(n)s “fs”")}
    assert set(used_in_template(template)) == texts | {Text("it's %(g)s", None, "i")}


def test_every_failure_is_said_in_both_languages() -> None:
    for text in [*(reaction.text for reaction in REACTIONS.values()), *REASONS.values()]:
        with override("ru"):
            russian = str(text)
        with override("en"):
            english = str(text)
        assert re.search("[а-я]", russian)
        assert not re.search("[а-я]", english)


def test_placeholders_survive_translation() -> None:
    for text, said in read_catalogue(ROOT).items():
        assert {*map(tuple, map(placeholders, said))} == {tuple(placeholders(text.plural or text.singular))}


@pytest.mark.parametrize(
    ("language", "day", "short", "long"),
    [
        ("ru", date(2026, 11, 12), "12 нояб.", "12 ноября"),
        ("ru", date(2026, 5, 2), "2 мая", "2 мая"),
        ("en", date(2026, 11, 12), "12 Nov", "12 November"),
    ],
)
def test_dates_are_said_as_people_say_them(language: str, day: date, short: str, long: str) -> None:
    with override(language):
        assert date_format(day, pgettext("date format", "j M")) == short
        assert date_format(day, pgettext("date format", "j M Y")) == f"{short} 2026"
        assert date_format(day, pgettext("date format", "j E")) == long
        assert date_format(day, pgettext("date format", "j E Y")) == f"{long} 2026"


def test_the_page_is_russian_unless_the_browser_is_not(browser: Client) -> None:
    assert '<html lang="ru">' in browser.get("/telegram/").content.decode()
    html = browser.get("/telegram/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en">' in html
    assert "Connect Telegram" in html
    assert not re.search("[а-я]", html.replace("Русский", ""))


def test_the_language_switch_is_kept(browser: Client) -> None:
    browser.post("/i18n/setlang/", {"language": "en", "next": "/telegram/"})
    assert "Connect Telegram" in browser.get("/telegram/").content.decode()
