"""A day with media: a voice message is heard, a film seen, an album and a document looked at."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import PDF_VIEWER, OpenDesk, Site, someone
from .test_accessibility import inspect
from .test_desk import ROW, TITLE

PHONE = {"width": 375, "height": 800}
VOICE, FILM, ROUND, GIF = ".player.voice", ".film:not(.toy)", ".toy.round", ".toy.gif"
VIEWER, STAGE = "#viewer", "#viewer-stage"
IS_PLAYING = "media => !media.paused && media.currentTime > 0"
# A red light where the sound is not silent: the samples of a few frames are looked at.
DECODED = """async address => {
    const bytes = await (await fetch(address)).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes);
    return [sound.duration, Math.max(...sound.getChannelData(0).slice(0, 48000))];
}"""
COLOUR = """film => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [film.videoWidth, film.videoHeight];
    const drawing = canvas.getContext("2d");
    drawing.drawImage(film, 0, 0);
    return [...drawing.getImageData(2, 2, 1, 1).data.slice(0, 3)];
}"""


@pytest.fixture(scope="module")
def james(site: Site) -> int:
    return someone(site.telegram, "James").user_id


@pytest.fixture(scope="module")
def emma(site: Site, james: int) -> str:
    return f"/telegram/chats/{site.telegram.find_chat(james, 'Emma Clarke')}/messages/?at=end"


@pytest.fixture
def open_emma(open_desk: OpenDesk, emma: str) -> Callable[..., Page]:
    """The chat that has every kind of content."""

    def open_emma(**options: object) -> Page:
        page = open_desk(emma, "James", locale="en-US", **options)
        expect(page.locator(".message .player").first).to_be_attached()
        return page

    return open_emma


def wait_until(element: Locator, is_true: str) -> None:
    """Wait until this function of an element is true."""
    handle = element.element_handle()
    element.page.wait_for_function(f"element => ({is_true})(element)", arg=handle)


def test_a_voice_message_is_heard_and_one_at_a_time(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    voice, music = page.locator(VOICE).last, page.locator(".player:not(.voice)").last
    duration, loudest = page.evaluate(DECODED, voice.locator("audio").get_attribute("src"))
    assert duration > 1 and loudest > 0.05
    voice.get_by_role("button", name="Play or pause").click()
    wait_until(voice.locator("audio"), IS_PLAYING)
    expect(voice).to_have_class(re.compile("is-playing"))
    music.get_by_role("button", name="Play or pause").click()
    wait_until(music.locator("audio"), IS_PLAYING)
    wait_until(voice.locator("audio"), "media => media.paused")
    expect(voice).not_to_have_class(re.compile("is-playing"))


def test_a_voice_message_is_heard_by_the_keyboard_alone_from_where_one_wants(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    voice = page.locator(VOICE).last
    voice.get_by_role("button", name="Play or pause").focus()
    page.keyboard.press("Space")
    wait_until(voice.locator("audio"), IS_PLAYING)
    voice.get_by_role("slider").focus()
    page.keyboard.press("End")
    wait_until(voice.locator("audio"), "media => media.paused")  # its end was reached
    voice.get_by_role("button", name="Speed").press("Enter")
    wait_until(voice.locator("audio"), "media => media.playbackRate === 1.5")


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_a_voice_message_is_heard_on_when_its_chat_is_left(
    viewport: dict[str, int] | None, open_emma: Callable[..., Page]
) -> None:
    page = open_emma(**({"viewport": viewport, "has_touch": True} if viewport else {}))
    voice, bar = page.locator(VOICE).last, page.locator("#playing")
    voice.locator("audio").evaluate("media => { media.loop = true; }")  # it is a short one
    with page.expect_response("**/playing*.js"):
        voice.get_by_role("button", name="Play or pause").click()
    wait_until(voice.locator("audio"), IS_PLAYING)
    sound = voice.locator("audio").element_handle()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#chat-name")).not_to_have_text("Emma Clarke")
    expect(bar).to_contain_text("Emma Clarke")
    assert sound.evaluate(IS_PLAYING)
    bar.get_by_role("button", name="Play or pause").click()
    assert sound.evaluate("media => media.paused")
    bar.get_by_role("button", name="Play or pause").click()
    page.wait_for_function(IS_PLAYING, arg=sound)
    inspect(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    bar.get_by_role("link", name="Emma Clarke").click()
    expect(page.locator("#chat-name")).to_have_text("Emma Clarke")
    expect(page.locator(VOICE).last).to_be_in_viewport()
    assert sound.evaluate(IS_PLAYING)
    page.locator(f"#chat {VOICE}").last.get_by_role("button", name="Play or pause").click()
    expect(bar).to_be_hidden()
    assert sound.evaluate("media => media.paused")


@pytest.mark.parametrize("way", ["closed", "ended"])
def test_the_bar_of_a_voice_message_goes_when_it_is_closed_or_over(way: str, open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    voice, bar = page.locator(VOICE).last, page.locator("#playing")
    voice.locator("audio").evaluate("media => { media.loop = true; }")
    with page.expect_response("**/playing*.js"):
        voice.get_by_role("button", name="Play or pause").click()
    sound = voice.locator("audio").element_handle()
    page.keyboard.press("Alt+ArrowDown")
    expect(bar).to_be_visible()
    if way == "closed":
        bar.get_by_role("button", name="Close").click()
    else:
        sound.evaluate("media => { media.loop = false; media.currentTime = media.duration - 0.2; }")
    expect(bar).to_be_hidden()
    assert sound.evaluate("media => media.paused")


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_the_first_second_of_a_video_is_seen(viewport: dict[str, int] | None, open_emma: Callable[..., Page]) -> None:
    page = open_emma(**({"viewport": viewport, "has_touch": True} if viewport else {}))
    film = page.locator(FILM).last
    asked = []
    page.on("request", lambda request: asked.append(request.headers.get("range")) if "?play" in request.url else None)
    film.get_by_role("button", name="Play").click()
    wait_until(film.locator("video"), "media => media.currentTime > 0.5 && media.videoWidth === 160")
    red, green, blue = film.locator("video").evaluate(COLOUR)
    assert blue > green > red  # the ground of the clip
    assert "bytes=0-" in asked


def test_a_round_video_plays_with_a_click_and_pauses_with_the_next(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    film = page.locator(ROUND).last
    film.locator("video").scroll_into_view_if_needed()
    film.get_by_role("button").click()
    wait_until(film.locator("video"), IS_PLAYING)
    film.locator("video").click(force=True)
    wait_until(film.locator("video"), "media => media.paused")


def test_a_gif_repeats_without_a_sound_and_stands_still_where_less_motion_is_wanted(
    open_emma: Callable[..., Page],
) -> None:
    page = open_emma()
    gif = page.locator(f"{GIF} video").last
    gif.scroll_into_view_if_needed()
    wait_until(gif, IS_PLAYING)
    assert gif.evaluate("media => media.muted && media.loop")
    still = open_emma(reduced_motion="reduce").locator(f"{GIF} video").last
    still.scroll_into_view_if_needed()
    expect(still).to_be_in_viewport()
    assert still.evaluate("media => media.paused && media.networkState === HTMLMediaElement.NETWORK_IDLE")


def test_what_cannot_be_played_is_said_with_a_download(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    film = page.locator(FILM).last
    page.route(re.compile(r"/file/\?play"), lambda route: route.fulfill(status=200, body="no film at all"))
    film.get_by_role("button", name="Play").click()
    said = page.locator(".cannot-play")
    expect(said).to_contain_text("This browser cannot play it.")
    assert re.search(r"/messages/\d+/file/$", said.get_by_role("link", name="Download").get_attribute("href") or "")


def test_photos_are_looked_at_one_after_the_other(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    tiles = page.locator(".album").last.locator(".picture")
    expect(tiles).to_have_count(3)
    tiles.first.click()
    whole = page.locator(f"{STAGE} > img:not(.before)")
    expect(page.locator(VIEWER)).to_be_visible()
    first = whole.get_attribute("src")
    count = page.locator("#viewer-count").inner_text()
    page.keyboard.press("ArrowRight")
    expect(whole).not_to_have_attribute("src", first or "")
    expect(page.locator("#viewer-count")).not_to_have_text(count)
    page.locator("#viewer-previous").click()
    expect(whole).to_have_attribute("src", first or "")
    with page.expect_download() as download:
        page.locator("#viewer-load").click()
    assert download.value.suggested_filename.startswith("photo-")
    page.keyboard.press("Escape")
    expect(page.locator(VIEWER)).to_be_hidden()
    expect(tiles.first).to_be_focused()


def swipe(page: Page, across: int) -> None:
    page.locator(STAGE).evaluate(
        """(stage, across) => {
            const at = (x) => new Touch({ identifier: 1, target: stage, clientX: x, clientY: 300 });
            const from = at(200), to = at(200 + across), options = { bubbles: true, cancelable: true };
            stage.dispatchEvent(new TouchEvent("touchstart", { ...options, touches: [from], changedTouches: [from] }));
            stage.dispatchEvent(new TouchEvent("touchend", { ...options, touches: [], changedTouches: [to] }));
        }""",
        across,
    )


def test_on_a_phone_a_swipe_shows_the_next_photo(open_emma: Callable[..., Page]) -> None:
    page = open_emma(viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(".album").last.locator(".picture").first.tap()
    whole = page.locator(f"{STAGE} > img:not(.before)")
    first = whole.get_attribute("src") or ""
    swipe(page, -120)
    expect(whole).not_to_have_attribute("src", first)
    second = whole.get_attribute("src") or ""
    swipe(page, 20)  # too short to be one
    expect(whole).to_have_attribute("src", second)
    swipe(page, 120)
    expect(whole).to_have_attribute("src", first)


def test_a_spoiler_is_seen_only_when_it_is_asked_for(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    hidden = page.locator(".picture.is-hidden")
    expect(hidden).to_have_count(1)
    hidden.click()
    expect(hidden).to_have_count(0)
    expect(page.locator(VIEWER)).to_be_hidden()


def test_a_pdf_is_looked_at_in_the_page(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    link = page.locator(".document", has_text="CV Emma Clarke.pdf").get_by_role("link", name="Preview")
    with page.expect_request(lambda request: request.url.startswith(PDF_VIEWER)):
        link.click()  # the browser puts its own viewer there, which is of another origin, and in it the document
    frame = page.locator(f"{STAGE} > iframe")
    expect(frame).to_be_visible()
    expect(page.locator("#viewer-name")).to_have_text("CV Emma Clarke.pdf")
    answer = page.request.get(frame.get_attribute("src") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-security-policy"].endswith("; sandbox")
    assert frame.evaluate("frame => frame.contentDocument.scripts.length") == 0
    page.get_by_role("button", name="Close").click()
    expect(page.locator(VIEWER)).to_be_hidden()


def test_cards_polls_and_reactions_are_there_to_be_read(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    expect(page.locator(".contact").last).to_contain_text("Ian Cole")
    assert "?q=%2B79990001122" in (page.get_by_role("link", name="Write to this number").get_attribute("href") or "")
    quiz = page.locator(".poll", has_text="Which framework do we use?")
    expect(quiz).to_contain_text("75 %")
    expect(quiz.get_by_role("progressbar")).to_have_count(3)
    expect(page.get_by_role("list", name="Reactions").get_by_role("listitem")).to_have_count(2)
    expect(page.locator(".page-preview")).to_contain_text("How we hire")
    expect(page.locator(".page-preview img")).to_be_attached()
    expect(page.locator(".sticker .still img")).to_have_count(3)


def test_without_a_script_everything_is_to_be_had(open_emma: Callable[..., Page]) -> None:
    page = open_emma(java_script_enabled=False)
    expect(page.locator(f"{VOICE} audio").last).to_be_visible()
    expect(page.locator(f"{VOICE} .play").last).to_be_hidden()
    expect(page.locator(f"{FILM} video").last).to_be_visible()
    link = page.locator(".album .picture").last
    assert (link.get_attribute("href") or "").endswith("/file/?inline") or link.get_attribute("href")
    with page.expect_popup() as opened:
        page.locator(".document .file-view").last.click()
    assert opened.value.url.endswith("/view/")


def test_the_other_side_edits_an_album_and_the_page_shows_it(
    open_emma: Callable[..., Page], telegram: LocalTelegram, james: int
) -> None:
    page = open_emma()
    tiles = page.locator(".album").last.locator(".picture")
    expect(tiles).to_have_count(3)
    expect(page.locator(".message.part")).to_have_count(2)
    assert page.locator(".message.part").first.evaluate("element => element.getBoundingClientRect().height") == 0


def test_back_puts_away_the_photo_before_it_leaves_the_chat(open_emma: Callable[..., Page]) -> None:
    page = open_emma()
    first = page.locator(TITLE).inner_text()
    page.locator(ROW).nth(3).click()
    expect(page.locator(TITLE)).not_to_have_text(first)
    second = page.locator(TITLE).inner_text()
    page.locator(ROW, has_text="Emma Clarke").first.click()
    expect(page.locator(TITLE)).to_have_text(first)
    page.locator(".album").last.locator(".picture").first.click()
    expect(page.locator(VIEWER)).to_be_visible()
    page.go_back()
    expect(page.locator(VIEWER)).to_be_hidden()
    expect(page.locator(TITLE)).to_have_text(first)
    page.go_back()
    expect(page.locator(TITLE)).to_have_text(second)
