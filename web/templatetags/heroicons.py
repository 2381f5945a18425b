"""The icons of heroicons, by its own tags. The package reads its list of 1,300 icons anew for each of them, which took
most of the time of a new process's first page: here it is read once."""

import functools
import html
import re
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BETWEEN_TAGS = re.compile(r"(?<=>)\s+(?=<)")


@register.simple_tag
def heroicon_micro(name: str, *, size: int = 16, **attributes: object) -> SafeString:
    """An icon of 16 pixels."""
    return _svg("micro", name, size, attributes)


@register.simple_tag
def heroicon_mini(name: str, *, size: int = 20, **attributes: object) -> SafeString:
    """An icon of 20 pixels."""
    return _svg("mini", name, size, attributes)


@register.simple_tag
def heroicon_outline(name: str, *, size: int = 24, **attributes: object) -> SafeString:
    """An icon of 24 pixels, in lines."""
    return _svg("outline", name, size, attributes)


@register.simple_tag
def heroicon_solid(name: str, *, size: int = 24, **attributes: object) -> SafeString:
    """An icon of 24 pixels, filled."""
    return _svg("solid", name, size, attributes)


def _svg(style: str, name: str, size: int, attributes: dict[str, object]) -> SafeString:
    """An underscore in the name of an attribute stands for a hyphen."""
    own, inside = _read(style, name)
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    all_of_it = own | {"width": size, "height": size} | given
    written = "".join(f' {name}="{html.escape(str(value))}"' for name, value in all_of_it.items())
    return mark_safe(f"<svg{written}>{inside}</svg>")  # noqa: S308 - the package's own, and what is escaped above


@functools.lru_cache(maxsize=256)
def _read(style: str, name: str) -> tuple[dict[str, object], str]:
    """Return the attributes of an icon and what is in it. Raises LookupError if there is none of this name."""
    try:
        written = _archive().read(f"{style}/{name}.svg").decode()
    except KeyError:
        raise LookupError(f"heroicons has no icon {name!r} in the style {style!r}") from None
    inside = written[written.index(">") + 1 : written.rindex("</svg>")]
    return dict(ElementTree.fromstring(written).attrib), BETWEEN_TAGS.sub("", inside.strip())  # noqa: S314


@functools.cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO((files("heroicons") / "heroicons.zip").read_bytes()))
