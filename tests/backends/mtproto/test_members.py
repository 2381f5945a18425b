"""Members over the wire: of supergroups, channels and basic groups, and those who write in them."""

import pytest

from tests.backends.engines import backend_of
from tgsdk import Forbidden, MemberRole, Telegram

from .desk import Desk

NAMES = ("Вера Орлова", "Глеб Новак", "Зоя Ким")


@pytest.mark.parametrize("engine", ["pyrogram", "telethon"])
@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_members_come_in_pages_with_their_roles(kind: str, engine: str, maria: Desk) -> None:
    group = maria.server.add_chat(maria.user_id, "Команда", kind, members=NAMES)  # type: ignore[arg-type]
    telegram = Telegram(backend_of(engine)(**maria.server.options), maria.session)
    telegram.chats()
    first = telegram.members(group, 3)
    rest = telegram.members(group, 3, first.next)
    assert rest.next is None
    own, *others = (*first.items, *rest.items)
    assert (own.chat.id, own.role) == (maria.user_id, MemberRole.MEMBER)
    assert [member.chat.title for member in others] == list(NAMES)
    assert [member.role for member in others] == [MemberRole.MEMBER, MemberRole.MEMBER, MemberRole.CREATOR]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_whoever_was_listed_is_known_to_the_session(kind: str, maria: Desk) -> None:
    group = maria.server.add_chat(maria.user_id, "Команда", kind, members=NAMES)  # type: ignore[arg-type]
    telegram = maria.telegram()
    telegram.chats()
    vera = next(each.chat for each in telegram.members(group).items if each.chat.title == NAMES[0])
    again = Telegram(maria.backend, telegram.session)
    assert again.person(vera.id).chat.title == NAMES[0]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_whoever_has_written_is_known_to_the_session(kind: str, maria: Desk) -> None:
    group = maria.server.add_chat(maria.user_id, "Команда", kind, members=NAMES)  # type: ignore[arg-type]
    message = maria.server.write(maria.user_id, group, "Доброе утро", sender=NAMES[1])
    telegram = maria.telegram()
    telegram.chats()
    sender = telegram.message(group, message).sender
    assert sender is not None
    assert Telegram(maria.backend, telegram.session).person(sender.id).chat.title == NAMES[1]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_hidden_members_are_forbidden_and_not_for_administrators(kind: str, maria: Desk) -> None:
    chat = maria.server.add_chat(maria.user_id, "Тайны", kind, members=NAMES)  # type: ignore[arg-type]
    maria.server.hide_members(maria.user_id, chat)
    telegram = maria.telegram()
    telegram.chats()
    with pytest.raises(Forbidden) as refusal:
        telegram.members(chat)
    assert type(refusal.value) is Forbidden
    if kind != "group":
        maria.server.make_administrator(maria.user_id, chat)
        assert MemberRole.ADMINISTRATOR in [member.role for member in telegram.members(chat).items]
