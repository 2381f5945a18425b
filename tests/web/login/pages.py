"""Pages as a browser reads them: line breaks and indents in the markup do not count."""

from typing import Protocol

__all__ = ["html_of"]


class Answer(Protocol):
    """An answer of Django's test client."""

    @property
    def content(self) -> bytes: ...


def html_of(response: Answer) -> str:
    """Return the markup of an answer in one line, with one space wherever there is white space."""
    return " ".join(response.content.decode().split()).replace(" >", ">")
