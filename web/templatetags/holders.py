"""Tags that write the holder of a page into its forms and headers."""

from typing import Any

from django import template

from web import holders

register = template.Library()


@register.simple_tag(takes_context=True)
def holder_now(context: dict[str, Any]) -> str:
    """The holder of what is shown now, as a login moves on within its page."""
    return holders.holder_now(context["request"].user)


@register.simple_tag(takes_context=True)
def holder_of_page(context: dict[str, Any]) -> str:
    """The holder that the page has said: what is put into a page, or comes back to it refused, stays of that holder."""
    return holders.holder_said(context["request"]) or holder_now(context)
