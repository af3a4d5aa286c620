"""A real site, where it lies beside the project, walked by the links that are followed."""

import re
from collections import Counter, deque
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from archive.records import Address, Capture, Outcome
from spiders.follow import follow
from spiders.parse import parse
from spiders.profile import Profile

HOST = "www.zhecheng.gov.cn"
SITE = Path(__file__).parents[2] / ".." / "shared" / "sites" / HOST
DATED = re.compile(r"\d{4}-\d\d-\d\d/\d+\.html$")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SITE.is_dir(), reason="no folder of a real site beside the project"),
]


def saved(url: str) -> bytes | None:
    file = SITE / unquote(urlsplit(url).path).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return file.read_bytes() if file.is_file() else None


def called(url: str) -> str | None:
    """What a saved page calls itself: on this site <title> is the name alone. None for what is not saved."""
    title = re.search(r"<title>([^<]*)", (saved(url) or b"").decode("utf-8", "replace"))
    return " ".join(title[1].split()) if title else None


def test_every_article_of_a_real_site_is_reached_told_from_the_lists_and_of_the_right_section() -> None:
    profile = Profile.generic(f"http://{HOST}/")
    asked = {profile.home: Address(url=profile.home, site_id="s", kind="home")}
    waiting = deque(asked.values())
    outcomes: Counter[tuple[bool, Outcome]] = Counter()
    named: list[tuple[str, str | None, str | None]] = []  # address, section as read, section as its page calls itself
    while waiting:
        entry = waiting.popleft()
        body = saved(entry.url)
        capture = Capture(
            record_id="1",
            run_id="1",
            site_id="s",
            url=entry.url,
            captured_at="2026-09-01T08:00:00.000Z",
            status=404 if body is None else 200,
            body=body or b"",
        )
        page = parse(capture, profile)
        outcomes[DATED.search(entry.url) is not None, page.outcome] += 1
        if page.article is not None:
            named.append((entry.url, page.article.section, called(urljoin(entry.url, "../index.html"))))
        elif page.listing is not None and entry.kind != "home":
            named.append((entry.url, page.listing.section, called(entry.url)))
        for address in follow(capture, page, profile, entry, asked.__contains__):
            if address.url not in asked:
                asked[address.url] = address
                waiting.append(address)
    assert outcomes[True, Outcome.OK] == 244
    assert outcomes[True, Outcome.LISTING] == 0
    assert outcomes[False, Outcome.OK] == 0
    assert outcomes[False, Outcome.LISTING] > 200
    assert [name for name in named if name[2] is not None and name[1] != name[2]] == []
    assert len([name for name in named if name[2] is not None]) > 244 + 180
    assert len(asked) < 4000
