"""The invented zones of the family sites: names, and the footers that tell who runs them."""

import tomllib
from functools import cache
from pathlib import Path

from crawler.demo import content
from crawler.demo.content import FooterText, Zone


@cache
def zone_of(host: str) -> Zone:
    """The zone whose site a host is; KeyError for a host that is none of theirs."""
    told = tomllib.loads((Path(__file__).parent / "zones.toml").read_text())
    name, short, city, street = told["zones"][host]
    number = list(told["zones"]).index(host) + 1
    footer = FooterText(
        sponsor=f"{name}管理委员会",
        organizer=f"{name}管理委员会办公室",
        address=f"澜平省{city}{street}{number * 7}号",
        service_phones=f"0386-73{number:02}124",
        report_phone=f"0386-73{number:02}254",
        report_email=f"jubao@{host}",
        site_id_code=f"99990200{number:02}",
        icp_number=f"澜ICP备099920{number:02}号-1",
        psb_number=f"澜公网安备999902020000{number:02}号",
    )
    return Zone(
        name=name,
        short=short,
        city=city,
        host=host,
        notice=told["notice"],
        days=content.zone().days,
        sections=(),
        footers=(footer, footer),
    )
