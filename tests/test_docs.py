"""The documents say what is there: every table, column, command and key, and queries that run."""

import re
import sqlite3
from pathlib import Path

import msgspec
import pytest

from spiders.profile import ArticleRules, ListingRules, Profile, Section
from spiders.profilecheck import SETTINGS

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
SCHEMA = (ROOT / "archive" / "schema.sql").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """The part of docs/data-model.md that tells of each table and view."""
    parts = re.split(r"^### `(\w+)`$", MODEL, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def schema() -> dict[str, list[str]]:
    """The columns of every table and view; the index's own tables are SQLite's business."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(SCHEMA)
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        ]
        ours = [name for name in names if not re.match(r"sqlite_|articles_search_", name)]
        return {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in ours}
    finally:
        connection.close()


def examples() -> list[tuple[str, str]]:
    return [
        (name, query)
        for name, text in sections().items()
        for query in re.findall(r"^```sql\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    ]


def test_the_data_model_tells_every_table_and_view_and_no_other() -> None:
    assert sorted(sections()) == sorted(schema())


@pytest.mark.parametrize("name", sorted(schema()))
def test_the_data_model_tells_every_column_in_order(name: str) -> None:
    told = re.findall(r"^\| `(\w+)` \| \S", sections()[name], flags=re.MULTILINE)
    assert told == schema()[name]


def test_every_table_and_view_has_an_example() -> None:
    assert {name for name, _ in examples()} == set(schema())


def test_every_key_of_a_profile_is_told() -> None:
    told = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "adding-a-site.md").read_text("utf-8"), flags=re.MULTILINE)
    )
    shapes = (Profile, Section, ArticleRules, ListingRules)
    keys = {field.name for shape in shapes for field in msgspec.structs.fields(shape)}
    computed = {"digest"}  # no key of a file, and `name` is one only of a section
    assert told == keys - computed | set(SETTINGS)
