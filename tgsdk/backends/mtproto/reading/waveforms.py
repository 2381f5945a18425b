"""The loudness of a voice message, as it is packed (``documentAttributeAudio``)."""

__all__ = ["waveform_in"]

BITS = 5  # of each value, the lowest first, one after the other over the borders of bytes
MOST = 1000  # values that are read, of which Telegram's clients write a hundred


def waveform_in(packed: bytes | None) -> tuple[int, ...]:
    """Unpack values from 0 to 31; nothing for what is no waveform."""
    if not packed:
        return ()
    bits = int.from_bytes(packed[: MOST * BITS // 8], "little")
    return tuple(bits >> BITS * place & 31 for place in range(min(MOST, len(packed) * 8 // BITS)))
