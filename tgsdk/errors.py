"""Errors between your code and Telegram: one class for each different reaction.

::

    TelegramError
    ├── InvalidInput            the person can correct what they typed
    │   ├── PhoneNumberInvalid
    │   ├── PhoneNumberUnoccupied   nobody has a Telegram account with this number
    │   ├── PhoneCodeInvalid        the code is still awaited
    │   ├── PasswordInvalid         the password is still awaited
    │   ├── MessageInvalid          the message is empty or too long, or planned for too late
    │   ├── FileInvalid             the file is empty, too large, or no photo
    │   ├── QueryInvalid            this cannot be searched for
    │   ├── UsernameInvalid         this is no name, number or link of somebody
    │   ├── InviteLinkUnsupported   this is the link of a group: who follows it joins the group
    │   └── CursorInvalid           begin with the first page
    ├── NotLoggedIn             connect the account (again)
    │   ├── SessionInvalid      the kept session cannot be read
    │   └── SessionEnded        Telegram ended it: from the phone, banned, duplicated
    ├── SessionInDoubt          try again; if it stays so, let the person decide to connect again
    ├── WrongMoment             the operation does not fit the state of the login
    │   ├── SendCodeUnavailable     there is no other way to send the code
    │   └── MessageAlreadySent      this message was sent before
    ├── AccountBusy             another call is made for this account: try again in ``seconds``
    ├── LoginExpired            the login took too long: start it anew
    │   └── PhoneCodeExpired        only the code: send another one
    ├── Forbidden               Telegram does not allow this account to do it
    │   ├── PhoneNumberBanned
    │   ├── LoginUnsupported        only Telegram's own applications can finish this login
    │   ├── WriteForbidden          this account may not write in this chat
    │   │   ├── AccountRestricted   nor to anybody new: leave it for a day, and look what Telegram says
    │   │   ├── PremiumRequired     only with Telegram Premium
    │   │   └── PaymentRequired     only for ``stars``
    │   ├── EditForbidden           it is not its message, or too old to be edited
    │   ├── DeleteForbidden         it may not delete this message, or not for everyone
    │   ├── ReactionForbidden       the chat allows other reactions to it, or none
    │   └── ForwardForbidden        what is written in this chat may not be forwarded
    ├── NotFound                Telegram does not have what was asked for
    │   ├── NobodyFound             nobody has this name or number, or they do not show it
    │   ├── AnsweredMessageGone     the message that is answered, or its quoted part, is not there any more
    │   └── FileReferenceExpired    ask for the message again, and download its attachment then
    ├── FloodWait               wait ``seconds`` and try again
    │   └── SlowMode                in this chat only
    ├── Misconfigured           the operator has to act: api_id, api_hash
    │   └── UpdateAppToLogin        install Kurigram, which has a newer layer
    ├── Unsupported             the backend cannot do this: ``capability`` says what
    ├── TelegramUnavailable     no connection, or it was lost
    ├── Timeout                 Telegram did not answer in time
    └── TelegramFailure         Telegram failed, or answered with something unknown
        ├── UploadIncomplete    Telegram has lost a part of the file: upload it again
        ├── DownloadIncomplete  Telegram gave less of a file than its size, or more
        └── ProtocolError       what came is not MTProto

Mistakes of the programmer are ``TypeError``, ``ValueError`` or ``RuntimeError``, outside this tree.
No message holds a phone number, a code, a password, a key or a token.
"""

import re
from typing import ClassVar

__all__ = [
    "AccountBusy",
    "AccountRestricted",
    "AnsweredMessageGone",
    "CursorInvalid",
    "DeleteForbidden",
    "DownloadIncomplete",
    "EditForbidden",
    "FileInvalid",
    "FileReferenceExpired",
    "FloodWait",
    "Forbidden",
    "ForwardForbidden",
    "InvalidInput",
    "InviteLinkUnsupported",
    "LoginExpired",
    "LoginUnsupported",
    "MessageAlreadySent",
    "MessageInvalid",
    "Misconfigured",
    "NobodyFound",
    "NotFound",
    "NotLoggedIn",
    "PasswordInvalid",
    "PaymentRequired",
    "PhoneCodeExpired",
    "PhoneCodeInvalid",
    "PhoneNumberBanned",
    "PhoneNumberInvalid",
    "PhoneNumberUnoccupied",
    "PremiumRequired",
    "ProtocolError",
    "QueryInvalid",
    "ReactionForbidden",
    "SendCodeUnavailable",
    "SessionEnded",
    "SessionInDoubt",
    "SessionInvalid",
    "SlowMode",
    "TelegramError",
    "TelegramFailure",
    "TelegramUnavailable",
    "Timeout",
    "Unsupported",
    "UpdateAppToLogin",
    "UploadIncomplete",
    "UsernameInvalid",
    "WriteForbidden",
    "WrongMoment",
]


