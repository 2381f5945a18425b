"""Tags that write the holder of a page into its forms and headers."""

from django import template
from django.template import RequestContext

from web import holders

register = template.Library()

HOLDER = "holder of the account"


@register.simple_tag(takes_context=True)
def holder_now(context: RequestContext) -> str:
    """The holder of what is shown now, as a login moves on within its page. It is looked up once for a page at most."""
    known, request = context.render_context.dicts[0], context["request"]
    if HOLDER not in known:
        known[HOLDER] = getattr(request, "holder", None) or holders.holder_now(request.user)
    return str(known[HOLDER])


@register.simple_tag(takes_context=True)
def holder_of_page(context: RequestContext) -> str:
    """The holder that the page has said: what is put into a page, or comes back to it refused, stays of that holder."""
    return holders.holder_said(context["request"]) or holder_now(context)
