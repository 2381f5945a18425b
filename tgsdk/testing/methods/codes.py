"""Login by phone and code: how a code is sent, sent once more, and entered (https://core.telegram.org/api/auth)."""

import os
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..accounts import Account, digits, home_of, is_test_phone
from ..state.logins import PHONES_PLAN, PHONES_TOKEN, CodePlan, DeliveredCode, SentCode
from .auth import log_in_or_ask_password
from .code_types import code_of, sent_code
from .registry import Refusal, Request, method

MAX_TRIES = 5


@method("auth.SendCode", "anyone")
def send_code(request: Request) -> Any:
    request.check_api_id()
    phone = _phone_at_home(request)
    account = _account_by_future_token(request, phone)
    if account is not None:
        return raw.types.auth.SentCodeSuccess(authorization=log_in_or_ask_password(request, account))
    is_phone = request.query.settings.token == PHONES_TOKEN
    return _send(request, phone, PHONES_PLAN if is_phone else request.world.code_plan, 0)


@method("auth.ResendCode", "anyone")
def resend_code(request: Request) -> Any:
    sent = _sent_code(request)
    if sent.next_type is None:
        raise Refusal(406, "SEND_CODE_UNAVAILABLE")
    del request.world.sent_codes[sent.hash]
    return _send(request, sent.phone, sent.plan, sent.step + 1)


@method("auth.CancelCode", "anyone")
def cancel_code(request: Request) -> Any:
    del request.world.sent_codes[_sent_code(request).hash]
    return True


@method("auth.SignIn", "anyone")
def sign_in(request: Request) -> Any:
    sent = _sent_code(request)
    code = _entered_code(request, sent)
    if not code:
        raise Refusal(400, "PHONE_CODE_EMPTY")
    if code != sent.code:
        _count_wrong_try(request, sent)
        raise Refusal(400, "PHONE_CODE_INVALID")
    del request.world.sent_codes[sent.hash]
    account = request.world.account_by_phone(sent.phone)
    if account is None:
        return raw.types.auth.AuthorizationSignUpRequired()
    return log_in_or_ask_password(request, account)


def _phone_at_home(request: Request) -> str:
    phone = digits(request.query.phone_number)
    if not is_test_phone(phone):
        raise Refusal(400, "PHONE_NUMBER_INVALID")
    if home_of(phone) != request.key.dc_id:
        raise Refusal(303, f"PHONE_MIGRATE_{home_of(phone)}")
    if phone in request.world.banned_phones:
        raise Refusal(400, "PHONE_NUMBER_BANNED")
    return phone


def _account_by_future_token(request: Request, phone: str) -> Account | None:
    """Return the account of this phone if the client has a future auth token of it, and use that token up."""
    account, tokens = request.world.account_by_phone(phone), request.world.future_tokens
    for token in request.query.settings.logout_tokens or ():
        if account is not None and tokens.get(token) is account:
            return tokens.pop(token)
    return None


def _send(request: Request, phone: str, plan: CodePlan, step: int) -> Any:
    """Send a code; the one that this key has asked for with this phone before is no longer valid."""
    world, key_id = request.world, request.key.id
    world.sent_codes = {
        hash_: sent for hash_, sent in world.sent_codes.items() if (sent.auth_key_id, sent.phone) != (key_id, phone)
    }
    sent = SentCode(
        hash=os.urandom(9).hex(),
        phone=phone,
        auth_key_id=key_id,
        plan=plan,
        step=step,
        code=code_of(phone, plan, step),
        expires_at=world.now() + world.code_lifetime,
    )
    world.sent_codes[sent.hash] = sent
    if sent.code is not None and plan is not PHONES_PLAN:
        world.codes_sent.append(DeliveredCode(phone=phone, type=sent.type, code=sent.code, at=world.now()))
    return sent_code(sent)


def _sent_code(request: Request) -> SentCode:
    """Return the code that this key has asked for with this phone; refuse another key's."""
    query, world = request.query, request.world
    if not query.phone_code_hash:
        raise Refusal(400, "PHONE_CODE_HASH_EMPTY")
    sent = world.sent_codes.get(query.phone_code_hash)
    if sent is None or (sent.auth_key_id, sent.phone) != (request.key.id, digits(query.phone_number)):
        raise Refusal(400, "PHONE_CODE_EXPIRED")
    if sent.expires_at <= world.now():
        raise Refusal(400, "PHONE_CODE_EXPIRED")
    return sent


def _entered_code(request: Request, sent: SentCode) -> str | None:
    """Return the entered code: ``email_verification`` for one sent by e-mail, ``phone_code`` for any other."""
    if sent.type == "email":
        return getattr(request.query.email_verification, "code", None)
    code: str | None = request.query.phone_code
    return code


def _count_wrong_try(request: Request, sent: SentCode) -> None:
    sent.wrong_tries += 1
    if sent.wrong_tries >= MAX_TRIES:
        del request.world.sent_codes[sent.hash]
