"""What we keep: captures in WARC, and the tables that are read out of them. Imports nothing of the crawler."""
