"""Writes docs/reliability.md from what the fault suite found: python -m tests.faults.table RESULTS.json"""

import re
import sys
from pathlib import Path

from tests.faults.ledger import Row, load

TARGET = Path(__file__).parents[2] / "docs" / "reliability.md"
GROUPS = {
    "A": "The way from the site",
    "B": "Pages made to harm a reader",
    "C": "Where requests may go",
    "D": "Traps, and manners",
    "E": "An outage is not an edit",
    "F": "Crashes, disks, operators",
    "G": "Readers and the server",
    "H": "Secrets, sockets, supply",
}
HEAD = """# Reliability

Each row is a way in which things go wrong, tried on purpose by the suite in `tests/faults/`. A try is survived when
nothing that was acknowledged is lost, nothing false is recorded and the limits hold that the test names. A row counts
only with its control: the same fault with the guard taken out, which has to go wrong, or the test would prove nothing.

`make faults` runs the whole suite and writes this page; `make test` runs the quick part of it with fewer tries.
"""


def page(rows: dict[str, Row]) -> str:
    """The document: a table for each group of faults that has rows."""
    parts = [HEAD]
    tries, survived = sum(row.tries for row in rows.values()), sum(row.survived for row in rows.values())
    parts.append(f"{len(rows)} faults, {tries} tries, {survived} survived.\n")
    for letter, title in GROUPS.items():
        found = sorted((row for row in rows.values() if row.id.startswith(letter)), key=_order)
        if found:
            lines = [_line(row) for row in found]
            parts.append("\n".join([f"## {title}\n", "| | fault | tries | survived | control: without the guard … |"]))
            parts[-1] += "\n" + "\n".join(["|---|---|--:|--:|---|", *lines]) + "\n"
    return "\n".join(parts)


def _order(row: Row) -> int:
    return int(re.sub(r"\D", "", row.id))


def _line(row: Row) -> str:
    words = f"{row.words} ({row.measured})" if row.measured else row.words
    survived = str(row.survived) if row.survived == row.tries and not row.lost else f"**{row.survived}**"
    cells = (row.id, words, str(row.tries), survived, row.control or "**none**")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    TARGET.write_text(page(load(Path(sys.argv[1]))), encoding="utf-8")
