"""What stands in a bubble besides its text: each kind of file and content, albums, reactions, previews, buttons."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from tgsdk import (
    Attachment,
    AttachmentKind,
    Contact,
    LinkPreview,
    Location,
    MemoryBackend,
    Message,
    Photo,
    Poll,
    PollResult,
    Reaction,
    StickerKind,
)
from web.desk.media_rows import (
    AlbumPart,
    ButtonsPart,
    ContactPart,
    FileRow,
    FilmPart,
    GifPart,
    Part,
    PlacePart,
    PollPart,
    PreviewPart,
    ReactionsPart,
    RoundPart,
    SoundPart,
    StickerPart,
)
from web.desk.message_rows import message_rows
from web.desk.versions import read_versions, write_versions
from web.desk.waves import wave_path
from web.pictures.store import Shown

from ..conftest import ANNA, BORIS, message
from .test_messages_list import CHAT, MESSAGES

THUMBNAIL = Photo(id=77, location="thumb", width=320, height=180)


def file(kind: AttachmentKind, **more: object) -> Attachment:
    values: dict[str, object] = {"size": 9000, "mime_type": "video/mp4", "location": "x", "duration": 7}
    return Attachment(kind=kind, **values | more)  # type: ignore[arg-type]


@pytest.fixture
def shown(htmx: Client, desk: MemoryBackend) -> Callable[[Message], tuple[Part, str]]:
    """Puts a message into Boris' chat; gives its first part and the chat as htmx gets it."""

    def shown(given: Message) -> tuple[Part, str]:
        desk.put_message(ANNA.id, given)
        response = htmx.get(MESSAGES, headers=CHAT)
        row = response.context["chat"].messages.rows[-1]
        return (*row.above, *row.below)[0], response.content.decode()

    return shown


Shows = Callable[[Message], tuple[Part, str]]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (AttachmentKind.VOICE, SoundPart),
        (AttachmentKind.AUDIO, SoundPart),
        (AttachmentKind.VIDEO, FilmPart),
        (AttachmentKind.VIDEO_NOTE, RoundPart),
        (AttachmentKind.ANIMATION, GifPart),
        (AttachmentKind.STICKER, StickerPart),
        (AttachmentKind.PHOTO, FileRow),
        (AttachmentKind.DOCUMENT, FileRow),
    ],
)
def test_each_kind_of_file_has_a_part_of_its_own_without_a_thumbnail_too(
    kind: AttachmentKind, part: type[Part], shown: Shows
) -> None:
    assert type(shown(message(4, attachment=file(kind)))[0]) is part


def test_a_voice_message_plays_with_its_wave_and_is_not_fetched_before(shown: Shows) -> None:
    voice = file(AttachmentKind.VOICE, mime_type="audio/ogg", waveform=(0, 31) * 50)
    part, html = shown(message(4, attachment=voice))
    assert isinstance(part, SoundPart)
    assert (part.play_url, part.length, part.details) == (f"{MESSAGES}4/file/?play", "0:07", "8.8 KB")
    assert f'<audio controls preload="none" src="{MESSAGES}4/file/?play"' in html
    assert html.count(part.wave) == 2  # one below, one for what was heard


def test_music_says_who_plays_what(shown: Shows) -> None:
    for given, title in (
        ({"title": "Office Hours", "performer": "The Recruiters"}, "The Recruiters — Office Hours"),
        ({"name": "office.mp3"}, "office.mp3"),
    ):
        part, _ = shown(message(4, attachment=file(AttachmentKind.AUDIO, **given)))
        assert isinstance(part, SoundPart)
        assert (part.title, part.wave) == (title, "")


def test_a_video_is_asked_for_when_it_is_played_and_has_a_poster(shown: Shows) -> None:
    part, html = shown(message(4, attachment=file(AttachmentKind.VIDEO, thumbnail=THUMBNAIL, width=1280, height=720)))
    assert isinstance(part, FilmPart) and part.picture
    assert (part.width, part.height, part.picture.photo_id) == (320, 180, 77)
    assert 'preload="none"' in html and "autoplay" not in html
    assert 'id="picture-4"' in html  # for the poster to be put there


