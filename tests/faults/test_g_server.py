"""G: what hostile readers could do to the server, and what crawls and new snapshots could do to readers."""

import hashlib
import math
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from archive.publish import publish
from tests.archive.web_archive import build
from tests.archive.web_samples import EDITED
from tests.faults.ledger import Ledger
from tests.faults.serving import ROOT, Got, Memory, Served, served, stock

ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c) "
SLOW = f"{ENDLESS}select count(*) from c"
LONG_STEP = "select instr(hex(zeroblob({0})), hex(zeroblob({0} / 2)) || '1')"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of sixty articles."""
    return build(tmp_path_factory.mktemp("archive")).parent


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    with served(folder) as made:
        yield made


WRITES = [
    "insert into sites values ('a', 'b', 'c', null, null)",
    "with a as (select 1) delete from articles",
    "update articles set title = ''",
    "replace into articles select * from articles",
    "delete from versions returning *",
    "with a as (select 1) insert into events select * from events",
    "pragma user_version = 9",
    "pragma journal_mode = delete",
    "attach 'other.db' as other",
    "vacuum into 'copy.db'",
    "vacuum",
    "create temp table t (a)",
    "create table t as select * from articles",
    "drop table articles",
    "alter table articles add column more",
    "reindex",
    "select load_extension('x')",
    "select writefile('file', 'x'), readfile('/etc/passwd')",
    "insert into articles_search (articles_search) values ('rebuild')",
    "select fts3_tokenizer('simple', x'0000000000000000')",
    "select 1; delete from articles",
    "with a as (select 1) update sqlite_master set sql = ''",
]


def digest(folder: Path) -> dict[str, str]:
    """Every file of a folder; but not SQLite's index of its log, which readers write."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.quick
