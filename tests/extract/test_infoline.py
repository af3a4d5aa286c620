"""The line that says when, whence and by whom, in the forms that sites give it. All content is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract import infoline
from spiders.extract.credits import credits
from spiders.extract.infoline import Info, is_info
from spiders.extract.labels import labels, sole_label
from spiders.extract.page import document
from spiders.extract.said import Said, value


def told(*lines: str) -> dict[str, str | None]:
    """What lines say, without what they don't."""
    info = infoline.read(lines)
    said = {"beside" if name == "unlabelled_source" else name: getattr(info, name) for name in Info.__slots__}
    return {name: each.iso or each.value for name, each in said.items() if isinstance(each, Said)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "发布时间：2024-09-10 09:24 来源：开发区管委会 【字体： 大 中 小 】 打印 保存",
            {"published": "2024-09-10T09:24:00+08:00", "source": "开发区管委会"},
        ),
        (
            "发布日期：2016-07-20 来源：春江街道 浏览次数： 字号：〖大 中 小〗",
            {"published": "2016-07-20", "source": "春江街道"},
        ),
        (
            "时间发布：2023-06-12 09:51 阅读次数: 次 信息来源：园区日报 字体：[大 中 小]",
            {"published": "2023-06-12T09:51:00+08:00", "source": "园区日报"},
        ),
        ("日期：2021/09/06 来源：画报社 字号：[大 中 小]", {"dated": "2021-09-06", "source": "画报社"}),
        (
            "发布日期 : 2022-12-06 来源 : 市司法局 【字体大小: 大 中 小】 全文下载",
            {"published": "2022-12-06", "source": "市司法局"},
        ),
        ("2023-12-05 来源：园区日报", {"bare": "2023-12-05", "source": "园区日报"}),
        ("作者:教务科 时间：2026-06-23 点击数：", {"author": "教务科", "dated": "2026-06-23"}),
        (
            "【时间：2018年07月31日 11:49】 【来源：园区日报】 【作者：甲文 乙武】",
            {"dated": "2018-07-31T11:49:00+08:00", "source": "园区日报", "author": "甲文 乙武"},
        ),
        ("2024年04月24日23:52 | 来源：园区网", {"bare": "2024-04-24T23:52:00+08:00", "source": "园区网"}),
        ("發布時間：2024-03-05 來源：園區日報 瀏覽次數：12", {"published": "2024-03-05", "source": "園區日報"}),
        ("来 源：经济发展局　　发布时间：2024-03-05", {"source": "经济发展局", "published": "2024-03-05"}),
        ("来源：园区日报发布时间：2024-03-05", {"source": "园区日报", "published": "2024-03-05"}),
        ("2019-12-10 18:59 园区新闻网", {"bare": "2019-12-10T18:59:00+08:00", "beside": "园区新闻网"}),
        ("来源：园区网-文化频道 责任编辑：张三、李四", {"source": "园区网-文化频道", "editor": "张三、李四"}),
        ("来源：园区网（www.kfq.test）", {"source": "园区网（www.kfq.test）"}),
        ("来源：建设局作者：张三浏览次数：12", {"source": "建设局", "author": "张三"}),
        ("作者：张三来源：建设局编辑：李四", {"author": "张三", "source": "建设局", "editor": "李四"}),
        ("【信息时间： 2024-03-05 阅读次数： 】 【我要打印】", {"published": "2024-03-05"}),
        ("录入日期：2024-03-05 供稿：建设局", {"dated": "2024-03-05", "author": "建设局"}),
        ("来源：园区日报2024-03-05 10:00", {"source": "园区日报", "bare": "2024-03-05T10:00:00+08:00"}),
        ("编辑：张三审核：李四", {"editor": "张三", "reviewer": "李四"}),
        ("来源：建设局作者：张三阅读：12", {"source": "建设局", "author": "张三"}),
        ("来源 园区日报 时间 2024-03-05", {"source": "园区日报", "dated": "2024-03-05"}),
        ("发布日期2024年3月5日来源园区日报", {"source": "园区日报", "published": "2024-03-05"}),
        ("2024/3/5 9:15:00 园区日报 阅读 12", {"bare": "2024-03-05T09:15:00+08:00", "beside": "园区日报"}),
        ("来源：园区日报 收听", {"source": "园区日报"}),
        ("日期：2024-03-05 10∶08", {"dated": "2024-03-05T10:08:00+08:00"}),
        ("作者: 记者 张三 来源：建设局", {"author": "张三", "source": "建设局"}),
        ("发布于 2024-03-05 10:00", {"published": "2024-03-05T10:00:00+08:00"}),
    ],
)
def test_an_info_line_is_read_by_its_labels(line: str, expected: dict[str, str]) -> None:
    assert told(" ".join(line.split())) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["来源： 字号：大 中 小"],
        ["信息来源: 发布日期：2024年3月"],
        ["信息来源：", "发布日期：2024年3月"],
        ["来源：", "【打印】【关闭】"],
        ["来源：- 浏览量：-"],
        ["来源：无"],
        ["来源： 2024年3月"],
        ["来源：http://kfq.test/"],
    ],
)
def test_an_empty_source_takes_nothing_from_what_follows(lines: list[str]) -> None:
    assert "source" not in told(*lines)


