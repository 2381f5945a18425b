"""Everything is said in Russian, and the compiled catalogue says the same as the written one."""

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override, pgettext
from django.utils.translation.template import templatize

from web.failures.words import REACTIONS, REASONS

ROOT = Path(__file__).parents[2]
CATALOGUES = {ROOT: 60, ROOT / "demo": 8}  # and how many texts each has at least
LINE = re.compile(r'^(?:(msg\w+)(?:\[\d\])? )?(".*")$')
NUMBERS = (1, 2, 5)  # of each form of a word that counts whole things
MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
CALL = re.compile(r"""\b(?:_|n?p?gettext)\((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[\w\s,])+\)""")
DJANGOS = "abbrev. month"  # texts of Django's that are said in another way here


class Text(NamedTuple):
    """What a translation is looked up by."""

    singular: str
    plural: str | None = None
    context: str | None = None


def catalogue(folder: Path) -> Path:
    return folder / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def written(folder: Path = ROOT) -> dict[Text, tuple[str, ...]]:
    """Each text with its translation: with one for each form, where it counts something."""
    entries = dict(_entry(block) for block in catalogue(folder).read_text().split("\n\n"))
    entries.pop(Text(""))
    return entries


def _entry(block: str) -> tuple[Text, tuple[str, ...]]:
    values: list[tuple[str, str]] = []
    for keyword, quoted in filter(None, (match and match.groups() for match in map(LINE.match, block.splitlines()))):
        if keyword:
            values.append((keyword, ast.literal_eval(quoted)))
        else:
            values[-1] = (values[-1][0], values[-1][1] + ast.literal_eval(quoted))
    keys = dict(values)
    text = Text(keys["msgid"], keys.get("msgid_plural"), keys.get("msgctxt"))
    return text, tuple(value for keyword, value in values if keyword == "msgstr")


def used_in_code(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        name = node.func.id.removesuffix("_lazy").removesuffix("_noop")
        said = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name in MARKS and said:
            context = said.pop(0) if "p" in name else None
            yield Text(said[0], said[1] if name.startswith("n") else None, context)


def used_in_template(source: str) -> Iterator[Text]:
    for call in CALL.finditer(templatize(source)):
        yield from used_in_code(call[0])


def used() -> set[Text]:
    code = [*ROOT.glob("tgsdk/contrib/**/*.py"), *ROOT.glob("web/**/*.py"), *ROOT.glob("hrhelper/*.py")]
    texts = {text for file in code for text in used_in_code(file.read_text())}
    return texts | {text for file in ROOT.glob("templates/**/*.html") for text in used_in_template(file.read_text())}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)\w", text))


@pytest.mark.parametrize("folder", CATALOGUES)
def test_nothing_is_untranslated_or_fuzzy(folder: Path) -> None:
    assert "fuzzy" not in catalogue(folder).read_text()
    assert len(written(folder)) >= CATALOGUES[folder]
    assert [text for text, said in written(folder).items() if not said or not all(said)] == []


def test_what_counts_is_said_in_each_form() -> None:
    counting = {text: said for text, said in written().items() if text.plural}
    assert len(counting) > 3
    assert [text for text, said in counting.items() if len(said) != 4] == []
    assert [text for text, said in written().items() if not text.plural and len(said) != 1] == []


@pytest.mark.parametrize("folder", CATALOGUES)
def test_the_compiled_catalogue_is_the_written_one(folder: Path) -> None:
    with catalogue(folder).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for text, said in written(folder).items():
        if text.plural:
            assert [compiled.ngettext(text.singular, text.plural, number) for number in NUMBERS] == [*said[:3]]
        elif text.context:
            assert compiled.pgettext(text.context, text.singular) == said[0]
        else:
            assert compiled.gettext(text.singular) == said[0]


def test_every_text_of_the_demo_is_in_its_catalogue() -> None:
    texts = {text for file in ROOT.glob("demo/templates/**/*.html") for text in used_in_template(file.read_text())} | {
        text for file in ROOT.glob("demo/*.py") for text in used_in_code(file.read_text())
    }
    assert len(texts) > 5
    assert texts - set(written(ROOT / "demo")) == set()


def test_every_text_in_use_is_in_the_catalogue() -> None:
    assert len(used()) > 50
    assert used() - set(written()) == set()


def test_nothing_in_the_catalogue_is_out_of_use() -> None:
    assert {text for text in written() if text.context != DJANGOS} - used() == set()


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
    for text, said in written().items():
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
