"""The section of an article, by its tag or by the path printed on it."""

import pytest

from spiders.extract.crumbs import Path
from spiders.extract.meta import Meta
from spiders.extract.said import Said, value
from spiders.extract.section import section


@pytest.mark.parametrize(
    ("names", "tag", "labelled", "title", "expected"),
    [
        (("政务", "要闻"), None, None, None, "要闻"),
        (("政务", "要闻"), "园区要闻", None, None, "园区要闻"),
        (("公告", "2024年"), "2024", None, None, "公告"),
        (("公报", "2007年第23号"), None, None, None, "公报"),
        (("要闻", "开发区召开会议"), None, None, "开发区召开会议", "要闻"),
        (("要闻", "开发区召开…"), None, None, "开发区召开会议", "要闻"),
        ((), None, "头条", None, "头条"),
        ((), "2024", None, None, "2024"),
        ((), None, None, None, None),
    ],
)
def test_the_section_is_the_last_name_that_is_one(
    names: tuple[str, ...], tag: str | None, labelled: str | None, title: str | None, expected: str | None
) -> None:
    said = Said(labelled) if labelled else None
    assert value(section(Path(names), Meta(section=tag), said, title)) == expected
