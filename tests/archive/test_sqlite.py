"""Which versions of SQLite the operator is warned of."""

import pytest

from archive.store.sqlite import Version, can_damage_log, warning


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 0), (3, 51, 2)])
def test_a_version_with_the_bug_of_the_log_is_told_with_what_to_do(version: Version) -> None:
    said = warning(version) or ""
    assert can_damage_log(version)
    assert said.startswith(f"SQLite {version[0]}.{version[1]}.{version[2]} has a bug")
    assert "let none but this program write archive.db" in said


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0), (3, 53, 1), (4, 0, 0)])
def test_one_without_it_is_not(version: Version) -> None:
    assert warning(version) is None