class TelegramError(Exception):
    """The root of the tree.

    ``code`` is a stable word for programs, one per class. ``telegram_name`` is Telegram's own name of the error
    (``"AUTH_KEY_UNREGISTERED"``) and ``telegram_code`` its number (401), None where Telegram gave none. ``sentence`` is
    what an error of the class says that is given no message.
    """

    code: ClassVar[str] = "telegram_error"
    sentence: ClassVar[str] = "Something failed between this program and Telegram."

    def __init__(self, message: str = "", telegram_name: str | None = None, telegram_code: int | None = None):
        message = message or self._described(telegram_name)
        # What an error is made of: task queues carry it as its class and these (Celery's JSON).
        super().__init__(message, telegram_name, telegram_code)
        self.telegram_name = telegram_name
        self.telegram_code = telegram_code
        self._message = message

    def __str__(self) -> str:
        return self._message

    @classmethod
    def _described(cls, telegram_name: str | None) -> str:
        """Say what the class is, and which of its reasons Telegram named."""
        return f"{cls.sentence.partition('.')[0]} ({telegram_name})" if telegram_name else cls.sentence

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle every attribute: an error may come from another process, as the result of a task queue."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[TelegramError], args: tuple[object, ...], values: dict[str, object]) -> TelegramError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(values)
    return error


class InvalidInput(TelegramError):
    """Telegram does not accept what was entered."""

    code = "invalid_input"
    sentence = "Telegram does not accept what was entered."


class PhoneNumberInvalid(InvalidInput):
    """This is not a phone number that Telegram knows."""

    code = "phone_number_invalid"
    sentence = "This is not a phone number that Telegram knows."


class PhoneNumberUnoccupied(InvalidInput):
    """No Telegram account has this phone number. tgsdk does not create accounts."""

    code = "phone_number_unoccupied"
    sentence = "No Telegram account has this phone number. tgsdk does not create accounts."


class PhoneCodeInvalid(InvalidInput):
    """The code is wrong. It is still awaited."""

    code = "phone_code_invalid"
    sentence = "The code is wrong. It is still awaited."


class PasswordInvalid(InvalidInput):
    """The two-step verification password is wrong. It is still awaited."""

    code = "password_invalid"
    sentence = "The two-step verification password is wrong. It is still awaited."


class MessageInvalid(InvalidInput):
    """Telegram does not take this message.

    ``telegram_name`` says why: ``MESSAGE_EMPTY``, ``MESSAGE_TOO_LONG``, ``SCHEDULE_DATE_TOO_LATE`` … It is None for a
    text that cannot be encoded.
    """

    code = "message_invalid"
    sentence = "Telegram does not take this message."


class FileInvalid(InvalidInput):
    """Telegram does not take this file.

    ``telegram_name`` says why: ``FILE_PART_EMPTY``, ``FILE_PARTS_INVALID``, ``PHOTO_INVALID_DIMENSIONS`` …
    """

    code = "file_invalid"
    sentence = "Telegram does not take this file."


class QueryInvalid(InvalidInput):
    """Telegram does not search for this: it is empty, or too short."""

    code = "query_invalid"
    sentence = "Telegram does not search for this: it is empty, or too short."


class UsernameInvalid(InvalidInput):
    """This is no username, phone number or link of a person."""

    code = "username_invalid"
    sentence = "This is no username, phone number or link of a person."


class InviteLinkUnsupported(InvalidInput):
    """This link invites into a group or a channel. tgsdk joins none: open it in Telegram."""

    code = "invite_link_unsupported"
    sentence = "This link invites into a group or a channel. tgsdk joins none: open it in Telegram."


class CursorInvalid(InvalidInput):
    """This is no cursor of this list."""

    code = "cursor_invalid"
    sentence = "This is no cursor of this list."


class NotLoggedIn(TelegramError):
    """No Telegram account is logged in here."""

    code = "not_logged_in"
    sentence = "No Telegram account is logged in here."


class SessionInvalid(NotLoggedIn):
    """The kept session cannot be read: it is damaged, of another kind, or of a newer version of tgsdk."""

    code = "session_invalid"
    sentence = "The kept session cannot be read: it is damaged, of another kind, or of a newer version of tgsdk."


