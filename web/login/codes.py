"""The login code in words: where Telegram sent it, and when it may be sent another way."""

import math
from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tgsdk import CodeSent, CodeType, Session
from web.words.waits import wait_in_words

from .phones import shorten_phone

TYPES_OF_WORDS = (CodeType.SMS_WORD, CodeType.SMS_PHRASE)  # all other codes are digits
LONGEST_CLOCK = 120  # seconds that are counted down one by one

SENTENCES: dict[CodeType, str | Promise] = {
    CodeType.APP: _(
        "The code was sent to the Telegram app for %(phone)s: open the chat “Telegram” on another of your devices."
    ),
    CodeType.SMS: _("The code was sent by SMS to %(phone)s."),
    CodeType.CALL: _("Telegram is calling %(phone)s: a voice will say the code."),
    CodeType.FLASH_CALL: _("Telegram is calling %(phone)s. No need to answer: the code is the number that calls."),
    CodeType.MISSED_CALL: _(
        "Telegram is calling %(phone)s and will hang up. The code is the last digits of the number that calls."
    ),
    CodeType.EMAIL: _("The code was sent to the e-mail address that belongs to %(phone)s in Telegram."),
    CodeType.FRAGMENT: _("The code is waiting on fragment.com, in the account that owns %(phone)s."),
    CodeType.FIREBASE: _("Telegram sends this code to %(phone)s for its own apps only. Have it sent another way."),
    CodeType.SMS_WORD: _("A word was sent by SMS to %(phone)s: it is the code."),
    CodeType.SMS_PHRASE: _("A phrase was sent by SMS to %(phone)s: it is the code."),
    CodeType.NOT_NEEDED: "",
}
PATTERN_SENTENCES: dict[CodeType, str | Promise] = {
    CodeType.FLASH_CALL: _("That number looks like %(pattern)s."),
    CodeType.MISSED_CALL: _("That number begins with %(pattern)s."),
    CodeType.EMAIL: _("The code was sent by e-mail to %(pattern)s."),
    CodeType.SMS_WORD: _("The word begins with “%(pattern)s”."),
    CodeType.SMS_PHRASE: _("The phrase begins with “%(pattern)s”."),
}
RESEND_ACTIONS: dict[CodeType, str | Promise] = {
    CodeType.APP: _("Send the code to the Telegram app"),
    CodeType.SMS: _("Send the code by SMS"),
    CodeType.CALL: _("Get the code by a call"),
    CodeType.FLASH_CALL: _("Get the code by a short call"),
    CodeType.MISSED_CALL: _("Get the code by a missed call"),
    CodeType.EMAIL: _("Send the code by e-mail"),
    CodeType.FRAGMENT: _("Send the code to fragment.com"),
    CodeType.SMS_WORD: _("Send a word by SMS"),
    CodeType.SMS_PHRASE: _("Send a phrase by SMS"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginCode:
    """A code to be entered: ``sentence`` says where it is.

    ``length`` is that of a code of digits, where Telegram says it, and the code is in force.
    ``resend_action`` names the next way to send it, empty if there is none; it is open in ``seconds_left``.
    """

    sentence: str
    hint: str
    is_digits: bool
    length: int | None
    is_too_old: bool
    resend_action: str
    seconds_left: int

    @classmethod
    def of(cls, session: Session) -> Self:
        code, is_too_old = session.awaited_code, session.phone_code_hash is None
        is_digits = code.type not in TYPES_OF_WORDS
        return cls(
            sentence=gettext("The code is out of date. Send a new one?") if is_too_old else describe_code(code),
            hint=length_in_words(code.length) if code.length and is_digits else "",
            is_digits=is_digits,
            length=code.length if is_digits and not is_too_old else None,
            is_too_old=is_too_old,
            resend_action=gettext("Send a new code") if is_too_old else resend_in_words(code),
            seconds_left=seconds_to_resend(session),
        )

    @property
    def wait(self) -> str:
        return wait_in_words(self.seconds_left)

    @property
    def refresh_after(self) -> int:
        """Seconds after which the page fetches this part again."""
        return self.seconds_left if self.has_clock else min(60, self.seconds_left - LONGEST_CLOCK)

    @property
    def has_clock(self) -> bool:
        return self.seconds_left <= LONGEST_CLOCK

    @property
    def clock(self) -> list[str]:
        """The times that the clock shows, second by second."""
        return [f"{left // 60}:{left % 60:02}" for left in range(self.seconds_left, 0, -1)]


def describe_code(code: CodeSent) -> str:
    """Say where the code is."""
    values = {"phone": shorten_phone(code.phone), "pattern": code.pattern}
    more = PATTERN_SENTENCES.get(code.type) if code.pattern else None
    sentences = [more] if more and code.type is CodeType.EMAIL else [SENTENCES[code.type], more]
    return " ".join(str(sentence) % values for sentence in sentences if sentence)


def resend_in_words(code: CodeSent) -> str:
    """Name the next way to send the code, empty if there is none."""
    return str(RESEND_ACTIONS.get(code.next_type) or gettext("Send the code again")) if code.next_type else ""


def length_in_words(length: int) -> str:
    return ngettext("%(number)d digit", "%(number)d digits", length) % {"number": length}


def seconds_to_resend(session: Session) -> int:
    """Seconds until another code may be asked for, 0 if it may be now."""
    code = session.code_sent
    if code is None or code.resend_at is None or session.phone_code_hash is None:
        return 0
    return max(0, math.ceil((code.resend_at - timezone.now()).total_seconds()))
