"""Words for what Telegram names: better ones than those of the error's class."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BROKEN = _("Something broke on Telegram's side. Please try again in a minute.")


# Why a connection ended, by Telegram's name for it.
REASONS: dict[str, str | Promise] = {
    "SESSION_REVOKED": _("The connection was ended from your phone or another device."),
    "AUTH_KEY_UNREGISTERED": _("The connection was ended from your phone or another device."),
    "SESSION_EXPIRED": _("The connection was not used for a long time, so Telegram ended it."),
    "AUTH_KEY_DUPLICATED": _("Telegram saw the same connection in two places and ended it for safety."),
    "USER_DEACTIVATED": _("Telegram says that this account was deleted."),
    "USER_DEACTIVATED_BAN": _("Telegram has blocked this account."),
    "session_invalid": _("The saved connection cannot be opened any more."),
}


# Better words than those of the class, by Telegram's name of the error, or of the answer that cannot be followed.
NAMED: dict[str, str | Promise] = {
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
    "PEER_FLOOD": _("Telegram has restricted this account after complaints. @SpamBot in Telegram says for how long."),
    "USER_IS_BLOCKED": _("This person has blocked you in Telegram, so the message cannot be delivered."),
    "YOU_BLOCKED_USER": _("You have blocked this person in Telegram. Unblock them there to write to them."),
    "INPUT_USER_DEACTIVATED": _("This person has deleted their Telegram account, so nobody would read the message."),
    "CHAT_WRITE_FORBIDDEN": _("You may not write in this chat: its administrators have closed it for messages."),
    "CHAT_ADMIN_REQUIRED": _("Only administrators may write in this chat."),
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
    "TOPIC_DELETED": _("This topic was deleted. Choose another one in the Telegram app."),
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
    "CHANNEL_PRIVATE": _("This chat is closed to you now: you have left it, or were removed."),
    "MESSAGE_TOO_LONG": _("The message is too long for Telegram: 4096 characters at most. Send it in parts."),
    "MESSAGE_EMPTY": _("There is nothing to send yet: write a message first."),
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
            "CHAT_NOT_MODIFIED",
            "PINNED_DIALOGS_TOO_MUCH",
        ),
        BROKEN,
    ),
    **dict.fromkeys(
        (f"{what}_MIGRATE_%d" for what in ("PHONE", "NETWORK", "USER", "FILE", "STATS")),
        _("Telegram sent this to another of its data centres and back. Please try again in a minute."),
    ),
}
