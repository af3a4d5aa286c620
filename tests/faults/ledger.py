"""What the fault suite found: for each fault how often it was tried, how often survived, and its control."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Row:
    """One fault. `control` says what went wrong with the guard taken out; `measured` what else is worth telling."""

    id: str
    words: str
    tries: int = 0
    survived: int = 0
    control: str = ""
    measured: str = ""
    lost: list[str] = field(default_factory=list)

    def tried(self, survived: bool, what: object) -> None:
        """Count one try; `what` names it, should it not have been survived."""
        self.tries += 1
        self.survived += survived
        if not survived:
            self.lost.append(str(what))

    def red(self, control: str, is_red: bool) -> None:
        """The same fault without the guard: if that is survived too, the test proves nothing, and fails."""
        assert is_red, f"{self.id}: the control is green: {control}"
        self.control = "; ".join(filter(None, (self.control, control)))


class Ledger:
    """The rows of one run of the suite; `full` is whether every fault is tried as often as it should be."""

    def __init__(self, path: Path | None) -> None:
        self.full = path is not None
        self._path = path

    def times(self, full: int, few: int) -> int:
        """How many tries: all of them, or as many as a quick look affords."""
        return full if self.full else few

    @contextmanager
    def row(self, id: str, words: str) -> Iterator[Row]:
        """Try one fault. It is written down however the block ends; it fails if any try was not survived."""
        row = Row(id, words)
        try:
            yield row
            assert row.tries, "nothing was tried"
            assert not row.lost, f"{id}: {len(row.lost)} of {row.tries} not survived: {row.lost[:10]}"
            assert row.control, f"{id} has no control"
        except Exception as error:
            row.lost.append(str(error)[:200])
            raise
        finally:
            self._keep(row)

    def _keep(self, row: Row) -> None:
        if self._path is None:
            return
        rows = load(self._path)
        rows[row.id] = row
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(each) for each in rows.values()], ensure_ascii=False, indent=1)
        self._path.write_text(text + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, Row]:
    """The rows of an earlier part of the suite, by id."""
    if not path.exists():
        return {}
    return {each["id"]: Row(**each) for each in json.loads(path.read_text(encoding="utf-8"))}
