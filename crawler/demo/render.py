"""The sample site's pages as markup: jinja templates in the shape of several CMS families."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.demo.content import zone

TEMPLATES = Path(__file__).parent / "templates"
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What differs from one request to the next though the page says the same: counters, dates, tokens."""

    visit: int
    today: date

    @property
    def hits(self) -> int:
        """How often the page claims to have been read."""
        return 126 + 3 * self.visit

    @property
    def date_text(self) -> str:
        """Today's date as the head of a page prints it.

        >>> Noise(visit=0, today=date(2026, 9, 1)).date_text
        '今天是2026年9月1日 星期二'
        """
        today = self.today
        return f"今天是{today.year}年{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}"

    @property
    def token(self) -> str:
        """A form's one-time token."""
        return f"{(self.visit + 1) * 2654435761 % 2**32:08x}"

    @property
    def generated(self) -> str:
        """When the page claims to have been generated."""
        seconds = self.visit % 3600
        return f"{self.today.isoformat()} 08:{seconds // 60:02}:{seconds % 60:02}"


@cache
def environment() -> Environment:
    """The templates; a name that a template uses and nobody gives is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page(template: str, **context: Any) -> str:
    """A page's markup; the zone is that of the sample site where none is given."""
    return environment().get_template(template).render(**{"zone": zone(), **context})
