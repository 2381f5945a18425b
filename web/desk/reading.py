"""Readers: each asks Telegram for one pane of the desk, over the connection of an open account.

All raise what goes wrong, except that read_page() shows one pane without the other, and raises only NotLoggedIn.
"""

from collections.abc import Callable, Iterable
from functools import partial

from tgsdk import (
    Chat,
    ChatKind,
    ChatPage,
    Found,
    FoundPage,
    Message,
    NotLoggedIn,
    Page,
    TelegramError,
    TelegramUnavailable,
    Timeout,
)
from web.failures.failure import describe
from web.models import PictureSize
from web.pictures import store as pictures
from web.pictures.store import Shown

from .addresses import search_query
from .asked import ChatAsked, ListAsked
from .beginnings import BeginningPane, may_begin
from .calls import Desk, Question, raised
from .chat_rows import ChatRow, is_saved_messages
from .contexts import DeskContext
from .conversations import TopicChat, conversation_question, messages_question
from .drafts import MessageDraft, draft_kept
from .finding import find_in_chat, led_to_date, led_to_found, read_place
from .media_pictures import thumbnails
from .offers import offer_in
from .panes import ChatMissing, ChatPane, ListPane, MessagesPane, NewsPoll, is_before_the_end
from .tabs import read_main, read_tab
from .unread import at_first_unread

NO_CHATS = ChatPage(items=())
NO_MESSAGES: Page[Message] = Page(items=())
LASTING = (TelegramUnavailable.code, Timeout.code)  # the next call would only meet them again


def read_chats(desk: Desk, asked: ListAsked) -> tuple[ChatPage, Shown]:
    """Read a page of chats. Its pictures are noted, so that they can be fetched afterwards."""
    if asked.tab:
        page = read_tab(desk, asked)
    else:
        page = desk.chats(asked.limit, asked.cursor, asked.query or None, asked.folder)
    return page, note_pictures(desk, page.items)


def read_found(desk: Desk, asked: ListAsked) -> tuple[Page[Found], Shown]:
    """Search in the messages of all chats. Pictures are noted as by read_chats()."""
    page = desk.search_messages(asked.query, asked.limit, asked.cursor)
    return page, note_pictures(desk, *_parts_of(page.items))


def read_messages(desk: Desk, asked: ChatAsked) -> tuple[Page[Message], Shown]:
    """Read a page of messages, the newest first. Pictures are noted as by read_chats()."""
    page = desk.messages(asked.id, asked.limit, asked.cursor, asked.around, topic_id=asked.topic)
    return page, note_pictures(desk, messages=page.items)


def note_pictures(desk: Desk, chats: Iterable[Chat] = (), messages: Iterable[Message] = ()) -> Shown:
    """Write down where the pictures of these are, and of whoever wrote them or said the last in them."""
    chats, messages = tuple(chats), tuple(messages)
    last = [chat.last_message for chat in chats if chat.last_message]
    owners = [*chats, *(message.sender for message in (*messages, *last))]
    faces = [(owner.photo, PictureSize.CHAT) for owner in owners if owner and owner.photo]
    shown = [(photo, PictureSize.MESSAGE) for photo in thumbnails(messages)]
    return pictures.note(desk.account.row.pk, [*faces, *shown])


def read_list(desk: Desk, asked: ListAsked) -> ListPane:
    """Read the list of chats, or what is found in it."""
    if asked.tab:
        return read_list_of_tab(desk, asked, read_main(desk, asked) if asked.cursor is None else None)
    offer = offer_in(asked.query)
    if offer and offer.is_alone and not asked.in_messages:
        return ListPane.offered(asked, offer)
    if not asked.is_message_search:
        return list_of_chats(asked, *read_chats(desk, asked), saved=saved_if_sought(desk, asked))
    return list_of_found(asked, *read_found(desk, asked))


