"""The loader of the settings, which makes templates quick before anybody renders them."""

from collections.abc import Iterable

from django.template import Origin, Template
from django.template.loaders import base, cached

from .nodes import make_quick

__all__ = ["Loader"]


class _Quickening(base.Loader):
    """Stands behind the cache, so that no template is changed while another thread renders it."""

    def get_template(self, template_name: str, skip: Iterable[Origin] | None = None) -> Template:
        template = super().get_template(template_name, list(skip) if skip else None)
        if not self.engine.debug:
            make_quick(template)
        return template


class Loader(cached.Loader, _Quickening):
    """Django's cached loader, of quick templates."""
