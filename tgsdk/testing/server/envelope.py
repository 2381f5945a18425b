"""The encryption of messages (https://core.telegram.org/mtproto/description): opening and sealing, on the server."""

from hashlib import sha256

from mtproto.crypto.aes import ige256_decrypt, kdf
from mtproto.enums import ConnectionRole
from mtproto.transport.packets.message_packet import (
    DecryptedMessagePacket,
    EncryptedMessagePacket,
)


def open_packet(packet: EncryptedMessagePacket, auth_key: bytes) -> DecryptedMessagePacket | None:
    """Decrypt a client's packet; None if its msg_key, length or padding is wrong: such a packet is dropped."""
    data = packet.encrypted_data
    if len(packet.message_key) != 16 or len(data) < 48 or len(data) % 16:
        return None
    plain = ige256_decrypt(data, *kdf(auth_key, packet.message_key, True))
    # mtproto's own decrypt() leaves this check out.
    if sha256(auth_key[88:120] + plain).digest()[8:24] != packet.message_key:
        return None
    opened = DecryptedMessagePacket.parse(plain)
    return opened if 12 <= len(opened.padding) <= 1024 else None


def seal_packet(
    auth_key: bytes, *, salt: bytes, session_id: int, message_id: int, seq_no: int, body: bytes
) -> EncryptedMessagePacket:
    """Encrypt one message of the server."""
    opened = DecryptedMessagePacket(salt, session_id, message_id, seq_no, body)
    return opened.encrypt(auth_key, ConnectionRole.SERVER)
