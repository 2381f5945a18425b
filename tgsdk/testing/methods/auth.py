"""``auth.*``: two-step verification password, log-out, other data centres (https://core.telegram.org/api/auth)."""

import os
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..accounts import Account
from ..state.logins import ExportedLogin
from .registry import Refusal, Request, method
from .users import user_of


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
    return _log_in(request, account)


@method("auth.LogOut", "anyone")
def log_out(request: Request) -> Any:
    token = None
    if request.key.awaits_password is None:
        token = request.world.give_future_token(request.user)
    request.key.log_out()
    return raw.types.auth.LoggedOut(future_auth_token=token)


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
    return authorization(login.account)


def authorization(account: Account) -> Any:
    """Return the ``auth.authorization`` of this account."""
    return raw.types.auth.Authorization(user=user_of(account, is_self=True))


def log_in_or_ask_password(request: Request, account: Account) -> Any:
    """Return ``auth.authorization``; refuse with 401 ``SESSION_PASSWORD_NEEDED`` if the account has a password."""
    if account.password is None:
        return _log_in(request, account)
    request.key.await_password(account)
    raise Refusal(401, "SESSION_PASSWORD_NEEDED")


def refuse_without_password(request: Request) -> None:
    """Refuse while a password is asked for: it is asked for until it is given."""
    if request.key.awaits_password is not None:
        raise Refusal(401, "SESSION_PASSWORD_NEEDED")


def _log_in(request: Request, account: Account) -> Any:
    request.key.log_in(account)
    answer = authorization(account)
    if request.world.gives_future_tokens_at_login:
        answer.future_auth_token = request.world.give_future_token(account)
    return answer
