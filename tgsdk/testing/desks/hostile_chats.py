"""Chats full of scripts, to test that a page runs none of them."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from . import attachments
from .account_desk import AccountDesk
from .chats import Chat, Message
from .events import add_chat, receive, write
from .files import Noise
from .markup import styled
from .topics import begin_topic
from .writers import Writers

IMAGE = "<img src=x onerror=\"window.xss='{0}'\">"
SCRIPT = "\"><script>window.xss='{0}'</script>"
CLOSING = "</textarea></title></script><svg/onload=window.xss='{0}'>"
LINK = "javascript:window.xss='{0}'"
DATA_LINK = "data:text/html,<script>window.xss='{0}'</script>"


def add_hostile_chats(desk: AccountDesk) -> Chat:
    """Add the chats, and return the one with the most scripts, which is on top."""
    group = add_chat(desk, IMAGE.format("group"), "group", members=(IMAGE.format("member"),))
    add_chat(desk, SCRIPT.format("supergroup"), "supergroup", members=(SCRIPT.format("member"),))
    channel = add_chat(desk, CLOSING.format("channel"), "channel", members=())
    _put(desk, channel, text=IMAGE.format("post"), author=SCRIPT.format("author"), views=1)
    write(desk, group, SCRIPT.format("group-text"))
    for action in _events():
        _put(desk, group, action=action, sender=group.peer.members[0].id)  # type: ignore[union-attr]
    forum = add_chat(desk, IMAGE.format("forum"), "supergroup", members=(CLOSING.format("member"),))
    begin_topic(desk, forum, SCRIPT.format("topic"))
    return _with_a_person(desk)


def _with_a_person(desk: AccountDesk) -> Chat:
    """Add a private chat with a script in each field that a message can have."""
    chat = add_chat(desk, IMAGE.format("first-name").replace(" ", "/") + " " + SCRIPT.format("last-name"), "private")
    chat.peer.username = SCRIPT.format("username")
    writers, now = Writers(desk), int(desk.now())
    hidden = made(raw.types.MessageFwdHeader, date=now, from_name=IMAGE.format("forward"))
    signed = made(raw.types.MessageFwdHeader, date=now, from_name="?", post_author=IMAGE.format("forward-author"))
    text, entities = _linked()
    name = IMAGE.format("file-name").replace("/", "") + ".pdf"
    mime_type = SCRIPT.format("mime-type")
    content = Noise(size=5_000, seed=1, head=b"<!doctype html>" + SCRIPT.format("file").encode())
    audio = raw.types.DocumentAttributeAudio(duration=5, title=IMAGE.format("song"), performer=SCRIPT.format("band"))
    page = attachments.page_preview(
        LINK.format("page"), IMAGE.format("site"), SCRIPT.format("page-title"), IMAGE.format("page-description")
    )
    contents: tuple[dict[str, Any], ...] = (
        {"text": SCRIPT.format("text")},
        {"text": text, "entities": entities},
        {"text": IMAGE.format("forwarded"), "forward": hidden},
        {"text": IMAGE.format("forwarded-post"), "forward": signed},
        {"text": IMAGE.format("caption"), "media": writers.photo(now, chat.seed)},
        {"text": CLOSING.format("caption"), "media": writers.document(content, now, mime_type, name, chat.seed)},
        {"media": writers.document(content, now, "text/html", name, chat.seed, 1, attributes=(audio,))},
        {"media": attachments.contact(IMAGE.format("contact"), SCRIPT.format("contact"), LINK.format("phone"))},
        {"media": attachments.venue(IMAGE.format("venue"), SCRIPT.format("address"))},
        {"media": attachments.poll(IMAGE.format("question"), (SCRIPT.format("answer"), CLOSING.format("answer")))},
        {"text": LINK.format("page"), "media": page},
        {"action": raw.types.MessageActionCustomAction(message=IMAGE.format("service"))},
        {"text": IMAGE.format("last")},
    )
    for fields in contents:
        _put(desk, chat, **fields)
    return chat


def _linked() -> tuple[str, tuple[Any, ...]]:
    return styled(
        "👾 ",
        ("TextUrl", IMAGE.format("link"), {"url": LINK.format("url")}),
        " ",
        ("TextUrl", SCRIPT.format("link"), {"url": DATA_LINK.format("url")}),
        " ",
        ("Url", LINK.format("plain-url")),
        " ",
        ("Pre", CLOSING.format("code"), {"language": SCRIPT.format("language")}),
        " ",
        ("Bold", IMAGE.format("bold")),
        " ",
        ("Mention", '@"><script>'),
        " ",
        ("Hashtag", "#<svg/onload=alert(1)>"),
    )


def _events() -> tuple[Any, ...]:
    types = raw.types
    return (
        types.MessageActionChatEditTitle(title=SCRIPT.format("new-title")),
        types.MessageActionCustomAction(message=CLOSING.format("group-service")),
    )


def _put(desk: AccountDesk, chat: Chat, **fields: Any) -> None:
    receive(desk, chat, Message(id=desk.next_id(chat), date=int(desk.now()), chat_id=chat.id, **fields))
