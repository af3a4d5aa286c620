"""The fault suite: one test a fault, each with its control. All of it runs with --faults=FILE or -m faults."""

from pathlib import Path

import pytest

from tests.faults.ledger import Ledger

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless the suite was asked for."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.slow)
        item.add_marker(pytest.mark.faults)
    if config.getoption("--faults") or "faults" in config.option.markexpr:
        return
    left_out = [item for item in ours if item.get_closest_marker("quick") is None]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def ledger(pytestconfig: pytest.Config) -> Ledger:
    """Where faults are counted."""
    path = pytestconfig.getoption("--faults")
    return Ledger(Path(path) if path else None)
