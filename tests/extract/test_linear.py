"""What a page can make our expressions cost: never more than in proportion to its length, whatever stands on it."""

import re
import time
from collections.abc import Callable
from importlib import import_module
from itertools import chain
from typing import Any

import pytest

from archive import search, text
from spiders.extract import contacts, dates, footer, restore
from spiders.extract.footer_labels import entries
from spiders.extract.page import document
from spiders.extract.sketch import Sketch

pytestmark = pytest.mark.slow

# Measured on two cores: 1 MB takes at most 0.11 s, so this 0.011 s. A quadratic expression would take minutes.
SIZE = 100_000
LIMIT = 0.04

MODULES = (
    *("archive.text", "archive.search"),
    *(f"spiders.extract.{name}" for name in ("contacts", "dates", "readings", "restore", "footer", "footer_lines")),
    *(f"spiders.extract.{name}" for name in ("footer_facts", "footer_records", "footer_region")),
)
WORST = (
    *(
        "a",
        " ",
        "\u3000",
        "\n",
        "1",
        ":",
        "：",
        "(",
        "[((",
        "（",
        "()",
        "a(",
        "_",
        "-",
        "@",
        "a@",
        "a.",
        "?",
        "?,",
        "=",
    ),
    *(
        "的",
        "的(",
        "的(a",
        "的(ai)",
        "一",
        "二〇二三年",
        "2023",
        "2023-",
        "2023-09-",
        "2023年9月",
        "0100-",
        "1-",
        "86-",
    ),
    *("/2023/", "/t2023", "电话", "电话：", "主办单位", "主办", "ICP备", "ICP", "公网安备", "标识码", "版权", "地 址"),
    *("<", "<a>", "<a>的", "<!--", "<script>", "<script>的</script>"),
    *("??的A的", "甲?", "著", "12 "),
)


def patterns() -> dict[str, re.Pattern[Any]]:
    """The compiled expressions of the modules, by module and name."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in map(import_module, MODULES):
        for name, value in vars(module).items():
            values = value if isinstance(value, tuple) else (value,)
            flat = chain.from_iterable(item if isinstance(item, tuple) else (item,) for item in values)
            found |= {f"{module.__name__}.{name}[{i}]": p for i, p in enumerate(flat) if isinstance(p, re.Pattern)}
    return found


def seconds(work: Callable[[str], object], unit: str, size: int = SIZE) -> float:
    """CPU seconds for that many bytes of a repeated text; the best of three tries if the first is slow."""
    worst = unit * (size // len(unit.encode())) + "!"
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        work(worst)
        best = min(best, time.process_time() - begin)
        if best < LIMIT / 2:
            break
    return best


def scanning(pattern: re.Pattern[Any]) -> Callable[[str], object]:
    """How an expression meets a long text: expressions that are anchored at the end are only ever given short ones."""
    if isinstance(pattern.pattern, bytes):
        return lambda long: [None for _ in pattern.finditer(long.encode())]
    if pattern.pattern.endswith("$"):
        return pattern.match
    return lambda long: [None for _ in pattern.finditer(long)]


@pytest.mark.parametrize("name", sorted(patterns()))
def test_every_expression_is_linear(name: str) -> None:
    scan = scanning(patterns()[name])
    slow = {unit: taken for unit in WORST if (taken := seconds(scan, unit)) > LIMIT}
    assert not slow


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "fold": text.fold,
    "tokens": text.tokens,
    "script": text.script,
    "match_query": search.match_query,
    "snippet": lambda long: search.snippet(long, "a 的"),
    "find_all": dates.find_all,
    "from_url": dates.from_url,
    "phones": contacts.phones,
    "emails": lambda long: contacts.emails(long, announced=True),
    "restore": restore.restore,
    "entries": lambda long: entries(long[:60_000]),
    "says_much": lambda long: Sketch(markup=f"<body>{long}").says_much,
    "footer": lambda long: footer.footer(document(f"<p>{long}</p>", "http://kfq.test/")),
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_four_times_as_much_takes_far_less_than_sixteen_times_as_long(name: str) -> None:
    work = FUNCTIONS[name]
    for unit in WORST:
        quarter, whole = seconds(work, unit, SIZE // 4), seconds(work, unit)
        assert whole < max(LIMIT, 8 * quarter), unit
