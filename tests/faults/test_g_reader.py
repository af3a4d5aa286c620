"""G: what hostile sites could do to those who read the archive. The pages are found by following every link of ours."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from archive.replay.server import Replay
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.faults.active import Elements, active, is_elsewhere, loads
from tests.faults.crawling import crawl, one, oracle, rows
from tests.faults.hostile import HOME, Hostile, listing, path_of, reply
from tests.faults.ledger import Ledger
from tests.faults.payloads import FORMULAS, LOADS, PAYLOADS, page, path_with
from tests.faults.serving import Got, Served, ask, served, stock

_TABLES = ("articles", "versions", "attachments", "footers", "captures", "sections", "sightings", "events", "frontier")
UNESCAPED = """
import jinja2
given = jinja2.Environment.__init__
jinja2.Environment.__init__ = lambda self, *a, **k: given(self, *a, **{**k, "autoescape": False})
"""
AS_SENT = """
from datasette import Response
from archive.web import policy
Response.text = Response.html
policy.OF_A_CAPTURE = "default-src *"
"""


@dataclass(frozen=True)
class Harmful:
    """An archive of a site whose text is code, and what was put into it."""

    folder: Path
    payloads: list[str]

    @property
    def database(self) -> Path:
        return self.folder / "archive.db"


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Harmful:
    """The site crawled to the end."""
    payloads = PAYLOADS if pytestconfig.getoption("--faults") else PAYLOADS[::6]
    pages = {path_with(number, text): reply(page(number, text, text)) for number, text in enumerate(payloads, 1)}
    pages |= {path_of(100 + n): reply(page(100 + n, "外部内容", markup)) for n, markup in enumerate(LOADS)}
    pages |= {path_of(200 + n): reply(page(200 + n, "公式", title=text)) for n, text in enumerate(FORMULAS)}
    folder = tmp_path_factory.mktemp("harmful")
    with Hostile({"/": reply(listing(pages)), **pages}) as site:
        ended = crawl(site, folder)
    assert ended.code == 0, ended.err
    assert oracle(folder) == []
    assert one(folder, "SELECT count(*) FROM articles") == len(pages)
    for text in payloads:
        held = one(folder, "SELECT count(*) FROM articles WHERE instr(body, ?) OR instr(title, ?)", text, text)
        assert held or "\x01" in text or "\t" in text, text
    return Harmful(folder, payloads)


@pytest.fixture(scope="module")
def server(harmful: Harmful) -> Iterator[Served]:
    with served(harmful.folder) as made:
        yield made


def pages_of(server: Served, payloads: list[str], of_a_kind: int) -> dict[str, Got]:
    """So many of each kind of page that a reader can get to, all articles, and pages that say what was asked."""
    said = [quote(text) for text in payloads]
    waiting = [
        *("/", "/archive", *(f"/archive/{table}?_size=max" for table in _TABLES)),
        *(f"/archive{suffix}?sql=select+*+from+versions" for suffix in ("", ".json", ".csv")),
        *(f"/search?q={text}" for text in said),
        *(f"{path}{text}" for path in _SAYING for text in said[:3]),
    ]
    found = {address: server.get(address) for address in waiting}
    waiting += sorted({link for got in found.values() for link in _links(got) if _ARTICLE.fullmatch(link)})
    kinds: Counter[str] = Counter()
    for address in waiting:
        found[address] = found.get(address) or server.get(address)
        for link in _links(found[address]):
            kind = _NAME.sub(r"*\1", link.partition("?")[0])
            if link not in found and link not in waiting and kinds[kind] < of_a_kind:
                kinds[kind] += 1
                waiting.append(link)
    return found


_ARTICLE = re.compile("/a/[a-z2-7]{12}")
_NAME = re.compile(r"(?<=/)[a-z2-7]{12}\b|(?<=/v/)\d+|(?<=/archive/)(\w+)/.+")  # ids, numbers of versions, rows
_SAYING = (
    *("/", "/a/", "/archive/", "/archive/articles/", "/archive?sql=", "/archive?sql=select+1+as+", "/search?lang="),
    *(
        "/archive/articles?_search=",
        "/archive/articles?_facet=",
        "/archive/articles?_sort=",
        "/archive/articles?title=",
    ),
    *("/archive/articles?_where=", "/search?site=", "/search?page=", "/archive/nothing?_next="),
)


def _links(got: Got) -> list[str]:
    """Addresses of ours that a page leads to, as a browser writes them."""
    if not _is_page(got):
        return []
    links = (attributes.get("href", "") for _, attributes, _ in Elements(got.text).found)
    return [
        quote(link.partition("#")[0], safe="/?&=%+:,;~'()*!$@[]")
        for link in links
        if link.startswith("/") and not is_elsewhere(link) and not link.startswith("/-/static")
    ]


def captures(harmful: Harmful) -> list[str]:
    return [id for (id,) in rows(harmful.folder, "SELECT id FROM captures ORDER BY id")]


def _is_page(got: Got) -> bool:
    return got.headers.get("content-type", "").startswith("text/html")


def findings(pages: dict[str, Got]) -> list[str]:
    """What is active in the pages, and answers that a browser might take for pages."""
    wrong = []
    for address, got in pages.items():
        policy = got.headers.get("content-security-policy", "")
        if _is_page(got):
            wrong += [f"{address}: {found}" for found in active(got.text, policy)]
        elif got.status != 302 and got.headers.get("x-content-type-options") != "nosniff":
            wrong.append(f"{address}: {got.status} may be taken for a page")
        if got.status >= 500:
            wrong.append(f"{address}: {got.status}")
    return wrong


def _number(text: str) -> str:
    """The number by which a payload is known."""
    return str(re.findall(r"9\d{3}", text)[-1])


@pytest.mark.quick
def test_g1_archived_text_never_becomes_a_script(ledger: Ledger, harmful: Harmful, server: Served) -> None:
    with ledger.row("G1", "scripts as title, text, source, footer, address and name of a file, in every page") as row:
        pages = pages_of(server, harmful.payloads, ledger.times(8, 1))
        wrong = findings(pages)
        for text in harmful.payloads:
            row.tried(not [found for found in wrong if _number(text) in found], text)
        assert wrong == []
        row.measured = f"{len(pages)} pages"
        with served(harmful.folder, UNESCAPED) as careless:
            shown = {path: careless.get(path) for path in pages if path.startswith("/a/") and _is_page(pages[path])}
        come = [text for text in harmful.payloads if any(_number(text) in found for found in findings(shown))]
        row.red(f"{len(come)} of {len(harmful.payloads)} are elements of a page", len(come) > 0)
        if ledger.full and CHROMIUM.exists():
            paths = [path for path in pages if _is_page(pages[path]) and "&" not in path]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                ran = run_by(browser, server.url, paths)
                with Replay(harmful.folder) as replay:
                    rendered = [f"/{id}" for id in captures(harmful)]
                    ran += [text for text in run_by(browser, replay.url, rendered) if text.startswith("alert ")]
                with served(harmful.folder, UNESCAPED) as careless:
                    runs = run_by(browser, careless.url, list(shown))
                browser.close()
            row.measured += f", {len(paths)} of them and {len(rendered)} renderings in Chromium without their policy"
            assert ran == []
            row.red(f"Chromium runs {len(runs)} scripts", len(runs) > 0)


def run_by(browser: Browser, url: str, paths: list[str]) -> list[str]:
    """The scripts of a site that run in a browser which takes no policy from pages, and what those ask of others."""
    told: list[str] = []

    def refuse(route: Route) -> None:
        told.append(route.request.url)
        route.abort()

    context = browser.new_context(bypass_csp=True, base_url=url)
    context.add_init_script("window.alert = text => console.log('alert ' + text)")
    context.route(lambda url: "127.0.0.1" not in url, refuse)
    shown = context.new_page()
    shown.on("console", lambda message: told.append(message.text) if message.text.startswith("alert ") else None)
    for path in paths:
        shown.goto(path, wait_until="domcontentloaded")
        shown.wait_for_timeout(20)
    context.close()
    return told


@pytest.mark.quick
def test_g2_pages_load_nothing_from_the_sites_that_they_show(ledger: Ledger, harmful: Harmful, server: Served) -> None:
    with ledger.row("G2", "images, styles, films, frames and counters of other hosts in an article") as row:
        known = rows(harmful.folder, "SELECT id, url FROM articles ORDER BY url")
        ids = {url: id for id, url in known}
        for number, markup in enumerate(LOADS):
            id = ids[HOME.rstrip("/") + path_of(100 + number)]
            html = one(harmful.folder, "SELECT body_html FROM versions WHERE article_id = ?", id)
            shown = [
                server.get(f"/a/{id}"),
                server.get(f"/archive/articles/{id}"),
                server.get(f"/archive/versions/{id},1"),
            ]
            wrong = [found for got in shown for found in loads(got.text)] + loads(html)
            row.tried(wrong == [] and {got.status for got in shown} == {200}, (markup, wrong))
        row.red(f"as it was sent a page loads {len(loads(''.join(LOADS)))} of them", len(loads("".join(LOADS))) > 12)


@pytest.mark.quick
def test_g3_a_capture_is_text_that_can_do_nothing(ledger: Ledger, harmful: Harmful, server: Served) -> None:
    def is_inert(got: Got) -> bool:
        headers = got.headers
        return (
            headers["content-type"] == "text/plain; charset=utf-8"
            and headers["content-security-policy"] == "sandbox; default-src 'none'"
            and headers["x-content-type-options"] == "nosniff"
            and headers["referrer-policy"] == "no-referrer"
            and "set-cookie" not in headers
        )

    def is_sandboxed(got: Got) -> bool:
        """Whether a rendering runs nothing, by its policy and by itself."""
        policy = got.headers["content-security-policy"]
        found = Elements(got.text).found if _is_page(got) else []
        names = {name for _, attributes, _ in found for name in attributes}
        return (
            policy.startswith("sandbox; default-src 'none'; img-src 'self'; ")
            and "allow-" not in policy
            and got.headers["x-content-type-options"] == "nosniff"
            and {tag for tag, _, _ in found} & {"script", "iframe", "object", "embed", "svg", "math", "base", "form"}
            == set()
            and [name for name in names if name.startswith("on") or name == "srcdoc"] == []
        )

    with (
        ledger.row("G3", "what a site sent, as text, as a record, and rendered") as row,
        Replay(harmful.folder) as replay,
    ):
        ids = captures(harmful)
        for id in ids[: ledger.times(len(ids), 10)]:
            got = server.get(f"/capture/{id}")
            row.tried(got.status == 200 and is_inert(got), (id, got.status, got.headers))
            record = server.get(f"/capture/{id}.warc.gz").headers
            is_saved = (
                record["content-disposition"].startswith("attachment") and record["content-type"] == "application/warc"
            )
            row.tried(is_saved and record["content-security-policy"] == "sandbox; default-src 'none'", (id, record))
            shown = ask(replay.url, ask(replay.url, f"/{id}").headers.get("location", f"/{id}"))
            row.tried(is_sandboxed(shown), (id, shown.headers))
        with served(harmful.folder, AS_SENT) as careless:
            got = careless.get(f"/capture/{ids[0]}")
        row.red("it is a page with the site's scripts", not is_inert(got))


_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.quick
def test_g8_no_spreadsheet_runs_what_a_site_says(ledger: Ledger, harmful: Harmful, server: Served) -> None:
    sql = "select " + ", ".join(f"'{text}' as a{number}" for number, text in enumerate(FORMULAS))

    def cells(text: str) -> list[str]:
        return [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]

    def runs(text: str) -> list[str]:
        return [cell for cell in cells(text) if cell.startswith(_RUN)]

    with ledger.row(
        "G8", "titles and cells that a spreadsheet takes for formulas, in CSV of tables and queries"
    ) as row:
        shown = cells(server.sql(sql, ".csv").text)
        titles = "/archive/articles.csv?_stream=on&_size=max&_col=title"
        tables = [server.get(address).text for address in (titles, f"{titles}&_dl=1&_labels=on")]
        for text in FORMULAS:
            row.tried(f"'{text}" in shown and not any(map(runs, tables)), text)
        assert {"'=1+1", "'@SUM(A1)", "'＝1+1"} <= set(cells(tables[0]))
        with stock(harmful.database) as careless:
            run = runs(careless.sql(sql, ".csv").text)
        row.red(f"{len(run)} of {len(FORMULAS)} are run", len(run) > 0)


ELSEWHERE = [
    *("//evil.test/", "//evil.test/a/", "/\\evil.test/", "/\\evil.test/a/", "/%5Cevil.test/", "/%5cevil.test/a/"),
    *("/%2Fevil.test/", "/%2F%2Fevil.test/", "///evil.test/", "/\\/evil.test/", "/%09/evil.test/", "/.//evil.test/"),
    *("/archive//evil.test/", "/archive/..//evil.test/", "/%5C%5Cevil.test/", "//evil.test//", "/@evil.test/"),
]
OUT_OF_THE_FOLDER = [
    *("/-/static/../app.py", "/-/static/%2e%2e/app.py", "/-/static/..%2Fapp.py", "/-/static//etc/passwd"),
    *("/-/static-plugins/zone-archive/../safety.py", "/-/static-plugins/zone-archive/%2e%2e/safety.py"),
    *("/-/static-plugins/zone-archive/..%2f..%2fschema.sql", "/capture/../../etc/passwd", "/a/..%2f..%2fetc%2fpasswd"),
]


@pytest.mark.quick
def test_g9_no_address_leads_out(ledger: Ledger, harmful: Harmful, server: Served) -> None:
    def leads_out(got: Got) -> bool:
        to = got.headers.get("location", "/")
        return is_elsewhere(to) or bool(urlsplit(to).netloc)

    with ledger.row("G9", "addresses that redirect to others, climb out of a folder, trace, or break a search") as row:
        for path in ELSEWHERE:
            got = server.get(path)
            row.tried(0 < got.status < 500 and not leads_out(got), (path, got))
        for path in OUT_OF_THE_FOLDER:
            got = server.get(path)
            is_refused = got.status in (302, 400, 403, 404)
            row.tried(is_refused and b"import" not in got.body and b"root:" not in got.body, (path, got))
        for path in ("/archive.csv?sql=select+1&_trace=1", "/archive/articles.csv?_trace=1", "/archive.json?_trace=1"):
            got = server.get(path)
            row.tried(got.status == 200 and not _is_page(got) and b"num_traces" not in got.body, (path, got))
        for path in (
            "/archive/articles?_search=%22",
            "/search?q=%22",
            "/archive/articles?_search=a+AND+(&_searchmode=raw",
        ):
            row.tried(server.get(path).status == 200, path)
        for path in ("/-/databases.json", "/-/databases", "/-/threads.json"):
            row.tried(server.get(path).status == 404, path)
        with stock(harmful.database) as careless:
            out = [path for path in ELSEWHERE if leads_out(careless.get(path))]
        row.red(f"Datasette redirects {len(out)} to another host", len(out) > 0)
