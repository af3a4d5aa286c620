"""The pages' questions to the archive, as SQL that can be pasted into Datasette: it asks for the `:parameters`."""

from collections.abc import Collection

# How a site is: by its last run that came to an end of its own.
_SITE = """
SELECT sites.id, sites.name, sites.home, sites.cms, sites.zone, zones.province,
       (SELECT count(*) FROM articles WHERE articles.site_id = sites.id) AS articles,
       (SELECT max(published_at) FROM articles WHERE articles.site_id = sites.id) AS newest,
       (SELECT max(started_at) FROM runs WHERE runs.site_id = sites.id) AS visited,
       (SELECT exit_code FROM runs WHERE runs.site_id = sites.id AND exit_code <> 11
        ORDER BY started_at DESC LIMIT 1) AS exit_code
FROM sites LEFT JOIN zones ON zones.name = sites.zone
"""

SITES = f"{_SITE}ORDER BY articles DESC, sites.name"

SITE = f"{_SITE}WHERE sites.id = :site"

# Each count is a step of an index; to group them takes ten times as long. A time goes on behind its day.
BY_SITE_AND_MONTH = """
SELECT sites.id AS site_id, months.value AS month, (
    SELECT count(*) FROM articles
    WHERE articles.site_id = sites.id AND published_at >= months.value AND published_at < months.value || '~'
) AS articles
FROM sites, json_each(:months) AS months
"""

SECTIONS_OF = """
SELECT sections.id, sections.name, sections.url, sections.full_from,
       (SELECT count(*) FROM articles WHERE articles.section_id = sections.id) AS articles,
       (SELECT max(published_at) FROM articles WHERE articles.section_id = sections.id) AS newest,
       (SELECT count(*) FROM sightings WHERE sightings.section_id = sections.id AND NOT EXISTS (
            SELECT 1 FROM addresses WHERE addresses.own_id = sightings.article_id)) AS unread
FROM sections
WHERE sections.site_id = :site
ORDER BY articles DESC, sections.name
"""

BY_SECTION_AND_MONTH = """
SELECT section_id, substr(published_at, 1, 7) AS month, count(*) AS articles
FROM articles
WHERE site_id = :site AND published_at IS NOT NULL
GROUP BY section_id, month
ORDER BY section_id, month
"""

FOOTERS_OF = "SELECT * FROM footers WHERE site_id = :site ORDER BY first_seen, id"

RUNS_OF = "SELECT * FROM runs WHERE site_id = :site ORDER BY started_at DESC LIMIT :limit"

PROBLEMS_OF = """
SELECT problems.field, problems.message, problems.capture_id, runs.started_at
FROM problems JOIN runs ON runs.id = problems.run_id
WHERE problems.site_id = :site
ORDER BY runs.started_at DESC, problems.capture_id, problems.field
LIMIT :limit
"""

YEARS = "SELECT (SELECT min(year) FROM articles) AS first, (SELECT max(year) FROM articles) AS last"

NEWEST = """
SELECT articles.id, articles.title, articles.published_at, articles.source, articles.script, articles.status,
       articles.versions, articles.readings_removed, sites.name AS site, sections.name AS section
FROM articles
JOIN sites ON sites.id = articles.site_id
LEFT JOIN sections ON sections.id = articles.section_id
ORDER BY articles.search_id DESC
LIMIT :limit
"""

SITE_NAMES = "SELECT id, name FROM sites ORDER BY name"

EVENTS = """
SELECT changes.*, articles.url, articles.script, articles.readings_removed, sites.name AS site
FROM changes
JOIN articles ON articles.id = changes.article_id
JOIN sites ON sites.id = changes.site_id
WHERE changes.site_id = coalesce(:site, changes.site_id) AND changes.kind = coalesce(:kind, changes.kind)
ORDER BY changes.at DESC, changes.kind
LIMIT :limit OFFSET :offset
"""

# What was new stands among the newest articles already.
CHANGES = """
SELECT changes.at, changes.kind, changes.article_id, changes.title, changes.version_number, changes.changed,
       sites.name AS site
FROM changes JOIN sites ON sites.id = changes.site_id
WHERE changes.kind <> 'new'
ORDER BY changes.at DESC
LIMIT :limit
"""

ARTICLE = """
SELECT articles.*, sites.name AS site, sections.name AS section
FROM articles
JOIN sites ON sites.id = articles.site_id
LEFT JOIN sections ON sections.id = articles.section_id
WHERE articles.id = :id
"""

# Without a number, the latest.
VERSION = """
SELECT versions.*, captures.captured_at, captures.url AS capture_url, captures.status AS http_status,
       captures.digest AS capture_digest, captures.bytes, captures.warc_file, captures.warc_offset,
       captures.warc_length
FROM versions JOIN captures ON captures.id = versions.capture_id
WHERE versions.article_id = :id AND versions.number = coalesce(:number, (
    SELECT max(number) FROM versions WHERE article_id = :id))
"""

