"""The types of tgsdk are frozen and slotted, and their repr shows no secret."""

import dataclasses
import pickle
from datetime import UTC, datetime
from typing import get_args

import pytest

import tgsdk
from tgsdk import (
    Archive,
    Attachment,
    AttachmentKind,
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    Chat,
    ChatFolder,
    ChatKind,
    ChatPage,
    CodeSent,
    CodeType,
    Contact,
    Dice,
    Draft,
    Entity,
    EntityKind,
    Forward,
    Found,
    FoundPage,
    LinkPreview,
    Location,
    LoggedIn,
    LoggedOut,
    LoginState,
    Member,
    Message,
    OutgoingFile,
    Page,
    Photo,
    Poll,
    PollResult,
    Profile,
    QrLogin,
    Reaction,
    Requirement,
    RequirementKind,
    Sender,
    Service,
    ServiceKind,
    Stage,
    Topic,
    User,
    types,
)

from .names import constants_first

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
QR = QrLogin(url="tg://login?token=canary", expires_at=NOON)
PHOTO = Photo(id=-(2**60), location="canary", width=160, height=160, size=4_000)
MARIA = User(id=2**40, first_name="Maria", last_name="Sokolova", username="maria", phone="canary", photo=PHOTO)
CODE = CodeSent(phone="+canary", type=CodeType.EMAIL, length=5, pattern="canary@mail")
CONTACT = Contact(name="Dmitry", phone="canary", user_id=5, vcard="canary")
ATTACHMENT = Attachment(
    kind=AttachmentKind.DOCUMENT, size=5, mime_type="application/pdf", location="canary", name="cv.pdf", thumbnail=PHOTO
)
PREVIEW = LinkPreview(url="https://example.org/canary", title="canary", photo=PHOTO)
LINK = Entity(kind=EntityKind.TEXT_URL, offset=0, length=6, url="https://example.org/canary")
MESSAGE = Message(
    id=7,
    chat_id=MARIA.id,
    date=NOON,
    text="canary",
    entities=(LINK,),
    sender=Sender(id=MARIA.id, name=MARIA.full_name),
    forward=Forward(name=None, date=NOON),
    attachment=ATTACHMENT,
    content=Poll(question="canary?", options=("canary", "no")),
    preview=PREVIEW,
    reactions=(Reaction(emoji="👍", count=2),),
    buttons=(("canary",),),
)
CHAT = Chat(id=MARIA.id, kind=ChatKind.PRIVATE, title=MARIA.full_name, photo=PHOTO, last_message=MESSAGE)
VALUES = [
    PHOTO,
    CONTACT,
    ATTACHMENT,
    OutgoingFile(id=5, name="cv.pdf", size=7, mime_type="application/pdf"),
    MESSAGE,
    CHAT,
    Entity(kind=EntityKind.BOLD, offset=0, length=6),
    Found(chat=CHAT, message=MESSAGE),
    FoundPage(items=(Found(chat=CHAT, message=MESSAGE),), count=5, offset=0),
    Topic(id=5, chat_id=-1_000_000_000_007, title="Offers", last_message=MESSAGE),
    ChatFolder(id=2, title="Candidates", pinned=(5,), contacts=True),
    Draft(text="canary", date=NOON, reply_to=7),
    Page(items=(CHAT,), next="cursor"),
    ChatPage(items=(CHAT,), next="cursor", archive=Archive(unread_count=5, unread_chats=2)),
    Archive(unread_count=5, unread_chats=2),
    Page(items=(MESSAGE,)),
    Sender(id=5, name=""),
    Forward(name="Dmitry", date=NOON),
    Service(kind=ServiceKind.MEMBERS_ADDED, names=("Maria", "Dmitry")),
    Location(latitude=55.75, longitude=37.62, title="Red Square"),
    Poll(question="Tea?", options=("yes", "no"), results=(PollResult(voters=2), PollResult())),
    PollResult(voters=2, is_correct=True),
    PREVIEW,
    Reaction(emoji=None, count=1, is_own=True),
    Dice(emoji="🎲", value=6),
    Requirement(kind=RequirementKind.PAYMENT, stars=5),
    Member(chat=CHAT),
    Profile(chat=CHAT, phone="canary", about="canary", common_chats=(CHAT,), common_chats_count=1),
    QR,
    CODE,
    MARIA,
    LoggedOut("SESSION_REVOKED"),
    AwaitingScan(QR),
    AwaitingCode(CODE),
    AwaitingPassword("canary"),
    LoggedIn(MARIA),
]


def test_every_type_is_tried_here() -> None:
    dataclass_names = {name for name in types.__all__ if dataclasses.is_dataclass(getattr(types, name))}
    assert {type(value).__name__ for value in VALUES} == dataclass_names


def test_all_is_sorted_and_exported() -> None:
    assert types.__all__ == sorted(types.__all__, key=constants_first)
    assert set(types.__all__) <= set(tgsdk.__all__)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_cannot_be_changed(value: object) -> None:
    name = dataclasses.fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_shows_no_secret(value: object) -> None:
    assert "canary" not in repr(value)
    assert "canary" not in str(value)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_can_be_hashed_compared_and_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert hash(pickle.loads(pickle.dumps(value))) == hash(value)


def test_the_login_states_have_the_names_of_the_stages() -> None:
    assert [state.name for state in get_args(LoginState)] == [str(stage) for stage in Stage]


@pytest.mark.parametrize(("last_name", "full_name"), [(None, "Maria"), ("", "Maria"), ("Sokolova", "Maria Sokolova")])
def test_the_full_name_is_made_of_what_there_is(last_name: str | None, full_name: str) -> None:
    assert User(id=1, first_name="Maria", last_name=last_name).full_name == full_name


def test_a_message_shows_none_of_what_was_written() -> None:
    place = Location(latitude=55.75, longitude=37.62, address="canary street")
    for content in (CONTACT, place, MESSAGE.content, None):
        assert "canary" not in repr(dataclasses.replace(MESSAGE, content=content))
    assert "55.75" not in repr(dataclasses.replace(MESSAGE, content=place))


def test_every_kind_is_a_word_of_its_own_name() -> None:
    for kinds in (types.AttachmentKind, types.ChatKind, types.CodeType, types.EntityKind, types.ServiceKind):
        assert [kind.value for kind in kinds] == [kind.name.lower() for kind in kinds]
