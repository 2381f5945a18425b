"""The page between a message and a link that seems to lead elsewhere than it does."""

import pytest
from django.test import Client

from tgsdk import Entity, EntityKind, MemoryBackend
from web.words.links import Link

from ..conftest import ANNA, message
from .test_messages_list import MESSAGES

EVIL = "https://mybank.example@evil.example/?next=1&x=<b>"


def test_a_link_in_disguise_leads_to_the_page_that_asks(browser: Client, desk: MemoryBackend) -> None:
    words = "https://mybank.example"
    entity = Entity(kind=EntityKind.TEXT_URL, offset=0, length=len(words), url=EVIL)
    desk.put_message(ANNA.id, message(9, words, entities=[entity]))
    page = browser.get(MESSAGES).content.decode()
    assert 'data-host="evil.example"' in page
    assert 'href="https://mybank' not in page
    assert f'href="{Link.of(EVIL, words).asking_url}"' in page


def test_the_page_says_where_the_link_leads_and_does_not_go_there(browser: Client) -> None:
    response = browser.get(Link.of(EVIL, "mybank.example").asking_url)
    html = response.content.decode()
    assert response.status_code == 200
    assert "В сообщении написано <bdi><b>mybank.example</b></bdi>, а откроется <bdi><b>evil.example</b></bdi>." in html
    assert "Перед знаком @ стоит лишь имя для входа: <bdi><b>mybank.example</b></bdi>." in html
    assert "https://mybank.example@evil.example/?next=1&amp;x=&lt;b&gt;" in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert "<b>" not in html.replace("<bdi><b>", "")
    assert 'http-equiv="refresh"' not in html


def test_programs_read_the_same(program: Client) -> None:
    answer = program.get(Link.of("https://аррӏе.com", "").asking_url).json()
    assert answer == {"url": "https://аррӏе.com", "host": "xn--80ak6aa92e.com", "disguises": ["letters"]}


@pytest.mark.parametrize("query", ["", "?to=", "?to=https://evil.example", "?to=WyJodHRwczovL2V2aWwuZXhhbXBsZSJd:x"])
def test_an_address_that_is_not_ours_is_not_found(browser: Client, program: Client, query: str) -> None:
    assert browser.get(f"/telegram/link/{query}").status_code == 404
    assert program.get(f"/telegram/link/{query}").json()["code"] == "page_not_found"
