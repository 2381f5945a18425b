"""The desk's addresses, with all that stands in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from tgsdk import Folder, SharedKind
from web.reversing import address

from .asked import PAGE_SIZE, ChatAsked, ListAsked, Part
from .versions import Versions, write_versions


def chats_url(query: str = "", *, in_messages: bool = False, in_archive: bool = False) -> str:
    """The list of chats, a search in it, or its archive."""
    return address("chats_list") + search_query(query, in_messages=in_messages, in_archive=in_archive)


def main_list_url() -> str:
    """The main list in the place of the archive; see folder_page_url()."""
    return f"{chats_url()}?{urlencode({'folder': Folder.MAIN})}"


def folder_page_url(chat_id: int | None, *, in_archive: bool) -> str:
    """The page that has the main list or the archive, and beside it the chat that is open."""
    if chat_id is None:
        return chats_url(in_archive=in_archive)
    return chat_url(chat_id) + search_query("", in_archive=in_archive)


def tab_url(tab: str) -> str:
    """The chats of a folder that the person has made, or those that are unread."""
    return f"{chats_url()}?{urlencode({'tab': tab})}"


def more_chats_url(asked: ListAsked, cursor: str) -> str:
    """The next page of the list."""
    return _list_url(asked, {"cursor": cursor, "part": Part.ROWS})


def chats_news_url() -> str:
    """News of the list, for a page that says what it shows of it."""
    return f"{address('chats_list')}?{urlencode({'part': Part.TOP})}"


def chat_url(chat_id: int, topic: int | None = None, way: str = "") -> str:
    """A chat, or a topic of it, at its first unread message, or at its end. ``way`` is as for topics_url()."""
    return _joined(address("messages_list", chat_id) + topic_query(topic), way.removeprefix("?"))


def topics_url(chat_id: int, way: str = "") -> str:
    """The topics of a forum. ``way`` is the :func:`search_query` that the forum was found by."""
    return address("topics", chat_id) + way


def more_topics_url(chat_id: int, cursor: str, way: str = "") -> str:
    """The next page of the topics."""
    return _joined(topics_url(chat_id, way), urlencode({"cursor": cursor, "part": Part.ROWS}))


def topics_news_url(chat_id: int, known: str, way: str = "") -> str:
    """News of the topics, for a page that shows them in this state.

    The way to them has a name of its own: the list beside them may be another one by then.
    """
    kept = {"way": way.removeprefix("?")} if way else {}
    return f"{topics_url(chat_id)}?{urlencode({'part': Part.NEWS, 'known': known, **kept})}"


def message_url(chat_id: int, message_id: int, way: str = "", topic: int | None = None) -> str:
    """A message among those around it. ``way`` is the :func:`search_query` that it was found by."""
    return _joined(chat_url(chat_id, topic, way), f"around={message_id}") + f"#message-{message_id}"


def originals_url(chat_id: int) -> str:
    """The words of messages, which others on the page answer."""
    return address("messages_by_id", chat_id)


def end_of_chat_url(asked: ChatAsked) -> str:
    """The newest messages of a chat, whatever is unread before them."""
    return _with(asked, {"at": "end"})


def place_url(asked: ChatAsked, message_id: int) -> str:
    """The messages around one, which is where the reading goes on."""
    return _with(asked, {**_sought(asked), "around": message_id})


def found_url(asked: ChatAsked, message_id: int) -> str:
    """A message that was found in the chat, among those around it."""
    return f"{place_url(asked, message_id)}#message-{message_id}"


def older_messages_url(asked: ChatAsked, cursor: str, *, day: date | None, below: str, read_up_to: int) -> str:
    """The messages before those on the page, the oldest of which is of ``day`` and of the run ``below``."""
    values = {
        "cursor": cursor,
        "part": Part.ROWS,
        "read": read_up_to,
        "day": day.isoformat() if day else "",
        "below": below,
    }
    return _chat_url(asked, values | _sought(asked) | ({"limit": asked.limit} if asked.limit != PAGE_SIZE else {}))


def newer_messages_url(
    asked: ChatAsked, after: int, *, day: date | None, read_up_to: int, unread: int, versions: Versions
) -> str:
    """The messages after those on the page, the newest of which is of ``day``; ``unread`` more are to come."""
    values = {"after": after, "part": Part.ROWS, "read": read_up_to, "day": day.isoformat() if day else ""}
    return _chat_url(asked, values | _sought(asked) | {"unread": unread, "shown": write_versions(versions)})


def message_news_url(
    asked: ChatAsked, *, after: int | None, day: date | None, read_up_to: int, pts: int, head: str, versions: Versions
) -> str:
    """News of a chat for a page that shows all this of it."""
    values = {
        "part": Part.NEWS,
        "after": "" if after is None else after,
        "day": day.isoformat() if day else "",
        "read": read_up_to,
    }
    return _chat_url(asked, {**values, "pts": pts, "head": head, "shown": write_versions(versions)})


def chat_read_url(chat_id: int, topic: int | None = None) -> str:
    return address("chat_read", chat_id) + topic_query(topic)


def chat_draft_url(chat_id: int, topic: int | None = None) -> str:
    return address("chat_draft", chat_id) + topic_query(topic)


def scheduled_url(chat_id: int, topic: int | None = None) -> str:
    """What is planned in a chat, or in a topic of it."""
    return address("scheduled", chat_id) + topic_query(topic)


def scheduled_edit_url(chat_id: int, message_id: int, topic: int | None = None) -> str:
    return address("scheduled_edit", chat_id, message_id) + topic_query(topic)


def scheduled_send_url(chat_id: int, message_id: int, topic: int | None = None) -> str:
    return address("scheduled_send", chat_id, message_id) + topic_query(topic)


def scheduled_delete_url(chat_id: int, message_id: int, topic: int | None = None) -> str:
    return address("scheduled_delete", chat_id, message_id) + topic_query(topic)


def message_edit_url(chat_id: int, message_id: int, topic: int | None = None) -> str:
    return address("message_edit", chat_id, message_id) + topic_query(topic)


def messages_reaction_url(chat_id: int, topic: int | None = None) -> str:
    return address("messages_reaction", chat_id) + topic_query(topic)


def messages_delete_url(chat_id: int, topic: int | None = None) -> str:
    return address("messages_delete", chat_id) + topic_query(topic)


def messages_forward_url(
    chat_id: int, message_ids: Sequence[int] = (), topic: int | None = None, **more: str | int
) -> str:
    """The chats that messages can be forwarded to; ``more`` is what else the address says."""
    ids = {"message_ids": ",".join(map(str, message_ids))} if message_ids else {}
    said = urlencode({**ids, **more}, safe=",")
    return _joined(address("messages_forward", chat_id) + topic_query(topic), said)


def chat_unread_url(chat_id: int) -> str:
    return address("chat_unread", chat_id)


def chat_pin_url(chat_id: int) -> str:
    return address("chat_pin", chat_id)


def chat_archive_url(chat_id: int) -> str:
    return address("chat_archive", chat_id)


def chat_mute_url(chat_id: int) -> str:
    return address("chat_mute", chat_id)


def reply_url(chat_id: int, message_id: int, topic: int | None = None) -> str:
    """The chat, with an answer to a message begun."""
    return _joined(chat_url(chat_id, topic), f"reply_to={message_id}")


def message_file_url(chat_id: int, message_id: int) -> str:
    return address("message_file", chat_id, message_id)


def person_url(chat_id: int, topic: int | None = None) -> str:
    """The card of a person, group or channel; of a group it may be opened from one of its topics."""
    return address("person", chat_id) + topic_query(topic)


def members_url(chat_id: int, cursor: str | None = None, topic: int | None = None) -> str:
    """The members of a group, or the next page of them, for a card that was opened from a topic or not."""
    return _joined(address("members", chat_id) + topic_query(topic), urlencode({"cursor": cursor} if cursor else {}))


def shared_media_url(chat_id: int, kind: SharedKind, cursor: str | None = None, topic: int | None = None) -> str:
    """What was shared in a chat, or the next page of it, for a card that was opened from a topic or not."""
    values = {"kind": kind.value} | ({"cursor": cursor} if cursor else {})
    return _joined(address("shared_media", chat_id) + topic_query(topic), urlencode(values))


def message_view_url(chat_id: int, message_id: int) -> str:
    """A document in the browser's own viewer."""
    return address("message_view", chat_id, message_id)