class SessionEnded(NotLoggedIn):
    """Telegram has ended this session. ``telegram_name`` says how: ``SESSION_REVOKED``, ``USER_DEACTIVATED`` …"""

    code = "session_ended"
    sentence = "Telegram has ended this session."


class SessionInDoubt(TelegramError):
    """Telegram does not recognise the key, twice over two connections; but nobody has signed that.

    A data centre in trouble says so, and anybody on the way can. The session is kept: the next call that works ends the
    doubt. Forget it when a new login has taken its place, or when its owner says so.
    """

    code = "session_in_doubt"
    sentence = "Telegram does not recognise the key, twice over two connections; but nobody has signed that."


class WrongMoment(TelegramError):
    """The login is not in a state in which this can be done."""

    code = "wrong_moment"
    sentence = "The login is not in a state in which this can be done."


class SendCodeUnavailable(WrongMoment):
    """Every way to send the code was used already: enter the last one that was sent."""

    code = "send_code_unavailable"
    sentence = "Every way to send the code was used already: enter the last one that was sent."


class MessageAlreadySent(WrongMoment):
    """A message with this ``random_id`` was sent before, and is no longer among the newest of the chat."""

    code = "message_already_sent"
    sentence = "This message was sent before, and is no longer among the newest of the chat."


class AccountBusy(TelegramError):
    """Another piece of work with the same account is under way."""

    code = "account_busy"
    sentence = "Another piece of work with the same account is under way."
    #: Seconds after which another try is worth while.
    seconds: int = 1


class LoginExpired(TelegramError):
    """The login was not finished in time."""

    code = "login_expired"
    sentence = "The login was not finished in time."


class PhoneCodeExpired(LoginExpired):
    """The code is too old or was used. The phone number is kept: another code can be sent to it."""

    code = "phone_code_expired"
    sentence = "The code is too old or was used. The phone number is kept: another code can be sent to it."


class Forbidden(TelegramError):
    """Telegram does not allow this account to do that."""

    code = "forbidden"
    sentence = "Telegram does not allow this account to do that."


class PhoneNumberBanned(Forbidden):
    """Telegram has banned this phone number."""

    code = "phone_number_banned"
    sentence = "Telegram has banned this phone number."


class LoginUnsupported(Forbidden):
    """Telegram asks for something that only its own applications can give: an e-mail to set up, a payment.

    ``telegram_name`` names it: ``auth.sentCodeTypeSetUpEmailRequired``.
    """

    code = "login_unsupported"
    sentence = "Only Telegram's own applications can finish this login."


class WriteForbidden(Forbidden):
    """This account may not write in this chat. ``telegram_name`` says why: ``USER_IS_BLOCKED`` …"""

    code = "write_forbidden"
    sentence = "This account may not write in this chat."


class AccountRestricted(WriteForbidden):
    """Telegram has restricted or frozen this account: it may not write to people whom it does not know yet.

    Further tries make it worse. ``telegram_name`` says which it is: ``PEER_FLOOD``, ``USER_RESTRICTED``,
    ``FROZEN_METHOD_INVALID``. @SpamBot in Telegram says for how long, and how to appeal.
    """

    code = "account_restricted"
    sentence = "Telegram has restricted or frozen this account: it may not write to people whom it does not know yet."


class PremiumRequired(WriteForbidden):
    """This person takes messages from contacts and from Telegram Premium subscribers only."""

    code = "premium_required"
    sentence = "This person takes messages from contacts and from Telegram Premium subscribers only."


class PaymentRequired(WriteForbidden):
    """This person or chat takes paid messages only. tgsdk pays for none: write in Telegram."""

    code = "payment_required"
    sentence = "This person or chat takes paid messages only. tgsdk pays for none: write in Telegram."

    @property
    def stars(self) -> int | None:
        """The stars that one message costs, None where Telegram does not say it."""
        found = re.search(r"\d+$", self.telegram_name or "")
        return int(found[0]) if found else None


class EditForbidden(Forbidden):
    """This account may not edit this message. ``telegram_name`` says why: ``MESSAGE_EDIT_TIME_EXPIRED`` …"""

    code = "edit_forbidden"
    sentence = "This account may not edit this message."


class DeleteForbidden(Forbidden):
    """This account may not delete this message, or not for everyone."""

    code = "delete_forbidden"
    sentence = "This account may not delete this message, or not for everyone."


