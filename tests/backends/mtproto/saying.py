"""What a step of a login says, as text. It imports nothing but tgsdk: steps run in interpreters of their own."""

from typing import Any

from tgsdk import CodeSent, QrLogin, User


def said(answer: Any) -> str:
    """What a step says that the next one, or the test, has to know."""
    match answer:
        case QrLogin():
            return answer.url
        case CodeSent():
            return str(answer.type)
        case User():
            return str(answer.id)
    return str(answer.name)
