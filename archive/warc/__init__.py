"""The only package that knows WARC: captures appended to files, read back one by one or in order, torn tails told.

Files lie in the folder `warc/` of an archive, one gzip member a record (ISO 28500:2017, WARC 1.1). The first member
of each is a warcinfo record with the site and the run. A response is a `response` record, or a `revisit` where its body
is one that an earlier record has, and the request beside it; a failure is a `metadata` record with the address; the end
of a run is a `metadata` record without one. So a file tells, in this order, a `Site`, a `Run`, its `Capture`s, and the
`Run` again once it has ended.
"""

from archive.warc.birth import birth_name
from archive.warc.files import final_name, paths, resolve
from archive.warc.members import Member, Torn, members
from archive.warc.reader import Entry, Item, entries, read_all, read_at, record_at
from archive.warc.revisits import as_far_as_kept, whole
from archive.warc.writer import Writer

__all__ = [
    "Entry",
    "Item",
    "Member",
    "Torn",
    "Writer",
    "as_far_as_kept",
    "birth_name",
    "entries",
    "final_name",
    "members",
    "paths",
    "read_all",
    "read_at",
    "record_at",
    "resolve",
    "whole",
]
