"""Telegram's RPC errors, translated by number and name into the errors of tgsdk, here and nowhere else.

By number and name, not by the classes of a Telegram library: those differ from one to the next. https://core.telegram.org/api/errors

The name decides, and where it is unknown the number. docs/errors.md shows the outcome;
tests/backends/mtproto/reading/documented_errors.py holds what Telegram documents for the methods that are called here.
"""

import re

from tgsdk.errors import (
    AccountRestricted,
    AnsweredMessageGone,
    CursorInvalid,
    DeleteForbidden,
    EditForbidden,
    FileInvalid,
    FileReferenceExpired,
    FloodWait,
    Forbidden,
    ForwardForbidden,
    InvalidInput,
    LoginExpired,
    LoginUnsupported,
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
    QueryInvalid,
    ReactionForbidden,
    SendCodeUnavailable,
    SessionEnded,
    SlowMode,
    TelegramError,
    TelegramFailure,
    UpdateAppToLogin,
    UploadIncomplete,
    UsernameInvalid,
    WriteForbidden,
)

__all__ = [
    "KNOWN",
    "UNSTATED_WAIT",
    "MessageNotModified",
    "Migrate",
    "PasswordNeeded",
    "RandomIdDuplicate",
    "SrpIdInvalid",
    "rpc_error",
]

UNSTATED_WAIT = 3600  # seconds, where Telegram asks to wait and does not say how long


class PasswordNeeded(NotLoggedIn):
    """Telegram wants the two-factor password: a step of the login, never the end of it."""

    sentence = "Telegram wants the two-step verification password."


class SrpIdInvalid(TelegramFailure):
    """The parameters of the password check are stale: fetch them again."""

    sentence = "The parameters of the password check are stale: fetch them again."


class MessageNotModified(TelegramFailure):
    """The message has this text already."""

    sentence = "The message has this text already."


class RandomIdDuplicate(TelegramFailure):
    """A message with this random id was sent already."""

    sentence = "A message with this random id was sent already."


class Migrate(TelegramFailure):
    """The account or the login lives on another data centre, ``dc_id``."""

    sentence = "The account or the login lives on another data centre."

    def __init__(self, dc_id: int, telegram_name: str, telegram_code: int) -> None:
        super().__init__(telegram_name=telegram_name, telegram_code=telegram_code)
        self.args = dc_id, telegram_name, telegram_code
        self.dc_id = dc_id

    @property
    def is_of_the_login(self) -> bool:
        """Whether the account itself moves, and not only a file or statistics."""
        return not (self.telegram_name or "").startswith(("FILE_", "STATS_"))


