"""What pages say that are no content: challenges, walls, error pages, notices of maintenance.

The words are those of the products and servers in use at government sites. They count only on a page that says
little else, as seen by a person: an article may report on a hacker's attack, and a page with content may carry the
script of a challenge along.
"""

import re

from archive.records import Outcome
from spiders.extract.sketch import Sketch


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_CHALLENGE_SCRIPTS = (
    *("$_ts=window", "$_ts.nsd", "$_ts.cd", ' r="m"', " r='m'", " r=m>", "{qt1"),  # RiverSecurity 瑞数
    *("__jsl_clearance", "__jsluid", ';go({"bts"'),  # 加速乐
    *("acw_sc__v2", "aliyun_waf", "_____tmd_____", "/waf_captcha", "_waf_"),
    *("yunsuo_session", "security_session_mid", "security_verify_data", "WebShieldSession"),  # 云锁
    *("cf-browser-verification", "challenge-platform", "TencentCaptcha", "geetest", "/.safeline/"),
    *("_Incapsula_Resource", "/TSPD/"),
)
_BLOCKED = _any(
    r"可能对网站造成安全威胁|疑似(?:黑客)?攻击|创宇盾|请求带有不合法参数|被网站管理员设置拦截|网站防火墙|登录安全狗",
    r"(?:访问|请求).{0,30}(?:阻断|拦截)|(?:访问|请求)(?:已|已经)?被(?:拒绝|禁止)|访问(?:行为)?(?:存在|有)异常|(?:拦截|防护)(?:提示|页面)|安全拦截",
    r"(?:玄武盾|云锁|云盾|云防护|安全狗|防火墙|WAF).{0,20}(?:拦截|防护|验证|阻断)",
    r"(?:不是|是否(?:是|为)?)(?:机器人|真人)|访问认证|(?:不|禁止).{0,6}境外.{0,6}访问",
    r"(?:访问|安全|人机|身份)验证|请(?:先)?(?:输入|填写).{0,6}验证码|(?:拖动|滑动|完成).{0,6}(?:滑块|拼图)|滑块验证",
    r"请.{0,6}(?:开启|启用|打开).{0,8}(?:JavaScript|JS脚本|Cookie)|(?:需要|必须).{0,6}(?:JavaScript|Cookie)",
    r"请先登录|请登录后|IP.{0,12}(?:禁止|被封|限制|黑名单)|(?:访问|操作|请求)(?:过于|太过?)频繁",
    r"access denied|(?:request|been) (?:blocked|rejected)|was rejected|request unsuccessful|(?:support|incident) id|"
    r"\bforbidden\b|are human|checking your browser|enable javascript|unusual traffic",
    r"未备案|尚未备案|备案.{0,10}(?:核实|接入)",
    r"域名.{0,8}(?:出售|转让|过期|停放)|domain.{0,12}(?:for sale|parked|expired)",
)
_NOT_FOUND = _any(
    r"(?:页面|网页|信息|文章|内容|栏目|资源|文件|链接|地址|新闻|网址)\s?(?:暂时?|可能|或)?\s?"
    r"(?:不存在|未找到|找不到|没有找到|无法找到|丢失|走丢|不见了"
    r"|(?:已经?被?|被)(?:删除|移除|移动|撤销|失效|下线|过期|关闭))",
    r"(?:找不到|没有找到|无法找到|未找到|没找到).{0,12}(?:页面|网页|信息|文章|内容|文件|资源|该页|结果)",
    r"404\s?[-:：]?\s?(?:not found|error|错误|页面|file)|(?:error|错误|代码|status|http)\s?[:：]?\s?404",
    r"not found",
    r"no such (?:file|page)|requested (?:resource|url|page|file).{0,200}(?:not available|does not exist)",
    r"(?:没有|无)(?:该|此)(?:信息|文章|栏目|页面)|(?:文档|信息|文章)(?:ID|编号)?(?:错误|不正确)",
)
_NOT_FOUND_TITLE = _any(
    r"(?:.{0,20}[-_|–—:：]\s?)?"
    r"(?:404.{0,20}|.{0,6}(?:页面|网页|文件|信息|文章)(?:不存在|未找到|找不到|没有找到|已删除).{0,10}"
    r"|(?:page |file )?not found|error|系统提示|提示信息|错误(?:提示|页面?|信息)?|出错(?:了|啦)?.{0,4})"
    r"\s?(?:[-_|–—:：].{0,30})?"
)
_MAINTENANCE = _any(
    r"(?:系统|网站|本站|平台|服务器|页面|栏目|数据库).{0,12}(?:维护|升级|改版|建设|调试|调整|迁移|割接)"
    r"(?:中|期间|之中|状态|$|[，,。！!\s])",
    r"(?:暂停|停止)(?:对外)?(?:服务|访问|使用)|暂时(?:关闭|无法访问|不能访问)|网站(?:已|已经)?关闭|敬请期待",
    r"under (?:maintenance|construction)|service (?:is )?(?:temporarily )?unavailable",
)
_FAULT = _any(
    r"internal server error|server error in|bad gateway|gateway time-?out|service unavailable|microsoft vbscript|adodb",
    r"fatal error|sql syntax|(?:运行时|服务器|数据库|系统内部|程序)(?:连接)?(?:错误|出错|异常)",
    r"stack ?trace|exception report",
)
_COOKIE_AND_BACK = re.compile(
    r"document\.cookie\s?=[^<]{0,500}(?:location\.reload\(|location\.href\s?=\s?(?:window\.)?location\b|self\.location)"
)
_ARTICLE_LINE = re.compile(r"(?:发布|发表)(?:时间|日期)|来\s?源\s?[：:]|浏览(?:次数|量)|责任编辑")

