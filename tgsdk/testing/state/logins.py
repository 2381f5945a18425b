"""Logins under way: QR tokens, codes, exported authorisations."""

from dataclasses import dataclass, field

from ..accounts import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The device that a client says it is (``initConnection``)."""

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
class CodePlan:
    """The ways to send codes, one after the other; each may be asked for ``timeout`` seconds after the last."""

    types: tuple[str, ...] = ("app", "sms", "call")
    timeout: int = 60
    length: int = 5


#: The plan for a `Phone`, which is recognised by its push token: it can log in whatever other clients are to meet.
PHONES_PLAN = CodePlan(types=("app",))
PHONES_TOKEN = "tgsdk.testing.Phone"  # noqa: S105 - of Apple's push service, no secret


@dataclass(slots=True, kw_only=True, eq=False)
class SentCode:
    """A code that was sent (``auth.sendCode``): good for one authorisation key and one phone number, once.

    ``step`` is the place in the plan that ``auth.resendCode`` has reached; ``code`` is None where none was sent.
    """

    hash: str = field(repr=False)
    phone: str
    auth_key_id: int
    plan: CodePlan
    step: int
    code: str | None = field(repr=False)
    expires_at: float
    wrong_tries: int = 0

    @property
    def type(self) -> str:
        return self.plan.types[self.step]

    @property
    def next_type(self) -> str | None:
        return next(iter(self.plan.types[self.step + 1 :]), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredCode:
    """A login code that a person received: the way it took, and when by the server's clock."""

    phone: str
    type: str
    code: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLogin:
    """An authorisation on its way to another data centre (``auth.exportAuthorization``)."""

    value: bytes = field(repr=False)
    account: Account
    dc_id: int
