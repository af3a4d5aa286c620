"""The invented archive of web_archive.py, served in process."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from tests.archive.web_archive import build

# Datasette 0.65 asks SQLite for its version over connections that it never closes, which Python 3.13 tells.
QUIET = pytest.mark.filterwarnings("ignore:Exception ignored in.*sqlite3.Connection")

Get = Callable[..., Awaitable[Any]]


@contextmanager
def serving(*files: Path, settings: dict[str, int] | None = None, **options: Any) -> Iterator[Any]:
    """Datasette in process, without its threads: those would keep their connections open for good."""
    served = Datasette([*map(str, files)], settings={**(settings or {}), "num_sql_threads": 0}, **options)
    yield served
    for database in served.databases.values():
        for connection in filter(None, (database._read_connection, database._write_connection)):
            connection.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with articles in every state."""
    return build(tmp_path_factory.mktemp("archive")).parent


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[Any]:
    """Datasette as `datasette DIR/archive.db` starts it."""
    with serving(folder / "archive.db") as made:
        yield made


@pytest.fixture
def get(served: Any) -> Get:
    """Ask for a path, with headers by name; parameters as keywords."""

    async def asking(path: str, headers: dict[str, str] | None = None, **parameters: str) -> Any:
        return await served.client.get(path, params=parameters or None, headers=headers or {})

    return asking


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str, name: str) -> list[str]:
        """The values of an attribute, over all elements of a kind that have it."""
        return [attributes[name] for found, attributes in self.elements if found == tag and name in attributes]
