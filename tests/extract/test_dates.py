from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.dates import Found, find, find_all, from_url, resolve


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2023-09-28", "2023-09-28"),
        ("2023-9-8", "2023-09-08"),
        ("2023/9/28", "2023-09-28"),
        ("2023.09.28", "2023-09-28"),
        ("2023年9月28日", "2023-09-28"),
        ("2023 年 9 月 28 日", "2023-09-28"),
        ("2023年09月28号", "2023-09-28"),
        ("2023年9月28", "2023-09-28"),
        ("(2023-09-28)", "2023-09-28"),
        ("发布于 2023-09-28", "2023-09-28"),
        ("二〇二三年九月二十八日", "2023-09-28"),
        ("二○一九年十月一日", "2019-10-01"),
        ("二零二〇年十二月三十一日", "2020-12-31"),
        ("二O二三年元月廿一日", "2023-01-21"),
        ("２０２３年９月２８日", "2023-09-28"),
        ("２０２３－０９－２８　１０：１２", "2023-09-28T10:12:00+08:00"),
        ("2023-09-28 10:12:33", "2023-09-28T10:12:33+08:00"),
        ("2023-09-28\xa010:12", "2023-09-28T10:12:00+08:00"),
        ("2023-09-28T10:12:33", "2023-09-28T10:12:33+08:00"),
        ("2023-09-28T10:12:33.123+08:00", "2023-09-28T10:12:33+08:00"),
        ("2023-09-28T20:12:33Z", "2023-09-29T04:12:33+08:00"),
        ("2023年9月28日 10时12分", "2023-09-28T10:12:00+08:00"),
        ("2023年9月28日10时12分33秒", "2023-09-28T10:12:33+08:00"),
        ("2023年09月28日08:18", "2023-09-28T08:18:00+08:00"),
        ("2023年9月28日 星期四 08:18", "2023-09-28T08:18:00+08:00"),
        ("2023年9月28日（星期四）下午3:05", "2023-09-28T15:05:00+08:00"),
        ("2023-09-2810:12", "2023-09-28T10:12:00+08:00"),
        ("2023/9/28 0:00", "2023-09-28T00:00:00+08:00"),
        ("2023-09-28 10:12-11:30", "2023-09-28T10:12:00+08:00"),
        ("2023-09-28 25:70", "2023-09-28"),
        ("2023-09-28 共3条", "2023-09-28"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_every_spelling_is_read(printed: str, iso: str) -> None:
    found = find(f"日期：{printed}，来源")
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年9月",
        "2023-09",
        "[09-28]",
        "2023-02-30",
        "2023-13-01",
        "2023年0月1日",
        "1823-01-01",
        "12023-09-28",
        "2023-09-281",
        "版本 2019.1.2.4",
        "编号2023-09-28-12",
        "2023-09/28",
        "20230928",
        "电话 024-72690124",
        "二〇二三年十三月一日",
        "二〇二三年九月三十一日",
        "一二三四年",
    ],
)
def test_what_is_no_full_calendar_date_is_none(text: str) -> None:
    assert find(text) is None


def test_a_date_tells_what_was_printed_and_where() -> None:
    text = "会议于２０２３年９月２８日　10时12分召开"
    found = find(text)
    assert found == Found(iso="2023-09-28T10:12:00+08:00", text="２０２３年９月２８日　10时12分", start=3, end=20)


def test_an_impossible_time_is_not_part_of_what_was_printed() -> None:
    found = find("2023年9月28日 25:70")
    assert found is not None
    assert found.text == "2023年9月28日"


def test_all_dates_are_found_in_order_and_an_impossible_one_is_passed_over() -> None:
    text = "2023.9.28-2023.9.30，2023-02-30，二〇二四年一月二日"
    assert [found.iso for found in find_all(text)] == ["2023-09-28", "2023-09-30", "2024-01-02"]


# Naive: what a page prints has no zone.
FIRST, LAST = datetime.fromisoformat("1949-10-01"), datetime.fromisoformat("2099-01-01")


