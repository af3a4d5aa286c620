"""What a script says of the pages of a listing in values, by the many names that systems have for each."""

import re
from typing import NamedTuple
from urllib.parse import unquote

_ROLES = {
    "count": ("countPage", "pageCount", "totalPage", "totalPages", "pageTotal"),
    "records": ("recordCount", "totalCount", "totalRecord", "dataTotal", "listCount"),
    "size": ("pageSize", "perPage", "prePage"),
    "current": ("currentPage", "currPage", "curPage", "pageIndex", "pageNum", "pageNo"),
}
_ROLE_OF = {name.lower(): role for role, names in _ROLES.items() for name in names}
# pageSize: 20; m_nPageSize = "20"; pageSize = parseInt('20')
_NUMBER = re.compile(
    rf"\b(?:m_n)?({'|'.join(_ROLE_OF)})['\"]?\s{{0,9}}[:=]\s{{0,9}}(?:parseInt\(\s?)?['\"]?(\d{{1,8}})",
    re.IGNORECASE | re.ASCII,
)
# PAGE_NAME:'index', PAGE_EXT:'html'; m_strPageName = "index"; m_strPageExt = "html"
_NAME = re.compile(r"\b(?:PAGE_NAME|m_strPageName|pageName)['\"]?\s{0,9}[:=]\s{0,9}['\"]([\w-]{1,80})['\"]")
_SUFFIX = re.compile(r"\b(?:PAGE_EXT|m_strPageExt|pageExt)['\"]?\s{0,9}[:=]\s{0,9}['\"]\.?(\w{3,5})['\"]")
# pageUrl = '/list?t=7&i='
_ADDRESS = re.compile(r"\bpageUrl['\"]?\s{0,9}[:=]\s{0,9}['\"]([^'\"\s]{1,500}(?:=|%3D))['\"]")


class Numbers(NamedTuple):
    """Which page it is, by the number that the system printed, whatever the script adds to it, and of how many."""

    current: int
    pages: int


def numbers(code: str) -> Numbers | None:
    """By the count of pages, or by that of rows and how many a page has; None where these or the page are not said."""
    said: dict[str, int] = {}
    for name, value in _NUMBER.findall(code):
        said.setdefault(_ROLE_OF[name.lower()], int(value))
    if "count" not in said and "records" in said and said.get("size"):
        said["count"] = -(-said["records"] // said["size"])
    return Numbers(said["current"], said["count"]) if "current" in said and "count" in said else None


def file(code: str) -> tuple[str, str] | None:
    """Name and suffix of the first page's file; None where the script does not name it."""
    name, suffix = _NAME.search(code), _SUFFIX.search(code)
    return (name[1], suffix[1]) if name is not None and suffix is not None else None


def address(code: str) -> str | None:
    """An address that ends where the number of a page comes; None where the script has none.

    One that is escaped as a whole is given as it is meant.
    """
    found = _ADDRESS.search(code)
    return (found[1] if "=" in found[1] else unquote(found[1])) if found is not None else None
