"""A recruiter sends files: by the button, by dropping and by pasting, on wide and narrow screens."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Dialog, FilePayload, Locator, Page, Route, expect

from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.desks.clips.videos import recorded
from web.words.files import size_in_words

from .conftest import WIDE, OpenDesk
from .test_accessibility import inspect
from .test_day_media import wait_until
from .test_desk import FIELD, MESSAGE, TITLE, chat_address, maria
from .test_desk_writing import OUTGOING, is_news

PHONE = {"width": 375, "height": 740}
PANEL, ITEM, CAPTION, SUBMIT = ".files-panel", ".files-panel .files-item", "#id_caption", "#files-send"
CANCEL, BAR = f"{OUTGOING} [data-outgoing=cancel]", f"{OUTGOING} progress"
FAILED, WAITING = (f"{OUTGOING}[data-state={state}]" for state in ("failed", "waiting"))
CV = FilePayload(name="CV.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4")
BUSY = {"HRHelper-Answer": "busy"}
OFFER = b"%PDF-1.4 the offer, with all that belongs to it"

# What dropping and pasting give to a page.
GIVE = """([type, name, kind, size]) => {
  const data = new DataTransfer(), content = name.endsWith(".pdf") ? "%PDF-1.4 " + "x".repeat(size) : "y".repeat(size);
  data.items.add(new File([content], name, { type: kind }));
  const target = document.querySelector("#id_text") ?? document.body;
  const event = type === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


@pytest.fixture
def candidate(telegram: LocalTelegram) -> int:
    number = len(telegram.chats(maria(telegram)))
    return telegram.add_chat(maria(telegram), f"Кандидат Сфайлом{number}", "private")


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    path = tmp_path / "Оффер для Анны.pdf"
    path.write_bytes(OFFER)
    return path


def sent(telegram: LocalTelegram, chat_id: int) -> list[tuple[str, str, bytes]]:
    """The caption, the name and the content of each file."""
    found = []
    for each in telegram.sent(maria(telegram)):
        if each.chat_id == chat_id and each.file is not None:
            named = [a.file_name for a in getattr(each.file, "attributes", ()) if hasattr(a, "file_name")]
            found.append((each.text, *named[:1], each.file.read(0, each.file.size)))
    return found


def open_from_list(page: Page, chat_id: int) -> None:
    page.locator(f".chat-link[href^='{chat_address(chat_id)}']").first.click()


def own(page: Page) -> Locator:
    return page.locator(f"{MESSAGE}.own")


def hold_files(page: Page) -> list[Route]:
    """Keep what brings files from going; gives each that was to go, oldest first."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        brings_files = "multipart" in route.request.headers.get("content-type", "")
        if brings_files:
            held.append(route)
        else:
            route.fallback()

    page.route("**/telegram/chats/**", hold)
    return held


def next_of(page: Page, held: list[Route], *, has_clock: bool = False) -> Route:
    """What is held first, once the page has asked for it; in a page with a clock of its own that goes on meanwhile."""
    deadline = time.monotonic() + 10
    while not held and time.monotonic() < deadline:
        page.clock.run_for(1_000) if has_clock else page.evaluate("0")
    return held.pop(0)


def answer_files(page: Page, status: int, headers: dict[str, str] | None = None) -> None:
    """Put this in the place of the site's next answer to files, which have come there with all their bytes."""
    line = page.context.new_cdp_session(page)

    def replace(paused: dict[str, Any]) -> None:
        said = [{"name": name, "value": value} for name, value in (headers or {}).items()]
        answer = {"requestId": paused["requestId"], "responseCode": status, "responseHeaders": said}
        line.send("Fetch.fulfillRequest", answer)
        line.send("Fetch.disable")

    line.on("Fetch.requestPaused", replace)
    line.send("Fetch.enable", {"patterns": [{"urlPattern": "*/messages/", "requestStage": "Response"}]})


def let_go(page: Page, held: list[Route]) -> None:
    next_of(page, held).continue_()


def send(page: Page, name: str, caption: str = "") -> None:
    page.set_input_files("#id_files", {**CV, "name": name})
    page.locator(CAPTION).fill(caption)
    page.locator(SUBMIT).click()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_an_offer_goes_with_its_caption_by_the_button(
    viewport: dict[str, int], candidate: int, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    page.locator(FIELD).fill("Ваш оффер")
    page.set_input_files("#id_files", offer)
    expect(page.locator(ITEM)).to_contain_text("Оффер для Анны.pdf")
    expect(page.locator(CAPTION)).to_have_value("Ваш оффер")
    page.locator(SUBMIT).click()
    expect(own(page)).to_contain_text("Оффер для Анны.pdf")
    expect(own(page)).to_contain_text("Ваш оффер")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(FIELD)).to_have_value("")
    assert sent(telegram, candidate) == [("Ваш оффер", "Оффер для Анны.pdf", OFFER)]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_caption_is_formatted_as_a_text_is(
    viewport: dict[str, int], candidate: int, offer: Path, open_desk: OpenDesk
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    asked = []
    page.on("request", lambda request: asked.append(request.headers.get("content-type", "")))
    page.locator(FIELD).fill("Ваш **оффер**")
    page.set_input_files("#id_files", offer)
    preview = page.locator(f"{PANEL} .preview")
    expect(preview.locator("b")).to_have_text("оффер")
    assert not [each for each in asked if "multipart" in each]  # the files stay where they are
    page.locator(CAPTION).press_sequentially(", с ")
    page.locator(CAPTION).press("Control+i")
    page.keyboard.type("условиями")
    expect(preview.locator("i")).to_have_text("условиями")
    page.locator(SUBMIT).click()
    expect(own(page).locator("b")).to_have_text("оффер")
    expect(own(page).locator("i")).to_have_text("условиями")


def test_marks_do_not_make_a_caption_too_long(candidate: int, offer: Path, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    page.locator(CAPTION).fill("**" + "я" * 1024 + "**")
    expect(page.locator(SUBMIT)).to_be_enabled()
    page.locator(CAPTION).fill("**" + "я" * 1025 + "**")
    expect(page.locator(SUBMIT)).to_be_disabled()
    expect(page.locator("#caption-over")).to_have_text("1")
    page.locator(CAPTION).fill("я" * 1000 + f" [анкета](https://example.com/{'a' * 200})")
    expect(page.locator(SUBMIT)).to_be_enabled()


def test_nothing_is_left_of_a_caption_that_was_given_up(candidate: int, offer: Path, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    page.locator(CAPTION).fill("Ваш **оффер**")
    expect(page.locator(f"{PANEL} .preview b")).to_be_visible()
    page.locator("[data-files=clear]").click()
    page.locator(FIELD).fill("")
    page.set_input_files("#id_files", offer)
    expect(page.locator(CAPTION)).to_have_value("")
    expect(page.locator(f"{PANEL} .preview")).to_be_hidden()


def test_a_chosen_file_has_the_size_that_it_has_when_it_is_sent(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    for size in (0, 40, 1023, 1024, 1500, 40_000, 1_047_000, 3 * 1024**2):
        file = FilePayload(name="CV.pdf", mimeType="application/pdf", buffer=b"x" * size)
        page.set_input_files("#id_files", file)
        with translation.override("ru"):
            expect(page.locator(f"{ITEM} .files-name > *").last).to_have_text(size_in_words(size))
        page.locator("[data-files=clear]").click()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("way", ["drop", "paste"])
def test_an_offer_goes_by_dropping_and_by_pasting(
    viewport: dict[str, int], way: str, candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    page.evaluate(GIVE, [way, "Оффер.pdf", "application/pdf", 40])
    page.evaluate(GIVE, [way, "Приложение.pdf", "application/pdf", 50])
    expect(page.locator(ITEM)).to_have_count(2)
    page.locator(f"{ITEM} [data-files=remove]").last.click()
    page.locator(CAPTION).fill("Вот он")
    page.locator(SUBMIT).click()
    expect(own(page)).to_have_count(1)
    expect(own(page)).to_contain_text("Оффер.pdf")
    assert [(text, name) for text, name, _ in sent(telegram, candidate)] == [("Вот он", "Оффер.pdf")]


def test_pictures_are_previewed_and_go_as_one_album(
    candidate: int, tmp_path: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    from tgsdk.testing.desks.pictures import photo_sizes

    paths = []
    for number in range(2):
        paths.append(tmp_path / f"office{number}.png")
        paths[-1].write_bytes(photo_sizes(number)[0].data)
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", paths)
    expect(page.locator("#id_as")).to_be_checked()
    for picture in page.locator(f"{ITEM} img").all():
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("naturalWidth", 320)
    page.locator(CAPTION).fill("Наш офис")
    page.locator(CAPTION).press("Enter")
    expect(own(page).locator(".picture")).to_have_count(2)
    albums = {telegram.sent(maria(telegram))[-number].message_id for number in (1, 2)}
    assert len(albums) == 2


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_video_that_was_sent_plays_where_it_stands(
    viewport: dict[str, int], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    film = FilePayload(name="Визитка.mp4", mimeType="video/mp4", buffer=recorded("video"))
    page.set_input_files("#id_files", film)
    expect(page.get_by_label("Как фото и видео")).to_be_checked()
    page.locator(SUBMIT).click()
    own(page).get_by_role("button", name="Воспроизвести").click()
    wait_until(own(page).locator("video"), "media => media.currentTime > 0.2 && media.videoWidth === 160")
    page.set_input_files("#id_files", film)
    page.get_by_label("Как фото и видео").uncheck()
    page.locator(SUBMIT).click()
    expect(own(page).locator(".file")).to_contain_text("Визитка.mp4")
    assert [content for *_, content in sent(telegram, candidate)] == [recorded("video")] * 2


def test_what_is_too_large_or_empty_is_said_before_it_travels(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.evaluate(GIVE, ["drop", "empty.txt", "text/plain", 0])
    expect(page.locator(".files-empty")).to_be_visible()
    expect(page.locator(SUBMIT)).to_be_disabled()
    page.locator("[data-files=clear]").click()
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator("#files-form").evaluate("form => { form.dataset.limit = 100; }")
    page.evaluate(GIVE, ["drop", "large.txt", "text/plain", 101])
    expect(page.locator(".files-words")).to_contain_text("Этот файл больше, чем")
    expect(page.locator(".files-too-large")).to_be_hidden()
    expect(page.locator(SUBMIT)).to_be_disabled()
    page.evaluate(GIVE, ["drop", "small.txt", "text/plain", 1])
    expect(page.locator(".files-words")).to_contain_text("Вместе они больше, чем")
    expect(page.locator(".files-one-too-large")).to_be_hidden()


def test_a_refusal_is_said_at_the_bubble_and_loses_nothing(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.SendMedia"):
        send(page, "Оффер.pdf", "Ваш оффер")
        expect(page.locator(f"{FAILED} [role=alert]").first).to_contain_text(re.compile("Telegram"))
    expect(page.locator(FAILED)).to_contain_text("Оффер.pdf")
    expect(page.locator(FAILED)).to_contain_text("Ваш оффер")
    expect(page.locator(CANCEL)).to_be_hidden()
    inspect(page, "#outbox")
    page.get_by_role("button", name="Повторить").click()
    expect(own(page)).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [(text, name) for text, name, _ in sent(telegram, candidate)] == [("Ваш оффер", "Оффер.pdf")]


def test_what_is_chosen_waits_in_its_chat(
    candidate: int, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    page.locator(CAPTION).fill("Подождёт")
    open_from_list(page, anna)
    expect(page.locator(PANEL)).to_be_hidden()
    open_from_list(page, candidate)
    expect(page.locator(ITEM)).to_have_count(1)
    expect(page.locator(CAPTION)).to_have_value("Подождёт")


def test_a_lost_answer_sends_files_once(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.Drop(), method="messages.SendMedia", times=1):
        send(page, "Оффер.pdf", "Один раз")
        expect(page.locator(f"{FAILED} [role=alert]").first).to_contain_text(re.compile(r"\w"))
    page.get_by_role("button", name="Повторить").click()
    expect(page.locator(OUTGOING)).to_have_count(0)
    expect(own(page)).to_have_count(1)
    assert len(sent(telegram, candidate)) == 1


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_chat_can_be_used_while_files_travel_and_more_of_them_follow(
    viewport: dict[str, int], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    held = hold_files(page)
    send(page, "Первый.pdf", "Раз")
    expect(page.locator(WAITING)).to_contain_text("Первый.pdf")
    expect(page.locator(BAR)).to_be_visible()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()
    page.evaluate(GIVE, ["drop", "Второй.pdf", "application/pdf", 40])
    page.locator(CAPTION).press("Enter")
    expect(page.locator(WAITING)).to_have_count(2)
    expect(page.locator(WAITING).last.locator("[role=status]")).to_have_text("Ждёт своей очереди.", use_inner_text=True)
    inspect(page, "#outbox")
    page.locator(FIELD).fill("А текст не ждёт")
    page.locator(FIELD).press("Enter")
    expect(own(page)).to_have_text(re.compile("А текст не ждёт"))
    assert (len(held), sent(telegram, candidate)) == (1, [])
    let_go(page, held)
    expect(own(page).filter(has_text="Первый.pdf")).to_have_count(1)
    expect(page.locator(WAITING)).to_have_count(1)
    let_go(page, held)
    expect(own(page).filter(has_text="Второй.pdf")).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [name for _, name, _ in sent(telegram, candidate)] == ["Первый.pdf", "Второй.pdf"]


def test_a_double_click_sends_files_once(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("я" * 2000)  # too long for a caption: it stays where it was
    page.set_input_files("#id_files", CV)
    page.locator(SUBMIT).dblclick()
    expect(own(page)).to_have_count(1)
    expect(own(page)).to_contain_text("CV.pdf")
    expect(page.locator(OUTGOING)).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("я" * 2000)
    assert len(sent(telegram, candidate)) == 1


def test_an_upload_can_be_cancelled_and_its_caption_comes_back(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    send(page, "Не тот.pdf", "Ваш оффер")
    send(page, "Тот.pdf")
    expect(page.locator(BAR).first).to_be_visible()
    next_of(page, held)
    page.locator(CANCEL).first.click()
    expect(page.locator(OUTGOING)).to_have_count(1)
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("Ваш оффер")
    let_go(page, held)
    expect(own(page)).to_contain_text("Тот.pdf")
    assert [(text, name) for text, name, _ in sent(telegram, candidate)] == [("", "Тот.pdf")]


def test_a_chat_that_was_left_and_opened_again_shows_the_upload_and_its_row_meanwhile(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    send(page, "Оффер.pdf", "Ваш оффер")
    expect(page.locator(BAR)).to_be_visible()
    row = page.locator(f".chat-link[href^='{chat_address(candidate)}']")
    expect(row.locator(".row-outgoing")).to_have_count(0)
    open_from_list(page, anna)
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(row).to_contain_text("отправляется")
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.SendMedia"):
        let_go(page, held)
        expect(row).to_contain_text("не отправлено")
        expect(page.locator("#offline")).to_contain_text("Одно сообщение не отправлено")
    telegram.write(maria(telegram), anna, "Новость, с которой приходит новый список")
    expect(own(page).or_(page.locator(MESSAGE)).last).to_contain_text("Новость")
    expect(row).to_contain_text("не отправлено")
    open_from_list(page, candidate)
    expect(page.locator(FAILED)).to_contain_text("Ваш оффер")
    expect(row.locator(".row-outgoing")).to_have_count(0)
    page.get_by_role("button", name="Повторить").click()
    let_go(page, held)
    expect(own(page)).to_contain_text("Оффер.pdf")
    assert [text for text, *_ in sent(telegram, candidate)] == ["Ваш оффер"]


def test_files_wait_without_a_line_and_go_once_when_it_is_back(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    page.context.set_offline(True)
    send(page, "Первый.pdf", "Раз")
    send(page, "Второй.pdf", "Два")
    expect(page.locator(WAITING)).to_have_count(2)
    expect(page.locator("#offline")).to_contain_text("и файлы тоже")
    for said in page.locator(f"{WAITING} [role=status]").all():
        expect(said).to_have_text("Ждёт связи и уйдёт само.", use_inner_text=True)
    page.clock.run_for(20_000)
    page.context.set_offline(False)
    page.clock.run_for(2_000)
    expect(own(page)).to_have_count(2)
    page.clock.run_for(30_000)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [text for text, *_ in sent(telegram, candidate)] == ["Раз", "Два"]


def test_files_wait_for_those_of_another_tab(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    held = hold_files(page)
    send(page, "Оффер.pdf")
    for _ in range(5):
        next_of(page, held, has_clock=True).fulfill(status=429, headers=BUSY | {"Retry-After": "1"}, body="")
    next_of(page, held, has_clock=True).continue_()
    expect(own(page)).to_contain_text("Оффер.pdf")
    assert len(sent(telegram, candidate)) == 1


def test_files_for_a_busy_account_are_not_sent_again_before_their_time(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    held = hold_files(page)
    send(page, "Оффер.pdf")
    next_of(page, held, has_clock=True).fulfill(status=409, headers=BUSY | {"Retry-After": "120"}, body="")
    for _ in range(4):
        with page.expect_response(is_news):
            page.clock.fast_forward(6_000)
    assert held == []
    page.clock.fast_forward(120_000)
    next_of(page, held, has_clock=True).continue_()
    expect(page.locator(WAITING)).to_have_count(0)
    assert len(sent(telegram, candidate)) == 1


def test_files_for_an_account_that_stays_busy_say_so_and_can_be_sent_again(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    held = hold_files(page)
    send(page, "Оффер.pdf", "Ваш оффер")
    for _ in range(6):
        next_of(page, held, has_clock=True).fulfill(status=409, headers=BUSY | {"Retry-After": "120"}, body="")
        expect(page.locator(f"{OUTGOING} .htmx-request")).to_have_count(0)
        page.clock.fast_forward(125_000)
    expect(page.locator(FAILED)).to_contain_text("слишком долго занят")
    expect(page.locator(FAILED)).to_contain_text("Ваш оффер")
    assert held == []
    page.get_by_role("button", name="Повторить").click()
    next_of(page, held, has_clock=True).continue_()
    expect(page.locator(WAITING)).to_have_count(0)
    assert len(sent(telegram, candidate)) == 1


def test_files_that_came_to_a_busy_account_can_be_cancelled(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    answer_files(page, 409, BUSY | {"Retry-After": "600"})
    send(page, "Оффер.pdf", "Ваш оффер")
    expect(page.locator(f"{WAITING} [role=status]")).to_have_text("Ждёт своей очереди.", use_inner_text=True)
    page.locator(CANCEL).click()
    expect(page.locator(OUTGOING)).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("Ваш оффер")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_files_that_telegram_may_have_are_not_taken_for_unsent_by_cancelling(
    viewport: dict[str, int], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    """Something stands before the site that does not wait for its answer."""
    page = open_desk(chat_address(candidate), viewport=viewport, has_clock=True)
    answer_files(page, 504)
    send(page, "Оффер.pdf", "Ваш оффер")
    expect(page.locator(CANCEL)).to_be_hidden()
    held = hold_files(page)
    next_of(page, held, has_clock=True)
    page.locator(CANCEL).click()
    lost = page.locator(f"{OUTGOING}[data-state=lost]")
    expect(lost).to_contain_text("Ответа не было")
    expect(lost).to_contain_text("Ваш оффер")
    expect(page.locator(FIELD)).to_have_value("")
    page.get_by_role("button", name="Повторить").click()
    next_of(page, held, has_clock=True).continue_()
    expect(own(page)).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert len(sent(telegram, candidate)) == 1


def test_what_a_server_before_ours_does_not_take_says_so(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    send(page, "Оффер.pdf")
    next_of(page, held).fulfill(status=413, body="<h1>413 Request Entity Too Large</h1>")
    expect(page.locator(FAILED)).to_contain_text("Это больше, чем принимает сервер.")


def test_a_file_that_is_gone_by_now_says_so(candidate: int, offer: Path, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    expect(page.locator(ITEM)).to_be_visible()
    offer.unlink()
    page.locator(SUBMIT).click()
    expect(page.locator(FAILED)).to_contain_text("Файл изменили или удалили")


def test_who_leaves_the_page_while_files_travel_is_asked(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    held = hold_files(page)
    send(page, "Оффер.pdf")
    expect(page.locator(BAR)).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]
    assert len(held) == 1


def test_files_answer_what_the_text_would_have_answered(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    telegram.write(maria(telegram), candidate, "Где оффер?")
    page = open_desk(chat_address(candidate))
    page.locator(MESSAGE).last.locator(".bubble").click(button="right")
    page.locator("[data-act=reply]").click()
    held = hold_files(page)
    send(page, "Оффер.pdf", "Вот **он**")
    expect(page.locator(f"{WAITING} .quote")).to_contain_text("Где оффер?")
    expect(page.locator(".reply-bar")).to_be_hidden()
    let_go(page, held)
    expect(own(page).locator(".quote")).to_contain_text("Где оффер?")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_what_chosen_files_will_answer_stays_in_sight_and_can_be_given_up(
    viewport: dict[str, int], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    telegram.write(maria(telegram), candidate, "Где оффер?")
    page = open_desk(chat_address(candidate), viewport=viewport)
    page.locator(MESSAGE).last.locator(".bubble").click(button="right")
    page.locator("[data-act=reply]").click()
    page.set_input_files("#id_files", CV)
    bar = page.locator("#message-form .reply-bar")
    expect(bar).to_be_in_viewport(ratio=1)
    expect(bar).to_contain_text("Где оффер?")
    expect(page.locator(FIELD)).to_be_hidden()
    inspect(page, "#chat")
    bar.locator(".reply-off").click()
    expect(page.locator("#message-form")).to_be_hidden()
    expect(page.locator(CAPTION)).to_be_focused()
    page.locator(SUBMIT).click()
    expect(own(page)).to_contain_text("CV.pdf")
    expect(own(page).locator(".quote")).to_have_count(0)


# Escape, and where the focus is


def test_escape_closes_the_files_alone(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("Опечтка")
    page.locator(FIELD).press("Enter")
    expect(own(page)).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    page.locator(FIELD).press("ArrowUp")
    page.locator("#id_edit").fill("Опечатка")
    page.set_input_files("#id_files", CV)
    expect(page.locator(CAPTION)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("#id_edit")).to_have_value("Опечатка")
    expect(page.locator("#id_edit")).to_be_focused()
    page.set_input_files("#id_files", CV)
    page.locator("#id_files").focus()
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    assert page.url.endswith(chat_address(candidate))


def test_a_caption_is_a_text_again_when_its_files_are_given_up(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("я" * 1500)
    page.set_input_files("#id_files", CV)
    page.keyboard.type("Подпись")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_have_value("я" * 1500 + "\n\nПодпись")
    expect(page.locator(FIELD)).to_be_focused()


def test_without_scripts_a_file_goes_by_the_form(
    candidate: int, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), java_script_enabled=False)
    expect(page.locator(PANEL)).to_be_hidden()
    page.set_input_files("#id_files", offer)
    expect(page.locator(PANEL)).to_be_visible()
    expect(page.locator("#id_as")).to_be_hidden()
    page.locator("[data-files=clear]").click()
    expect(page.locator(PANEL)).to_be_hidden()
    page.set_input_files("#id_files", offer)
    page.locator(CAPTION).fill("Без скриптов")
    page.locator(SUBMIT).click()
    expect(own(page)).to_contain_text("Без скриптов")
    assert sent(telegram, candidate) == [("Без скриптов", "Оффер для Анны.pdf", OFFER)]