@pytest.mark.parametrize(
    ("kind", "mime", "thumbnail", "expected"),
    [
        (StickerKind.STATIC, "image/webp", None, (False, True)),
        (StickerKind.STATIC, "image/webp", THUMBNAIL, (True, True)),
        (StickerKind.ANIMATED, "application/x-tgsticker", THUMBNAIL, (True, False)),
        (StickerKind.VIDEO, "video/webm", None, (False, False)),
    ],
)
def test_a_sticker_is_its_picture_itself_or_its_emoji(
    kind: StickerKind, mime: str, thumbnail: Photo | None, expected: tuple[bool, bool], shown: Shows
) -> None:
    sticker = file(AttachmentKind.STICKER, mime_type=mime, sticker=kind, thumbnail=thumbnail, emoji="🎉")
    part, html = shown(message(4, attachment=sticker))
    assert isinstance(part, StickerPart)
    assert (part.picture is not None, bool(part.file_url)) == expected
    assert ("big-emoji" in html) == (expected == (False, False))
    assert "tgs" not in html


def test_only_a_pdf_is_looked_at_in_the_page(shown: Shows) -> None:
    for mime, url in (("application/pdf", f"{MESSAGES}4/view/"), ("text/html", "")):
        part, _ = shown(message(4, attachment=file(AttachmentKind.DOCUMENT, mime_type=mime)))
        assert isinstance(part, FileRow)
        assert part.view_url == url


def test_a_contact_leads_to_the_search_for_the_number(shown: Shows) -> None:
    part, html = shown(message(4, content=Contact(name="Clara", phone="7 900 123-45-67")))
    assert isinstance(part, ContactPart)
    assert (part.name, part.phone) == ("Clara", "+7 900 123-45-67")
    assert 'href="/telegram/chats/?q=%2B79001234567"' in html
    part, html = shown(message(5, content=Contact(name="", phone="<script>")))
    assert isinstance(part, ContactPart) and part.write_url == ""
    assert "<script>" not in html


def test_a_place_leads_to_a_map_over_the_page_that_asks(shown: Shows) -> None:
    part, html = shown(message(4, content=Location(latitude=55.75, longitude=37.6, title="Office")))
    assert isinstance(part, PlacePart)
    assert list(part.lines) == ["Office", "55.75000, 37.60000"]
    assert part.map_url.startswith("/telegram/link/?to=")
    assert "openstreetmap" not in html


def test_a_poll_shows_its_votes_once_they_may_be_seen(shown: Shows) -> None:
    poll = Poll(question="Tea?", options=("yes", "no"))
    part, html = shown(message(4, content=poll))
    assert isinstance(part, PollPart)
    assert [option.percent for option in part.options] == [None, None]
    assert "<progress max" not in html
    results = (PollResult(voters=2, is_chosen=True, is_correct=True), PollResult(voters=1))
    part, html = shown(message(4, content=replace(poll, results=results, total_voters=3, is_quiz=True, is_closed=True)))
    assert isinstance(part, PollPart)
    assert [(option.percent, option.is_chosen, option.is_correct) for option in part.options] == [
        (67, True, True),
        (33, False, False),
    ]
    assert '<progress max="100" value="67"' in html


@pytest.mark.parametrize("voters", [0, None, 1])
def test_votes_that_make_no_sense_are_at_most_all_of_them(voters: int | None) -> None:
    results = (PollResult(voters=5), PollResult())
    poll = PollPart.of(Poll(question="?", options=("a", "b"), results=results, total_voters=voters))
    assert [option.percent for option in poll.options] == ([100, 0] if voters else [0, 0])


def test_reactions_and_buttons_stand_below_the_text(htmx: Client, desk: MemoryBackend) -> None:
    reactions = (Reaction(emoji="👍", count=2, is_own=True), Reaction(emoji=None, count=1))
    desk.put_message(ANNA.id, message(4, "Yes?", reactions=reactions, buttons=(("<b>", "No"),)))
    response = htmx.get(MESSAGES, headers=CHAT)
    given, buttons = response.context["chat"].messages.rows[-1].below
    assert isinstance(given, ReactionsPart) and isinstance(buttons, ButtonsPart)
    assert buttons.rows == [["<b>", "No"]]
    html = response.content.decode()
    assert html.index("Yes?") < html.index("👍") < html.index("&lt;b&gt;")


