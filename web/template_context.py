"""Typed template contexts: a dataclass for each template, whose fields are the names that the template knows."""

from dataclasses import dataclass, fields
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContext:
    """Base of all contexts. A subclass names its ``template``; ``make check`` compares the two."""

    template: ClassVar[str]


def render_context(request: HttpRequest, context: TemplateContext, *, status: int = 200) -> HttpResponse:
    """Render the template of ``context``. Its fields are handed over as they are, nested dataclasses stay such."""
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    return render(request, context.template, names, status=status)