VERSIONS = """
SELECT number, seen_at, changed FROM versions WHERE article_id = :id ORDER BY number
"""

# A version as it is cited; without a number, the latest.
CITED = """
SELECT versions.article_id, versions.number, versions.title, versions.source, versions.author, versions.published_at,
       sites.name AS site, captures.url, captures.captured_at, captures.digest AS capture_digest
FROM versions
JOIN captures ON captures.id = versions.capture_id
JOIN articles ON articles.id = versions.article_id
JOIN sites ON sites.id = articles.site_id
WHERE versions.article_id = :id AND versions.number = coalesce(:number, articles.versions)
"""

CITED_OF = """
SELECT versions.article_id, versions.number, versions.title, versions.source, versions.author, versions.published_at,
       sites.name AS site, captures.url, captures.captured_at, captures.digest AS capture_digest
FROM json_each(:ids) AS wanted
JOIN articles ON articles.id = wanted.value
JOIN versions ON versions.article_id = articles.id AND versions.number = articles.versions
JOIN captures ON captures.id = versions.capture_id
JOIN sites ON sites.id = articles.site_id
"""

# The version that stood at a time.
VERSION_AT = """
SELECT max(number) AS number FROM versions WHERE article_id = :id AND seen_at <= :at
"""

# Whatever address of an article is asked for: it may have moved.
ARTICLE_AT = """
SELECT article_id, url FROM addresses WHERE own_id = :own_id ORDER BY last_seen DESC, url LIMIT 1
"""

# Every attempt at an address of an article.
CAPTURES_OF = """
SELECT captures.id, captures.captured_at, captures.url, captures.outcome, captures.status, captures.digest,
       captures.warc_file, captures.warc_offset, captures.bytes
FROM addresses JOIN captures ON captures.url = addresses.url
WHERE addresses.article_id = :id
ORDER BY captures.captured_at DESC
LIMIT :limit
"""

# The article before and the one after it in its section, by date of publication.
BESIDE = """
SELECT * FROM (
    SELECT 'newer' AS side, id, title FROM articles
    WHERE section_id = :section AND search_id > :search_id ORDER BY search_id LIMIT 1)
UNION ALL
SELECT * FROM (
    SELECT 'older', id, title FROM articles
    WHERE section_id = :section AND search_id < :search_id ORDER BY search_id DESC LIMIT 1)
"""

HISTORY = """
SELECT events.at, events.kind, events.version_number, events.capture_id, versions.changed, captures.outcome,
       captures.status AS http_status
FROM events
JOIN captures ON captures.id = events.capture_id
LEFT JOIN versions ON versions.article_id = events.article_id AND versions.number = events.version_number
WHERE events.article_id = :id
ORDER BY events.at DESC, events.kind
"""

ATTACHMENTS = """
SELECT url, name, kind, mime, bytes, digest, capture_id
FROM attachments
WHERE article_id = :id AND version_number = :number
ORDER BY kind, name, url
"""

FIGURES = """
SELECT kind, value, unit, cny, low, high, approx, "of", text, start, "end"
FROM figures
WHERE article_id = :id AND version_number = :number
ORDER BY start, "end" DESC, kind
"""

FOOTER = "SELECT * FROM footers WHERE id = :id"

# An article that moved keeps the id of its earliest address; the later ones lead to it.
MOVED = """
SELECT article_id FROM addresses WHERE own_id = :id AND article_id <> :id ORDER BY last_seen DESC LIMIT 1
"""

# An address that a section lists although no article stands there: never fetched, refused, or no article.
LISTED = """
SELECT sightings.url, sightings.title, sightings.first_seen, sections.name AS section, sites.name AS site,
       (SELECT outcome FROM captures WHERE captures.url = sightings.url ORDER BY captured_at DESC LIMIT 1) AS outcome
FROM sightings
JOIN sections ON sections.id = sightings.section_id
JOIN sites ON sites.id = sections.site_id
WHERE sightings.article_id = :id
ORDER BY sightings.first_seen
"""

SCHEMA = """
SELECT tables.name, tables.type, tables.sql, columns.name AS "column", columns.type AS column_type
FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
WHERE tables.type IN ('table', 'view')
ORDER BY tables.rowid, columns.cid
"""

CAPTURE = "SELECT * FROM captures WHERE id = :id"

# The file that a capture brought to an address, as the first article that links it calls it.
FILE = """
SELECT files.mime, coalesce(attachments.name, file_addresses.name) AS name
FROM file_addresses
JOIN files ON files.digest = file_addresses.digest
LEFT JOIN attachments ON attachments.digest = files.digest AND attachments.capture_id = file_addresses.capture_id
WHERE file_addresses.capture_id = :id
ORDER BY attachments.article_id IS NULL, attachments.article_id, attachments.version_number, attachments.url
LIMIT 1
"""

