"""Everything is said in Russian, and the compiled catalogue says the same as the written one."""

import gettext
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from web.errors import REACTIONS, REASONS

ROOT = Path(__file__).parents[2]
CATALOGUES = {ROOT: 60, ROOT / "demo": 8}  # and how many texts each has at least
ENTRY = re.compile(r'msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)')
USED = re.compile(r"""(?:\{% translate |[^\w]_\()"((?:[^"\\]|\\.)+)\"""")


def unquoted(lines: str) -> str:
    return "".join(re.findall(r'"(.*)"', lines)).replace('\\"', '"').replace("\\n", "\n")


def catalogue(folder: Path) -> Path:
    return folder / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def written(folder: Path = ROOT) -> dict[str, str]:
    entries = {unquoted(key): unquoted(text) for key, text in ENTRY.findall(catalogue(folder).read_text())}
    entries.pop("")
    return entries


@pytest.mark.parametrize("folder", CATALOGUES)
def test_nothing_is_untranslated_or_fuzzy(folder: Path) -> None:
    assert "fuzzy" not in catalogue(folder).read_text()
    assert len(written(folder)) >= CATALOGUES[folder]
    assert [key for key, text in written(folder).items() if not text] == []


@pytest.mark.parametrize("folder", CATALOGUES)
def test_the_compiled_catalogue_is_the_written_one(folder: Path) -> None:
    with catalogue(folder).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {key: compiled.gettext(key) for key in written(folder)} == written(folder)


def test_every_text_of_the_demo_is_in_its_catalogue() -> None:
    used = {text for file in ROOT.glob("demo/templates/**/*.html") for text in USED.findall(file.read_text())}
    assert len(used) > 5
    assert used - set(written(ROOT / "demo")) == set()


def test_every_text_in_use_is_in_the_catalogue() -> None:
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("web/**/*.py"), *ROOT.glob("hrhelper/*.py")]
    used = {text for file in files for text in USED.findall(file.read_text())}
    assert len(used) > 50
    assert used - set(written()) == set()


def test_every_failure_is_said_in_both_languages() -> None:
    for text in [*(reaction.text for reaction in REACTIONS.values()), *REASONS.values()]:
        with override("ru"):
            russian = str(text)
        with override("en"):
            english = str(text)
        assert re.search("[а-я]", russian)
        assert not re.search("[а-я]", english)


def test_placeholders_survive_translation() -> None:
    for key, text in written().items():
        assert sorted(re.findall(r"%\(\w+\)\w", key)) == sorted(re.findall(r"%\(\w+\)\w", text))


def test_the_page_is_russian_unless_the_browser_is_not(browser: Client) -> None:
    assert '<html lang="ru">' in browser.get("/telegram/").content.decode()
    html = browser.get("/telegram/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en">' in html
    assert "Connect Telegram" in html
    assert not re.search("[а-я]", html.replace("Русский", ""))


def test_the_language_switch_is_kept(browser: Client) -> None:
    browser.post("/i18n/setlang/", {"language": "en", "next": "/telegram/"})
    assert "Connect Telegram" in browser.get("/telegram/").content.decode()
