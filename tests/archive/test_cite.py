"""Citations: the four forms say the same, and come back whole from parsers that are not ours."""

import json
from dataclasses import replace
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from archive.cite import Citation, bibtex, csl, gbt7714, ris

CITED = Citation(
    key="vxfxdixnxakq-2",
    title="云岭经开区发布《支持工业项目若干政策》",
    site="云岭经济技术开发区",
    source="云岭经开区经济发展局",
    author=None,
    published_at="2026-08-06T16:40:00+08:00",
    url="http://kfq.test/show.asp?id=317&from=list",
    archived_url="http://127.0.0.1:8001/a/vxfxdixnxakq/v/2",
    captured_at="2026-09-08T00:00:00.123Z",
    digest="b3dd092e",
    accessed=date(2026, 11, 25),
)
ODD = [
    "50%以上企业的R&D投入 #1 $2 _x_ {括号} ~^ \\路径",
    "“十四五”规划——《纲要》（节选）",
    "A title with @ and = and \" 'quotes'",
    "第一行\n第二行",
]


def parsed_bibtex(text: str) -> list[dict[str, str]]:
    """Entries with their texts read as LaTeX; addresses and dates are verbatim in biblatex."""
    found = []
    for middleware in ([], [LatexDecodingMiddleware()]):
        library = parse_string(text, append_middleware=middleware)
        assert library.failed_blocks == []
        found.append(
            [{"ID": entry.key} | {field.key: field.value for field in entry.fields} for entry in library.entries]
        )
    verbatim = ("url", "date", "urldate")
    return [read | {key: raw[key] for key in verbatim if key in raw} for raw, read in zip(*found, strict=True)]


def test_a_chinese_citation_has_author_title_date_and_both_addresses() -> None:
    assert gbt7714(CITED) == (
        "云岭经开区经济发展局. 云岭经开区发布《支持工业项目若干政策》[EB/OL]. 云岭经济技术开发区"
        ", (2026-08-06)[2026-11-25]. "
        "http://kfq.test/show.asp?id=317&from=list. 存档: http://127.0.0.1:8001/a/vxfxdixnxakq/v/2 "
        "(采集于 2026-09-08T00:00:00.123Z, SHA-256 b3dd092e)."
    )


def test_without_a_date_none_is_made_up() -> None:
    undated = replace(CITED, published_at=None)
    assert "云岭经济技术开发区 [2026-11-25]" in gbt7714(undated)
    assert "date" not in parsed_bibtex(bibtex(undated))[0]
    assert "DA  -" not in ris(undated)
    assert "issued" not in csl(undated)


def test_the_page_s_author_goes_before_its_source_and_of_many_three_are_named() -> None:
    assert gbt7714(replace(CITED, author="季听澜 杭知远")).startswith("季听澜, 杭知远. ")
    assert gbt7714(replace(CITED, author="甲、乙、丙、丁")).startswith("甲, 乙, 丙, 等. ")
    assert gbt7714(replace(CITED, source=None)).startswith("云岭经济技术开发区. ")


@pytest.mark.parametrize("title", ODD)
def test_bibtex_comes_back_whole_from_another_parser(title: str) -> None:
    (entry,) = parsed_bibtex(bibtex(replace(CITED, title=title)))
    # That parser takes LaTeX's circumflex for the one of phonetics.
    assert entry["title"].replace("ˆ", "^").strip("{}") == " ".join(title.split())
    assert (entry["ID"], entry["url"], entry["date"]) == (CITED.key, CITED.url, "2026-08-06")
    assert CITED.archived_url in entry["note"]
    assert CITED.digest is not None
    assert CITED.digest in entry["note"]


@pytest.mark.parametrize("title", ODD)
def test_ris_comes_back_whole_from_another_parser(title: str) -> None:
    (entry,) = rispy.loads(ris(replace(CITED, title=title)))
    assert entry["title"] == " ".join(title.split())
    assert (entry["urls"], entry["unknown_tag"]["AV"]) == ([CITED.url], [CITED.archived_url])
    assert entry["authors"] == ["云岭经开区经济发展局"]
    assert entry["date"] == "2026/08/06/"


def test_many_records_come_back_as_many() -> None:
    many = [replace(CITED, key=f"id{n}-1", title=f"第{n}号通知 {ODD[n % len(ODD)]}") for n in range(500)]
    assert [entry["ID"] for entry in parsed_bibtex("".join(map(bibtex, many)))] == [each.key for each in many]
    assert [entry["id"] for entry in rispy.loads("".join(map(ris, many)))] == [each.key for each in many]


def test_csl_json_is_what_its_schema_asks_for() -> None:
    item = json.loads(json.dumps(csl(CITED), ensure_ascii=False))
    assert item["type"] == "webpage"
    assert item["issued"] == {"date-parts": [[2026, 8, 6]]}
    assert item["author"] == [{"literal": "云岭经开区经济发展局"}]
    assert item["archive_location"] == CITED.archived_url
