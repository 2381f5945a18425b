"""What the tests of the backends share."""

import pytest

from tests.leaks import nothing_left_behind  # noqa: F401
from tests.sdk.conftest import python  # noqa: F401
from tgsdk.testing.plugin import pytest_runtest_call, pytest_runtest_setup  # noqa: F401 - tgsdk is not installed here

pytest.register_assert_rewrite("tgsdk.testing.contract")