@given(st.datetimes(FIRST, LAST).filter(lambda moment: moment.date() != date(1970, 1, 1)))  # written for no date
def test_every_printed_form_of_a_time_reads_back(moment: datetime) -> None:
    y, m, d, h, n, s = moment.timetuple()[:6]
    expected = f"{y}-{m:02}-{d:02}T{h:02}:{n:02}:{s:02}+08:00"
    forms = [
        f"{y}-{m:02}-{d:02} {h:02}:{n:02}:{s:02}",
        f"{y}年{m}月{d}日 {h}时{n}分{s}秒",
        f"{y}/{m}/{d} {h}:{n:02}:{s:02}",
    ]
    assert {found.iso for form in forms if (found := find(form))} == {expected}


@given(st.text(alphabet="2023年9月28日-/.: 二〇十T[]号０９", max_size=30))
def test_any_text_is_answered_and_spans_are_those_of_the_text(text: str) -> None:
    for found in find_all(text):
        assert text[found.start : found.end] == found.text
    resolve(text, date(2024, 3, 1))


@pytest.mark.parametrize(
    ("date_text", "iso"),
    [
        ("[09-28]", "2023-09-28"),
        ("03-01", "2024-03-01"),
        ("03-02", "2023-03-02"),
        ("9月28日", "2023-09-28"),
        ("（2/9）", "2024-02-09"),
        ("09.28", "2023-09-28"),
        ("02-29", "2024-02-29"),
        ("01-05 10:12", "2024-01-05T10:12:00+08:00"),
        ("2019-09-28", "2019-09-28"),
        ("[2019年9月28日]", "2019-09-28"),
        ("03/10 2023", "2023-03-10"),
        ("03-10\n2023", "2023-03-10"),
        ("28\n2023-09", "2023-09-28"),
        ("282023-09", "2023-09-28"),
        ("28 2023年9月", "2023-09-28"),
    ],
)
def test_a_listing_may_leave_out_the_year_or_put_it_last(date_text: str, iso: str) -> None:
    assert resolve(date_text, newest=date(2024, 3, 1)) == iso


@pytest.mark.parametrize(
    "date_text", ["", "9.8分", "13-01", "02-30", "2023-09", "2023年9月", "共3页", "1/3页", "3.14%", "昨天", "10:12"]
)
def test_a_listing_text_that_is_no_date_is_none(date_text: str) -> None:
    assert resolve(date_text, newest=date(2024, 3, 1)) is None


def test_a_leap_day_without_a_year_is_the_last_one() -> None:
    assert resolve("02-29", newest=date(2023, 6, 1)) == "2020-02-29"


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("/zwgk/202309/t20230928_4247.html", "2023-09-28"),
        ("/2023/9/28/4247.html", "2023-09-28"),
        ("/art/2016/11/22/art_16_30.html", "2016-11-22"),
        ("/2023-09/28/c_112.htm", "2023-09-28"),
        ("/2023-09/28/content_5308834.htm", "2023-09-28"),
        ("/ywdt/2018-07-14/8546.html", "2018-07-14"),
        ("/n1/2023/0928/c40-31.html", "2023-09-28"),
        ("/2019/1210/51656.html", "2019-12-10"),
        ("/pages/20180731/gh.html", "2018-07-31"),
        ("/content_20230928.html", "2023-09-28"),
        ("/202309/28/1.html", "2023-09-28"),
        ("/2023/09-28/1.html", "2023-09-28"),
        ("/1998/05/06/1.html", "1998-05-06"),
    ],
)
def test_the_day_is_read_from_an_address(path: str, iso: str) -> None:
    assert from_url(f"http://kfq.test{path}") == iso


@pytest.mark.parametrize(
    "path",
    [
        "/news/4247.html",
        "/202309/4247.html",
        "/2023/4247.html",
        "/20230928.html",
        "/news/20230928123.html",
        "/content_5308834.html",
        "/content_202309281.html",
        "/2023/13/45/1.html",
        "/2023/02/30/1.html",
        "/info/1150/4061.htm",
        "/list/2023/9.html",
        "/a.html?day=/2023/9/28/",
        "/a.html#/2023/9/28/",
        "/t20230928.html",
        "/id/12023/09/28/",
        "/2025051410132752830/index.html",
        "",
    ],
)
def test_an_address_without_a_day_is_none_and_ids_are_not_dates(path: str) -> None:
    assert from_url(f"http://kfq.test{path}") is None
