"""What has to be installed, looked for without importing it."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

from tgsdk.errors import Misconfigured

__all__ = ["is_importable", "is_installed", "refuse_missing"]


def refuse_missing(packages: Mapping[str, str], extra: str = "pyrogram") -> None:
    """Raise Misconfigured unless all of these can be imported: the name of the module, and that of its package."""
    missing = [package for module, package in packages.items() if not is_importable(module)]
    if missing:
        verb = "are" if len(missing) > 1 else "is"
        raise Misconfigured(f"{' and '.join(missing)} {verb} not installed: pip install 'tgsdk[{extra}]'")


def is_installed(package: str) -> bool:
    """Tell whether a package of this name is installed, whatever its modules are called."""
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True


def is_importable(module: str) -> bool:
    """Tell whether a module is there, without importing it."""
    try:
        return find_spec(module) is not None
    except ValueError:  # loaded by hand, without a spec: it is there
        return True
