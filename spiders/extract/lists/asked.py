"""What a page asks of an interface, and the parts that answers have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from archive.records import Link, Listing, Row
from spiders.extract.anchors import one_line
from spiders.extract.dates import CHINA


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`next_url` is where the page's own list goes on, or begins, `links` are other lists that the page opens."""

    next_url: str | None = None
    links: tuple[Link, ...] = ()


NOTHING = Asked()


def rows_of(items: Sequence[tuple[str | None, str | None, str | None]], url: str) -> tuple[Row, ...]:
    """Rows from address, title and date, each address once; what has no address or title is none."""
    rows: dict[str, Row] = {}
    for href, title, date in items:
        name = one_line(title or "")
        try:
            address = urljoin(url, (href or "").strip())
        except ValueError:
            continue
        if href and name and address.startswith(("http://", "https://")):
            rows.setdefault(address, Row(url=address, title=name, date_text=one_line(date or "") or None))
    return tuple(rows.values())


def listed(
    rows: tuple[Row, ...], next_url: str | None, section: str | None = None, pages: int | None = None
) -> Listing:
    """An answer as a listing of so many pages, None where it does not say; one without rows is the last."""
    return Listing(rows=rows, next_url=next_url if rows else None, section=section, by="api", pages=pages)


def day(seconds: object) -> str | None:
    """The day of a time in seconds since 1970, in China; None for what is none."""
    at = moment(seconds)
    return at[:10] if at is not None else None


def moment(seconds: object) -> str | None:
    """A time in seconds since 1970 as a page in China would print it; None for what is none."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdecimal():
        seconds = int(seconds)
    if not isinstance(seconds, int) or not 0 < seconds < 10**10:
        return None
    return f"{datetime.fromtimestamp(seconds, CHINA):%Y-%m-%d %H:%M:%S}"
