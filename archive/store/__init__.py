"""The only package that writes the database: whole records in, one transaction around what belongs together."""

from archive.store.articles import Known
from archive.store.database import NAME, open_for_reading
from archive.store.dump import logical_dump
from archive.store.store import Store

__all__ = ["NAME", "Known", "Store", "logical_dump", "open_for_reading"]
