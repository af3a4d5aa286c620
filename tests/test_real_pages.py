"""Real pages, where they are at hand: the document that the project was begun for, and pages of many sites."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.records import Capture, Page
from spiders.parse import parse
from spiders.profile import Profile

ROOT = Path(__file__).parents[1]
SHARED = ROOT / ".." / "shared"
SEED, PAGES = SHARED / "seed", SHARED / "pages"

# What no change may lower; each is a little below what is reached, for a page more or less.
FLOORS = {"title": 0.95, "date": 0.95, "source": 0.95, "column": 0.94, "body": 0.9, "kind": 0.95, "total": 0.95}


@pytest.fixture(scope="module")
def seed() -> Page:
    if not SEED.is_dir():
        pytest.skip("the folder shared with the seed document is not at hand")
    url = "http://mirror.test/news/4247.html"
    capture = Capture(
        record_id="<urn:uuid:0>",
        run_id="0",
        site_id="mirror.test",
        url=url,
        captured_at="2026-09-01T00:00:00.000Z",
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=(SEED / "page.html").read_bytes(),
    )
    return parse(capture, Profile.generic(url))


def test_the_seed_document_is_restored_as_proofread(seed: Page) -> None:
    assert seed.article is not None
    proofread = (SEED / "restored.txt").read_text("utf-8").splitlines()
    assert seed.article.body == "\n".join(proofread[:8])
    assert seed.readings_removed == 171


def test_the_seed_document_is_kept_as_published(seed: Page) -> None:
    assert seed.article is not None
    published = (SEED / "article.txt").read_text("utf-8").splitlines()
    assert seed.article.verbatim == "\n".join(published[:8])
    assert seed.article.script == "Hant"


def test_the_seed_document_prints_no_title_and_no_date(seed: Page) -> None:
    assert seed.article is not None
    assert (seed.article.title, seed.article.published_at) == (None, None)
    assert [problem.field for problem in seed.problems] == ["title", "published_at"]


def test_the_footer_of_the_seed_document_is_read(seed: Page) -> None:
    assert seed.footer is not None
    gold = json.loads((SEED / "gold.json").read_text("utf-8"))["footer"]
    assert {name: getattr(seed.footer, name) for name in gold if name != "phones"} == {
        name: value for name, value in gold.items() if name != "phones"
    }
    assert [{"label": phone.label, "number": phone.number} for phone in seed.footer.phones] == gold["phones"]


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.is_dir(), reason="the folder shared with real pages is not at hand")
def test_real_pages_are_read_as_well_as_before() -> None:
    scrapy = Path(sys.executable).with_name("scrapy")
    command: list[str | Path] = [sys.executable, PAGES / "score.py", "--", scrapy, "extract", "--jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    shares = {
        name.strip(): float(share)
        for name, share in re.findall(r"^(.+?)\s+\d+ of\s+\d+\s+([\d.]+)$", done.stdout, re.M)
    }
    assert {name: shares[name] for name, floor in FLOORS.items() if shares[name] < floor} == {}
