"""What the demo adds to every page: its people, who stand beside the phone."""

from django.http import HttpRequest

from tgsdk.testing import PEOPLE

__all__ = ["demo"]


def demo(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - Django's signature of a context processor
    return {"demo": {"people": PEOPLE}}
