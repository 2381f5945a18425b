"""Text and entities as HTML: inert, well-formed, whatever is sent."""

import random
from html.parser import HTMLParser

import pytest

from tgsdk import Entity, EntityKind
from web.words.rich_text import html_of, links_in, safe_url

LINK = ' target="_blank" rel="noopener noreferrer nofollow" dir="auto">'


def entity(kind: EntityKind, offset: int, length: int, url: str | None = None) -> Entity:
    return Entity(kind=kind, offset=offset, length=length, url=url)


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        (EntityKind.BOLD, "<b>text</b>"),
        (EntityKind.ITALIC, "<i>text</i>"),
        (EntityKind.UNDERLINE, "<u>text</u>"),
        (EntityKind.STRIKE, "<s>text</s>"),
        (EntityKind.CODE, "<code>text</code>"),
        (EntityKind.PRE, "<pre><code>text</code></pre>"),
        (EntityKind.BLOCKQUOTE, '<blockquote dir="auto">text</blockquote>'),
        (EntityKind.SPOILER, '<span class="spoiler" tabindex="0">text</span>'),
        (EntityKind.EMAIL, '<a href="mailto:text"' + LINK + "text</a>"),
        (EntityKind.URL, '<a href="http://text"' + LINK + "text</a>"),
        (EntityKind.MENTION, "text"),
        (EntityKind.CUSTOM_EMOJI, "text"),
    ],
)
def test_each_kind(kind: EntityKind, html: str) -> None:
    assert html_of("text", [entity(kind, 0, 4)]) == html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://example.com/me, or not", ["https://example.com/me"]),
        ("(www.example.com/a_(b).)", ["www.example.com/a_(b"]),
        ("t.me/anna_iv; @anna", ["t.me/anna_iv"]),
        ("Мой сайт: «https://пример.рф/о-себе»!", ["https://пример.рф/о-себе"]),
        ("anna.ivanova+hr@mail.example.com, me@host", ["anna.ivanova+hr@mail.example.com"]),
        ("not.me/x xt.me/y javascript:alert(1) http:/one a@b@c.de", []),
    ],
)
def test_addresses_are_found_in_a_text_that_comes_without_any(text: str, links: list[str]) -> None:
    assert [text[each.offset : each.offset + each.length] for each in links_in(text)] == links
    assert html_of(text, links_in(text)).count("<a href=") == len(links)


def test_many_addresses_are_found_in_time_that_grows_with_the_text() -> None:
    assert len(links_in("a@b.cd " * 10_000)) == 200
    for text in ("a" * 100_000, "a@" * 50_000, "a." * 50_000, "a@b" + ".c" * 50_000, "https://" * 10_000):
        links_in(text)


def test_markup_is_text() -> None:
    assert html_of("<b>&\"'", [entity(EntityKind.BOLD, 0, 3)]) == "<b>&lt;b&gt;</b>&amp;&quot;&#x27;"
    assert html_of("a\n\u202eb 👩‍💻", []) == "a\n\u202eb 👩‍💻"


def test_overlapping_entities_are_well_formed() -> None:
    entities = [entity(EntityKind.BOLD, 0, 4), entity(EntityKind.ITALIC, 2, 4)]
    assert html_of("abcdef", entities) == "<b>ab<i>cd</i></b><i>ef</i>"


def test_there_is_no_link_in_a_link() -> None:
    entities = [entity(EntityKind.TEXT_URL, 0, 8, "https://a.example"), entity(EntityKind.URL, 0, 8)]
    assert html_of("b.example"[:8], entities).count("<a ") == 1


def test_a_link_with_other_words_says_where_it_leads() -> None:
    html = html_of("my bank", [entity(EntityKind.TEXT_URL, 0, 7, "https://evil.example/?a=1&b")])
    assert html.startswith('<a href="https://evil.example/?a=1&amp;b" title="https://evil.example/?a=1&amp;b"')


def test_the_host_stands_beside_words_that_do_not_say_it() -> None:
    url = "https://company.example/jobs"
    assert ' data-host="company.example" ' in html_of("our vacancy", [entity(EntityKind.TEXT_URL, 0, 11, url)])
    assert "data-host" not in html_of("company.example/jobs", [entity(EntityKind.TEXT_URL, 0, 20, url)])
    assert "data-host" not in html_of(url, [entity(EntityKind.URL, 0, len(url))])


@pytest.mark.parametrize(
    "url", ["https://mybank.example@evil.example", "https://аррӏе.com", "https://xn--80ak6aa92e.com"]
)
def test_a_host_in_disguise_is_not_opened_without_a_word(url: str) -> None:
    html = html_of(url, [entity(EntityKind.URL, 0, len(url))])
    assert html.startswith('<a href="/telegram/link/?to=')
    assert "data-host=" in html


def test_a_link_that_is_too_long_to_be_asked_about_is_text() -> None:
    url = "https://mybank.example@evil.example/" + "".join(chr(0x4E00 + number) for number in range(1_500))
    assert html_of("x", [entity(EntityKind.TEXT_URL, 0, 1, url)]) == "x"


def test_the_line_break_after_code_or_a_quote_is_in_it() -> None:
    entities = [entity(EntityKind.PRE, 2, 1), entity(EntityKind.BLOCKQUOTE, 6, 1)]
    assert html_of("a\nb\nc\nd\n\ne", entities) == (
        'a\n<pre><code>b\n</code></pre>c\n<blockquote dir="auto">d\n</blockquote>\ne'
    )


def test_a_phone_can_be_called() -> None:
    assert 'href="tel:+79001234567"' in html_of("+7 (900) 123-45-67", [entity(EntityKind.PHONE, 0, 18)])


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "tg://resolve?domain=x",
        "file:///etc/passwd",
        "//evil.example",
        "/telegram/session/reset/",
        "https://",
        "https:\\\\evil",
        "http://[bad",
        "https://good.example\\@evil.example/",
        "",
    ],
)
def test_links_lead_nowhere_else(url: str) -> None:
    assert safe_url(url) is None
    assert html_of("text", [entity(EntityKind.TEXT_URL, 0, 4, url)]) == "text"


@pytest.mark.parametrize("url", ["https://a.example/x?y#z", "HTTP://a.example", "mailto:a@b.example", "tel:+7900"])
def test_these_are_links(url: str) -> None:
    assert safe_url(url) == url


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not the last one that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("seed", range(40))
def test_any_entities_give_balanced_tags_and_the_same_text(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choice("ab<>&\"' \n😀") for _ in range(30))
    kinds = list(EntityKind)
    entities = [
        entity(chance.choice(kinds), chance.randint(-5, 40), chance.randint(-5, 40), "https://a.example")
        for _ in range(chance.randint(0, 250))
    ]
    parser = Balanced()
    parser.feed(html_of(text, entities))
    parser.close()
    assert (parser.opened, parser.text) == ([], text)
