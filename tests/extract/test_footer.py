"""The organisations, numbers and sentences are invented."""

import json
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Footer, Phone
from spiders.extract.footer import footer
from spiders.extract.footer_labels import entries
from spiders.extract.page import document
from spiders.extract.restore import Restorer

SHARED = Path(__file__).parents[2] / ".." / "shared"

PROSE = "东港开发区召开会议，部署全年工作，要求各部门认真落实各项任务，确保完成全年目标，并及时报告进展。" * 2
ARTICLE = f"<div class=content><h1>东港开发区召开会议</h1><p>{PROSE}</p><p>来稿请拨打编辑部电话。</p></div>"


def read(markup: str, restorer: Restorer | None = None) -> Footer | None:
    return footer(document(f"<html><body>{markup}</body></html>", "http://kfq.test/"), restorer)


def of(markup: str) -> Footer:
    found = read(ARTICLE + markup)
    assert found is not None
    return found


def test_a_marked_footer_is_read_item_by_item() -> None:
    found = of(
        "<div class=footer><p>主办单位：东港开发区管委会　承办单位：管委会办公室</p>"
        "<p>地址：东港市海滨路1号&nbsp;&nbsp;邮编：112000</p><p>电话：0100-2345678　传真：0100-2345679</p>"
        "<p>邮箱：kfq@example.com</p>"
        "<p>网站标识码：2112000001 <a>辽ICP备12345678号-1</a> 辽公网安备 21010202000123号</p></div>"
    )
    assert found == Footer(
        sponsor="东港开发区管委会",
        organizer="管委会办公室",
        address="东港市海滨路1号",
        phones=(Phone(label="电话", number="0100-2345678"),),
        email="kfq@example.com",
        site_id_code="2112000001",
        icp_number="辽ICP备12345678号-1",
        psb_number="辽公网安备 21010202000123号",
        raw_text="主办单位：东港开发区管委会 承办单位：管委会办公室\n地址：东港市海滨路1号 邮编：112000\n"
        "电话：0100-2345678 传真：0100-2345679\n邮箱：kfq@example.com\n"
        "网站标识码：2112000001 辽ICP备12345678号-1 辽公网安备 21010202000123号",
    )


def test_an_unmarked_footer_is_found_by_its_own_lines() -> None:
    found = of(
        "<table><tr><td>主　　办：东港县人民政府</td></tr><tr><td>地　址：东港县海滨路１号 邮　编：112000</td></tr>"
        "<tr><td>电　话：（0100）2345678</td></tr><tr><td>（辽）ICP备12345678号　标识码：2112000001</td></tr></table>"
    )
    assert found.sponsor == "东港县人民政府"
    assert found.address == "东港县海滨路１号"
    assert found.phones == (Phone(label="电话", number="0100-2345678"),)
    assert found.icp_number == "辽ICP备12345678号"
    assert found.raw_text.startswith("主 办：")


def test_lines_after_the_text_in_the_same_block_are_a_footer_if_they_say_whose_site_it_is() -> None:
    tail = (
        "<p>主办单位：东港开发区管委会</p><p>企业服务电话：0100-2345678</p><p>违法和不良信息举报电话：0100-2345679</p>"
    )
    found = read(f"<div><p>{PROSE}</p>{tail}</div>")
    assert found is not None
    assert (found.sponsor, found.report_phone) == ("东港开发区管委会", "0100-2345679")
    assert found.phones == (Phone(label="企业服务电话", number="0100-2345678"),)
    assert PROSE not in found.raw_text


def test_a_notice_that_names_its_organisers_is_not_a_footer() -> None:
    notice = f"<div><p>{PROSE}</p><p>主办单位：某某学会</p><p>联系电话：0100-2345678</p><p>地址：会议楼1号</p></div>"
    assert read(notice) is None
    found = read(notice + "<div><p>主办单位：东港开发区管委会</p><p>版权所有</p></div>")
    assert found is not None
    assert (found.sponsor, found.phones, found.address) == ("东港开发区管委会", (), None)


def test_an_article_about_a_website_does_not_give_its_code() -> None:
    closing = f"<div><p>{PROSE}原网站（网站标识码：2112000009）予以关停，敬请谅解。</p></div>"
    found = read(closing + "<p>主办单位：东港县人民政府办公室 网站标识码：2112000001</p>")
    assert found is not None
    assert found.site_id_code == "2112000001"
    assert "关停" not in found.raw_text


def test_a_page_without_a_footer_has_none() -> None:
    assert read(ARTICLE) is None
    assert read("") is None
    assert read("<p>404 Not Found</p>") is None


def test_the_code_may_stand_in_a_badge_or_in_the_head_alone() -> None:
    assert read("<script id=_jiucuo_ sitecode='2112000001'></script>") == Footer(site_id_code="2112000001")
    assert read("<script src='jiucuo.js?site_code=bm01000001'></script>") == Footer(site_id_code="bm01000001")
    head = document("<head><meta name=siteidcode content=' 2112000001 '></head><p>x</p>", "http://kfq.test/")
    assert footer(head) == Footer(site_id_code="2112000001")
    assert of("<p>网站标识码bm01000001</p><script sitecode='2112000009'></script>").site_id_code == "bm01000001"


