"""The looks of the desk's newer parts: nothing hides, cuts or crowds another, whatever people have set."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import WIDE, OpenDesk
from .test_desk import FIELD, MESSAGE, SCROLLER, SEND, chat_address, maria
from .test_looks import TOO_WIDE

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
SIZES = pytest.mark.parametrize("options", [{"viewport": WIDE}, PHONE], ids=["desktop", "phone"])
NUMBER = "+7 900 555-12-34"
HEBREW = "דוד כהן"
TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=menuitem]")]
    .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".hidden, .text, .skip")
        && each.type !== "hidden" && getComputedStyle(each).clipPath === "none")
    .map(each => [each, (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 1 && (width < 43.5 || height < 43.5))
    .map(([each, { width, height }]) => `${width} x ${height} ${each.outerHTML.slice(0, 120)}`)"""
FACES = """() => [...document.querySelectorAll("#messages > .message")].filter(each => {
    const face = getComputedStyle(each, "::before");
    return face.display !== "none" && face.content !== "none" && face.content !== "normal";
}).map(each => [each.dataset.by, Number(each.id.replace("message-", ""))])"""


@pytest.fixture
def new_chat(telegram: LocalTelegram) -> Callable[..., tuple[int, list[int]]]:
    """Adds a chat of Maria's on top of her list, and gives its id and those of its messages."""

    def new_chat(*texts: str, name: str = "Вера Красивая", **options: object) -> tuple[int, list[int]]:
        chat_id = telegram.add_chat(maria(telegram), name, **options)  # type: ignore[arg-type]
        return chat_id, [telegram.write(maria(telegram), chat_id, text) for text in texts]

    return new_chat


NewChat = Callable[..., tuple[int, list[int]]]


def box(place: Locator) -> dict[str, float]:
    found: dict[str, float] = place.evaluate(
        "each => { const { left, right, top, bottom } = each.getBoundingClientRect();"
        " return { left, right, top, bottom }; }"
    )
    return found


def too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TARGETS)
    return found


def fits(page: Page) -> None:
    """Nothing stands beyond the window, and it does not scroll sideways."""
    wide = page.locator("body *:not(.tabs *, svg *)").evaluate_all(TOO_WIDE)
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if page.locator(SCROLLER).count():
        assert page.locator(SCROLLER).evaluate("each => each.scrollWidth <= each.clientWidth")


def open_menu(page: Page, message_id: int) -> None:
    page.locator(f"#message-{message_id} .acts").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#message-menu")).to_be_visible()


def act(page: Page, name: str) -> None:
    page.locator(f"#message-menu [data-act={name}]").click()


# Faces in groups


def test_the_face_stands_at_the_last_message_of_a_run_and_moves_with_it(
    new_chat: NewChat, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    group, ids = new_chat(
        *(f"Сообщение {number}" for number in range(70)), name="Группа лиц", kind="group", members=[HEBREW]
    )
    page = open_desk(f"{chat_address(group)}?at=end")
    initials = page.locator(f"#message-{ids[-1]}").get_attribute("data-by")
    assert page.evaluate(FACES) == [[initials, ids[-1]]]
    # Above: the run goes on, and shows its name once.
    page.locator(SCROLLER).hover()
    page.mouse.wheel(0, -20_000)
    expect(page.locator(f"#message-{ids[0]}")).to_be_attached()
    expect(page.locator(".wanted")).to_have_count(0)
    assert page.evaluate(FACES) == [[initials, ids[-1]]]
    assert page.locator(".message.starts").count() == 1
    # Below: the face goes down with the run, and back up with what was deleted.
    come = telegram.write(maria(telegram), group, "Ещё одно")
    page.evaluate("htmx.trigger('#news', 'poll')")
    expect(page.locator(f"#message-{come}")).to_be_attached()
    assert page.evaluate(FACES) == [[initials, come]]
    telegram.delete_messages(maria(telegram), group, [come])
    page.evaluate("htmx.trigger('#news', 'poll')")
    expect(page.locator(f"#message-{come}")).to_have_count(0)
    assert page.evaluate(FACES) == [[initials, ids[-1]]]
    # Own messages have none, and end the run.
    page.locator(FIELD).fill("Моё")
    page.locator(SEND).click()
    expect(page.locator(f"{MESSAGE}.own")).to_have_count(1)
    assert page.evaluate(FACES) == [[initials, ids[-1]]]
    face, bubble = box(page.locator(f"#message-{ids[-1]}")), box(page.locator(f"#message-{ids[-1]} .bubble"))
    assert bubble["left"] - face["left"] >= 36


def test_a_private_chat_shows_no_faces(new_chat: NewChat, open_desk: OpenDesk) -> None:
    chat_id, _ = new_chat("Здравствуйте")
    page = open_desk(chat_address(chat_id))
    expect(page.locator(MESSAGE).last).to_be_visible()
    assert page.evaluate(FACES) == []


def test_the_face_of_an_album_stands_at_its_end(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    """The messages of an album but the first have no height: the face stands at the last of them."""
    page = open_desk()
    page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend", `<ol id="messages" class="messages">
        <li id="message-1" class="message starts by-1" data-by="АБ"><div class="bubble">x</div></li>
        <li id="message-2" class="message part by-1" data-by="АБ"></li>
        <li id="message-3" class="message part by-1" data-by="АБ"></li>
        <li id="message-4" class="message starts by-2" data-by="ВГ"><div class="bubble">y</div></li></ol>`)"""
    )
    assert page.evaluate(FACES) == [["АБ", 3], ["ВГ", 4]]
    assert box(page.locator("#message-3"))["bottom"] == box(page.locator("#message-1"))["bottom"]
