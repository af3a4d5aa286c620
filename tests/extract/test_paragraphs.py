"""The HTML of a text. All texts are invented."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.outline import outline
from spiders.extract.page import document
from spiders.extract.paragraphs import paragraphs
from spiders.extract.sanitise import sanitise


@given(st.text(st.one_of(st.sampled_from("<>&\"'\xa0招 商;#x"), st.characters(exclude_categories=["Cs", "Cc"]))))
def test_plain_paragraphs_are_what_the_sanitiser_would_make_of_them(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    doc = document(f"<body><h1>标题</h1><p>{escaped}</p></body>", "http://kfq.test/")
    lines = outline(doc).lines
    body, html = paragraphs(doc, lines)
    assert html == sanitise(html)
    assert unescape(html) == "\n".join(
        f"<{line.block.tag.replace('h1', 'h2')}>{said}</{line.block.tag.replace('h1', 'h2')}>"
        for line, said in zip(lines, body.split("\n"), strict=True)
    )


def test_what_is_not_plain_goes_through_the_sanitiser() -> None:
    doc = document(
        '<p>全文见<a href="javascript:alert(1)">这里</a>和<a href="/a.html">那里</a></p>', "http://kfq.test/"
    )
    _, html = paragraphs(doc, outline(doc).lines)
    assert html == ('<p>全文见这里和<a href="http://kfq.test/a.html" rel="noopener noreferrer nofollow">那里</a></p>')
