"""Messages in JSON, and out of it again: what a program reads is what the account has read."""

from dataclasses import replace

from tgsdk import (
    Attachment,
    AttachmentKind,
    Contact,
    LinkPreview,
    Message,
    Page,
    Photo,
    Poll,
    PollResult,
    Reaction,
    StickerKind,
)
from tgsdk.backends.remote.reading import read_messages
from web.desk.payloads import messages_payload

from ..conftest import BORIS, message

THUMBNAIL = Photo(id=901, location="message", width=320, height=180)


def attachment(kind: AttachmentKind, **more: object) -> Attachment:
    values = {"size": 9, "mime_type": "audio/ogg", "location": f"{BORIS}/5", "duration": 7} | more
    return Attachment(kind=kind, **values)  # type: ignore[arg-type]


def test_a_message_comes_out_of_json_as_it_went_in() -> None:
    results = (PollResult(voters=2, is_chosen=True, is_correct=True), PollResult(voters=1))
    given = [
        message(5, attachment=attachment(AttachmentKind.VOICE, waveform=(0, 31, 7))),
        message(5, attachment=attachment(AttachmentKind.AUDIO, title="Office Hours", performer="The Recruiters")),
        message(5, attachment=attachment(AttachmentKind.STICKER, sticker=StickerKind.ANIMATED, emoji="🎉")),
        message(5, attachment=attachment(AttachmentKind.VIDEO, supports_streaming=True, thumbnail=THUMBNAIL)),
        message(5, attachment=attachment(AttachmentKind.PHOTO, is_spoiler=True)),
        message(5, content=Contact(name="Ian", phone="+7999", user_id=6, vcard="BEGIN:VCARD")),
        message(5, content=Poll(question="Tea?", options=("yes", "no"), results=results, total_voters=3, is_quiz=True)),
        message(5, preview=LinkPreview(url="https://example.org/", title="Example", photo=replace(THUMBNAIL))),
        message(5, reactions=(Reaction(emoji="👍", count=2, is_own=True), Reaction(emoji=None, count=1))),
        message(5, buttons=(("Yes", "No"), ("Details",))),
    ]
    read = read_messages(dict(messages_payload(Page(items=tuple(given)))))
    assert list(read.items) == [_with_known_photo(each, 9) for each in given]


def _with_known_photo(given: Message, chat_id: int) -> Message:
    """The picture of a preview is told without its size."""
    if given.preview is None or given.preview.photo is None:
        return replace(given, chat_id=given.chat_id)
    photo = Photo(id=given.preview.photo.id, location="message")
    return replace(given, preview=replace(given.preview, photo=photo))


def test_a_card_or_an_address_without_end_is_left_out() -> None:
    long = message(5, content=Contact(name="Ian", phone="+7999", vcard="x" * 5000))
    (said,) = messages_payload(Page(items=(long,)))["messages"]
    assert said["content"] and said["content"]["vcard"] is None
    (said,) = messages_payload(Page(items=(message(5, preview=LinkPreview(url="x" * 5000)),)))["messages"]
    assert said["preview"] and said["preview"]["url"] == ""
