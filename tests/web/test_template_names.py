"""The names in templates are those of the dataclasses that fill them, and one that is not is found."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, Template
from django.test import override_settings

from tests.web.template_names import BUILT_IN, Check, main

ROOT = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Face:
    """One of two things that a person may have."""

    url: str
    colour: int


@dataclass(frozen=True, slots=True)
class Letters:
    """The other one."""

    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """What the templates of these tests are about."""

    name: str
    face: Face | None
    either: Face | Letters
    friends: Sequence["Person"]
    notes: Mapping[str, Face]

    @property
    def best(self) -> Face:
        return Face("", 1)


def problems(source: str) -> set[str]:
    """What is wrong with a template that is given a person."""
    check = Check(given={})
    nodelist = Template(source, engine=Engine.get_default()).nodelist
    check.read_nodes(nodelist, BUILT_IN | {"person": Person}, "page.html")
    return check.problems


def test_every_template_of_the_house_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().out


def test_a_name_that_its_pane_lacks_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    templates = shutil.copytree(ROOT, tmp_path / "templates")
    row = templates / "partials" / "desk" / "chat_row.html"
    row.write_text(row.read_text().replace("row.title", "row.titel"))
    (templates / "partials" / "desk" / "left_over.html").write_text("")
    with override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [templates]}]):
        assert main() == 1
    said = capsys.readouterr().out
    assert "“row.titel”: ChatRow has no “titel”" in said
    assert "partials/desk/left_over.html: no typed context leads here" in said


@pytest.mark.parametrize(
    "source",
    [
        "{{ person.nam }}",
        "{{ persn }}",
        "{{ person.face.uri }}",
        "{{ person.either.colour }}",
        "{{ person.best.uri }}",
        "{{ person.name.first }}",
        "{{ person.notes.any.uri }}",
        "{{ person.friends.0.nam }}",
        "{{ person.name|default:person.nam }}",
        "{% if not person.nam %}{% endif %}",
        "{% if person.name and person.face.uri == 1 %}{% endif %}",
        "{% if person.name %}{% else %}{{ person.nam }}{% endif %}",
        "{% for friend in person.friends %}{{ friend.nam }}{% endfor %}",
        "{% for friend in person.friend %}{% endfor %}",
        "{% for friend in person.friends %}{% endfor %}{{ friend.name }}",
        "{% for friend in person.friends %}{% empty %}{{ person.nam }}{% endfor %}",
        "{% with face=person.face %}{{ face.uri }}{% endwith %}",
        "{% with face=person.fac %}{% endwith %}",
        "{% firstof person.nam person.name %}",
        '{% url "telegram:chat_read" person.nam %}',
        "{% load i18n %}{% blocktranslate %}{{ nam }}{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with name=person.nam %}{{ name }}{% endblocktranslate %}",
        "{% load heroicons %}{% heroicon_mini person.icon %}",
        '{% include "partials/desk/moment.html" with moment=person.time %}',
        '{% include "partials/desk/moment.html" with moment=person.face %}',
        '{% include "partials/desk/moment.html" %}',
    ],
)
def test_a_wrong_name_is_found_wherever_it_stands(source: str) -> None:
    assert len(problems(source)) >= 1


@pytest.mark.parametrize(
    "source",
    [
        "{{ person.name.upper }} {{ person.face.url }} {{ person.either.url }} {{ person.best.colour }}",
        "{% for friend in person.friends %}{{ forloop.counter }}{{ friend.face.url|default:friend.name }}{% endfor %}",
        "{{ person.notes.any.url }} {{ person.friends.0.name }} {{ None }} {{ 'text' }} {{ 1 }}",
        '{% url "telegram:index" as home %}{% if person.name %}{{ home }}{% endif %}',
        "{% load i18n %}{% blocktranslate count n=person.best.colour %}{{ n }}{% plural %}s{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with a=person.name asvar b %}{{ a }}{% endblocktranslate %}{{ b }}",
    ],
)
def test_what_is_right_passes(source: str) -> None:
    assert problems(source) == set()