@pytest.mark.parametrize(
    ("url", "title", "href"),
    [
        ("https://example.org/a", "An article", "https://example.org/a"),
        ("https://evil.example/", "bank.example says", "/telegram/link/?to="),
        ("javascript:alert(1)", "x", None),
        ("https://example.org/a", "", None),
    ],
)
def test_a_preview_leads_where_it_seems_to_or_asks(url: str, title: str, href: str | None, shown: Shows) -> None:
    given = message(4, "Look", preview=LinkPreview(url=url, title=title))
    if href is None:
        with pytest.raises(IndexError):
            shown(given)
        return
    part, _ = shown(given)
    assert isinstance(part, PreviewPart)
    assert part.url.startswith(href)


# Albums


def photo(number: int, text: str = "", *, album: int | None = 5) -> Message:
    attachment = file(AttachmentKind.PHOTO, mime_type="image/jpeg", thumbnail=replace(THUMBNAIL, id=number))
    return message(number, text, attachment=attachment, album_id=album)


def test_an_album_is_one_grid_in_its_first_message() -> None:
    given = [photo(6, album=None), photo(5), photo(4, "Projects"), photo(3)]
    first, *parts, alone = message_rows(given, Shown(), read_up_to=0)
    (album,) = first.above
    assert isinstance(album, AlbumPart)
    assert [tile.element_id for tile in album.tiles] == ["picture-3", "picture-4", "picture-5"]
    assert first.html == "Projects"
    assert [(row.is_part, row.above, row.html) for row in parts] == [(True, (), ""), (True, (), "")]
    assert not alone.is_part


def test_documents_that_were_sent_together_stay_apart() -> None:
    given = [message(n, attachment=file(AttachmentKind.DOCUMENT), album_id=5) for n in (4, 3)]
    assert [row.is_part for row in message_rows(given, Shown(), read_up_to=0)] == [False, False]


def test_an_album_changes_with_each_of_its_messages_and_hands_on_its_head() -> None:
    whole = [photo(5), photo(4), photo(3)]
    before = {row.id: row.version for row in message_rows(whole, Shown(), read_up_to=0)}
    without_last = {row.id: row.version for row in message_rows(whole[1:], Shown(), read_up_to=0)}
    without_first = {row.id: row.version for row in message_rows(whole[:-1], Shown(), read_up_to=0)}
    assert before[4] == before[5] == "p"
    assert without_last[3] != before[3]
    assert without_first[4] != "p"
    assert read_versions(write_versions(before)) == before


def test_the_page_hears_of_a_message_of_an_album_that_is_gone(htmx: Client, desk: MemoryBackend) -> None:
    for number in (4, 5, 6):
        desk.put_message(ANNA.id, photo(number))
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    desk.delete_message(ANNA.id, BORIS, 4)
    news = htmx.get(url).context["news"]
    assert news.gone == ["message-4"]
    (changed,) = news.changed
    assert (changed.id, changed.is_part) == (5, False)
    (album,) = changed.above
    assert [tile.element_id for tile in album.tiles] == ["picture-5", "picture-6"]


def test_the_page_hears_of_reactions_and_votes(htmx: Client, desk: MemoryBackend) -> None:
    poll = Poll(question="Tea?", options=("yes", "no"))
    for given in (message(4, "Well"), message(5, content=poll)):
        desk.put_message(ANNA.id, given)
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    desk.put_message(ANNA.id, message(4, "Well", reactions=(Reaction(emoji="👍", count=1),)))
    voted = replace(poll, results=(PollResult(voters=1), PollResult()), total_voters=1)
    desk.put_message(ANNA.id, message(5, content=voted))
    assert [row.id for row in htmx.get(url).context["news"].changed] == [4, 5]


def test_a_plain_text_has_nothing_around_it(htmx: Client, desk: MemoryBackend) -> None:
    row = htmx.get(MESSAGES, headers=CHAT).context["chat"].messages.rows[0]
    assert (row.above, list(row.below), row.shape, row.version) == ((), [], "", "s")


@pytest.mark.parametrize("loudness", [(31,), (0, 31), tuple(range(32)) * 30, (10**6,)])
def test_a_wave_has_as_many_lines_whatever_comes(loudness: tuple[int, ...]) -> None:
    path = wave_path(loudness)
    assert path.count("M") == 48
    assert "-" not in path


def test_no_wave_is_drawn_for_none() -> None:
    assert wave_path(()) == ""
