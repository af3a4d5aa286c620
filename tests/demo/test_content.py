"""How the sample site's content is written down, and how it is garbled."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo import garble
from crawler.demo.blocks import blocks, plain
from crawler.demo.content import Later, Story, on_day, sections, zone

STORY = Story(id="1", title="通知", date="2026-08-28 10:12", body="第一段。\n第二段。")


def test_a_body_becomes_blocks_and_a_text_of_one_paragraph_a_line() -> None:
    body = "正文。\n# 小标题\n- 甲\n- 乙\n| 项目 | 数量 |\n| 厂房 | 8 |\n!a.png|图\n@b.pdf|申报表"
    found = blocks(body)
    assert [block.kind for block in found] == ["paragraph", "heading", "list", "table", "image", "file"]
    assert found[3].cells == (("项目", "数量"), ("厂房", "8"))
    assert plain(found) == "正文。\n小标题\n甲\n乙\n项目\t数量\n厂房\t8\n附件：申报表"


def test_an_article_of_the_later_day_is_not_there_on_the_first() -> None:
    later = msgspec.structs.replace(STORY, day=2)
    assert on_day(later, 1) is None
    assert on_day(later, 2) == later


def test_what_changes_later_changes_on_the_later_day_alone() -> None:
    edited = msgspec.structs.replace(STORY, later=Later(replace=(("第二段", "另一段"),), date="2026-08-29"))
    assert on_day(edited, 1) == edited
    changed = on_day(edited, 2)
    assert changed is not None
    assert (changed.body, changed.date, changed.title) == ("第一段。\n另一段。", "2026-08-29", "通知")


def test_an_edit_of_words_that_are_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="第三段"):
        on_day(msgspec.structs.replace(STORY, later=Later(replace=(("第三段", ""),))), 2)


def test_an_article_that_is_removed_later_is_gone_then() -> None:
    assert on_day(msgspec.structs.replace(STORY, later=Later(status=410)), 2) is None


def test_no_two_articles_share_an_id_within_a_section() -> None:
    for section in sections():
        ids = [story.id for story in section.articles]
        assert len(ids) == len(set(ids))


def test_numbers_and_mail_addresses_are_of_no_real_place() -> None:
    text = "\n".join(story.body for section in sections() for story in section.articles)
    text += "".join(footer.service_phones + footer.report_phone for footer in zone().footers)
    assert set(re.findall(r"(0\d{2,3})-\d{7}", text)) == {"0386"}  # assigned to no place
    assert set(re.findall(r"@([a-z.]+)", text.replace("\n@", "\n"))) == {"kfq.test"}


def test_a_reading_follows_a_character_always_or_never() -> None:
    garbled = garble.Mirror("sample", share=0.5).garbled("经济技术开发区经济发展局，经济工作。")
    for character in set(re.findall(r"(.)\(", garbled)):
        assert f"{character}(" in garbled
        assert not re.search(f"{character}(?!\\()", garbled)


def test_a_reading_is_the_first_of_its_character() -> None:
    assert garble.Mirror("sample", share=1.0).garbled("长，调，区") == "長(zhǎng)，調(diào)，區(qū)"


def test_characters_whose_form_depends_on_the_word_stay() -> None:
    assert garble.Mirror("sample", share=1.0).garbled("后里于并么干制系斗范") == "后里于并么干制系斗范"


@given(st.text(max_size=60))
def test_readings_that_are_put_in_are_counted(text: str) -> None:
    garbled = garble.Mirror("sample", share=1.0).garbled(text)
    assert garble.readings(garbled) - garble.readings(text) >= 0
    assert garble.Mirror("sample", share=0.0).garbled(text).count("(") == text.count("(")