_TEMPLATE = 30_000  # characters of markup: error pages are no longer, even in the clothes of the site
_SHORT = 400  # characters that an error page shows, with the head and foot of its site
_BARE = 8  # links: a wall or a notice has no navigation
_MUTE = 20  # characters: a page that shows fewer speaks by its script
_SPEECHLESS = 100  # Chinese characters; what carries a challenge and says less has no content


def named_by_words(sketch: Sketch) -> Outcome | None:
    """What a page says that it is: BLOCKED, SOFT_404, MAINTENANCE, ERROR; None where it says none of these."""
    if not sketch.says_some and sketch.han < _SPEECHLESS and _challenges(sketch):
        return Outcome.BLOCKED
    if len(sketch.markup) > _TEMPLATE or (sketch.says_much and not _NOT_FOUND_TITLE.fullmatch(sketch.title)):
        return None
    text = sketch.text
    if _NOT_FOUND_TITLE.fullmatch(sketch.title) and len(text) <= 3 * _SHORT and not _ARTICLE_LINE.search(text):
        return Outcome.BLOCKED if _BLOCKED.search(text[:_SHORT]) else Outcome.SOFT_404
    if len(text) > _SHORT or _ARTICLE_LINE.search(text):
        return None
    said = f"{sketch.title} {text} {sketch.alert if len(text) < _MUTE else ''}"
    if sketch.links <= _BARE and _BLOCKED.search(said):
        return Outcome.BLOCKED
    if _NOT_FOUND.search(said):
        return Outcome.SOFT_404
    if sketch.links > _BARE:
        return None
    if _MAINTENANCE.search(said):
        return Outcome.MAINTENANCE
    return Outcome.ERROR if _FAULT.search(said) else None


def _challenges(sketch: Sketch) -> bool:
    """Whether a page tries its visitor: by a script that is known, or one that sets a cookie and asks for it again."""
    if any(script in sketch.markup for script in _CHALLENGE_SCRIPTS):
        return True
    return len(sketch.text) < _MUTE and not sketch.links and _COOKIE_AND_BACK.search(sketch.markup) is not None


def is_maintenance(sketch: Sketch) -> bool:
    """Whether a server that refuses says that it is being worked on."""
    return _MAINTENANCE.search(f"{sketch.title} {sketch.text[:_SHORT]}") is not None


def is_wall(sketch: Sketch) -> bool:
    """Whether a server that refuses does it for who asks, not for what is asked."""
    said = f"{sketch.title} {sketch.text[:_SHORT]}"
    return _BLOCKED.search(said) is not None or any(script in sketch.markup for script in _CHALLENGE_SCRIPTS)
