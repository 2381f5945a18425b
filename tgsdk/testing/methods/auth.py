"""``auth.*``: login by phone and code, two-factor password, log-out (https://core.telegram.org/api/auth)."""

import os
from typing import Any

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing.accounts import Account, digits, home_of, is_test_phone
from tgsdk.testing.logins import ExportedLogin, SentCode
from tgsdk.testing.methods.registry import Refusal, Request, method
from tgsdk.testing.methods.users import user_of

CODE_LIFETIME = 300.0
CODE_LENGTH = 5
RESEND_AFTER = 60


@method("auth.SendCode", "anyone")
def send_code(request: Request) -> Any:
    request.check_api_id()
    phone = _phone_at_home(request)
    sent = SentCode(
        hash=os.urandom(9).hex(),
        phone=phone,
        auth_key_id=request.key.id,
        expires_at=request.world.now() + CODE_LIFETIME,
    )
    request.world.sent_codes[sent.hash] = sent
    return raw.types.auth.SentCode(
        type=raw.types.auth.SentCodeTypeApp(length=CODE_LENGTH),
        phone_code_hash=sent.hash,
        next_type=raw.types.auth.CodeTypeSms(),
        timeout=RESEND_AFTER,
    )


@method("auth.ResendCode", "anyone")
def resend_code(request: Request) -> Any:
    sent = _sent_code(request)
    kind = raw.types.auth.SentCodeTypeSms(length=CODE_LENGTH)
    return raw.types.auth.SentCode(type=kind, phone_code_hash=sent.hash)


@method("auth.CancelCode", "anyone")
def cancel_code(request: Request) -> Any:
    del request.world.sent_codes[_sent_code(request).hash]
    return True


@method("auth.SignIn", "anyone")
def sign_in(request: Request) -> Any:
    sent = _sent_code(request)
    code = request.query.phone_code
    account = request.world.account_by_phone(sent.phone)
    if not code:
        raise Refusal(400, "PHONE_CODE_EMPTY")
    if code != str(home_of(sent.phone)) * CODE_LENGTH:
        raise Refusal(400, "PHONE_CODE_INVALID")
    if account is None:
        return raw.types.auth.AuthorizationSignUpRequired()
    del request.world.sent_codes[sent.hash]
    return log_in_or_ask_password(request, account)


@method("auth.CheckPassword", "anyone")
def check_password(request: Request) -> Any:
    account = request.key.awaits_password or request.user
    proof, check = request.query.password, request.key.password_check
    if not isinstance(proof, raw.types.InputCheckPasswordSRP):
        raise Refusal(400, "PASSWORD_HASH_INVALID")
    if check is None or proof.srp_id != check.id:
        raise Refusal(400, "SRP_ID_INVALID")
    request.key.password_check = None
    if not check.accepts(proof.A, proof.M1):
        raise Refusal(400, "PASSWORD_HASH_INVALID")
    request.key.log_in(account)
    return authorization(request, account)


@method("auth.LogOut", "anyone")
def log_out(request: Request) -> Any:
    if request.key.awaits_password is None:
        _ = request.user
    request.key.log_out()
    return raw.types.auth.LoggedOut()


@method("auth.ExportAuthorization")
def export_authorization(request: Request) -> Any:
    if request.query.dc_id not in request.world.addresses or request.query.dc_id == request.key.dc_id:
        raise Refusal(400, "DC_ID_INVALID")
    login = ExportedLogin(value=os.urandom(96), account=request.user, dc_id=request.query.dc_id)
    request.world.exported_logins[login.value] = login
    return raw.types.auth.ExportedAuthorization(id=login.account.user_id, bytes=login.value)


@method("auth.ImportAuthorization", "anyone")
def import_authorization(request: Request) -> Any:
    login = request.world.exported_logins.get(request.query.bytes)
    if login is None or (login.account.user_id, login.dc_id) != (request.query.id, request.key.dc_id):
        raise Refusal(400, "AUTH_BYTES_INVALID")
    del request.world.exported_logins[login.value]
    request.key.log_in(login.account)
    return authorization(request, login.account)


def authorization(request: Request, account: Account) -> Any:
    return raw.types.auth.Authorization(user=user_of(request, account, is_self=True))


def log_in_or_ask_password(request: Request, account: Account) -> Any:
    """``auth.authorization``, or 401 ``SESSION_PASSWORD_NEEDED`` if the account has a two-factor password."""
    if account.password is None:
        request.key.log_in(account)
        return authorization(request, account)
    request.key.await_password(account)
    raise Refusal(401, "SESSION_PASSWORD_NEEDED")


def refuse_without_password(request: Request) -> None:
    """Once a password is asked for, it is asked for until it is given."""
    if request.key.awaits_password is not None:
        raise Refusal(401, "SESSION_PASSWORD_NEEDED")


def _phone_at_home(request: Request) -> str:
    phone = digits(request.query.phone_number)
    if not is_test_phone(phone):
        raise Refusal(400, "PHONE_NUMBER_INVALID")
    if home_of(phone) != request.key.dc_id:
        raise Refusal(303, f"PHONE_MIGRATE_{home_of(phone)}")
    return phone


def _sent_code(request: Request) -> SentCode:
    """The code that this key has asked for with this phone; another key cannot use it."""
    query = request.query
    if not query.phone_code_hash:
        raise Refusal(400, "PHONE_CODE_HASH_EMPTY")
    sent = request.world.sent_codes.get(query.phone_code_hash)
    if sent is None or (sent.auth_key_id, sent.phone) != (request.key.id, digits(query.phone_number)):
        raise Refusal(400, "PHONE_CODE_EXPIRED")
    if sent.expires_at <= request.world.now():
        raise Refusal(400, "PHONE_CODE_EXPIRED")
    return sent
