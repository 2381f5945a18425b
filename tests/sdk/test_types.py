"""What tgsdk gives back is frozen, slotted and discreet."""

import dataclasses
import pickle
from datetime import UTC, datetime
from typing import get_args

import pytest

import tgsdk
from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
    CodeType,
    LoggedIn,
    LoggedOut,
    LoginState,
    QrLogin,
    Stage,
    User,
    types,
)

QR = QrLogin(url="tg://login?token=canary", expires_at=datetime(2026, 3, 4, tzinfo=UTC))
MARIA = User(id=2**40, first_name="Maria", last_name="Sokolova", username="maria", phone="canary")
CODE = CodeSent(phone="+canary", type=CodeType.EMAIL, length=5, pattern="canary@mail")
VALUES = [
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
    assert types.__all__ == sorted(types.__all__)
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
