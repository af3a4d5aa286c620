"""Which link of a row is its own, what it is called, and which news leads a list. All content is invented."""

from spiders.extract.listing import listing
from spiders.extract.page import document

URL = "http://kfq.test/xwzx/"
TITLES = (
    "开发区企业服务办法印发实施",
    "园区道路改造工程管理规定",
    "人才公寓申请与分配暂行办法",
    "招商引资项目评审工作细则",
)


def read(body: str) -> list[tuple[str, str, str | None]]:
    found = listing(document(f"<html><body>{body}</body></html>", URL))
    assert found is not None
    return [(row.url.removeprefix(URL), row.title, row.date_text) for row in found.rows]


def listed(row: str, around: str = "<ul>{}</ul>") -> str:
    """The rows of a list, each in the same markup."""
    return around.format(
        "".join(row.format(n=n, href=href, title=title, date=date) for n, (href, title, date) in enumerate(EXPECTED))
    )


EXPECTED = [(f"202403/t2024030{n}_{n}.html", title, f"2024-03-0{n}") for n, title in enumerate(TITLES, 1)]


def test_files_to_download_beside_an_item_are_no_items() -> None:
    row = (
        "<tr><td>{date}</td><td><a href={href}>{title}</a></td><td><a href=/f/{date}.docx>下载文字版</a>"
        "<a href=/f/{date}.pdf>下载图片版</a></td></tr>"
    )
    assert read(listed(row, "<table>{}</table>")) == EXPECTED


def test_a_link_around_title_and_date_is_called_by_its_title() -> None:
    row = (
        "<li><a href={href}><span class=cont_tit><img src=dot.jpg><font class=t>{title}</font>"
        "<font class=d>{date}</font></span></a></li>"
    )
    assert read(listed(row)) == EXPECTED


def test_a_number_in_a_heading_belongs_to_it() -> None:
    row = "<li><a href={href}><h4>第<b>{n}</b>期：{title}</h4><i>{date}</i></a></li>"
    assert [title for _, title, _ in read(listed(row))] == [f"第{n}期：{t}" for n, t in enumerate(TITLES)]


def test_a_title_is_told_from_the_note_below_it() -> None:
    row = (
        "<tr><td><a href={href}><span class=til>{title}</span><span class=sub-til>（根据有关决定修订）</span></a></td>"
        "<td>{date}</td></tr>"
    )
    assert read(listed(row, "<table>{}</table>")) == EXPECTED


def test_a_tooltip_in_lines_names_the_page_in_the_line_of_its_title() -> None:
    row = (
        "<li><a href={href} title='标题：{title}&#xD;点击数：85&#xD;发表时间：2024年03月05日'>{title:.6}…</a>"
        "<span>{date}</span></li>"
    )
    assert read(listed(row)) == EXPECTED


def popup(*links: str) -> str:
    return f"<div class=pop><h3>相关解读</h3><ul>{''.join(f'<li>{link}</li>' for link in links)}</ul></div>"


def test_a_popup_of_related_pages_belongs_to_its_row() -> None:
    items = "".join(
        f"<li><a href={href}>{title}</a>"
        + popup(*(f"<a href=/jd/202403/t20240309_{n}{m}.html>《{title}》政策解读之{m}</a>" for m in range(n)))
        + f"<span>{date}</span></li>"
        for n, (href, title, date) in enumerate(EXPECTED)
    )
    assert read(f"<ul>{items}</ul>") == EXPECTED


def test_lists_below_the_names_or_the_leading_news_of_their_columns_stay_lists() -> None:
    def columns(lead: str) -> str:
        return "".join(
            f"<li><a href={lead.format(n)}</a><ul>"
            + "".join(f"<li><a href={n}{href}>{title}</a> {date}</li>" for href, title, date in EXPECTED)
            + "</ul></li>"
            for n in range(3)
        )

    expected = [(f"{n}{href}", title, date) for n in range(3) for href, title, date in EXPECTED]
    assert read(f"<ul>{columns('/xw/{}/>园区要闻')}</ul>") == expected
    assert read(f"<ul>{columns('/xw/202403/{}.html>园区召开年度工作推进会议')}</ul>") == expected


def test_the_news_that_leads_a_list_is_an_item_of_it() -> None:
    expected = [(f"2024/{n}{m}.html", title, f"{n}-0{m}") for n in range(10, 13) for m, title in enumerate(TITLES, 1)]
    items = "".join(f"<li><a href={href}>{title}</a><span>{date}</span></li>" for href, title, date in expected)
    lead = ("202403/t20240310_10.html", "园区召开年度招商引资大会", "03-10")
    above = f"<h4><a href={lead[0]}>{lead[1]}</a></h4><p>会议部署了全年重点工作，各部门和企业代表参加。<i>03-10</i></p>"
    assert read(f"<div class=item><div class=lead>{above}</div><ul>{items}</ul></div>") == [lead, *expected]


def test_a_link_without_a_date_before_a_list_does_not_lead_it() -> None:
    advert = "<div class=ad><a href=/zt/202401/dhzt.html>园区成立二十周年专题报道</a></div>"
    items = listed("<li><a href={href}>{title}</a><span>{date}</span></li>")
    assert read(f"<div class=item>{advert}{items}</div>") == EXPECTED