@pytest.mark.parametrize(
    "line",
    [
        "生成日期：2024-03-05",
        "成文日期：2024-03-05",
        "印发日期：2024年3月5日",
        "培训时间：2024年3月5日",
        "报名截止时间：2024-03-05",
    ],
)
def test_other_days_are_no_day_of_publication(line: str) -> None:
    assert not {"published", "dated", "bare"} & told(line).keys()


def test_cells_of_a_table_give_each_label_its_value() -> None:
    cells = [
        "索 引 号：",
        "KFQ-2024-00012",
        "生成日期",
        "2024-06-04",
        "发布机构：",
        "管委会办公室",
        "发布日期：",
        "2024-06-13 10:00",
    ]
    assert told(*cells) == {
        "index": "KFQ-2024-00012",
        "written": "2024-06-04",
        "publisher": "管委会办公室",
        "published": "2024-06-13T10:00:00+08:00",
    }


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["文　　号：云开管发〔2024〕12号 发文机关：云岭管委会 成文日期：2024年3月1日"],
            {"number": "云开管发〔2024〕12号", "issuer": "云岭管委会", "written": "2024-03-01"},
        ),
        (
            ["发文字号", "云开办〔2024〕7号", "索引号", "000014349/2024-00012"],
            {"number": "云开办〔2024〕7号", "index": "000014349/2024-00012"},
        ),
        (["文号：", "主题词：", "招商"], {}),
        (["文号：无", "索引号：—"], {}),
        (["发布文号：云岭管委会令第三号"], {"number": "云岭管委会令第三号"}),
    ],
)
def test_what_a_document_is_filed_under_is_read(lines: list[str], expected: dict[str, str]) -> None:
    assert told(*(" ".join(line.split()) for line in lines)) == expected


def test_all_who_reviewed_a_text_are_named() -> None:
    assert told("初审：张三 复审：李四 终审：王五 编辑：赵六") == {"reviewer": "张三、李四、王五", "editor": "赵六"}


def test_a_value_is_told_with_its_label_and_its_place() -> None:
    line = document("<p>来 源：管委会</p>", "http://kfq.test/").tree
    said = infoline.read(["来 源：管委会"], places=[line]).source
    assert said == Said("管委会", "label 来源", line)


def test_a_source_beside_a_date_must_be_a_publisher() -> None:
    assert told("2024-03-05 天气晴好") == {"bare": "2024-03-05"}


def test_what_says_something_goes_over_what_does_not() -> None:
    one, other, editor = Said("甲"), Said("乙"), Said("丙")
    assert Info(source=one).over(Info(source=other, editor=editor)) == Info(source=one, editor=editor)


@pytest.mark.parametrize(
    "line", ["来源：园区日报", "发布时间：2024-03-05", "时间：2024-03-05 作者：", "责任编辑：张三", "发布机构：办公室"]
)
def test_lines_of_labels_are_info_lines(line: str) -> None:
    assert is_info(line)


@pytest.mark.parametrize(
    "line",
    [
        "培训时间：2024年3月7日",
        "记者：您怎么看今年的招商形势？",
        "会议指出：要坚持项目为王。",
        "地址：云岭大道18号",
        "时间：另行通知",
        "该标准发布日期2024年3月5日，来源广泛。",
        "来源广泛",
        "",
    ],
)
def test_sentences_are_no_info_lines(line: str) -> None:
    assert not is_info(line)


@pytest.mark.parametrize(
    ("line", "editor"),
    [
        ("（责编：张三、李四）", "张三、李四"),
        ("责任编辑：张三", "张三"),
        ("编辑：张三 审核：李四 签发：王五", "张三"),
        ("【编辑：张三】", "张三"),
        ("（编辑 张三）", "张三"),
        ("供稿：甲文 责任编辑 / 张三", "张三"),
        ("初审：张三 复审：李四 终审：王五", None),
    ],
)
def test_credits_at_the_end_name_the_editor(line: str, editor: str | None) -> None:
    found = credits(line)
    assert found is not None
    assert value(found.editor) == editor


@pytest.mark.parametrize(
    "line",
    [
        "（作者：甲文，系园区研究员）",
        "来源：园区日报",
        "编辑部设在经开区。编辑：张三",
        "本书由张三责任编辑",
        "联系人：张三 电话：024-7269",
    ],
)
def test_other_last_lines_are_no_credits(line: str) -> None:
    assert credits(line) is None


def test_a_label_in_a_cell_of_its_own_is_known() -> None:
    assert [sole_label(text) for text in ("发 布 日 期", "来源：", "记者", "记者：", "招商引资")] == [
        "published",
        "source",
        None,
        "author",
        None,
    ]


@given(st.text(alphabet="来源发布时间：: 责任编辑2024-03/【】（）于张三http", max_size=120))
def test_any_line_is_read_and_labels_come_in_order(line: str) -> None:
    infoline.read([line, line])
    spans = [(label.start, label.end) for label in labels(line)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(line) for start, end in spans)
