"""The words of every failure: by the class of its error, and in finer words by Telegram's own name for it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tgsdk import (
    AccountRestricted,
    AnsweredMessageGone,
    CursorInvalid,
    DeleteForbidden,
    DownloadIncomplete,
    EditForbidden,
    FileInvalid,
    FileReferenceExpired,
    FloodWait,
    Forbidden,
    ForwardForbidden,
    InvalidInput,
    InviteLinkUnsupported,
    LoginExpired,
    LoginUnsupported,
    MessageAlreadySent,
    MessageInvalid,
    Misconfigured,
    NobodyFound,
    NotFound,
    NotLoggedIn,
    PasswordInvalid,
    PaymentRequired,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberBanned,
    PhoneNumberInvalid,
    PhoneNumberUnoccupied,
    PremiumRequired,
    ProtocolError,
    QueryInvalid,
    ReactionForbidden,
    SendCodeUnavailable,
    SessionEnded,
    SessionInDoubt,
    SessionInvalid,
    SlowMode,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    Unsupported,
    UpdateAppToLogin,
    UploadIncomplete,
    UsernameInvalid,
    WriteForbidden,
    WrongMoment,
)
from tgsdk.contrib.django.errors import AccountBusy, TooManyAttempts, TooManyLookUps, TooManyNewConversations
from web.entries import NULL, HalfCharacter

from .errors import (
    Field,
    FileTooLarge,
    OtherAccount,
    OtherPerson,
    TooManyDownloads,
    TooManySignIns,
    TooManyUploads,
    UploadTooLarge,
)
from .ways import Way

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """The HTTP status of a class of errors, what it says to the person, and the way on."""

    status: HTTPStatus
    text: Words
    way: Way = Way.RETRY
    field: Field | None = None
    retry_after: int | None = None


def _correct(field: Field | None, text: Words, *, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Reaction:
    """The form again, with the words at this field."""
    return Reaction(status=status, text=text, way=Way.CORRECT, field=field)


def _connect(text: Words) -> Reaction:
    return Reaction(status=HTTPStatus.UNAUTHORIZED, text=text, way=Way.CONNECT)


def _look(text: Words) -> Reaction:
    return Reaction(status=HTTPStatus.CONFLICT, text=text, way=Way.LOOK)


def _retry(status: HTTPStatus, text: Words, *, after: int | None = None) -> Reaction:
    return Reaction(status=status, text=text, retry_after=after)


BROKEN = _("Something broke on Telegram's side. Please try again in a minute.")

# By the class of the error: what stands here holds for its subclasses too.
REACTIONS: dict[type[TelegramError], Reaction] = {
    # What was entered can be corrected.
    InvalidInput: _correct(None, _("Telegram does not accept this. Please check what you entered.")),
    HalfCharacter: _correct(None, NULL["null_characters_not_allowed"]),
    PhoneNumberInvalid: _correct(
        "phone", _("Telegram does not accept this number. Check it: it begins with + and the country code.")
    ),
    PhoneNumberUnoccupied: _correct(
        "phone", _("This number has no Telegram account. Check it, or create an account in the Telegram app first.")
    ),
    PhoneCodeInvalid: _correct(
        "code", _("The code does not fit. Check it and enter it again: only the latest one is valid.")
    ),
    PasswordInvalid: _correct(
        "password", _("The password does not fit. Check the keyboard layout and Caps Lock, and try again.")
    ),
    MessageInvalid: _correct(
        "text", _("Telegram does not take this message. Check that it is not empty and not too long.")
    ),
    FileInvalid: _correct("files", _("Telegram does not take this file. Choose another one.")),
    QueryInvalid: _correct("query", _("Telegram cannot search for this. Enter a little more of the name or the word.")),
    UsernameInvalid: _correct(
        "query", _("This is nobody's name in Telegram. Enter @name, a phone number with its country code, or a link.")
    ),
    InviteLinkUnsupported: _correct(
        "query",
        _("This link invites into a group or a channel. Open it in Telegram: once you are in, the chat appears here."),
    ),
    CursorInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("The list cannot be continued from this place. Open it again from the beginning."),
        way=Way.HOME,
    ),
    # Nobody is connected (any more).
    NotLoggedIn: _connect(_("Telegram is not connected. Connect your account to go on.")),
    SessionInvalid: _connect(_("The saved connection cannot be opened. Please connect Telegram again.")),
    SessionEnded: _connect(_("Telegram has ended the connection. Connect again to go on.")),
    SessionInDoubt: Reaction(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        text=_(
            "Telegram does not recognise the connection at the moment. It may be a passing trouble: nothing is lost. "
            "Try again; if it stays so, connect again."
        ),
        way=Way.DOUBT,
    ),
    # It is not the moment for this, or no longer.
    WrongMoment: _look(_("The login has moved on meanwhile: this is where it is now.")),
    MessageAlreadySent: _look(_("This message was sent already.")),
    SendCodeUnavailable: _correct(
        "code",
        _("Telegram has no other way left to send the code. The codes sent earlier are still valid."),
        status=HTTPStatus.CONFLICT,
    ),
    OtherAccount: _look(
        _("Another Telegram account was connected in another tab. Nothing was done: this page is of the former one.")
    ),
    OtherPerson: Reaction(
        status=HTTPStatus.CONFLICT,
        text=_("Somebody else has signed in to HR Helper in another tab. Nothing was done: this page is not theirs."),
        way=Way.HOME,
    ),
    AccountBusy: _retry(
        HTTPStatus.CONFLICT, _("Your account is busy with another request. This takes only a moment."), after=1
    ),
    PhoneCodeExpired: _correct("code", _("The code is out of date. Send a new one?"), status=HTTPStatus.GONE),
    LoginExpired: Reaction(
        status=HTTPStatus.GONE,
        text=_("The login has ended: too much time has passed. Start it anew."),
        way=Way.ANEW,
    ),
    # It is not allowed.
    Forbidden: _retry(HTTPStatus.FORBIDDEN, _("Telegram does not allow this account to do that.")),
    PhoneNumberBanned: _correct(
        "phone",
        _("Telegram has blocked this number. The Telegram app helps with that; here you can use another number."),
        status=HTTPStatus.FORBIDDEN,
    ),
    LoginUnsupported: _correct(
        "phone",
        _("Telegram does not let this number in here, only in its own app. Log in by QR code instead."),
        status=HTTPStatus.FORBIDDEN,
    ),
    WriteForbidden: _correct(
        "text", _("Telegram does not let this account write in this chat."), status=HTTPStatus.FORBIDDEN
    ),
    AccountRestricted: _retry(
        HTTPStatus.FORBIDDEN,
        _(
            "Telegram has restricted this account: it may not write to new people for now. "
            "@SpamBot in Telegram says for how long, and what to do."
        ),
    ),
    PremiumRequired: _correct(
        "text",
        _("This person takes messages from contacts and Telegram Premium subscribers only."),
        status=HTTPStatus.FORBIDDEN,
    ),
    PaymentRequired: _correct(
        "text", _("Messages have to be paid for here. Write in the Telegram app."), status=HTTPStatus.FORBIDDEN
    ),
    EditForbidden: _correct(
        "text", _("Telegram does not let this message be edited any more."), status=HTTPStatus.FORBIDDEN
    ),
    DeleteForbidden: _retry(HTTPStatus.FORBIDDEN, _("Telegram does not let you delete this message for everyone.")),
    ReactionForbidden: _retry(HTTPStatus.FORBIDDEN, _("This reaction cannot be given here. Choose another one.")),
    ForwardForbidden: _retry(
        HTTPStatus.FORBIDDEN, _("What is written in this chat may not be forwarded: its owners have forbidden it.")
    ),
    # It is not there, or too large.
    NobodyFound: _correct(
        "query", _("Telegram finds nobody of this name or number. Check it."), status=HTTPStatus.NOT_FOUND
    ),
    AnsweredMessageGone: _correct(
        "text",
        _("The message that you answer is not there any more. Send your text again: it goes without the answer."),
        status=HTTPStatus.NOT_FOUND,
    ),
    NotFound: _retry(HTTPStatus.NOT_FOUND, _("Telegram does not know this. It may have been deleted.")),
    FileReferenceExpired: _retry(
        HTTPStatus.NOT_FOUND, _("Telegram does not give this file any more. Open the chat again and try once more.")
    ),
    FileTooLarge: Reaction(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        text=_("This file is larger than %(limit)s, the most that HR Helper passes on. Download it in Telegram."),
        way=Way.HOME,
    ),
    # It was too often; the error says for how long to wait.
    FloodWait: _retry(HTTPStatus.TOO_MANY_REQUESTS, _("Too many attempts in a row: Telegram asks for a pause.")),
    SlowMode: _retry(HTTPStatus.TOO_MANY_REQUESTS, _("In this chat messages may be sent only now and then.")),
    TooManyAttempts: _retry(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many attempts in a row. Take a break, so that Telegram does not lock the login."),
    ),
    TooManyLookUps: _retry(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Telegram lets an account look up only a few people, one after another. This protects your account."),
    ),
    TooManyNewConversations: _retry(
        HTTPStatus.TOO_MANY_REQUESTS,
        _(
            "You have begun as many new conversations today as are safe: after more of them Telegram may take your "
            "account for a spammer's. Whoever has written to you can be answered as always."
        ),
    ),
    TooManyDownloads: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        text=_("You are downloading several files already. Start this one when one of them is done."),
        way=Way.HOME,
    ),
    UploadTooLarge: Reaction(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        text=_("That is more than %(limit)s, the most that HR Helper takes at a time. Send less, or one by one."),
        way=Way.CORRECT,
        field="files",
    ),
    TooManyUploads: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        text=_("Other files are being sent already. Send these when one of them is done."),
        way=Way.CORRECT,
        field="files",
    ),
    TooManySignIns: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        text=_("Too many attempts to sign in. Try again in %(wait)s."),
        way=Way.HOME,
    ),
    # Telegram is broken, away or slow, or does not take us.
    TelegramError: _retry(HTTPStatus.BAD_GATEWAY, _("Telegram could not do this. Please try again.")),
    TelegramFailure: _retry(HTTPStatus.BAD_GATEWAY, BROKEN),
    ProtocolError: _retry(
        HTTPStatus.BAD_GATEWAY, _("Telegram's answer could not be understood. Please try again in a minute.")
    ),
    DownloadIncomplete: _retry(HTTPStatus.BAD_GATEWAY, _("Telegram gave only a part of the file. Please try again.")),
    UploadIncomplete: _retry(HTTPStatus.BAD_GATEWAY, _("Telegram has lost a part of the file. Please send it again.")),
    Misconfigured: _retry(
        HTTPStatus.BAD_GATEWAY, _("Telegram does not accept HR Helper's settings. Please tell your administrator.")
    ),
    UpdateAppToLogin: _retry(
        HTTPStatus.BAD_GATEWAY,
        _(
            "Telegram no longer lets this version of HR Helper log in: please tell your administrator "
            "that Kurigram must be installed in place of Pyrogram."
        ),
    ),
    Unsupported: Reaction(
        status=HTTPStatus.NOT_IMPLEMENTED,
        text=_("HR Helper is set up so that it cannot do this. Ask your administrator if you need it."),
        way=Way.HOME,
    ),
    TelegramUnavailable: _retry(HTTPStatus.SERVICE_UNAVAILABLE, _("There is no connection to Telegram."), after=5),
    Timeout: _retry(HTTPStatus.GATEWAY_TIMEOUT, _("Telegram takes too long to answer."), after=5),
}

# By Telegram's name for the end of a connection.
REASONS: dict[str, Words] = {
    "SESSION_REVOKED": _("The connection was ended from your phone or another device."),
    "AUTH_KEY_UNREGISTERED": _("The connection was ended from your phone or another device."),
    "SESSION_EXPIRED": _("The connection was not used for a long time, so Telegram ended it."),
    "AUTH_KEY_DUPLICATED": _("Telegram saw the same connection in two places and ended it for safety."),
    "USER_DEACTIVATED": _("Telegram says that this account was deleted."),
    "USER_DEACTIVATED_BAN": _("Telegram has blocked this account."),
    "session_invalid": _("The saved connection cannot be opened any more."),
}

# By Telegram's name of an error, or of an answer that cannot be followed; %d is a number in it.
NAMED: dict[str, Words] = {
    "auth.sentCodeTypeSetUpEmailRequired": _(
        "Telegram asks to add an e-mail address to this account first. Do it in Telegram on your phone, "
        "or log in by QR code."
    ),
    "auth.sentCodePaymentRequired": _(
        "For a code to this number Telegram asks for a payment in its own app. Log in by QR code instead."
    ),
    "PHONE_NUMBER_FLOOD": _(
        "A code was asked for too often with this number, so Telegram asks for a long pause. "
        "Meanwhile you can log in by QR code."
    ),
    "PHONE_PASSWORD_FLOOD": _(
        "There were too many attempts to log in with this number, so Telegram asks for a long pause."
    ),
    "SMS_CODE_CREATE_FAILED": _("Telegram could not send the code. Try again in a minute, or log in by QR code."),
    "AUTH_RESTART": _("Telegram asks to start the login anew."),
    "AUTH_RESTART_%d": _("Telegram asks to start the login anew."),
    "SIGN_IN_FAILED": _("Telegram could not finish the login. Please try again in a minute."),
    "SESSION_PASSWORD_NEEDED": _("Telegram is waiting for the two-step verification password. Enter it to go on."),
    "SRP_ID_INVALID": _("Telegram asks for the password once more. Please enter it again."),
    "SRP_A_INVALID": _("Telegram asks for the password once more. Please enter it again."),
    "SRP_PASSWORD_CHANGED": _("The password was changed a moment ago. Please enter the new one."),
    "API_ID_PUBLISHED_FLOOD": _(
        "Telegram no longer accepts the api_id of HR Helper, because it was made public. "
        "Please tell your administrator: another one is needed, from my.telegram.org."
    ),
    **dict.fromkeys(
        ("PEER_FLOOD", "USER_RESTRICTED"),
        _(
            "Telegram has restricted this account: it may not write to new people for now. "
            "@SpamBot in Telegram says for how long, and what to do."
        ),
    ),
    "USERNAME_NOT_OCCUPIED": _("Nobody in Telegram has this name. Check how it is written."),
    "PHONE_NOT_OCCUPIED": _(
        "Telegram finds nobody by this number: it has no account, or its owner does not let others find it. "
        "Ask for the @name."
    ),
    "MESSAGE_EDIT_TIME_EXPIRED": _("This message is older than two days: Telegram does not let it be edited any more."),
    "MESSAGE_AUTHOR_REQUIRED": _("Only its author can edit this message."),
    **dict.fromkeys(
        ("MESSAGE_ID_INVALID", "MSG_ID_INVALID"), _("This message is not there any more: it was deleted meanwhile.")
    ),
    "QUOTE_TEXT_INVALID": _(
        "The words that you quote are not in the message any more. Send your text again: it goes without the answer."
    ),
    "MEDIA_CAPTION_TOO_LONG": _("The text is too long to stand below a file. Make it shorter, or send it by itself."),
    "USER_IS_BLOCKED": _("This person has blocked you in Telegram, so the message cannot be delivered."),
    "YOU_BLOCKED_USER": _("You have blocked this person in Telegram. Unblock them there to write to them."),
    "INPUT_USER_DEACTIVATED": _("This person has deleted their Telegram account, so nobody would read the message."),
    "CHAT_WRITE_FORBIDDEN": _("You may not write in this chat: its administrators have closed it for messages."),
    "CHAT_ADMIN_REQUIRED": _("Only administrators may write in this chat."),
    "PINNED_DIALOGS_TOO_MUCH": _("Telegram does not let this account pin more chats. Unpin one of them first."),
    "PEER_HISTORY_EMPTY": _("Nobody has written in this chat yet, so it is not in the list."),
    "CHAT_RESTRICTED": _("Telegram has restricted this chat: nobody can write here now."),
    "CHAT_SEND_PLAIN_FORBIDDEN": _("The administrators of this chat do not allow text messages."),
    "USER_BANNED_IN_CHANNEL": _("Telegram or the administrators do not let this account write in groups and channels."),
    "PRIVACY_PREMIUM_REQUIRED": _("This person takes messages from contacts and Telegram Premium subscribers only."),
    **dict.fromkeys(
        ("ALLOW_PAYMENT_REQUIRED", "ALLOW_PAYMENT_REQUIRED_%d", "PAYMENT_UNSUPPORTED"),
        _("Messages have to be paid for here. Write in the Telegram app."),
    ),
    "PREMIUM_ACCOUNT_REQUIRED": _("Telegram allows this with a Telegram Premium subscription only."),
    "CHAT_GUEST_SEND_FORBIDDEN": _("Only members may write here: join the group in the Telegram app first."),
    "USER_IS_BOT": _("Telegram does not let this account write to a bot."),
    "TOPIC_CLOSED": _("This topic is closed: nobody can write in it now."),
    "TOPIC_DELETED": _("This topic was deleted. Choose another one."),
    "TOPIC_ID_INVALID": _("There is no such topic any more. It may have been deleted."),
    "CHANNEL_FORUM_MISSING": _("This group has no topics: its messages stand together."),
    "CHANNEL_MONOFORUM_UNSUPPORTED": _("These are direct messages to a channel. Write in the Telegram app."),
    "SEARCH_QUERY_EMPTY": _("Enter what to search for."),
    "QUERY_TOO_SHORT": _("This is too short to search for. Enter a few more letters."),
    "ENTITIES_TOO_LONG": _("There are too many links and mentions in this message. Send it in parts."),
    "FLOOD_PREMIUM_WAIT_%d": _("Telegram slows down downloads without Telegram Premium."),
    **dict.fromkeys(
        ("PEER_ID_INVALID", "CHANNEL_INVALID", "CHAT_ID_INVALID"),
        _("Telegram does not know this chat any more. Open the list of chats again."),
    ),
    **dict.fromkeys(("LOCATION_INVALID", "FILE_ID_INVALID"), _("Telegram does not have this file any more.")),
    "upload.fileCdnRedirect": _(
        "Telegram keeps this file where only its own apps can fetch it. Open it in the Telegram app."
    ),
    "CHANNEL_PRIVATE": _("This chat is closed to you now: you have left it, or were removed."),
    "SCHEDULE_DATE_INVALID": _("Telegram cannot send anything at this time. Choose another one."),
    "SCHEDULE_DATE_TOO_LATE": _("Telegram plans a year ahead at most. Choose an earlier time."),
    "SCHEDULE_TOO_MUCH": _("A hundred messages are planned in this chat already. Send or delete one of them first."),
    "MESSAGE_TOO_LONG": _("The message is too long for Telegram: 4096 characters at most. Send it in parts."),
    "MESSAGE_EMPTY": _("There is nothing to send yet: write a message first."),
    "FILE_PART_EMPTY": _("The file is empty. Choose another one."),
    "FILE_PARTS_INVALID": _("The file is larger than Telegram takes: 2 GB at most."),
    **dict.fromkeys(
        ("PHOTO_INVALID_DIMENSIONS", "PHOTO_SAVE_FILE_INVALID", "PHOTO_EXT_INVALID", "IMAGE_PROCESS_FAILED"),
        _("Telegram does not take this picture as a photo. Send it as a file."),
    ),
    "MEDIA_GROUPED_INVALID": _("Photos and other files do not go together. Send them as files."),
    **dict.fromkeys(
        (
            "CHAT_SEND_MEDIA_FORBIDDEN",
            "CHAT_SEND_PHOTOS_FORBIDDEN",
            "CHAT_SEND_DOCS_FORBIDDEN",
            "CHAT_SEND_VIDEOS_FORBIDDEN",
            "CHAT_SEND_AUDIOS_FORBIDDEN",
            "CHAT_SEND_GIFS_FORBIDDEN",
        ),
        _("The administrators of this chat do not allow such files."),
    ),
    "FROZEN_METHOD_INVALID": _("Telegram has frozen this account. Telegram on your phone says how to appeal."),
    "FROZEN_PARTICIPANT_MISSING": _("Telegram has frozen this account. Telegram on your phone says how to appeal."),
    **dict.fromkeys(
        (
            "Timeout",
            "MSG_WAIT_TIMEOUT",
            "MSG_WAIT_FAILED",
            "AUTH_KEY_UNSYNCHRONIZED",
            "AUTH_BYTES_INVALID",
            "DC_ID_INVALID",
            "MD5_CHECKSUM_INVALID",
            "CHAT_NOT_MODIFIED",
        ),
        BROKEN,
    ),
    **dict.fromkeys(
        (f"{what}_MIGRATE_%d" for what in ("PHONE", "NETWORK", "USER", "FILE", "STATS")),
        _("Telegram sent this to another of its data centres and back. Please try again in a minute."),
    ),
}
