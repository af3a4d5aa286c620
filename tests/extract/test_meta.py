"""What a page says of itself in tags, as templates fill them in."""

import pytest

from spiders.extract.meta import Meta, meta
from spiders.extract.page import document


def read(head: str) -> Meta:
    return meta(document(f"<html><head>{head}</head><body></body></html>", "http://kfq.test/"))


@pytest.mark.parametrize(
    "tag",
    [
        "<meta name=ArticleTitle content=甲>",
        "<META content='甲' name='articletitle'>",
        '<meta  name="ARTICLETITLE"   content="　甲 ">',
        "<meta name=ArticleTitle content=''><meta name=articletitle content=甲>",
        "<meta name=ArticleTitle content='&amp;#30002;'>",
        "<meta name=ArticleTitle content='&lt;h1 style=x&gt;甲&lt;/h1&gt;'>",
    ],
)
def test_a_tag_is_known_in_any_case_order_quotes_and_number(tag: str) -> None:
    assert read(tag).article_title == "甲"


@pytest.mark.parametrize("content", ["", " ", "null", "undefined", "-", "<p></p>", "<%=date%>"])
def test_a_tag_that_a_template_left_empty_says_nothing(content: str) -> None:
    assert read(f"<meta name=PubDate content='{content}'>").published is None


def test_the_tags_of_other_systems_say_the_same() -> None:
    tags = read(
        "<meta name=pageTitle content=甲><meta name=firstpublishedtime content=2007-08-20-23:59:59>"
        "<meta name=source content='来源：园区日报'><meta name=lanmu content=要闻>"
    )
    assert (tags.article_title, tags.title, tags.published) == (None, "甲", "2007-08-20 23:59:59")
    assert (tags.source, tags.section) == ("园区日报", "要闻")


@pytest.mark.parametrize("key", ["pubDate", "datePublished"])
def test_linked_data_tells_the_date_where_no_tag_does(key: str) -> None:
    script = f'<script type="application/ld+json">{{"@id": "x", "{key}": "2024-03-05T09:30:00"}}</script>'
    tags = read(script)
    assert (tags.published, tags.rule("published")) == ("2024-03-05T09:30:00", "JSON-LD")
    assert read(f"{script}<meta name=PubDate content=2024-03-06>").published == "2024-03-06"
    assert read(f'<script>var a = {{"{key}": "2024-03-05"}}</script>').published is None


@pytest.mark.parametrize(
    ("content", "author"), [("104363", None), ("系统管理员", None), ("admin", None), ("甲文", "甲文")]
)
def test_the_account_of_a_content_management_system_is_no_author(content: str, author: str | None) -> None:
    assert read(f"<meta name=Author content='{content}'>").author == author
