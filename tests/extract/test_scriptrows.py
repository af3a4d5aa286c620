"""Rows that a page holds in a script. Sections and titles are invented."""

from spiders.extract.listing import listing
from spiders.extract.page import document

URL = "http://kfq.test/xwzx/"


def test_arrays_of_a_script_are_rows_all_at_once() -> None:
    code = "".join(
        f"urls[i]='./202403/t2024030{n}_{n}.html';headers[i]=\"园区召开第{n}次会议\";year[i]='2024';month[i]='03';"
        f"day[i]='0{n}';i++;"
        for n in range(1, 5)
    )
    found = listing(document(f"<script>{code}</script><a href=/>首页</a>", URL))
    assert found is not None
    assert [(row.url, row.title, row.date_text) for row in found.rows] == [
        (f"{URL}202403/t2024030{n}_{n}.html", f"园区召开第{n}次会议", f"2024-03-0{n}") for n in range(1, 5)
    ]


def test_arrays_without_dates_are_rows_too_and_uneven_ones_are_none() -> None:
    code = "urls[0]='/a/1.html';headers[0]='园区召开会议';"
    found = listing(document(f"<script>{code}</script>", URL))
    assert found is not None
    assert [(row.url, row.date_text) for row in found.rows] == [("http://kfq.test/a/1.html", None)]
    assert listing(document(f"<script>{code}headers[1]='园区';</script>", URL)) is None
