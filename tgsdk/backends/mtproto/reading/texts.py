"""Texts that can be sent, and those that cannot."""

__all__ = ["is_text"]


def is_text(text: str) -> bool:
    """Whether the text can be encoded: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
