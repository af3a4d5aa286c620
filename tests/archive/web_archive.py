"""A small archive to read in tests: the articles of web_samples.py, with captures in a real WARC file."""

import gzip
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.records import Capture, Run, Site
from archive.search import search_id
from archive.store.database import APPLICATION_ID, NAME, SCHEMA_VERSION
from archive.text import script, tokens
from archive.urls import article_id, content_id, told_apart
from archive.warc import Writer
from tests.archive.web_samples import EDITED, PORT, SECTIONS, SPECIAL, TAG, ZONE, Sample, plain_samples

SCHEMA = Path(__file__).parents[2] / "archive" / "schema.sql"


@dataclass
class Builder:
    """Rows and captures, in order of time."""

    database: sqlite3.Connection
    writer: Writer
    run: Run
    seconds: int = 0
    footers: dict[str, str] = field(default_factory=dict)

    def insert(self, table: str, **columns: Any) -> None:
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self.database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*columns.values()])

    def capture(
        self, site: Site, url: str, outcome: str = "ok", status: int | None = 200, **response: Any
    ) -> tuple[str, str]:
        """Write a capture and its row; its id and time."""
        self.seconds += 1
        at = f"2026-09-01T00:{self.seconds // 60:02}:{self.seconds % 60:02}.000Z"
        record_id = f"urn:uuid:00000000-0000-4000-8000-{self.seconds:012}"
        kept = self.writer.append(
            Capture(
                record_id=record_id,
                run_id=self.run.id,
                site_id=site.id,
                url=url,
                captured_at=at,
                status=status,
                **response,
            )
        )
        capture_id = content_id(kept.record_id)
        self.insert(
            "captures",
            id=capture_id,
            record_id=kept.record_id,
            run_id=kept.run_id,
            site_id=site.id,
            url=kept.url,
            captured_at=at,
            status=status,
            mime=(kept.header("Content-Type") or "").partition(";")[0] or None,
            outcome=outcome,
            error=kept.error,
            digest=kept.digest,
            bytes=len(kept.body),
            warc_file=kept.warc_file,
            warc_offset=kept.warc_offset,
            warc_length=kept.warc_length,
        )
        return capture_id, at

    def footer(self, site: Site, phone: str, capture_id: str, at: str) -> str:
        footer_id = content_id(site.id, phone)
        if footer_id not in self.footers:
            self.footers[footer_id] = phone
            self.insert(
                "footers",
                id=footer_id,
                site_id=site.id,
                sponsor=f"{site.name}管理委员会",
                organizer=f"{site.name}管理委员会办公室 {TAG}",
                address="澜平省澄川市云岭大道18号",
                phones=json.dumps(
                    [{"label": "企业服务电话", "number": phone}, {"label": "", "number": "0386-7210254"}]
                ),
                report_email="jubao@kfq.test",
                site_id_code="9999010001",
                icp_number="澜ICP备09990001号-1",
                raw_text=f"主办：{site.name}管理委员会\n企业服务电话：{phone}",
                first_seen=at,
                last_seen=at,
                capture_id=capture_id,
            )
        return footer_id

    def article(self, sample: Sample) -> None:
        """An article with all its versions, events and captures."""
        versions = [sample]
        for edit in sample.edits:
            versions.append(replace(versions[-1], **edit))  # type: ignore[arg-type]
        rows: list[tuple[Sample, str, str, str]] = []
        for number, version in enumerate(versions, 1):
            capture_id, at = self.page(version)
            rows.append((version, capture_id, at, self.footer(sample.site, f"0386-721012{number + 3}", capture_id, at)))
        last, _, last_at, footer_id = rows[-1]
        first_at = rows[0][2]
        published = {"published_at": last.published_at, "published_text": last.published_at}
        self.insert(
            "articles",
            id=sample.id,
            site_id=sample.site.id,
            section_id=content_id(sample.site.id, sample.section),
            url=sample.url,
            title=last.title,
            **published,
            year=int(last.published_at[:4]) if last.published_at else None,
            source=last.source,
            body=last.body,
            script=script(last.verbatim or last.body),
            readings_removed=last.readings_removed,
            status=sample.status,
            first_seen=first_at,
            last_seen=last_at,
            last_changed=last_at,
            versions=len(rows),
            footer_id=footer_id,
            search_id=search_id(sample.id, last.published_at or first_at),
        )
        self.address(sample.url, sample.id, first_at, last_at)
        row = (search_id(sample.id, last.published_at or first_at), tokens(last.title or ""), tokens(last.body))
        self.database.execute("INSERT INTO articles_search (rowid, title, body) VALUES (?, ?, ?)", row)
        for number, (version, capture_id, at, footer_id) in enumerate(rows, 1):
            changed = list(sample.edits[number - 2]) if number > 1 else []
            self.version(version, number, capture_id, at, footer_id, changed)
            kind = "edited" if number > 1 else "new"
            self.insert("events", article_id=sample.id, at=at, kind=kind, version_number=number, capture_id=capture_id)
        if sample.status != "live":
            capture_id, at = self.capture(sample.site, sample.url, "not_found", 404, body=b"404")
            self.insert("events", article_id=sample.id, at=at, kind="missing", capture_id=capture_id)
        if sample.status == "gone":
            capture_id, at = self.capture(sample.site, sample.url, "not_found", 404, body=b"404")
            self.insert("events", article_id=sample.id, at=at, kind="gone", capture_id=capture_id)

    def address(self, url: str, article: str, first_seen: str, last_seen: str) -> None:
        seen = {"first_seen": first_seen, "last_seen": last_seen}
        self.insert("addresses", url=url, own_id=article_id(url), article_id=article, **seen)

    def page(self, version: Sample) -> tuple[str, str]:
        """The page of a version, as its site would send it: one in GB18030, gzip."""
        html = f"<html><title>{version.title}</title><body>{version.verbatim or version.body}</body></html>"
        if version.section == "notices":
            body = gzip.compress(html.encode("gb18030"), mtime=0)
            headers = (("Content-Type", "text/html; charset=gb2312"), ("Content-Encoding", "gzip"))
        else:
            body, headers = html.encode(), (("Content-Type", "text/html; charset=utf-8"), ("X-Sent", "yes"))
        return self.capture(version.site, version.url, headers=headers, body=body)

    def version(
        self, version: Sample, number: int, capture_id: str, at: str, footer_id: str, changed: list[str]
    ) -> None:
        """The row of a version and its attachments; a PDF among them was fetched."""
        self.insert(
            "versions",
            article_id=version.id,
            number=number,
            capture_id=capture_id,
            seen_at=at,
            title=version.title,
            published_at=version.published_at,
            published_text=version.published_at,
            source=version.source,
            body=version.body,
            verbatim=version.verbatim,
            body_html="",
            script=script(version.verbatim or version.body),
            readings_removed=version.readings_removed,
            footer_id=footer_id,
            digest=f"{number:064}",
            changed=json.dumps(changed),
            extractor="0",
            provenance=json.dumps(version.provenance),
            dates=json.dumps(version.dates),
        )
        for kind, text, value, unit, cny, of in version.figures:
            start = version.body.index(text)
            stated = {"kind": kind, "value": value, "unit": unit, "cny": cny, "of": of, "text": text}
            self.insert(
                "figures", article_id=version.id, version_number=number, **stated, start=start, end=start + len(text)
            )
        for kind, name, url in version.attachments:
            self.insert(
                "attachments",
                article_id=version.id,
                version_number=number,
                url=url,
                identity=told_apart(url),
                label=name,
                name=name,
                kind=kind,
                **(self.file(version.site, url) if name.endswith(".pdf") else {}),
            )

    def file(self, site: Site, url: str) -> dict[str, Any]:
        """A PDF that was fetched and read; the columns of `attachments` that say so."""
        capture_id, at = self.capture(site, url, "file", headers=(("Content-Type", "application/pdf"),), body=PDF)
        told = {
            "digest": sha256(PDF).hexdigest(),
            "mime": "application/pdf",
            "bytes": len(PDF),
            "capture_id": capture_id,
        }
        row = search_id(sha256(PDF).hexdigest(), at)
        self.insert("files", **told, text=PDF_TEXT, members="[]", search_id=row)
        sql = "INSERT INTO files_search (rowid, text, members) VALUES (?, ?, '')"
        self.database.execute(sql, (row, tokens(PDF_TEXT)))
        seen = {"first_seen": at, "last_seen": at, "capture_id": capture_id}
        self.insert("file_addresses", identity=told_apart(url), digest=told["digest"], **seen)
        return told


