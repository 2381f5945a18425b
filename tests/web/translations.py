"""``python -m tests.web.translations``: find what a Russian page would say in English. A part of ``make check``.

That is: a text that is marked for translation and has none, and a text that is not marked at all.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

__all__ = [
    "ROOT",
    "Text",
    "catalogue_of",
    "files_by_catalogue",
    "find_problems",
    "main",
    "read_catalogue",
    "unmarked_in_code",
    "unmarked_in_template",
    "used_in",
    "used_in_code",
    "used_in_template",
]

ROOT = Path(__file__).parents[2]
PLACES = ("demo", "hrhelper", "templates", "tgsdk/contrib", "web")  # of texts that people read
LINE = re.compile(r'^(?:(msg\w+)(?:\[\d\])? )?(".*")$')
MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
CALL = re.compile(r"""\b(?:_|n?p?gettext)\((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[\w\s,])+\)""")

# The same in every language.
NAMES = {"HR", "Helper", "Telegram", "English"}
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
CLASS = re.compile(r"{% block \w+_class %}\w+{% endblock %}")
MARKED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
READ_OUT = re.compile(r'\s(?:title|placeholder|aria-label|alt)="([^"]*)"')
HTML_TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[A-Za-z]{2,}")
# In our code, the arguments that a person reads.
SAYING = {"EntryRefused", "ValidationError", "invalid_input", "_correct", "_connect", "_look", "_retry"}
SAID_AS = {"text", "news", "notice", "sentence", "resend_action", "verbose_name", "help_text", "label"}


class Text(NamedTuple):
    """The key by which a translation is looked up."""

    singular: str
    plural: str | None = None
    context: str | None = None


def catalogue_of(folder: Path) -> Path:
    return folder / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def read_catalogue(folder: Path) -> dict[Text, tuple[str, ...]]:
    """Each text with its translation: with one for each form, where it counts something."""
    entries = dict(_read_entry(block) for block in catalogue_of(folder).read_text().split("\n\n"))
    entries.pop(Text(""))
    return entries


def _read_entry(block: str) -> tuple[Text, tuple[str, ...]]:
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


def used_in(file: Path) -> set[Text]:
    find = used_in_code if file.suffix == ".py" else used_in_template
    return set(find(file.read_text()))


def unmarked_in_template(source: str) -> Iterator[str]:
    """Words that stand in the markup itself, between its tags or in an attribute that is read out."""
    bare = TEMPLATE_TAG.sub(" ", CLASS.sub(" ", MARKED.sub(" ", COMMENT.sub(" ", source))))
    for text in [*READ_OUT.findall(bare), *HTML_TAG.split(bare)]:
        if set(WORD.findall(text)) - NAMES:
            yield " ".join(text.split())


def unmarked_in_code(source: str) -> Iterator[str]:
    """Sentences that are handed on to a person as they stand in the code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said = [each.value for each in node.keywords if each.arg in SAID_AS]
            for each in [*said, *(node.args if name in SAYING else ())]:
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value:
                    yield each.value


def files_by_catalogue(root: Path) -> dict[Path, list[Path]]:
    """The files with texts in the tree at ``root``, by the nearest folder above them that has a catalogue."""
    found: dict[Path, list[Path]] = {}
    for file in sorted(file for place in PLACES for file in (root / place).glob("**/*.*")):
        if file.suffix in (".py", ".html") and file.parent.name != "migrations":
            folder = next(folder for folder in file.parents if catalogue_of(folder).exists())
            found.setdefault(folder, []).append(file)
    return found


def find_problems(root: Path) -> Iterator[str]:
    """One line for each text of the tree at ``root`` that a Russian page would say in English."""
    for folder, files in files_by_catalogue(root).items():
        said = read_catalogue(folder)
        for file in files:
            place = file.relative_to(root)
            for text in sorted(used_in(file), key=lambda text: text.singular):
                if not all(said.get(text, [""])):
                    yield f"{place}: no Russian for {text.singular!r}"
            find = unmarked_in_code if file.suffix == ".py" else unmarked_in_template
            for unmarked in find(file.read_text()):
                yield f"{place}: not marked for translation: {unmarked!r}"


def main(root: Path = ROOT) -> int:
    problems = list(find_problems(root))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
