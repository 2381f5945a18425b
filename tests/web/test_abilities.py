"""The page hides what the backend does not declare, and its address says so in words."""

import pytest
from django.test import Client

from tgsdk import Capability, MemoryBackend

from .conftest import BORIS

HIDDEN = {
    Capability.FIND_CHATS: ("/telegram/chats/", 'id="chats-search"'),
    Capability.FIND_MESSAGES: ("/telegram/chats/", 'name="in"'),
    Capability.CODE_LOGIN: ("/telegram/", "way=phone"),
    Capability.QR_LOGIN: ("/telegram/", 'id="qr-start"'),
}


def without(backend: MemoryBackend, capability: Capability) -> None:
    backend.supports = frozenset(Capability) - {capability}  # type: ignore[misc]


@pytest.mark.parametrize("capability", [Capability.CODE_LOGIN, Capability.QR_LOGIN])
def test_a_way_in_that_there_is_not_is_not_shown(
    capability: Capability, browser: Client, backend: MemoryBackend
) -> None:
    address, shown = HIDDEN[capability]
    assert shown in browser.get(address).content.decode()
    without(backend, capability)
    assert shown not in browser.get(address).content.decode()


@pytest.mark.parametrize("capability", [Capability.FIND_CHATS, Capability.FIND_MESSAGES])
def test_a_search_that_there_is_not_is_not_shown(
    capability: Capability, browser: Client, connected: object, backend: MemoryBackend
) -> None:
    address, shown = HIDDEN[capability]
    assert shown in browser.get(address).content.decode()
    without(backend, capability)
    assert shown not in browser.get(address).content.decode()


def test_a_program_is_told_in_words(program: Client, connected: object, backend: MemoryBackend) -> None:
    without(backend, Capability.FIND_CHATS)
    answer = program.get("/telegram/chats/?q=anna")
    assert (answer.status_code, answer.json()["code"]) == (501, "unsupported")


def test_a_chat_that_nobody_can_write_in_has_no_field(browser: Client, desk: MemoryBackend) -> None:
    address = f"/telegram/chats/{BORIS}/messages/"
    assert 'id="id_text"' in browser.get(address).content.decode()
    without(desk, Capability.SEND_MESSAGES)
    assert 'id="id_text"' not in browser.get(address).content.decode()
