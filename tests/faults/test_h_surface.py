"""H: what is installed, what listens, what is kept of secrets, and code that runs what it is given."""

import ast
import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from archive.publish import publish
from tests.archive.web_archive import build
from tests.archive.web_samples import EDITED
from tests.faults.crawling import ROOT, command, crawl, crawl_unguarded
from tests.faults.hostile import HTML, Hostile, article, listing, path_of, reply, site_of
from tests.faults.ledger import Ledger
from tests.faults.serving import served, tree

# The version that mended what is known of each; older ones are open to it.
FLOORS = {
    "scrapy": ("2.17", "GHSA-76g3-c3x4-crvx, and all before it"),
    "lxml": ("6.1.0", "CVE-2026-41066"),
    "brotli": ("1.2.0", "CVE-2025-6176"),
    "datasette": ("0.65.2", "CVE-2025-64481"),
    "w3lib": ("2.5", "charsets that are codecs: w3lib#307"),
}
_OF_PYTHON = {"pip", "setuptools"}  # every virtual environment has its own
PINNED: dict[str, str] = dict(
    re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), flags=re.MULTILINE)
)


def below(versions: dict[str, str]) -> list[str]:
    """The packages that are open to what we know of, or are not there at all."""
    known = {canonicalize_name(name): Version(number) for name, number in versions.items()}
    return [
        name
        for name, (floor, _) in FLOORS.items()
        if name not in known or known[canonicalize_name(name)] < Version(floor)
    ]


def needed(name: str, extras: tuple[str, ...]) -> set[str]:
    """All packages that installing one brings."""
    found: set[str] = set()
    waiting = [(name, extra) for extra in ("", *extras)]
    while waiting:
        parent, extra = waiting.pop()
        for line in requires(parent) or ():
            requirement = Requirement(line)
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            child = canonicalize_name(requirement.name)
            if child not in found | _OF_PYTHON:
                found.add(child)
                waiting += [(child, wanted) for wanted in ("", *requirement.extras)]
    return found


@pytest.mark.quick
def test_h1_versions_are_pinned_and_above_what_is_known_of(ledger: Ledger) -> None:
    with ledger.row("H1", "packages that are known to be open, or that anything newer could take the place of") as row:
        installed = {distribution.name: distribution.version for distribution in distributions()}
        for name in FLOORS:
            row.tried(name not in below(PINNED) and name not in below(installed), name)
        pinned: dict[str, str] = {canonicalize_name(name): number for name, number in PINNED.items()}
        for name in needed("zone-archive", ("test",)):
            row.tried(pinned.get(name) == version(name), (name, pinned.get(name)))
        assert below(PINNED | {"Scrapy": "2.16.0", "lxml": "6.0.2"}) == ["scrapy", "lxml"]
        row.red("an older Scrapy would be taken", below(PINNED | {"Scrapy": "2.16.0"}) == ["scrapy"])


def listening(pid: int) -> set[str]:
    """The addresses at which a process and those that it started listen, as /proc writes them."""
    inodes = set()
    for process in tree(pid):
        try:
            links = [link.readlink() for link in Path(f"/proc/{process}/fd").iterdir()]
        except OSError:
            continue  # it has ended
        inodes |= {str(link)[8:-1] for link in links if str(link).startswith("socket:[")}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text("ascii").splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == "0A" and rest[5] in inodes:
                found.add(local)
    return found


def listened(arguments: list[str]) -> tuple[int, set[str]]:
    """How often a crawl was looked at, and where it listened."""
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    looks, found = 0, set[str]()
    try:
        while process.poll() is None:
            try:
                found |= listening(process.pid)
            except OSError:
                break  # it has ended
            looks += 1
            with_pause(process)
    finally:
        process.kill()
        process.wait()
    return looks, found


