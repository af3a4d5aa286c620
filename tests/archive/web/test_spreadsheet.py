"""CSV that nobody's spreadsheet runs."""

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web.spreadsheet import escaped, escaping

RUN = ["=1+1", "+86-386-7210124", "-1+1|cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－x", "＠a"]
LEFT = ["5", "-5", "+5", "-2.5", "1e9", "-1.5E-3", "云岭", "a=b", " =1", "", "'=1"]


def written(*cells: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("cell", RUN)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert read(escaped(written("a", cell, cell))) == [["a", f"'{cell}", f"'{cell}"]]


@pytest.mark.parametrize("cell", LEFT)
def test_numbers_and_other_text_stay_as_they_are(cell: str) -> None:
    assert escaped(written("a", cell, cell)) == written("a", cell, cell)


def test_a_comma_a_quote_or_a_line_break_does_not_hide_a_formula() -> None:
    assert read(escaped(written('=a,"b"', 'x,=1,"y', "x\n=1"))) == [['\'=a,"b"', 'x,=1,"y', "x\n=1"]]


CELLS = st.lists(
    st.lists(st.text(alphabet='=-1a,"\r\n招＝', max_size=6), min_size=2, max_size=4), min_size=1, max_size=4
)


@given(CELLS, st.lists(st.integers(0, 60), max_size=5))
def test_however_a_stream_is_cut_each_cell_is_itself_or_its_escaped_self(
    rows: list[list[str]], cuts: list[int]
) -> None:
    data = "".join(written(*row) for row in rows).encode()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    escape = escaping()
    pieces = [data[start:end] for start, end in pairwise(places)]
    out = b"".join([*(escape(piece, False) for piece in pieces), escape(b"", True)]).decode()
    cells = [cell for row in rows for cell in row]
    got = [cell for row in read(out) for cell in row]
    assert len(got) == len(cells)
    for cell, shown in zip(cells, got, strict=True):
        assert shown in (cell, f"'{cell}")
        assert not shown.startswith(("=", "＝", "\r", "\n"))
