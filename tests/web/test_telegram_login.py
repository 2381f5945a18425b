"""manage.py telegram_login: the same login in a terminal."""

import getpass
import time
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import zxingcpp
from django.contrib.auth.models import User as Recruiter
from django.core.management import CommandError, call_command
from PIL import Image

from tgsdk import CodeType, MemoryBackend, TelegramUnavailable
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import shown_qr_url
from web.models import AuditEvent

from .conftest import ANNA

PHONE = "+79001234567"
HALVES = {" ": (0, 0), "\xa0": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
Type = Callable[..., None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Type:
    """What the operator types, line by line; at its end they press Ctrl-D."""

    def answer_with(*lines: str) -> None:
        left = iter(lines)

        def read(_prompt: str = "") -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setattr(getpass, "getpass", read)

    return answer_with


@pytest.fixture
def between_looks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What happens while the command waits for the next look, wait by wait; none is really waited for."""

    def happens(*events: Callable[[], object]) -> None:
        left: Iterator[Callable[[], object]] = iter(events)
        monkeypatch.setattr(time, "sleep", lambda _seconds: next(left)())

    return happens


def log_in(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("telegram_login", "olga", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def decoded(text: str) -> str:
    """The content of a QR code drawn with half blocks, light on dark."""
    lines = [line for line in text.splitlines() if line and set(line) <= set(HALVES)]
    pixels = [[255 * HALVES[char][half] for char in line] for line in lines for half in (0, 1)]
    image = Image.new("L", (len(pixels[0]), len(pixels)))
    image.putdata([pixel for row in pixels for pixel in row])
    return str(zxingcpp.read_barcodes(image.resize((image.width * 4, image.height * 4), 0))[0].text)


def test_the_code_is_drawn_in_text_and_its_scan_connects(
    recruiter: Recruiter, backend: MemoryBackend, between_looks: Callable[..., None]
) -> None:
    between_looks(lambda: None, lambda: backend.scan(shown_qr_url(recruiter) or "", ANNA))
    out, _ = log_in()
    assert decoded(out).startswith("tg://login?token=")
    assert out.count("Настройки") == 1
    assert "Telegram подключён: Anna Petrova." in out
    assert TelegramAccount.objects.get().state == "logged_in"
    assert AuditEvent.objects.get().address is None


def test_a_fresh_code_is_drawn_when_the_old_one_expires(
    recruiter: Recruiter, backend: MemoryBackend, between_looks: Callable[..., None]
) -> None:
    between_looks(backend.expire_tokens, lambda: backend.scan(shown_qr_url(recruiter) or "", ANNA))
    out, _ = log_in()
    assert out.count("Настройки") == 2


def test_a_moment_without_telegram_ends_nothing(
    recruiter: Recruiter, backend: MemoryBackend, between_looks: Callable[..., None]
) -> None:
    between_looks(
        lambda: backend.fail(TelegramUnavailable()),
        lambda: backend.scan(shown_qr_url(recruiter) or "", ANNA),
    )
    assert "Anna Petrova" in log_in()[0]


def test_a_password_is_asked_for_until_it_fits(
    recruiter: Recruiter, backend: MemoryBackend, typed: Type, between_looks: Callable[..., None]
) -> None:
    between_looks(lambda: backend.scan(shown_qr_url(recruiter) or "", ANNA, password=" x ", hint="the cat"))
    typed("x", " x ")
    out, err = log_in()
    assert out.count("the cat") == 2
    assert "пароль не подошёл" in err
    assert "Anna Petrova" in out


def test_a_code_is_asked_for_until_it_fits(recruiter: Recruiter, backend: MemoryBackend, typed: Type) -> None:
    backend.add(PHONE, ANNA, code="01234")
    typed("11111", "0 1234")
    out, err = log_in("--phone", PHONE)
    assert "Код не подошёл." in err
    assert "Anna Petrova" in out


def test_an_empty_line_has_the_code_sent_once_more(recruiter: Recruiter, backend: MemoryBackend, typed: Type) -> None:
    backend.add(PHONE, ANNA, code="01234")
    backend.send_codes_by(CodeType.APP, CodeType.SMS, timeout=0)
    typed("", "01234")
    out, _ = log_in("--phone", "8 (900) 123-45-67")
    assert "по SMS на номер" in out


def test_a_code_is_not_sent_again_before_its_time_and_one_that_can_be_none_is_not_tried(
    recruiter: Recruiter, backend: MemoryBackend, typed: Type
) -> None:
    backend.add(PHONE, ANNA, code="01234")
    typed("", "abc", "01234")
    _, err = log_in("--phone", PHONE)
    assert "Попробуйте снова через" in err
    assert "только цифры" in err
    assert (backend.calls.count("resend_code"), backend.calls.count("sign_in")) == (0, 1)


def test_what_was_left_waiting_goes_on(recruiter: Recruiter, backend: MemoryBackend, typed: Type) -> None:
    backend.add(PHONE, ANNA, code="01234", password="secret")
    for lines in ((), ("01234",)):
        typed(*lines)
        with pytest.raises(CommandError, match="запустите команду снова"):
            log_in("--phone", PHONE)
    typed("secret")
    assert "Anna Petrova" in log_in()[0]
    assert backend.calls.count("send_code") == 1


def test_a_connected_account_is_said_to_be_so(recruiter: Recruiter, connected: None, backend: MemoryBackend) -> None:
    out, _ = log_in("--phone", "+79007654321")
    assert "Аккаунт уже подключён." in out
    assert "Anna Petrova" in out
    assert "send_code" not in backend.calls


def test_an_ended_session_starts_anew(
    recruiter: Recruiter, connected: None, backend: MemoryBackend, between_looks: Callable[..., None]
) -> None:
    backend.end_sessions(ANNA.id)
    between_looks(lambda: backend.scan(shown_qr_url(recruiter) or "", ANNA))
    assert "Anna Petrova" in log_in()[0]


def test_an_unknown_user_and_a_number_that_is_none_are_said(recruiter: Recruiter) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("telegram_login", "nobody")
    with pytest.raises(CommandError, match="не хватает цифр"):
        log_in("--phone", "12")
