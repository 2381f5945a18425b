"""`BackendContract`: the tests that every backend passes, yours too.

::

    class TestMyBackend(BackendContract):
        @pytest.fixture
        def backend(self):
            return MyBackend()

        @pytest.fixture
        def phone(self, backend):
            return MyPhone(backend)  # a `ScanningPhone`

        @pytest.fixture
        def expire_tokens(self, backend):
            return backend.let_qr_codes_grow_old

        @pytest.fixture
        def expire_codes(self, backend):
            return backend.let_login_codes_grow_old

        @pytest.fixture
        def end_sessions(self, backend):
            return backend.end_sessions_of_the_plain_account

        @pytest.fixture
        def other_side(self, backend):
            return MyWorld(backend)  # an `OtherSide`

Every test goes through the blocking `tgsdk.Telegram` and through its awaitable twin, and the session travels as a
string to a new object for each call, as it does from one request of a web site to the next.

What a backend does not declare (``supports = frozenset({Capability.READ, …})``) is skipped, and has to be refused with
`Unsupported`. A backend that speaks MTProto to a server needs one fixture: its people live on a local Telegram::

    class TestMyEngine(OnTheLocalTelegram, BackendContract):
        @pytest.fixture
        def backend(self, server):
            return MyBackend(**server.options)
"""

from .desk import DeskContract
from .drafts import DraftsContract
from .find_in_chat import FindInChatContract
from .fixtures import Carried, OtherSide, ScanningPhone, needs
from .folders import FoldersContract
from .login import LoginContract
from .managing import ManagingContract
from .members import MembersContract
from .on_the_local_telegram import OnTheLocalTelegram
from .people import PeopleContract
from .reactions import ReactionsContract
from .scheduled import ScheduledContract
from .together import TogetherContract
from .topics import TopicsContract

__all__ = ["BackendContract", "Carried", "OnTheLocalTelegram", "OtherSide", "ScanningPhone", "needs"]


class BackendContract(
    TogetherContract,
    LoginContract,
    DeskContract,
    FindInChatContract,
    DraftsContract,
    ReactionsContract,
    ScheduledContract,
    FoldersContract,
    PeopleContract,
    MembersContract,
    ManagingContract,
    TopicsContract,
):
    """Inherit in a class whose name starts with ``Test``, and override the first six fixtures of `ContractFixtures`."""
