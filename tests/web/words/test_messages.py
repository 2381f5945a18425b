"""Messages on one line."""

import pytest

from tgsdk import Contact, Sender, Service, ServiceKind
from web.words.messages import lines_of_content, preview, service_in_words
from web.words.names import name_of

from ..conftest import CV, message


def test_a_preview_is_one_short_line_that_says_who_wrote() -> None:
    assert preview(message(1, "a\n\nb"), is_group=False) == "a b"
    assert preview(message(1, "x" * 500), is_group=False) == "x" * 140 + "…"
    assert preview(message(1, "hi", is_outgoing=True), is_group=True) == "You: hi"
    assert preview(message(1, "hi", sender=Sender(id=9, name="Clara")), is_group=True) == "Clara: hi"
    assert preview(message(1, "hi", sender=None), is_group=True) == "hi"
    assert preview(message(1, attachment=CV), is_group=False) == "CV.pdf"


def test_who_has_created_a_group_is_said_where_that_is_known() -> None:
    created, clara = Service(kind=ServiceKind.CHAT_CREATED, title="Team"), Sender(id=9, name="Clara")
    assert service_in_words(message(1, sender=clara, service=created)) == "Clara created the group “Team”"
    assert service_in_words(message(1, sender=None, service=created)) == "The group “Team” was created"
    own = message(1, sender=None, service=created, is_outgoing=True)
    assert service_in_words(own) == "You created the group “Team”"


@pytest.mark.parametrize("name", ["\u3164", "\u200d", "\u2800", "\u200b"])
def test_a_name_that_cannot_be_seen_has_a_stand_in_everywhere(name: str) -> None:
    nameless = Sender(id=9, name=name)
    assert name_of(name, 9) == "No name (ID 9)"
    assert name_of("", 9) == "Deleted account"
    assert preview(message(1, "hi", sender=nameless), is_group=True) == "No name (ID 9): hi"
    assert preview(message(1, name), is_group=False) == "Message"
    assert lines_of_content(Contact(name=name, phone="+79001234567")) == ("Contact", "No name", "+79001234567")
    added = Service(kind=ServiceKind.MEMBERS_ADDED, names=(name, "Anna"))
    assert service_in_words(message(1, sender=nameless, service=added)) == "No name (ID 9) added No name, Anna"
    renamed = Service(kind=ServiceKind.TITLE_CHANGED, title=name)
    assert service_in_words(message(1, service=renamed)) == "The name was changed to “No name”"
    custom = Service(kind=ServiceKind.CUSTOM, title=name)
    assert service_in_words(message(1, service=custom)) == "Something happened here that HR Helper cannot show yet"
