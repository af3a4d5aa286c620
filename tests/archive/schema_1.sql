-- The tables of schema 1, which was the first; without indexes and views.

CREATE TABLE sites (id TEXT PRIMARY KEY, name TEXT NOT NULL, home TEXT NOT NULL, cms TEXT, profile_digest TEXT)
    STRICT;
CREATE TABLE sections (id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES sites (id), name TEXT NOT NULL, url TEXT
    NOT NULL, full_from TEXT) STRICT;
CREATE TABLE listing_pages (identity TEXT PRIMARY KEY, section_id TEXT NOT NULL REFERENCES sections (id), next TEXT,
    run_id TEXT REFERENCES runs (id), read_at TEXT) STRICT;
CREATE TABLE runs (id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES sites (id), started_at TEXT NOT NULL,
    finished_at TEXT, reason TEXT, exit_code INTEGER, requests INTEGER NOT NULL DEFAULT 0, captures INTEGER NOT NULL
    DEFAULT 0, new INTEGER NOT NULL DEFAULT 0, edited INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT
    0, gone INTEGER NOT NULL DEFAULT 0, blocked INTEGER NOT NULL DEFAULT 0, problems INTEGER NOT NULL DEFAULT 0,
    reread INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0, drift INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE captures (id TEXT PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL REFERENCES runs (id),
    site_id TEXT NOT NULL REFERENCES sites (id), url TEXT NOT NULL, captured_at TEXT NOT NULL, status INTEGER, mime
    TEXT, charset TEXT, outcome TEXT NOT NULL, rows INTEGER, redirect_url TEXT, error TEXT, digest TEXT, text_digest
    TEXT, bytes INTEGER NOT NULL, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL,
    UNIQUE (warc_file, warc_offset)) STRICT;
CREATE TABLE articles (id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES sites (id), section_id TEXT REFERENCES
    sections (id), url TEXT NOT NULL, title TEXT, published_at TEXT, published_text TEXT, year INTEGER, source TEXT,
    author TEXT, editor TEXT, body TEXT NOT NULL, script TEXT, readings_removed INTEGER NOT NULL DEFAULT 0, status
    TEXT NOT NULL CHECK (status IN ('live', 'missing', 'gone')), first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    last_changed TEXT NOT NULL, versions INTEGER NOT NULL, misses INTEGER NOT NULL DEFAULT 0, footer_id TEXT
    REFERENCES footers (id), search_id INTEGER NOT NULL UNIQUE) STRICT;
CREATE TABLE versions (article_id TEXT NOT NULL REFERENCES articles (id), number INTEGER NOT NULL, capture_id TEXT NOT
    NULL REFERENCES captures (id), seen_at TEXT NOT NULL, title TEXT, published_at TEXT, published_text TEXT, source
    TEXT, author TEXT, editor TEXT, section TEXT, body TEXT NOT NULL, verbatim TEXT, body_html TEXT NOT NULL, script
    TEXT, readings_removed INTEGER NOT NULL DEFAULT 0, footer_id TEXT REFERENCES footers (id), digest TEXT NOT NULL,
    changed TEXT NOT NULL, extractor TEXT NOT NULL, PRIMARY KEY (article_id, number)) STRICT;
CREATE TABLE events (article_id TEXT NOT NULL REFERENCES articles (id), at TEXT NOT NULL, kind TEXT NOT NULL CHECK
    (kind IN ('new', 'edited', 'missing', 'gone', 'returned', 'moved')), version_number INTEGER, capture_id TEXT NOT
    NULL REFERENCES captures (id), PRIMARY KEY (article_id, at, kind)) STRICT;
CREATE TABLE addresses (url TEXT PRIMARY KEY, own_id TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id),
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL) STRICT;
CREATE TABLE sightings (section_id TEXT NOT NULL REFERENCES sections (id), url TEXT NOT NULL, article_id TEXT NOT
    NULL, title TEXT NOT NULL, date_text TEXT, page TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    PRIMARY KEY (section_id, url)) STRICT;
CREATE TABLE footers (id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES sites (id), sponsor TEXT, organizer TEXT,
    address TEXT, phones TEXT NOT NULL, email TEXT, report_phone TEXT, report_email TEXT, site_id_code TEXT,
    icp_number TEXT, psb_number TEXT, raw_text TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    capture_id TEXT NOT NULL REFERENCES captures (id)) STRICT;
CREATE TABLE attachments (article_id TEXT NOT NULL, version_number INTEGER NOT NULL, url TEXT NOT NULL, name TEXT NOT
    NULL, kind TEXT NOT NULL CHECK (kind IN ('file', 'image')), mime TEXT, digest TEXT, bytes INTEGER, capture_id TEXT
    REFERENCES captures (id), PRIMARY KEY (article_id, version_number, url), FOREIGN KEY (article_id, version_number)
    REFERENCES versions (article_id, number)) STRICT;
CREATE TABLE figures (article_id TEXT NOT NULL, version_number INTEGER NOT NULL, kind TEXT NOT NULL, value REAL, unit
    TEXT NOT NULL, cny REAL, low REAL, high REAL, approx TEXT, of TEXT, text TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, PRIMARY KEY (article_id, version_number, start, kind), FOREIGN KEY (article_id,
    version_number) REFERENCES versions (article_id, number)) STRICT;
CREATE TABLE mentions (article_id TEXT NOT NULL, version_number INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT
    NULL, role TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (article_id, version_number, start,
    kind), FOREIGN KEY (article_id, version_number) REFERENCES versions (article_id, number)) STRICT;
CREATE TABLE readings (capture_id TEXT NOT NULL REFERENCES captures (id), field TEXT NOT NULL, number INTEGER NOT
    NULL, article_id TEXT NOT NULL, value TEXT, extractor TEXT NOT NULL, PRIMARY KEY (capture_id, field, number))
    STRICT;
CREATE TABLE problems (run_id TEXT NOT NULL REFERENCES runs (id), capture_id TEXT REFERENCES captures (id), site_id
    TEXT NOT NULL REFERENCES sites (id), field TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE TABLE frontier (url TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES sites (id), kind TEXT NOT NULL, state
    TEXT NOT NULL, depth INTEGER NOT NULL DEFAULT 0, found_on TEXT, attempts INTEGER NOT NULL DEFAULT 0, due_at TEXT,
    last_outcome TEXT, etag TEXT, last_modified TEXT) STRICT;
CREATE VIRTUAL TABLE articles_search USING fts5 (title, body, content = '',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'");

PRAGMA application_id = 0x5A6F6E65;
PRAGMA user_version = 1;
