"""Icons: drawn as the package draws them."""

from typing import Any
from xml.etree import ElementTree

import heroicons
import pytest

from web.templatetags.heroicons import heroicon_micro, heroicon_mini, heroicon_outline, heroicon_solid

TAGS = {"micro": heroicon_micro, "mini": heroicon_mini, "outline": heroicon_outline, "solid": heroicon_solid}
SIZES = {"micro": 16, "mini": 20, "outline": 24, "solid": 24}


def drawn(svg: str) -> tuple[dict[str, str], list[tuple[str, dict[str, str]]]]:
    icon = ElementTree.fromstring(svg)
    return icon.attrib, [(each.tag, each.attrib) for each in icon.iter() if each is not icon]


@pytest.mark.parametrize("style", TAGS)
@pytest.mark.parametrize("name", ["bell-slash", "lock-closed", "users"])
def test_an_icon_is_drawn_as_its_package_draws_it(style: str, name: str) -> None:
    said: dict[str, Any] = {"aria_hidden": "true", "class": "a"}
    assert drawn(TAGS[style](name, **said)) == drawn(heroicons._render_icon(style, name, SIZES[style], said))
    theirs = heroicons._render_icon(style, name, 12, {})
    assert drawn(TAGS[style](name, size=12)) == drawn(theirs)


def test_what_is_said_of_an_icon_is_escaped() -> None:
    assert 'title="&lt;b&gt; &quot;x&quot;"' in heroicon_mini("users", title='<b> "x"')


def test_an_icon_that_there_is_not_is_told_by_name() -> None:
    with pytest.raises(LookupError, match="'no-such-icon' in the style 'mini'"):
        heroicon_mini("no-such-icon")
