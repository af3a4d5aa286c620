"""What a page can make our expressions cost: never more than in proportion to its length, whatever stands on it."""

import re
import time
from collections.abc import Callable

import pytest

from archive import search, text
from spiders.extract import contacts, dates, footer, packed, restore
from spiders.extract.footer_labels import entries
from spiders.extract.page import document
from spiders.extract.sketch import Sketch
from tests.expressions import Expression, attacks, expressions, of_module

pytestmark = pytest.mark.slow

# Measured on two cores: 1 MB takes at most 0.11 s, so this 0.011 s. A quadratic expression would take minutes.
SIZE = 100_000
LIMIT = 0.04

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
    *("<", "<a>", "<a>的", "<!--", "<script>", "<script>的</script>", "<textarea>"),
    *("??的A的", "甲?", "著", "12 "),
)


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


def test_every_expression_is_linear_on_the_texts_that_cost_it_most() -> None:
    found = expressions()
    slow = [
        (each.name, each.pattern.pattern, before, unit)
        for each in found
        for before, unit in attacks(each.pattern)
        if not each.is_linear(before, unit, 32_000)
    ]
    assert slow == []
    assert len(found) > 300


@pytest.mark.parametrize(
    "pattern", [r"a*b|a*c", r"x\s*=\s*[\"']?\s*y", r"/a/(?:\w+/)+\d\.html$", r"(?:a|b)*c", r"<a[^>]*>", r"\[[^]]*\]"]
)
def test_an_expression_that_is_not_is_found_by_itself(pattern: str) -> None:
    each = Expression("made", re.compile(pattern))
    assert not all(each.is_linear(before, unit, 32_000) for before, unit in attacks(each.pattern))


def test_expressions_are_found_wherever_a_module_has_them() -> None:
    one, two, three = map(re.compile, "abc")
    names = {"ONE": one, "TWO": ({"k": [two]},), "THREE": three}
    source = "THREE.fullmatch(x)\nre.sub('d+', '', x)\nre.search(rf'e{name}f', x)\nother.search('g')\n"
    found = [(each.pattern.pattern, each.method) for each in of_module("made", names, source)]
    assert found == [("a", "finditer"), ("b", "finditer"), ("c", "fullmatch"), ("d+", "finditer"), ("eaf", "finditer")]


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
    "written_out": packed.written_out,
    "says_much": lambda long: Sketch(markup=f"<body>{long}").says_much,
    "footer": lambda long: footer.footer(document(f"<p>{long}</p>", "http://kfq.test/")),
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_four_times_as_much_takes_far_less_than_sixteen_times_as_long(name: str) -> None:
    work = FUNCTIONS[name]
    for unit in WORST:
        quarter, whole = seconds(work, unit, SIZE // 4), seconds(work, unit)
        assert whole < max(LIMIT, 8 * quarter), unit
