"""A site as one WACZ file, which replays in any browser: its WARC files with an index, and its articles as pages.

https://specs.webrecorder.net/wacz/1.1.1/
"""

import importlib
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import ArchiveError, UsageError, of_folder
from archive.store import NAME, open_for_reading
from archive.warc.files import resolve

_FILES = "SELECT DISTINCT warc_file FROM captures WHERE site_id = ? ORDER BY warc_file"
# Each version as the page that showed it.
_PAGES = """
SELECT captures.url, captures.captured_at, versions.title, versions.body
FROM versions
JOIN captures ON captures.id = versions.capture_id
WHERE captures.site_id = ?
ORDER BY captures.captured_at
"""


def pack_site(archive: Path, site_id: str, to: Path) -> int:
    """Write the WARC files of a site, an index and its articles as pages to the file `to`; how many pages.

    A file that is there is replaced, in one step. UsageError where the archive has no such site, where the extra
    `pack` is not installed, and where `to` can't be written; ArchiveDamaged as for reading an archive.
    """
    main = _packer()
    with closing(open_for_reading(archive / NAME)) as connection:
        site = connection.execute("SELECT * FROM sites WHERE id = ?", (site_id,)).fetchone()
        if site is None:
            known = ", ".join(row["id"] for row in connection.execute("SELECT id FROM sites ORDER BY id"))
            raise UsageError(f"{archive} has no site {site_id}; it has: {known or 'none'}")
        files = [resolve(archive, row["warc_file"]) for row in connection.execute(_FILES, (site_id,))]
        if not files:
            raise UsageError(f"{archive} has no captures of {site_id}; crawl it first")
        try:
            with TemporaryDirectory(dir=to.absolute().parent, prefix=f".{to.name}.") as folder:
                pages = Path(folder) / "pages.jsonl"
                lines = list(_pages(connection, site))
                pages.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
                made = Path(folder) / to.name
                told = ["--title", site["name"], "--pages", str(pages)]
                _run(main, ["create", "--output", str(made), *told, *map(str, files)])
                made.replace(to)
        except OSError as error:
            raise of_folder(to.absolute().parent, error) from error
    return len(lines) - 1


def _pages(connection: sqlite3.Connection, site: sqlite3.Row) -> Iterator[str]:
    """The lines of pages.jsonl: what it is, the home page, then the articles with their text, for searching."""
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": site["name"]}, ensure_ascii=False)
    for row in connection.execute(_PAGES, (site["id"],)):
        page = {"url": row["url"], "ts": row["captured_at"], "title": row["title"] or row["url"], "text": row["body"]}
        yield json.dumps(page, ensure_ascii=False)


def _packer() -> object:
    try:
        return importlib.import_module("wacz.main").main
    except ImportError as error:
        raise UsageError("to pack WACZ files, install the extra: pip install '.[pack]'") from error


def _run(main: object, arguments: list[str]) -> None:
    """The packer speaks on standard output and ends with a number."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = main(arguments)  # type: ignore[operator]
    if code:
        raise ArchiveError(f"the WACZ could not be made: {' '.join(said.getvalue().split())[-300:]}")
