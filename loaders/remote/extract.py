"""Writing the rows of questions to tables, so that they load, are kept and compare like files."""

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .. import fetching
from .endpoint import Endpoint, Row
from .paging import Question, pages

if TYPE_CHECKING:
    import polars as pl

    from ..columnar.mapping import Node

Notice = Callable[[str], None]
# Between several values of one variable in an answer, and in a cell of a table: no name has it.
UNIT = "\x1f"
SEVERAL = " ‖ "


class Asked(NamedTuple):
    """A question and the file of its table; ``clean`` makes the cells of a row of the answer."""

    question: Question
    file: str
    columns: tuple[str, ...]
    clean: Callable[[Row], Row]


def write(
    endpoint: Endpoint, asked: Sequence[Asked], folder: Path, licence: str, notice: Notice
) -> list[Path]:
    """Ask questions and write a CSV file for each, which appears whole or not at all.

    Parameters
    ----------
    endpoint : Endpoint
        Where to ask.
    asked : sequence of Asked
        What to ask.
    folder : Path
        Where to put the files and their records.
    licence : str
        What the records say of the licence.
    notice : callable
        Is told what the user should know.

    Returns
    -------
    list of Path
        The files, in the order of the questions.

    Raises
    ------
    EndpointError
        A question is not answered in full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_table(endpoint, one, folder / one.file, licence, notice) for one in asked]


def values(cell: str) -> list[str]:
    """Return the values of a variable, in an order that does not depend on the server."""
    return sorted({value.strip() for value in cell.split(UNIT)} - {""})


def joined(row: Row) -> Row:
    """Return a row whose cells hold their values beside each other."""
    return {name: SEVERAL.join(values(cell)) for name, cell in row.items()}


def each(subject: "pl.Expr", predicate: str, name: str) -> "Node":
    """Return the node that says each value in a cell of several ones."""
    from ..columnar.mapping import Node
    from ..columnar.terms import column, text

    return Node(subject, ((predicate, text(column(name))),), split=(name, SEVERAL.strip()))


def _table(
    endpoint: Endpoint, asked: Asked, target: Path, licence: str, notice: Notice
) -> Path:
    part = target.with_name(target.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, asked.columns, lineterminator="\n")
        writer.writeheader()
        done = 0
        for rows in pages(endpoint, asked.question, notice):
            writer.writerows(asked.clean(row) for row in rows)
            done += len(rows)
            notice(f"  {asked.question.name}: {done:,} rows")
    part.replace(target)
    fetching.write_record(target, fetching.Record(
        address=endpoint.address, sha256=fetching.sha256(target), size=target.stat().st_size,
        retrieved=datetime.now(UTC).date().isoformat(), licence=licence, media_type="text/csv",
    ))
    return target