@pytest.mark.parametrize(
    "link",
    [
        "http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=99010202000001",
        "https://beian.mps.gov.cn/#/query/webSearch?code=99010202000001",
    ],
)
def test_the_badge_of_the_police_may_be_all_that_a_page_has(link: str) -> None:
    assert read(f"<a href='{link}'><img src=/ga.png></a>") == Footer(psb_number="99010202000001")


@pytest.mark.parametrize(
    ("line", "sponsor", "organizer"),
    [
        ("主办：东港县人民政府 | 承办：东港县大数据局", "东港县人民政府", "东港县大数据局"),
        ("网站主办：东港县人民政府办公室版权所有", "东港县人民政府办公室", None),
        ("主办单位：东港县厅承办单位：东港县中心（东港县档案馆）", "东港县厅", "东港县中心（东港县档案馆）"),
        ("主办单位：<a href=/>东港县人民政府</a> <a href=/lx>联系我们</a>", "东港县人民政府", None),
        ("主办单位：中共东港县委 东港县人民政府 联系我们", "中共东港县委 东港县人民政府", None),
        ("东港县人民政府办公室主办 东港县信息中心承办", "东港县人民政府办公室", "东港县信息中心"),
        ("中共东港县委 东港县人民政府主办 Tel：0100-2345678", "中共东港县委 东港县人民政府", None),
        ("本网站由东港县人民政府主办，东港县信息中心承办", "东港县人民政府", "东港县信息中心"),
        ("主办：东港县检验院主办", "东港县检验院", None),
        ("主辦單位：東港開發區管理委員會", "東港開發區管理委員會", None),
        ("主管单位：东港县委宣传部 主办单位：东港县融媒体中心", "东港县融媒体中心", None),
        ("版权所有：东港县林业局 电话：0100-2345678", None, None),
    ],
)
def test_sponsor_and_organizer_by_many_labels(line: str, sponsor: str | None, organizer: str | None) -> None:
    found = of(f"<div class=foot><p>{line}</p><p>辽ICP备12345678号</p></div>")
    assert (found.sponsor, found.organizer) == (sponsor, organizer)


def test_a_label_alone_on_its_line_has_the_next_line_as_its_value() -> None:
    assert of("<div id=footer><p>主办单位：</p><p>东港县人民政府</p><p>版权所有</p></div>").sponsor == "东港县人民政府"


def test_items_may_stand_side_by_side_without_a_space() -> None:
    items = (
        *("主办单位: 东港开发区管委会", "承办单位：管委会办公室", "地址：东港市海滨路1号", "电话：0100-2345678"),
        *("举报邮箱：jubao@example.com", "E-mail：kfq@example.com", "网站标识码：2112000001", "辽ICP备12345678号-1"),
    )
    found = of(f"<div class=foot>{''.join(f'<span>{item}</span>' for item in items)}</div>")
    assert (found.sponsor, found.organizer, found.address) == ("东港开发区管委会", "管委会办公室", "东港市海滨路1号")
    assert (found.report_email, found.email, found.site_id_code) == (
        "jubao@example.com",
        "kfq@example.com",
        "2112000001",
    )


def test_the_numbers_at_the_end_of_a_short_notice_are_none_of_the_footer_below_it() -> None:
    notice = "<div><p>经研究，现将有关事项公告如下。</p><p>咨询电话：0100-2345679</p><p>地址：会议楼1号</p></div>"
    found = of(f"{notice}<div class=foot><p>主办单位：东港开发区管委会</p><p>电话：0100-2345678</p></div>")
    assert ([phone.number for phone in found.phones], found.address) == (["0100-2345678"], None)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("地址：(东校区)东港市海滨路1号 (邮编:112000)", "(东校区)东港市海滨路1号"),
        ("地址：【总部】海滨路1号", "【总部】海滨路1号"),
        ("地址：（海滨路1号", "海滨路1号"),
    ],
)
def test_a_bracket_before_an_address_stays_with_the_one_that_closes_it(line: str, address: str) -> None:
    assert of(f"<div class=footer><p>{line}</p><p>版权所有</p></div>").address == address


