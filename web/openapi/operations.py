"""What each address does for programs. Its parameters come from its form, its scopes from web/tokens/scopes.py."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django import forms

from web.desk import shapes as desk
from web.desk.forms import (
    ArchiveForm,
    ChatForm,
    ChosenForm,
    DeleteForm,
    DraftForm,
    EditForm,
    FilesForm,
    ForwardForm,
    ForwardPlacesForm,
    ListForm,
    MembersForm,
    MessageForm,
    MuteForm,
    PinForm,
    ReactionForm,
    ReadForm,
    ResolveForm,
    ScheduledEditForm,
    ScheduledFilesForm,
    ScheduledForm,
    SharedForm,
    TextForm,
    TopicForm,
    TopicsForm,
    UnreadForm,
)
from web.login import shapes as login
from web.login.forms import PasswordForm, PhoneForm
from web.tokens import shapes as tokens
from web.tokens.forms import TokenForm

OF_ALL = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
OF_TELEGRAM = (
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.GATEWAY_TIMEOUT,
)
OF_BODIES = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form that programs use; ``more`` has those that no form names, as JSON Schema."""

    form: type[forms.Form] | None = None
    names: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address. ``answers`` are the shapes of a success, or ``media`` what bytes it gives.

    ``files`` are the fields of ``body`` in a form with files. ``asks_telegram`` says whether Telegram's failures can
    come of it; ``status`` is that of a success, ``others`` are more that it may have.
    """

    name: str
    method: str = "GET"
    summary: str
    answers: tuple[Any, ...] = ()
    media: str = ""
    query: Fields | None = None
    body: Fields | None = None
    files: Fields | None = None
    asks_telegram: bool = True
    status: HTTPStatus = HTTPStatus.OK
    others: tuple[HTTPStatus, ...] = ()

    @property
    def failures(self) -> list[HTTPStatus]:
        """The statuses of its failures."""
        found = {*OF_ALL, *(OF_TELEGRAM if self.asks_telegram else ()), *(OF_BODIES if self.method == "POST" else ())}
        return sorted({*found, *self.others} - {HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED})


NO_SUCH = HTTPStatus.NOT_FOUND
REFUSED = HTTPStatus.BAD_REQUEST
GONE = HTTPStatus.GONE
WORDS = {"type": "string"}
FOUND_IN = {"in": {"type": "string", "enum": ["messages"], "description": "Search in messages, not in names."}}
IDS = {"type": "array", "items": {"type": "integer"}}
SWITCH = {"type": "boolean"}
ENTITIES = {"type": "array", "items": {"type": "object"}, "description": "Formatted parts, as messages tell them."}
FILES = {"files": {"type": "array", "maxItems": 10, "items": {"type": "string", "format": "binary"}}}
PICTURES = {"id": {"type": "array", "items": WORDS, "description": "Pictures as ID.chat or ID.message."}}

OPERATIONS = (
    Operation(name="index", summary="The state that HR Helper knows", answers=(login.State,), asks_telegram=False),
    Operation(name="openapi", summary="This description", answers=(dict[str, Any],), asks_telegram=False),
    Operation(name="session_status", summary="The state of the account", answers=(login.Status,)),
    Operation(
        name="session_reset",
        method="POST",
        summary="Log out at Telegram, and forget",
        answers=(login.Ended,),
        body=None,
    ),
    Operation(
        name="session_connect_again",
        method="POST",
        summary="Begin a new login in place of a connection in doubt",
        answers=(login.Ended,),
    ),
    Operation(name="qr_start", summary="Start or show the QR login", answers=(login.QrCode,), others=(GONE,)),
    Operation(name="qr_status", summary="Look once at the QR login", answers=(login.Login,), others=(GONE,)),
    Operation(
        name="auth_phone",
        method="POST",
        summary="Have a login code sent",
        answers=(login.CodeSent,),
        body=Fields(PhoneForm, ("phone",)),
        others=(GONE,),
    ),
    Operation(
        name="auth_resend",
        method="POST",
        summary="Have the code sent in the next way",
        answers=(login.CodeSent,),
        others=(GONE,),
    ),
    Operation(
        name="auth_verify",
        method="POST",
        summary="Enter the login code, or the two-step verification password",
        answers=(login.Login,),
        body=Fields(PasswordForm, (), {"code": WORDS, "password": WORDS}),
        others=(GONE,),
    ),
    Operation(
        name="chats_list",
        summary="Chats, or what is found among them",
        answers=(desk.Chats, desk.Found),
        query=Fields(ListForm, ("limit", "cursor", "q", "folder", "tab"), FOUND_IN),
        others=(REFUSED,),
    ),
    Operation(name="folders", summary="The folders that the person has made", answers=(desk.Folders,)),
    Operation(
        name="topics",
        summary="Topics of a forum",
        answers=(desk.Topics,),
        query=Fields(TopicsForm, ("limit", "cursor")),
        others=(REFUSED,),
    ),
    Operation(name="topic", summary="One topic of a forum", answers=(desk.OneTopic,), others=(NO_SUCH,)),
    Operation(name="chat_info", summary="One chat", answers=(desk.ChatInfo,)),
    Operation(
        name="messages_list",
        summary="Messages of a chat, newest first, or those of them that are found",
        answers=(desk.Messages, desk.Found),
        query=Fields(ChatForm, ("limit", "cursor", "after", "around", "find", "date", "topic")),
        others=(REFUSED,),
    ),
    Operation(
        name="messages_list",
        method="POST",
        summary="Send a message, or files with a caption, once for each random_id",
        answers=(desk.Sent,),
        query=Fields(TopicForm, ("topic",)),
        body=Fields(
            MessageForm,
            ("text", "markup", "reply_to", "quote", "random_id"),
            {"entities": ENTITIES, "in_parts": SWITCH},
        ),
        files=Fields(FilesForm, ("text", "markup", "random_id", "reply_to", "as"), FILES | {"entities": ENTITIES}),
        others=(NO_SUCH,),
    ),
    Operation(
        name="message_acts",
        summary="One message as it is now, with the link to it",
        answers=(desk.OneMessage,),
        query=Fields(TopicForm, ("topic",)),
        others=(REFUSED, NO_SUCH),
    ),
    Operation(
        name="message_edit",
        summary="The text of a message, with Telegram's marks",
        answers=(desk.EditableMessage,),
        others=(NO_SUCH,),
    ),
    Operation(
        name="message_edit",
        method="POST",
        summary="Give an own message another text",
        answers=(desk.Sent,),
        body=Fields(EditForm, ("text", "markup"), {"entities": ENTITIES}),
        others=(NO_SUCH,),
    ),
    Operation(
        name="messages_by_id",
        summary="Some messages as they are now, without those that are gone",
        answers=(desk.MessagesById,),
        query=Fields(ChosenForm, ("message_ids",)),
        others=(REFUSED,),
    ),
    Operation(
        name="messages_reaction",
        method="POST",
        summary="React to a message with an emoji, or without one take the own reaction away",
        answers=(desk.Sent,),
        body=Fields(ReactionForm, ("message_id", "emoji")),
        others=(NO_SUCH,),
    ),
    Operation(
        name="messages_delete",
        method="POST",
        summary="Delete messages, for the account alone or for everyone",
        answers=(desk.Deleted,),
        body=Fields(DeleteForm, (), {"message_ids": IDS, "for_everyone": SWITCH}),
    ),
    Operation(
        name="messages_forward",
        summary="Chats that messages can be forwarded to",
        answers=(desk.Chats,),
        query=Fields(ForwardPlacesForm, ("message_ids", "limit", "cursor", "q")),
        others=(REFUSED,),
    ),
    Operation(
        name="messages_forward",
        method="POST",
        summary="Forward messages, once for each of the random_ids",
        answers=(desk.Forwarded,),
        body=Fields(ForwardForm, ("to_chat_id", "to_topic_id"), {"message_ids": IDS, "random_ids": IDS}),
        others=(NO_SUCH,),
    ),
    Operation(
        name="chat_unread",
        method="POST",
        summary="Mark a chat as unread, or take the mark away, and read it up to a message",
        answers=(desk.MarkedUnread,),
        body=Fields(UnreadForm, ("message_id",), {"unread": SWITCH}),
    ),
    Operation(
        name="chat_pin",
        method="POST",
        summary="Pin a chat at the top of its list, or not any more",
        answers=(desk.Pinned,),
        body=Fields(PinForm, (), {"pinned": SWITCH}),
    ),
    Operation(
        name="chat_archive",
        method="POST",
        summary="Move a chat to the archive, or back",
        answers=(desk.Archived,),
        body=Fields(ArchiveForm, (), {"archived": SWITCH}),
    ),
    Operation(
        name="chat_mute",
        method="POST",
        summary="Mute a chat, or not any more",
        answers=(desk.Muted,),
        body=Fields(MuteForm, (), {"muted": SWITCH}),
    ),
    Operation(
        name="formatting",
        method="POST",
        summary="Read Telegram's marks in a text",
        answers=(desk.Formatted,),
        body=Fields(TextForm, ("text", "markup")),
        asks_telegram=False,
    ),
    Operation(
        name="chat_read",
        method="POST",
        summary="Mark everything up to a message as read",
        answers=(desk.Read,),
        query=Fields(TopicForm, ("topic",)),
        body=Fields(ReadForm, ("message_id",)),
    ),
    Operation(
        name="chat_draft",
        method="POST",
        summary="Keep an unsent text at Telegram, or take it away",
        answers=(desk.DraftSaved,),
        query=Fields(TopicForm, ("topic",)),
        body=Fields(DraftForm, ("text", "reply_to")),
    ),
    Operation(
        name="scheduled",
        summary="What is planned in a chat, or in a topic of it, the next first",
        answers=(desk.Scheduled,),
        query=Fields(TopicForm, ("topic",)),
        others=(REFUSED,),
    ),
    Operation(
        name="scheduled",
        method="POST",
        summary="Have a message, or files with a caption, sent later, once for each random_id",
        answers=(desk.Planned,),
        query=Fields(TopicForm, ("topic",)),
        body=Fields(ScheduledForm, ("text", "at", "markup", "reply_to", "quote", "random_id"), {"entities": ENTITIES}),
        files=Fields(
            ScheduledFilesForm,
            ("text", "at", "markup", "random_id", "reply_to", "as"),
            FILES | {"entities": ENTITIES},
        ),
    ),
    Operation(
        name="scheduled_edit",
        summary="A planned message, and its text with marks to be edited",
        answers=(desk.EditableMessage,),
    ),
    Operation(
        name="scheduled_edit",
        method="POST",
        summary="Give a planned message another text and time",
        answers=(desk.Planned,),
        body=Fields(ScheduledEditForm, ("text", "at", "markup"), {"entities": ENTITIES}),
    ),
    Operation(name="scheduled_send", method="POST", summary="Send a planned message now", answers=(desk.SentNow,)),
    Operation(name="scheduled_delete", method="POST", summary="Give a planned message up", answers=(desk.Deleted,)),
    Operation(
        name="resolve",
        method="POST",
        summary="Look somebody up by username, phone number or link",
        answers=(desk.Resolved,),
        body=Fields(ResolveForm, ("who",)),
    ),
    Operation(name="requirement", summary="What is asked of whoever writes to somebody", answers=(desk.Requirement,)),
    Operation(name="person", summary="The card of a person, group or channel", answers=(desk.Profile,)),
    Operation(
        name="members",
        summary="Members of a group or a channel",
        answers=(desk.Members,),
        query=Fields(MembersForm, ("limit", "cursor")),
        others=(REFUSED,),
    ),
    Operation(
        name="shared_media",
        summary="What was shared in a chat, newest first",
        answers=(desk.Messages,),
        query=Fields(SharedForm, ("kind", "limit", "cursor")),
        others=(REFUSED,),
    ),
    Operation(
        name="message_file",
        summary="The file of a message, whole or by a range",
        media="*/*",
        others=(
            HTTPStatus.PARTIAL_CONTENT,
            NO_SUCH,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        ),
    ),
    Operation(
        name="message_view",
        summary="A PDF of a message, to be shown in a frame",
        media="application/pdf",
        others=(
            HTTPStatus.PARTIAL_CONTENT,
            NO_SUCH,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        ),
    ),
    Operation(
        name="link",
        summary="Where a link of a message leads that seems to lead elsewhere",
        answers=(desk.LinkToCheck,),
        query=Fields(None, (), {"to": WORDS}),
        asks_telegram=False,
        others=(NO_SUCH,),
    ),
    Operation(
        name="pictures",
        summary="Fetch pictures from Telegram",
        answers=(desk.Pictures,),
        query=Fields(None, (), PICTURES),
    ),
    Operation(
        name="picture",
        summary="A picture that was fetched",
        media="image/*",
        asks_telegram=False,
        others=(HTTPStatus.NOT_MODIFIED, NO_SUCH),
    ),
    Operation(
        name="unread_icon",
        summary="The page's icon, with its number",
        media="image/*",
        asks_telegram=False,
        others=(NO_SUCH,),
    ),
    Operation(name="user_info", summary="The connected account", answers=(login.Person,)),
    Operation(name="tokens", summary="Your API tokens", answers=(tokens.Tokens,), asks_telegram=False),
    Operation(
        name="tokens",
        method="POST",
        summary="Make an API token",
        answers=(tokens.NewToken,),
        body=Fields(TokenForm, ("name", "scopes", "days")),
        asks_telegram=False,
        status=HTTPStatus.CREATED,
    ),
    Operation(
        name="token_revoke",
        method="POST",
        summary="Revoke an API token",
        answers=(tokens.Revoked,),
        asks_telegram=False,
        others=(NO_SUCH,),
    ),
)
