"""Lines of a page that are its furniture: buttons, counters, sharing, ways to other pages. By lists of whole words:
a rule such as "drop what stands in 【】" would take headings like 【基本案情】 along."""

import re
from functools import lru_cache

_WORDS = """
    打印 打印本页 打印此页 打印本文 打印文章 打印页面 我要打印 本页打印 关闭 关闭窗口 关闭本页 关闭页面
    关闭此页 返回 返回顶部 返回首页 返回列表 返回上页 返回上一页 返回上级 返回目录 回到顶部 顶部 top 收藏
    收藏本页 收藏本文 收藏此页 加入收藏 我要收藏 我要纠错 内容纠错 纠错 网页纠错 挑错 保存 保存本页 另存为
    全文下载 下载 字体 字号 字体大小 文字大小 字号大小 大 中 小 默认 超大 特大 较大 正常 标准 大字 小字
    中字 大字号 小字号 大号 中号 小号 放大 缩小 恢复 分享 分享到 分享至 我要分享 一键分享 分享本文 分享文章
    转发 转发到 微信 微博 新浪微博 腾讯微博 qq qq空间 qq好友 人人网 人人 微信好友
    朋友圈 微信朋友圈 复制 复制链接 更多 展开 收起 评论 我要评论 查看评论 发表评论 点赞 赞 赏 打赏 推荐
    推荐给好友 朗读 语音朗读 语音播报 听新闻 播放 暂停 停止 全文 手机看 手机版 二维码 网页版 无障碍
    无障碍浏览 无障碍阅读 长者模式 老年模式 关怀版 适老化 繁体 简体 英文 举报 投诉 视力保护色 护眼 背景色
    阅读模式 隐藏边栏 原图 上一张 下一张 自动 暂停播放 自动播放 查看原图 扫一扫 a+ a- aa a × 列印 關閉
    满意 不满意 基本满意 非常满意 收听 播报 百度贴吧 贴吧 印象笔记 有道云笔记 开心网 豆瓣网 复制网址
    参与互动 手机看新闻 關閉視窗 字體 字號 字型 取消 确定 确认
"""
_TOOLS = frozenset(_WORDS.split())
_SIZES = re.compile("[大中小特超]{2,5}")  # 小中大, the sizes of letters run together
_BRANDS = frozenset(("新浪", "腾讯", "网易", "搜狐", "百度", "豆瓣"))  # a share button beside others, a source alone
_BETWEEN = re.compile(r"[\s\[\]【】〖〗〔〕（）()「」{}|｜丨:：/／·•\-—–_>＞<＜＋+、，,。.]+")
_COUNTER = re.compile(
    r"[\[【(（]?\s?(?:本?[页文]?(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率)?|人气|热度|您是第|已有|共有|点赞数?|评论数?)\s?[：:]?\s?"
    r"[\d,\-]{0,9}\s?(?:次|人|位|人次|人浏览|次阅读|位访问者)?\s?[\]】)）]?"
)
_SCAN = re.compile(
    r"[^，。；]{0,12}(?:扫一扫|扫码|扫描)[^，。；]{0,12}(?:手机|二维码|微信|当前页|本页|分享|关注|查看|阅读)[^，。；]{0,20}"
    r"|[^，。；]{0,12}(?:扫一扫|扫码|扫描|下载|关注|打开)[^，。；]{0,12}(?:国务院|政务|政府|新闻)?(?:客户端|小程序码?|APP)"
    r"|分享让更多人看到|[您你]的?浏览器.{0,4}(?:不支持|版本(?:过|太)低)[^。]{0,30}。?"
    r"|[您你](?:对|认为|觉得)[^，。；]{0,16}(?:评价|有用|有帮助|满意)[^，。；]{0,8}[：:?？]?"
)
_MORE = re.compile(r"(?:点击|查看|进入|阅读|更多|返回).{0,24}|.{0,40}[>＞»]{2}|更多>?")
_OTHERS = (  # headings of lists of other articles
    r"(?:友情|网站|推荐|快速)链接|相关(?:链接|阅读|新闻|文章|稿件|信息|报道|内容|推荐|资讯|专题|解读)|關聯閱讀|相關(?:鏈接|新聞|閱讀|文章)",
    r"延伸阅读|推荐阅读|关联(?:阅读|文章|稿件|信息)|(?:热门|热点|精彩)(?:推荐|文章|新闻|图集|资讯)|最新(?:文章|新闻|资讯)",
    r"更多新闻|猜你喜欢|(?:网友|用户|最新)评论|发表评论",
)
_OTHER = re.compile(rf"[\[【(（]?(?:{'|'.join(_OTHERS)})(?![\u3400-\u9fff])")
_NEXT = re.compile(r"[\[【(（]?(?:[上下]一?[篇条页则則]|[前后後]一[篇条页])(?![\u3400-\u9fff])")
_NOTICE = re.compile(
    r"[\[【(（]?(?:版权|免责|特别|郑重)(?:声明|说明|提示)[】\])）]?[：:]|凡本[网站]|本[网站]转载|转载请注明"
)
_FOOT = re.compile("ICP备|ICP证|公网安备|网站标识码|版权所有|opyright|OPYRIGHT|©|链接即将离开")
_SITE_LABEL = re.compile(
    r"(?:主\s?办|承\s?办|技术支持|维护|地\s?址|电\s?话|邮\s?箱|邮\s?编|传\s?真)[\w\u3400-\u9fff]{0,4}\s?[：:]"
)
_SITE_LINKS = re.compile(r"网站地图|联系我们|关于我们|[主承](?<=[\u3400-\u9fff]{5})办(?:\s|$)")
_FOOT_LENGTH = 300  # characters


@lru_cache(maxsize=2048)  # several rules ask for the same line, and a site's pages have many lines in common
def is_tool(line: str) -> bool:
    """Whether a line is buttons and counters alone.

    >>> is_tool("【字体：大 中 小】 【打印】【关闭】"), is_tool("【基本案情】"), is_tool("浏览次数：12 次")
    (True, False, True)
    """
    if len(line) > 80:
        return False
    if _COUNTER.fullmatch(line) or _SCAN.fullmatch(line):
        return True
    words = [word for word in _BETWEEN.split(line.lower()) if word and word not in _BRANDS]
    return all(word in _TOOLS or _SIZES.fullmatch(word) for word in words) and (
        bool(words) or not _BRANDS.intersection(_BETWEEN.split(line))
    )


def is_more(line: str) -> bool:
    """Whether a link asks to go on elsewhere: 点击进入专题>>."""
    return _MORE.fullmatch(line) is not None


def leads_on(line: str) -> bool:
    """Whether a line leads to the article before or after: 上一篇：."""
    return _NEXT.match(line) is not None


def heads_others(line: str) -> bool:
    """Whether a line is the heading of a list of other articles: 相关链接."""
    return len(line) <= 120 and _OTHER.match(line) is not None


def is_notice(line: str) -> bool:
    """Whether a line begins a notice of the site on rights and sources."""
    return _NOTICE.match(line) is not None


@lru_cache(maxsize=2048)
def is_foot(line: str) -> bool:
    """Whether a line can only be of a site's footer."""
    return len(line) <= _FOOT_LENGTH and _FOOT.search(line) is not None


@lru_cache(maxsize=2048)
def may_be_foot(line: str) -> bool:
    """Whether a line may be of a footer, and of a text as well: 主办单位：, 联系我们."""
    if len(line) > _FOOT_LENGTH:
        return False
    labelled = ("：" in line or ":" in line) and _SITE_LABEL.search(line) is not None
    return labelled or _SITE_LINKS.search(line) is not None
