"""Sending a text: once, and what could not be sent stays in the form."""

from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django_htmx.http import reswap, retarget, trigger_client_event

from tgsdk import AnsweredMessageGone, Message, MessageAlreadySent, NotLoggedIn, TelegramError
from tgsdk.contrib.django.errors import AccountBusy
from web.entries import first_error, posted
from web.failures.errors import TooManyUploads
from web.failures.failure import Failure, describe, invalid_input
from web.failures.ways import Way
from web.login.answers import fail, with_headers
from web.pictures.store import pictures_url
from web.readers import ANSWER_HEADER, Answer, Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import chat_url
from ..asked import ChatAsked, end_of_chat_asked, list_asked_beside, shown_asked, topic_of
from ..calls import Desk, desk_of
from ..composing import Written
from ..contexts import DeskContext, MessageRefusedContext, MessageSentContext, NewsContext
from ..drafts import MessageDraft, new_draft, random_id_of
from ..forms import TELEGRAM, MessageForm
from ..panes import ChatMissing, ListPane, NewsPane
from ..payloads import formatted_payload, message_payload
from ..reading import read_page
from ..reading_news import read_news_beside


@sensitive_variables()
def send_message(request: SignedInRequest, chat_id: int) -> HttpResponse:
    form = MessageForm(posted(request))
    is_valid, draft = form.is_valid(), _draft_of(form)
    if not is_valid:
        return _refuse(request, chat_id, draft, invalid_input(first_error(form), "text"))
    shown = shown_asked(request, chat_id, form)
    first, rest = _cut(form)
    try:
        with desk_of(request) as desk:
            message = _send_once(request, desk, chat_id, form, first)
            if form.cleaned_data["saved"] and not rest:
                clear_draft(desk, chat_id, shown.topic)
            news = read_news_after(request, desk, shown)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, draft, describe(error, "text"))
    if rest and reader_of(request) is Reader.BROWSER:  # others cut it by themselves
        return _refuse(request, chat_id, MessageDraft(text=_source_of(form, rest)), _rest_left())
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse(_sent_payload(form, message, rest))
        case Reader.BROWSER:
            return redirect(chat_url(chat_id, shown.topic), preserve_request=False)
    return message_sent(request, message, news)


def refuse_unsent(request: SignedInRequest, chat_id: int, failure: Failure) -> HttpResponse:
    """Give a text back that nobody has looked at."""
    form = MessageForm(posted(request))
    form.is_valid()
    return _refuse(request, chat_id, _draft_of(form), failure)


def is_on_its_way(request: HttpRequest) -> bool:
    """True for a message that stands as a bubble in the page that sends it (outgoing.html)."""
    return request.headers.get("HX-Target", "").startswith("outgoing-answer-")


