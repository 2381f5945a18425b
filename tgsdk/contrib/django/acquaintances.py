"""Acquaintances: whom an account has looked up, so that nobody is looked up twice, and whom it has never written with.

Names and numbers are kept as keyed digests, as the numbers of login codes are.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from tgsdk import Addressee, NobodyFound

from .limits import subject_of
from .models import LookUp, Stranger, TelegramAccount

FOUND_FOR = timedelta(days=1)  # a username may pass on to somebody else
NOBODY_FOR = timedelta(hours=1)
STRANGER_FOR = timedelta(days=90)


def find_looked_up(row: TelegramAccount, addressee: Addressee) -> int | None:
    """Return the chat with whoever was found lately, None for whoever has to be looked up.

    Raises NobodyFound where nobody was found lately.
    """
    found = LookUp.objects.filter(account=row, subject=_subject(row, addressee)).first()
    if found is None or timezone.now() - found.at > (FOUND_FOR if found.chat_id else NOBODY_FOR):
        return None
    if found.chat_id is None:
        raise NobodyFound(telegram_name=found.telegram_name or None)
    return found.chat_id


def remember_look_up(
    row: TelegramAccount, addressee: Addressee, chat_id: int | None, telegram_name: str | None = None
) -> None:
    """Keep what came of a look-up, and forget those that are too old."""
    LookUp.objects.filter(account=row, at__lt=timezone.now() - FOUND_FOR).delete()
    came = {"chat_id": chat_id, "telegram_name": telegram_name or "", "at": timezone.now()}
    LookUp.objects.update_or_create(account=row, subject=_subject(row, addressee), defaults=came)


def note_stranger(row: TelegramAccount, chat_id: int) -> None:
    """Keep that nobody has written in this chat yet. Groups and channels are no strangers."""
    note_strangers(row, [chat_id])


def note_strangers(row: TelegramAccount, chat_ids: Iterable[int]) -> None:
    """Keep that nobody has written in these chats yet, as far as is known: whoever writes there first looks again."""
    people = [chat_id for chat_id in chat_ids if _is_person(chat_id) and chat_id != row.telegram_user_id]
    if not people:
        return
    Stranger.objects.filter(account=row, at__lt=timezone.now() - STRANGER_FOR).delete()
    Stranger.objects.bulk_create([Stranger(account=row, chat_id=each) for each in people], ignore_conflicts=True)


def is_stranger(row: TelegramAccount, chat_id: int) -> bool:
    """Tell whether nobody had written in this chat when the account last looked."""
    return _is_person(chat_id) and Stranger.objects.filter(account=row, chat_id=chat_id).exists()


def forget_stranger(row: TelegramAccount, chat_id: int) -> None:
    """Keep that the conversation has begun."""
    Stranger.objects.filter(account=row, chat_id=chat_id).delete()


def _is_person(chat_id: int) -> bool:
    """Tell a person's number from that of a group or channel; what is none is left to the call that comes next."""
    return isinstance(chat_id, int) and chat_id > 0


def _subject(row: TelegramAccount, addressee: Addressee) -> str:
    return subject_of("looked-up", f"{row.telegram_user_id} {addressee.key}")
