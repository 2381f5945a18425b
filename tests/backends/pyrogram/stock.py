"""The stock client of Pyrogram or Kurigram, for comparison, told of a server that is not Telegram's."""

from tgsdk.backends.mtproto.wire.options import Server
from tgsdk.backends.mtproto.wire.rsa import PublicKey
from tgsdk.backends.pyrogram.library import rsa

__all__ = ["trust"]


def trust(server: Server) -> int:
    """Let the stock client know the server's key, and return the key's fingerprint."""
    fingerprint = PublicKey(modulus=server.modulus, exponent=server.exponent).fingerprint
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(server.modulus, server.exponent)
    return fingerprint
