"""Limits of codes and passwords, and the pauses that Telegram has asked for.

They are kept in the database, by the database's clock, so that all processes and hosts count together. Our own limits
are below Telegram's, as far as those are known, so that nobody runs into a wait of a day.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tgsdk import AccountRestricted, FloodWait, Misconfigured, SlowMode, TelegramError, TelegramUnavailable, WrongMoment

from .backend import telegram_settings
from .errors import TooManyAttempts, TooManyLookUps, TooManyNewConversations
from .models import Attempt, FloodPause

MINUTE, DAY = 60, 86_400
MONTH = 30 * DAY
MAX_ATTEMPTS = 1000  # attempts that a limit may allow
Limits = Sequence[Sequence[int]]
# operation: (attempts, in so many seconds), …
LIMITS: dict[str, Limits] = {
    "send_code": ((4, 10 * MINUTE), (8, DAY)),
    "sign_in": ((5, 10 * MINUTE), (20, DAY)),
    "check_password": ((5, 10 * MINUTE), (15, DAY)),
    # Telegram tells no number. PEER_FLOOD is reported from five first messages on (docs/new-conversations.md).
    "resolve": ((1, 3), (50, DAY)),
    "new_conversation": ((4, DAY),),
}
TOO_MANY: Mapping[str, type[TooManyAttempts]] = {
    "resolve": TooManyLookUps,
    "new_conversation": TooManyNewConversations,
}
RISKY = tuple(TOO_MANY)  # what a restricted account has to leave alone
RESTRICTED_FOR = DAY  # where Telegram does not say how long a restriction lasts
GUESSES = ("sign_in", "check_password")  # a right one does not count


def subjects_of(user_id: object, phone: str | None = None) -> list[str]:
    """Return whom an attempt counts for: the user, and then the phone number, which is not stored in clear.

    What is no text is left to the call that comes next.
    """
    if not isinstance(phone, str):
        return [f"user:{user_id}"]
    return [f"user:{user_id}", subject_of("phone", re.sub(r"\D", "", phone))]


def subject_of(kind: str, text: str) -> str:
    """Return a subject that counts for ``text`` without storing it in clear."""
    return f"{kind}:{salted_hmac(__name__, text, algorithm='sha256').hexdigest()[:40]}"


@contextmanager
def attempt(operation: str, subjects: Sequence[str], *, may_be_paused: bool = True) -> Iterator[None]:
    """Count one try. Raises TooManyAttempts when there were too many, FloodWait while Telegram's pause lasts.

    A FloodWait that the work raises is remembered; a try that did not reach Telegram does not count. Without
    ``may_be_paused`` the most frequent requests are spared a query, where no pause can be in force.
    """
    if may_be_paused:
        _refuse_during_pause(operation, subjects)
    counted = _count(operation, subjects)
    try:
        yield
    except SlowMode:  # of one chat only, and Telegram counts it itself
        raise
    except FloodWait as error:
        _remember_pause(operation, subjects[-1], error.seconds, error.telegram_name)
        raise
    except AccountRestricted as error:
        for risky in RISKY:
            _remember_pause(risky, subjects[0], RESTRICTED_FOR, error.telegram_name)
        raise
    except TelegramError as error:
        if _did_not_reach_telegram(error):
            uncount(counted)
        raise
    if operation in GUESSES:
        uncount(counted)


def limits_of(operation: str) -> Limits:
    """Return the limits in force for an operation, empty where there is none."""
    return _all_limits().get(operation, ())


def read_limits(said: object) -> dict[str, Limits]:
    """Return LIMITS with what the settings say in their place. Raises ValueError for what can be no limit."""
    if not isinstance(said, Mapping):
        raise ValueError("it is not a JSON object")
    for operation, limits in said.items():
        if operation not in LIMITS:
            raise ValueError(f"there is no limit of {operation!r}, only of {', '.join(LIMITS)}")
        if not isinstance(limits, list | tuple) or not all(_is_limit(each) for each in limits):
            raise ValueError(f"{operation} is not a list of pairs")
    return {**LIMITS, **said}


def _is_limit(pair: object) -> bool:
    match pair:
        case [int(attempts), int(seconds)]:
            return not isinstance(attempts, bool) and 0 < attempts <= MAX_ATTEMPTS and 0 < seconds <= MONTH
    return False


def _all_limits() -> dict[str, Limits]:
    try:
        return read_limits(telegram_settings().get("LIMITS", {}))
    except ValueError:
        raise Misconfigured("The limits cannot be used: see manage.py check") from None


def left_of(operation: str, subject: str) -> int | None:
    """Count the attempts that the subject has left, by the narrowest limit; None where there is no limit."""
    limits, now = limits_of(operation), timezone.now()
    attempts = Attempt.objects.filter(operation=operation, subject=subject)
    since = (attempts.filter(at__gt=now - timedelta(seconds=window)).count() for _, window in limits)
    left = (number - made for (number, _), made in zip(limits, since, strict=True))
    return max(min(left), 0) if limits else None


def refuse_beforehand(operation: str, subject: str) -> None:
    """Raise what an attempt would be refused with, TooManyAttempts or FloodWait, and count nothing."""
    _refuse_during_pause(operation, [subject])
    limits, now = limits_of(operation), timezone.now()
    free_at = _free_at(operation, subject, [], limits, now) if limits else now
    if free_at > now:
        raise TOO_MANY.get(operation, TooManyAttempts)(_seconds(free_at - now))


def _refuse_during_pause(operation: str, subjects: Sequence[str]) -> None:
    left = ExpressionWrapper(F("until") - Now(), output_field=DurationField())
    pauses = FloodPause.objects.filter(operation=operation, subject__in=subjects, until__gt=Now())
    if pause := pauses.annotate(left=left).order_by("until").last():
        raise FloodWait(_seconds(pause.left), telegram_name=pause.telegram_name or None)


def _remember_pause(operation: str, subject: str, seconds: int, telegram_name: str | None) -> None:
    """Keep the pause for the narrowest subject that is known.

    Telegram counts codes and logins by the number: another user must not ask for it either, but this one may use
    another number. Where it meant more than the number (this host, this application), the next try costs one call,
    brings a wait of its own, and that is remembered too.
    """
    length = timedelta(seconds=min(max(seconds, 1), MONTH))
    until = ExpressionWrapper(Now() + length, output_field=DateTimeField())
    name = (telegram_name or "").replace("\0", "")[:64]
    FloodPause.objects.filter(until__lt=Now()).delete()
    FloodPause.objects.update_or_create(
        operation=operation, subject=subject, defaults={"until": until, "telegram_name": name}
    )


def count_attempt(operation: str, limited: Mapping[str, Limits]) -> list[int]:
    """Count a try for each subject by its own limits; what is returned can be taken back by ``uncount``.

    Raises TooManyAttempts, and counts nothing, where there were too many. The attempt is noted first and looked for
    then, so that of two at the same time none slips through.
    """
    attempts = [Attempt.objects.create(operation=operation, subject=subject) for subject in limited]
    counted, now = [each.pk for each in attempts], attempts[-1].at
    _forget_the_old(operation, limited.values(), now)
    free_at = max(_free_at(operation, subject, counted, limits, now) for subject, limits in limited.items())
    if free_at > now:
        uncount(counted)
        raise TOO_MANY.get(operation, TooManyAttempts)(_seconds(free_at - now))
    return counted


def uncount(counted: Sequence[int]) -> None:
    """Take a counted try back: it was none that has to be limited."""
    Attempt.objects.filter(pk__in=counted).delete()


def _count(operation: str, subjects: Sequence[str]) -> list[int]:
    limits = limits_of(operation)
    return count_attempt(operation, dict.fromkeys(subjects, limits)) if limits else []


def _free_at(operation: str, subject: str, counted: Sequence[int], limits: Limits, now: datetime) -> datetime:
    """Return the moment from which the subject may try, by all limits."""
    before = Attempt.objects.filter(operation=operation, subject=subject).exclude(pk__in=counted).order_by("-at")
    latest = list(before.values_list("at", flat=True)[: max(number for number, _ in limits)])
    waits = (latest[number - 1] + timedelta(seconds=window) for number, window in limits if len(latest) >= number)
    return max(waits, default=now)


def _forget_the_old(operation: str, limits: Iterable[Limits], now: datetime) -> None:
    longest = max(window for each in limits for _, window in each)
    Attempt.objects.filter(operation=operation, at__lt=now - timedelta(seconds=longest)).delete()


def _did_not_reach_telegram(error: TelegramError) -> bool:
    """Tell whether Telegram was away, or the backend itself knew that it was not the moment."""
    return isinstance(error, TelegramUnavailable) or (isinstance(error, WrongMoment) and error.telegram_name is None)


def _seconds(wait: timedelta) -> int:
    return max(1, math.ceil(wait.total_seconds()))
