"""AES-256 in IGE mode, by TgCrypto, or by cryptg where that is installed in its place.

https://core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector
"""

from typing import Any

try:
    import tgcrypto as _library

    _names = "ige256_encrypt", "ige256_decrypt"
except ImportError:
    import cryptg as _library

    _names = "encrypt_ige", "decrypt_ige"

__all__ = ["ige256_decrypt", "ige256_encrypt"]

# Each takes data, key and initialization vector.
ige256_encrypt: Any = getattr(_library, _names[0])
ige256_decrypt: Any = getattr(_library, _names[1])
