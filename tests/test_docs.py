"""The documents say what is there: every table, column, command and key, and queries that run."""

import re
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from archive.ingest import ingest
from archive.records import Address, Capture, Run, Site
from archive.store import Store
from crawler.demo.site import site_on
from spiders.family import Api, Family, FamilyArticle, FamilyListing, FileRules, Fingerprint, families
from spiders.parse import parse
from spiders.profile import PROFILES, ArticleRules, Layout, ListingRules, Profile, Section
from spiders.profilecheck import SETTINGS
from tests.browser.screenshots import OF_THE_EXTREMES, OF_THE_SAMPLE

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
SCHEMA = (ROOT / "archive" / "schema.sql").read_text(encoding="utf-8")
# A section in full, with a dead link; articles: edited, removed, not listed any more, with a file, moved, undated.
PAGES = (
    "/news/",
    "/news/index_1.html",
    "/news/index_2.html",
    "/news/202508/t20250806_1045.html",
    "/notices/index.html",
    "/news/202607/t20260722_1060.html",
    "/news/202509/t20250911_1046.html",
    "/notices/2026072109061864173/index.html",
    "/zone/show.asp?id=1062",
    "/news/202608/t20260827_1062.html",
    "/investment/2026-08-21/318.html",
    "/info/1021/2301.htm",
    "/notices/1364288/index.html",
    "/eportal/fileDir/kfq/attach/final-accounts-tables.xlsx",
)
# They stay empty here: no program fills the first two yet, `readings` tells of an extractor that has changed, and what
# `unindexed` notes is done when a run ends.
EMPTY = {"figures", "mentions", "parts", "readings", "unindexed"}


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
        ours = [name for name in names if not re.match(r"sqlite_|\w+_search_", name)]
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


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive of some pages of the sample site, each as it is on both days, read without a crawl."""
    path = tmp_path_factory.mktemp("archive") / "archive.db"
    profile = Profile.load(PROFILES / "demo.toml")
    store = Store(path)
    with store.transaction():
        store.put_site(Site(id="demo", name=profile.title, home=profile.home))
        for day in (1, 2):
            run = Run(id=f"run-{day}", site_id="demo", started_at=f"2026-09-0{day}T00:00:00.000Z", reason="finished")
            store.put_run(run)
            for number, page in enumerate(PAGES):
                capture = captured(run, day, number, page)
                ingest(store, capture, parse(capture, profile))
        store.add([Address(url=profile.home, site_id="demo", kind="home", due_at="2026-09-03T00:00:00.000Z")])
    store.close()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def captured(run: Run, day: int, number: int, page: str) -> Capture:
    response = site_on(day).response(page)
    return Capture(
        record_id=f"<urn:uuid:{day}-{number}>",
        run_id=run.id,
        site_id=run.site_id,
        url=f"http://kfq.test{page}",
        captured_at=f"2026-09-0{day}T00:00:{number:02}.000Z",
        status=response.status,
        headers=response.headers,
        body=response.body,
        digest=sha256(response.body).hexdigest(),
        warc_file=f"{day}.warc.gz",
        warc_offset=number,
        warc_length=1,
    )


@pytest.mark.slow
@pytest.mark.parametrize(("name", "query"), examples())
def test_every_example_runs_and_finds_something(archive: sqlite3.Connection, name: str, query: str) -> None:
    rows = archive.execute(query).fetchall()
    assert bool(rows) is (name not in EMPTY)


COOKBOOK = re.findall(
    r"^```sql\n(.*?)^```$", (ROOT / "docs" / "sql-cookbook.md").read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
)


def test_the_cookbook_has_as_many_queries_as_it_says() -> None:
    assert len(COOKBOOK) == 26


@pytest.mark.slow
@pytest.mark.parametrize("query", COOKBOOK, ids=range(len(COOKBOOK)))
def test_every_query_of_the_cookbook_finds_something(archive: sqlite3.Connection, query: str) -> None:
    assert archive.execute(query).fetchall()


def test_every_key_of_a_profile_is_told() -> None:
    told = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "adding-a-site.md").read_text("utf-8"), flags=re.MULTILINE)
    )
    shapes = (Profile, Section, Layout, ArticleRules, ListingRules)
    keys = {field.name for shape in shapes for field in msgspec.structs.fields(shape)}
    computed = {"digest"}  # no key of a file, and `name` is one only of a section
    assert told == keys - computed | set(SETTINGS)


def test_every_family_and_every_key_of_one_is_told() -> None:
    told = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "families.md").read_text("utf-8"), flags=re.MULTILINE)
    as_in_a_profile = set(ArticleRules.__struct_fields__)
    keys = {key for shape in (Family, Fingerprint, FamilyListing, FileRules, Api) for key in shape.__struct_fields__}
    keys |= set(FamilyArticle.__struct_fields__) - as_in_a_profile
    assert set(told) - as_in_a_profile == (keys | {family.name for family in families()}) - as_in_a_profile


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_what_is_known_of_a_family_is_told(family: Family) -> None:
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", (ROOT / "docs" / "families.md").read_text("utf-8"), flags=re.MULTILINE)
    told = next([cell.strip() for cell in cells.split("|")] for name, cells in rows if name == family.name)
    listing, files = family.listing, family.files
    interface = "interface" if family.api else ""
    turns = {"function": listing.pager, "attribute": listing.attribute, "link": listing.next}
    fields = [name for name in ("title", "published", "source") if getattr(family.article, name)]
    assert told[1:] == [
        "rule" if listing.row else interface,
        next((name for name, given in turns.items() if given), interface),
        "rule" if files.address or files.attribute or files.call else "",
        "script" if family.article.script else ", ".join(fields),
    ]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_tells_every_command_of_ours_once_and_no_other(readme: str) -> None:
    told = re.findall(r"^\| `scrapy ([\w-]+)", (ROOT / readme).read_text("utf-8"), flags=re.MULTILINE)
    ours = {path.stem.replace("_", "-") for path in (ROOT / "crawler" / "commands").glob("[!_]*.py")}
    assert sorted(told) == sorted(ours | {"list"})


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_tells_every_exit_code(readme: str) -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", (ROOT / readme).read_text("utf-8"), flags=re.MULTILINE)}
    assert told == {0, 1, 2, 3, 4, 5, 6, 11, 12, 13}


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        text = document.read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_readme_tells_every_setting_of_ours() -> None:
    ours = (ROOT / "crawler" / "settings.py").read_text("utf-8").partition("# Ours\n")[2].partition("# The project")[0]
    settings = set(re.findall(r"^([A-Z_]+) =", ours, flags=re.MULTILINE))
    for readme in ("README.md", "README.zh.md"):
        told = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / readme).read_text("utf-8"), flags=re.MULTILINE))
        assert told == settings


@pytest.mark.slow
def test_the_queries_of_the_readme_run(archive: sqlite3.Connection) -> None:
    for readme in ("README.md", "README.zh.md"):
        (block,) = re.findall(
            r"^```sql\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        for query in block.strip().split("\n\n"):
            assert archive.execute(query).fetchall(), query


def test_each_picture_is_taken_by_a_script_and_shown_by_a_document() -> None:
    pictures = {path.name for path in (ROOT / "docs" / "images").iterdir()}
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    shown = {name for path in documents for name in re.findall(r"images/([\w.-]+)\)", path.read_text(encoding="utf-8"))}
    assert shown == pictures
    assert {Path(name).stem for name in pictures} == {
        picture.name for picture in (*OF_THE_SAMPLE, *OF_THE_EXTREMES)
    } | {"replay"}
    assert max(path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()) <= 150_000


def test_decisions_are_numbered_one_by_one() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [path.read_text("utf-8").split(".")[0] for path in decisions] == [f"# {number}" for number in numbers]
