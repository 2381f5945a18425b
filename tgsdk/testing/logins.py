"""The things that a login leaves behind while it is under way: QR tokens, codes, exported authorisations."""

from dataclasses import dataclass, field

from tgsdk.testing.accounts import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a client has told of itself (``initConnection``)."""

    model: str = ""
    system_version: str = ""
    app_version: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class LoginToken:
    """A token of ``auth.exportLoginToken``, shown as a QR code to be scanned.

    ``import_token`` is the one of ``auth.loginTokenMigrateTo``, once there is one.
    """

    value: bytes = field(repr=False)
    auth_key_id: int
    expires_at: float
    accepted_by: Account | None = None
    import_token: "ImportToken | None" = None


@dataclass(slots=True, kw_only=True, eq=False)
class ImportToken:
    """A token that takes an accepted login to another data centre (``auth.importLoginToken``), once."""

    value: bytes = field(repr=False)
    account: Account
    expires_at: float
    is_used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCode:
    """A code that was sent (``auth.sendCode``): good for one authorisation key and one phone number."""

    hash: str = field(repr=False)
    phone: str
    auth_key_id: int
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLogin:
    """An authorisation on its way to another data centre (``auth.exportAuthorization``)."""

    value: bytes = field(repr=False)
    account: Account
    dc_id: int
