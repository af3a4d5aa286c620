"""Real pages, where they lie beside the project: their lists, and what kind of page they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.records import Capture, Outcome, Page
from spiders.parse import parse
from spiders.profile import Profile

PAGES = Path(__file__).parents[2] / ".." / "shared" / "pages"
KINDS = {
    "article": (Outcome.OK,),
    "list": (Outcome.LISTING,),
    "home": (Outcome.LISTING,),
    "challenge": (Outcome.BLOCKED,),
    "error": (Outcome.NOT_FOUND, Outcome.SOFT_404, Outcome.FILE),
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAGES.is_dir(), reason="no folder of real pages beside the project"),
]


def labelled() -> list[dict[str, Any]]:
    index = PAGES / "index.jsonl"
    return [json.loads(line) for line in index.read_text("utf-8").splitlines()] if index.is_file() else []


def read(label: dict[str, Any]) -> Page:
    url = label.get("url") or f"http://unknown.invalid/{label['path']}"
    body = (PAGES / label["file"]).read_bytes()
    capture = Capture(record_id="1", run_id="1", site_id="s", url=url, captured_at="", status=200, body=body)
    return parse(capture, Profile.generic(url))


@pytest.mark.parametrize("label", labelled(), ids=lambda label: Path(label["file"]).stem)
def test_a_real_page_is_of_its_kind(label: dict[str, Any]) -> None:
    assert read(label).outcome in KINDS[label["kind"]]


@pytest.mark.parametrize(
    "label", [label for label in labelled() if label["kind"] == "list"], ids=lambda label: Path(label["file"]).stem
)
def test_a_real_list_gives_its_rows_and_its_next_page(label: dict[str, Any]) -> None:
    listing = read(label).listing
    assert listing is not None
    assert len(listing.rows) in (label["n_article_links"], label.get("n_items_visible"))
    assert label["first_article_url"] in [row.url for row in listing.rows[:2]]
    assert listing.next_url == label["page2_url"]
    assert all(row.date_text for row in listing.rows)
