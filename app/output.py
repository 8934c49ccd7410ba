"""Writing tables and answers to a file or to standard output."""

import io
import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import polars as pl

    from clusterkg.graph.answer import Answer

TABLE_FORMATS = ("table", "csv", "tsv", "json", "parquet")
ANSWER_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "parquet")
_CELL = 60


def write_bytes(data: bytes, output: str) -> None:
    """Write bytes to a file, or to standard output for ``-``."""
    with click.open_file(output, "wb") as file:
        file.write(data)


def write_table(table: "pl.DataFrame", form: str, output: str) -> None:
    """Write a table; lists are joined by ``;`` where the format has no lists."""
    write_bytes(_table_bytes(table, form), output)


def write_answer(answer: "Answer", form: str, output: str) -> None:
    """Write the answer to a query; json is SPARQL 1.1 JSON, and a graph's table is Turtle."""
    if form == "table" and answer.gives_triples():
        write_bytes(answer.serialize("ttl"), output)
    elif form in ("table", "parquet"):
        write_table(answer.to_polars(), form, output)
    else:
        write_bytes(answer.serialize(form), output)


def say(message: str) -> None:
    """Print a message for people to standard error."""
    click.echo(message, err=True)


def _table_bytes(table: "pl.DataFrame", form: str) -> bytes:
    if form == "json":
        return (json.dumps(table.to_dicts(), indent=1, ensure_ascii=False) + "\n").encode()
    if form == "parquet":
        buffer = io.BytesIO()
        table.write_parquet(buffer)
        return buffer.getvalue()
    flat = _flat(table)
    if form == "table":
        return _text_table(flat).encode()
    return flat.write_csv(separator="\t" if form == "tsv" else ",").encode()


def _flat(table: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    return table.with_columns(
        pl.col(name).list.join(";") for name, kind in table.schema.items() if kind == pl.List
    )


def _text_table(table: "pl.DataFrame") -> str:
    rows = [table.columns, *([_shown(cell) for cell in row] for row in table.rows())]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    right = [kind.is_numeric() for kind in table.dtypes]
    lines = [
        "  ".join(
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, numeric in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n"


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4g}"
    text = str(cell)
    # Off a terminal a table is read by programs too: nothing is cut.
    return text if len(text) <= _CELL or not sys.stdout.isatty() else text[: _CELL - 1] + "…"
