"""Names that people and groups have chosen, with a word in place of one that cannot be seen."""

from django.utils.translation import gettext as _

from .files import visible


def name_of(name: str, owner_id: int | None = None) -> str:
    """A name on one line. Telegram gives an empty one for people whose account is deleted."""
    return visible(name) or (nameless(owner_id) if name else deleted())


def nameless(owner_id: int | None = None) -> str:
    """The stand-in for a name of nothing but invisible characters; the id tells two of them apart."""
    return _("No name") if owner_id is None else _("No name (ID %(id)d)") % {"id": owner_id}


def deleted() -> str:
    """The name of people whose account is deleted."""
    return _("Deleted account")
