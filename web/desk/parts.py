"""Messages that are too long for Telegram, which counts UTF-16 code units, and their parts."""

from tgsdk import MAX_MESSAGE_LENGTH

LONGEST_TEXT = 16 * MAX_MESSAGE_LENGTH  # characters, with the marks of its formats, which reading costs time


def length_of(text: str) -> int:
    """The length of a text as Telegram counts it: characters outside the basic plane, as most emoji, count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def over(text: str) -> int:
    """How much of a text is too much for one message."""
    return max(0, length_of(text) - MAX_MESSAGE_LENGTH)


def parts_of(text: str) -> list[str]:
    """Cut a text into messages: after a paragraph, a line, or a word that ends in the second half of what fits; else
    wherever it has to be. The page's own scripts (parts.js) cut alike.
    """
    parts = []
    while over(text):
        end = _end_of_part(_beginning(text))
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text] if text.strip() or not parts else parts


def _beginning(text: str) -> str:
    """As much of a text as fits into a message, with no character torn apart."""
    return text.encode("utf-16-le")[: 2 * MAX_MESSAGE_LENGTH].decode("utf-16-le", "ignore")


def _end_of_part(part: str) -> int:
    for between in ("\n\n", "\n", " "):
        place = part.rfind(between)
        if length_of(part[: max(place, 0)]) >= MAX_MESSAGE_LENGTH // 2:
            return place + len(between)
    return len(part)
