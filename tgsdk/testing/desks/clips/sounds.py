"""Sounds of any length: a voice message (Ogg Opus, RFC 7845) that hums, and music (MP3) that is silent."""

import base64
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

__all__ = ["Hum", "Silence"]

# Opus packets of 60 ms each, the length of each before it: a second of a tone, recorded by a browser.
PACKETS = base64.b64decode(
    "NRjhME0xNYoi259O8GJVhpJhnm8EBdgeI30mySQhdjuMCmbHOKbN9GgMcyUXLXkjRGsPUZWALRjn+aoHzyLwx4T39tasbqL+M8O1"
    "PKbUj+VRYGriT04J9Stg1IRNQyvL3uaD4C8Y5/mqB88i/Ri0f3eKwXHMFVn4jImXYiarpjIqlsPrcgmsUooiePK4hB53OyNJay4Y"
    "5/mqB88i8XYC/0RCQ546Rc8k9ewY4QDIkZJq78n4TVR5Mhw78cQgHE/r2ufGLRjn+aoHzyPDqlScDRsw6Cyhe1xgtA4YfL/Wj2e6"
    "BsJRibrT0kjNH37kPn0zgCcY5/mqB88i8XYTjT4uY+D0tywJcw0DoDe/LNqpYZt3zy3Eq3p6gmspGOf5qgfPI8Ov8WtL4EXVn4Q5"
    "FX3ep1EfQzzoIjnP5DOvdWmc/UHMRrgpGOf5qgfPIv0YmrcfLtlj50F4Zd5Dy96EiB11KU2gHefx87l8LX66z2AmGOhIYhAt87rV"
    "p4jXpxMYrivzStQUXvqpwar6MHi5h7umv8pa90AqGOhOLNwC9PeCIgX9cT3DFoEUiOVAiHxqJdhk8Bkxj0CbNv9smCWr4pnAJBjo"
    "TizcA0h+BsMZtJFjP1OLlWNp1OxopNzlT46/5pGZxECagCIYLnd5BsroCfOcAtqELF5DcaBYbCZjkIhyx5rrrH5j8UooHxgOpMID"
    "Uty/+CNTzg1HurzwxZ8ycLGWsKm4p4hkMeAgGA6kwgNSyRRDJFGhHlnw9FpjfCEzDcxM8SqeNAwpP8AeGA6kwgNS2ZPD13UE9EyX"
    "ZoBYKzGvDcEkR62byVZQHhgOpMIDUtmT1AnwCXJw+L+IGT6CkKeAQElFjb8bsB0YDqTCA1LeSGYAhwY1+peXq7AIsbj37S194VTR"
    "VB4YDqTCA1LctYKEyDNtVBNanH84gC/8/cwERIn/81QeGA6kwgNSzTqnyNDJ8oF+aX80t9CCZ2waxMne4fDgHhgOpMIDUt5MEuRe"
    "ANGG4s5lRDboymdOvni0Y98W8A=="
)
STEADY = 8  # packets from here on sound alike
PACKET_TIME, RATE = 0.06, 48_000  # seconds, samples a second
PER_PAGE = 50  # packets
HEAD = b"OpusHead\1\1\0\0" + struct.pack("<IhB", RATE, 0, 0)
TAGS = b"OpusTags" + struct.pack("<I", 5) + b"tgsdk" + struct.pack("<I", 0)
SERIAL = 0x7467_7364
FIRST, LAST = 2, 4  # flags of pages
FRAME = bytes.fromhex("fffb1064") + bytes(100)  # of MP3: 32 kbit/s, 44.1 kHz, mono of nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Hum:
    """A voice message of so many seconds."""

    seconds: int

    @property
    def size(self) -> int:
        return len(_hum(self.seconds))

    def read(self, offset: int, limit: int) -> bytes:
        return _hum(self.seconds)[offset : offset + limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Music of ``size`` bytes in which nothing is heard."""

    size: int

    def read(self, offset: int, limit: int) -> bytes:
        end, skipped = min(offset + limit, self.size), offset % len(FRAME)
        return (FRAME * ((end - offset + skipped) // len(FRAME) + 1))[skipped : skipped + max(end - offset, 0)]


@lru_cache(maxsize=64)
def _hum(seconds: int) -> bytes:
    packets = list(islice(_packets(), round(seconds / PACKET_TIME)))
    pages = [_page(0, 0, FIRST, [HEAD]), _page(1, 0, 0, [TAGS])]
    for start in range(0, len(packets), PER_PAGE):
        of_page = packets[start : start + PER_PAGE]
        end = start + len(of_page)
        samples = round(end * PACKET_TIME * RATE)
        pages.append(_page(len(pages), samples, LAST if end == len(packets) else 0, of_page))
    return b"".join(pages)


def _packets() -> Iterator[bytes]:
    packets, place = [], 0
    while place < len(PACKETS):
        packets.append(PACKETS[place + 1 : place + 1 + PACKETS[place]])
        place += 1 + PACKETS[place]
    yield from packets
    while True:
        yield from packets[STEADY:]


def _page(number: int, samples: int, flags: int, packets: list[bytes]) -> bytes:
    """Make a page of packets that are shorter than 255 bytes."""
    before = b"OggS\0" + struct.pack("<BqII", flags, samples, SERIAL, number)
    after = bytes([len(packets), *map(len, packets)]) + b"".join(packets)
    return before + struct.pack("<I", _checksum(before + bytes(4) + after)) + after


@lru_cache(maxsize=1)
def _table() -> tuple[int, ...]:
    return tuple(_shifted(byte << 24, 8) for byte in range(256))


def _shifted(value: int, bits: int) -> int:
    for _ in range(bits):
        value = (value << 1) ^ (0x04C1_1DB7 if value & 0x8000_0000 else 0)
    return value & 0xFFFF_FFFF


def _checksum(data: bytes) -> int:
    """Return the CRC of a page (RFC 3533), which is not zlib's."""
    value, table = 0, _table()
    for byte in data:
        value = (value << 8 & 0xFFFF_FFFF) ^ table[value >> 24 ^ byte]
    return value
