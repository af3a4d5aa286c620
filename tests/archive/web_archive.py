"""A small archive to read in tests: invented sites, articles in every state, captures in a real WARC file.

Places, companies, people, numbers and addresses are invented.
"""

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

SCHEMA = Path(__file__).parents[2] / "archive" / "schema.sql"
TAG = "<script>alert(1)</script><img src=x onerror=alert(2)>"

ZONE = Site(id="kfq", name="云岭经济技术开发区", home="http://kfq.test/", cms="trs")
PORT = Site(id="port", name="東港高新技術產業園區", home="http://port.test/")
SECTIONS = {  # name and site, in the order in which articles are dealt out
    "news": ("园区要闻", ZONE),
    "investment": ("招商引资", ZONE),
    "notices": ("通知公告", ZONE),
    "press": ("新聞中心", PORT),
    "policy": ("政策文件", PORT),
}
SOURCES = ("云岭经开区融媒体中心", "澄川日报", "本网")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An article to put in; `edits` are the fields of its later versions."""

    section: str
    slug: str
    title: str | None
    body: str
    published_at: str | None = "2026-08-20"
    source: str | None = "本网"
    verbatim: str | None = None
    readings_removed: int = 0
    status: str = "live"
    edits: tuple[dict[str, str], ...] = ()
    attachments: tuple[tuple[str, str, str], ...] = ()  # kind, name, url
    figures: tuple[tuple[str, str, float, str, float | None, str], ...] = ()  # kind, text, value, unit, cny, of
    provenance: dict[str, dict[str, str | int]] = field(default_factory=dict)
    dates: tuple[dict[str, str], ...] = ()

    @property
    def site(self) -> Site:
        return SECTIONS[self.section][1]

    @property
    def url(self) -> str:
        return f"{self.site.home}{self.section}/{self.slug}.html"

    @property
    def id(self) -> str:
        return article_id(self.url)


PARAGRAPHS = (
    "本网讯　日前，云岭经济技术开发区召开经济运行调度会，听取各部门工作汇报，研究部署下一阶段重点任务。",
    "会议指出，要坚持项目为王，围绕装备制造、新材料和生物医药三大产业精准招商，推动签约项目早开工、早投产、早见效。",
    "据介绍，今年以来园区新签约项目二十六个，总投资约四十八亿元，其中亿元以上项目九个；电话：0386-7210124。",
    "会议强调，要持续优化营商环境，落实“一网通办”，企业开办时间压缩至4小时以内，让数据多跑路、企业少跑腿。",
)
HANT = (
    "東港高新技術產業園區昨日舉行經濟形勢分析會，來自12家企業的代表參加。",
    "與會者認為，技術創新是產業升級的關鍵，園區將為企業提供全過程服務，歡迎各地客商前來投資興業。",
)

EDITED = Sample(
    section="news",
    slug="1001",
    title="云岭经开区集中签约二十六个项目",
    body="\n".join(PARAGRAPHS[:3]),
    published_at="2026-09-01T10:12:00+08:00",
    edits=({"body": "\n".join(PARAGRAPHS)}, {"title": "云岭经开区集中签约二十六个项目 总投资48亿元"}),
    figures=(
        ("projects", "二十六个", 26, "个", None, "新签约项目"),
        ("money", "约四十八亿元", 48, "亿元", 4_800_000_000, "总投资"),
    ),
    provenance={
        "title": {"rule": "headline", "where": "/html/body/h1"},
        "published_at": {"rule": "label 发布时间", "where": "/html/body/div[1]/span[2]", "start": 5, "end": 21},
        "body": {"rule": "density", "where": "/html/body/div[2]"},
        "dates.printed": {"rule": "label 发布时间", "where": "/html/body/div[1]/span[2]", "start": 5, "end": 21},
    },
    dates=(
        {"origin": "printed", "at": "2026-09-01T10:12:00+08:00", "text": "2026年9月1日 10:12"},
        {"origin": "header", "at": "2026-09-01T02:20:31Z", "text": "Tue, 01 Sep 2026 02:20:31 GMT"},
    ),
)
GONE = Sample(section="notices", slug="2001", title="关于暂停受理部分业务的通知", body=PARAGRAPHS[3], status="gone")
MISSING = Sample(section="notices", slug="2002", title="园区道路施工公告", body=PARAGRAPHS[0], status="missing")
GARBLED = Sample(
    section="news",
    slug="1002",
    title="管委会主任调研重点企业",
    body="管委会主任一行深入企业调研。\n每到一处，都详细询问生产经营情况。",
    verbatim="管委會(huì)主任一行深入企業(yè)調(diào)研。\n每到一處(chù)，都詳(xiáng)細(xì)詢(xún)問(wèn)生產(chǎn)經(jīng)營(yíng)情況(kuàng)。",
    readings_removed=31,
)
LONG = Sample(
    section="policy",
    slug="4001",
    title="關於印發《東港高新技術產業園區關於進一步促進先進製造業高質量發展加快培育新質生產力的若干政策措施（試行）》及其實施細則、申報指南與資金管理辦法的通知",
    body="各有關單位：\n現將若干政策措施印發給你們，請認真貫徹執行。\n序號\t項目\t最高補助（萬元）\n1\t設備更新\t500\n2\t技術改造\t300\n附件：申報表",
    attachments=(
        ("file", "申报表.pdf", "http://port.test/files/form.pdf"),
        ("file", "资金管理办法.docx", "http://port.test/files/rules.docx"),
        ("image", "示意图", "http://port.test/images/map.png"),
    ),
)
BARE = Sample(section="news", slug="1003", title=None, body="", published_at=None, source=None)
ENGLISH = Sample(
    section="press",
    slug="3001",
    title="DONGGANG PARK signs ABC-2026 agreement with Ａcme",
    body="The park's 5G laboratory (C++ and Python) opened; mail news_desk@port.test.",
)
HOSTILE = Sample(
    section="press",
    slug="3002",
    title=f"恶意标题 {TAG}",
    body=f"正文 {TAG}\n{{{{ 7*7 }}}}\n'><svg onload=alert(3)>\t<b>格</b>",
    source=f'"onmouseover="alert(4) {TAG}',
    attachments=(
        ("file", f"附件 {TAG}", "javascript:alert(5)"),
        ("image", TAG, "data:text/html,<script>alert(6)</script>"),
    ),
)
SPECIAL = (EDITED, GONE, MISSING, GARBLED, LONG, BARE, ENGLISH, HOSTILE)


def plain_samples() -> list[Sample]:
    """52 articles dealt out to the sections and to the years 2019 to 2026."""
    samples = []
    subjects = (
        "招商推介会",
        "经济运行调度会",
        "安全生产检查",
        "技术改造项目开工",
        "人才招聘会",
        "供热保障工作",
        "绿化养护",
    )
    for number in range(52):
        section = list(SECTIONS)[number % 5]
        is_port = SECTIONS[section][1] is PORT
        body = HANT if is_port else PARAGRAPHS[: 1 + number % 4]
        subject = subjects[number % len(subjects)]
        samples.append(
            Sample(
                section=section,
                slug=str(5000 + number),
                title=f"東港園區第{number}次技術交流會" if is_port else f"云岭经开区举行第{number}次{subject}",
                body="\n".join(body),
                published_at=f"{2019 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}",
                source=SOURCES[number % 3],
            )
        )
    return samples


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
