-- The archive's tables. Everything but `frontier` is a pure function of the WARC files; docs/data-model.md tells
-- each table and column with an example. Times are ISO 8601, UTC, but for what a page prints (published_at: +08:00).
-- Ids come from content: 12 characters of base32 of a SHA-256, so they survive a rebuild and a merge.

-- The national economic and technological development zones 国家级经济技术开发区; filled when the database is made.
CREATE TABLE zones (
    name     TEXT PRIMARY KEY,
    province TEXT NOT NULL
) STRICT;

CREATE TABLE sites (
    id             TEXT PRIMARY KEY,     -- the profile's name; with the spider `site`, the host
    name           TEXT NOT NULL,
    home           TEXT NOT NULL,
    cms            TEXT,                 -- that its profile names, else that of most pages; NULL: unknown
    zone           TEXT REFERENCES zones (name),  -- whose site it is; NULL: no national zone's, or it is not known
    profile_digest TEXT
) STRICT;

-- Which CMS families the pages of a site are of; many a site has parts that another system makes.
CREATE TABLE site_families (
    site_id TEXT NOT NULL REFERENCES sites (id),
    cms     TEXT NOT NULL,
    pages   INTEGER NOT NULL,            -- how often one was read that looks like it
    named   INTEGER NOT NULL,            -- 1: the site's profile names it
    PRIMARY KEY (site_id, cms)
) STRICT;

CREATE TABLE sections (
    id      TEXT PRIMARY KEY,            -- of site and address
    site_id TEXT NOT NULL REFERENCES sites (id),
    name    TEXT NOT NULL,
    url     TEXT NOT NULL,               -- its first page
    pages   INTEGER,                     -- how many it says that it has; NULL: it does not say
    full_from TEXT                       -- when the last reading of all its pages in one run began; NULL: never
) STRICT;
CREATE INDEX sections_site ON sections (site_id, name);

-- Which pages list a section: its first page, and each page that one of them named as the next.
CREATE TABLE listing_pages (
    identity   TEXT PRIMARY KEY,         -- of the page's address: archive/urls.py
    section_id TEXT NOT NULL REFERENCES sections (id),
    next       TEXT,                     -- identity of the page that it names as the next; NULL: the last
    run_id     TEXT REFERENCES runs (id),  -- that asked for it last; NULL: none has yet
    read_at    TEXT                      -- NULL: it was not there when last asked for, or never was asked for
) STRICT;
CREATE INDEX listing_pages_section ON listing_pages (section_id);

CREATE TABLE runs (
    id          TEXT PRIMARY KEY,
    site_id     TEXT NOT NULL REFERENCES sites (id),
    started_at  TEXT NOT NULL,
    finished_at TEXT,                    -- NULL: still running, or killed
    reason      TEXT,
    exit_code   INTEGER,
    requests    INTEGER NOT NULL DEFAULT 0,
    captures    INTEGER NOT NULL DEFAULT 0,
    new         INTEGER NOT NULL DEFAULT 0,
    edited      INTEGER NOT NULL DEFAULT 0,
    unchanged   INTEGER NOT NULL DEFAULT 0,
    gone        INTEGER NOT NULL DEFAULT 0,
    blocked     INTEGER NOT NULL DEFAULT 0,
    problems    INTEGER NOT NULL DEFAULT 0,
    reread      INTEGER NOT NULL DEFAULT 0,  -- known articles that answered with a page
    lost        INTEGER NOT NULL DEFAULT 0,  -- of these, read with half the text or a field less
    drift       INTEGER NOT NULL DEFAULT 0   -- 1: so many of them that the site must have been redesigned
) STRICT;
CREATE INDEX runs_site ON runs (site_id, started_at);

