"""An archive in the forms that others take: a site as WACZ, all tables as a data package."""

import csv
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import frictionless
import pytest

from archive.errors import UsageError
from archive.packing import pack_site, write_package
from tests.archive.web_archive import build
from tests.archive.web_samples import EDITED, ZONE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the packages that these forms need
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("packed")).parent


@pytest.fixture(scope="module")
def package(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    to = tmp_path_factory.mktemp("package") / "out"
    write_package(folder, to)
    yield to


def asked(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return [tuple(row) for row in connection.execute(sql)]


def test_a_data_package_is_valid_by_another_s_rules(package: Path) -> None:
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])


@pytest.mark.parametrize("table", ["articles", "versions", "events", "captures", "coverage"])
def test_every_row_is_in_both_forms(package: Path, folder: Path, table: str) -> None:
    columns = [name for _, name, *_ in asked(folder, f"PRAGMA table_info({table})")]
    rows = sorted(map(repr, asked(folder, f"SELECT * FROM {table}")))
    with closing(duckdb.connect()) as connection:
        read = connection.execute(f"SELECT * FROM '{package}/parquet/{table}.parquet'").fetchall()
    assert sorted(map(repr, read)) == rows
    with (package / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        names, *lines = csv.reader(file)
    assert names == columns
    assert len(lines) == len(rows) > 0


def test_what_a_crawl_works_from_is_left_out(package: Path) -> None:
    described = json.loads((package / "datapackage.json").read_text("utf-8"))
    names = {resource["name"] for resource in described["resources"]}
    assert {"articles", "versions", "footer-history"} <= names
    assert not {"frontier", "articles-search"} & names


def test_a_folder_of_something_else_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        write_package(folder, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_packed_site_is_valid_by_another_s_rules_and_has_its_pages(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "kfq.wacz"
    to.write_bytes(b"an earlier one")
    count = pack_site(folder, ZONE.id, to)
    validated = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "wacz.main", "validate", "-f", str(to)],
        capture_output=True,
        text=True,
        check=False,
    )
    with zipfile.ZipFile(to) as packed:
        names = packed.namelist()
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").decode().splitlines()]
    assert validated.returncode == 0, validated.stdout + validated.stderr
    assert any(name.startswith("archive/") and name.endswith(".warc.gz") for name in names)
    assert EDITED.url in {page.get("url") for page in pages}
    assert count == len(
        asked(folder, f"SELECT 1 FROM versions JOIN articles ON id = article_id WHERE site_id = '{ZONE.id}'")
    )
    assert [path.name for path in tmp_path.iterdir()] == ["kfq.wacz"]


def test_a_site_that_is_not_there_is_told_with_those_that_are(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no site kfk; it has: kfq, port"):
        pack_site(folder, "kfk", tmp_path / "x.wacz")
