"""Reading a page: pure functions from a parsed document to plain values; no I/O, no clock."""
