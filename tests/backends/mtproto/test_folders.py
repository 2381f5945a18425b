"""Folders that the person has made, over the wire."""

from tgsdk.testing.desks.folders import DeskFolder

from .desk import Desk


def test_folders_come_with_their_rules_and_their_chats(maria: Desk) -> None:
    person, group, channel = (
        maria.server.add_chat(maria.user_id, f"Folded {kind}", kind) for kind in ("private", "group", "supergroup")
    )
    maria.server.put_folders(
        maria.user_id,
        DeskFolder(id=2, title="Кандидаты", pinned=(channel,), included=(person, group)),
        DeskFolder(id=5, title="Not read", excluded=(person,), flags=frozenset({"non_contacts", "exclude_read"})),
    )
    telegram = maria.telegram()
    chosen, unread = telegram.folders()
    assert (chosen.id, chosen.title, chosen.pinned, chosen.included) == (2, "Кандидаты", (channel,), (person, group))
    assert (unread.excluded, unread.non_contacts, unread.contacts, unread.without_read) == (
        (person,),
        True,
        False,
        True,
    )
    assert [chat.id for chat in telegram.chats(folder=chosen).items] == [channel, group, person]
    assert {channel, person} <= set(telegram.session.access_hashes)
    assert person not in [chat.id for chat in telegram.chats(folder=unread).items]