CREATE TABLE captures (
    id          TEXT PRIMARY KEY,        -- of record_id
    record_id   TEXT NOT NULL UNIQUE,    -- WARC-Record-ID
    run_id      TEXT NOT NULL REFERENCES runs (id),
    site_id     TEXT NOT NULL REFERENCES sites (id),
    url         TEXT NOT NULL,
    captured_at TEXT NOT NULL,           -- WARC-Date; strictly increasing in an archive
    status      INTEGER,                 -- NULL: no response
    mime        TEXT,                    -- as declared
    charset     TEXT,                    -- by which its text was decoded; NULL: nothing was read
    outcome     TEXT NOT NULL,
    rows        INTEGER,                 -- of a listing
    redirect_url TEXT,                   -- where it sent us
    error       TEXT,                    -- why there is no response
    rendered_from TEXT,                  -- record_id of the response that a browser made it from; NULL: as received
    original_id TEXT,                    -- the capture that has this one's body; NULL: this one, or there is none
    digest      TEXT,                    -- SHA-256 of the body as received; NULL without one
    text_digest TEXT,                    -- of title, text and own date; NULL unless other captures are compared with it
    bytes       INTEGER NOT NULL,        -- of the body as received
    warc_file   TEXT NOT NULL,           -- in the folder warc/
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,        -- of the gzip member
    UNIQUE (warc_file, warc_offset)
) STRICT;
CREATE INDEX captures_url ON captures (url, captured_at);
CREATE INDEX captures_time ON captures (captured_at, record_id);
CREATE INDEX captures_run ON captures (run_id, outcome);
CREATE INDEX captures_digest ON captures (digest) WHERE outcome IN ('ok', 'drift', 'quarantined');
CREATE INDEX captures_text ON captures (text_digest) WHERE text_digest IS NOT NULL;
CREATE INDEX captures_redirect ON captures (redirect_url) WHERE redirect_url IS NOT NULL;

CREATE TABLE articles (
    id               TEXT PRIMARY KEY,   -- of the address: archive/urls.py
    site_id          TEXT NOT NULL REFERENCES sites (id),
    section_id       TEXT REFERENCES sections (id),
    url              TEXT NOT NULL,      -- as fetched
    title            TEXT,
    published_at     TEXT,
    published_text   TEXT,
    year             INTEGER,            -- of published_at
    source           TEXT,
    source_text      TEXT,               -- as printed: 本网, where source is the site's own name
    author           TEXT,
    editor           TEXT,
    reviewer         TEXT,
    index_number     TEXT,               -- of a document: 索引号
    document_number  TEXT,               -- 文号
    issuer           TEXT,               -- 发文机关, else who put it on the site
    written_at       TEXT,               -- 成文日期
    body             TEXT NOT NULL,
    body_kind        TEXT CHECK (body_kind IN ('text', 'image', 'file', 'video')),  -- NULL: there is nothing
    script           TEXT,               -- Hans, Hant (ISO 15924), of the text as published
    readings_removed INTEGER NOT NULL DEFAULT 0,
    status           TEXT NOT NULL CHECK (status IN ('live', 'missing', 'gone')),
    first_seen       TEXT NOT NULL,
    last_seen        TEXT NOT NULL,
    last_changed     TEXT NOT NULL,
    versions         INTEGER NOT NULL,   -- how many
    misses           INTEGER NOT NULL DEFAULT 0,  -- times in a row that it was not there
    footer_id        TEXT REFERENCES footers (id),
    search_id        INTEGER NOT NULL UNIQUE  -- row of articles_search; grows with the date of publication
) STRICT;
CREATE INDEX articles_site ON articles (site_id, published_at, section_id);
CREATE INDEX articles_section ON articles (section_id, published_at);
CREATE INDEX articles_published ON articles (published_at, site_id);
CREATE INDEX articles_source ON articles (source);
CREATE INDEX articles_year ON articles (year);
CREATE INDEX articles_status ON articles (status, site_id, published_at);
CREATE INDEX articles_changed ON articles (last_changed);
-- All that a search filters and counts by, apart from the texts.
CREATE INDEX articles_facets ON articles (search_id, site_id, section_id, source, year, status, published_at);

