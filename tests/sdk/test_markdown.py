"""Telegram's markdown: read as its applications read it, and written again for whoever corrects a message."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tgsdk import Entity, EntityKind, kept_entities, parse_markdown, write_markdown

KINDS = {
    "b": EntityKind.BOLD,
    "i": EntityKind.ITALIC,
    "s": EntityKind.STRIKE,
    "h": EntityKind.SPOILER,
    "c": EntityKind.CODE,
    "p": EntityKind.PRE,
}
Parsed = tuple[str, list[tuple[EntityKind, str, str | None]]]


def read(source: str) -> Parsed:
    text, entities = parse_markdown(source)
    return text, [(each.kind, words(text, each), each.url or each.language) for each in entities]


def words(text: str, entity: Entity) -> str:
    return text[entity.offset : entity.offset + entity.length]


@pytest.mark.parametrize(
    ("source", "text", "formats"),
    [
        ("**bold** and __italic__", "bold and italic", ["b bold", "i italic"]),
        ("~~struck~~ ||hidden|| `code`", "struck hidden code", ["s struck", "h hidden", "c code"]),
        ("**a __b__ c**", "a b c", ["b a b c", "i b"]),
        ("(**bold**), **more**!", "(bold), more!", ["b bold", "b more"]),
        ("**several\nlines**", "several\nlines", ["b several\nlines"]),
        ("```\nx = 1\n```", "x = 1", ["p x = 1"]),
        ("```x```", "x", ["p x"]),
        ("`**as it is**`", "**as it is**", ["c **as it is**"]),
        ("🎲 **Привет** 🎲", "🎲 Привет 🎲", ["b Привет"]),
        ("  **blanks**  ", "blanks", ["b blanks"]),
    ],
)
def test_what_stands_between_marks_is_formatted(source: str, text: str, formats: Sequence[str]) -> None:
    assert read(source) == (text, [(KINDS[each[0]], each[2:], None) for each in formats])


@pytest.mark.parametrize(
    "source",
    [
        "a**b**c",
        "snake__case__name",
        "2 ** 3 ** 4",
        "**",
        "****",
        "** a **",
        "**open",
        "don`t and won`t",
        "`",
        "``",
        "|| ||",
        "[words]",
        "[words]()",
        "[words](javascript:alert(1))",
        "[words](two words)",
        "[ ](http://a.b)",
        "[a](nowhere)",
    ],
)
def test_marks_without_a_partner_or_within_words_are_text(source: str) -> None:
    assert read(source) == (source, [])


def test_marks_that_cross_each_other_leave_the_inner_one_as_text() -> None:
    assert read("**a __b** c__") == ("a __b c__", [(EntityKind.BOLD, "a __b", None)])


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("tg://resolve?domain=a", "tg://resolve?domain=a"),
        ("t.me/durov", "http://t.me/durov"),
        ("mailto:hr@example.com", "mailto:hr@example.com"),
    ],
)
def test_a_link_has_words_of_its_own(said: str, url: str) -> None:
    assert read(f"See [the **offer**]({said}).") == (
        "See the offer.",
        [(EntityKind.TEXT_URL, "the offer", url), (EntityKind.BOLD, "offer", None)],
    )


def test_a_block_of_code_may_say_its_language() -> None:
    assert read("```python\nprint(1)\n``` and on")[1] == [(EntityKind.PRE, "print(1)", "python")]


PIECES = ["**", "__", "~~", "||", "`", "```", "\n", " ", "a", "Ж", "🎲", "[", "](", ")", "https://a.b/c", "*", "_", "."]
sources = some.lists(some.sampled_from(PIECES), max_size=24).map("".join)


@pytest.mark.parametrize("source", ["**```\n``````x", "**```\n\n````", "a ``` ``` b"])
def test_a_block_of_nothing_is_text(source: str) -> None:
    assert read(source) == (source, [])


@given(sources)
def test_any_text_is_read_and_its_entities_stand_within_it(source: str) -> None:
    text, entities = parse_markdown(source)
    assert text == text.strip()
    assert len(text) <= len(source)
    assert re.sub(r"\W|_", "", text) in re.sub(r"\W|_", "", source) or any(each.url for each in entities)
    for each in entities:
        assert each.length > 0
        assert 0 <= each.offset <= each.offset + each.length <= len(text)
        assert words(text, each).strip()


@given(sources)
def test_what_was_read_is_written_so_that_it_is_read_as_the_same(source: str) -> None:
    text, entities = parse_markdown(source)
    written = write_markdown(text, entities)
    if written is not None:
        assert parse_markdown(written) == (text, entities)


WORDS = some.sampled_from(["offer", "встреча", "в 3 часа", "🎲", "CV"])
plain = some.lists(WORDS, min_size=1, max_size=4).map(" ".join)
marked = some.recursive(
    plain,
    lambda inner: some.one_of(
        some.tuples(some.sampled_from(["**", "__", "~~", "||"]), inner).map(
            lambda each: f"{each[0]}{each[1]}{each[0]}"
        ),
        some.lists(inner, min_size=1, max_size=3).map(" ".join),
    ),
    max_leaves=5,
)


@given(marked)
def test_every_well_formed_text_can_be_written_again(source: str) -> None:
    text, entities = parse_markdown(source)
    assert write_markdown(text, entities) is not None


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("**not bold**", ()),
        ("underlined", (Entity(kind=EntityKind.UNDERLINE, offset=0, length=10),)),
        ("in a word", (Entity(kind=EntityKind.BOLD, offset=6, length=1),)),
        ("words", (Entity(kind=EntityKind.TEXT_URL, offset=0, length=5, url="http://a.b/(c)"),)),
    ],
)
def test_what_has_no_markdown_is_not_written(text: str, entities: tuple[Entity, ...]) -> None:
    assert write_markdown(text, entities) is None


def test_entities_around_a_change_are_kept() -> None:
    text = "old start, middle, end"
    entities = [
        Entity(kind=EntityKind.BOLD, offset=0, length=3),
        Entity(kind=EntityKind.UNDERLINE, offset=0, length=22),
        Entity(kind=EntityKind.ITALIC, offset=11, length=6),
        Entity(kind=EntityKind.CODE, offset=19, length=3),
    ]
    changed = "old start, something else, end"
    kept = kept_entities(text, entities, changed)
    assert [(each.kind, words(changed, each)) for each in kept] == [
        (EntityKind.BOLD, "old"),
        (EntityKind.UNDERLINE, changed),
        (EntityKind.ITALIC, "something else"),
        (EntityKind.CODE, "end"),
    ]


@given(plain, plain, plain)
def test_kept_entities_stand_on_the_words_that_they_stood_on(before: str, middle: str, changed: str) -> None:
    text, now = f"{before} {middle}", f"{before} {changed}"
    kept = kept_entities(text, [Entity(kind=EntityKind.BOLD, offset=0, length=len(before))], now)
    assert [words(now, each) for each in kept] == [before]


def test_a_very_long_text_is_read_at_once() -> None:
    for source in ("**a" * 50_000, "[" * 100_000, "`a" * 50_000, "```a\n" * 20_000, "__a__ " * 20_000):
        assert parse_markdown(source)[0]
