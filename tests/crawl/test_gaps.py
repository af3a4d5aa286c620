"""Pages of listings that a crawl did not read, by name or by number, for every pattern of losses."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from archive.gaps import Gap
from archive.report import report
from archive.store import NAME, open_for_reading
from spiders.profile import Profile
from tests.played import Answer, played

HOME = "http://kfq.test/"
PAGES = 8
LOSSES = {404: "not_found", 410: "gone", 403: "blocked", 500: "error"}

pytestmark = pytest.mark.slow


def page(title: str, body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'.encode()


def rows(folder: str, number: int) -> str:
    """Three invented items in a folder."""
    items = (
        f"<li><a href='{folder}/{number}{item}.html'>{folder[-5:]}开发区第{number}{item}号项目开工建设</a>"
        f"<span>2026-08-{item + number:02}</span></li>"
        for item in range(1, 4)
    )
    return f"<div><ul>{''.join(items)}</ul></div>"


def name(number: int) -> str:
    return f"index_{number}.html" if number else "index.html"


def linked(number: int) -> str:
    """A pager that links every page."""
    steps = "".join(f"<a href={name(each)}>{each + 1}</a> " for each in range(PAGES) if each != number)
    following = f"<a href={name(number + 1)}>下一页</a>" if number + 1 < PAGES else ""
    return f"<div class=page>{steps}{following}</div>"


def drawn(number: int) -> str:
    """A pager that only a script draws."""
    return f'<script>createPageHTML({PAGES}, {number}, "index", "html");</script>'


SECTIONS = {"linked": ("要闻", linked), "drawn": ("通知", drawn)}


def site(url: str, lost: dict[str, int]) -> Answer:
    path = url.removeprefix(HOME)
    if path in lost:
        return lost[path], b"<h1>-</h1>"
    if path == "":
        links = "".join(f"<li><a href=/{key}/index.html>{called}</a></li>" for key, (called, _) in SECTIONS.items())
        return 200, page("云岭开发区", f"<ul>{links}</ul>")
    section, _, file = path.partition("/")
    number = next((each for each in range(PAGES) if file == name(each)), None)
    if section not in SECTIONS or number is None:
        return 404, b""
    called, pager = SECTIONS[section]
    # On other sites, so that nothing but lists is asked for.
    return 200, page(f"{called}_云岭开发区", rows(f"http://other.test/{section}", number) + pager(number))


@pytest.mark.parametrize("seed", range(30))
def test_every_page_that_is_lost_is_named_or_numbered_and_no_other(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    status = {
        (section, number): chance.choice([200] * 6 + list(LOSSES)) for section in SECTIONS for number in range(1, PAGES)
    }
    lost = {f"{section}/{name(number)}": code for (section, number), code in status.items() if code != 200}
    failing = [path for path, code in lost.items() if code in (403, 500)]
    for path in failing[4:]:  # five that fail one after the other would end the run
        lost[path] = 404
    played(tmp_path, Profile(name="kfq", home=HOME), lambda url: site(url, lost), "2026-09-01T08:00:00Z")
    with closing(open_for_reading(tmp_path / NAME)) as connection:
        told = report(connection, "kfq").gaps
    named = {gap.url: gap.why for gap in told if gap.kind == "page"}
    expected = {HOME + path: LOSSES[code] for path, code in lost.items() if path.startswith("linked/")}
    # A script leads to one page only, so of that list all behind the first loss is unknown but for its number.
    first = next((number for number in range(1, PAGES) if f"drawn/{name(number)}" in lost), None)
    if first is not None:
        expected[f"{HOME}drawn/{name(first)}"] = LOSSES[lost[f"drawn/{name(first)}"]]
    assert named == expected
    behind = PAGES - first - 1 if first is not None else 0
    numbered = Gap(
        kind="pages",
        within="通知",
        first=str(PAGES - behind + 1),
        last=str(PAGES),
        count=behind,
        why="nothing led there",
    )
    assert [gap for gap in told if gap.kind != "page"] == ([numbered] if behind else [])


def test_a_list_of_what_other_lists_name_is_read_to_its_end(tmp_path: Path) -> None:
    def lists(url: str) -> Answer:
        path = url.removeprefix(HOME)
        if path == "":
            return 200, page(
                "云岭开发区",
                "<ul><li><a href=/parts/index.html>要闻</a></li><li><a href=/all/index.html>全部</a></li></ul>",
            )
        if path == "parts/index.html":
            return 200, page("要闻_云岭开发区", "".join(rows("/a", each) for each in range(PAGES)))
        number = next((each for each in range(PAGES) if path == f"all/{name(each)}"), None)
        return (404, b"") if number is None else (200, page("全部_云岭开发区", rows("/a", number) + drawn(number)))

    played(tmp_path, Profile(name="kfq", home=HOME), lists, "2026-09-01T08:00:00Z")
    with closing(open_for_reading(tmp_path / NAME)) as connection:
        told = report(connection, "kfq")
        counted = connection.execute(
            "SELECT name, count(*) FROM sightings JOIN sections ON sections.id = section_id GROUP BY name ORDER BY name"
        ).fetchall()
    assert told.gaps == ()
    assert [tuple(row) for row in counted] == [("全部", 3 * PAGES), ("要闻", 3 * PAGES)]
