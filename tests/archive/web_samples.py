"""The articles of the small archive of web_archive.py: invented sites, articles of every kind and in every state.

Places, companies, people, numbers and addresses are invented.
"""

from dataclasses import dataclass, field

from archive.records import Site
from archive.urls import article_id

TAG = "<script>alert(1)</script><img src=x onerror=alert(2)>"

ZONE = Site(id="kfq", name="云岭经济技术开发区", home="http://kfq.test/", cms="trs")
PORT = Site(id="port", name="東港高新技術產業園區", home="http://port.test/")
SECTIONS = {  # name and site, in the order in which articles are dealt out
    "news": ("园区要闻", ZONE),
    "investment": ("招商引资", ZONE),
    "notices": ("通知公告", ZONE),
    "press": ("新聞中心", PORT),
    "policy": ("政策文件", PORT),
}
SOURCES = ("云岭经开区融媒体中心", "澄川日报", "本网")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An article to put in; `edits` are the fields of its later versions."""

    section: str
    slug: str
    title: str | None
    body: str
    published_at: str | None = "2026-08-20"
    source: str | None = "本网"
    verbatim: str | None = None
    readings_removed: int = 0
    status: str = "live"
    edits: tuple[dict[str, str], ...] = ()
    attachments: tuple[tuple[str, str, str], ...] = ()  # kind, name, url
    figures: tuple[tuple[str, str, float, str, float | None, str], ...] = ()  # kind, text, value, unit, cny, of
    provenance: dict[str, dict[str, str | int]] = field(default_factory=dict)
    dates: tuple[dict[str, str], ...] = ()

    @property
    def site(self) -> Site:
        return SECTIONS[self.section][1]

    @property
    def url(self) -> str:
        return f"{self.site.home}{self.section}/{self.slug}.html"

    @property
    def id(self) -> str:
        return article_id(self.url)


PARAGRAPHS = (
    "本网讯　日前，云岭经济技术开发区召开经济运行调度会，听取各部门工作汇报，研究部署下一阶段重点任务。",
    "会议指出，要坚持项目为王，围绕装备制造、新材料和生物医药三大产业精准招商，推动签约项目早开工、早投产、早见效。",
    "据介绍，今年以来园区新签约项目二十六个，总投资约四十八亿元，其中亿元以上项目九个；电话：0386-7210124。",
    "会议强调，要持续优化营商环境，落实“一网通办”，企业开办时间压缩至4小时以内，让数据多跑路、企业少跑腿。",
)
HANT = (
    "東港高新技術產業園區昨日舉行經濟形勢分析會，來自12家企業的代表參加。",
    "與會者認為，技術創新是產業升級的關鍵，園區將為企業提供全過程服務，歡迎各地客商前來投資興業。",
)

EDITED = Sample(
    section="news",
    slug="1001",
    title="云岭经开区集中签约二十六个项目",
    body="\n".join(PARAGRAPHS[:3]),
    published_at="2026-09-01T10:12:00+08:00",
    edits=({"body": "\n".join(PARAGRAPHS)}, {"title": "云岭经开区集中签约二十六个项目 总投资48亿元"}),
    figures=(
        ("projects", "二十六个", 26, "个", None, "新签约项目"),
        ("money", "约四十八亿元", 48, "亿元", 4_800_000_000, "总投资"),
    ),
    provenance={
        "title": {"rule": "headline", "where": "/html/body/h1"},
        "published_at": {"rule": "label 发布时间", "where": "/html/body/div[1]/span[2]", "start": 5, "end": 21},
        "body": {"rule": "density", "where": "/html/body/div[2]"},
        "dates.printed": {"rule": "label 发布时间", "where": "/html/body/div[1]/span[2]", "start": 5, "end": 21},
    },
    dates=(
        {"origin": "printed", "at": "2026-09-01T10:12:00+08:00", "text": "2026年9月1日 10:12"},
        {"origin": "header", "at": "2026-09-01T02:20:31Z", "text": "Tue, 01 Sep 2026 02:20:31 GMT"},
    ),
)
GONE = Sample(section="notices", slug="2001", title="关于暂停受理部分业务的通知", body=PARAGRAPHS[3], status="gone")
MISSING = Sample(section="notices", slug="2002", title="园区道路施工公告", body=PARAGRAPHS[0], status="missing")
GARBLED = Sample(
    section="news",
    slug="1002",
    title="管委会主任调研重点企业",
    body="管委会主任一行深入企业调研。\n每到一处，都详细询问生产经营情况。",
    verbatim="管委會(huì)主任一行深入企業(yè)調(diào)研。\n每到一處(chù)，都詳(xiáng)細(xì)詢(xún)問(wèn)生產(chǎn)經(jīng)營(yíng)情況(kuàng)。",
    readings_removed=31,
)
LONG = Sample(
    section="policy",
    slug="4001",
    title="關於印發《東港高新技術產業園區關於進一步促進先進製造業高質量發展加快培育新質生產力的若干政策措施（試行）》及其實施細則、申報指南與資金管理辦法的通知",
    body="各有關單位：\n現將若干政策措施印發給你們，請認真貫徹執行。\n序號\t項目\t最高補助（萬元）\n1\t設備更新\t500\n2\t技術改造\t300\n附件：申報表",
    attachments=(
        ("file", "申报表.pdf", "http://port.test/files/form.pdf"),
        ("file", "资金管理办法.docx", "http://port.test/files/rules.docx"),
        ("image", "示意图", "http://port.test/images/map.png"),
    ),
)
BARE = Sample(section="news", slug="1003", title=None, body="", published_at=None, source=None)
ENGLISH = Sample(
    section="press",
    slug="3001",
    title="DONGGANG PARK signs ABC-2026 agreement with Ａcme",
    body="The park's 5G laboratory (C++ and Python) opened; mail news_desk@port.test.",
)
HOSTILE = Sample(
    section="press",
    slug="3002",
    title=f"恶意标题 {TAG}",
    body=f"正文 {TAG}\n{{{{ 7*7 }}}}\n'><svg onload=alert(3)>\t<b>格</b>",
    source=f'"onmouseover="alert(4) {TAG}',
    attachments=(
        ("file", f"附件 {TAG}", "javascript:alert(5)"),
        ("image", TAG, "data:text/html,<script>alert(6)</script>"),
    ),
)
SPECIAL = (EDITED, GONE, MISSING, GARBLED, LONG, BARE, ENGLISH, HOSTILE)


def plain_samples() -> list[Sample]:
    """52 articles dealt out to the sections and to the years 2019 to 2026."""
    samples = []
    subjects = (
        "招商推介会",
        "经济运行调度会",
        "安全生产检查",
        "技术改造项目开工",
        "人才招聘会",
        "供热保障工作",
        "绿化养护",
    )
    for number in range(52):
        section = list(SECTIONS)[number % 5]
        is_port = SECTIONS[section][1] is PORT
        body = HANT if is_port else PARAGRAPHS[: 1 + number % 4]
        subject = subjects[number % len(subjects)]
        samples.append(
            Sample(
                section=section,
                slug=str(5000 + number),
                title=f"東港園區第{number}次技術交流會" if is_port else f"云岭经开区举行第{number}次{subject}",
                body="\n".join(body),
                published_at=f"{2019 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}",
                source=SOURCES[number % 3],
            )
        )
    return samples