# Each class with its errors, as Telegram writes them: the number they come under, and the names; %d is a number.
KNOWN: dict[type[TelegramError], dict[int, str]] = {
    # The person corrects what they typed.
    PhoneNumberInvalid: {400: "PHONE_NUMBER_INVALID", 406: "PHONE_NUMBER_INVALID"},
    PhoneNumberUnoccupied: {400: "PHONE_NUMBER_UNOCCUPIED PHONE_NUMBER_APP_SIGNUP_FORBIDDEN"},
    PhoneCodeInvalid: {400: "PHONE_CODE_INVALID PHONE_CODE_EMPTY CODE_INVALID CODE_EMPTY"},
    PasswordInvalid: {400: "PASSWORD_HASH_INVALID PASSWORD_EMPTY"},
    MessageInvalid: {
        400: "MESSAGE_EMPTY MESSAGE_TOO_LONG ENTITIES_TOO_LONG MSG_TOO_LONG WC_CONVERT_URL_INVALID"
        " MEDIA_CAPTION_TOO_LONG SCHEDULE_DATE_INVALID SCHEDULE_DATE_TOO_LATE SCHEDULE_TOO_MUCH"
    },
    FileInvalid: {
        400: "FILE_PARTS_INVALID FILE_PART_EMPTY FILE_PART_INVALID FILE_PART_TOO_BIG FILE_PART_SIZE_INVALID"
        " FILE_PART_SIZE_CHANGED FILE_PART_LENGTH_INVALID FILE_CONTENT_TYPE_INVALID FILE_EMTPY FILE_TITLE_EMPTY"
        " IMAGE_PROCESS_FAILED MEDIA_EMPTY MEDIA_INVALID MEDIA_GROUPED_INVALID MEDIA_FILE_INVALID MULTI_MEDIA_TOO_LONG"
        " PHOTO_EXT_INVALID PHOTO_INVALID_DIMENSIONS PHOTO_INVALID PHOTO_SAVE_FILE_INVALID PHOTO_CONTENT_TYPE_INVALID"
        " PHOTO_FILE_MISSING PHOTO_CONTENT_URL_EMPTY VIDEO_CONTENT_TYPE_INVALID VIDEO_FILE_INVALID"
        " GROUPED_MEDIA_INVALID MEDIA_NEW_INVALID MEDIA_TTL_INVALID"
    },
    QueryInvalid: {400: "SEARCH_QUERY_EMPTY QUERY_TOO_SHORT Q_INVALID"},
    InvalidInput: {400: "INPUT_REQUEST_TOO_LONG"},
    UsernameInvalid: {400: "USERNAME_INVALID"},
    CursorInvalid: {400: "OFFSET_PEER_ID_INVALID"},
    # The code, or the login as a whole, is too old: another one.
    PhoneCodeExpired: {
        400: "PHONE_CODE_EXPIRED PHONE_CODE_HASH_EMPTY PHONE_CODE_HASH_INVALID PHONE_HASH_EXPIRED CODE_HASH_INVALID"
        " EMAIL_VERIFY_EXPIRED EMAIL_HASH_EXPIRED"
    },
    LoginExpired: {
        400: "AUTH_TOKEN_EXPIRED AUTH_TOKEN_INVALID AUTH_TOKEN_INVALIDX AUTH_TOKEN_ALREADY_ACCEPTED"
        " AUTH_TOKEN_EXCEPTION",
        500: "AUTH_RESTART AUTH_RESTART_%d",
    },
    SendCodeUnavailable: {406: "SEND_CODE_UNAVAILABLE"},
    # Telegram does not let this number or this account.
    PhoneNumberBanned: {400: "PHONE_NUMBER_BANNED"},
    LoginUnsupported: {400: "PHONE_PASSWORD_PROTECTED"},
    WriteForbidden: {
        400: "USER_BANNED_IN_CHANNEL USER_IS_BLOCKED YOU_BLOCKED_USER INPUT_USER_DEACTIVATED CHAT_RESTRICTED"
        " CHAT_ADMIN_REQUIRED USER_IS_BOT TOPIC_CLOSED TOPIC_DELETED SEND_AS_PEER_INVALID BALANCE_TOO_LOW"
        " CHANNEL_MONOFORUM_UNSUPPORTED REPLY_TO_MONOFORUM_PEER_INVALID ENCRYPTION_DECLINED BUSINESS_PEER_INVALID"
        " BUSINESS_PEER_USAGE_MISSING SLOWMODE_MULTI_MSGS_DISABLED",
        403: "CHAT_WRITE_FORBIDDEN CHAT_ADMIN_REQUIRED CHAT_GUEST_SEND_FORBIDDEN CHAT_SEND_PLAIN_FORBIDDEN"
        " USER_IS_BLOCKED USER_DELETED PREMIUM_ACCOUNT_REQUIRED"
        " CHAT_SEND_MEDIA_FORBIDDEN CHAT_SEND_PHOTOS_FORBIDDEN CHAT_SEND_VIDEOS_FORBIDDEN CHAT_SEND_DOCS_FORBIDDEN"
        " CHAT_SEND_AUDIOS_FORBIDDEN CHAT_SEND_GIFS_FORBIDDEN CHAT_SEND_STICKERS_FORBIDDEN CHAT_SEND_VOICES_FORBIDDEN"
        " CHAT_SEND_ROUNDVIDEOS_FORBIDDEN CHAT_SEND_POLL_FORBIDDEN CHAT_SEND_GAME_FORBIDDEN VOICE_MESSAGES_FORBIDDEN",
        406: "PAYMENT_UNSUPPORTED TOPIC_CLOSED TOPIC_DELETED",
    },
    AccountRestricted: {
        400: "PEER_FLOOD FROZEN_PARTICIPANT_MISSING",
        406: "USER_RESTRICTED",
        420: "FROZEN_METHOD_INVALID",
    },
    PremiumRequired: {403: "PRIVACY_PREMIUM_REQUIRED", 406: "PRIVACY_PREMIUM_REQUIRED"},
    PaymentRequired: {403: "ALLOW_PAYMENT_REQUIRED_%d", 406: "ALLOW_PAYMENT_REQUIRED"},
    Forbidden: {
        400: "CHANNEL_PRIVATE BOT_METHOD_INVALID FROM_MESSAGE_BOT_DISABLED PINNED_DIALOGS_TOO_MUCH",
        403: "CHAT_FORBIDDEN CHANNEL_PUBLIC_GROUP_NA",
        406: "CHANNEL_PRIVATE",
    },
    EditForbidden: {
        400: "MESSAGE_EDIT_TIME_EXPIRED MEDIA_PREV_INVALID",
        403: "MESSAGE_AUTHOR_REQUIRED EDIT_BOT_INVITE_FORBIDDEN INLINE_BOT_REQUIRED",
    },
    DeleteForbidden: {400: "SELF_DELETE_RESTRICTED", 403: "MESSAGE_DELETE_FORBIDDEN"},
    ReactionForbidden: {400: "REACTION_INVALID REACTION_EMPTY REACTIONS_TOO_MANY REACTIONS_COUNT_INVALID"},
    ForwardForbidden: {
        400: "CHAT_FORWARDS_RESTRICTED BROADCAST_PUBLIC_VOTERS_FORBIDDEN",
        406: "CHAT_FORWARDS_RESTRICTED",
    },
    AnsweredMessageGone: {400: "REPLY_MESSAGE_ID_INVALID REPLY_TO_INVALID QUOTE_TEXT_INVALID"},
    NotFound: {
        400: "PEER_ID_INVALID USER_ID_INVALID CHANNEL_INVALID CHAT_ID_INVALID MSG_ID_INVALID MESSAGE_ID_INVALID"
        " MESSAGE_IDS_EMPTY STORY_ID_INVALID STORIES_NEVER_CREATED INVITE_HASH_EXPIRED"
        " LOCATION_INVALID FILE_ID_INVALID PHOTO_ID_INVALID PEER_ID_NOT_SUPPORTED"
        " CHANNEL_FORUM_MISSING TOPIC_ID_INVALID PEER_HISTORY_EMPTY",
        404: "PEER_ID_INVALID",
        406: "PEER_ID_INVALID INVITE_HASH_EXPIRED",
    },
    NobodyFound: {400: "USERNAME_NOT_OCCUPIED PHONE_NOT_OCCUPIED"},
    FileReferenceExpired: {
        400: "FILE_REFERENCE_EXPIRED FILE_REFERENCE_INVALID FILE_REFERENCE_EMPTY FILE_REFERENCE_%d_EXPIRED"
        " FILE_REFERENCE_%d_INVALID",
        406: "FILEREF_UPGRADE_NEEDED",
    },
    # The session is no more: connect again.
    SessionEnded: {
        401: "AUTH_KEY_UNREGISTERED AUTH_KEY_INVALID AUTH_KEY_PERM_EMPTY SESSION_REVOKED SESSION_EXPIRED"
        " USER_DEACTIVATED USER_DEACTIVATED_BAN ACTIVE_USER_REQUIRED",
        406: "AUTH_KEY_DUPLICATED",
    },
    UploadIncomplete: {400: "FILE_PART_%d_MISSING"},
    # Wait.
    FloodWait: {
        400: "PHONE_NUMBER_FLOOD",
        406: "PHONE_PASSWORD_FLOOD",
        420: "FLOOD_WAIT_%d FLOOD_PREMIUM_WAIT_%d FLOOD_TEST_PHONE_WAIT_%d",
    },
    SlowMode: {420: "SLOWMODE_WAIT_%d"},
    # The operator acts: what the application says of itself, or how it speaks, is refused.
    UpdateAppToLogin: {406: "UPDATE_APP_TO_LOGIN"},
    Misconfigured: {
        400: "API_ID_INVALID API_ID_PUBLISHED_FLOOD CONNECTION_API_ID_INVALID CONNECTION_APP_VERSION_EMPTY"
        " CONNECTION_DEVICE_MODEL_EMPTY CONNECTION_LANG_PACK_INVALID CONNECTION_LAYER_INVALID CONNECTION_NOT_INITED"
        " CONNECTION_SYSTEM_EMPTY CONNECTION_SYSTEM_LANG_CODE_EMPTY CDN_METHOD_INVALID"
        " INPUT_CONSTRUCTOR_INVALID INPUT_FETCH_ERROR INPUT_FETCH_FAIL INPUT_LAYER_INVALID INPUT_METHOD_INVALID"
        " METHOD_INVALID BUSINESS_CONNECTION_NOT_ALLOWED BUSINESS_CONNECTION_INVALID TAKEOUT_INVALID"
        # What is asked for is put wrongly, or cannot be meant by what tgsdk sends.
        " TOPICS_EMPTY FOLDER_ID_INVALID INPUT_FILTER_INVALID INPUT_PEERS_EMPTY LIMIT_INVALID OFFSET_INVALID"
        " ADMIN_RIGHTS_EMPTY BOT_DOMAIN_INVALID BOT_INVALID BUTTON_COPY_TEXT_INVALID BUTTON_DATA_INVALID"
        " BUTTON_ID_INVALID BUTTON_TYPE_INVALID BUTTON_URL_INVALID BUTTON_USER_INVALID BUTTON_USER_PRIVACY_RESTRICTED"
        " DOCUMENT_INVALID FROM_PEER_INVALID STARREF_EXPIRED"
        " ENTITY_BOUNDS_INVALID ENTITY_MENTION_USER_INVALID PEER_TYPES_INVALID POLL_OPTION_INVALID"
        " QUIZ_ANSWER_MISSING RANDOM_ID_INVALID WEBPAGE_NOT_FOUND"
        " QUICK_REPLIES_BOT_NOT_ALLOWED QUICK_REPLIES_TOO_MUCH REPLY_MARKUP_INVALID"
        " REPLY_MARKUP_TOO_LONG REPLY_MESSAGES_TOO_MUCH REPLY_TO_USER_INVALID"
        " SCHEDULE_BOT_NOT_ALLOWED SCHEDULE_STATUS_PRIVATE"
        " FOLDER_ID_EMPTY SETTINGS_INVALID"
        " SUGGESTED_POST_AMOUNT_INVALID SUGGESTED_POST_PEER_INVALID",
        404: "METHOD_INVALID",
    },
    # Telegram's own trouble: the same once more is all that can be done.
    TelegramFailure: {
        400: "SMS_CODE_CREATE_FAILED AUTH_BYTES_INVALID DC_ID_INVALID MD5_CHECKSUM_INVALID",
        500: "SIGN_IN_FAILED AUTH_KEY_UNSYNCHRONIZED MSG_WAIT_FAILED",
        -503: "Timeout MSG_WAIT_TIMEOUT",
    },
    # The backend reacts itself.
    PasswordNeeded: {401: "SESSION_PASSWORD_NEEDED"},
    RandomIdDuplicate: {400: "RANDOM_ID_DUPLICATE", 500: "RANDOM_ID_DUPLICATE"},
    MessageNotModified: {400: "MESSAGE_NOT_MODIFIED"},
    SrpIdInvalid: {400: "SRP_ID_INVALID SRP_PASSWORD_CHANGED SRP_A_INVALID"},
    Migrate: {
        303: "PHONE_MIGRATE_%d NETWORK_MIGRATE_%d USER_MIGRATE_%d FILE_MIGRATE_%d STATS_MIGRATE_%d",
        400: "FILE_MIGRATE_%d",
    },
}
BY_NAME = {
    name: kind
    for kind, groups in KNOWN.items()
    if kind not in (Migrate, UploadIncomplete)  # which must be told their number
    for names in groups.values()
    for name in names.split()
}
BY_NUMBER: dict[int, type[TelegramError]] = {401: SessionEnded, 403: Forbidden, 404: NotFound, 420: FloodWait}

