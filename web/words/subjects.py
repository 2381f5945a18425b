"""The subject of an audit event in words. A chat is named by its kind and number: its title is a person's name, and
what is written into the audit stays there for ever.
"""

from django.utils.translation import gettext as _

TELEGRAM = 777000  # from which login codes come
CHANNELS = -(10**12)  # supergroups and channels are below it


def subject_in_words(subject: str, telegram_user_id: int | None) -> str:
    """Say which chat, message or token an event was about, for an account with this Telegram id."""
    chat, _slash, message = subject.partition("/")
    if subject.startswith("token "):
        return _("API token %(number)s") % {"number": subject.removeprefix("token ")}
    if not chat.removeprefix("-").isdecimal():
        return subject
    named = _chat_in_words(int(chat), telegram_user_id)
    return _("%(chat)s, message %(number)s") % {"chat": named, "number": message} if message else named


def _chat_in_words(chat_id: int, telegram_user_id: int | None) -> str:
    if chat_id == telegram_user_id:
        return _("Saved Messages")
    if chat_id == TELEGRAM:
        return _("Telegram's own chat")
    if chat_id > 0:
        return _("private chat %(id)s") % {"id": chat_id}
    if chat_id < CHANNELS:
        return _("supergroup or channel %(id)s") % {"id": chat_id}
    return _("group %(id)s") % {"id": chat_id}
