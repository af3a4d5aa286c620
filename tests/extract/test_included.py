"""Footers that pages bring from elsewhere; all invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Capture, Footer, Outcome
from spiders.extract.included import brings_footer, footer_urls, written
from spiders.extract.page import document
from spiders.parse import parse
from spiders.profile import Profile

SITE = "http://kfq.test"
MARKUP = (
    '<div class="foot"><p>主办单位：云岭开发区管委会 地址：云岭大道18号</p>'
    "<p>网站标识码：9999010001 澜ICP备09990001号-1</p></div>"
)


def urls(markup: str) -> list[str]:
    doc = document(f"<html><body>{markup}</body></html>", f"{SITE}/news/")
    return [url.removeprefix(SITE) for url in footer_urls(doc)]


def footer(path: str, body: str, kind: str) -> Footer | None:
    page = parse(
        Capture(
            record_id="1",
            run_id="1",
            site_id="kfq",
            url=SITE + path,
            captured_at="2026-09-01T00:00:00.000Z",
            status=200,
            headers=(("Content-Type", kind),),
            body=body.encode(),
        ),
        Profile.generic(SITE),
    )
    assert page.outcome is Outcome.FILE
    return page.footer


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<script src="/footer.js?v=3"></script>', "/footer.js?v=3"),
        ('<iframe src="../common/foot2021.html" height="120"></iframe>', "/common/foot2021.html"),
        ("<script>$('#footer').load('/inc/bottom.shtml');</script>", "/inc/bottom.shtml"),
        ('<script src="/js/copyright.js"></script>', "/js/copyright.js"),
        ('<script src="/js/pagefoot_1.js"></script>', "/js/pagefoot_1.js"),
    ],
)
def test_scripts_frames_and_fragments_that_are_called_so_bring_the_footer(markup: str, expected: str) -> None:
    assert urls(markup) == [expected]


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="/js/jquery.min.js"></script><script src="/js/football-scores.js"></script>',
        '<script src="/js/bottomless.js"></script><iframe src="/weather.html"></iframe>',
        '<iframe src="/foot.mp4"></iframe><iframe src="javascript:footer()"></iframe>',
        "<script>$('#weather').load('/inc/weather.html');</script>",
    ],
)
def test_other_scripts_and_frames_do_not(markup: str) -> None:
    assert urls(markup) == []


@pytest.mark.parametrize(
    "code",
    [
        f"document.write('{MARKUP}');",
        "document.writeln(" + repr(MARKUP.replace("/", "\\/")).replace("\\\\", "\\") + ")",
        'var name = "x";\ndocument.write("' + MARKUP.replace('"', '\\"') + '");',
        "document.write('" + "' +\n  '".join(MARKUP.split("<p>")).replace("' +\n  '", "<p>' +\n  '") + "')",
        f"$(function () {{ $('#footer').html('{MARKUP}') }})",
        f"document.getElementById('footer').innerHTML = '{MARKUP}';\nvar a = 1;",
        "".join(f'document.write("{part}");' for part in MARKUP.replace('"', "").partition("</p>")),
    ],
)
def test_what_a_script_writes_is_read_as_a_footer(code: str) -> None:
    found = footer("/footer.js", code, "application/javascript")
    assert found is not None
    assert (found.sponsor, found.site_id_code) == ("云岭开发区管委会", "9999010001")
    assert (found.address, found.icp_number) == ("云岭大道18号", "澜ICP备09990001号-1")


def test_what_a_script_in_the_page_itself_writes_is_its_footer() -> None:
    script = f"<script>var a = 1; document.write('{MARKUP}')</script><script sitecode=9></script>"
    body = f"<h1>园区</h1><p>{'园区召开会议。' * 9}</p>{script}"
    page = parse(
        Capture(record_id="1", run_id="1", site_id="k", url=SITE, captured_at="", status=200, body=body.encode()),
        Profile.generic(SITE),
    )
    assert page.footer is not None
    assert (page.footer.sponsor, page.footer.icp_number) == ("云岭开发区管委会", "澜ICP备09990001号-1")


def test_what_stands_in_a_frame_is_read_as_a_footer() -> None:
    found = footer(
        "/common/foot.html", f"<html><head><title>底部</title></head><body>{MARKUP}</body></html>", "text/html"
    )
    assert found is not None and found.sponsor == "云岭开发区管委会"


def test_a_script_that_writes_no_footer_brings_none() -> None:
    assert footer("/js/foot.js", "x.innerHTML = '<p>欢迎</p>'; var a = '主办单位：某某';", "text/javascript") is None


def test_escapes_of_scripts_are_undone() -> None:
    assert written(r"""document.write("\u4e3b\x41\n<\/p>" + `'"` + name('(') + "。");""") == "主A\n</p>'\"(。"


@given(st.text(alphabet="document.write('\\u\"`+)<p>主", max_size=200))
def test_any_script_is_read(code: str) -> None:
    assert isinstance(written("document.write(" + code), str)


def test_reading_a_script_takes_time_by_its_length() -> None:
    assert written("document.write(" * 20_000 + "'" + "\\'" * 50_000) is not None
    assert brings_footer(SITE + "/" + "foot" * 10_000) is False
