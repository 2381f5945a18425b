"""``account.getPassword``: the first half of a two-step verification check (https://core.telegram.org/api/srp)."""

import os
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..state.diffie_hellman import PRIME, G, to_bytes
from ..state.srp import start_check
from .registry import Request, method


@method("account.GetPassword", "anyone")
def get_password(request: Request) -> Any:
    account = request.key.awaits_password or request.user
    algorithm = raw.types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
    new_algo = algorithm(salt1=os.urandom(8), salt2=os.urandom(16), g=G, p=to_bytes(PRIME))
    answer = raw.types.account.Password(
        new_algo=new_algo, new_secure_algo=raw.types.SecurePasswordKdfAlgoUnknown(), secure_random=os.urandom(256)
    )
    if account.password is None:
        return answer
    check = request.key.password_check = start_check(account.phone, account.password)
    answer.has_password = True
    answer.hint = account.hint
    answer.current_algo = algorithm(salt1=check.salt1, salt2=check.salt2, g=G, p=to_bytes(PRIME))
    answer.srp_id, answer.srp_B = check.id, check.public
    return answer
