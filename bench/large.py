"""A large archive, made without a crawl: invented articles in the tables that a crawl writes, and in their index."""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import archive
from archive.clock import iso
from archive.search import search_id
from archive.store import NAME, Store
from archive.store.indexes import Indexes
from archive.store.rows import Rows
from archive.text import tokens
from archive.urls import article_id, content_id
from bench.invented import Texts

_EDITED = 20  # of so many articles one was edited
_SITES, _SECTIONS, _SOURCES = 50, 8, 60
_FIRST, _DAYS = datetime(2008, 1, 1, tzinfo=UTC), 18 * 365
_AT_ONCE = 1000  # articles in a transaction
_LONG = 10_000  # characters of the first article, which was edited in every tenth paragraph
_SCHEMA = Path(archive.__file__).with_name("schema.sql")
Tables = dict[str, list[Mapping[str, Any]]]


def large(folder: Path, articles: int) -> Path:
    """The database of an archive with so many articles, made in `folder` if it is not there already."""
    path = folder / f"{articles}-{_made_by()}" / NAME
    if not path.exists():
        for older in folder.glob(f"{articles}-*"):
            shutil.rmtree(older)
        path.parent.mkdir(parents=True)
        beside = path.with_name("making.db")
        beside.unlink(missing_ok=True)
        Store(beside).close()
        with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            _fill(connection, articles)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        beside.replace(path)
    return path


def _made_by() -> str:
    """What differs once the tables, what the index is given, or this module are others: then all is made anew."""
    tables = re.sub(r"\s*--.*", "", _SCHEMA.read_text(encoding="utf-8"))
    said = (tables, tokens("招商引资"), Path(__file__).read_text(encoding="utf-8"))
    return sha256("".join(said).encode()).hexdigest()[:8]


def _fill(connection: sqlite3.Connection, articles: int) -> None:
    indexes = Indexes(Rows(connection))
    _put(connection, _sites())
    made = _articles(articles)
    while some := list(islice(made, _AT_ONCE)):
        connection.execute("BEGIN")
        for tables in some:
            _put(connection, tables)
            indexes.note_article(tables["articles"][0]["search_id"])
        while indexes.add():
            pass
        connection.execute("COMMIT")


def _put(connection: sqlite3.Connection, tables: Tables) -> None:
    for table, rows in tables.items():
        names = rows[0].keys()
        values = ", ".join(f":{name}" for name in names)
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", rows)


def _sites() -> Tables:
    """The sites, each with its sections and the run that brought all of it."""
    numbers = range(_SITES)
    ids = [f"site{number}" for number in numbers]
    at = iso(_FIRST + timedelta(days=_DAYS))
    ended = {"started_at": at, "finished_at": at, "reason": "finished", "exit_code": 0}
    return {
        "sites": [
            {"id": site, "name": f"第{number}开发区", "home": f"http://{site}.test/"}
            for number, site in zip(numbers, ids, strict=True)
        ],
        "sections": [
            {"id": f"{site}-{n}", "site_id": site, "name": f"栏目{n}", "url": f"http://{site}.test/s{n}/"}
            for site in ids
            for n in range(_SECTIONS)
        ],
        "runs": [{"id": f"run-{site}", "site_id": site, **ended} for site in ids],
    }


def _articles(count: int) -> Iterator[Tables]:
    """The rows of one article after the other, in no order of time or site."""
    random, texts = Random(count), Texts(count)
    for number in range(count):
        site = f"site{min(int(random.expovariate(0.1)), _SITES - 1)}"  # some are large
        section = f"{site}-{random.randrange(_SECTIONS)}"
        published = _FIRST + timedelta(days=random.randrange(_DAYS))
        yield _article(number, site, section, published, f"来源{random.randrange(_SOURCES)}", texts)


def _long(texts: Texts) -> str:
    body = ""
    while len(body) < _LONG:
        body += f"{texts.body()}\n"
    return body[:_LONG].strip()


def _earlier(body: str) -> str:
    """A text before it was edited: each tenth paragraph said a little less, and one more stood at the end."""
    told = [
        part[: len(part) // 2] + part[len(part) // 2 + 9 :] if n % 10 == 0 else part
        for n, part in enumerate(body.split("\n"))
    ]
    return "\n".join((*told, "（已更新）"))


def _article(number: int, site: str, section: str, published: datetime, source: str, texts: Texts) -> Tables:
    url = f"http://{site}.test/a/{number}.html"
    found, day = article_id(url), f"{published:%Y-%m-%d}"
    seen = [iso(published + timedelta(days=1, milliseconds=number))]
    if number % _EDITED == 0:
        seen.append(iso(published + timedelta(days=3, milliseconds=number)))
    body = texts.body() if number else _long(texts)
    read = {"title": texts.title(), "published_at": day, "source": source, "script": "Hans"}
    read["body_kind"] = "text"
    span = {"first_seen": seen[0], "last_seen": seen[-1]}
    captures = [content_id(url, at) for at in seen]
    bodies = [body if at == seen[-1] else _earlier(body) for at in seen]
    return {
        "captures": [
            {
                "id": capture,
                "record_id": capture,
                "run_id": f"run-{site}",
                "site_id": site,
                "url": url,
                "captured_at": at,
                "status": 200,
                "mime": "text/html",
                "outcome": "ok",
                "digest": capture,
                "bytes": 1,
                "warc_file": f"{site}.warc.gz",
                "warc_offset": number * 2 + n,
                "warc_length": 1,
            }
            for n, (capture, at) in enumerate(zip(captures, seen, strict=True))
        ],
        "articles": [
            {
                "id": found,
                "site_id": site,
                "section_id": section,
                "url": url,
                **read,
                "body": body,
                **span,
                "year": published.year,
                "status": "live",
                "last_changed": seen[-1],
                "versions": len(seen),
                "search_id": search_id(found, day),
            }
        ],
        "versions": [
            {
                "article_id": found,
                "number": n,
                "capture_id": capture,
                "seen_at": at,
                **read,
                "body": text,
                "body_html": "",
                "digest": capture,
                "changed": '["body"]' if n > 1 else "[]",
                "extractor": "bench",
            }
            for n, (capture, at, text) in enumerate(zip(captures, seen, bodies, strict=True), 1)
        ],
        "events": [
            {
                "article_id": found,
                "at": at,
                "kind": "new" if n == 1 else "edited",
                "version_number": n,
                "capture_id": capture,
            }
            for n, (capture, at) in enumerate(zip(captures, seen, strict=True), 1)
        ],
        "addresses": [{"url": url, "own_id": found, "article_id": found, **span}],
        "sightings": [
            {
                "section_id": section,
                "url": url,
                "article_id": found,
                "title": read["title"],
                "page": section,
                **span,
            }
        ],
    }
