"""Where the sample site's pages live: addresses in the manner of each CMS family."""

import zlib
from datetime import datetime

from crawler.demo.content import Section, Story

DOWNLOAD = "/system/_content/download.jsp"  # VSB's: it gives files to who comes from a page of the site
PICTURES = (".png", ".jpg")


def moment(story: Story) -> datetime | None:
    """When the article says that it was published, in the zone's local time; None where it does not say."""
    return datetime.fromisoformat(story.date) if story.date else None


def article(section: Section, story: Story) -> str:
    """An article's address. It comes from the date of the first day: a corrected date moves no page."""
    if story.path:
        return story.path
    at = moment(story)
    if at is None:
        raise ValueError(f"{section.key} {story.id}: an article without a date needs a path")
    return section.article.format(
        id=story.id, year=f"{at:%Y}", month=f"{at:%Y%m}", day=f"{at:%Y%m%d}", date=f"{at:%Y-%m-%d}"
    )


def listing(section: Section, number: int, pages: int) -> str:
    """The address of page `number` (from 1) of a section's listing of `pages` pages."""
    if number == 1:
        return section.home
    folder = section.home.rsplit("/", 1)[0]
    match section.family:
        case "trs":
            return f"{folder}/index_{number - 1}.html"  # counts from 0: the second page is index_1
        case "easysite":
            return f"/eportal/ui?pageId=58102&moduleId=7e21c4&currentPage={number}"
        case "vsb":
            return f"{section.home.removesuffix('.htm')}/{pages - number + 1}.htm"  # backwards: the last page is 1
        case "mirror":
            return f"{folder}/list_9_{number}.html"
        case "empire":
            return f"{folder}/index_{number}.html"
        case "tables":
            return f"{folder}/list_{number}.htm"


def number(name: str) -> int:
    """By which a system that numbers its files knows one."""
    return zlib.crc32(name.encode()) % 10_000


def aliases(section: Section) -> tuple[str, ...]:
    """Other addresses that answer with the first page of a section's listing."""
    folder, _, name = section.home.rpartition("/")
    if section.family == "vsb":
        return ()
    return (f"{folder}/",) if name else (f"{folder}/index.html",)


def file(section: Section, article_path: str, name: str) -> str:
    """The address of a file that belongs to the article at `article_path`."""
    if section.family == "vsb" and not name.endswith(PICTURES):
        return f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&owner=1583&wbfileid={number(name)}"
    return (section.files or article_path.rsplit("/", 1)[0] + "/") + name
