"""A recruiter sends files: by the button, by dropping and by pasting, on wide and narrow screens."""

from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import FilePayload, Locator, Page, expect

from tgsdk.testing import LocalTelegram
from tgsdk.testing.desks.clips.videos import recorded
from web.words.files import size_in_words

from .conftest import OFFER, WIDE, OpenDesk
from .test_accessibility import inspect
from .test_day_media import wait_until
from .test_desk import FIELD, MESSAGE, chat_address, maria
from .test_desk_writing import OUTGOING

PHONE = {"width": 375, "height": 740}
PANEL, ITEM, CAPTION, SUBMIT = ".files-panel", ".files-panel .files-item", "#id_caption", "#files-send"
CV = FilePayload(name="CV.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4")

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


def test_photos_go_as_photos_beside_other_files_and_the_caption_comes_last(
    candidate: int, tmp_path: Path, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    from tgsdk.testing.desks.pictures import photo_sizes

    photos = []
    for number in range(2):
        photos.append(tmp_path / f"office{number}.png")
        photos[-1].write_bytes(photo_sizes(number)[0].data)
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    expect(page.locator("#id_as")).to_be_hidden()
    page.set_input_files("#id_files", photos)
    expect(page.locator("#id_as")).to_be_checked()
    expect(page.locator(ITEM)).to_have_count(3)
    page.locator(CAPTION).fill("Оффер и наш офис")
    page.locator(CAPTION).press("Enter")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(own(page).locator(".picture")).to_have_count(2)
    expect(own(page).last).to_contain_text("Оффер для Анны.pdf")
    expect(own(page).last).to_contain_text("Оффер и наш офис")
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [(text, *name) for text, *name, _ in sent(telegram, candidate)] == [
        ("",),
        ("",),
        ("Оффер и наш офис", "Оффер для Анны.pdf"),
    ]


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
    expect(page.locator(".files-one-too-large")).to_contain_text("large.txt")
    expect(page.locator(".files-too-large")).to_be_hidden()
    page.locator("[data-files=clear]").click()
    for number in (1, 2):
        page.evaluate(GIVE, ["drop", f"half{number}.txt", "text/plain", 60])
    expect(page.locator(".files-words")).to_contain_text("Вместе они больше, чем")
    expect(page.locator(".files-one-too-large")).to_be_hidden()


def test_files_that_cannot_be_sent_are_named_and_the_others_go_without_them(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.locator("#files-form").evaluate("form => { form.dataset.limit = 100; }")
    others = "[data-files=others]"
    page.evaluate(GIVE, ["drop", "empty.txt", "text/plain", 0])
    expect(page.locator(others)).to_be_hidden()
    page.evaluate(GIVE, ["drop", "good.txt", "text/plain", 20])
    page.evaluate(GIVE, ["drop", "large.txt", "text/plain", 101])
    page.evaluate(GIVE, ["drop", "also empty.txt", "text/plain", 0])
    expect(page.locator(".files-empty")).to_contain_text("empty.txt, also empty.txt")
    expect(page.locator(".files-one-too-large")).to_contain_text("large.txt")
    expect(page.locator(f"{PANEL} .is-wrong .files-name > :first-child")).to_have_text(
        ["empty.txt", "large.txt", "also empty.txt"]
    )
    inspect(page, "#files-form")
    page.locator(f"{ITEM} [data-files=remove]").last.click()
    expect(page.locator(f"{ITEM} [data-files=remove]").last).to_be_focused()
    page.locator(others).click()
    expect(own(page)).to_contain_text("good.txt")
    assert [name for _, name, _ in sent(telegram, candidate)] == ["good.txt"]


def test_a_reload_keeps_the_words_of_files(candidate: int, other: int, offer: Path, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_input_files("#id_files", offer)
    page.locator(CAPTION).fill("Ваш оффер")
    page.reload()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(FIELD)).to_have_value("Ваш оффер")
    page.locator(FIELD).fill("")
    page.reload()
    expect(page.locator(FIELD)).to_have_value("")


def test_the_row_of_a_chat_says_that_chosen_files_wait_in_it(
    candidate: int, other: int, offer: Path, open_desk: OpenDesk
) -> None:
    page = open_desk(chat_address(candidate))
    preview = page.locator(f"#chat-l-{candidate} .chat-preview")
    before = preview.inner_text()
    page.set_input_files("#id_files", offer)
    expect(preview).to_have_text(before)
    open_from_list(page, other)
    expect(preview).to_have_text(f"Черновик: {offer.name}")
    open_from_list(page, candidate)
    expect(preview).to_have_text(before)


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
