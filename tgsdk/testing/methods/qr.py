"""Login by QR code (https://core.telegram.org/api/qr-login), over data centres too."""

import math
import os
from hashlib import sha256
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..accounts import Account
from ..state.auth_keys import AuthKey
from ..state.logins import ImportToken, LoginToken
from ..state.world import API_ID
from .auth import authorization, log_in_or_ask_password, refuse_without_password
from .registry import Refusal, Request, method


@method("auth.ExportLoginToken", "anyone")
def export_login_token(request: Request) -> Any:
    request.check_api_id()
    refuse_without_password(request)
    if request.key.user is not None:
        return raw.types.auth.LoginTokenSuccess(authorization=authorization(request.key.user))
    token = _current_token(request)
    if token.accepted_by is None:
        # Rounded up: whoever asks again when this time has come gets a fresh token, never the old one.
        return raw.types.auth.LoginToken(expires=math.ceil(token.expires_at), token=token.value)
    if token.accepted_by.dc_id != request.key.dc_id:
        return _migrate(token.accepted_by, _import_token(request, token, token.accepted_by))
    return _success(request, token.accepted_by)


@method("auth.ImportLoginToken", "anyone")
def import_login_token(request: Request) -> Any:
    refuse_without_password(request)
    token = request.world.import_tokens.get(request.query.token)
    if token is None:
        raise Refusal(400, "AUTH_TOKEN_INVALID")
    if token.is_used:
        raise Refusal(400, "AUTH_TOKEN_ALREADY_ACCEPTED")
    if token.expires_at <= request.world.now():
        raise Refusal(400, "AUTH_TOKEN_EXPIRED")
    if token.account.dc_id != request.key.dc_id:
        return _migrate(token.account, token)
    token.is_used = True
    return _success(request, token.account)


@method("auth.AcceptLoginToken")
def accept_login_token(request: Request) -> Any:
    account = request.user
    token = request.world.login_tokens.get(request.query.token)
    if token is None:
        raise Refusal(400, "AUTH_TOKEN_INVALID")
    if token.accepted_by is not None:
        raise Refusal(400, "AUTH_TOKEN_ALREADY_ACCEPTED")
    if token.expires_at <= request.world.now():
        raise Refusal(400, "AUTH_TOKEN_EXPIRED")
    token.accepted_by = account
    key = request.world.auth_keys[token.auth_key_id]
    update = raw.types.UpdateShort(update=raw.types.UpdateLoginToken(), date=int(request.world.now()))
    for connection in tuple(key.connections):
        connection.push(update)
    return _new_session(request, key, account)


def _current_token(request: Request) -> LoginToken:
    """Return the key's token: the same until it expires; an accepted one until its login has moved on."""
    token, world = request.key.login_token, request.world
    if token is not None and token.accepted_by is not None and not (token.import_token and token.import_token.is_used):
        return token
    if token is not None and token.accepted_by is None and token.expires_at > world.now():
        return token
    token = LoginToken(value=os.urandom(24), auth_key_id=request.key.id, expires_at=world.now() + world.token_lifetime)
    request.key.login_token = world.login_tokens[token.value] = token
    return token


def _import_token(request: Request, token: LoginToken, account: Account) -> ImportToken:
    """Return the token that takes the login to the account's own data centre: the same until it expires."""
    world = request.world
    if token.import_token is None or token.import_token.expires_at <= world.now():
        expires_at = world.now() + world.token_lifetime
        token.import_token = ImportToken(value=os.urandom(24), account=account, expires_at=expires_at)
        world.import_tokens[token.import_token.value] = token.import_token
    return token.import_token


def _migrate(account: Account, token: ImportToken) -> Any:
    return raw.types.auth.LoginTokenMigrateTo(dc_id=account.dc_id, token=token.value)


def _success(request: Request, account: Account) -> Any:
    return raw.types.auth.LoginTokenSuccess(authorization=log_in_or_ask_password(request, account))


def _new_session(request: Request, key: AuthKey, account: Account) -> Any:
    """Return the new session as the phone shows it in its list of devices."""
    now = int(request.world.now())
    return raw.types.Authorization(
        hash=int.from_bytes(sha256(key.value).digest()[:8], "little", signed=True),
        device_model=key.device.model,
        platform="",
        system_version=key.device.system_version,
        api_id=API_ID,
        app_name="Local Telegram",
        app_version=key.device.app_version,
        date_created=now,
        date_active=now,
        ip="127.0.0.1",
        country="",
        region="",
        password_pending=account.password is not None,
    )
