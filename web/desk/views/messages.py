"""The messages of a chat: read, looked for anew, and sent."""

from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from tgsdk import Chat, ChatKind, MessageAlreadySent, NotLoggedIn, Page, TelegramError
from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.failures.failure import describe, invalid_input
from web.login.answers import fail
from web.pictures.store import Shown
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..answers import Part, at_the_desk, is_poll, options_of, part_of, show_page, show_part
from ..calls import Desk, desk_of
from ..chat_rows import ChatRow
from ..drafts import MessageDraft, new_draft, random_id_of
from ..forms import ChatForm, MessageForm, ReadForm
from ..message_rows import chat_url
from ..panes import chat_context
from ..payloads import message_payload, messages_payload
from ..reading import ChatAsked, DeskRead, ListAsked, read_changes, read_chat, read_news, read_older, read_page
from .chats import list_asked


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@at_the_desk
def messages_list(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    if request.method == "POST":
        return _send(request, chat_id)
    match reader_of(request):
        case Reader.PROGRAM:
            return _payload(request, chat_asked(request, chat_id))
        case Reader.BROWSER:
            return _page(request, chat_asked(request, chat_id))
        case Reader.HTMX if is_poll(request):
            return _news(request, chat_asked(request, chat_id))
    return _part(request, chat_asked(request, chat_id))


def chat_asked(request: SignedInRequest, chat_id: int) -> ChatAsked:
    """Raises EntryRefused."""
    form = ChatForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    values = form.cleaned_data
    return ChatAsked(
        id=chat_id,
        limit=values["limit"] or ChatAsked(id=chat_id).limit,
        cursor=values["cursor"] or None,
        after=values["after"],
        around=values["around"],
        read_up_to=values["read"] or 0,
        day=values["day"],
        pts=values["pts"] or 0,
        versions=values["shown"] or {},
    )


def _payload(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    with desk_of(request) as desk:
        if asked.after is None:
            read = read_older(desk, asked)
            read.note_pictures()
            return JsonResponse(messages_payload(read.messages or Page(items=())))
        page = desk.messages_after(asked.id, asked.after, asked.limit)
        desk.note_opened(asked.id)
        return JsonResponse(messages_payload(page))


def _page(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    listed = _list_beside(request, asked.id)
    with desk_of(request) as desk:
        read = read_page(desk, listed, asked)
    shown = read.note_pictures()
    status = read.chat_failure.status if read.chat_failure else HTTPStatus.OK
    return show_page(request, read, listed, chat_context(read, asked, shown), shown, status=status)


def _list_beside(request: SignedInRequest, chat_id: int) -> ListAsked:
    """The list's own beginning, or the search that the chat was found by: the cursor and the limit are the chat's."""
    asked = list_asked(request)
    return ListAsked(query=asked.query, in_messages=asked.in_messages, current=chat_id)


def _part(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    is_more = part_of(request) is Part.ROWS
    with desk_of(request) as desk:
        read = read_older(desk, asked) if is_more else read_chat(desk, asked)
    shown = read.note_pictures()
    template = "message_rows" if is_more else "messages_list"
    return show_part(request, template, chat_context(read, asked, shown), shown)


def _news(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    with desk_of(request, **options_of(request)) as desk:
        read = read_news(desk, asked)
    context, shown = _news_context(read, asked)
    if any(context[kind] for kind in ("messages", "changed", "gone")) or context["read_up_to"] > asked.read_up_to:
        return show_part(request, "message_news", context, shown)
    return no_news()


def _news_context(read: DeskRead, asked: ChatAsked) -> tuple[dict[str, Any], Shown]:
    shown = read.note_pictures()
    return chat_context(read, asked, shown) | {"older_url": None}, shown


@require_POST
@at_the_desk
def chat_read(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """What the page shows was read: a page says so by itself, for a GET changes nothing."""
    form = ReadForm(posted(request))
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    with desk_of(request) as desk:
        desk.mark_as_read(chat_id, form.cleaned_data["message_id"])
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"read": True})
        case Reader.BROWSER:
            return redirect(chat_url(chat_id), preserve_request=False)
    return no_news()


@sensitive_variables()
def _send(request: SignedInRequest, chat_id: int) -> HttpResponse:
    """What was written and could not be sent stays in the form, whatever goes wrong; and it is sent once."""
    fields = posted(request)
    form = MessageForm(fields)
    is_valid, values = form.is_valid(), form.cleaned_data
    draft = MessageDraft(text=str(fields.get("text", "")), draft=values.get("draft") or new_draft())
    if not is_valid:
        return _unsent(request, chat_id, replace(draft, failure=invalid_input(first_error(form), "text")))
    text, random_id = values["text"], values["random_id"]
    if random_id is None and values["draft"]:
        random_id = random_id_of(values["draft"], text)
    asked, read = _asked_beside(chat_id, form), DeskRead(is_sent=True)
    try:
        with desk_of(request) as desk:
            _send_with(desk, asked, read, text, random_id, reader_of(request))
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _unsent(request, chat_id, replace(draft, failure=describe(error, "text")))
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"message": message_payload(read.sent)} if read.sent else {})
        case Reader.BROWSER:
            return redirect(chat_url(chat_id), preserve_request=False)
    return _show_sent(request, read, asked)


def _asked_beside(chat_id: int, form: MessageForm) -> ChatAsked:
    """What the page shows already, as it says beside the text."""
    values = form.cleaned_data
    return ChatAsked(id=chat_id, after=values["after"], read_up_to=values["read"] or 0, versions=values["shown"] or {})


def _send_with(desk: Desk, asked: ChatAsked, read: DeskRead, text: str, random_id: int | None, reader: Reader) -> None:
    """Into ``read`` goes what the reader is shown then."""
    read.account_id = desk.account.row.pk
    try:
        read.sent = desk.send_message(asked.id, text, random_id)
    except MessageAlreadySent:
        if reader is Reader.PROGRAM:
            raise
    if reader is Reader.HTMX and asked.after is not None:
        with suppress(TelegramError):  # it was sent; the page looks for news anyway
            read_changes(desk, asked, read)


def _show_sent(request: SignedInRequest, read: DeskRead, asked: ChatAsked) -> HttpResponse:
    """An empty form, and what is new in the chat; where that is not known, the page looks for it at once."""
    context, shown = _news_context(read, asked)
    context |= {"chat": _head_of(asked.id, read.chat), "can_write": True}
    if read.is_current:
        return show_part(request, "message_sent", context, shown)
    response = show_part(request, "message_sent", context | {"news_url": None}, shown)
    return trigger_client_event(response, "poll", {"target": "#news"}, after="settle")


def _unsent(request: SignedInRequest, chat_id: int, draft: MessageDraft) -> HttpResponse:
    failure = draft.failure or invalid_input("")
    match reader_of(request):
        case Reader.PROGRAM:
            return fail(request, failure)
        case Reader.BROWSER:
            response = _page_with(request, ChatAsked(id=chat_id), draft, failure.status)
        case _:
            context = {"chat": _head_of(chat_id), "can_write": True, "form": draft}
            response = show_part(request, "message_form", context, Shown(), status=failure.status)
            response = reswap(retarget(response, "#message-form"), "outerHTML")
    if failure.retry_after:
        response["Retry-After"] = str(failure.retry_after)
    return response


def _page_with(request: SignedInRequest, asked: ChatAsked, draft: MessageDraft, status: int) -> HttpResponse:
    """The page with what was written in it, also where nothing else can be shown."""
    listed = _list_beside(request, asked.id)
    try:
        with desk_of(request) as desk:
            read = read_page(desk, listed, asked)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        read = DeskRead(chats_failure=describe(error), chat_failure=describe(error))
    shown = read.note_pictures()
    context = chat_context(read, asked, shown, draft=draft)
    if read.chat is None:
        context |= {"chat": _head_of(asked.id), "can_write": True}
    return show_page(request, read, listed, context, shown, status=status)


def _head_of(chat_id: int, chat: Chat | None = None) -> ChatRow:
    kind = ChatKind.PRIVATE if chat_id > 0 else ChatKind.GROUP
    return ChatRow.of(chat or Chat(id=chat_id, kind=kind, title=_("this chat")), Shown(), place="h", current=chat_id)
