"""The cards and their templates: a template shows no field that its card lacks."""

import re
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.login import cards
from web.login.cards import Card

TEMPLATES = Path(__file__).parents[3] / "templates"
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
QUOTED = re.compile(r'"[^"]*"')
INCLUDE = re.compile(r'{% include "([^"]+)"')
PATH = re.compile(r"\bcard((?:\.\w+)+)")
ALIAS = re.compile(r"\b(\w+)=card((?:\.\w+)+)")


def markup_of(name: str) -> str:
    return COMMENT.sub("", (TEMPLATES / name).read_text())


def paths_in(name: str) -> Iterator[tuple[str, ...]]:
    """Every ``card.a.b`` of a template and of what it includes, also by another name that it was given."""
    markup = markup_of(name)
    tags = QUOTED.sub("", " ".join(TAG.findall(markup)))
    for path in PATH.findall(tags):
        yield tuple(path[1:].split("."))
    for alias, path in ALIAS.findall(tags):
        for rest in re.findall(rf"(?<![\w.]){alias}((?:\.\w+)+)", tags):
            yield tuple((path + rest)[1:].split("."))
    for included in INCLUDE.findall(markup):
        yield from paths_in(included)


def lacks(kind: type, path: tuple[str, ...]) -> bool:
    """True if nothing of this type leads along the path."""
    for name in path:
        if not hasattr(kind, name) and name not in typing.get_type_hints(kind):
            return True
        hint = typing.get_type_hints(kind).get(name)
        if isinstance(attribute := getattr(kind, name, None), property):
            hint = typing.get_type_hints(attribute.fget).get("return")
        kinds = [each for each in typing.get_args(hint) or (hint,) if isinstance(each, type) and each is not type(None)]
        if len(kinds) != 1:  # no type of its own: a field of the database, say
            return False
        kind = kinds[0]
    return False


CARDS = [
    each for each in vars(cards).values() if isinstance(each, type) and issubclass(each, Card) and each is not Card
]


@pytest.mark.parametrize("kind", CARDS)
def test_a_template_shows_what_its_card_has(kind: type[Card]) -> None:
    paths = set(paths_in(kind.template))
    assert [".".join(path) for path in paths if lacks(kind, path)] == []


def test_what_a_card_lacks_is_found() -> None:
    kinds = {kind.__name__: kind for kind in CARDS}
    assert len(kinds) == 8
    assert lacks(kinds["CodeCard"], ("phone",))
    assert lacks(kinds["CodeCard"], ("code", "said"))
    assert lacks(kinds["PhoneCard"], ("failure", "texts"))
    assert not lacks(kinds["CodeCard"], ("code", "sentence"))
    assert {("code", "sentence"), ("code", "clock"), ("failure",)} <= set(
        paths_in("partials/login/auth_verify_code.html")
    )
    assert ("account", "full_name") in set(paths_in("partials/login/user_info.html"))
