"""The engine of Pyrogram and of Kurigram, and the default backend on it."""

from tgsdk.errors import Misconfigured
from tgsdk.types import Capability

from ..mtproto import Engine, MTProtoBackend
from ..mtproto.installation import is_installed, refuse_missing

__all__ = ["PyrogramBackend"]


class PyrogramBackend(MTProtoBackend):
    """Telegram through the TL layer of Pyrogram 2.0.106, or of Kurigram 2.2.26 in its place.

    ``api_id`` and ``api_hash`` are those of your application, from https://my.telegram.org. ``device_model``,
    ``app_version``, ``system_version`` and ``lang_code`` are what the account's owner sees in the phone's list of
    devices. ``proxy`` is a URL (``socks5://``, ``socks4://`` or ``http://``, with ``user:password@`` where needed,
    ``mtproxy://host:port/secret``, or a link to one as Telegram's applications share it), or several, in a list or with
    spaces between them: they are tried in this order within the time of the call. ``ipv6`` True means that family
    alone, False the other, None whichever answers. ``test_mode`` means Telegram's test servers, and ``server``
    (``host``, ``port``, ``public_key`` as PEM) a local or self-hosted Telegram, whose key is trusted on connections to
    that server alone. Its data centre n listens on ``port + n - 1``, unless ``server`` has ``one_address`` (True: all
    at one place) or ``data_centers`` (``{"2": ["host", 443]}``); a login starts at its ``home_dc``, 1 if that is not
    given. ``ipv6_host`` is where it is by IPv6.

    Raises ``ValueError`` or ``TypeError`` for wrong options, and Misconfigured where neither of the two is installed,
    or both are, or what they need is missing. Pyrogram itself is imported by the first call.
    """

    @classmethod
    def check_installation(cls) -> None:
        if is_installed("Pyrogram") and is_installed("Kurigram"):
            raise Misconfigured(
                "Pyrogram and Kurigram are both installed, in one folder: "
                "pip uninstall -y Pyrogram Kurigram, then pip install 'tgsdk[pyrogram]' or 'tgsdk[kurigram]'"
            )
        refuse_missing({"pyrogram": "Pyrogram"})
        super().check_installation()

    @classmethod
    def lacks(cls) -> frozenset[Capability]:
        return frozenset() if is_installed("Kurigram") else frozenset({Capability.QUOTE})  # of a later layer

    @classmethod
    def load_engine(cls) -> Engine:
        from .engine import ENGINE

        return ENGINE