class ReactionForbidden(Forbidden):
    """This reaction may not be given to this message: the chat allows others, or none (``REACTION_INVALID``)."""

    code = "reaction_forbidden"
    sentence = "This reaction may not be given to this message: the chat allows others, or none."


class ForwardForbidden(Forbidden):
    """What is written in this chat may not be forwarded (``CHAT_FORWARDS_RESTRICTED``)."""

    code = "forward_forbidden"
    sentence = "What is written in this chat may not be forwarded."


class NotFound(TelegramError):
    """Telegram knows no such thing."""

    code = "not_found"
    sentence = "Telegram knows no such thing."


class NobodyFound(NotFound):
    """Nobody has this username, or this phone number; or whoever has the number does not let others find it."""

    code = "nobody_found"
    sentence = "Nobody has this username, or this phone number; or whoever has the number does not let others find it."


class AnsweredMessageGone(NotFound):
    """The message that is to be answered was deleted, or does not have the quoted words any more."""

    code = "answered_message_gone"
    sentence = "The message that is to be answered was deleted, or does not have the quoted words any more."


class FileReferenceExpired(NotFound):
    """The file reference is too old: ask for the message again, and download its attachment."""

    code = "file_reference_expired"
    sentence = "The file reference is too old: ask for the message again, and download its attachment."


class FloodWait(TelegramError):
    """Telegram asks to wait ``seconds`` before the next try. tgsdk itself never waits.

    Where Telegram does not say how long (``PHONE_NUMBER_FLOOD``), ``seconds`` is an hour.
    """

    code = "flood_wait"
    sentence = "Telegram asks to wait"

    def __init__(self, seconds: int, telegram_name: str | None = None, telegram_code: int | None = None):
        super().__init__(f"{self.sentence} {seconds} s", telegram_name=telegram_name, telegram_code=telegram_code)
        self.args = seconds, telegram_name, telegram_code
        self.seconds = seconds


class SlowMode(FloodWait):
    """In this chat the next message may be sent after ``seconds``; everything else works."""

    code = "slow_mode"
    sentence = "In this chat Telegram asks to wait"


class Misconfigured(TelegramError):
    """Telegram refuses this application: its api_id, api_hash or version."""

    code = "misconfigured"
    sentence = "Telegram refuses this application: its api_id, api_hash or version."


class UpdateAppToLogin(Misconfigured):
    """Telegram no longer lets anybody log in with the layer of the installed library: install Kurigram."""

    code = "update_app_to_login"
    sentence = "Telegram no longer lets anybody log in with the layer of the installed library: install Kurigram."


class Unsupported(TelegramError):
    """The backend cannot do this. ``capability`` is what it does not declare (:class:`tgsdk.Capability`)."""

    code = "unsupported"
    sentence = "The backend does not support"

    def __init__(self, capability: str, telegram_name: str | None = None, telegram_code: int | None = None):
        super().__init__(f"{self.sentence} {capability}", telegram_name=telegram_name, telegram_code=telegram_code)
        self.args = capability, telegram_name, telegram_code
        self.capability = capability


class TelegramUnavailable(TelegramError):
    """Telegram cannot be reached, or the connection was lost."""

    code = "unavailable"
    sentence = "Telegram cannot be reached, or the connection was lost."


class Timeout(TelegramError):
    """Telegram did not answer in time."""

    code = "timeout"
    sentence = "Telegram did not answer in time."


class TelegramFailure(TelegramError):
    """Telegram answered with a failure of its own."""

    code = "telegram_failure"
    sentence = "Telegram answered with a failure of its own."


class DownloadIncomplete(TelegramFailure):
    """Telegram gave less of the file than its size, or more. What was written is not the file."""

    code = "download_incomplete"
    sentence = "Telegram gave less of the file than its size, or more. What was written is not the file."


class UploadIncomplete(TelegramFailure):
    """Telegram does not have part ``part`` of a file that can be read once only, or loses it again: upload it anew."""

    code = "upload_incomplete"
    sentence = "Telegram has no part"

    def __init__(self, part: int, telegram_name: str | None = None, telegram_code: int | None = None):
        super().__init__(
            f"{self.sentence} {part} of the file" + (f" ({telegram_name})" if telegram_name else ""),
            telegram_name=telegram_name,
            telegram_code=telegram_code,
        )
        self.args = part, telegram_name, telegram_code
        self.part = part


class ProtocolError(TelegramFailure):
    """Telegram's answer is not one that MTProto allows."""

    code = "protocol_error"
    sentence = "Telegram's answer is not one that MTProto allows."
