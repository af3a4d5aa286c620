"""Rows into a Parquet file; imported only where it is asked for, as it needs the extra `pack`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

_TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}


@contextmanager
def writer(
    path: Path, names: Sequence[str], types: Sequence[str]
) -> Iterator[Callable[[Sequence[tuple[Any, ...]]], None]]:
    """Give a function that appends rows; the types are Frictionless's string, integer and number."""
    schema = pa.schema([pa.field(name, _TYPES[kind]) for name, kind in zip(names, types, strict=True)])
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:

        def write(rows: Sequence[tuple[Any, ...]]) -> None:
            columns = zip(*rows, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            file.write_table(pa.table(arrays, schema=schema))

        yield write
