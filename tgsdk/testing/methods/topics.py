"""Topics of a forum: their list, what is written in one, and up to where it was read (https://core.telegram.org/api/forum).

The list is asked for by ``channels.getForumTopics`` in layer 158, and by ``messages.getForumTopics`` in later ones.
"""

from collections.abc import Sequence
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made, made_later
from ..desks.answer_builder import AnswerBuilder
from ..desks.chats import Chat
from ..desks.topic import DeskTopic
from ..desks.topics import is_forum, messages_in, order_of, read_topic, read_up_to, topics_of, unread_in
from .input_peers import channel_of, chat_of
from .messages import answer, asked_from, page_of
from .registry import Refusal, Request, method

MAX_TOPICS = 100
NEVER_MUTED = 0


@method("channels.GetForumTopics")
@method("messages.GetForumTopics")
def get_forum_topics(request: Request) -> Any:
    chat, query = _forum(request), request.query
    words = (query.q or "").casefold()
    found = [each for each in topics_of(chat).values() if words in each.title.casefold()]
    listed = sorted(found, key=lambda topic: order_of(chat, topic), reverse=True)
    page = listed[_start(chat, query, listed) :][: min(max(query.limit, 1), MAX_TOPICS)]
    return _answer(request, chat, page, count=len(listed))


@method("channels.GetForumTopicsByID")
@method("messages.GetForumTopicsByID")
def get_forum_topics_by_id(request: Request) -> Any:
    chat, ids = _forum(request), list(request.query.topics)
    if not ids:
        raise Refusal(400, "TOPICS_EMPTY")
    known = topics_of(chat)
    there = [known[each] for each in ids if each in known]
    gone = [raw.types.ForumTopicDeleted(id=each) for each in ids if each not in known]
    return _answer(request, chat, there, count=len(ids), gone=gone)


@method("messages.GetReplies")
def get_replies(request: Request) -> Any:
    """The messages of a topic, or of the thread below a message of another supergroup."""
    query = request.query
    chat = chat_of(request.desk, query.peer)
    if is_forum(chat):
        found = messages_in(chat, _topic(chat, query.msg_id).id)
    elif chat.by_id(query.msg_id) is None:
        raise Refusal(400, "MSG_ID_INVALID")
    else:
        found = [each for each in chat.newest_first() if each.reply_to == query.msg_id]
    return answer(request, chat, page_of(query, found), len(found), offset=asked_from(query, found))


@method("messages.ReadDiscussion")
def read_discussion(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    if not is_forum(chat):
        raise Refusal(400, "MSG_ID_INVALID")
    read_topic(chat, _topic(chat, request.query.msg_id), request.query.read_max_id)
    return True


def _forum(request: Request) -> Chat:
    query, desk = request.query, request.desk
    named = getattr(query, "peer", None) or query.channel
    chat = desk.chats[channel_of(desk, named).marked_id]
    if not is_forum(chat):
        raise Refusal(400, "CHANNEL_FORUM_MISSING")
    return chat


def _topic(chat: Chat, topic_id: int) -> DeskTopic:
    topic = topics_of(chat).get(topic_id)
    if topic is None:
        raise Refusal(400, "MSG_ID_INVALID")
    return topic


def _start(chat: Chat, query: Any, listed: Sequence[DeskTopic]) -> int:
    """Return where the page after this offset begins: after its topic, or where that would stand."""
    ids = [topic.id for topic in listed]
    if query.offset_topic in ids:
        return ids.index(query.offset_topic) + 1
    if not query.offset_date:
        return 0
    last = (False, query.offset_date, query.offset_id)
    return sum(order_of(chat, topic) >= last for topic in listed)


def _answer(request: Request, chat: Chat, topics: Sequence[DeskTopic], *, count: int, gone: Sequence[Any] = ()) -> Any:
    builder = request.new_answer()
    builder.peer(chat.id)
    written = [_written(builder, chat, topic) for topic in topics]
    tops = [chat.by_id(topic.top_message) for topic in written]
    messages = builder.messages(top for top in tops if top is not None)
    return made(
        raw.types.messages.ForumTopics,
        count=count,
        topics=[*written, *gone],
        messages=messages,
        chats=builder.chats,
        users=builder.users,
        pts=chat.pts,
    )


def _written(builder: AnswerBuilder, chat: Chat, topic: DeskTopic) -> Any:
    messages = messages_in(chat, topic.id)
    return made_later(
        raw.types.ForumTopic,
        id=topic.id,
        date=topic.created_at,
        peer=builder.peer(chat.id),
        title=topic.title,
        icon_color=topic.icon_color,
        top_message=messages[0].id if messages else topic.id,
        read_inbox_max_id=read_up_to(chat, topic),
        read_outbox_max_id=chat.read_outbox,
        unread_count=unread_in(chat, topic),
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        from_id=builder.peer(chat.id),
        notify_settings=raw.types.PeerNotifySettings(mute_until=NEVER_MUTED),
        closed=topic.is_closed,
        pinned=topic.is_pinned,
        hidden=topic.is_hidden,
        draft=builder.draft(topic.draft) if topic.draft else None,
    )
