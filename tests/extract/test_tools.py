"""Lines that are furniture, and lines that look like it and are not."""

import pytest

from spiders.extract.tools import heads_others, is_foot, is_more, is_notice, is_tool, leads_on, may_be_foot


@pytest.mark.parametrize(
    "line",
    [
        "【打印本页】【关闭窗口】",
        "字号：默认 大 超大 | 打印 |",
        "分享到：微信 新浪微博 QQ空间",
        "分享到： 新浪 腾讯",
        "浏览次数：12 次",
        "阅读 539",
        "扫一扫在手机打开当前页",
        "[返回顶部]",
        "您的浏览器不支持语音播报",
        "您对该信息的评价：",
        "非常满意 满意 不满意",
        "扫一扫下载国务院客户端",
        "打开微信小程序码",
        "A+",
        "-->",
        "|",
    ],
)
def test_buttons_and_counters_are_tools(line: str) -> None:
    assert is_tool(line)


@pytest.mark.parametrize(
    "line",
    [
        "【基本案情】",
        "新浪",
        "大会",
        "一、打印机采购",
        "扫码登记的求职者可提前查看岗位，也可参加直播带岗。",
        "（一）分享经验",
        "群众满意",
        "您对园区的满意，是我们的追求。",
        "下载园区客户端的企业已有三百家。",
        "三、推广政务客户端",
        "第1条",
    ],
)
def test_headings_and_sentences_are_no_tools(line: str) -> None:
    assert not is_tool(line)


@pytest.mark.parametrize(
    ("mark", "yes", "no"),
    [
        (leads_on, "上一篇：园区要闻", "上一条路是青石河路"),
        (leads_on, "下一则", "下一页面"),
        (heads_others, "相关链接", "相关新闻发布会将于明日召开"),
        (heads_others, "【延伸阅读】", "延伸阅读能力"),
        (is_more, "点击进入专题>>", "进一步"),
        (is_notice, "版权声明：凡注明来源", "说明：本表不含境外项目"),
        (is_notice, "凡本网注明", "凡本市企业"),
        (is_foot, "澜ICP备09990001号-1", "推进备案制改革"),
        (may_be_foot, "主办单位：管委会", "主办方"),
    ],
)
def test_marks_are_whole_words(mark: object, yes: str, no: str) -> None:
    assert callable(mark)
    assert (mark(yes), mark(no)) == (True, False)
