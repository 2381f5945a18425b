"""The backends under the blocking facade, a file or folder each, and load_backend() to choose one."""

import importlib
import inspect
from collections.abc import Mapping
from typing import Any

from tgsdk.hiding import forget_variables

from .base import Backend

__all__ = ["load_backend"]


def load_backend(path: str, options: Mapping[str, Any] | None = None) -> Backend:
    """Make the backend whose class is at the dotted ``path``, from plain options.

    ``load_backend("tgsdk.backends.pyrogram.PyrogramBackend", {"api_id": 1, "api_hash": "…"})``. Raises
    ``ImportError`` when there is no such class, ``TypeError`` when it is not a backend, and what the backend
    itself raises: ``TypeError`` or ``ValueError`` for wrong options, Misconfigured where a package is missing.
    """
    try:
        return _backend_class(path)(**(options or {}))
    except BaseException as error:
        forget_variables(error)  # keys, tokens and passwords stand in them
        del options
        raise


def _backend_class(path: str) -> type[Backend]:
    if not isinstance(path, str):
        raise TypeError(f"path is the dotted path of a backend class, a text, not a {type(path).__name__}")
    module_name, _, class_name = path.rpartition(".")
    if not module_name:
        raise ImportError(f"{path!r} is not a dotted path to a backend class")
    try:
        backend_class = getattr(importlib.import_module(module_name), class_name)
    except AttributeError as error:
        raise ImportError(f"there is no {class_name} in {module_name}") from error
    if not (isinstance(backend_class, type) and issubclass(backend_class, Backend)):
        raise TypeError(f"{path} is not a subclass of tgsdk.backends.base.Backend")
    if inspect.isabstract(backend_class):
        raise TypeError(f"{path} is the abstract base of backends: tgsdk.backends.pyrogram.PyrogramBackend is one")
    return backend_class
