"""What a source from outside is: its tables, their columns, and what is known of its origin."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from clusterkg.ontology import rdf

if TYPE_CHECKING:
    import polars as pl

    from .load import Load
    from .mapping import Node


@dataclass(frozen=True)
class Column:
    """One column: its header, and what its cells may hold.

    Parameters
    ----------
    name : str
        The header, and the name by which expressions read it.
    required : bool
        Whether a cell may not be empty.
    rule : str
        The name of a check in :data:`~.checks.RULES`; empty for any text.
    values : tuple of str
        The only values allowed, if any are given.
    pattern : str
        A regular expression (of Rust) that the whole value matches.
    separator : str
        What stands between several values in a cell; rules then hold for each value.
    aliases : tuple of str
        Other headers of the same column, as other editions of the file name it.
    missing : tuple of str
        Values that mean an empty cell, such as ``NA``.
    optional : bool
        Whether the file may lack the column.
    lost_letters : bool
        Whether cells may hold U+FFFD, where the publisher's own file has lost letters.
    maximum_length : int
        The most characters that a cell may hold.
    """

    name: str
    required: bool = False
    rule: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    separator: str = ""
    aliases: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    optional: bool = False
    lost_letters: bool = False
    maximum_length: int = 100_000


class RowCheck(NamedTuple):
    """A rule over several cells of a row; ``wrong`` is true where it is broken."""

    column: str
    rule: str
    hint: str
    wrong: "pl.Expr"


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a source, recognised by its header.

    Parameters
    ----------
    name : str
        What errors call it.
    columns : tuple of Column
        The columns that the source reads.
    nodes : tuple of Node
        What a row describes.
    key : tuple of str
        The columns that name a row; without them, the whole row does.
    checks : tuple of RowCheck
        Rules over several cells.
    prepare : callable, optional
        Adds columns to a batch of good rows; it keeps their number and order.
    delimiter : str
        What separates cells; found in the header line if empty (comma, semicolon, tab).
    encoding : str
        How the bytes of a CSV file spell letters, such as ``utf-8`` or ``cp1252``.
    multiline : bool
        Whether quoted cells may hold line breaks and tabs.
    whole : bool
        Whether ``prepare`` wants all rows of a file at once; at most 100,000 rows then.
    extra : str
        ``ignore`` or ``error``: what a column that is not listed means.
    sheet : str
        The sheet of a workbook; the first one if empty.
    header_row : int
        The line, or row of a sheet, that holds the header, from 1.
    """

    name: str
    columns: tuple[Column, ...]
    nodes: "tuple[Node, ...]"
    key: tuple[str, ...] = ()
    checks: tuple[RowCheck, ...] = ()
    prepare: "Callable[[pl.DataFrame], pl.DataFrame] | None" = None
    delimiter: str = ""
    encoding: str = "utf-8"
    multiline: bool = False
    whole: bool = False
    extra: str = "ignore"
    sheet: str = ""
    header_row: int = 1


Service = Callable[[str, Path, Callable[[str], None]], Sequence[Path]]


@dataclass(frozen=True, eq=False)
class OutsideSource:
    """A source whose files a user has, or fetches.

    ``facts`` gives triples that no row holds; ``whole`` gives all triples of a load where rows do
    not speak for themselves, and reads its rows or files itself. A source behind a SPARQL endpoint
    has a ``service``, which asks the endpoint at an address and writes the files to a folder.
    """

    name: str
    title: str
    origin: str
    licence: str
    tables: tuple[Table, ...]
    attribution: str = ""
    facts: Callable[[], Iterable[rdf.Triple]] = tuple
    service: Service | None = None
    whole: "Callable[[Load], Iterable[rdf.Triple]] | None" = None
