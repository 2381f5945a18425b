"""The source of one Python function, which renders a part of a template."""

import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.template.context import Context

from .running import LEFT_TO_DJANGO, MISSING, PLAIN, find, is_plain, text_of

__all__ = ["Render", "Source"]

Render = Callable[[Context], Any]  # a text: Django's own nodes do not say so

HEAD = """\
def render(context):
    dicts, is_escaped, out = context.dicts, context.autoescape, []
    add = out.append
"""
FOOT = """
    return "".join(out)
"""


class Source:
    """Lines that are being written.

    What the template does not say itself (functions, objects of Django, texts) stands in ``known`` under names of its
    own. ``names`` are the variables that hold what the context's names are: what was found once need not be looked for
    again, as long as nothing is written into the context.
    """

    def __init__(self) -> None:
        self.known: dict[str, Any] = {
            "LEFT_TO_DJANGO": LEFT_TO_DJANGO,
            "MISSING": MISSING,
            "PLAIN": PLAIN,
            "escape": html.escape,
            "find": find,
            "is_plain": is_plain,
            "text_of": text_of,
        }
        self.names: dict[str, str] = {}
        self._lines: list[str] = []
        self._depth = 1
        self._text: list[str] = []
        self._count = 0

    def made(self) -> Render:
        """Return the function."""
        if not self._lines:
            text = "".join(self._text)
            return lambda _: text
        self._write_text()
        exec(HEAD + "\n".join(self._lines) + FOOT, self.known)  # noqa: S102 - no word of it is anybody's but ours
        made: Render = self.known["render"]
        return made

    def line(self, text: str) -> None:
        self._write_text()
        self._lines.append(" " * 4 * self._depth + text)

    def text(self, text: str) -> None:
        """Texts that follow each other become one."""
        self._text.append(text)

    def add(self, value: str) -> None:
        """Add the text that an expression gives."""
        self.line(f"add({value})")

    def new(self) -> str:
        """Return the name of a variable that is not used yet."""
        self._count += 1
        return f"v{self._count}"

    def assigned(self, value: str) -> str:
        """Put what an expression gives into a variable of its own."""
        name = self.new()
        self.line(f"{name} = {value}")
        return name

    def object(self, value: Any) -> str:
        """Return the name of something that is there before."""
        self._count += 1
        name = f"known{self._count}"
        self.known[name] = value
        return name

    def found(self, name: str) -> str:
        """Return the variable that holds what a name of the context is."""
        if name not in self.names:
            self.names[name] = self.assigned(f"find(dicts, {name!r})")
        return self.names[name]

    def forget(self) -> None:
        """From here on the names of the context may be others."""
        self.names.clear()

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write what is done under this line only."""
        self.line(head)
        first = len(self._lines)
        self._depth += 1
        with self.scope():
            yield
        self._write_text()
        if len(self._lines) == first:
            self.line("pass")
        self._depth -= 1

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Names that are found or given in here are not known behind it."""
        before = dict(self.names)
        yield
        self.names = {name: variable for name, variable in before.items() if self.names.get(name) == variable}

    def _write_text(self) -> None:
        if self._text:
            text, self._text = "".join(self._text), []
            if text:
                self._lines.append(" " * 4 * self._depth + f"add({text!r})")
