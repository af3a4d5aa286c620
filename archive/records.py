"""The records that pass between fetching, reading and keeping: frozen, typed, and nothing but data."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What one attempt to fetch an address came to. Only `OK` may make a version of an article."""

    OK = "ok"
    UNCHANGED = "unchanged"  # 304, or the same digest as before
    LISTING = "listing"
    ROBOTS = "robots"
    REDIRECT = "redirect"
    JS_REQUIRED = "js_required"
    QUARANTINED = "quarantined"
    POISON = "poison"
    NOT_FOUND = "not_found"
    SOFT_404 = "soft_404"
    GONE = "gone"  # 410
    REDIRECT_HOME = "redirect_home"
    BLOCKED = "blocked"  # challenge, WAF, captcha
    MAINTENANCE = "maintenance"
    ERROR = "error"  # 5xx, network, timeout
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    REFUSED = "refused"  # by us: guard, robots, scheme
    PARSE_LIMIT = "parse_limit"
    DRIFT = "drift"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The record of an earlier response that has the body of a later one: which it is, and where it stands."""

    record_id: str
    url: str
    captured_at: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One attempt at an address: a response as it came, or its failure.

    `record_id` is the WARC-Record-ID without its brackets ("urn:uuid:…"). Header values hold one character a byte
    (Latin-1). `body` is as received: still content-encoded, no longer chunked. `status` is None for a failure, and
    then `error` says what failed ("timeout"); it begins with "refused" where we did ("refused by guard: 127.0.0.1").
    `truncated` is the reason of the WARC-Truncated header ("disconnect", "length", "time"), None for a response that
    came whole.
    `rendered_from` is the record id of the response that a browser made this page from, None for a response as
    received; `resource` is what a browser that made a page asked for this as ("script", "fetch"), None for what the
    crawler asked for itself.
    `original` is where the body is kept that this response brought again, or only said to be as it was (304); None for
    a response whose own record has it.
    The `warc_*` fields and `digest` are None until the capture is written; `digest` is the lower-case hex
    SHA-256 of `body`. `captured_at` is the WARC-Date: UTC, milliseconds, Z.
    """

    record_id: str
    run_id: str
    site_id: str
    url: str
    captured_at: str
    status: int | None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: str | None = None
    error: str | None = None
    ip_address: str | None = None
    rendered_from: str | None = None
    resource: str | None = None
    original: Original | None = None
    digest: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_length: int | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, or None; names are compared without case (RFC 9110, 5.1)."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a person should look at. `field` names what could not be read ("published_at", "charset")."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file or an image that an article links. `kind` is "file" or "image".

    `name` is what the page calls it, empty where it says nothing or only 点击下载.
    """

    url: str
    name: str
    kind: str = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file by its bytes: `digest` is their SHA-256, content encodings undone, and `mime` what they begin as.

    `name` is what the answer calls it (Content-Disposition), None if nothing. `text` is what can be searched: None
    for a kind that is not read, or without text. `members` are the names of the files in a zip.
    """

    digest: str
    size: int
    mime: str
    name: str | None = None
    text: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a text states, with the span of characters of the body that states it."""

    kind: str
    value: float | None
    unit: str
    cny: float | None
    low: float | None
    high: float | None
    approx: str | None
    of: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date that something tells of an article. `origin` is what tells it (archive/dating.py), `at` a date or a time
    with zone, `text` how it is printed there."""

    origin: str
    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a field of an article comes from: the rule that gave it ("label 来源", "meta PubDate") and its place.

    `where` is an XPath in the page as received, None where the page does not hold it (an address tells a date).
    `start` and `end` are the span of the value in the text at that place, with each run of white space as one space and
    none at the ends, between the lines of a title one more; None where the value is not there as it stands: a text of
    many lines, one that was restored.
    """

    field: str
    rule: str
    where: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The place of a page among those that an article is told in.

    `first` is the address of the first page, which is the article's; `number` is the one in the address of this page, 0
    for the first; `next` is the address of the page that follows, None on the last.
    """

    first: str
    number: int
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What an article page says. What could not be read is None (body: empty), never a guess.

    `published_at` is a date ("2023-09-28") or a time with zone ("2023-09-28T10:12:00+08:00") and `published_text` what
    the page prints for it; `dates` are all that may be it. `source` is the site's own name where `source_text`, what is
    printed, says no more than 本网. `index_number` 索引号, `document_number` 文号, `issuer` and `written_at` are of a
    document. `body_kind` is "text", or what stands in place of one: "image", "file", "video"; None for nothing.
    `origins` tell where each field was read, one for each. `body` is plain text, one paragraph a line; table cells are
    separated by tabs. `body_html` is sanitised, for display. `script` is "Hans" or "Hant" (ISO 15924) of the
    text as published, None when it has neither. `verbatim` is the body as published where `body` is a
    restored one, else None; `readings_removed` counts the injected readings removed from the whole page. `part` is None
    for an article that is told in one page.
    """

    title: str | None
    published_at: str | None = None
    published_text: str | None = None
    source: str | None = None
    source_text: str | None = None
    author: str | None = None
    editor: str | None = None
    reviewer: str | None = None
    section: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    written_at: str | None = None
    body: str = ""
    body_kind: str | None = None
    body_html: str = ""
    verbatim: str | None = None
    script: str | None = None
    readings_removed: int = 0
    attachments: tuple[Attachment, ...] = ()
    dates: tuple[Dated, ...] = ()
    origins: tuple[Origin, ...] = ()
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item of a listing: address, title and date as printed (None where no date is printed).

    `published_at` is that date as understood; where no year is printed, `year_inferred` says that its year was taken
    from the day of the capture and the order of the list.
    """

    url: str
    title: str
    date_text: str | None = None
    published_at: str | None = None
    year_inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page that lists articles. `section` is the name it gives itself; `next_url` the next page, None on the last.

    `pages` is how many pages it says that the section has, None where it does not say. `by` is what kind of list it is:
    a "listing" for readers, or for programs a "sitemap", a "feed", or an answer of the "api" that a page fetches its
    rows from.
    """

    rows: tuple[Row, ...]
    next_url: str | None = None
    section: str | None = None
    pages: int | None = None
    by: str = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone number with the label that stands before it ("企业服务电话"; empty where none does)."""

    label: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What a site's footer says of who runs it; None where it does not say. `raw_text` is the text as published."""

    sponsor: str | None = None
    organizer: str | None = None
    address: str | None = None
    phones: tuple[Phone, ...] = ()
    email: str | None = None
    report_phone: str | None = None
    report_email: str | None = None
    site_id_code: str | None = None
    icp_number: str | None = None
    psb_number: str | None = None
    raw_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a page to follow. `kind` is what its address and place look like: spiders/extract/links.py."""

    url: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that one capture says: what it is, what was read from it, and what could not be.

    `charset` is what its text was decoded by; None where nothing was read. `cms` is the family whose pages look like
    it; None for none that is known. `file` is there for a FILE that is no part of other pages.
    """

    outcome: Outcome
    article: Article | None = None
    file: File | None = None
    listing: Listing | None = None
    footer: Footer | None = None
    site_name: str | None = None
    redirect_url: str | None = None
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    readings_removed: int = 0
    charset: str | None = None
    cms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site as its profile describes it. `cms` is the family of its system, None if it names none.

    `zone` is the full name of the national zone whose site it is, None if it is none's.
    """

    id: str
    name: str
    home: str
    cms: str | None = None
    profile_digest: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of one spider. What tells its end is None while it runs, or if it was killed.

    `problems` are what its counts showed at the end, beside the runs before it; `field` names the monitor.
    """

    id: str
    site_id: str
    started_at: str
    finished_at: str | None = None
    reason: str | None = None
    exit_code: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that we know of, a row of `frontier`.

    `kind` is home, section, page (a further page of a listing), article, footer (what pages get theirs from), sitemap
    or file; `state` is known (never asked), done, failed, absent (asked, and nothing ever was there), refused or
    poison. `depth` counts links from the home page; steps of a pager do not count. `found_by` is what named it first:
    seed, link, listing, pager, sitemap, feed or api; None where nothing did (an imported capture). `attempts` counts
    failures of one kind in a row; `due_at` is when to ask next, None for never again, or while another address gives
    the same page.
    """

    url: str
    site_id: str
    kind: str
    state: str = "known"
    depth: int = 0
    found_on: str | None = None
    found_by: str | None = None
    attempts: int = 0
    due_at: str | None = None
    last_outcome: str | None = None
    etag: str | None = None
    last_modified: str | None = None
