"""The people of the local Telegram.

Their phone numbers follow Telegram's own convention for test accounts
(https://core.telegram.org/api/auth#test-accounts): 99966, the digit of the data centre, four more digits; and the
login code is that digit five times.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256

#: A valid number that nobody has: a code is sent there, and who enters it is asked to sign up.
UNOCCUPIED_PHONE = "9996611999"
#: A valid number that Telegram has banned.
BANNED_PHONE = "9996611666"

WORD_CODE = "meadow"
PHRASE_CODE = "seven quiet boats"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account: its data centre ``dc_id``, and its two-step verification ``password``, if one is set."""

    phone: str
    first_name: str
    last_name: str | None = None
    username: str | None = None
    user_id: int
    dc_id: int
    password: str | None = field(default=None, repr=False)
    hint: str | None = None

    @property
    def code(self) -> str:
        """The login code that Telegram would send to this person."""
        return login_code(self.phone)

    @property
    def access_hash(self) -> int:
        """The person's access hash: the same for everyone who sees them, unlike Telegram's own."""
        return int.from_bytes(sha256(self.phone.encode()).digest()[:8], "little", signed=True)


PEOPLE = (
    Account(
        phone="9996611001",
        first_name="Мария",
        last_name="Соколова",
        username="maria_sokolova",
        user_id=412_673_905,
        dc_id=1,
    ),
    Account(phone="9996611002", first_name="Anna", last_name="Petrova", user_id=5_830_214_477, dc_id=1),
    Account(
        phone="9996611003",
        first_name="Дмитрий",
        last_name="Орлов",
        username="d_orlov",
        user_id=1_297_440_618,
        dc_id=1,
        password="осенний Дождь 42",  # noqa: S106
        hint="погода и ответ",
    ),
    Account(
        phone="9996621001",
        first_name="James",
        last_name="Whitaker",
        username="jwhitaker",
        user_id=6_104_882_350,
        dc_id=2,
    ),
    Account(
        phone="9996621002",
        first_name="Olga",
        last_name="Lindqvist",
        username="olga_lindqvist",
        user_id=733_019_264,
        dc_id=2,
        password="Sju sjösjuka sjömän!",  # noqa: S106
        hint="tongue twister",
    ),
)


def digits(phone: str) -> str:
    """A phone number as Telegram compares it: its digits only."""
    return re.sub(r"\D", "", phone)


def is_test_phone(phone: str) -> bool:
    """Tell whether this is a test phone number of one of the two data centres."""
    return re.fullmatch(r"99966[12]\d{4}", phone) is not None


def home_of(phone: str) -> int:
    """The data centre that a test phone number belongs to."""
    return int(phone[5])


def login_code(phone: str, code_type: str = "app", length: int = 5) -> str:
    """Return the right code for this phone when it is sent in this way (a type of `LocalTelegram.send_codes_by`).

    A word or a phrase of its own where one is sent, otherwise the digit of the data centre, ``length`` times.
    Raises ``ValueError`` for the types that send no code.
    """
    if code_type in ("set_up_email", "payment"):
        raise ValueError(f"{code_type} sends no code")
    words = {"sms_word": WORD_CODE, "sms_phrase": PHRASE_CODE}
    return words.get(code_type) or str(home_of(phone)) * length