CREATE TABLE versions (
    article_id       TEXT NOT NULL REFERENCES articles (id),
    number           INTEGER NOT NULL,   -- its order here; cite article, seen_at and digest
    capture_id       TEXT NOT NULL REFERENCES captures (id),
    seen_at          TEXT NOT NULL,
    title            TEXT,
    published_at     TEXT,
    published_text   TEXT,
    dates            TEXT NOT NULL DEFAULT '[]',  -- JSON: all that may be published_at, [{"origin", "at", "text"}]
    source           TEXT,
    source_text      TEXT,
    author           TEXT,
    editor           TEXT,
    reviewer         TEXT,
    section          TEXT,               -- as the page prints it
    index_number     TEXT,
    document_number  TEXT,
    issuer           TEXT,
    written_at       TEXT,
    body             TEXT NOT NULL,
    body_kind        TEXT,
    verbatim         TEXT,               -- the body as published, where `body` is a restored one
    body_html        TEXT NOT NULL,      -- sanitised
    script           TEXT,
    readings_removed INTEGER NOT NULL DEFAULT 0,
    footer_id        TEXT REFERENCES footers (id),
    digest           TEXT NOT NULL,      -- SHA-256 of canonical JSON of what is compared
    whole            INTEGER NOT NULL DEFAULT 1,  -- 0: told in several pages, of which one was not read yet
    changed          TEXT NOT NULL,      -- JSON array of the fields that differ from the version before
    extractor        TEXT NOT NULL,      -- the version of the program that read it
    provenance       TEXT NOT NULL DEFAULT '{}',  -- JSON by field: {"rule", "where", "start", "end"}
    PRIMARY KEY (article_id, number)
) STRICT;
CREATE INDEX versions_capture ON versions (capture_id);

-- Articles that a site tells in several pages: each page as it was last read, for a change of one is one of the article.
CREATE TABLE parts (
    own_id     TEXT NOT NULL,            -- the id that an article at the address of its first page has
    number     INTEGER NOT NULL,         -- in the address of the page; 0: the first
    identity   TEXT NOT NULL UNIQUE,     -- of the address of the page: archive/urls.py
    capture_id TEXT NOT NULL REFERENCES captures (id),
    reading    TEXT NOT NULL,            -- JSON: what was read of this page alone
    PRIMARY KEY (own_id, number)
) STRICT;
CREATE INDEX parts_capture ON parts (capture_id);

CREATE TABLE events (
    article_id     TEXT NOT NULL REFERENCES articles (id),
    at             TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'missing', 'gone', 'returned', 'moved')),
    version_number INTEGER,
    capture_id     TEXT NOT NULL REFERENCES captures (id),
    PRIMARY KEY (article_id, at, kind)
) STRICT;
CREATE INDEX events_time ON events (at);
CREATE INDEX events_later ON events (at) WHERE kind <> 'new';

CREATE TABLE addresses (
    url        TEXT PRIMARY KEY,
    own_id     TEXT NOT NULL,            -- the id that an article at this address has; another if it moved here
    article_id TEXT NOT NULL REFERENCES articles (id),
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL
) STRICT;
CREATE INDEX addresses_article ON addresses (article_id);
CREATE INDEX addresses_own ON addresses (own_id);

CREATE TABLE sightings (
    section_id TEXT NOT NULL REFERENCES sections (id),
    url        TEXT NOT NULL,
    article_id TEXT NOT NULL,            -- the id that an article at this address has, whether we have it or not
    title      TEXT NOT NULL,
    date_text  TEXT,
    published_at TEXT,                   -- date_text as understood
    year_inferred INTEGER NOT NULL DEFAULT 0,  -- 1: no year is printed
    page       TEXT NOT NULL,            -- identity of the page that listed it last
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    PRIMARY KEY (section_id, url)
) STRICT;
CREATE INDEX sightings_page ON sightings (page, last_seen);
CREATE INDEX sightings_url ON sightings (url);
CREATE INDEX sightings_article ON sightings (article_id, first_seen);

