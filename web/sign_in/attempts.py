"""Limits of wrong passwords at our own door, by name and by address, counted in the database for all processes.

A name has few tries, an address more, for an office shares one. A place, which is an address where this very name has
signed in before, counts for itself: the guesses of others, elsewhere or at other names, never close it.
"""

import ipaddress

from tgsdk.contrib.django.errors import TooManyAttempts
from tgsdk.contrib.django.limits import DAY, MINUTE, Limits, count_attempt, subject_of
from web.failures.errors import TooManySignIns
from web.models import AuditEvent

from .names import user_called

OPERATION = "hr_sign_in"
NAME_LIMITS: Limits = ((10, 10 * MINUTE), (100, DAY))
ADDRESS_LIMITS: Limits = ((60, 10 * MINUTE), (600, DAY))
NETWORK = 64  # bits of an IPv6 address that one customer has at least


def count_sign_in(name: str, address: str | None) -> list[int]:
    """Count a try to sign in, before the password is looked at. Raises TooManySignIns."""
    try:
        return count_attempt(OPERATION, _limited(name, address))
    except TooManyAttempts as error:
        raise TooManySignIns(error.seconds) from None


def _limited(name: str, address: str | None) -> dict[str, Limits]:
    if address is None:
        return {subject_of("name", name): NAME_LIMITS}
    if _has_signed_in(name, address):
        return {subject_of("place", f"{address} {name}"): NAME_LIMITS}
    return {subject_of("name", name): NAME_LIMITS, subject_of("address", _network(address)): ADDRESS_LIMITS}


def _has_signed_in(name: str, address: str) -> bool:
    """Look into the audit, with one query whether or not there is such a name: time is not to tell it."""
    users = user_called(name).values("pk")
    return AuditEvent.objects.filter(user_id__in=users, kind=AuditEvent.Kind.SIGNED_IN, address=address).exists()


def _network(address: str) -> str:
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed.packed, NETWORK), strict=False))
