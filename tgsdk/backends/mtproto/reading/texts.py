"""Texts, as far as they can be sent."""

__all__ = ["is_text"]


def is_text(text: str) -> bool:
    """Whether it can be written: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
