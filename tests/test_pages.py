"""Golden pages: what parse makes of whole pages. `--golden` writes anew what they should give; review the difference.

A page is a file tests/pages/PROFILE/PAGE.html, its bytes as served; beside it PAGE.json holds the capture and the
records. PROFILE is the name of a profile, or `site` for none. The first run with a new page writes the records and
fails, so that somebody looks at them; a JSON with a capture alone gives the page its address. The JSON of an article
also has its `truth`, written by whoever read the page: what is read is measured by it, and may not fall below
tests/pages/floor.json, whatever the records say.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.records import Capture
from spiders.extracted import records
from spiders.parse import parse
from spiders.profile import PROFILES, Profile

PAGES = Path(__file__).parent / "pages"
ALL = sorted(PAGES.rglob("*.html"))
LARGEST = 60_000  # bytes


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(PAGES)))
def test_a_page_gives_its_records(path: Path, golden: bool) -> None:
    saved = path.with_suffix(".json")
    told: dict[str, Any] = json.loads(saved.read_text("utf-8")) if saved.exists() else {"capture": _new_capture(path)}
    capture = captured(path)
    read = records(parse(capture, _profile(path.parent.name, capture.url)))
    expected = told.get("records")
    if expected is None or golden:
        saved.write_text(json.dumps(told | {"records": read}, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert expected is not None, f"{saved.name} is new: review it, then run again"
    assert golden or read == expected


def test_articles_are_read_as_well_as_before() -> None:
    """The shares of articles with the right title, date, source and section, and how much of their texts is right."""
    floor: dict[str, float] = json.loads((PAGES / "floor.json").read_text("utf-8"))
    told = [(path, json.loads(path.with_suffix(".json").read_text("utf-8")).get("truth")) for path in ALL]
    scores = [_score(path, truth) for path, truth in told if truth is not None]
    means = {name: sum(score[name] for score in scores) / len(scores) for name in floor}
    assert {name: mean for name, mean in means.items() if mean < floor[name]} == {}


def test_the_measure_falls_with_what_is_read_wrong() -> None:
    (path,) = PAGES.rglob("article-print-copy.html")
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))["truth"]
    assert set(_score(path, truth).values()) == {1.0}
    worse = _score(path, truth | {"source": "另一家", "body": truth["body"][: len(truth["body"]) // 2]})
    assert worse["source"] == 0.0 and 0.6 < worse["body"] < 0.7


def test_every_article_has_its_truth() -> None:
    for path in ALL:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert (told["records"]["article"] is not None) == ("truth" in told), path


def test_pages_are_small_and_say_that_they_are_invented() -> None:
    for path in ALL:
        body = path.read_bytes()
        assert len(body) < LARGEST, path
        assert body.startswith(b"<!-- Invented page in the shape of "), path


def test_each_page_has_records_and_all_records_have_a_page() -> None:
    assert [path.with_suffix(".json") for path in ALL] == sorted(PAGES.glob("*/*.json"))


def captured(path: Path) -> Capture:
    """The capture of a golden page."""
    saved = path.with_suffix(".json")
    told = json.loads(saved.read_text("utf-8"))["capture"] if saved.exists() else _new_capture(path)
    return Capture(
        record_id="<urn:uuid:0>",
        run_id="0",
        site_id=path.parent.name,
        url=told["url"],
        captured_at=told["captured_at"],
        status=200,
        headers=(("Content-Type", told["content_type"]),),
        body=path.read_bytes(),
    )


def _score(path: Path, truth: dict[str, str | None]) -> dict[str, float]:
    """1 for each field that is right; of a text the F1 of its characters, by how many two texts have in common."""
    capture = captured(path)
    article = parse(capture, _profile(path.parent.name, capture.url)).article
    right = {name: float(getattr(article, name, None) == truth[name]) for name in truth if name != "body"}
    body, wanted = Counter(article.body if article else ""), Counter(truth["body"] or "")
    size = body.total() + wanted.total()
    return right | {"body": 2 * (body & wanted).total() / size if size else 1.0}


def _profile(name: str, url: str) -> Profile:
    return Profile.generic(url) if name == "site" else Profile.load(PROFILES / f"{name}.toml")


def _new_capture(path: Path) -> dict[str, str]:
    """What to say of a page that has just been put there; to be mended by hand where it is not so."""
    return {
        "url": f"http://www.kfq.test/news/{path.name}",
        "captured_at": "2026-09-01T00:00:00.000Z",
        "content_type": "text/html",
    }
