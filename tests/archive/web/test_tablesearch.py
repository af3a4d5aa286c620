from urllib.parse import parse_qsl

import pytest

from archive.web.tablesearch import rewritten


def asked(path: str, query: str) -> list[tuple[str, str]]:
    return parse_qsl(rewritten(path, query.encode(), ["archive"]).decode(), keep_blank_values=True)


def test_the_raw_mode_of_searching_is_dropped() -> None:
    assert asked("/archive/articles", "_search=a&_searchmode=raw") == [("_search", "a")]
    assert asked("/archive/articles.json", "_searchmode=raw&_search=") == []


def test_a_search_of_one_column_becomes_a_condition_on_the_index() -> None:
    [(name, value)] = asked("/archive/articles", "_search_title=it%27s")
    assert name == "_where"
    assert value == ("search_id in (select rowid from articles_search where title match escape_fts('it''s'))")


def test_files_are_searched_by_their_own_index() -> None:
    [(_, value)] = asked("/archive/files", "_search_members=a")
    assert value == "search_id in (select rowid from files_search where members match escape_fts('a'))"


@pytest.mark.parametrize("path", ["/archive/sites", "/other/articles", "/archive", "/archive/articles/abc"])
def test_other_tables_and_databases_are_left_alone(path: str) -> None:
    query = b"_searchmode=raw&_search_title=a"
    assert rewritten(path, query, ["archive"]) == query


def test_a_column_that_the_index_lacks_is_left_to_datasette() -> None:
    assert asked("/archive/articles", "_search_url=a") == [("_search_url", "a")]