CREATE TABLE footers (
    id           TEXT PRIMARY KEY,       -- of site and content
    site_id      TEXT NOT NULL REFERENCES sites (id),
    sponsor      TEXT,
    organizer    TEXT,
    address      TEXT,
    phones       TEXT NOT NULL,          -- JSON: [{"label", "number"}]
    email        TEXT,
    report_phone TEXT,
    report_email TEXT,
    site_id_code TEXT,
    icp_number   TEXT,
    psb_number   TEXT,
    raw_text     TEXT NOT NULL,
    first_seen   TEXT NOT NULL,
    last_seen    TEXT NOT NULL,
    capture_id   TEXT NOT NULL REFERENCES captures (id)  -- the first that showed it
) STRICT;
CREATE INDEX footers_site ON footers (site_id, first_seen);

-- A distinct file, whatever its addresses.
CREATE TABLE files (
    digest     TEXT PRIMARY KEY,         -- SHA-256 of the file
    mime       TEXT NOT NULL,            -- by its bytes
    bytes      INTEGER NOT NULL,
    text       TEXT,                     -- of PDF, docx, xlsx and plain text; NULL: not read, or there is none
    members    TEXT NOT NULL,            -- JSON: the names of the files in a zip
    capture_id TEXT NOT NULL REFERENCES captures (id),  -- the first that brought it
    search_id  INTEGER NOT NULL UNIQUE   -- row of files_search; grows with the day of that capture
) STRICT;

-- Which file stood at an address, from when to when.
CREATE TABLE file_addresses (
    identity   TEXT NOT NULL,            -- of the address: archive/urls.py
    digest     TEXT NOT NULL REFERENCES files (digest),
    name       TEXT,                     -- what the answer calls it
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    capture_id TEXT NOT NULL REFERENCES captures (id),  -- that brought it there first
    PRIMARY KEY (identity, first_seen)
) STRICT;
CREATE INDEX file_addresses_digest ON file_addresses (digest);
CREATE INDEX file_addresses_capture ON file_addresses (capture_id);

CREATE TABLE attachments (
    article_id     TEXT NOT NULL,
    version_number INTEGER NOT NULL,
    url            TEXT NOT NULL,
    identity       TEXT NOT NULL,        -- of url
    label          TEXT NOT NULL,        -- what the page calls it; empty where it does not
    name           TEXT NOT NULL,        -- the label, else what the answer calls the file, else the address
    kind           TEXT NOT NULL CHECK (kind IN ('file', 'image')),
    mime           TEXT,                 -- these four: of the last file there before the version was replaced, or
    digest         TEXT REFERENCES files (digest),  -- the first after; NULL: linked, not fetched
    bytes          INTEGER,
    capture_id     TEXT REFERENCES captures (id),
    PRIMARY KEY (article_id, version_number, url),
    FOREIGN KEY (article_id, version_number) REFERENCES versions (article_id, number)
) STRICT;
CREATE INDEX attachments_identity ON attachments (identity);
CREATE INDEX attachments_digest ON attachments (digest);

CREATE TABLE figures (
    article_id     TEXT NOT NULL,
    version_number INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    value          REAL,
    unit           TEXT NOT NULL,
    cny            REAL,
    low            REAL,
    high           REAL,
    approx         TEXT,
    of             TEXT,
    text           TEXT NOT NULL,
    start          INTEGER NOT NULL,     -- characters of versions.body
    "end"          INTEGER NOT NULL,
    PRIMARY KEY (article_id, version_number, start, kind),
    FOREIGN KEY (article_id, version_number) REFERENCES versions (article_id, number)
) STRICT;

CREATE TABLE mentions (
    article_id     TEXT NOT NULL,
    version_number INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    role           TEXT,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    PRIMARY KEY (article_id, version_number, start, kind),
    FOREIGN KEY (article_id, version_number) REFERENCES versions (article_id, number)
) STRICT;
CREATE INDEX mentions_name ON mentions (name);

-- What earlier extractors read where the present one reads otherwise. A rebuild carries it over from the database
-- that it replaces: the only thing here that the captures alone do not tell.
CREATE TABLE readings (
    capture_id TEXT NOT NULL REFERENCES captures (id),
    field      TEXT NOT NULL,            -- of versions, or attachments
    number     INTEGER NOT NULL,         -- 1 is that of the oldest extractor
    article_id TEXT NOT NULL,            -- as it was then
    value      TEXT,                     -- NULL: nothing was read; of attachments, a JSON array of addresses
    extractor  TEXT NOT NULL,            -- that read it
    PRIMARY KEY (capture_id, field, number)
) STRICT;
CREATE INDEX readings_article ON readings (article_id);

