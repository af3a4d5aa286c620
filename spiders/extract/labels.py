"""The words that government pages print before a value: 发布时间：, 来 源：, 责任编辑：."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.text import simplified

# By kind, and by rank where there are two: what says "published" goes before a bare 时间, 来源 before who published
# or contributed it. `written` is the day of a document, `index` and `number` are what it is filed under.
_WORDS = {
    "published": """
        发布时间 发布日期 时间发布 发表时间 发表日期 发稿时间 发稿日期 刊发时间 刊发日期 刊登时间 刊登日期
        登载时间 登载日期 公布时间 公布日期 公开日期 公开时间 公告时间 公告日期 信息时间 信息日期 文章时间 文章日期
        新闻时间 新闻日期 稿件时间 编发时间 编发日期 上网时间 上网日期 见报日期 发布于 发表于
    """,
    "dated": """
        时间 日期 更新时间 更新日期 添加时间 添加日期 录入时间 录入日期 上传时间 上传日期 创建时间 创建日期
        编辑时间 编辑日期 修改时间 修改日期 加入时间 提交时间
    """,
    # Other days in the life of a document or of what it tells of: never the day of publication.
    "written": "成文日期 成文时间 生成日期 生成时间 发文日期 发文时间 印发日期 印发时间 签发日期",
    "undated": """
        实施日期 施行日期 生效日期 生效时间 失效日期 失效时间 废止日期 终止日期 报名时间 培训时间 活动时间 会议时间
        考试时间 截止时间 截止日期 开始时间 结束时间 公示时间 公示日期 开标时间 页面生成时间
    """,
    "source": """
        来源 来源于 本文来源 信息来源 文章来源 稿件来源 新闻来源 内容来源 消息来源 资料来源 稿源 稿源单位 文章出处 出处
        转载自 来自
    """,
    "publisher": "发布机构 发布单位 发布部门 发布处室 公开单位 信息发布机构 发文机构",
    "contributor": "供稿单位 来稿单位 信息提供 信息提供单位 提供单位",
    "issuer": "发文机关 发文单位 制发机关 制发单位 印发机关",
    "title": "标题 名称 信息名称 信息标题 文件名称 文件标题 公文标题 公文名称",
    "index": "索引号 信息索引 信息索引号 索引码",
    "number": "文号 发文字号 发布文号 文件编号 文件号 公文文号 文件文号 发文文号",
    "author": "作者 文章作者 本文作者 撰稿 撰稿人 撰文 发布者 发布人 供稿 供稿人 记者 通讯员 文字 署名",
    "editor": "责任编辑 责编 编辑 网络编辑 网站编辑 值班编辑 本期编辑 文章编辑 信息编辑",
    "reviewer": """
        审核 审核人 审稿 审校 校对 校审 初审 复审 终审 一审 二审 三审 一校 二校 三校 签发 签发人 监制 编审 责任校对
    """,
    "staff": "主编 总编辑 值班主任 值班总编 摄影 图片 录入 录入人 录入员 上传 上传者 排版 美编",
    "section": "所属栏目 所属分类 文章分类 信息分类 栏目名称 栏目",
    "other": """
        浏览 浏览次数 浏览量 浏览数 阅读 阅读次数 阅读量 阅读数 点击 点击数 点击量 点击次数 点击率 访问
        访问次数 访问量 人气 字体 字号 字体大小 字号大小 文字大小 视力保护 视力保护色 分享 分享到 分享至 打印
        主题词 主题分类 关键词 关键字 标签 有效性 是否有效 体裁 体裁分类 公开方式 公开范围
        公开形式 组配分类 服务对象 语种 电话 传真 地址 邮编
    """,
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_HAN = "\u3400-\u9fff"
_RUN = re.compile(rf"(?:[{_HAN}]\s?){{2,20}}$")
_COLON = re.compile("[：:](?!//)")
_WITHOUT_COLON = re.compile(rf"(?:发布于|发表于|来源于)\s?(?![{_HAN}：:])")
# 发布日期 2024-03-05 来源 管委会: in a line of labels and values, which is no sentence.
_BARE_DATE = re.compile(
    rf"(?:(?:发布|发表|公布|更新|添加|录入)(?:时间|日期)|(?<![{_HAN}])(?:时间|日期))\s?(?=(?:19|20)\d\d\s?[-/.年])"
)
_BARE_SOURCE = re.compile(rf"(?:(?<![{_HAN}])|(?<=[日分秒]))(?:信息|文章|稿件)?来源\s?(?=[{_HAN}])")
_MAY_BE_BARE = re.compile(r"[布佈表錶源]于|[间間期]\s?(?:19|20)\d\d")
_SENTENCE, _INFO_LINE = re.compile("[，。；！？]"), 90  # characters
_BRACKETED = re.compile(rf"[【\[]\s?(?P<word>(?:[{_HAN}]\s?){{2,8}})[】\]]\s?(?:[：:]\s?)?(?=[^\s【\[（(〔打关])")
_LENGTH = 500  # characters of a line that are looked at: lines of labels are shorter
_REACH = 24  # characters before a colon
_APART = " 日时分秒"
# What may follow a value at once: 来源：建设局作者：张三浏览：12.
_AFTER_VALUE = ("source", "author", "editor", "reviewer")
_COUNTERS = frozenset(("浏览", "阅读", "点击", "人气", "字体", "字号"))
_LONGEST = max(map(len, _KINDS))
_LONGEST_PRINTED = 2 * _LONGEST + 2
_TRADITIONAL = re.compile("[發佈來時間編輯責瀏覽閱讀點擊審關閉號]")


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a text: its kind, one of those above or "other", and the span of it with its colon."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=2048)  # several rules ask for the same line, and a site's pages have many lines in common
def labels(text: str) -> tuple[Label, ...]:
    """The labels of a text, in order; those in traditional characters too.

    >>> [(label.kind, label.end) for label in labels("来 源： 发布时间：2024-03-05 承办科室：办公室")]
    [('source', 4), ('published', 10), ('other', 26)]
    """
    # One after the other these are found ten times as fast as any of them.
    ends_bare = "于" in text or "期" in text or "间" in text or "間" in text
    may_be_bare = ends_bare and _MAY_BE_BARE.search(text) is not None
    bracketed = "【" in text or "[" in text
    if "：" not in text and ":" not in text and not may_be_bare and not bracketed:
        return ()
    text = _folded(text[:_LENGTH])
    found = [label for colon in _COLON.finditer(text) if (label := _before(text, colon.start())) is not None]
    if bracketed:
        found += _in_brackets(text)
        found.sort(key=lambda label: label.start)
    if may_be_bare:
        found += [Label(_KINDS[bare[0].rstrip()], *bare.span()) for bare in _bare(text)]
        found.sort(key=lambda label: label.start)
    return tuple(found)


def _bare(text: str) -> list[re.Match[str]]:
    """The labels that no colon follows. A source is one beside such a date."""
    found = list(_WITHOUT_COLON.finditer(text))
    if len(text) > _INFO_LINE or _SENTENCE.search(text) or not (days := list(_BARE_DATE.finditer(text))):
        return found
    return [*found, *days, *_BARE_SOURCE.finditer(text)]


def _in_brackets(text: str) -> Iterator[Label]:
    """The labels that stand in brackets with their value behind them: 【文　号】 云开管发〔2024〕12号."""
    for found in _BRACKETED.finditer(text):
        kind = _KINDS.get("".join(found["word"].split()))
        if kind is not None:
            yield Label(kind, found.start(), found.end())


def _before(text: str, colon: int) -> Label | None:
    """The label that a colon ends.

    A word of two characters ends many longer ones (培训时间); a longer one is known wherever it stands, for some
    pages print no space before it, and so is any after a time (9时30分来源：), and that of a source or of people where
    the value of another label runs into it.
    A word that we don't know is a label at the start of a text or after a space.
    """
    run = _RUN.search(text, max(0, colon - _REACH), colon)
    if run is None:
        return None
    places = [place for place in range(*run.span()) if not text[place].isspace()]
    word = "".join(text[place] for place in places)
    is_after_label = text[: run.start()].rstrip()[-1:] in ("：", ":")
    for size in range(min(len(word), _LONGEST), 1, -1):
        kind = _KINDS.get(word[-size:])
        start = places[-size]
        if kind is None:
            continue
        is_apart = size > 2 or start == run.start() or text[start - 1] in _APART
        if is_apart or (is_after_label and (kind in _AFTER_VALUE or word[-size:] in _COUNTERS)):
            return Label(kind, start, colon + 1)
    start = text.rfind(" ", run.start(), colon - 1) + 1 or run.start()
    apart = start == 0 or text[start - 1] in " 】]）)|｜"
    return Label("other", start, colon + 1) if apart and 2 <= colon - start <= 11 else None


def sole_label(text: str) -> str | None:
    """The kind of a text that is nothing but a label, as in a cell of a table; else None. Words that may be a heading
    in a text or a button (记者, 编辑, 分享) count with a colon alone."""
    if len(text) > _LONGEST_PRINTED:
        return None
    kind = _KINDS.get(_folded(text).replace(" ", "").strip("：:【】[]"))
    return kind if text[-1:] in "：:" or kind not in ("author", "editor", "reviewer", "staff") else None


def _folded(text: str) -> str:
    """Simplified, character by character, so that positions stay."""
    return text.translate(simplified()) if _TRADITIONAL.search(text) else text
