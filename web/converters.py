"""Telegram's numbers in addresses."""

from django.urls import register_converter


class ChatId:
    """A chat: a person's number, or a negative one; all have 64 bits."""

    regex = r"-?[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if not -(2**63) <= number < 2**63:
            raise ValueError("no number of a chat")
        return number

    def to_url(self, value: int) -> str:
        return str(value)


class PhotoId(ChatId):
    """A photo."""


class MessageId(ChatId):
    """A message within its chat."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if not 0 < number < 2**31:
            raise ValueError("no number of a message")
        return number


def register() -> None:
    register_converter(ChatId, "chat")
    register_converter(MessageId, "message")
    register_converter(PhotoId, "photo")
