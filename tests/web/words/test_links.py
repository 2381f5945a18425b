"""Where links lead, and by which disguise they seem to lead elsewhere."""

from urllib.parse import parse_qs, urlsplit

import pytest

from web.words.links import Disguise, Link

WORDS, USER, LETTERS = Disguise.WORDS, Disguise.USER, Disguise.LETTERS


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("our vacancy", "https://company.example/jobs/1"),
        ("https://company.example", "https://www.company.example/jobs?a=b.example#c.example"),
        ("Company.Example/cv.pdf?x=1", "http://company.example:8080/cv.pdf"),
        ("кто.рф", "https://xn--j1ail.xn--p1ai/"),
        ("https://кто.рф/", "https://кто.рф/"),
        ("host", "https://a_b.example"),
        ("a letter", "mailto:anna@company.example"),
        ("", "https://[::1]:8000/"),
    ],
)
def test_honest_links_have_no_disguise(words: str, url: str) -> None:
    assert Link.of(url, words).disguises == ()


@pytest.mark.parametrize(
    ("words", "url", "disguises", "host"),
    [
        ("https://mybank.example", "https://evil.example/x", (WORDS,), "evil.example"),
        ("mybank.example", "https://evil.mybank.example.evil.example", (WORDS,), "evil.mybank.example.evil.example"),
        ("Sign in at www.MyBank.example.", "https://evil.example", (WORDS,), "evil.example"),
        ("my\u200bbank.exam\u2060ple/sign-in", "https://evil.example", (WORDS,), "evil.example"),
        ("anna@mybank.example", "https://evil.example", (WORDS,), "evil.example"),
        ("кто.рф", "https://evil.example", (WORDS,), "evil.example"),
        ("", "https://mybank.example@evil.example/x", (USER,), "evil.example"),
        ("", "https://mybank.example:x%2f@evil.example:8080", (USER,), "evil.example"),
        ("", "https://аррӏе.com/", (LETTERS,), "xn--80ak6aa92e.com"),
        ("", "https://xn--80ak6aa92e.com/", (LETTERS,), "xn--80ak6aa92e.com"),
        ("", "https://myb\u0430nk.example", (LETTERS,), "xn--mybnk-6ve.example"),
        ("", "https://mybаnk.рф", (LETTERS,), "xn--mybnk-6ve.xn--p1ai"),
        ("", "https://xn--a.example", (LETTERS,), "xn--a.example"),
        ("", "https://%65vil.example", (LETTERS,), "%65vil.example"),
        ("mybank.example", "https://mybank.example@аррӏе.com", (WORDS, USER, LETTERS), "xn--80ak6aa92e.com"),
    ],
)
def test_disguises(words: str, url: str, disguises: tuple[Disguise, ...], host: str) -> None:
    link = Link.of(url, words)
    assert (link.disguises, link.host) == (disguises, host)


def test_the_page_that_asks_is_told_the_link_by_an_address_that_nobody_else_can_make() -> None:
    link = Link.of("https://evil.example/?a=b&c#d", "my mybank.example account")
    (signed,) = parse_qs(urlsplit(link.asking_url).query)["to"]
    assert Link.asked(signed) == link
    assert link.shown == "mybank.example"
    for other in ("", "x", "https://evil.example", signed[:-1], signed.swapcase(), f"{signed}:"):
        assert Link.asked(other) is None


@pytest.mark.parametrize(
    ("words", "is_said"),
    [("see company.example/jobs", True), ("https://www.company.example", True), ("our vacancy", False), ("", False)],
)
def test_words_that_say_where_a_link_leads(words: str, is_said: bool) -> None:
    assert Link.of("https://company.example/jobs", words).is_said_by(words) is is_said