WAIT = re.compile(r"\w+_(?:WAIT|DELAY)_(\d{1,10})")  # an int of Telegram's has no more
MISSING = re.compile(r"FILE_PART_(\d+)_MISSING")
MIGRATE = re.compile(r"(?:PHONE|NETWORK|USER|FILE|STATS)_MIGRATE_(\d+)")
NUMBER = re.compile(r"\d+")
SUFFIX = re.compile(r"(?:_(?=[0-9a-f]*\d)[0-9a-f]+)+$")  # Telegram's own notes: INPUT_METHOD_INVALID_472471681_289215


def rpc_error(number: int, name: str) -> TelegramError:
    """Make the error for ``rpc_error#2144ca19 error_code:int error_message:string``, which keeps both."""
    if wait := WAIT.fullmatch(name):
        kind_of_wait = SlowMode if name.startswith("SLOWMODE_") else FloodWait
        return kind_of_wait(int(wait[1]), telegram_name=name, telegram_code=number)
    if move := MIGRATE.fullmatch(name):
        return Migrate(int(move[1]), telegram_name=name, telegram_code=number)
    if missing := MISSING.fullmatch(name):
        return UploadIncomplete(int(missing[1]), telegram_name=name, telegram_code=number)
    kind = _kind(number, name)
    if issubclass(kind, FloodWait):
        return kind(UNSTATED_WAIT, telegram_name=name, telegram_code=number)
    return kind(telegram_name=name, telegram_code=number)


def _kind(number: int, name: str) -> type[TelegramError]:
    if name == "SLOWMODE_WAIT":
        return SlowMode
    known = (BY_NAME.get(form) for form in (name, NUMBER.sub("%d", name), SUFFIX.sub("", name)))
    return next(filter(None, known), None) or BY_NUMBER.get(number, TelegramFailure)
