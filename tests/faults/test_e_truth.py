"""E: what is no edit and no removal, and what is: the same road from answers to tables as a crawl takes."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.judge import Verdict
from archive.records import Outcome
from archive.verify import verify
from spiders.parse import parse
from spiders.profile import Profile
from tests.archive.conftest import Archive, Visit
from tests.faults.hostile import HTML, article, listing, path_of
from tests.faults.ledger import Ledger

pytestmark = pytest.mark.quick

PROFILE = Profile.generic("http://kfq.test/")
PATHS = [path_of(number) for number in range(1, 13)]


@pytest.fixture
def kept(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data", partial(parse, profile=PROFILE))


def show(visit: Visit, path: str, body: bytes, status: int = 200, **more: Any) -> Outcome:
    """One answer of the site; what it was taken for."""
    return visit.take(visit.write(path, body=body, status=status, headers=(HTML,), **more)).page.outcome


def all_well(visit: Visit, paths: list[str] = PATHS) -> None:
    for path in paths:
        show(visit, path, article(PATHS.index(path) + 1))


def counts(kept: Archive) -> tuple[int, int, int]:
    """Versions, events beside the first of each article, and articles that are not live."""
    events = sum(kind != "new" for kind in kept.column("events", "kind"))
    return len(kept.rows("versions")), events, sum(status != "live" for status in kept.column("articles", "status"))


def blindly(patch: pytest.MonkeyPatch) -> None:
    """Read every page as an article, whatever its status and words, and believe it."""
    patch.setattr("spiders.parse.before_parsing", lambda *told: None)
    patch.setattr("spiders.document.kind_of", lambda *told, **more: Outcome.OK)
    patch.setattr("archive.ingest.judged", lambda store, capture, page, known: Verdict(page=page))


SOUND = (len(PATHS), 0, 0)


def test_e1_an_outage_of_days_leaves_no_trace(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E1", "five days of 500 and timeouts on the whole site, and back again") as row:
        with kept.run(1) as visit:
            all_well(visit)
        for day in range(2, 7):
            with kept.run(day) as visit:
                for path in PATHS:
                    if day % 2:
                        visit.fails(path)
                    else:
                        show(visit, path, b"<h1>500 Internal Server Error</h1>", 500)
            row.tried(counts(kept) == SOUND, (day, counts(kept)))
        with kept.run(7) as visit:
            all_well(visit)
        row.tried(counts(kept) == SOUND and not verify(kept.folder).findings, counts(kept))
        with pytest.MonkeyPatch.context() as patch, kept.run(8) as visit:
            blindly(patch)
            show(visit, PATHS[0], b"<h1>500</h1>", 500)
        row.red("an error page is an edit", counts(kept)[0] > SOUND[0])


WALLS = (
    *((200, "访问验证：请输入验证码后继续访问"), (200, "安全验证，请完成滑块拼图"), (403, "403 Forbidden")),
    *((412, "<script>$_ts=window['$_ts'];</script>"), (521, "<script>document.cookie='__jsl_clearance=1'</script>")),
    *((202, "<script>var acw_sc__v2='1';</script>"), (200, "请开启JavaScript并刷新该页"), (200, "您的请求已被拦截")),
    *(
        (200, "您的访问过于频繁，请稍后再试"),
        (405, "很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。"),
    ),
    *((200, "创宇盾：当前访问疑似黑客攻击，已被网站管理员设置拦截"), (418, "I'm a teapot")),
)
MISSING = (
    *("您访问的页面不存在", "您访问的页面已删除", "404 - 找不到文件或目录", "该信息不存在或已被删除", "Not Found"),
    *("抱歉，没有找到您要访问的页面", "文章已被删除", "页面未找到，3秒后返回首页", "该栏目已关闭", "信息ID错误"),
    *("The requested URL was not found on this server.", "对不起，您访问的网页已移除"),
)


def page(words: str, title: str = "提示信息") -> bytes:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><p>{words}</p></body></html>'.encode()


def test_e2_a_wall_is_no_page(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E2", "twelve kinds of challenge and firewall pages, with 200 too") as row:
        with kept.run(1) as visit:
            all_well(visit)
        with kept.run(2) as visit:
            for path, (status, words) in zip(PATHS, WALLS, strict=True):
                got = show(visit, path, page(words), status)
                row.tried(got is Outcome.BLOCKED, (words, got))
        assert counts(kept) == SOUND
        with pytest.MonkeyPatch.context() as patch, kept.run(3) as visit:
            blindly(patch)
            show(visit, PATHS[0], page(WALLS[0][1]))
        row.red("the wall is an edit", counts(kept)[0] > SOUND[0])


def test_e3_a_page_that_says_it_is_not_there_is_no_edit(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E3", "twelve wordings of not found with status 200, parked domains, blocks of a provider") as row:
        with kept.run(1) as visit:
            all_well(visit)
        with kept.run(2) as visit:
            for path, words in zip(PATHS, MISSING, strict=True):
                got = show(visit, path, page(words))
                row.tried(got is Outcome.SOFT_404, (words, got))
            for words in ("该域名正在出售，欢迎联系", "网站尚未备案，备案信息核实中，暂停接入", "您的IP已被禁止访问"):
                got = show(visit, PATHS[0], page(words))
                row.tried(got is Outcome.BLOCKED, (words, got))
        assert len(kept.rows("versions")) == SOUND[0]
        with pytest.MonkeyPatch.context() as patch, kept.run(3) as visit:
            blindly(patch)
            show(visit, PATHS[0], page(MISSING[0]))
        row.red("it is an edit", len(kept.rows("versions")) > SOUND[0])


UNSEEN = page(
    "云岭通温馨提示：尊敬的用户，为提升体验，本时段为您展示服务导览，感谢您的理解与支持，详情请咨询客服热线。", "导览"
)


def test_e4_a_page_that_stands_everywhere_is_nobody_s(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E4", "a page never seen before, at every address, of known articles and of new ones") as row:
        with kept.run(1) as visit:
            all_well(visit)
        with kept.run(2) as visit:
            for path in [*PATHS, *(path_of(number) for number in range(50, 60))]:
                show(visit, path, UNSEEN)
        with kept.run(3) as visit:
            for number, path in enumerate(PATHS):  # with a token each time, so that no two are the same bytes
                show(visit, path, UNSEEN.replace(b"</p>", f"</p><!--{number * 7919}-->".encode()))
        for text in (*kept.column("versions", "body"), *kept.column("articles", "body")):
            row.tried("温馨提示" not in text, text)
        assert len(kept.rows("versions")) == SOUND[0]
        with pytest.MonkeyPatch.context() as patch, kept.run(4) as visit:
            blindly(patch)
            for path in PATHS[:4]:
                show(visit, path, UNSEEN)
        row.red("it is an edit of every article", len(kept.rows("versions")) > SOUND[0])


def test_e5_a_redirect_to_the_home_page_is_a_miss(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E5", "articles that redirect to the home page, to a list, to an error page") as row:
        with kept.run(1) as visit:
            all_well(visit)
        with kept.run(2) as visit:
            for path, to in zip(PATHS, ("/", "http://kfq.test/index.html", "/news/", "/404.html") * 3, strict=True):
                got = visit.status(path, 302, to).page.outcome
                row.tried(got in (Outcome.REDIRECT_HOME, Outcome.SOFT_404), (to, got))
        assert len(kept.rows("versions")) == SOUND[0]
        with pytest.MonkeyPatch.context() as patch, kept.run(3) as visit:
            patch.setattr("spiders.extract.outcome.shape", lambda url: "other")
            row.red("it is a redirect like others", visit.status(PATHS[0], 302, "/").page.outcome is Outcome.REDIRECT)


def test_e6_missing_once_is_not_gone(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E6", "404 once, then back") as row:
        with kept.run(1) as visit:
            all_well(visit)
        with kept.run(2) as visit:
            all_well(visit, PATHS[6:])
            for path in PATHS[:6]:
                visit.status(path, 404)
        missing = sum(status == "missing" for status in kept.column("articles", "status"))
        with kept.run(3) as visit:
            all_well(visit)
        assert missing == 6
        for status in kept.column("articles", "status"):
            row.tried(status == "live" and "gone" not in kept.column("events", "kind"), status)
        with pytest.MonkeyPatch.context() as patch, kept.run(4) as visit:
            patch.setattr("archive.history._is_lasting", lambda absence: True)
            for _ in range(2):
                visit.status(PATHS[0], 404)
        row.red("it is gone at the second miss", "gone" in kept.column("events", "kind"))


def fortnight(kept: Archive, status: int, days: int = 20) -> int | None:
    """Days from the first miss until an article is gone, if its site is well; None for never."""
    with kept.run(1) as visit:
        all_well(visit)
    for day in range(2, days + 2):
        with kept.run(day) as visit:
            all_well(visit, PATHS[1:])
            visit.status(PATHS[0], status)
        if "gone" in kept.column("events", "kind"):
            return day - 2
    return None


def test_e7_what_fails_for_a_fortnight_is_gone_and_may_return(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("E7", "404 or 410 daily for twenty days; and while the site is down; and back again") as row:
        for status in (404, 410):
            kept = Archive(tmp_path / str(status), partial(parse, profile=PROFILE))
            days = fortnight(kept, status)
            row.tried(days == 14, (status, days))
            with kept.run(25) as visit:
                all_well(visit)
            row.tried(set(kept.column("articles", "status")) == {"live"}, "return")
            row.tried(len(kept.rows("versions")) == SOUND[0], "text")
        down = Archive(tmp_path / "down", partial(parse, profile=PROFILE))
        with down.run(1) as visit:
            all_well(visit)
        for day in range(2, 22):
            with down.run(day) as visit:
                for path in PATHS:
                    visit.status(path, 404)
        row.tried("gone" not in down.column("events", "kind"), "all of the site missing")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("archive.history.GONE_AFTER", timedelta(days=2))
            hasty = fortnight(Archive(tmp_path / "hasty", partial(parse, profile=PROFILE)), 404)
        row.red(f"it is gone after {hasty} days", hasty is not None and hasty < 14)


def test_e8_absence_from_a_list_proves_nothing(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E8", "a list that is empty, cut in half, or of last month") as row:
        with kept.run(1) as visit:
            show(visit, "/news/", listing(PATHS))
            all_well(visit)
        for day, shown in enumerate((PATHS[:6], PATHS[6:], PATHS[:1], []), 2):
            with kept.run(day) as visit:
                show(visit, "/news/", listing(shown))
            row.tried(counts(kept) == SOUND, (day, counts(kept)))
        with kept.run(9) as visit:
            visit.status(PATHS[0], 404)
        assert counts(kept)[2] == 1, "a page's own answer makes it missing"
        last = max(kept.column("sightings", "last_seen"))
        unlisted = [each["url"] for each in kept.rows("sightings") if each["last_seen"] < last]
        row.red(f"a rule that trusts lists has {len(unlisted)} articles removed", len(unlisted) > 1)


def redesigned(number: int, share: float = 0.0) -> bytes:
    """The same article in a template that is not understood: its text comes by script, but for a share."""
    body = article(number).decode()
    text = body[body.index("<p>") : body.rindex("</p>")]
    return body.replace(text, f"<p>{text[3 : 3 + int(len(text) * share)]}").encode()


def test_e9_a_redesign_is_no_edit_of_every_article(ledger: Ledger, tmp_path: Path) -> None:
    def redesign(folder: str, share: float) -> Archive:
        kept = Archive(tmp_path / folder, partial(parse, profile=PROFILE))
        with kept.run(1) as visit:
            all_well(visit)
        with kept.run(2) as visit:
            for number, path in enumerate(PATHS, 1):
                show(visit, path, redesigned(number, share))
        return kept

    with ledger.row("E9", "a new template of which no text is read, a tenth, a quarter") as row:
        for share in (0.0, 0.1, 0.25):
            kept = redesign(str(share), share)
            for number in kept.column("articles", "versions"):
                row.tried(number == 1, (share, number))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("archive.ingest.judged", lambda store, capture, page, known: Verdict(page=page))
            blind = redesign("blind", 0.1)
        row.red(f"{len(blind.rows('versions')) - SOUND[0]} false edits", len(blind.rows("versions")) > SOUND[0])


NOISE: dict[str, Callable[[int], str]] = {
    "counter": lambda day: f'<div class="info">浏览次数：{day * 37}次</div>',
    "today": lambda day: f'<div class="top">今天是2026年9月{day}日</div>',
    "token": lambda day: f'<input type="hidden" name="csrf" value="{day * 7919:x}">',
    "comment": lambda day: f"<!-- made in {day * 3} ms -->",
    "script": lambda day: f"<script>var visit = {day};</script>",
    "style": lambda day: f"<style>.a{day} {{ color: red }}</style>",
    "hot": lambda day: f'<div class="hot"><a href="/news/202607/t20260701_{day}.html">热点新闻之{day}</a></div>',
    "share": lambda day: f'<div class="share">分享到：微信 {day}</div>',
    "space": lambda day: "\n" * day + " " * day,
    "empty": lambda day: "<span></span>" * day,
}


def test_e10_what_changes_at_each_visit_is_no_edit(ledger: Ledger, kept: Archive) -> None:
    def noisy(name: str, day: int, place: str) -> bytes:
        noise = NOISE[name](day)
        return (
            article(1).decode().replace(place, f"{place}{noise}" if place == "<body>" else f"{noise}{place}").encode()
        )

    with ledger.row("E10", "counters, dates, tokens, comments, scripts and white space, over five days") as row:
        shapes = [(name, place) for place in ("<body>", "</body>") for name in NOISE]
        for day in range(1, 6):
            with kept.run(day) as visit:
                for number, (name, place) in enumerate(shapes, 1):
                    body = noisy(name, day, place).decode().replace("第1号", f"第{number}号").encode()
                    show(visit, path_of(number), body)
        for (name, place), versions in zip(shapes, kept.column("articles", "versions", "first_seen"), strict=True):
            row.tried(versions == 1, (name, place, versions))
        digests = kept.column("captures", "digest")
        row.red(f"by their bytes they are {len(set(digests))} versions", len(set(digests)) > 2 * len(shapes))


EDITS: tuple[tuple[str, str], ...] = (
    *(("占地2亩", "占地3亩"), ("万元，由", "万元由"), ("确保按期开工建设。</p></div>", "确保开工建设。</p></div>")),
    *(("2026-02-02", "2026-02-03"), ("云岭管委会", "云岭日报"), ("项目开工</h1>", "项目完工</h1>")),
    *(("第8段说明", "第八段说明"), ("<p>云岭开发区第1号项目的第3段", "<p>新增。</p><p>云岭开发区第1号项目的第3段")),
    *(("计划投资8万元", "计划投资80万元"), ("号工作组", "号专班")),
)


def test_e11_every_true_edit_is_one_and_a_revert_too(ledger: Ledger, kept: Archive) -> None:
    with ledger.row("E11", "edits of one character, a date, a source, a title, a paragraph; and taken back") as row:
        day = 1
        with kept.run(day) as visit:
            show(visit, PATHS[0], article(1))
        for before, after in EDITS[: ledger.times(len(EDITS), 4)]:
            changed = article(1).decode().replace(before, after, 1).encode()
            assert changed != article(1), before
            for body in (changed, article(1)):
                day += 1
                with kept.run(day) as visit:
                    show(visit, PATHS[0], body)
                row.tried(len(kept.rows("versions")) == day, (before, after, day, len(kept.rows("versions"))))
        digests = {row["digest"] for row in kept.rows("versions")}
        row.red(f"by distinct digests there would be {len(digests)} of {day}", len(digests) < day)


def test_e12_a_run_killed_within_an_outage_tells_nothing_false(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("E12", "a run killed anywhere in a mix of edits, errors and good pages") as row:
        for cut in range(0, len(PATHS), ledger.times(1, 4)):
            kept = Archive(tmp_path / str(cut), partial(parse, profile=PROFILE))
            with kept.run(1) as visit:
                all_well(visit)
            for day, killed in ((2, True), (3, False)):
                with kept.run(day, killed=killed) as visit:
                    for number, path in enumerate(PATHS, 1):
                        visit.is_dying = killed and number > cut
                        if number % 3 == 0:
                            show(visit, path, b"<h1>500</h1>", 500)
                        elif number % 3 == 1:
                            show(visit, path, article(number).replace("第8段".encode(), "末段".encode()))
                        else:
                            show(visit, path, article(number))
            edits = len(PATHS) // 3
            row.tried(counts(kept) == (SOUND[0] + edits, edits, 0), (cut, counts(kept)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.archive.conftest.recover", lambda *given: None)
            lost = Archive(tmp_path / "lost", partial(parse, profile=PROFILE))
            with lost.run(1, killed=True) as visit:
                visit.is_dying = True
                all_well(visit)
            with lost.run(2):
                pass
        row.red("what was fetched is in no table, and verify tells", lost.rows("articles") == [] and not sound(lost))


def sound(kept: Archive) -> bool:
    """Whether verify finds nothing, a file that nobody closed included."""
    return not verify(kept.folder).findings and not list(kept.folder.glob("warc/*.open"))
