"""C: names and lines of a site that would become files, records or headers of ours."""

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from archive.records import Capture, Run, Site
from archive.warc import Writer, read_all
from tests.faults.crawling import lured
from tests.faults.hostile import HTML, Answer, article, head, listing, path_of, redirect, reply
from tests.faults.ledger import Ledger

NAMES = ("../../x", "/etc/passwd", "a\\0b", "CON", "n" * 300, "%2e%2e/%2e%2e/x", "..\\..\\x", "\x00", "a/../../../b")


def test_c9_no_name_of_a_site_becomes_a_file(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("C9", "attachments and pages named to climb out of the archive's folder") as row:
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        links = "".join(f'<p><a href="/files/{name}.pdf">{name}</a></p>' for name in NAMES)
        pages: dict[str, Answer] = {path_of(1): reply(article(1, links))}
        for name in NAMES:
            named = ("Content-Disposition", f'attachment; filename="{name}"')
            pages[f"/files/{name}.pdf"] = reply(b"%PDF-1.4", ("Content-Type", "application/pdf"), named)
            pages[f"/news/{name}.html"] = reply(
                article(2), HTML, ("Content-Disposition", f'attachment; filename="{name}"')
            )
        folder, _ = lured(tmp_path, {"/": reply(listing(pages)), **pages})
        made = [path for path in tmp_path.rglob("*") if path not in before and path != folder]
        for name in NAMES:
            row.tried(all(folder in path.parents for path in made), name)
        own = {path.name for path in folder.iterdir()} - {"archive.db-wal", "archive.db-shm"}
        assert own == {"archive.db", "lock", "warc"}
        row.red(
            "a name as it is given leads out of the folder", not (folder / NAMES[0]).resolve().is_relative_to(folder)
        )


def test_c11_line_breaks_in_headers_and_addresses_make_no_record(ledger: Ledger, tmp_path: Path) -> None:
    forged = "a\r\nWARC-Forged: 1\r\n\r\nWARC/1.1\r\nWARC-Type: response"
    with ledger.row("C11", "line breaks in redirects, header values and addresses") as row:
        breaks = ("%0d%0aX-Forged:%201", "\rX-Forged: 1", "\x0bX-Forged: 1", "%00", "%0a%0a")
        pages: dict[str, Answer] = {
            path_of(number): redirect(f"/news/{number}{text}.html") for number, text in enumerate(breaks, 1)
        }
        pages[path_of(20)] = head([HTML, ("X-A", "a\rWARC-Forged: 1"), ("X-B", "b\x00\x1b")]) + article(20)
        pages[path_of(21)] = reply(article(21, '<a href="/news/\nX-Forged: 1\r\n.html">一</a>'))
        folder, _ = lured(tmp_path, {"/": reply(listing(pages)), **pages})
        names = header_names(folder)
        for text in (*breaks, "a header", "a link"):
            row.tried(not names & {"x-forged", "warc-forged"}, (text, names))
        for field in ("url", "reason", "headers", "error"):
            archive = tmp_path / f"forged-{field}"
            site = Site(id="kfq", name="甲", home="http://kfq.test/")
            run = Run(id="run", site_id="kfq", started_at="2026-09-01T00:00:00.000Z")
            writer = Writer(archive, site, run, {})
            given: dict[str, Any] = {"url": "http://kfq.test/", "status": 200, "headers": (), "reason": ""}
            value = {"headers": (("X-A", forged),), "url": f"http://kfq.test/{forged}"}.get(field, forged)
            given |= {field: value} | ({"status": None} if field == "error" else {})
            at = "2026-09-01T00:00:01.000Z"
            with suppress(ValueError):  # it is refused
                writer.append(Capture(record_id="urn:x", run_id="run", site_id="kfq", captured_at=at, **given), [])
            writer.sync()
            writer.close()
            captures = [item for item in read_all(archive) if isinstance(item, Capture)]
            fits = len(captures) <= 1 and "warc-forged" not in header_names(archive)
            row.tried(fits, (field, captures))
        row.red("warcio writes them as they are", any(line.startswith(b"WARC-Forged") for line in by_warcio(forged)))


def header_names(folder: Path) -> set[str]:
    """The names of all headers in the WARC files of an archive, of records and of answers, as warcio reads them."""
    names = set()
    for path in (folder / "warc").iterdir():
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                names |= {name.lower() for name, _ in record.rec_headers.headers}
                if record.http_headers:
                    names |= {name.lower() for name, _ in record.http_headers.headers}
    return names


def by_warcio(url: str) -> list[bytes]:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    record = writer.create_warc_record(url, "resource", payload=io.BytesIO(b"x"))
    writer.write_record(record)
    record.raw_stream.close()
    return out.getvalue().splitlines()
