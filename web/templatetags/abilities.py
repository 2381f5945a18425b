"""What the Telegram backend of this site can do: the page hides what it cannot."""

from django import template

from tgsdk import Capability
from tgsdk.contrib.django.accounts import is_supported as is_declared

register = template.Library()


@register.filter
def is_supported(capability: str) -> bool:
    """Tell whether the backend declares this: ``{% if "send_messages"|is_supported %}``."""
    return is_declared(Capability(capability))
