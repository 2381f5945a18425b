"""The two-factor password: https://core.telegram.org/api/srp."""

import asyncio
from typing import Any

from tgsdk.errors import PasswordInvalid, ProtocolError

from .library import DH_PRIME, compute_password_check, raw

__all__ = ["prove_password"]


async def prove_password(parameters: Any, password: str) -> Any:
    """``inputCheckPasswordSRP`` for the ``account.password`` that Telegram has just given.

    Raises ProtocolError for parameters that would give the password away, PasswordInvalid for a text that is none.
    """
    _check_parameters(parameters)
    try:
        return await asyncio.to_thread(compute_password_check, parameters, password)
    except UnicodeEncodeError:  # no password has such characters; without "from", which would carry it
        raise PasswordInvalid from None


def _check_parameters(parameters: Any) -> None:
    """#checking-the-password-with-srp, with the one prime that is known to be good."""
    algorithm = parameters.current_algo
    if not isinstance(algorithm, raw.types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow):
        raise ProtocolError(f"{type(algorithm).__name__} is no algorithm that is known here")
    srp_b = int.from_bytes(parameters.srp_B or b"", "big")
    if int.from_bytes(algorithm.p, "big") != DH_PRIME or algorithm.g != 3 or not 0 < srp_b < DH_PRIME:
        raise ProtocolError("the parameters of the password check are not Telegram's")