def search_query(query: str, *, in_messages: bool = False, in_archive: bool = False) -> str:
    """The end of an address that keeps a search, or the list that a chat was chosen from."""
    if query:
        return f"?{urlencode({'q': query} | ({'in': 'messages'} if in_messages else {}))}"
    return f"?{urlencode({'folder': Folder.ARCHIVE})}" if in_archive else ""


def _with(asked: ChatAsked, values: Mapping[str, object]) -> str:
    """The address of a chat that keeps the search that it was found by, or the list that it was chosen from."""
    way = {"q": asked.query} | ({"in": "messages"} if asked.in_messages else {}) if asked.query else {}
    archive = {"folder": Folder.ARCHIVE} if asked.in_archive and not asked.query else {}
    return _chat_url(asked, {**way, **archive, **values})


def _sought(asked: ChatAsked) -> dict[str, str]:
    return {"find": asked.find} if asked.find else {}


def _list_url(asked: ListAsked, values: Mapping[str, str]) -> str:
    kept = {
        "q": asked.query,
        "in": "messages" if asked.in_messages else "",
        "folder": Folder.ARCHIVE if asked.is_archive else "",
        "limit": str(asked.limit) if asked.limit != PAGE_SIZE else "",
        "chat": str(asked.current or ""),
        "tab": asked.tab,
    }
    query = urlencode({name: value for name, value in {**values, **kept}.items() if value})
    return f"{address('chats_list')}?{query}"


def _chat_url(asked: ChatAsked, values: Mapping[str, object]) -> str:
    topic = {} if asked.topic is None else {"topic": asked.topic}
    return f"{chat_url(asked.id)}?{urlencode({**topic, **values})}"


def _joined(url: str, *said: str) -> str:
    """The address with what else it is to say."""
    for each in filter(None, said):
        url += f"{'&' if '?' in url else '?'}{each}"
    return url


def topic_query(topic: int | None) -> str:
    """The end of an address that names a topic."""
    return "" if topic is None else f"?topic={topic}"
