"""The order of the tests: at random, but for those that take longest."""

import pytest

# They begin first, for the other workers to go on meanwhile: at the end one would go on alone.
LONGEST = ("test_postgresql.py", "test_prefix.py", "test_run.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)