CREATE TABLE problems (
    run_id     TEXT NOT NULL REFERENCES runs (id),
    capture_id TEXT REFERENCES captures (id),
    site_id    TEXT NOT NULL REFERENCES sites (id),
    field      TEXT NOT NULL,
    message    TEXT NOT NULL
) STRICT;
CREATE INDEX problems_run ON problems (run_id);
CREATE INDEX problems_capture ON problems (capture_id);

-- What we know of and when it is due. The only table that a rebuild derives from the others.
CREATE TABLE frontier (
    url           TEXT PRIMARY KEY,
    site_id       TEXT NOT NULL REFERENCES sites (id),
    kind          TEXT NOT NULL,         -- home, section, page, article, footer, sitemap, file
    state         TEXT NOT NULL,         -- known, done, failed, absent, refused, poison
    depth         INTEGER NOT NULL DEFAULT 0,
    found_on      TEXT,                  -- the page that linked it first
    found_by      TEXT,                  -- seed, link, listing, pager, sitemap, feed, api; NULL: it was never found
    attempts      INTEGER NOT NULL DEFAULT 0,  -- failures of one kind in a row
    due_at        TEXT,                  -- NULL: never again, or while another address gives the same page
    last_outcome  TEXT,
    etag          TEXT,
    last_modified TEXT
) STRICT;
CREATE INDEX frontier_due ON frontier (site_id, due_at);
-- What a run asks for whatever its budget: few, however many articles wait for another look.
CREATE INDEX frontier_free ON frontier (site_id, due_at)
    WHERE NOT (kind = 'article' AND coalesce(last_outcome, '') IN ('ok', 'unchanged'));

-- Title and body, folded in script and width by archive/text.py, each two neighbouring characters a word. The text itself
-- is in `articles`. To `ascii` all that is not ASCII is part of a word.
CREATE VIRTUAL TABLE articles_search USING fts5 (
    title, body, content = '', tokenize = "ascii tokenchars '_'"
);
-- Five hundred articles are written in few parts, and eight parts, not four, made one: docs/decisions/0020-search-later.md.
INSERT INTO articles_search (articles_search, rank) VALUES ('hashsize', 8388608), ('automerge', 8);

-- The text of files and the names of what is packed in them, folded like articles. The text is in `files`.
CREATE VIRTUAL TABLE files_search USING fts5 (
    text, members, content = '', tokenize = "ascii tokenchars '_'"
);

-- What these indexes lack: a crawl adds texts to them some hundred at a time, and the last when it ends.
CREATE TABLE unindexed (
    kind      TEXT NOT NULL CHECK (kind IN ('article', 'file')),
    search_id INTEGER NOT NULL,          -- of articles or files
    PRIMARY KEY (kind, search_id)
) STRICT, WITHOUT ROWID;

-- Views for readers.

CREATE VIEW changes AS
SELECT date(events.at) AS day, events.at, events.kind, articles.site_id, articles.id AS article_id, articles.title,
       events.version_number, versions.changed, events.capture_id
FROM events
JOIN articles ON articles.id = events.article_id
LEFT JOIN versions ON versions.article_id = events.article_id AND versions.number = events.version_number
WHERE events.kind IN ('new', 'edited', 'gone')
   OR (events.kind = 'returned' AND 'gone' = (  -- one that was only missing was never told as lost
       SELECT earlier.kind FROM events AS earlier
       WHERE earlier.article_id = events.article_id AND earlier.at < events.at
         AND earlier.kind IN ('missing', 'gone', 'returned')
       ORDER BY earlier.at DESC, earlier.kind LIMIT 1))
ORDER BY events.at DESC;

-- Files that were replaced by others at their address while an article linked them. Its page may be as it was.
CREATE VIEW replaced_files AS
SELECT date(later.first_seen) AS day, later.first_seen AS at, articles.site_id, articles.id AS article_id, articles.title,
       attachments.name, attachments.url, earlier.digest AS before, earlier.capture_id AS before_capture_id,
       later.digest AS after, later.capture_id AS after_capture_id
