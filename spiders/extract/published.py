"""The dates that an article page tells, each with where it comes from."""

from email.utils import parsedate_to_datetime

from archive.records import Dated
from spiders.extract import dates
from spiders.extract.infoline import Info
from spiders.extract.meta import Meta
from spiders.extract.said import Said

_DAY = len("2024-03-05")


def candidates(info: Info, meta: Meta, url: str) -> dict[str, Said]:
    """What may be the date of publication, by its origin, as archive/dating.py names it; of each origin one.

    A tag that tells when the page was made counts where nothing else tells another day.
    """
    found = {"printed": info.published, "tagged": _tagged(meta), "dated": info.dated, "unlabelled": info.bare}
    if (day := dates.from_url(url)) is not None:
        found["address"] = Said(day, "address", iso=day)
    told = {origin: said for origin, said in found.items() if said is not None}
    days = {said.iso[:_DAY] for origin, said in told.items() if said.iso and origin != "tagged"}
    if meta.is_made_anew and (tagged := told.get("tagged")) and days and (tagged.iso or "")[:_DAY] not in days:
        del told["tagged"]
    return told


def dated(found: dict[str, Said], last_modified: str | None) -> tuple[Dated, ...]:
    """The same as records. What a server says of its file (Last-Modified) is of origin "header"."""
    told = [Dated(origin=origin, at=said.iso, text=said.value) for origin, said in found.items() if said.iso]
    if last_modified is not None and (at := _moment(last_modified)) is not None:
        told.append(Dated(origin="header", at=at, text=last_modified))
    return tuple(told)


def _tagged(meta: Meta) -> Said | None:
    if meta.published is None:
        return None
    found = dates.find(meta.published)
    if found is not None:
        return Said(found.text.strip(), meta.rule("published"), meta.elements.get("published"), found.iso)
    at = dates.from_epoch(meta.published)
    return Said(meta.published, meta.rule("published"), meta.elements.get("published"), at) if at else None


def _moment(http_date: str) -> str | None:
    try:
        return parsedate_to_datetime(http_date).astimezone(dates.CHINA).isoformat()
    except (ValueError, OverflowError):
        return None
