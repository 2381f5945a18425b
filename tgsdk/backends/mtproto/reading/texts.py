"""Texts that can be sent, and those that cannot."""

from tgsdk.errors import MessageInvalid

__all__ = ["NO_TEXT", "check_text", "is_text"]

NO_TEXT = "There is half of a surrogate pair in the text, which cannot be sent."


def is_text(text: str) -> bool:
    """Whether the text can be encoded: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_text(text: str) -> None:
    """Raise MessageInvalid for what cannot be encoded."""
    if not is_text(text):
        raise MessageInvalid(NO_TEXT)