def read_list_of_tab(desk: Desk, asked: ListAsked, main: ChatPage | None) -> ListPane:
    """Read the chats of a tab; news of it are looked for from the ``main`` list."""
    page = read_tab(desk, asked)
    shown = note_pictures(desk, page.items)
    rows = ChatRow.all_of(page.items, shown, current=asked.current)
    return ListPane.of(asked, rows, shown, cursor=page.next, listed=main)


def read_chat(desk: Desk, asked: ChatAsked, draft: MessageDraft | None = None) -> ChatPane:
    """Read a chat with its head and its messages. ``draft`` is what is being written in it."""
    found = find_in_chat(desk, asked) if asked.find else None
    asked = led_to_found(asked, found)
    chat, page = desk.together(conversation_question(asked), messages_question(asked))
    return _chat_of_answers(desk, asked, draft, chat, page, note_all(desk, chat, page), found)


def _chat_of_answers(
    desk: Desk,
    asked: ChatAsked,
    draft: MessageDraft | None,
    chat: Chat | TelegramError,
    page: Page[Message] | TelegramError,
    shown: Shown,
    found: FoundPage | None = None,
) -> ChatPane:
    """Make a pane of what was read together. Raises what stands in the place of an answer.

    Where so much is unread that the newest page does not reach back to it, its beginning is read in one more call.
    """
    chat = raised(chat)
    opened = at_first_unread(asked, chat)
    if opened == asked:
        page = raised(page)
        desk.note_opened(asked.id)
    else:
        page = read_place(desk, opened)
        shown = note_pictures(desk, [chat], page.items)
    written = draft or draft_kept(chat.draft)
    opened, beginning = led_to_date(opened, page), read_beginning(desk, chat, page)
    return ChatPane.of(opened, chat, page, shown, written, beginning, found)


def read_beginning(desk: Desk, chat: Chat, page: Page[Message]) -> BeginningPane | None:
    """Read what stands before the first message to somebody, or why a topic takes none; None where that is nothing."""
    if isinstance(chat, TopicChat) and not chat.topic.can_write:
        return BeginningPane.of_closed_topic()
    return BeginningPane.of(desk.beginning(chat.id)) if may_begin(chat, page) else None


def read_older(desk: Desk, asked: ChatAsked) -> MessagesPane:
    """Read earlier messages of a chat that is shown already."""
    page, shown = read_messages(desk, asked)
    return MessagesPane.of(asked, page, shown, read_up_to=asked.read_up_to)


def read_newer(desk: Desk, asked: ChatAsked) -> tuple[MessagesPane, NewsPoll | None]:
    """Read later messages of a chat that is shown already; with its end comes the poll for what is new from then on."""
    after = asked.after or 0
    known, read = desk.together(conversation_question(asked), messages_question(asked, max(0, after - 1)))
    chat, page = raised(known), raised(read)
    following = [message for message in page.items if message.id > after]
    above = next((message for message in page.items if message.id <= after), None)
    is_end = not (following and is_before_the_end(chat, following))
    shown = note_pictures(desk, messages=following)
    messages = MessagesPane.of_newer(asked, following, shown, above=above, is_end=is_end)
    return messages, NewsPoll.at_end(asked, chat, page, messages) if is_end else None


def read_page(
    desk: Desk, listed: ListAsked, opened: ChatAsked | None = None, draft: MessageDraft | None = None
) -> DeskContext:
    """Read the list and, where one is ``opened``, a chat; if one of them fails, the other is shown all the same.

    All is asked for at once: that is one wait for Telegram.
    """
    if opened is None:
        return DeskContext.of(list_or_failure(listed, lambda: read_list(desk, listed)))
    if opened.find or listed.tab:  # only what is found says which messages are wanted
        pane = list_or_failure(listed, lambda: read_list(desk, listed))
        return DeskContext.of(pane, _chat_or_missing(opened, draft, lambda: read_chat(desk, opened, draft)))
    found, chat, page = desk.together(list_question(listed), conversation_question(opened), messages_question(opened))
    shown = note_all(desk, chat, page, found)
    pane = list_or_failure(listed, lambda: list_of_answer(desk, listed, found, shown))
    read = partial(_chat_of_answers, desk, opened, draft, chat, page, shown)
    return DeskContext.of(pane, _chat_or_missing(opened, draft, read))


