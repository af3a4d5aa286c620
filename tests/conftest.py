"""What all tests share."""

import os

import pytest
from hypothesis import settings

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=200, derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write anew what the golden pages should give")
    parser.addoption("--faults", metavar="FILE", help="run the whole fault suite and keep what it found in FILE")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether the records of golden pages are to be written anew."""
    return bool(request.config.getoption("--golden"))
