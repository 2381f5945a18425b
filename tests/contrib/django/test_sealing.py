"""A sealed Session opens for its owner alone, and only whole."""

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet

from tests.recording import recorded
from tgsdk import Session, SessionInvalid
from tgsdk.contrib.django.sealing import Seal

KEYS = [Fernet.generate_key().decode() for _ in range(2)]
SESSION = Session(dc_id=2, auth_key=bytes(256))
PROXY = "socks5://user:pass-canary@proxy.example:1080"


def test_a_sealed_session_opens() -> None:
    assert Seal(KEYS).open(Seal(KEYS).seal(SESSION, 1), 1) == SESSION


def test_nothing_of_the_session_is_seen() -> None:
    assert "tgsdk1" not in Seal(KEYS).seal(SESSION, 1)


@pytest.mark.parametrize("position", [0, 5, 20, 60, -5])
def test_an_altered_character_is_noticed(position: int) -> None:
    sealed = Seal(KEYS).seal(SESSION, 1)
    other = "A" if sealed[position] != "A" else "B"
    altered = list(sealed)
    altered[position] = other
    with pytest.raises(SessionInvalid):
        Seal(KEYS).open("".join(altered), 1)


@pytest.mark.parametrize("text", ["", "x", "я", "\0", "gAAAAA=="])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(SessionInvalid):
        Seal(KEYS).open(text, 1)


def test_another_owner_is_refused() -> None:
    with pytest.raises(SessionInvalid, match="somebody else"):
        Seal(KEYS).open(Seal(KEYS).seal(SESSION, 1), 2)


def test_the_first_key_seals_and_all_open() -> None:
    assert Seal(KEYS).open(Seal(KEYS[1:]).seal(SESSION, 1), 1) == SESSION
    with pytest.raises(SessionInvalid):
        Seal(KEYS[1:]).open(Seal(KEYS).seal(SESSION, 1), 1)


@pytest.mark.parametrize("keys", [[], [""], ["short"], [KEYS[0], "x" * 44]])
def test_keys_that_are_no_keys_are_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match=r"key|padding|bytes"):
        Seal(keys)


def test_the_refusal_tells_nothing() -> None:
    with pytest.raises(SessionInvalid) as caught:
        Seal(KEYS).open("secret-canary", 1)
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "open_wrongly",
    [
        lambda seal: seal.open(seal.seal(SESSION, 1), 2),
        lambda seal: seal.open(seal.seal_proxy(PROXY, 1), 1),
        lambda seal: seal.open_proxy(seal.seal_proxy(PROXY, 1), 2),
        lambda seal: seal.open_proxy(seal.seal(SESSION, 1), 1),
    ],
    ids=["a session of another owner", "a proxy as a session", "a proxy of another owner", "a session as a proxy"],
)
def test_the_refusal_leaves_nothing_of_what_was_sealed_behind(open_wrongly: Callable[[Seal], object]) -> None:
    with pytest.raises(SessionInvalid) as caught:
        open_wrongly(Seal(KEYS))
    said = recorded(caught.value)
    assert "tgsdk1:" not in said and "canary" not in said