PDF, PDF_TEXT = b"%PDF\0", "申报单位在每年八月底前填写本表，研發投入不低于3%。"
LISTED = f"{ZONE.home}news/9999.html"  # in a listing, never fetched
MOVED = f"{ZONE.home}old/1001.html"  # an address that was joined to EDITED
FAILED = f"{ZONE.home}news/8888.html"  # timed out


def build(folder: Path, samples: list[Sample] | None = None) -> Path:
    """Make an archive in a folder, with these articles (None: all of this module), and give its database."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    run = Run(id="20260901-kfq", site_id=ZONE.id, started_at="2026-09-01T00:00:00.000Z")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(SCHEMA.read_text("utf-8"))
        database.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN")
        builder = Builder(database, Writer(folder, ZONE, run, {}), run)
        chosen = [*SPECIAL, *plain_samples()] if samples is None else samples
        _fill(builder, chosen)
        builder.writer.close()
        database.execute("COMMIT")
    return path


def _fill(builder: Builder, samples: list[Sample]) -> None:
    if not samples:
        return
    for site in (ZONE, PORT):
        builder.insert("sites", id=site.id, name=site.name, home=site.home, cms=site.cms)
    builder.insert("runs", id=builder.run.id, site_id=ZONE.id, started_at=builder.run.started_at)
    for slug, (name, site) in SECTIONS.items():
        section_id = content_id(site.id, slug)
        builder.insert("sections", id=section_id, site_id=site.id, name=name, url=f"{site.home}{slug}/")
    for sample in samples:
        builder.article(sample)
    news = content_id(ZONE.id, "news")
    seen = {"first_seen": "2026-09-01T00:00:01.000Z", "last_seen": "2026-09-01T00:00:01.000Z"}
    for url, title in ((LISTED, "尚未采集的文章"), (MOVED, EDITED.title), (FAILED, "超时的文章")):
        listed = {
            "section_id": news,
            "url": url,
            "article_id": article_id(url),
            "title": title,
            "page": "kfq.test/news/",
        }
        builder.insert("sightings", **listed, **seen)
    builder.address(MOVED, EDITED.id, **seen)
    builder.capture(ZONE, FAILED, "error", None, error="timeout after 30 s")
