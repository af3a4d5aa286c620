"""Each field of an article can be looked up in the capture: whoever goes to the place that is told finds the value."""

import re
from collections.abc import Iterator

import pytest
from lxml import html

from archive import payload
from archive.records import Capture, Origin
from crawler.demo.expected import expected
from crawler.demo.site import site_on
from spiders.extract.restore import Restorer
from spiders.parse import parse
from spiders.profile import Profile
from tests.test_pages import ALL, PAGES, captured

FIELDS = (
    *("title", "published_text", "source_text", "author", "editor", "reviewer", "section", "body"),
    *("index_number", "document_number", "issuer"),
)
UNDERSTOOD = ("published_at", "written_at", "source")  # what another field, or the place itself, has as printed


def articles() -> Iterator[tuple[str, Capture]]:
    for path in ALL:
        yield str(path.relative_to(PAGES)), captured(path)
    for url in list(expected(2))[::5]:
        response = site_on(2).response(url.removeprefix("http://kfq.test"))
        yield (
            url,
            Capture(
                record_id="1",
                run_id="1",
                site_id="demo",
                url=url,
                captured_at="2026-09-08T00:00:00.000Z",
                status=200,
                headers=response.headers,
                body=response.body,
            ),
        )


@pytest.mark.parametrize("capture", [capture for _, capture in articles()], ids=[name for name, _ in articles()])
def test_each_field_is_found_where_it_was_read(capture: Capture) -> None:
    article = parse(capture, Profile.generic(capture.url)).article
    if article is None:
        return
    markup = payload.text(payload.decode(capture).data, capture.header("Content-Type"))[0]
    tree = html.fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    restorer = Restorer.for_page(" ".join("".join(tree.itertext()).split()))
    dates = {f"dates.{date.origin}": date.text for date in article.dates if date.origin != "header"}
    values = {name: value for name in FIELDS if (value := getattr(article, name))} | dates
    places = {origin.field: origin for origin in article.origins}
    assert set(places) == values.keys() | {name for name in UNDERSTOOD if getattr(article, name)}
    for field, value in values.items():
        origin = places[field]
        if origin.where is None:
            assert origin.rule == "address" or origin.rule.startswith(("list ", "script, "))
            continue
        if origin.rule.startswith("script, "):  # which has it with escapes
            assert [holder.tag for holder in tree.xpath(origin.where)] in (["script"], ["textarea"])
            continue
        found = read(tree, origin.where, origin)
        if origin.start is not None:
            assert found == value or (field == "title" and squeezed(found) == squeezed(value)), origin
        else:
            assert field in ("title", "reviewer", "body") or article.verbatim is not None, origin
            whole = squeezed(restorer.apply(found)[0] if article.verbatim is not None else found)
            assert all(part in whole for part in parts(value)), origin


def read(tree: html.HtmlElement, where: str, origin: Origin) -> str:
    """What stands at a place, with single spaces."""
    (place,) = tree.xpath(where)
    text = place if isinstance(place, str) else "".join(place.itertext())
    return " ".join(text.split())[origin.start : origin.end]


def parts(value: str) -> list[str]:
    """The paragraphs, cells and names of a value, without the numbers that a list gives its items."""
    return [squeezed(re.sub(r"^\d+\. ", "", part)) for part in re.split("[\n\t、]", value)]


def squeezed(text: str) -> str:
    return "".join(text.split())
