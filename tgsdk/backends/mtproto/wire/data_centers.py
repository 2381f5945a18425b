"""Where Telegram's data centres are (https://core.telegram.org/api/datacenter)."""

__all__ = ["data_centers_by_host", "telegram_addresses"]

PRODUCTION = {
    1: "149.154.175.53",
    2: "149.154.167.51",
    3: "149.154.175.100",
    4: "149.154.167.91",
    5: "91.108.56.130",
    203: "91.105.192.100",
}
TEST = {1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"}

# The same by IPv6, as help.getConfig names them with the flag ipv6.
PRODUCTION_V6 = {
    1: "2001:b28:f23d:f001::a",
    2: "2001:67c:4e8:f002::a",
    3: "2001:b28:f23d:f003::a",
    4: "2001:67c:4e8:f004::a",
    5: "2001:b28:f23f:f005::a",
    203: "2a0a:f280:203:a:5000::100",
}
TEST_V6 = {1: "2001:b28:f23d:f001::e", 2: "2001:67c:4e8:f002::e", 3: "2001:b28:f23d:f003::e"}
# What tgsdk does not call, but stock clients do: they come with these to the local Telegram.
MEDIA = {2: "149.154.167.151", 4: "149.154.164.250"}
MEDIA_V6 = {2: "2001:67c:4e8:f002::b", 4: "2001:67c:4e8:f004::b"}

PRODUCTION_PORT = 443
TEST_PORT = 80


def telegram_addresses(dc_id: int, *, test_mode: bool) -> tuple[tuple[str, int], tuple[str, int]]:
    """Host and port of Telegram's data centre ``dc_id``, by IPv4 and IPv6. Raises ``KeyError`` for none."""
    if test_mode:
        return (TEST[dc_id], TEST_PORT), (TEST_V6[dc_id], TEST_PORT)
    return (PRODUCTION[dc_id], PRODUCTION_PORT), (PRODUCTION_V6[dc_id], PRODUCTION_PORT)


def data_centers_by_host() -> dict[str, int]:
    """The data centre at each of Telegram's addresses, those of its test servers too."""
    tables = PRODUCTION, TEST, MEDIA, PRODUCTION_V6, TEST_V6, MEDIA_V6
    return {host: dc_id for table in tables for dc_id, host in table.items()}
