"""People over the wire: found by name and number, with what they ask, and the cards of chats."""

from collections.abc import Iterator

import pytest

from tests.backends.engines import ENGINE, backend_of
from tgsdk import (
    AccountRestricted,
    Chat,
    ChatKind,
    FloodWait,
    NobodyFound,
    PaymentRequired,
    PremiumRequired,
    Requirement,
    RequirementKind,
    SharedKind,
    Telegram,
)
from tgsdk.backends.mtproto.reading.profiles import requirement_in
from tgsdk.backends.pyrogram.library import layer as own_layer
from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.methods.registry import Refusal

from .desk import Desk

EARLIER = 158
UNKNOWN = Requirement(kind=RequirementKind.UNKNOWN)


@pytest.fixture
def quickly(server: LocalTelegram) -> Iterator[None]:
    """People are looked up as fast as a test does it."""
    server.limit_look_ups(seconds_between_phones=0)
    yield
    server.limit_look_ups()


def later_backend(maria: Desk) -> Telegram:
    """Maria with the engine of the later layer: the session is the same."""
    return Telegram(backend_of("telethon")(**maria.server.options), maria.session)


def test_somebody_is_found_by_name_and_their_access_hash_is_kept(maria: Desk) -> None:
    vera = maria.server.add_person(maria.user_id, "Вера Орлова", username="vera_orlova_wire")
    telegram = maria.telegram()
    chat = telegram.resolve("t.me/vera_orlova_wire")
    assert (chat.id, chat.title, chat.kind) == (vera, "Вера Орлова", ChatKind.PRIVATE)
    again = Telegram(maria.backend, telegram.session)  # one that has seen nothing but the session
    assert again.messages(vera).items == ()
    assert again.send_message(vera, "Здравствуйте").chat_id == vera


def test_nobody_becomes_a_contact(maria: Desk) -> None:
    maria.server.add_person(maria.user_id, "Игорь Белов", username="igor_belov_wire")
    before = len(maria.server.calls)
    maria.telegram().resolve("@igor_belov_wire")
    assert [call.method for call in maria.server.calls[before:]] == ["contacts.ResolveUsername"]


def test_a_second_number_at_once_has_to_wait(maria: Desk) -> None:
    maria.server.add_person(maria.user_id, "Вера Орлова", phone="79005550111")
    telegram = maria.telegram()
    maria.server.limit_look_ups(seconds_between_phones=0)
    assert telegram.resolve("+7 900 555-01-11").title == "Вера Орлова"
    maria.server.limit_look_ups(seconds_between_phones=3600)
    with pytest.raises(FloodWait) as wait:
        telegram.resolve("+7 900 555-01-11")
    assert 3000 < wait.value.seconds <= 3600
    maria.server.limit_look_ups()


@pytest.mark.usefixtures("quickly")
def test_whoever_hides_their_number_is_not_found_by_it(maria: Desk) -> None:
    maria.server.add_person(maria.user_id, "Вера Скрытная", phone="79005550112", is_findable=False)
    with pytest.raises(NobodyFound) as nobody:
        maria.telegram().resolve("+79005550112")
    assert nobody.value.telegram_name == "PHONE_NOT_OCCUPIED"


def test_a_group_is_found_by_its_name(maria: Desk) -> None:
    group = maria.server.add_chat(maria.user_id, "Python в Казани", "supergroup", username="python_kazan_wire")
    assert maria.telegram().resolve("@python_kazan_wire").id == group


def test_a_frozen_account_looks_nobody_up(maria: Desk) -> None:
    telegram, fault = maria.telegram(), faults.RpcFault(420, "FROZEN_METHOD_INVALID")
    frozen_now = maria.server.commit(fault, method="contacts.ResolveUsername")
    with frozen_now, pytest.raises(AccountRestricted) as frozen:
        telegram.resolve("@hr_helper_demo_bot")
    assert frozen.value.telegram_name == "FROZEN_METHOD_INVALID"


@pytest.mark.parametrize(
    ("requires", "requirement"),
    [
        (None, Requirement(kind=RequirementKind.NOTHING)),
        ("premium", Requirement(kind=RequirementKind.PREMIUM)),
        (25, Requirement(kind=RequirementKind.PAYMENT, stars=25)),
    ],
)
def test_the_later_layer_knows_what_is_asked_and_the_earlier_one_does_not(
    maria: Desk, requires: str | int | None, requirement: Requirement
) -> None:
    username = f"asking_{requires or 'nothing'}_wire"
    person = maria.server.add_person(maria.user_id, "Строгая Вера", username=username, requires=requires)  # type: ignore[arg-type]
    later, own = later_backend(maria), maria.telegram()
    assert later.resolve(username).id == person
    assert later.requirement(person) == requirement
    own.resolve(username)
    asks = ENGINE != "pyrogram" or own_layer > EARLIER  # Kurigram's engine is Pyrogram's, of the later layer
    assert own.requirement(person) == (requirement if asks else UNKNOWN)