@pytest.mark.parametrize(
    ("line", "phones"),
    [
        ("企业服务电话:024-22345678 22345679", [("企业服务电话", "024-22345678"), ("企业服务电话", "024-22345679")]),
        ("市民热线 12345", [("市民热线", "12345")]),
        ("海滨路11号电话：0100-2345678", [("电话", "0100-2345678")]),
        ("办公电话（工作日）：0100-2345678", [("办公电话", "0100-2345678")]),
        ("电话/传真：0100-2345678", [("电话/传真", "0100-2345678")]),
        ("传真：0100-2345678 邮编：112000 QQ：435093332", []),
        ("东港开发区 0100-2345678", [("", "0100-2345678")]),
        ("工作时间：8:30-17:30 联系电话：0100-2345678", [("联系电话", "0100-2345678")]),
    ],
)
def test_every_number_has_its_label(line: str, phones: list[tuple[str, str]]) -> None:
    found = of(f"<div class=footer><p>{line}</p><p>版权所有</p></div>")
    assert [(phone.label, phone.number) for phone in found.phones] == phones


def test_addresses_for_reports_are_told_from_other_addresses() -> None:
    found = of(
        "<footer>投稿邮箱：news@example.com<br>监督举报电话：12388<br>互联网违法和不良信息举报电话：0100—2345678　"
        "举报邮箱：jubao（at）example.com</footer>"
    )
    assert (found.email, found.report_email) == ("news@example.com", "jubao@example.com")
    assert found.report_phone == "0100-2345678"
    assert found.phones == (Phone(label="监督举报电话", number="12388"),)


@pytest.mark.parametrize(
    ("line", "icp", "psb"),
    [
        ("辽ICP备12345678号", "辽ICP备12345678号", None),
        ("ICP备案号：辽ICP备 12345678号 - 2", "辽ICP备12345678号-2", None),
        ("遼ICP備2022092331號-1", "辽ICP备2022092331号-1", None),
        ("辽ICP证123456号 版权所有", None, None),
        ("网警备案号：21010202000123", None, "21010202000123"),
        ("辽公网安备号 21010202000123 ICP备案：辽ICP备12345678号", "辽ICP备12345678号", "辽公网安备号 21010202000123"),
        ("辽公网安备<a>21010202000123号</a>", None, "辽公网安备 21010202000123号"),
    ],
)
def test_records_are_given_as_printed(line: str, icp: str | None, psb: str | None) -> None:
    found = of(f"<p>版权所有 {line}</p>")
    assert (found.icp_number, found.psb_number) == (icp, psb)


def test_of_two_footers_the_visible_and_first_one_counts() -> None:
    found = of(
        "<div class=footer><p style='display: none'>辽ICP备11111111号</p>"
        "<p>辽ICP备12345678号</p><p>辽ICP备22222222号</p></div>"
    )
    assert found.icp_number == "辽ICP备12345678号"
    assert "11111111" not in found.raw_text


def test_scripts_and_links_of_navigation_stay_out_of_the_raw_text() -> None:
    found = of(
        "<ul><li>上一篇：甲</li><li>下一篇：乙</li></ul><p>关于我们</p><p>主办单位：东港县人民政府</p>"
        "<script>var 主办单位：x</script><p>辽ICP备12345678号</p><p>返回顶部</p>"
    )
    assert found.raw_text == "主办单位：东港县人民政府\n辽ICP备12345678号"


@given(st.text(alphabet="主办单位：地址电话1234567890-转备案号ICP标识码 \t|（）()@a.", max_size=60))
def test_any_line_is_answered_and_no_character_of_a_value_is_made_up(line: str) -> None:
    assert all(entry.value in line for entry in entries(line))
    read(f"<div class=footer><p>{line}</p><p>版权所有</p></div>")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared is not beside the project")
@pytest.mark.parametrize("marked", [True, False])
def test_the_footer_of_the_document_that_the_project_was_made_for(marked: bool) -> None:
    seed = SHARED / "seed"
    published = (seed / "article.txt").read_text("utf-8")
    lines = "".join(f"<p>{escape(line)}</p>" for line in published.splitlines())
    markup = (seed / "page.html").read_text("utf-8") if marked else f"<html><body><div>{lines}</div></body></html>"
    gold = json.loads((seed / "gold.json").read_text("utf-8"))["footer"]
    found = footer(document(markup, "http://kfq.test/"), Restorer.for_page(published))
    assert found == Footer(
        sponsor=gold["sponsor"],
        address=gold["address"],
        phones=tuple(Phone(**phone) for phone in gold["phones"]),
        report_phone=gold["report_phone"],
        report_email=gold["report_email"],
        raw_text="\n".join(published.splitlines()[8:]),
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared is not beside the project")
def test_footers_of_real_pages_are_read() -> None:
    right = asked = 0
    for label in map(json.loads, (SHARED / "pages" / "index.jsonl").read_text("utf-8").splitlines()):
        wanted = label.get("footer") or {}
        markup = (SHARED / "pages" / label["file"]).read_text("utf-8")
        found = footer(document(markup, "http://kfq.test/"))
        for name, field in (
            ("sponsor", "sponsor"),
            ("address", "address"),
            ("email", "email"),
            ("site_id_code", "site_id_code"),
        ):
            if wanted.get(name):
                asked += 1
                right += found is not None and getattr(found, field) == wanted[name]
    assert asked > 40
    assert right / asked >= 0.95
