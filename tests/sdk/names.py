"""The order of the names in an ``__all__``."""


def constants_first(name: str) -> tuple[bool, str]:
    """Sort constants before classes, and classes before functions, as ruff does."""
    return not name.isupper(), name