def test_what_is_asked_is_unknown_where_telegram_does_not_know_the_question(maria: Desk) -> None:
    def refuse(_: object) -> object:
        raise Refusal(400, "INPUT_METHOD_INVALID_3633481635")

    later = later_backend(maria)
    chat_id = maria.find("Сергей Павлов")
    later.chats(100)
    with maria.server.override("users.GetRequirementsToContact", refuse):
        assert later.requirement(chat_id) == UNKNOWN


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ([0x050A9839], RequirementKind.NOTHING),
        ([0xE581E4E9 - 2**32], RequirementKind.PREMIUM),
        ([7], RequirementKind.UNKNOWN),
        ([], RequirementKind.UNKNOWN),
        (None, RequirementKind.UNKNOWN),
    ],
)
def test_an_answer_without_fields_is_read_by_its_constructor(said: object, kind: RequirementKind) -> None:
    assert requirement_in(said).kind is kind


@pytest.mark.parametrize(("requires", "error"), [("premium", PremiumRequired), (25, PaymentRequired)])
def test_whoever_asks_for_more_is_not_written_to(maria: Desk, requires: object, error: type[Exception]) -> None:
    username = f"strict_{requires}_wire"
    maria.server.add_person(maria.user_id, "Строгий Игорь", username=username, requires=requires)  # type: ignore[arg-type]
    telegram = maria.telegram()
    chat = telegram.resolve(username)
    with pytest.raises(error):
        telegram.send_message(chat.id, "Здравствуйте")


def test_many_first_messages_are_punished(maria: Desk) -> None:
    telegram = maria.telegram()
    people = [
        maria.server.add_person(maria.user_id, f"Новый Человек{number}", username=f"many_{number}_wire")
        for number in range(2)
    ]
    for number in range(2):
        telegram.resolve(f"many_{number}_wire")
    maria.server.limit_new_conversations(a_day=0)
    with pytest.raises(AccountRestricted):
        telegram.send_message(people[0], "Здравствуйте")
    maria.server.limit_new_conversations()
    assert telegram.send_message(people[1], "Здравствуйте").id


# Cards


def test_a_card_has_a_bio_and_the_groups_in_common(maria: Desk) -> None:
    groups = [maria.server.add_chat(maria.user_id, f"Общая {kind}", kind) for kind in ("group", "supergroup")]
    maria.server.add_chat(maria.user_id, "Общий канал", "channel")
    oleg = maria.server.add_person(
        maria.user_id, "Олег Общий", username="oleg_common_wire", bio="Пишу на Python", groups=groups
    )
    telegram = maria.telegram()
    telegram.resolve("oleg_common_wire")
    profile = telegram.person(oleg)
    assert (profile.chat.title, profile.about, profile.phone) == ("Олег Общий", "Пишу на Python", None)
    assert {chat.id for chat in profile.common_chats} == set(groups)
    assert profile.common_chats_count == 2
    assert telegram.messages(groups[1]).items  # its access hash came along


def test_the_card_of_a_contact_shows_their_number(maria: Desk) -> None:
    telegram = maria.telegram()
    cards: Iterator[Chat] = (chat for chat in telegram.chats(100).items if chat.kind is ChatKind.PRIVATE)
    numbers = [telegram.person(chat.id).phone for chat, _ in zip(cards, range(12), strict=False)]
    shown = [number for number in numbers if number]
    assert shown
    assert all(number.startswith("+7999") for number in shown)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_the_card_of_a_group_has_its_description_and_members(maria: Desk, kind: str) -> None:
    chat_id = maria.server.add_chat(maria.user_id, f"Карточка {kind}", kind, members=("Олег А", "Вера Б"))  # type: ignore[arg-type]
    maria.server.describe(maria.user_id, chat_id, "О чём здесь говорят")
    profile = maria.telegram().person(chat_id)
    assert (profile.chat.id, profile.about, profile.members_count) == (chat_id, "О чём здесь говорят", 3)
    assert profile.common_chats == ()


def test_a_card_of_ones_own_is_there_too(maria: Desk) -> None:
    assert maria.telegram().person(maria.user_id).chat.kind is ChatKind.SAVED


def test_what_was_shared_is_found_by_kind_and_in_pages(maria: Desk) -> None:
    telegram, chat_id = maria.telegram(), maria.every_kind
    for kind in (SharedKind.PHOTOS, SharedKind.FILES):
        found = telegram.shared_media(chat_id, kind, 100).items
        assert found
        first = telegram.shared_media(chat_id, kind, 1)
        assert first.items == found[:1]
        if len(found) > 1:
            assert telegram.shared_media(chat_id, kind, 1, first.next).items == found[1:2]
