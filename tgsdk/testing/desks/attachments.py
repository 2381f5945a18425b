"""Attachments of messages that are no files, as TL objects: contacts, places, polls, previews of pages."""

from typing import Any

from tgsdk.backends.pyrogram.library import layer, raw

from ..codec import made
from .files import Photo, WebPage

# Since this layer the texts of polls have entities.
POLLS_WITH_ENTITIES = 180
# In this layer the buttons below a message are constructors of their own, at the latest.
INLINE_BUTTONS = 229


def contact(first_name: str, last_name: str, phone: str, user_id: int = 0) -> Any:
    name = f"{first_name} {last_name}".replace("\n", " ")
    vcard = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;CELL:{phone}\nEND:VCARD"
    return raw.types.MessageMediaContact(
        phone_number=phone, first_name=first_name, last_name=last_name, vcard=vcard, user_id=user_id
    )


def geo(latitude: float, longitude: float) -> Any:
    return raw.types.GeoPoint(long=longitude, lat=latitude, access_hash=4_217_905_518_273_665_001)


def location(latitude: float, longitude: float) -> Any:
    return raw.types.MessageMediaGeo(geo=geo(latitude, longitude))


def venue(title: str, address: str) -> Any:
    return raw.types.MessageMediaVenue(
        geo=geo(55.7601, 37.6186),
        title=title,
        address=address,
        provider="foursquare",
        venue_id="4bf58dd8d48988d1",
        venue_type="office",
    )


def poll(
    question: str,
    answers: tuple[str, ...],
    *,
    votes: tuple[int, ...] = (),
    voter: int = 0,
    chosen: int | None = None,
    correct: int | None = None,
) -> Any:
    """Return a poll; one with ``votes`` is over and shows them, one with a ``correct`` answer is a quiz.

    ``voter`` is the user whom later layers name among those who have voted.
    """
    names = [bytes([48 + number]) for number in range(len(answers))]
    options = [
        made(raw.types.PollAnswer, text=_poll_text(answer), option=name)
        for answer, name in zip(answers, names, strict=True)
    ]
    poll = made(
        raw.types.Poll,
        id=5_310_000_000_000_000_017,
        question=_poll_text(question),
        answers=options,
        hash=0,
        closed=bool(votes),
        quiz=correct is not None,
    )
    voters = [
        made(
            raw.types.PollAnswerVoters,
            option=name,
            voters=count,
            chosen=place == chosen,
            correct=place == correct,
            recent_voters=[raw.types.PeerUser(user_id=voter)],
        )
        for place, (name, count) in enumerate(zip(names, votes, strict=False))
    ]
    results = made(raw.types.PollResults, total_voters=sum(votes), results=voters or None)
    return made(raw.types.MessageMediaPoll, poll=poll, results=results)


def reactions(given: dict[str, int], own: str = "") -> Any:
    """Return the reactions to a message, each with its number; ``own`` is the account's."""
    results = [
        made(
            raw.types.ReactionCount,
            reaction=raw.types.ReactionEmoji(emoticon=emoji),
            count=count,
            chosen_order=0 if emoji == own else None,
        )
        for emoji, count in given.items()
    ]
    return made(raw.types.MessageReactions, results=results, can_see_list=True)


def buttons(*rows: tuple[str, ...]) -> Any:
    """Return the buttons below a bot's message."""
    types = raw.types
    row = types.KeyboardInlineButtonRow if layer >= INLINE_BUTTONS else types.KeyboardButtonRow
    return made(types.ReplyInlineMarkup, rows=[row(buttons=[_button(text) for text in texts]) for texts in rows])


def _button(text: str) -> Any:
    types = raw.types
    if layer < INLINE_BUTTONS:
        return types.KeyboardButtonCallback(text=text, data=text.encode())
    return types.KeyboardInlineButton(text=text, type=types.InlineButtonTypeCallback(data=text.encode()))


def dice() -> Any:
    return made(raw.types.MessageMediaDice, value=5, emoticon="🎲")


def page_preview(url: str, site_name: str, title: str, description: str, photo: Photo | None = None) -> WebPage:
    """Return what Telegram knows of a page."""
    page = made(
        raw.types.WebPage,
        id=6_104_882_350_551_902_331,
        url=url,
        display_url=url.partition("//")[2],
        hash=0,
        type="article",
        site_name=site_name,
        title=title,
        description=description,
    )
    return WebPage(page=page, photo=photo)


def _poll_text(text: str) -> Any:
    return raw.types.TextWithEntities(text=text, entities=[]) if layer >= POLLS_WITH_ENTITIES else text