def test_g4_no_query_writes(
    ledger: Ledger, folder: Path, server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.row("G4", "statements that write, attach, load, or make a file, as a query and as a condition") as row:
        before = digest(folder)
        for sql in WRITES:
            answers = [
                server.sql(sql),
                server.sql(sql, ""),
                server.get("/archive/articles.json", _where=f"1) ; {sql}; --"),
            ]
            row.tried({got.status for got in answers} <= {400, 403}, (sql, [got.status for got in answers]))
        assert digest(folder) == before
        assert not {"copy.db", "other.db", "file"} & {path.name for path in (*ROOT.iterdir(), *folder.iterdir())}
        done = 0
        with monkeypatch.context() as there:
            there.chdir(tmp_path)  # where a plain connection makes its files
            for sql in WRITES:
                copy = tmp_path / "plain.db"
                shutil.copy(folder / "archive.db", copy)
                with closing(sqlite3.connect(copy, isolation_level=None)) as plain:
                    try:
                        plain.executescript(sql)
                        done += 1
                    except sqlite3.Error:
                        continue
        row.red(f"a plain connection does {done} of them", done > 10)


BUSY = [
    SLOW,
    "select count(*) from articles a, articles b, articles c, articles d, articles e, articles f",
    "select * from articles a, articles b, articles c order by random()",
    f"{ENDLESS}select count(*) from c where n like '%1%2%3%4%5%6%7%8%9%'",
    f"{ENDLESS}select count(*) from c where hex(n) glob '*1*2*3*[4-5]*6*'",
    f"{ENDLESS}select max(length(fold(n || body))) from c, articles",
    LONG_STEP.format(1_900_000),
    "select length(trim(hex(zeroblob(200000)), replace(hex(zeroblob(100000)), '0', '1') || '0'))",
    "select length(replace(hex(zeroblob(1900000)), hex(zeroblob(900000)) || '1', 'x'))",
    "select count(*) from articles_search where articles_search match replace(hex(zeroblob(200000)), '00', ' 的')",
    "select count(*) from articles_search where articles_search match 'NEAR(' || hex(zeroblob(90000)) || ', 9999)'",
    f"{ENDLESS}select json_patch(json_group_object(n, 1), json_group_object(-n, 1)) from (select n from c limit 99999)",
    f"{ENDLESS}select count(*) from c, articles_search where articles_search match escape_fts('的 园区')",
    "select count(*) over (order by a.id rows 9999 preceding) from events a, events b, events c",
]


def test_g5_a_query_ends_at_its_time(ledger: Ledger, folder: Path, server: Served) -> None:
    with ledger.row("G5", "queries without end, and single steps of SQLite that take minutes") as row:
        longest = 0.0
        for sql in BUSY:
            got = server.sql(sql)
            longest = max(longest, got.seconds)
            row.tried(got.status in (200, 400) and got.seconds < 2.5, (sql, got.status, got.seconds))
        row.measured = f"at most {longest:.1f} s at a limit of 1 s"
        with stock(folder / "archive.db") as careless:
            seconds = careless.sql(LONG_STEP.format(500_000)).seconds
        row.red(f"a step of a quarter of the length takes Datasette {seconds:.0f} s", seconds > 2.5)


LARGE = [
    "select length(hex(zeroblob(400000000)))",
    "select length(randomblob(900000000))",
    "select printf('%.*c', 200000000, 'x')",
    "select length(replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000))))",
    "select group_concat(hex(zeroblob(100000))) from versions a, versions b, versions c",
    "select json_group_array(hex(zeroblob(100000))) from versions a, versions b",
    "select hex(zeroblob(1900000)) from captures",
    "select " + ", ".join(["hex(zeroblob(1900000))"] * 400),
    "select replace(hex(zeroblob(1000000)), '00', '招') from articles",
    "select replace(hex(zeroblob(1000000)), '00', char(1)) from articles",
    "select replace(hex(zeroblob(1000000)), '00', '&') from articles",
    f"{ENDLESS}select hex(zeroblob(50000)) as x from c order by x",
    f"{ENDLESS}select count(distinct hex(zeroblob(20000)) || n) from c",
    f"{ENDLESS}select n, group_concat(hex(zeroblob(9999))) over (order by n) from c limit 1000",
    f"{ENDLESS}select a.n from c a, c b where a.n = b.n + 1 and hex(zeroblob(9999)) > ''",
]


def test_g6_a_query_holds_little_memory(ledger: Ledger, folder: Path, server: Served) -> None:
    with ledger.row("G6", "queries that make texts, rows, sorts and groups of gigabytes") as row:
        longest, most, largest = 0.0, 0.0, 0
        for sql in LARGE:
            for suffix in (".json", "", ".csv"):
                with Memory(server.process.pid) as memory:
                    got = server.sql(sql, suffix)
                longest, most = max(longest, got.seconds), max(most, memory.growth)
                largest = max(largest, len(got.body))
                is_small = memory.growth < 200 and len(got.body) < 20_000_000
                row.tried(is_small and got.seconds < 2.5, (sql[:80], suffix, got.seconds, memory.growth, len(got.body)))
        row.measured = f"at most {longest:.1f} s, {most:.0f} MB, and {largest / 1e6:.1f} MB of an answer"
        with stock(folder / "archive.db") as careless, Memory(careless.process.pid) as memory:
            careless.sql("select length(hex(zeroblob(150000000)))")
        row.red(f"Datasette takes {memory.growth:.0f} MB for a third of the first", memory.growth > 200)


def test_g7_slow_queries_keep_no_page_waiting(ledger: Ledger, folder: Path, server: Served) -> None:
    def crowded(server: Served, reads: int) -> tuple[list[Got], list[Got]]:
        """Answers to the start page, and to twenty who ask slow queries meanwhile, again and again."""
        done = Event()

        def slow(number: int) -> list[Got]:
            given = []
            while not done.is_set():
                given.append(
                    server.sql(SLOW if number % 4 else LONG_STEP.format(150_000), ["", ".json", ".csv"][number % 3])
                )
                time.sleep(0.05)
            return given

        with ThreadPoolExecutor(20) as people:
            asked = [people.submit(slow, number) for number in range(20)]
            time.sleep(1)
            pages = [server.get("/") for _ in range(reads)]
            done.set()
        return pages, [got for each in asked for got in each.result()]

    def slowest(pages: list[Got]) -> float:
        """The seconds in which nineteen of twenty are answered."""
        return sorted(got.seconds for got in pages)[math.ceil(len(pages) * 0.95) - 1]

    with ledger.row("G7", "twenty who ask slow queries without a pause, while pages are read") as row:
        pages, answers = crowded(server, 20)
        for got in pages:
            row.tried(got.status == 200, got.status)
        statuses = {got.status for got in answers}
        assert statuses <= {200, 400, 503}, statuses
        assert all(got.headers["retry-after"] for got in answers if got.status == 503)
        assert server.process.poll() is None
        p95 = slowest(pages)
        row.tried(p95 < 3, p95)
        row.measured = f"the start page in {p95:.2f} s; {len([got for got in answers if got.status == 503])} put off"
        with stock(folder / "archive.db") as careless:
            waited = slowest(crowded(careless, 1)[0])
        row.red(f"Datasette's start page takes {waited:.0f} s", waited > 3)


def test_g11_a_new_snapshot_takes_the_place_of_the_one_that_is_read(ledger: Ledger, tmp_path: Path) -> None:
    def named(number: int) -> None:
        with closing(sqlite3.connect(tmp_path / "archive" / "archive.db", isolation_level=None)) as writer:
            writer.execute("UPDATE articles SET title = ?", (f"第{number}期快讯",))
        publish(tmp_path / "archive", snapshot)

    def reading(server: Served, done: Event) -> list[Got]:
        paths = ["/", "/archive/articles", f"/a/{EDITED.id}", "/archive.json?sql=select+title+from+articles"]
        given = []
        while not done.is_set():
            given.append(server.get(random.choice(paths)))
            time.sleep(0.01)
        return given

    def read(server: Served, publishing: Callable[[], None]) -> list[Got]:
        """All that four readers get while something is done to the file."""
        done = Event()
        with ThreadPoolExecutor(4) as people:
            asked = [people.submit(reading, server, done) for _ in range(4)]
            publishing()
            done.set()
        return [got for each in asked for got in each.result()]

    snapshot = tmp_path / "public" / "archive.db"
    snapshot.parent.mkdir()
    build(tmp_path / "archive", [EDITED])
    named(0)
    with ledger.row("G11", "a snapshot published while four read the one before") as row, served(snapshot) as server:

        def publishing() -> None:
            for number in range(1, ledger.times(20, 2) + 1):
                named(number)
                deadline = time.monotonic() + 60
                while f"第{number}期快讯" not in server.get("/").text:
                    assert time.monotonic() < deadline, f"{number} is not served"
                    time.sleep(0.1)
                row.tried(True, number)

        answers = read(server, publishing)
        wrong = [got.status for got in answers if got.status != 200]
        assert wrong == [], wrong
        row.measured = f"{len(answers)} answers, none of them an error"
        with stock(snapshot) as careless:
            refused = [got for got in read(careless, lambda: _end_and_wait(careless)) if got.status == 0]
        row.red(f"with a restart {len(refused)} requests meet a closed port", len(refused) > 0)


def _end_and_wait(server: Served) -> None:
    server.process.terminate()
    server.process.wait()
    time.sleep(1)
