"""The national economic and technological development zones 国家级经济技术开发区, by name."""

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "zones.csv"


@cache
def zones() -> dict[str, str]:
    """The province of each zone, by the zone's full name, in the order of the ministry's list.

    >>> zones()["铁岭经济技术开发区"]
    '辽宁'
    """
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["province"] for row in csv.DictReader(file)}
