"""The two-step verification password: https://core.telegram.org/api/srp."""

import asyncio
from typing import Any

from tgsdk.errors import PasswordInvalid, ProtocolError

from ..engine import Engine
from ..reading.raw import is_a
from ..wire.srp import SrpParameters, prove

__all__ = ["prove_password"]

ALGORITHM = "PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow"


async def prove_password(engine: Engine, password_settings: Any, password: str) -> Any:
    """Return ``inputCheckPasswordSRP`` for the ``account.password`` that Telegram has just given.

    Raises ProtocolError for parameters that would give the password away, PasswordInvalid for a text that is none.
    """
    parameters = _parameters_in(password_settings)
    try:
        proof = await asyncio.to_thread(prove, parameters, password)
    except UnicodeEncodeError:  # no password has such characters; without "from", which would carry it
        raise PasswordInvalid from None
    return engine.types.InputCheckPasswordSRP(srp_id=password_settings.srp_id, A=proof.public, M1=proof.proof)


def _parameters_in(password_settings: Any) -> SrpParameters:
    algorithm = password_settings.current_algo
    if not is_a(algorithm, ALGORITHM):
        raise ProtocolError(f"{type(algorithm).__name__} is no algorithm that is known here")
    return SrpParameters(
        prime=algorithm.p,
        generator=algorithm.g,
        salt1=algorithm.salt1,
        salt2=algorithm.salt2,
        server_public=password_settings.srp_B or b"",
    )
