"""Quick templates give what Django's own do, byte for byte."""

# ruff: noqa: E501 - a template stands on one line

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import Context, Engine
from django.test import Client
from django.urls import set_script_prefix
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from tgsdk import MemoryBackend

from ..conftest import BORIS, BROWSER, HTMX, TEAM

LOCMEM = "django.template.loaders.locmem.Loader"
QUICK = "web.quick_templates.loader.Loader"
LIBRARIES = {name: f"django.templatetags.{name}" for name in ("i18n", "static", "tz", "l10n")}
ICONS = {"heroicons": "web.templatetags.heroicons"}
INCLUDED = {
    "translated.html": "{% load i18n %}<{% translate 'Search' %}>",
    "row.html": "<{{ row.title }}|{{ forloop.counter }}|{{ said }}>",
    "keeping.html": "{% cycle 'a' 'b' %}{{ row.title }}",
    "naming.html": "{% load i18n %}{% translate 'Search' as said %}{{ said }}",
    "base.html": "[{% block head %}base {{ thing.title }}{% endblock %}|{% block body %}{% endblock %}]",
    "around.html": "{% load i18n %}{% now 'Y' as year %}{{ thing.title }}[{% block body %}b{% endblock %}]{% translate 'Search' %}"
    "{% if yes %}{{ year }}{% endif %}{% if yes %}{% block foot %}f{{ year }}{% endblock %}{% endif %}{{ year }}",
    "half.html": "{% extends 'base.html' %}{% block body %}half{% if yes %} {{ thing.title }}{% endif %}{% endblock %}",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What panes are."""

    title: str
    things: tuple["Thing", ...] = ()

    @property
    def loud(self) -> str:
        return self.title.upper()

    @property
    def broken(self) -> str:
        raise ValueError(self.title)

    def called(self) -> str:
        return f"called {self.title}"


class Counted(dict[str, str]):
    """It has an item, an attribute and a method of the same names."""

    title = "attribute"


CONTEXT: dict[str, Any] = {
    "thing": Thing("<b>Tom & 'Jerry'</b>", (Thing("one"), Thing("two"))),
    "empty": Thing(""),
    "kind": Thing,
    "yes": True,
    "no": False,
    "none": None,
    "number": 1234567,
    "numbers": (1, 2, 5, 21, 1234567, 2, True),
    "fraction": 12.5,
    "at": datetime(2026, 3, 4, 9, tzinfo=UTC),
    "safe": mark_safe("<i>safe</i>"),
    "lazy": gettext_lazy("Search"),
    "names": {"title": "item", "items": "an item", "list": [3, 4]},
    "counted": Counted(title="<item>"),
    "rows": [Thing("first"), Thing("second & last")],
    "pairs": [("<a>", Thing("b"))],
    "nothing": (),
    "call": lambda: "<called>",
}

TEMPLATES = [
    "plain",
    "{{ thing.title }} {{ thing.loud }} {{ thing.called }} {{ safe }} {{ lazy }} {{ number }} {{ fraction }} {{ none }}",
    "{{ missing }}|{{ missing.title }}|{{ thing.missing }}|{{ thing.title.missing }}|{{ none.title }}",
    "{{ names.title }} {{ names.items }} {{ names.list.1 }} {{ counted.title }} {{ names.missing }} {{ call }}",
    "{{ at }} {{ yes }} {{ kind.title }} {{ thing.things.1.title }} {{ thing.things.0.things.0.title }}",
    "{{ thing.title|upper }} {{ 'text' }} {{ 12 }} {{ missing|default:'none & all' }} {% now 'Y' as year %}{{ year }}",
    "{% autoescape off %}{{ thing.title }}{{ number }}{{ safe }}{% endautoescape %}{{ thing.title }}",
    "{% if thing.title %}a{% elif yes %}b{% else %}c{% endif %}{% if empty.title %}a{% elif no %}b{% else %}c{% endif %}",
    "{% if not no and yes or missing %}a{% endif %}{% if missing.deep and yes %}b{% endif %}{% if not missing %}c{% endif %}",
    "{% if number == 1234567 %}a{% endif %}{% if number != 3 %}b{% endif %}{% if none is None %}c{% endif %}",
    "{% if none is not None %}a{% endif %}{% if number > 3 %}b{% endif %}{% if 'first' in names %}c{% endif %}",
    "{% if missing == none %}a{% endif %}{% if thing.broken or yes %}b{% endif %}{% if number|length %}c{% endif %}",
    "{% for row in rows %}{{ forloop.counter }}{{ row.title }}{% empty %}none{% endfor %}",
    "{% for row in nothing %}x{% empty %}none{% endfor %}{% for row in missing %}x{% empty %}none{% endfor %}",
    "{% for letter in 'a&b' %}{{ letter }}{% endfor %}{% for row in rows %}{% if forloop.first %}{% now 'Y' as seen %}{% endif %}{{ seen }}{% endfor %}",
    "{% for row in rows %}{% for row in thing.things %}{{ forloop.parentloop.counter }}{{ row.title }}{% endfor %}{{ row.title }}{% endfor %}{{ row }}",
    "{% if yes %}{% now 'Y' as title %}{% endif %}{{ title }}{% with title=thing.title %}{{ title }}{% endwith %}{{ title }}{% if no %}x{% elif missing %}y{% elif number == 3 %}z{% endif %}",
    "{{ title }}{% if yes %}{{ title }}{% now 'Y' as title %}{% endif %}{{ title }}{% for row in rows %}{{ said }}{% now 'Y' as said %}{{ said }}{% endfor %}{{ said }}",
    "{% for a, b in pairs %}{{ a }}{{ b.title }}{% endfor %}{% for row in rows reversed %}{% cycle 'x' 'y' %}{{ row.loud }}{% endfor %}",
    "{% for row in rows %}{% include 'row.html' %}{% include 'row.html' with said=thing.title %}{% endfor %}{{ said }}",
    "{% for row in rows %}{% include 'keeping.html' %}{% include 'naming.html' %}{{ said }}{% endfor %}",
    "{% include 'row.html' with row=thing only %}{% include name %}{% with row=thing said='s & t' %}{% include 'row.html' %}"
    "{% endwith %}{{ said }}",
    "{% load i18n %}{% translate 'Search' %} {% translate 'Yesterday' context 'day' %} {% translate lazy %}"
    "{% translate 'Search' as said %}{{ said }} {% translate 'Search' noop %}",
    "{% load i18n %}{% translate 'Search' %}{% language 'en' %}{% translate 'Search' %}{% for row in rows %}"
    "{% include 'translated.html' %}{% endfor %}{% endlanguage %}{% include 'translated.html' %}{% translate 'Search' %}",
    "{% load i18n %}{% blocktranslate count n=number %}{{ n }} unread message{% plural %}{{ n }} unread messages"
    "{% endblocktranslate %}{% blocktranslate with name=thing.title %}Message to {{ name }}{% endblocktranslate %}",
    "{% load heroicons %}{% heroicon_micro 'bell-slash' aria_hidden='true' %}{% heroicon_mini icon size=number %}"
    "{% heroicon_solid 'lock-closed' class=thing.title as lock %}{{ lock }}",
    "{% load static %}{% static 'web/base.css' %}{% static 'web/base.css' as css %}{{ css }}{% url 'login' %}",
    "{% extends 'base.html' %}{% block head %}{{ block.super }} {{ thing.title }}{% endblock %}",
    "{% extends 'half.html' %}{% block body %}<{{ block.super }}>{% for row in rows %}{{ row.title }}{% endfor %}{% endblock %}",
    "{% extends 'around.html' %}{% load i18n %}{% block foot %}{{ block.super }}!{{ year }}{% translate 'Search' %}{% endblock %}",
    "{% load i18n %}{% for n in numbers %}{% blocktranslate count n=n %}{{ n }} unread message{% plural %}{{ n }} unread messages"
    "{% endblocktranslate %}{% blocktranslate count all=n with name=thing.title %}{{ name }}{% plural %}{{ all }} {{ name }}"
    "{% endblocktranslate %}{% endfor %}",
    "{% filter upper %}{{ thing.title }}{% if yes %}x{% endif %}{% endfilter %}{% spaceless %}<p> {{ thing.title }} </p>"
    "{% endspaceless %}{% firstof missing thing.title %}{% widthratio number 100 3 %}{% templatetag openblock %}",
    "{% load tz l10n %}{% localize off %}{{ number }}{% endlocalize %}{% localtime off %}{{ at }}{% endlocaltime %}",
    "{% ifchanged number %}{{ number }}{% endifchanged %}{% verbatim %}{{ x }}{% endverbatim %}{# note #}{% comment %}a{% endcomment %}",
]


def rendered(text: str, loader: str, *, autoescape: bool = True) -> str:
    sources = (LOCMEM, {**INCLUDED, "shown.html": text})
    engine = Engine(libraries=LIBRARIES | ICONS, loaders=[(loader, [sources])], string_if_invalid="(%s)")
    template = engine.get_template("shown.html")
    once = template.render(Context({**CONTEXT, "name": "row.html", "icon": "bookmark"}, autoescape=autoescape))
    again = template.render(Context({**CONTEXT, "name": "row.html", "icon": "bookmark"}, autoescape=autoescape))
    assert once == again
    return once


@pytest.mark.parametrize("text", TEMPLATES)
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("autoescape", [True, False])
def test_each_tag_gives_what_django_gives(text: str, language: str, autoescape: bool) -> None:
    with override(language):
        plain = rendered(text, "django.template.loaders.cached.Loader", autoescape=autoescape)
        assert rendered(text, QUICK, autoescape=autoescape) == plain


def test_a_text_is_in_the_language_of_each_reader() -> None:
    sources = (LOCMEM, {"shown.html": "{% load i18n %}{% translate 'Search' %}"})
    template = Engine(libraries=LIBRARIES, loaders=[(QUICK, [sources])]).get_template("shown.html")
    said = []
    for language in ("ru", "en", "ru"):
        with override(language):
            said.append(template.render(Context()))
    assert said == ["Поиск", "Search", "Поиск"]


def test_an_address_is_below_the_prefix_of_each_request() -> None:
    sources = (LOCMEM, {"shown.html": "{% load static %}{% url 'login' %} {% static 'web/base.css' %}"})
    template = Engine(libraries=LIBRARIES, loaders=[(QUICK, [sources])]).get_template("shown.html")
    plain, said = template.render(Context()), []
    try:
        for prefix in ("/hr/", "/", "/other/"):
            set_script_prefix(prefix)
            said.append(template.render(Context()).split()[0])
    finally:
        set_script_prefix("/")
    assert said == ["/hr/accounts/login/", "/accounts/login/", "/other/accounts/login/"]
    assert template.render(Context()) == plain


def test_a_mistake_in_a_pane_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="Tom"):
        rendered("{{ thing.broken }}", QUICK)


def test_in_debug_mode_django_renders_by_itself() -> None:
    engine = Engine(loaders=[(QUICK, [(LOCMEM, {"shown.html": "{{ x }} y"})])], debug=True)
    assert len(engine.get_template("shown.html").nodelist) == 2


PAGES = [
    ("/telegram/", BROWSER),
    ("/telegram/chats/", BROWSER),
    ("/telegram/chats/", HTMX),
    ("/telegram/chats/?q=o", BROWSER),
    (f"/telegram/chats/{BORIS}/messages/", BROWSER),
    (f"/telegram/chats/{TEAM}/messages/", HTMX | {"HX-Target": "chat"}),
    ("/telegram/chats/123/messages/", BROWSER),
    ("/telegram/chats/?cursor=wrong", BROWSER),
    ("/telegram/tokens/", BROWSER),
]
#: What differs from one answer to the next: tokens, the numbers of forms, and the minute.
NEW_EACH_TIME = re.compile(
    r'(name="(?:csrfmiddlewaretoken|draft)" value="|X-CSRFToken[^:]*: *(?:&quot;|")|nonce[="-]+| min=")[\w:-]+'
)


@pytest.mark.parametrize(("path", "headers"), PAGES)
def test_each_page_is_the_same(
    path: str, headers: dict[str, str], browser: Client, desk: MemoryBackend, settings: Any
) -> None:
    shown = browser.get(path, headers=headers).content.decode()
    (options,) = settings.TEMPLATES
    ((_, loaders),) = options["OPTIONS"]["loaders"]
    settings.TEMPLATES = [{**options, "OPTIONS": {**options["OPTIONS"], "loaders": loaders}}]
    plain = browser.get(path, headers=headers).content.decode()
    assert NEW_EACH_TIME.sub("", shown) == NEW_EACH_TIME.sub("", plain)
    assert len(shown) > 200
