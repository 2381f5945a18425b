"""The archive: a row of the main list, a list of its own, and in neither both."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from tgsdk import Chat, ChatKind, MemoryBackend, TelegramUnavailable

from ..conftest import ANNA, BORIS, HTMX, NOON, TEAM, message

CHATS = "/telegram/chats/"
ARCHIVE = f"{CHATS}?folder=archive"
VERA, GLEB = 5_000_000_002, 5_000_000_003
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def archived(desk: MemoryBackend) -> MemoryBackend:
    """Vera, who waits for an answer, and Gleb, both in the archive."""
    for chat_id, title in ((VERA, "Vera Orlova"), (GLEB, "Gleb Titov")):
        desk.put_chat(ANNA.id, Chat(id=chat_id, kind=ChatKind.PRIVATE, title=title, is_archived=True))
    desk.put_message(ANNA.id, message(41, "Any news?", chat_id=VERA, date=NOON + timedelta(days=1)))
    desk.put_message(ANNA.id, message(42, "Hello?", chat_id=VERA, date=NOON + timedelta(days=1)))
    desk.calls.clear()
    return desk


def titles(html: str) -> list[str]:
    return re.findall(r"<b(?: [^>]*)?>([^<]+)</b", html)


@pytest.mark.parametrize("headers", [ENGLISH, HTMX | ENGLISH])
def test_archived_chats_stand_in_their_own_list(
    browser: Client, archived: MemoryBackend, headers: dict[str, str]
) -> None:
    main = browser.get(CHATS, headers=headers).content.decode()
    assert titles(main) == ["Archive", "Boris Sokolov", "Backend team", "News"]
    archive = browser.get(ARCHIVE, headers=headers).content.decode()
    assert titles(archive) == ["Archive", "Vera Orlova", "Gleb Titov"]
    assert f'href="{CHATS}"' in archive
    assert len(archived.calls) == 2  # what is unread there comes with the list


def test_the_row_tells_how_many_archived_chats_are_unread(htmx: Client, archived: MemoryBackend) -> None:
    html = htmx.get(CHATS, headers=ENGLISH).content.decode()
    row = html[html.index("folder-row") : html.index("Boris")]
    assert '<span class="unread" aria-hidden="true">1</span>' in row
    assert "1 unread chat<" in row
    assert f'href="{ARCHIVE}"' in row


def test_without_an_archive_there_is_no_row(htmx: Client, desk: MemoryBackend) -> None:
    assert "folder-row" not in htmx.get(CHATS).content.decode()
    html = htmx.get(ARCHIVE, headers=ENGLISH).content.decode()
    assert "There is nothing in the archive." in html
    assert "Back to all chats" in html


def test_the_row_stands_alone_where_all_chats_are_archived(
    htmx: Client, connected: None, backend: MemoryBackend
) -> None:
    backend.put_chat(ANNA.id, Chat(id=VERA, kind=ChatKind.PRIVATE, title="Vera", is_archived=True))
    html = htmx.get(CHATS, headers=ENGLISH).content.decode()
    assert titles(html) == ["Archive"]
    assert "There are no chats yet." not in html


def test_a_search_finds_archived_chats_and_has_no_row(htmx: Client, archived: MemoryBackend) -> None:
    assert titles(htmx.get(f"{CHATS}?q=Vera").content.decode()) == ["Vera Orlova"]
    assert titles(htmx.get(f"{CHATS}?q=news&in=messages").content.decode()) == ["Vera Orlova"]
    assert titles(htmx.get(f"{ARCHIVE}&q=Boris").content.decode()) == ["Boris Sokolov"]


def test_each_list_goes_on_with_its_own(htmx: Client, archived: MemoryBackend) -> None:
    for beginning in (f"{CHATS}?limit=1", f"{ARCHIVE}&limit=1"):
        found, url = [], beginning
        while url:
            html = htmx.get(url, headers=ENGLISH).content.decode()
            found += [title for title in titles(html) if title != "Archive"]
            more = re.search(r'<a href="([^"]+part=rows[^"]*)"', html)
            url = more[1].replace("&amp;", "&") if more else ""
        assert sorted(found) in (["Backend team", "Boris Sokolov", "News"], ["Gleb Titov", "Vera Orlova"])


def test_a_poll_brings_what_is_new_in_the_archive(htmx: Client, archived: MemoryBackend) -> None:
    poll = poll_in(htmx.get(CHATS).content.decode())
    assert htmx.get(poll).status_code == 204
    archived.put_message(ANNA.id, message(50, "And me?", chat_id=GLEB))
    html = htmx.get(poll, headers=ENGLISH).content.decode()
    assert "2 unread chats" in html
    assert "Gleb" not in html


def test_a_poll_of_the_archive_is_of_the_archive(htmx: Client, archived: MemoryBackend) -> None:
    poll = poll_in(htmx.get(ARCHIVE).content.decode())
    assert htmx.get(poll).status_code == 204
    archived.put_message(ANNA.id, message(50, "And me?", chat_id=GLEB, date=NOON + timedelta(days=2)))
    assert titles(htmx.get(poll, headers=ENGLISH).content.decode()) == ["Archive", "Gleb Titov", "Vera Orlova"]


def poll_in(html: str) -> str:
    """The address that is asked from a page with this list, whose hidden fields go along."""
    shown = re.findall(r'<input[^>]* type="hidden" name="(state|folder)" value="(\w+)"', html)
    return f"{CHATS}?{urlencode({'part': 'top', **dict(shown)})}"


def test_a_chat_of_the_archive_keeps_it_beside(browser: Client, archived: MemoryBackend) -> None:
    html = browser.get(ARCHIVE, headers=ENGLISH).content.decode()
    address = f"{CHATS}{VERA}/messages/?folder=archive"
    assert f'href="{address}"' in html
    page = browser.get(address, headers=ENGLISH).content.decode()
    assert titles(page[: page.index("</nav>", page.index("chats-scroller"))]) == [
        "Archive",
        "Vera Orlova",
        "Gleb Titov",
    ]
    assert f'href="{ARCHIVE}"' in page[page.index('id="chat"') :]  # the way back, on a phone


@pytest.mark.parametrize(
    ("beside", "folder", "address"),
    [
        (CHATS, "archive", ARCHIVE),
        (ARCHIVE, "main", CHATS),
        (f"{CHATS}{TEAM}/messages/", "archive", f"{CHATS}{TEAM}/messages/?folder=archive"),
        (f"{CHATS}{TEAM}/messages/?folder=archive", "main", f"{CHATS}{TEAM}/messages/"),
    ],
)
def test_the_address_names_the_list_and_the_chat_that_is_open(
    htmx: Client, archived: MemoryBackend, beside: str, folder: str, address: str
) -> None:
    answer = htmx.get(f"{CHATS}?folder={folder}", headers={"HX-Current-URL": f"http://testserver{beside}"})
    assert answer["HX-Push-Url"] == address
    poll = poll_in(answer.content.decode())
    assert "HX-Push-Url" not in htmx.get(poll.replace("state=", "state=other"))


def test_a_program_lists_all_or_one_folder(program: Client, archived: MemoryBackend) -> None:
    def listed(query: str) -> list[str]:
        return [chat["title"] for chat in program.get(f"{CHATS}{query}").json()["chats"]]

    assert listed("") == ["Vera Orlova", "Boris Sokolov", "Backend team", "News", "Gleb Titov"]
    assert listed("?folder=main") == ["Boris Sokolov", "Backend team", "News"]
    assert listed("?folder=archive") == ["Vera Orlova", "Gleb Titov"]
    assert program.get(f"{CHATS}?folder=main").json()["archive"] == {"unread_count": 2, "unread_chats": 1}
    assert "archive" not in program.get(CHATS).json()


def test_an_unknown_folder_is_a_bad_request(program: Client, htmx: Client, archived: MemoryBackend) -> None:
    assert program.get(f"{CHATS}?folder=spam").status_code == 400
    for way in ("folder=spam", "tab=spam"):
        answer = htmx.get(f"{CHATS}?{way}", headers=ENGLISH)
        assert (answer.status_code, "There is no such list of chats." in answer.content.decode()) == (400, True)


def test_a_failure_of_the_archive_leaves_the_way_back(htmx: Client, archived: MemoryBackend) -> None:
    archived.fail(TelegramUnavailable("away"))
    answer = htmx.get(ARCHIVE, headers=ENGLISH)
    assert answer.status_code == 503
    assert "Back to all chats" in answer.content.decode()


def test_boris_is_not_moved_by_being_open(browser: Client, archived: MemoryBackend) -> None:
    page = browser.get(f"{CHATS}{BORIS}/messages/", headers=ENGLISH).content.decode()
    assert "Vera Orlova" not in page