def refuse_on_its_way(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Say in the bubble of a message why it was not sent; the text is kept there."""
    response = render_context(request, MessageRefusedContext(failure=failure), status=failure.status)
    if failure.code in (AccountBusy.code, TooManyUploads.code):
        response[ANSWER_HEADER] = Answer.BUSY.value  # it waits, and comes again
    return with_headers(response, failure)


def _draft_of(form: MessageForm) -> MessageDraft:
    """The text as it was written, even if it was refused, and what it answers."""
    return MessageDraft(
        text=str(form.data.get("text", "")),
        draft=form.cleaned_data.get("draft") or new_draft(),
        reply_to=form.cleaned_data.get("reply_to"),
        quote=form.cleaned_data.get("quote") or "",
    )


def _cut(form: MessageForm) -> tuple[Written, Written | None]:
    """The message, and what is left for the next ones."""
    written = form.written(form.cleaned_data["text"])
    first, *others = written.parts
    return first, written.between(len(first.text), len(written.text)) if others else None


def _source_of(form: MessageForm, rest: Written) -> str:
    """What is left, as it is to be sent: with marks, where the text had them."""
    return rest.source if form.cleaned_data["markup"] == TELEGRAM else rest.text


def _sent_payload(form: MessageForm, message: Message | None, rest: Written | None) -> dict[str, object]:
    sent: dict[str, object] = {"message": message_payload(message)} if message else {}
    if rest:
        sent["rest"] = _source_of(form, rest)
    if rest and form.cleaned_data["entities"]:
        sent["rest_entities"] = formatted_payload(rest)["entities"]
    return sent


def _rest_left() -> Failure:
    """Nothing has failed, but the form has to be sent again."""
    text = _("The beginning is sent. Here is what is left: send it too.")
    return Failure(status=HTTPStatus.OK, code="rest_left", text=text, way=Way.CORRECT, field="text")


def _send_once(
    request: SignedInRequest, desk: Desk, chat_id: int, form: MessageForm, written: Written
) -> Message | None:
    """Send, unless Telegram has the text already: then None, which counts as sent but to programs."""
    random_id, draft = (form.cleaned_data[name] for name in ("random_id", "draft"))
    if random_id is None and draft:
        random_id = random_id_of(draft, form.cleaned_data["text"])
    reply_to, quote = (form.cleaned_data[name] or None for name in ("reply_to", "quote"))
    try:
        return desk.send_message(
            chat_id,
            written.text,
            random_id,
            entities=written.entities,
            reply_to=reply_to,
            quote=quote,
            topic_id=topic_of(request),
        )
    except MessageAlreadySent:
        if reader_of(request) is Reader.PROGRAM:
            raise
        return None


def clear_draft(desk: Desk, chat_id: int, topic: int | None = None) -> None:
    """Take the draft away that is sent now; where that fails, the text was sent all the same."""
    with suppress(TelegramError):
        desk.save_draft(chat_id, "", topic_id=topic)


def read_news_after(request: SignedInRequest, desk: Desk, shown: ChatAsked) -> NewsPane | None:
    """Read what is new, for htmx. None where that fails: the text was sent, and the page looks for news anyway."""
    if reader_of(request) is Reader.HTMX and shown.after is not None:
        with suppress(TelegramError):
            return read_news_beside(desk, shown)
    return None


def message_sent(request: SignedInRequest, message: Message | None, news: NewsPane | None) -> HttpResponse:
    """The news of the chat, in the place of the bubble; where they are not known, it stays until they are."""
    wanted_url = pictures_url(news.wanted) if news else None
    response = render_context(request, MessageSentContext(news=news, wanted_url=wanted_url))
    trigger_client_event(response, "arrived", {"id": message.id if message else None})
    return reswap(retarget(response, "closest li"), "delete") if news else reswap(response, "none")


def message_planned(request: SignedInRequest, news: str) -> HttpResponse:
    """The bubble of what is planned goes, and the page opens what is planned."""
    response = render_context(request, NewsContext(news=news))
    trigger_client_event(response, "planned", {})
    return reswap(trigger_client_event(response, "arrived", {"id": None}), "none")


def _refuse(request: SignedInRequest, chat_id: int, draft: MessageDraft, failure: Failure) -> HttpResponse:
    match reader_of(request):
        case Reader.PROGRAM:
            return fail(request, failure)
        case Reader.BROWSER:
            unsent = replace(draft, failure=failure)
            if failure.code == AnsweredMessageGone.code:
                unsent = replace(unsent, reply_to=None, quote="")
            return with_headers(page_with(request, chat_id, unsent, failure), failure)
    return refuse_in_bubble(request, failure)


def refuse_in_bubble(request: SignedInRequest, failure: Failure) -> HttpResponse:
    """Say in its bubble why a message was not sent; where what it answered is gone, it can be sent without."""
    response = refuse_on_its_way(request, failure)
    is_without_answer = failure.code == AnsweredMessageGone.code
    return trigger_client_event(response, "answer-gone", {}) if is_without_answer else response


def page_with(request: SignedInRequest, chat_id: int, unsent: MessageDraft, failure: Failure) -> HttpResponse:
    """The page with what was written in it, even if nothing else can be shown."""
    listed, opened = list_asked_beside(request, chat_id), end_of_chat_asked(request, chat_id)
    try:
        with desk_of(request) as desk:
            page = read_page(desk, listed, opened, unsent)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        pane = ListPane.failed(listed, describe(error))
        page = DeskContext.of(pane, ChatMissing.of(opened, describe(error), unsent))
    return render_context(request, page, status=failure.status)