FROM file_addresses AS later
JOIN file_addresses AS earlier ON earlier.identity = later.identity AND earlier.first_seen = (
    SELECT max(first_seen) FROM file_addresses WHERE identity = later.identity AND first_seen < later.first_seen)
JOIN attachments ON attachments.identity = later.identity
JOIN versions ON versions.article_id = attachments.article_id AND versions.number = attachments.version_number
LEFT JOIN versions AS following ON following.article_id = versions.article_id AND following.number = versions.number + 1
JOIN articles ON articles.id = attachments.article_id
WHERE versions.seen_at < later.first_seen AND coalesce(following.seen_at, '9999') > later.first_seen
ORDER BY at DESC;

CREATE VIEW removed AS
SELECT articles.id AS article_id, articles.site_id, articles.title, articles.published_at, articles.url,
       articles.status, articles.last_seen,
       (SELECT max(at) FROM events WHERE events.article_id = articles.id AND kind IN ('missing', 'gone')) AS since
FROM articles
WHERE articles.status IN ('missing', 'gone')
ORDER BY since DESC;

-- Absence from a listing proves nothing of the article, and is known only of a listing that was read to its end.
CREATE VIEW delisted AS
SELECT articles.id AS article_id, articles.site_id, articles.title, articles.published_at, articles.url,
       articles.last_seen, max(sightings.last_seen) AS last_listed, max(sections.full_from) AS read_in_full
FROM articles
JOIN addresses ON addresses.article_id = articles.id
JOIN sightings ON sightings.article_id = addresses.own_id
JOIN sections ON sections.id = sightings.section_id
WHERE articles.status = 'live'
GROUP BY articles.id
HAVING min(sightings.last_seen < coalesce(sections.full_from, '')) = 1
ORDER BY last_listed DESC;

CREATE VIEW footer_history AS
SELECT site_id, first_seen, last_seen, sponsor, organizer, address, phones, email, report_phone, report_email,
       site_id_code, icp_number, psb_number, id AS footer_id
FROM footers
ORDER BY site_id, first_seen;

CREATE VIEW monthly AS
SELECT site_id, substr(published_at, 1, 7) AS month, count(*) AS articles, sum(versions > 1) AS edited,
       sum(status = 'gone') AS gone
FROM articles
WHERE published_at IS NOT NULL
GROUP BY site_id, month
ORDER BY site_id, month;

-- By site and month of publication, where the article or its listing gives a date; else month of first sight.
CREATE VIEW coverage AS
WITH listed AS (
    SELECT sections.site_id, sightings.url, sightings.article_id, min(sightings.published_at) AS published_at,
           min(sightings.first_seen) AS first_seen
    FROM sightings JOIN sections ON sections.id = sightings.section_id
    GROUP BY sections.site_id, sightings.url
), latest AS (
    SELECT url, outcome, max(captured_at) AS captured_at FROM captures GROUP BY url
)
SELECT listed.site_id,
       substr(coalesce(articles.published_at, listed.published_at, listed.first_seen), 1, 7) AS month,
       count(*) AS listed,
       sum(latest.url IS NOT NULL OR articles.id IS NOT NULL) AS fetched,
       sum(articles.id IS NOT NULL) AS parsed,
       sum(coalesce(latest.outcome IN ('blocked', 'js_required', 'refused'), 0)) AS blocked,
       sum(coalesce(latest.outcome IN (
           'error', 'maintenance', 'truncated', 'not_found', 'soft_404', 'gone', 'redirect_home', 'too_large',
           'parse_limit', 'drift', 'quarantined', 'poison'), 0)) AS failed
FROM listed
LEFT JOIN latest ON latest.url = listed.url
LEFT JOIN articles ON articles.id =  -- by whatever spelling of its address it was fetched
    (SELECT addresses.article_id FROM addresses WHERE addresses.own_id = listed.article_id LIMIT 1)
GROUP BY listed.site_id, month
ORDER BY listed.site_id, month;
