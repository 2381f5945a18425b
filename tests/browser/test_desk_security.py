"""Names, titles, texts, links, files: whatever people can choose, none of it is run or fetched by the page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import Complaints, OpenDesk
from .test_desk import MESSAGE, TITLE, chat_address, listed, maria
from .test_desk_drafts import FAILED

PLANTED = ("<img src=x", "<script>", "</textarea>")
HARMLESS = re.compile("application/octet-stream|application/pdf|audio/.+")


@pytest.fixture(scope="module")
def planted(site: object) -> list[int]:
    """The chats full of scripts, on top of Maria's list."""
    telegram: LocalTelegram = site.telegram  # type: ignore[attr-defined]
    before = set(telegram.chats(maria(telegram)))
    telegram.plant_scripts(maria(telegram))
    return [each for each in telegram.chats(maria(telegram)) if each not in before]


@pytest.fixture
def desk(open_desk: OpenDesk) -> Page:
    """A desk where an opened dialog is a failure too: it is never answered."""
    page = open_desk()
    page.on("dialog", lambda dialog: pytest.fail(f"A script ran: {dialog.message}"))
    return page


def nothing_ran(page: Page, complaints: Complaints) -> None:
    assert page.evaluate("window.xss") is None
    assert complaints == []
    links = page.locator("a, area, form, [src], [data-hx-get], [hx-get], [hx-post]").evaluate_all(
        "all => all.flatMap(each => ['href', 'action', 'src', 'hx-get', 'hx-post', 'formaction']"
        ".map(name => each.getAttribute(name))).filter(Boolean)"
    )
    assert (
        links
        and [
            link
            for link in links
            if not re.match(r"/|#|\?|https?://|mailto:|tel:|\d+/$|\.\./\.\./-?\d+/person/$", link)
        ]
        == []
    )
    handlers = page.evaluate(
        "() => [...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())"
        ".filter(name => name.startsWith('on') || name.startsWith('hx-on') || name === 'style')"
    )
    assert handlers == []
    assert page.locator("script:not([src])").count() == 0
    assert page.locator("iframe, object, embed, base, link[rel=import]").count() == 0


def test_the_list_and_each_chat_run_nothing(
    planted: list[int], desk: Page, complaints: Complaints, telegram: LocalTelegram
) -> None:
    assert set(planted) <= set(listed(desk)) and len(planted) == 5
    expect(desk.locator("#chats")).to_contain_text(PLANTED[0])
    nothing_ran(desk, complaints)
    for chat_id in planted:
        row = desk.locator(f"#chat-l-{chat_id}-link")
        row.click()
        expect(row).to_have_attribute("aria-current", "page")
        expect(desk.locator(TITLE)).to_contain_text(re.compile("window.xss"))
        if "/topics/" in (row.get_attribute("href") or ""):
            expect(desk.locator("#topics .chat-row")).to_have_count(2)
            nothing_ran(desk, complaints)
            desk.goto(chat_address(chat_id))
        expect(desk.locator(MESSAGE)).to_have_count(len(telegram.message_ids(maria(telegram), chat_id)))
        desk.locator(MESSAGE).evaluate_all("all => all.forEach(each => each.scrollIntoView())")
        nothing_ran(desk, complaints)
        desk.goto(chat_address(chat_id))
        expect(desk.locator(TITLE)).to_contain_text(re.compile("window.xss"))
        assert "window.xss" in desk.title()
        nothing_ran(desk, complaints)


@pytest.mark.parametrize(
    "query", ["window.xss", "<script>window.xss='query'</script>", "\"><img src=x onerror='xss=1'>"]
)
def test_what_is_searched_for_and_found_runs_nothing(
    query: str, planted: list[int], desk: Page, complaints: Complaints
) -> None:
    desk.goto("/telegram/chats/")
    search(desk, lambda: desk.locator("#id_q").fill(query))
    nothing_ran(desk, complaints)
    search(desk, lambda: desk.locator("label[for=id_in]").click())
    nothing_ran(desk, complaints)


def search(desk: Page, ask: Callable[[], None]) -> None:
    """Ask for other results, and wait for them: the old rows stand there until then."""
    with desk.expect_response(lambda response: "q=" in response.url):
        ask()
    expect(desk.locator(".htmx-request, .htmx-swapping")).to_have_count(0)
    expect(desk.locator("#chats .state, #chats [id^=found-], #chats .chat-row").first).to_be_visible()


def test_scripts_that_arrive_while_the_chat_is_open_run_nothing(
    planted: list[int], open_desk: OpenDesk, complaints: Complaints, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(planted[0]), has_clock=True)
    telegram.write(maria(telegram), planted[0], "<img src=x onerror=\"window.xss='news'\"><svg/onload=xss=1>")
    page.clock.run_for(4_000)
    expect(page.locator(MESSAGE).last).to_contain_text("window.xss='news'")
    expect(page.locator("#live")).to_contain_text("window.xss='news'")
    nothing_ran(page, complaints)


def test_a_script_that_is_sent_and_refused_stays_text(
    planted: list[int], open_desk: OpenDesk, complaints: Complaints, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(planted[0]))
    text = "</textarea><img src=x onerror=\"window.xss='sent'\"> [x](javascript:window.xss=1)"
    telegram.refuse_writing(maria(telegram), planted[0], 400, "PEER_FLOOD")
    page.locator("#id_text").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(f"{FAILED} .text")).to_have_text(text)
    telegram.allow_writing(maria(telegram), planted[0])
    page.locator("[data-outgoing=again]").click()
    expect(page.locator(f"{MESSAGE}.own").last).to_contain_text(text)
    assert page.evaluate("window.xss") is None
    assert complaints.beyond_failed_requests() == []


def test_links_are_links_only_when_they_lead_to_a_page(planted: list[int], desk: Page) -> None:
    desk.goto(chat_address(planted[0]))
    text = desk.locator("#messages")
    expect(text).to_contain_text("javascript:window.xss")
    for link in desk.locator("#messages .text a").all():
        assert re.match("https?://|mailto:|tel:", link.get_attribute("href") or "")
        assert {"noopener", "noreferrer"} & set((link.get_attribute("rel") or "").split())


def test_files_of_script_types_are_attachments_of_a_harmless_type(planted: list[int], desk: Page) -> None:
    desk.goto(chat_address(planted[0]))
    files = desk.locator("#messages a[href$='/file/']").evaluate_all(
        "all => all.map(each => each.getAttribute('href'))"
    )
    assert len(files) == 2
    for address in (*files, *(f"{each}?inline" for each in files)):
        answer = desk.request.get(address)
        assert answer.status == 200
        assert HARMLESS.fullmatch(answer.headers["content-type"])
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert not re.search(r'[<>"\\]', answer.headers["content-disposition"].split("filename", 1)[1].strip('*="'))