def with_pause(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(0.02)
    except subprocess.TimeoutExpired:
        return


def test_h2_nothing_listens_during_a_crawl(ledger: Ledger, tmp_path: Path) -> None:
    with (
        ledger.row("H2", "doors that a crawl opens: telnet, remote control") as row,
        Hostile(site_of({path_of(number): reply(article(number)) for number in range(1, 7)})) as site,
    ):
        crawling = command("http://trap.test/", tmp_path / "a", CRAWL_PROXY=site.proxy_url, DOWNLOAD_DELAY=0.3)
        looks, found = listened(crawling)
        for look in range(looks):
            row.tried(found == set(), (look, found))
        assert looks > 20
        _, opened = listened([*crawling, "-s", "TELNETCONSOLE_ENABLED=1", "-s", "REMOTE_CONTROL_ENABLED=1"])
        row.red(f"with the settings of Scrapy it listens at {len(opened)} ports", len(opened) > 0)


@pytest.mark.quick
def test_h2_a_server_listens_to_this_machine_alone(ledger: Ledger, tmp_path: Path) -> None:
    build(tmp_path, [EDITED])
    with served(tmp_path) as server:
        assert server.sql("select 1").status == 200
        at = listening(server.process.pid)
        assert f"0100007F:{server.port:04X}" in at
        assert {address.partition(":")[0] for address in at} == {"0100007F"}


CANARIES = {
    "a cookie": "canary-cookie-5c1e",
    "an authorization": "canary-authorization-9d20",
    "the password of the proxy": "canary-proxy-77aa",
    "the same as the proxy gets it": "dXNlcjpjYW5hcnktcHJveHktNzdhYQ==",
    "a variable of the environment": "canary-variable-f00d",
    "a proxy of the environment": "canary-environment-31b7",
    "the address that is told of failures": "canary-notify-8e8e",
}
SECRET_HEADERS = json.dumps({"Cookie": CANARIES["a cookie"], "Authorization": f"Bearer {CANARIES['an authorization']}"})
ENVIRONMENT = {
    "ZONE_TOKEN": CANARIES["a variable of the environment"],
    "HTTP_PROXY": f"http://user:{CANARIES['a proxy of the environment']}@127.0.0.1:9",
}


def kept(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file of an archive, its WARC files as they read."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield path.name, gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def holding(folder: Path, said: str, text: str) -> list[str]:
    """Where a text stands: in files of an archive, in a snapshot of it, in what a crawl said."""
    found = [name for name, data in kept(folder) if text.encode() in data]
    return [*found, "log"] if text in said else found


def test_h3_secrets_are_kept_nowhere(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {path_of(number): reply(article(number, "<p>云岭公开文字</p>")) for number in range(1, 4)}
    settings = {"DEFAULT_REQUEST_HEADERS": SECRET_HEADERS, "LOG_LEVEL": "DEBUG"}
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with ledger.row("H3", "secrets of ours in the database, WARC files, logs and snapshots") as row:
        said, folder = "", tmp_path / "archive"
        with Hostile({"/": reply(listing(pages)), **pages}) as site:
            settings["CRAWL_PROXY"] = site.proxy_url.replace("//", f"//user:{CANARIES['the password of the proxy']}@")
            settings["NOTIFY_URL"] = f"http://127.0.0.1:9/hook?token={CANARIES['the address that is told of failures']}"
            said += crawl(site, folder, **settings).err
            sent = [request.headers for request in site.requests]
            assert all(CANARIES["a cookie"] in headers["cookie"] for headers in sent)
            assert all(CANARIES["the same as the proxy gets it"] in headers["proxy-authorization"] for headers in sent)
            site.answers.update(dict.fromkeys(["/", *pages], reply(b"<h1>503</h1>", HTML, status=503)))
            failing = crawl(site, folder, "full=1", **settings, CLOCK="2026-09-03T08:00:00+08:00")
            said += failing.err
        assert failing.code == 12
        publish(folder, folder / "snapshot.db")
        for name, canary in CANARIES.items():
            row.tried(holding(folder, said, canary) == [], (name, holding(folder, said, canary)))
        public = holding(folder, said, "云岭公开文字")
        assert {"archive.db", "snapshot.db"} < set(public)
        assert any(".warc.gz" in name for name in public)
        with Hostile({"/": reply(listing(pages)), **pages}) as site:
            code = "from archive.warc import compose; compose._SECRET = set()"
            crawl_unguarded(site, tmp_path / "careless", code, DEFAULT_REQUEST_HEADERS=SECRET_HEADERS)
        written = holding(tmp_path / "careless", "", CANARIES["a cookie"])
        row.red(f"a cookie stands in {len(written)} WARC file", len(written) > 0)


_IMPORTS = {"pickle", "cPickle", "dill", "shelve", "marshal", "cloudpickle", "joblib"}
_CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "os.system",
    "os.popen",
    "yaml.load",
    "yaml.unsafe_load",
    "tempfile.mktemp",
}
RUNNING = [
    *("import pickle", "from shelve import open", "eval('1')", "exec(code)", "yaml.load(text)", "os.system('ls')"),
    *("subprocess.run(line, shell=True)", "Popen(line, shell=is_shell)", "__import__(name)"),
]


def runs_what_it_is_given(source: str) -> list[str]:
    """Imports and calls by which data becomes code."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in _IMPORTS]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] if node.module and node.module.partition(".")[0] in _IMPORTS else []
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            is_shell = any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords)
            found += [name] if name in _CALLS or is_shell else []
    return found


@pytest.mark.quick
def test_h4_no_code_runs_what_it_is_given(ledger: Ledger) -> None:
    with ledger.row("H4", "pickle, eval, exec, shells, YAML that makes objects: in any module") as row:
        for folder in ("archive", "spiders", "crawler"):
            for path in sorted((ROOT / folder).rglob("*.py")):
                row.tried(runs_what_it_is_given(path.read_text("utf-8")) == [], path)
        found = [line for line in RUNNING if runs_what_it_is_given(line)]
        row.red(f"{len(found)} of {len(RUNNING)} lines that do are found", found == RUNNING)
