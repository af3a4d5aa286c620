"""What the sample site says: its articles as written in content/*.toml, on the first day and on the later one."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent / "content"

Family = Literal["trs", "empire", "easysite", "tables", "vsb", "mirror"]


class Later(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different about an article on the later day; what is not named stays.

    `status` is the answer of a page that is gone (404, 410, or 200 for a page that only says so in words);
    `replace` lists pairs of old and new text of the body, `refiled` names files that are others under their addresses.
    An article that is not `listed` any more is still up.
    """

    status: int | None = None
    title: str | None = None
    date: str | None = None
    replace: tuple[tuple[str, str], ...] = ()
    refiled: tuple[str, ...] = ()
    listed: bool = True


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One article as its author wrote it.

    `date` is "2026-08-28", "2026-08-28 10:12", with seconds, or empty for a page that prints none; `printed` is
    how the page spells it where that is not the way of its section. `body` has one block a line; the first
    characters say which: "# " heading, "- " list item, "| " table row, "!name.png|alternative text" an image,
    "@name.pdf|label" a link to a file, anything else a paragraph. `files` stand below the text, outside of it; one
    whose name begins with "lost-" is not there any more, and the site says so with status 200.
    `written`, `number` and `index` are 成文日期, 文号 and 索引号 of a policy document.
    """

    id: str
    title: str
    date: str = ""
    printed: str = ""
    path: str = ""
    source: str = ""
    author: str = ""
    editor: str = ""
    short: str = ""
    number: str = ""
    index: str = ""
    written: str = ""
    topic: str = ""
    files: tuple[tuple[str, str], ...] = ()
    body: str
    day: int = 1
    old_address: str = ""
    later: Later | None = None


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A section 栏目 of the site and how its pages are made.

    `article` is the address of an article with {id}, {year}, {month} (202608), {day} (20260828) and {date};
    `files` the folder of attachments, empty for beside the article; `date` and `list_date` are the strftime forms
    of what is printed.
    `validators` says whether its pages carry ETag and Last-Modified. `extra_rows` are rows of the first page of
    its listing that are no articles of ours: (address, title, date).
    """

    key: str
    name: str
    family: Family
    charset: Literal["utf-8", "gb18030"] = "utf-8"
    home: str
    article: str
    files: str = ""
    page_size: int
    date: str = "%Y-%m-%d %H:%M"
    list_date: str = "%Y-%m-%d"
    validators: bool = False
    extra_rows: tuple[tuple[str, str, str], ...] = ()
    articles: tuple[Story, ...] = ()


class FooterText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The footer's items as printed."""

    sponsor: str
    organizer: str
    address: str
    service_phones: str
    report_phone: str
    report_email: str
    site_id_code: str
    icp_number: str
    psb_number: str


class Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The site as a whole. `days` are the calendar dates of the two days, `footers` the footer of each."""

    name: str
    short: str
    city: str
    host: str
    notice: str
    days: tuple[date, date]
    sections: tuple[str, ...]
    footers: tuple[FooterText, FooterText]


@cache
def zone() -> Zone:
    """The site's frame: content/site.toml."""
    return msgspec.toml.decode((FOLDER / "site.toml").read_bytes(), type=Zone)


@cache
def sections() -> tuple[Section, ...]:
    """All sections in the order of the navigation, with every article of both days."""
    return tuple(
        msgspec.toml.decode((FOLDER / f"{key}.toml").read_bytes(), type=Section, strict=True) for key in zone().sections
    )


def on_day(story: Story, day: int) -> Story | None:
    """The article as it is on a day; None where it does not exist yet or is gone by then."""
    if day < story.day:
        return None
    later = story.later
    if day == 1 or later is None:
        return story
    if later.status is not None:
        return None
    body = story.body
    for old, new in later.replace:
        if old not in body:
            raise ValueError(f"{story.title}: the body has no {old!r} to replace")
        body = body.replace(old, new)
    changes = {"title": later.title, "date": later.date}
    return msgspec.structs.replace(story, body=body, **{key: value for key, value in changes.items() if value})
