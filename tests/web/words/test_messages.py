"""Messages on one line."""

from tgsdk import Sender
from web.words.messages import preview

from ..conftest import CV, message


def test_a_preview_is_one_short_line_that_says_who_wrote() -> None:
    assert preview(message(1, "a\n\nb"), is_group=False) == "a b"
    assert preview(message(1, "x" * 500), is_group=False) == "x" * 140 + "…"
    assert preview(message(1, "hi", is_outgoing=True), is_group=True) == "You: hi"
    assert preview(message(1, "hi", sender=Sender(id=9, name="Clara")), is_group=True) == "Clara: hi"
    assert preview(message(1, "hi", sender=None), is_group=True) == "hi"
    assert preview(message(1, attachment=CV), is_group=False) == "CV.pdf"