def note_all(
    desk: Desk,
    chat: Chat | TelegramError,
    page: Page[Message] | TelegramError = NO_MESSAGES,
    found: ChatPage | Page[Found] | TelegramError = NO_CHATS,
) -> Shown:
    """Write down in one query where the pictures of all of these are."""
    chats, messages = ([], []) if isinstance(found, TelegramError) else _parts_of(found.items)
    opened = [] if isinstance(chat, TelegramError) else [chat]
    read = [] if isinstance(page, TelegramError) else page.items
    return note_pictures(desk, [*chats, *opened], [*messages, *read])


def _parts_of(listed: Iterable[Chat | Found]) -> tuple[list[Chat], list[Message]]:
    """The chats of a list, and the messages that were found in them."""
    found = [each for each in listed if isinstance(each, Found)]
    chats = [each.chat if isinstance(each, Found) else each for each in listed]
    return chats, [each.message for each in found]


def list_question(asked: ListAsked) -> Question[ChatPage | Page[Found]]:
    """Ask for the list of chats, or for what is found in it."""
    if asked.is_message_search:
        return Question("search_messages", lambda t: t.search_messages(asked.query, asked.limit, asked.cursor))
    return Question("chats", lambda t: t.chats(asked.limit, asked.cursor, asked.query or None, asked.folder))


def list_of_answer(
    desk: Desk, asked: ListAsked, page: ChatPage | Page[Found] | TelegramError, shown: Shown
) -> ListPane:
    """Make the list of what was read together with something else. Raises what stands in the place of an answer."""
    if isinstance(page, TelegramError):
        raise page
    if isinstance(page, ChatPage):
        return list_of_chats(asked, page, shown, saved=saved_if_sought(desk, asked))
    desk.note_searched()
    return list_of_found(asked, page, shown)


def saved_if_sought(desk: Desk, asked: ListAsked) -> Chat | None:
    """Saved Messages, where a search begins and their name is searched for: Telegram knows them by no name."""
    user_id = desk.account.row.telegram_user_id
    is_sought = asked.query and asked.cursor is None and user_id and is_saved_messages(asked.query)
    return Chat(id=user_id, kind=ChatKind.SAVED, title="") if is_sought and user_id else None


def list_of_chats(asked: ListAsked, page: ChatPage, shown: Shown, *, saved: Chat | None = None) -> ListPane:
    """Make the list of its chats; ``saved`` stands below them, unless they have it already."""
    way = search_query(asked.query, in_messages=asked.in_messages, in_archive=asked.is_archive)
    chats = [*page.items, saved] if saved and saved.id not in {chat.id for chat in page.items} else page.items
    rows = ChatRow.all_of(chats, shown, current=asked.current, way=way)
    return ListPane.of(asked, rows, shown, cursor=page.next, listed=page)


def list_of_found(asked: ListAsked, page: Page[Found], shown: Shown) -> ListPane:
    """Make the list of messages that were found."""
    way = search_query(asked.query, in_messages=True)
    rows = [ChatRow.of_found(found, shown, query=asked.query, current=asked.current, way=way) for found in page.items]
    return ListPane.of(asked, rows, shown, cursor=page.next)


def list_or_failure(asked: ListAsked, read: Callable[[], ListPane]) -> ListPane:
    """Read the list, or say in its place why it could not be read."""
    try:
        return read()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return ListPane.failed(asked, describe(error, "query" if asked.query else None))


def _chat_or_missing(
    asked: ChatAsked, draft: MessageDraft | None, read: Callable[[], ChatPane]
) -> ChatPane | ChatMissing:
    try:
        return read()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return ChatMissing.of(asked, describe(error), draft)
