"""Readers of topics: a forum's list of them, with the list of chats beside it, and what is new in it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tgsdk import Chat, NotLoggedIn, Page, TelegramError, Topic, Unsupported
from web.failures.failure import describe

from .asked import ChatAsked, ListAsked, TopicsAsked
from .calls import Desk, Question, raised
from .contexts import DeskContext
from .panes import ChatMissing
from .reading import list_of_answer, list_or_failure, list_question, note_all, note_pictures, read_list
from .topics_pane import TopicsPane, state_of

NO_FORUM = "CHANNEL_FORUM_MISSING"

__all__ = ["is_no_forum", "read_topics", "read_topics_news", "read_topics_page"]


def is_no_forum(error: TelegramError) -> bool:
    """Tell whether a chat has no topics, or no backend knows them."""
    return error.telegram_name == NO_FORUM or isinstance(error, Unsupported)


def read_topics(desk: Desk, asked: TopicsAsked) -> TopicsPane:
    """Read the topics of a forum, and its head."""
    chat, page = desk.together(_chat(asked), _topics(asked))
    return _pane(desk, asked, chat, page)


def read_topics_news(desk: Desk, asked: TopicsAsked) -> TopicsPane | None:
    """Read the topics of a page that shows them; None where they are as it has them."""
    page = desk.topics(asked.id, asked.limit, None)
    return None if state_of(page.items) == asked.known else read_topics(desk, asked)


def read_topics_page(desk: Desk, listed: ListAsked, asked: TopicsAsked) -> DeskContext:
    """Read the list of chats, and beside it the topics of a forum; if one of them fails, the other is shown."""
    if listed.tab:
        pane = list_or_failure(listed, lambda: read_list(desk, listed))
        return DeskContext.of_topics(pane, _topics_or_missing(asked, lambda: read_topics(desk, asked)))
    found, chat, page = desk.together(list_question(listed), _chat(asked), _topics(asked))
    shown = note_all(desk, chat, found=found)
    pane = list_or_failure(listed, lambda: list_of_answer(desk, listed, found, shown))
    return DeskContext.of_topics(pane, _topics_or_missing(asked, partial(_pane, desk, asked, chat, page)))


def _chat(asked: TopicsAsked) -> Question[Chat]:
    return Question("chat", lambda t: t.chat(asked.id))


def _topics(asked: TopicsAsked) -> Question[Page[Topic]]:
    return Question("topics", lambda t: t.topics(asked.id, asked.limit, asked.cursor))


def _pane(desk: Desk, asked: TopicsAsked, chat: Chat | TelegramError, page: Page[Topic] | TelegramError) -> TopicsPane:
    forum, topics = raised(chat), raised(page)
    return TopicsPane.of(asked, forum, topics, note_pictures(desk, [forum]))


def _topics_or_missing(asked: TopicsAsked, read: Callable[[], TopicsPane]) -> TopicsPane | ChatMissing:
    try:
        return read()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        if is_no_forum(error):
            raise
        way: dict[str, Any] = {"query": asked.query, "in_messages": asked.in_messages, "in_archive": asked.in_archive}
        return ChatMissing.of(ChatAsked(id=asked.id, retry_url=asked.retry_url, **way), describe(error))
