"""Responses as servers, walls and content management systems send them. All content is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.payload import Payload, decode
from archive.payload import text as decoded
from archive.records import Capture, Outcome
from spiders.extract.outcome import before_parsing
from tests.extract.pages import COLUMNS, PARAGRAPH

ARTICLE_URL = "http://kfq.test/news/4247.html"
PAGE = f"<html><head><title>园区动态</title></head><body>{COLUMNS}<h1>园区道路开工</h1>{PARAGRAPH * 9}</body></html>"


def answer(
    body: str | bytes = PAGE,
    status: int | None = 200,
    url: str = ARTICLE_URL,
    error: str | None = None,
    truncated: str | None = None,
    **headers: str,
) -> Outcome | None:
    capture = Capture(
        record_id="1",
        run_id="1",
        site_id="kfq",
        url=url,
        captured_at="2026-09-01T08:00:00.000Z",
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body.encode() if isinstance(body, str) else body,
        error=error,
        truncated=truncated,
    )
    payload = decode(capture)
    return before_parsing(capture, payload, decoded(payload.data, capture.header("Content-Type"))[0])


def test_a_page_goes_on_to_be_parsed() -> None:
    assert answer() is None


def test_a_failure_is_an_error_or_our_own_refusal() -> None:
    assert answer(b"", None, error="timeout") is Outcome.ERROR
    assert answer(b"", None, error="refused by guard: 127.0.0.1") is Outcome.REFUSED


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, Outcome.UNCHANGED),
        (404, Outcome.NOT_FOUND),
        (410, Outcome.GONE),
        (401, Outcome.BLOCKED),
        (403, Outcome.BLOCKED),
        (412, Outcome.BLOCKED),
        (418, Outcome.BLOCKED),
        (521, Outcome.BLOCKED),
        (400, Outcome.ERROR),
        (429, Outcome.ERROR),
        (500, Outcome.ERROR),
        (502, Outcome.ERROR),
        (503, Outcome.ERROR),
        (302, Outcome.ERROR),
    ],
)
def test_a_status_that_says_all_is_believed(status: int, outcome: Outcome) -> None:
    assert answer("<html><body>-</body></html>", status) is outcome


def test_an_answer_whose_body_is_lost_came_cut() -> None:
    assert answer(b"", truncated="unspecified") is Outcome.TRUNCATED
    assert answer(b"", truncated="unspecified", Content_Encoding="gzip", Content_Length="9") is Outcome.TRUNCATED


def test_a_server_that_is_worked_on_is_in_maintenance() -> None:
    assert answer("<title>系统维护</title><p>网站正在升级维护中，请稍后访问</p>", 503) is Outcome.MAINTENANCE
    assert answer("<p>您的请求疑似黑客攻击，已被创宇盾拦截</p>", 503) is Outcome.BLOCKED


def test_robots_txt_is_told_apart_whatever_comes() -> None:
    assert answer("User-agent: *", url="http://kfq.test/robots.txt") is Outcome.ROBOTS
    assert answer("", 404, url="http://kfq.test/robots.txt") is Outcome.ROBOTS


@pytest.mark.parametrize(
    ("url", "location", "outcome"),
    [
        (ARTICLE_URL, "/", Outcome.REDIRECT_HOME),
        (ARTICLE_URL, "http://www.kfq.test/index.html", Outcome.REDIRECT_HOME),
        (ARTICLE_URL, "/news/", Outcome.REDIRECT_HOME),
        (ARTICLE_URL, "/news/index.html", Outcome.REDIRECT_HOME),
        (ARTICLE_URL, "http://other.test/", Outcome.REDIRECT_HOME),
        (ARTICLE_URL, "/404.html", Outcome.SOFT_404),
        (ARTICLE_URL, "https://kfq.test/news/4247.html", Outcome.REDIRECT),
        (ARTICLE_URL, "http://www.kfq.test/news/4247.html", Outcome.REDIRECT),
        (ARTICLE_URL, "/xwzx/202403/t20240305_4247.html", Outcome.REDIRECT),
        ("http://kfq.test/", "https://www.kfq.test/", Outcome.REDIRECT),
        ("http://kfq.test/", "/index.html", Outcome.REDIRECT),
        ("http://kfq.test/zwgk", "/zwgk/", Outcome.REDIRECT),
        ("http://kfq.test/xwzx/", "/", Outcome.REDIRECT),
        (ARTICLE_URL, "http://[broken", Outcome.REDIRECT),
    ],
)
def test_an_article_that_is_sent_home_is_gone_and_other_redirects_are_redirects(
    url: str, location: str, outcome: Outcome
) -> None:
    assert answer(b"", 302, url, Location=location) is outcome


@pytest.mark.parametrize(
    "body",
    [
        "<html><head><meta content='x' r='m'><script r='m'>$_ts=window['$_ts'];</script></head><body></body></html>",
        "<script>document.cookie=('__jsl_clearance_s=1');location.href=location.pathname</script>",
        "<html><script>var arg1='F00';document.cookie='acw_sc__v2='+x;</script></html>",
        "<title>403</title><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>",
        "<p>当前访问疑似黑客攻击，已被创宇盾拦截</p>",
        "<div>您的请求带有不合法参数，已被网站管理员设置拦截！</div>",
        "<title>网站防火墙</title><p>如果您是网站管理员，请登录安全狗查看</p>",
        "<title>安全验证</title><p>请完成滑块验证后继续访问</p>",
        "<title>访问验证</title><form>请输入验证码<input name=code></form>",
        "<p>请开启JavaScript并刷新该页</p><script src=a.js></script>",
        "<h1>403 Forbidden</h1><p>Access Denied</p>",
        "<p>您的访问过于频繁，请稍后再试</p>",
        "<title>kfq.test</title><p>该域名已过期，正在出售</p>",
        "<html><head><meta content={qt1074790464h r=m><script r=m>(function(){})()</script></head><body></body></html>",
        "<script>document.cookie=('_')+('_')+('j')+('s')+'=1;path=/';location.href=location.pathname</script>",
        "<script>var srcurl='68';document.cookie='srcurl='+srcurl;setTimeout(\"self.location='/'\",50)</script>",
        "<script src=/.safeline/static/challenge.js></script><p>正在确认你是不是机器人</p>",
        "<title>检测中</title><div>正在检测是否是机器人...</div><script>location.reload()</script>",
        "<title>访问已被拦截</title><p>请求存在威胁，已被拦截</p>",
        "<p>您的访问因疑似攻击行为已被百度云加速拦截</p>",
        "<p>您的访问存在安全风险，已被天清Web应用安全网关阻断</p>",
        "<p>您当前的访问行为存在异常，请稍后再试。事件编号：1</p>",
        "<title>访问认证</title><p>网站访问认证，请点击下方按钮继续访问</p>",
        "<p>对不起，本网站暂不对境外开放访问</p>",
        "<title>Request Rejected</title><p>The requested URL was rejected. Your support ID is: 1234</p>",
        "<iframe src='/_Incapsula_Resource?CWUDNSAI=1'>Request unsuccessful. Incident ID: 1</iframe>",
    ],
)
def test_a_wall_is_known_by_what_it_says_with_any_status(body: str) -> None:
    assert [answer(body, status) for status in (200, 202, 403, 412)] == [Outcome.BLOCKED] * 4


def test_a_page_that_carries_a_challenge_along_is_read() -> None:
    assert answer(PAGE.replace("<body>", "<body><script r='m'>$_ts=window['$_ts'];</script>")) is None


@pytest.mark.parametrize(
    "body",
    [
        "<title>404 Not Found</title><h1>Not Found</h1><p>The requested URL /a.gif was not found on this server.</p>",
        "<p>您访问的页面不存在或已被删除！</p>",
        "<html><body>该信息已被删除</body></html>",
        "<title>系统提示</title><div>对不起，没有找到您要访问的内容</div>",
        f"<title>某开发区</title><div>{COLUMNS}</div><p>抱歉，您查看的文章不存在</p>",
        "<title>错误提示 - 某开发区管委会</title><p>参数有误</p>",
        "File not found.",
        "<script>alert('该信息不存在！');history.back();</script>",
        "<html><body><script language=javascript>alert('文章已被删除');location.href='/';</script></body></html>",
        "<title>Error report</title><h1>HTTP Status 404</h1><p>The requested resource (/a) is not available.</p>",
    ],
)
def test_a_not_found_page_is_known_by_its_words_with_status_200(body: str) -> None:
    assert answer(body) is Outcome.SOFT_404


def test_an_article_may_speak_of_walls_and_missing_pages() -> None:
    story = "<p>该页面不存在时，系统会提示安全验证。网站正在升级维护中，暂停服务。访问过于频繁会被拦截。</p>"
    assert answer(PAGE.replace("</body>", f"{story}</body>")) is None
    short = f"<h1>关于网站升级维护的公告</h1><p>发布时间：2024-03-05 来源：办公室</p>{story}"
    assert answer(f"<html><body>{short}</body></html>") is None


def test_tools_of_a_page_are_no_missing_page() -> None:
    tools = "<a href=#>打印本页面</a> <a href=#>关闭窗口</a><p>园区今日举行安全生产演练，企业代表参加。</p>"
    assert answer(f"<html><body>{COLUMNS}{tools}</body></html>") is None


def test_a_fault_that_is_told_with_status_200_is_an_error() -> None:
    assert answer("<html><h1>Server Error in '/' Application.</h1></html>") is Outcome.ERROR
    assert answer("<font>Microsoft VBScript 运行时错误 '800a000d'</font>") is Outcome.ERROR


def test_maintenance_is_known_by_its_words_with_status_200() -> None:
    assert answer("<title>提示</title><p>系统正在维护中，给您带来不便敬请谅解</p>") is Outcome.MAINTENANCE


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.4 ...", "text/html"),
        (b"%PDF-1.4 <</Type /Metadata>> <html><body>", "text/html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word", "application/msword"),
        (b"PK\x03\x04 docx", "application/octet-stream"),
        (b"\x89PNG\r\n\x1a\n", "text/html; charset=utf-8"),
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b'{"list": []}', "application/json"),
        (b"<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>", "text/xml"),
        (b"document.write('46');", "text/html"),
    ],
)
def test_what_is_no_page_is_a_file_whatever_the_server_calls_it(body: bytes, content_type: str) -> None:
    assert answer(body, Content_Type=content_type) is Outcome.FILE


def test_a_page_is_a_page_whatever_the_server_calls_it() -> None:
    assert [answer(Content_Type=kind) for kind in ("image/png", "text/plain", "application/octet-stream")] == [None] * 3


def test_a_body_with_a_part_missing_is_truncated() -> None:
    assert answer(PAGE[:300], truncated="disconnect", Content_Length="9999") is Outcome.TRUNCATED
    assert answer(PAGE[:300], truncated="disconnect") is Outcome.TRUNCATED
    assert answer(b"\x1f\x8b\x08\x00\x00", Content_Encoding="gzip") is Outcome.TRUNCATED
    assert answer(PAGE, truncated="time", Content_Length="9999") is Outcome.TRUNCATED
    assert answer(PAGE, truncated="length") is Outcome.TOO_LARGE


def test_a_body_of_no_stated_length_is_whole_with_its_end_tag() -> None:
    assert answer(PAGE, truncated="disconnect") is None


def test_more_than_can_be_kept_is_too_large() -> None:
    capture = Capture(record_id="1", run_id="1", site_id="k", url=ARTICLE_URL, captured_at="", status=200)
    assert before_parsing(capture, Payload(data=b"<p>", whole=False, too_large=True), "<p>") is Outcome.TOO_LARGE


LOADING = "正在加载，请稍候，页面内容正在为您准备……"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "  ",
        "<html><head><script src=/app.js></script></head><body><div id=app></div></body></html>",
        "<html><body><div id=app><h1>{{ article.title }}</h1></div><script src=vue.js></script></body></html>",
        f"<html><body><div id=root>{LOADING}</div><script src=main.js></script></body></html>",
        f"<html><body><app-root><p>{LOADING}</p></app-root><script src=main.js></script></body></html>",
        f"<html><body class=x ng-app=portal><p>{LOADING}</p><script src=main.js></script></body></html>",
    ],
)
def test_a_page_that_waits_for_its_script_needs_one(body: str) -> None:
    assert answer(body) is Outcome.JS_REQUIRED


def test_a_page_that_says_little_without_a_frame_of_a_script_is_read() -> None:
    assert answer(f"<html><body><p>{LOADING}</p><script src=main.js></script></body></html>") is None


def test_a_page_that_only_sends_its_visitors_on_is_read() -> None:
    assert answer("<html><head><meta http-equiv='refresh' content='0;url=/portal/'></head></html>") is None
    assert answer("<html><script>window.location.href='/portal/index.html'</script></html>") is None


def test_a_page_of_pictures_or_film_is_read() -> None:
    assert answer("<html><body><img src=1.jpg><script>a()</script></body></html>") is None


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_body_has_an_outcome_or_none(body: bytes) -> None:
    assert answer(body) in {None, *Outcome}
