"""Attachments of messages that are no files, as TL objects: contacts, places, polls, previews of pages."""

from typing import Any

from tgsdk.backends.pyrogram.library import layer, raw

from ..codec import made

# Since this layer the texts of polls have entities.
POLLS_WITH_ENTITIES = 180


def contact(first_name: str, last_name: str, phone: str, user_id: int = 0) -> Any:
    return raw.types.MessageMediaContact(
        phone_number=phone, first_name=first_name, last_name=last_name, vcard="", user_id=user_id
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


def poll(question: str, answers: tuple[str, ...]) -> Any:
    options = [
        made(raw.types.PollAnswer, text=_poll_text(answer), option=bytes([48 + number]))
        for number, answer in enumerate(answers)
    ]
    poll = made(raw.types.Poll, id=5_310_000_000_000_000_017, question=_poll_text(question), answers=options, hash=0)
    return made(raw.types.MessageMediaPoll, poll=poll, results=raw.types.PollResults(total_voters=0))


def dice() -> Any:
    return made(raw.types.MessageMediaDice, value=5, emoticon="🎲")


def page_preview(url: str, site_name: str, title: str, description: str) -> Any:
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
    return raw.types.MessageMediaWebPage(webpage=page)


def _poll_text(text: str) -> Any:
    return raw.types.TextWithEntities(text=text, entities=[]) if layer >= POLLS_WITH_ENTITIES else text