_CONDITIONS = {
    "q": "{index} MATCH escape_fts(:q)",
    "site": "articles.site_id = :site",
    "section": "articles.section_id = :section",
    "source": "articles.source = :source",
    "year": "articles.year = :year",
    "status": "articles.status = :status",
    "from": "articles.published_at >= :from",
    "to": "articles.published_at < :to || 'U'",  # a time of that day goes on with T
}
NEWEST_FOUND = 5000
"""So many are weighed or counted by facets, of the newest that are found: all would take longer with every year."""


def found(given: Collection[str], *, by_rank: bool = False) -> str:
    """A page of the articles that meet the conditions given (q, site, section, ...), newest first.

    `by_rank`: of the newest five thousand those first that have the words most often for their length (BM25), a title
    counting five times.
    """
    row = _row(given)
    page = f"SELECT {row} AS search_id, 0 AS rank\n{_from(given)}\n{_where(given)}\nORDER BY {row} DESC"
    if by_rank:
        ranked = page.replace("0 AS rank", "bm25(articles_search, 5.0, 1.0) AS rank")
        page = f"SELECT * FROM ({ranked} LIMIT {NEWEST_FOUND}) ORDER BY rank, search_id DESC"  # noqa: S608 (as below)
    return f"""
WITH page AS (
{page}
LIMIT :limit OFFSET :offset
)
SELECT articles.id, articles.url, articles.title, articles.published_at, articles.source, articles.body,
       articles.script, articles.status, articles.versions, articles.readings_removed, articles.first_seen,
       articles.last_changed, sites.name AS site, sections.name AS section
FROM page
JOIN articles ON articles.search_id = page.search_id
JOIN sites ON sites.id = articles.site_id
LEFT JOIN sections ON sections.id = articles.section_id
ORDER BY page.rank, page.search_id DESC
"""  # noqa: S608 (only conditions of this module are put in; what a person types is a parameter)


def found_files(given: Collection[str]) -> str:
    """Files with all words of `q`, newest first, each with the newest article that links it, of those that may be."""
    return f"""
SELECT files.digest, files.mime, files.bytes, files.text, files.members, attachments.name, attachments.capture_id,
       articles.id, articles.title, articles.script, articles.readings_removed, max(articles.search_id)
FROM files_search
JOIN files ON files.search_id = files_search.rowid
JOIN attachments ON attachments.digest = files.digest
JOIN articles ON articles.id = attachments.article_id AND articles.versions = attachments.version_number
{_where(given, "files_search")}
GROUP BY files.search_id
ORDER BY files.search_id DESC
LIMIT :limit
"""  # noqa: S608 (as above)


FACETS = {"site": "site_id", "section": "section_id", "source": "source", "year": "year", "status": "status"}
"""What a search is divided by, and the columns of `articles` that tell it."""


def facets(given: Collection[str]) -> str:
    """How many of the newest articles that are found have each value of each facet; how many they are has no facet."""
    columns = ", ".join(f"articles.{column} AS {facet}" for facet, column in FACETS.items())
    counts = "\nUNION ALL\n".join(
        f"SELECT '{facet}' AS facet, {facet} AS value, count(*) AS articles\n"
        f"FROM newest WHERE {facet} <> '' GROUP BY {facet}"
        for facet in FACETS
    )
    return f"""
WITH newest AS MATERIALIZED (
SELECT {columns}
{_from(given)}
{_where(given)}
ORDER BY {_row(given)} DESC
LIMIT {NEWEST_FOUND}
)
{counts}
UNION ALL
SELECT NULL, NULL, count(*) FROM newest
"""  # noqa: S608 (as above)


def total(given: Collection[str]) -> str | None:
    """How many articles are found.

    None for words with other conditions: each hit's article would be looked at, which takes longer with every year.
    """
    if "q" in given and len(given) > 1:
        return None
    table = "articles_search" if "q" in given else _ARTICLES
    return f"SELECT count(*) AS articles FROM {table} {_where(given)}"  # noqa: S608 (as above)


NAMES = """
SELECT 'site' AS facet, id AS value, name, NULL AS site FROM sites
UNION ALL
SELECT 'section', sections.id, sections.name, sites.name
FROM sections JOIN sites ON sites.id = sections.site_id
"""


# SQLite would look at each article to learn what this index says.
_ARTICLES = "articles INDEXED BY articles_facets"


def _row(given: Collection[str]) -> str:
    return "articles_search.rowid" if "q" in given else "articles.search_id"


def _from(given: Collection[str]) -> str:
    if "q" in given:
        return f"FROM articles_search JOIN {_ARTICLES} ON articles.search_id = articles_search.rowid"
    return f"FROM {_ARTICLES}"


def _where(given: Collection[str], index: str = "articles_search") -> str:
    conditions = [condition.format(index=index) for name, condition in _CONDITIONS.items() if name in given]
    return "WHERE " + "\n  AND ".join(conditions) if conditions else ""
