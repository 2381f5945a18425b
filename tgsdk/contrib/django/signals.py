"""The signals of an account: connect to them to write an audit, to count, or to clear what you keep of an account.

The sender is always the model class ``TelegramAccount``. Every signal carries these arguments:

``account``
    the row, as it is when the signal is sent;
``user``
    whose account it is;
``telegram_user_id``
    Telegram's number of whoever was connected when it happened (the row may have been cleared since), or None;
``address``
    what the opening was given as ``address``, or None.

They are sent when the work is over: the session is stored then and the lease is free, so that a receiver can neither
lose a session nor keep the account from the next request, however long it takes. They are sent robustly: an exception
in a receiver is logged by Django (logger ``django.dispatch``) and changes nothing for the caller, who has to learn what
became of the work at Telegram. The one exception is the ``disconnected`` of a row that is deleted: it is sent inside
the transaction that deletes it, so that nothing is reported that is rolled back.
"""

from django.dispatch import Signal

__all__ = [
    "connected",
    "disconnected",
    "doubted",
    "ended",
    "exported",
    "failed",
    "imported",
    "limited",
    "opened",
    "profile_seen",
    "put_aside",
    "sent",
    "taken_back",
]

# An account has been connected.
connected = Signal()

# Telegram has said who is connected, at a login or later. More arguments: profile (tgsdk.User), with the photo.
profile_seen = Signal()

# The user has disconnected the account. More arguments: reason, which is "" for that, "deleted" when the row was
# deleted, and "lease_lost" when a login was finished that somebody else had already taken over.
disconnected = Signal()

# Telegram has ended the session of a connected account. More arguments: reason, Telegram's name for it, or "".
ended = Signal()

# Telegram does not recognise the session of a connected account. Sent once, when the doubt begins.
doubted = Signal()

# The user has decided to connect again: the session in doubt is kept beside the new login. When that comes about,
# connected is sent, and the old session is ended.
put_aside = Signal()

# Nothing came of that login: the session in doubt is the account's again.
taken_back = Signal()

# The session has been given to a person as a string, or taken from one (manage.py telegram_session). More arguments:
# format, whose string it is: "pyrogram", "telethon" or "tgsdk".
exported = Signal()
imported = Signal()

# Telegram asks for a pause, or our own limits do. More arguments: operation, error (tgsdk.FloodWait).
limited = Signal()

# A call has failed in another way. More arguments: operation, error (tgsdk.TelegramError), and is_attempt, which says
# that the operation is one of those that are limited: send_code, sign_in, check_password.
failed = Signal()

# A chat, a message's file or a search has been opened. More arguments: operation, chat_id, message_id (None where the
# operation is not about one).
opened = Signal()

# A message has been sent, forwarded, edited or deleted: operation says which. More arguments: chat_id, message_id.
sent = Signal()
