"""Pictures on their way: they are shown at once as they will stand in the chat."""

import pytest
from playwright.sync_api import FilePayload, expect

from .conftest import WIDE, OpenDesk
from .test_day_files import CAPTION, ITEM, PHONE, SUBMIT, own
from .test_day_files_on_their_way import hold_files, let_go
from .test_desk import FIELD, chat_address
from .test_desk_writing import OUTGOING


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("count", "caption"), [(1, ""), (1, "Наш офис"), (2, ""), (3, "Наш офис")])
def test_pictures_on_their_way_stand_as_they_will_when_they_are_there(
    viewport: dict[str, int], count: int, caption: str, candidate: int, open_desk: OpenDesk
) -> None:
    from tgsdk.testing.desks.pictures import photo_sizes

    page = open_desk(chat_address(candidate), viewport=viewport)
    held = hold_files(page)
    photo = photo_sizes(1)[-1].data
    files = [FilePayload(name=f"{number}.png", mimeType="image/png", buffer=photo) for number in range(count)]
    page.set_input_files("#id_files", files)
    expect(page.locator(f"{ITEM} img").last).to_have_js_property("complete", True)
    page.locator(CAPTION).fill(caption)
    page.locator(SUBMIT).click()
    expect(page.locator(f"{OUTGOING} .picture img")).to_have_count(count)
    expect(page.locator(f"{OUTGOING} progress")).to_be_visible()
    before = page.locator(f"{OUTGOING} .bubble").bounding_box()
    let_go(page, held)
    expect(own(page).locator(".picture")).to_have_count(count)
    after = own(page).locator(".bubble").first.bounding_box()
    assert before and after
    assert abs(before["height"] - after["height"]) <= 2
    assert abs(before["width"] - after["width"]) <= 2


def test_a_text_follows_an_album(candidate: int, open_desk: OpenDesk) -> None:
    from tgsdk.testing.desks.pictures import photo_sizes

    page = open_desk(chat_address(candidate))
    photo = photo_sizes(1)[-1].data
    files = [FilePayload(name=f"{number}.png", mimeType="image/png", buffer=photo) for number in range(2)]
    page.set_input_files("#id_files", files)
    page.locator(SUBMIT).click()
    expect(own(page).locator(".picture")).to_have_count(2)
    expect(page.locator(OUTGOING)).to_have_count(0)
    page.locator(FIELD).fill("Это наш офис")
    page.locator(FIELD).press("Enter")
    expect(page.locator("#messages .own .text", has_text="Это наш офис")).to_be_visible()
