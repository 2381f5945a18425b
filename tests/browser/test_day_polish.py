"""The looks of the desk's newer parts: nothing hides, cuts or crowds another, whatever people have set."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tgsdk.testing import LocalTelegram
from tgsdk.testing.desks.folders import DeskFolder

from .conftest import WIDE, OpenDesk, someone
from .test_accessibility import inspect, inspect_twice
from .test_connect import CODE
from .test_desk import FIELD, MESSAGE, SCROLLER, SEND, chat_address, maria
from .test_looks import TINY, TOO_WIDE, contrast, style

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
FACES = """() => [...document.querySelectorAll("#messages > [data-by]")].filter(each => {
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


# Nothing hides another


@SIZES
def test_the_line_of_new_messages_is_not_below_the_day(
    options: dict[str, object], new_chat: NewChat, open_desk: OpenDesk
) -> None:
    chat_id, _ = new_chat(*(f"Сообщение {number}" for number in range(40)))
    page = open_desk(chat_address(chat_id), **options)
    line, day = page.locator(".unread-line"), page.locator("#messages > .day:not(.passed) > span").first
    expect(line).to_be_in_viewport(ratio=1)
    assert box(line)["top"] >= box(day)["bottom"]


def test_a_number_is_seen_whole_in_the_search(open_desk: OpenDesk) -> None:
    page = open_desk()
    field = page.locator("#id_q")
    field.fill(NUMBER)
    assert field.evaluate("field => field.scrollWidth <= field.clientWidth")
    words = page.locator("label[for=id_in] span")
    assert box(words)["bottom"] - box(words)["top"] < 30  # in one line
    field.fill("")
    expect(page.locator("#notify-opener")).to_be_visible()


@pytest.mark.parametrize("locale", ["ru-RU", "en-US"])
def test_what_to_write_is_said_in_whole_words_on_the_smallest_phone(
    locale: str, new_chat: NewChat, open_desk: OpenDesk
) -> None:
    chat_id, _ = new_chat("Здравствуйте")
    page = open_desk(chat_address(chat_id), viewport=TINY, locale=locale)
    field = page.locator(FIELD)
    empty = box(field)
    field.fill(field.get_attribute("placeholder") or "")
    assert box(field)["top"] == empty["top"]  # one line is enough


def test_the_plans_stand_in_line_and_in_the_window(new_chat: NewChat, open_desk: OpenDesk) -> None:
    chat_id, _ = new_chat("Напишите мне завтра")
    page = open_desk(chat_address(chat_id), **PHONE)
    for number in (1, 2):
        page.locator(FIELD).fill(f"Доброе утро номер {number}, и ещё много слов, чтобы не хватило строки")
        page.locator("#later-opener").click()
        page.locator("#later-send").click()
        expect(page.locator("#scheduled time")).to_have_count(number)
        page.keyboard.press("Escape")
    with page.expect_response(lambda answer: "scheduled" in answer.url):
        page.locator("#later-opener").click()
    expect(page.locator("#scheduled.htmx-settling, #scheduled.htmx-request, #scheduled .htmx-added")).to_have_count(0)
    rows = page.locator("#scheduled li").all()
    for row in rows:
        send, delete = (box(button) for button in row.locator("button.icon-link, summary").all())
        assert send["top"] == delete["top"]
        assert box(row)["top"] <= send["top"] and send["bottom"] <= box(row)["bottom"]
    panel, field, button = (box(page.locator(each)) for each in ("#later", "#id_at", "#later-send"))
    assert panel["left"] >= 8 and panel["right"] <= page.evaluate("innerWidth") - 8
    assert button["top"] - field["bottom"] >= 8


def test_the_settings_of_notifications_stand_in_the_window(open_desk: OpenDesk) -> None:
    page = open_desk()
    page.locator("#notify-opener").click()
    assert box(page.locator("#notify"))["left"] >= 8
    inspect(page, "#notify")


def test_a_far_folder_is_in_view_when_it_is_shown(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    chats = telegram.chats(maria(telegram))
    folders = [DeskFolder(id=2 + number, title=f"Папка кандидатов {number}", pinned=chats[:1]) for number in range(6)]
    telegram.put_folders(maria(telegram), *folders)
    page = open_desk()
    tab = page.locator(".tab", has_text="Папка кандидатов 5")
    expect(tab).to_be_attached(timeout=30_000)
    page.goto(tab.get_attribute("href") or "")
    expect(page.locator(".tab[aria-current]")).to_have_text("Папка кандидатов 5")
    expect(page.locator(".tab[aria-current]")).to_be_in_viewport(ratio=1)
    telegram.put_folders(maria(telegram))


def test_on_a_phone_the_number_comes_before_the_code_and_what_is_said_of_it(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext], Page]
) -> None:
    page = sign_in(open_context(**PHONE))
    expect(page.locator(CODE)).to_be_visible()
    parts = page.evaluate(  # at once, for the code is replaced now and then
        "() => ['h1', '.by-phone', '.other-device', '.steps', '#qr-status']"
        ".map(each => document.querySelector(each).getBoundingClientRect().top)"
    )
    assert parts == sorted(parts)


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


def test_a_face_is_its_owner_s_picture_once_it_is_here(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(f"{chat_address(telegram.find_chat(maria(telegram), 'Команда подбора'))}?at=end")
    faces = page.locator("#messages > .message > img.avatar")
    expect(faces.first).to_be_attached()
    expect(page.locator(".wanted")).to_have_count(0)
    for face in faces.all():
        if face.is_visible():
            face.scroll_into_view_if_needed()
            page.wait_for_function("face => face.complete && face.naturalWidth > 0", arg=face.element_handle())
    shown = page.locator("#messages > .message > img.avatar:visible")
    ends = {message_id for _, message_id in page.evaluate(FACES)}
    ids = shown.evaluate_all("faces => faces.map(face => Number(face.parentElement.id.replace('message-', '')))")
    assert 0 < len(ids) < len(ends)  # some of them have no picture: their initials stay
    assert set(ids) <= ends
    assert {box(face)["right"] - box(face)["left"] for face in shown.all()} == {32}


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


# Large and small, right to left, the system's colors, axe


def test_every_target_of_the_new_parts_is_large_enough_for_a_finger(
    new_chat: NewChat, open_desk: OpenDesk, telegram: LocalTelegram, tmp_path: Path
) -> None:
    chat_id, ids = new_chat("Когда можно прийти?", "И куда?")
    page = open_desk(**PHONE)
    expect(page.locator(".tab").first).to_be_visible()
    assert too_small(page) == []
    page.goto(chat_address(chat_id))
    page.locator("#find-summary").tap()
    assert too_small(page) == []
    page.locator("#find-summary").tap()
    page.locator("#later-opener").tap()
    assert too_small(page) == []
    page.keyboard.press("Escape")
    open_menu(page, ids[0])
    assert too_small(page) == []
    act(page, "reply")
    assert too_small(page) == []
    open_menu(page, ids[0])
    act(page, "select")
    assert too_small(page) == []
    page.locator("[data-selected=cancel]").tap()
    offer = tmp_path / "Оффер.pdf"
    offer.write_bytes(b"%PDF-1.4 offer")
    page.set_input_files("#id_files", offer)
    expect(page.locator(".files-item")).to_be_visible()
    assert too_small(page) == []
    emma = telegram.find_chat(someone(telegram, "James").user_id, "Emma Clarke")
    page = open_desk(f"{chat_address(emma)}?at=end", "James", **PHONE)
    expect(page.locator(".player").first).to_be_attached()
    assert too_small(page) == []


@pytest.mark.parametrize(
    "options",
    [{"viewport": TINY}, {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}],
    ids=["320", "200 %"],
)
def test_the_new_parts_fit_with_names_from_right_to_left(
    options: dict[str, object], new_chat: NewChat, open_desk: OpenDesk, telegram: LocalTelegram, tmp_path: Path
) -> None:
    chat_id, ids = new_chat(
        "שלום", "ш" * 120, name=f"{HEBREW} מהמחלקה לגיוס עובדים", kind="supergroup", members=[f"{HEBREW} {HEBREW}"]
    )
    telegram.make_administrator(maria(telegram), chat_id)
    page = open_desk(chat_address(chat_id), **options)
    expect(page.locator(f"#message-{ids[-1]}")).to_be_visible()
    fits(page)
    open_menu(page, ids[-1])
    fits(page)
    act(page, "reply")
    expect(page.locator("#message-form .reply-name")).to_have_text(f"{HEBREW} {HEBREW}")
    page.locator(FIELD).fill("**жирно** и `код`")
    expect(page.locator("#message-form .preview")).to_be_visible()
    fits(page)
    open_menu(page, ids[-1])
    act(page, "forward")
    expect(page.locator(".place").first).to_be_visible()
    fits(page)
    page.keyboard.press("Escape")
    open_menu(page, ids[-1])
    act(page, "delete")
    expect(page.locator("#delete-dialog")).to_be_visible()
    fits(page)
    page.keyboard.press("Escape")
    open_menu(page, ids[-1])
    act(page, "select")
    expect(page.locator("#selection-bar")).to_be_visible()
    fits(page)
    page.locator("[data-selected=cancel]").click()
    page.locator("#find-summary").click()
    fits(page)
    page.locator("#find-summary").click()
    offer = tmp_path / f"{HEBREW} {'x' * 120}.pdf"
    offer.write_bytes(b"%PDF-1.4 offer")
    page.set_input_files("#id_files", offer)
    expect(page.locator(".files-item")).to_be_visible()
    fits(page)
    expect(page.locator("#files-send")).to_be_in_viewport(ratio=1)
    page.locator("[data-files=clear]").click()
    page.locator("#chat-card").click()
    expect(page.locator("#person-title")).to_be_visible()
    fits(page)


def test_colors_of_the_system_tell_the_new_parts_apart(
    new_chat: NewChat, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    group, ids = new_chat("Раз", "Два", name="Группа цветов", kind="supergroup", members=["Анна Петрова"])
    settings = {"forced_colors": "active", "color_scheme": "dark", "locale": "en-US"}
    page = open_desk(chat_address(group), **settings)
    face = page.locator(f"#message-{ids[-1]}").evaluate(
        "each => { const { borderTopWidth, color, backgroundColor } = getComputedStyle(each, '::before');"
        " return [borderTopWidth, color, backgroundColor]; }"
    )
    assert face[0] == "1px" and contrast(face[1], face[2]) > 4.5
    assert style(page.locator(".tab[aria-current]"), "borderBottomColor") != style(
        page.locator(".tab:not([aria-current])").first, "borderBottomColor"
    )
    open_menu(page, ids[0])
    act(page, "select")
    assert style(page.locator(f"#message-{ids[0]} .bubble"), "outlineStyle") == "solid"
    assert style(page.locator(f"#message-{ids[1]} .bubble"), "outlineStyle") == "none"
    page.locator(f"#message-{ids[1]} .bubble").click(position={"x": 8, "y": 8})
    page.locator("[data-selected=cancel]").click()
    page.locator("#find-summary").click()
    page.locator("#id_find").fill("Два")
    page.keyboard.press("Enter")
    mark = page.locator(f"#message-{ids[1]} mark")
    expect(mark).to_be_visible()
    assert contrast(style(mark, "color"), style(mark, "backgroundColor")) > 4.5
    emma = telegram.find_chat(someone(telegram, "James").user_id, "Emma Clarke")
    page = open_desk(f"{chat_address(emma)}?at=end", "James", **settings)
    bar = page.locator(".poll progress[value='75']").first
    bar.scroll_into_view_if_needed()
    shown = Image.open(io.BytesIO(bar.screenshot())).convert("RGB")
    filled, rest = (shown.getpixel((round(shown.width * share), shown.height // 2)) for share in (0.2, 0.9))
    assert contrast(str(filled), str(rest)) > 3


def test_axe_finds_nothing_in_the_parts_that_are_opened(
    new_chat: NewChat, open_desk: OpenDesk, telegram: LocalTelegram, tmp_path: Path
) -> None:
    group, ids = new_chat("Раз", "Два", name="Группа проверки", kind="supergroup", members=["Анна Петрова"])
    telegram.make_administrator(maria(telegram), group)
    page = open_desk(chat_address(group), reduced_motion="reduce")
    expect(page.locator(f"#message-{ids[-1]}")).to_be_visible()
    inspect_twice(page, "#chat")
    open_menu(page, ids[0])
    inspect(page, "#message-menu")
    act(page, "reply")
    page.locator(FIELD).fill("**жирно**")
    expect(page.locator("#message-form .preview")).to_be_visible()
    inspect(page, "#message-form")
    open_menu(page, ids[0])
    act(page, "forward")
    expect(page.locator(".place").first).to_be_visible()
    inspect_twice(page, "#forward-dialog")
    page.keyboard.press("Escape")
    open_menu(page, ids[0])
    act(page, "select")
    inspect_twice(page, "#chat")
    page.locator("[data-selected=delete]").click()
    inspect(page, "#delete-dialog")
    page.keyboard.press("Escape")
    page.locator("[data-selected=cancel]").click()
    offer = tmp_path / "Оффер.pdf"
    offer.write_bytes(b"%PDF-1.4 offer")
    page.set_input_files("#id_files", offer)
    inspect(page, "#files-form")
    page.locator("[data-files=clear]").click()
    page.locator("#later-opener").click()
    inspect(page, "#later")
    page.keyboard.press("Escape")
    page.locator("#chat-card").click()
    expect(page.locator("#person-title")).to_be_visible()
    inspect_twice(page, "#person-panel")
