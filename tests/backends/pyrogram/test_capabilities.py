"""What the layer of the installed library can do, which is known before it is imported."""

from tgsdk import Capability
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.backends.pyrogram.library import layer, raw


def test_quotes_are_declared_by_a_layer_that_has_them() -> None:
    backend = PyrogramBackend(api_id=1, api_hash="0" * 32)
    assert (Capability.QUOTE in backend.supports) is hasattr(raw.types, "InputReplyToMessage"), layer
    assert Capability.FORMAT in backend.supports
