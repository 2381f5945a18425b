"""The login QR code: its drawing, its fingerprint and the time it has left."""

import hashlib
import math
from dataclasses import dataclass, field
from typing import Self

import qrcode
from django.utils import timezone
from qrcode.constants import ERROR_CORRECT_M

from tgsdk import QrLogin

QUIET_ZONE = 4  # modules, as the standard asks for
USUAL_LIFETIME = 30  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A code to be shown: ``path`` is an SVG path of dark modules in a square of ``size`` modules.

    ``url`` is what it says, for the app of the phone that shows it.
    """

    url: str = field(repr=False)
    path: str = field(repr=False)
    size: int
    fingerprint: str
    seconds_left: int

    @classmethod
    def of(cls, qr: QrLogin) -> Self:
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
        code.add_data(qr.url)
        modules = code.get_matrix()
        seconds = (qr.expires_at - timezone.now()).total_seconds()
        return cls(
            url=qr.url,
            path=draw_path(modules),
            size=len(modules),
            fingerprint=fingerprint_of(qr.url),
            seconds_left=max(1, math.ceil(seconds)),
        )

    @property
    def spent(self) -> int:
        """The share of the ring that is gone already, in percent."""
        return max(0, 100 - 100 * self.seconds_left // USUAL_LIFETIME)


def fingerprint_of(url: str) -> str:
    """Return a mark that tells one code from the next, and says nothing of the secret in it."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def draw_path(modules: list[list[bool]]) -> str:
    """Draw one rectangle for each run of dark modules in a row."""
    return "".join(
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(modules) for start, length in find_dark_runs(row)
    )


def find_dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return where the runs of dark modules start, and how long they are."""
    edges = [x for x in range(len(row) + 1) if (x < len(row) and row[x]) != (x > 0 and row[x - 1])]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]
