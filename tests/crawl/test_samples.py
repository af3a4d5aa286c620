"""What is told of a sample that is read otherwise than expected."""

from crawler.samples import differences


def test_a_value_that_is_read_otherwise_is_shown_before_and_now() -> None:
    before, now = {"article": {"title": "园区召开会议", "source": "园区办"}}, {"article": {"title": "园区开会"}}
    assert list(differences(before, now)) == [
        'article.title: "园区召开会议" -> "园区开会"',
        'article.source: "园区办" -> null',
    ]
    assert list(differences(now, now)) == []


def test_long_values_are_shown_from_where_they_begin_to_differ() -> None:
    before, now = ({"body": "园区召开项目推进会议。" * 20 + end} for end in ("会后参观。" * 20, "会后座谈。"))
    assert list(differences(before, now)) == [
        f'body: …开项目推进会议。会后{("参观。会后" * 20)[:50]}… -> …开项目推进会议。会后座谈。"'
    ]
