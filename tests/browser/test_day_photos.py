"""A recruiter looks closely at a photo: a CV that was photographed is read to its edges, by mouse and with fingers."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import CDPSession, FilePayload, Locator, Page, expect

from .conftest import WIDE, OpenDesk
from .test_day_files import CV, SUBMIT, own
from .test_day_media import STAGE, VIEWER, wait_until
from .test_day_people import CARD, PANEL
from .test_desk import chat_address

PHONE = {"viewport": {"width": 412, "height": 915}, "has_touch": True, "is_mobile": True}
WHOLE = f"{STAGE} > img:not(.before)"
CENTRE = (206, 450)
SCALE = "visualViewport.scale"
# The part of it that is at a place of the screen.
PART_AT = """(photo, [x, y]) => {
    const { left, top, width, height } = photo.getBoundingClientRect();
    return [(x - left) / width, (y - top) / height];
}"""


def drawn(width: int, height: int, colour: str = "white") -> FilePayload:
    """A photo of this size."""
    picture, content = Image.new("RGB", (width, height), colour), io.BytesIO()
    ImageDraw.Draw(picture).line((0, 0, width, height), fill="black", width=9)
    picture.save(content, "PNG")
    return FilePayload(name=f"{colour}.png", mimeType="image/png", buffer=content.getvalue())


OpenPhoto = Callable[..., Page]


@pytest.fixture
def open_photo(candidate: int, open_desk: OpenDesk) -> OpenPhoto:
    """A chat with these photos in it, the last of which is looked at."""

    def open_photo(*photos: FilePayload, **options: object) -> Page:
        page = open_desk(chat_address(candidate), **options)
        page.set_input_files("#id_files", photos)
        page.locator(SUBMIT).click()
        expect(own(page).locator("a.picture")).to_have_count(len(photos))
        own(page).locator("a.picture").last.click()
        wait_until(page.locator(WHOLE), "photo => photo.complete && photo.naturalWidth")
        expect(page.locator(f"{STAGE} > .before")).to_have_count(0)
        return page

    return open_photo


def box_of(element: Locator) -> dict[str, float]:
    box = element.bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


def part_at(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    across, down = page.locator(WHOLE).evaluate(PART_AT, place)
    return across, down


class Fingers:
    """Fingers on the screen of this page, as the browser itself meets them."""

    def __init__(self, page: Page):
        self._page = page
        self._screen: CDPSession = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, across: int, down: int = 0, *, begin: tuple[float, float] = CENTRE) -> None:
        x, y = begin
        self._touch("touchStart", begin)
        for step in range(1, 11):
            self._touch("touchMove", (x + across * step / 10, y + down * step / 10))
        self._touch("touchEnd")

    def pinch(self, apart: int, to_apart: int, *, centre: tuple[float, float] = CENTRE) -> None:
        x, y = centre

        def around(distance: float) -> list[tuple[float, float]]:
            return [(x - distance / 2, y), (x + distance / 2, y)]

        self._touch("touchStart", *around(apart))
        for step in range(1, 11):
            self._touch("touchMove", *around(apart + (to_apart - apart) * step / 10))
        self._touch("touchEnd")


@pytest.mark.parametrize("options", [{"viewport": WIDE}, PHONE], ids=["desktop", "phone"])
def test_a_large_photo_is_seen_to_its_edges(options: dict[str, object], open_photo: OpenPhoto) -> None:
    page = open_photo(drawn(1000, 1800), **options)
    page.locator(WHOLE).dblclick()
    expect(page.locator(WHOLE)).to_have_css("width", "1000px")
    stage = page.locator(STAGE)
    for end in ("0", "1e5"):
        stage.evaluate(f"stage => stage.scrollTo({end}, {end})")
        around, photo = box_of(stage), box_of(page.locator(WHOLE))
        if end == "0":
            assert (photo["x"], photo["y"]) >= (around["x"], around["y"])
            assert photo["y"] == pytest.approx(around["y"], abs=1)
        else:
            assert photo["y"] + photo["height"] <= around["y"] + around["height"] + 1
            assert photo["x"] + photo["width"] <= around["x"] + around["width"] + 1
    page.locator(WHOLE).dblclick()
    fits, around = box_of(page.locator(WHOLE)), box_of(stage)
    assert fits["height"] <= around["height"]
    assert fits["x"] - around["x"] == pytest.approx(around["x"] + around["width"] - fits["x"] - fits["width"], abs=1)


@pytest.mark.parametrize(("across", "down"), [(0.5, 0.3), (0.6, 0.7)])
@pytest.mark.parametrize("options", [{"viewport": WIDE}, PHONE], ids=["desktop", "phone"])
def test_a_double_click_enlarges_what_it_meets(
    options: dict[str, object], across: float, down: float, open_photo: OpenPhoto
) -> None:
    page = open_photo(drawn(2400, 3600), **options)
    box = box_of(page.locator(WHOLE))
    place = (round(box["x"] + across * box["width"]), round(box["y"] + down * box["height"]))
    before = part_at(page, place)
    if "has_touch" in options:
        page.touchscreen.tap(*place)
        page.touchscreen.tap(*place)
    else:
        page.mouse.dblclick(*place)
    expect(page.locator(WHOLE)).to_have_css("width", "2400px")
    assert part_at(page, place) == pytest.approx(before, abs=0.002)


def test_a_pinch_enlarges_the_photo_alone_around_the_fingers(open_photo: OpenPhoto) -> None:
    page = open_photo(drawn(1200, 2000), **PHONE)
    photo, fits = page.locator(WHOLE), box_of(page.locator(WHOLE))
    before = part_at(page, (230, 400))
    Fingers(page).pinch(80, 200, centre=(230, 400))
    assert box_of(photo)["width"] == pytest.approx(2.5 * fits["width"], rel=0.02)
    assert part_at(page, (230, 400)) == pytest.approx(before, abs=0.01)
    assert page.evaluate(SCALE) == 1
    Fingers(page).pinch(300, 60)
    assert box_of(photo) == pytest.approx(fits, abs=1)
    Fingers(page).pinch(80, 200)
    page.get_by_role("button", name="Закрыть").locator("visible=true").click()
    expect(page.locator(VIEWER)).to_be_hidden()
    assert page.evaluate(SCALE) == 1
    own(page).locator("a.picture").last.click()
    assert box_of(page.locator(WHOLE)) == pytest.approx(fits, abs=1)


def test_a_pinch_on_a_touchpad_enlarges_the_photo_around_the_pointer(open_photo: OpenPhoto) -> None:
    page = open_photo(drawn(1200, 2000), viewport=WIDE)
    photo, fits, place = page.locator(WHOLE), box_of(page.locator(WHOLE)), (650, 300)
    before = part_at(page, place)
    page.mouse.move(*place)
    page.keyboard.down("Control")
    for _ in range(20):
        page.mouse.wheel(0, -10)
    wait_until(photo, f"photo => photo.width > {2.5 * fits['width']}")
    assert part_at(page, place) == pytest.approx(before, abs=0.02)
    page.mouse.wheel(0, 300)
    page.keyboard.up("Control")
    expect(photo).not_to_have_class("is-large")
    assert box_of(photo) == pytest.approx(fits, abs=1)
    assert page.evaluate(SCALE) == 1


def test_the_page_itself_can_still_be_enlarged(open_photo: OpenPhoto) -> None:
    page = open_photo(drawn(1200, 2000), **PHONE)
    page.keyboard.press("Escape")
    Fingers(page).pinch(80, 200)
    page.wait_for_function(f"{SCALE} > 1.5")
    own(page).locator("a.picture").last.dispatch_event("click")
    Fingers(page).pinch(300, 60)  # and becomes as it was from where it may lie over the whole of it
    page.wait_for_function(f"{SCALE} < 1.1")


def test_a_finger_moves_from_photo_to_photo_and_not_out_of_the_chat(open_photo: OpenPhoto) -> None:
    page = open_photo(drawn(1200, 2000, "white"), drawn(1200, 2000, "gray"), **PHONE)
    address, fingers = page.url, Fingers(page)
    count = page.locator("#viewer-count")
    expect(count).to_have_text("2 / 2")
    fingers.drag(300, begin=(60, 450))
    expect(count).to_have_text("1 / 2")
    fingers.drag(300, begin=(60, 450))  # there is none before it
    page.locator(WHOLE).dblclick()
    expect(page.locator(WHOLE)).to_have_class("is-large")
    stage = page.locator(STAGE)
    stage.evaluate("stage => stage.scrollTo(0, 0)")
    fingers.drag(300, begin=(60, 450))
    fingers.drag(-200, -200)
    wait_until(stage, "stage => stage.scrollLeft > 100 && stage.scrollTop > 100")
    page.wait_for_timeout(1000)  # as long as the browser takes to go back
    assert page.url == address
    expect(page.locator(VIEWER)).to_be_visible()


@pytest.mark.parametrize("options", [{"viewport": WIDE}, PHONE], ids=["desktop", "phone"])
def test_the_photos_and_the_cv_of_a_card_are_looked_at_above_it(
    options: dict[str, object], open_photo: OpenPhoto
) -> None:
    page = open_photo(drawn(300, 500, "white"), drawn(300, 500, "gray"), **options)
    page.keyboard.press("Escape")
    page.set_input_files("#id_files", CV)
    page.locator(SUBMIT).click()
    expect(own(page).locator(".file-view")).to_be_visible()
    page.locator(CARD).click()
    photos, count = page.locator(f"{PANEL} .shared-photo a"), page.locator("#viewer-count")
    expect(photos).to_have_count(2)
    photos.first.click()
    expect(count).to_have_text("1 / 2")
    first = page.locator(WHOLE).get_attribute("src")
    page.keyboard.press("ArrowRight")
    expect(count).to_have_text("2 / 2")
    expect(page.locator(WHOLE)).not_to_have_attribute("src", first or "")
    page.keyboard.press("Escape")
    expect(page.locator(VIEWER)).to_be_hidden()
    expect(page.locator(PANEL)).to_be_visible()
    expect(photos.first).to_be_focused()
    preview = page.locator(PANEL).get_by_role("link", name="Посмотреть здесь: CV.pdf")
    preview.click()
    expect(page.locator(f"{STAGE} > iframe")).to_have_attribute("src", re.compile(f"{preview.get_attribute('href')}$"))
    expect(page.locator("#viewer-name")).to_have_text("CV.pdf")
    page.locator(f"{VIEWER} .viewer-bar button").click()
    expect(page.locator(VIEWER)).to_be_hidden()
    expect(preview).to_be_focused()
    expect(page.locator(PANEL)).to_be_visible()
    assert len(page.context.pages) == 1
