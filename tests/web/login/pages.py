"""Pages as a browser reads them: line breaks and indents in the markup do not count."""

from django.http import HttpResponse

__all__ = ["html_of"]


def html_of(response: HttpResponse) -> str:
    """Return the markup of an answer in one line, with one space wherever there is white space."""
    return " ".join(response.content.decode().split()).replace(" >", ">")
