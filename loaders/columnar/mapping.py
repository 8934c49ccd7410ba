"""What a row says: nodes with their pairs, and the N-Triples of a batch of rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterkg.ontology import rdf

from .terms import parts

_SLICE = 2_000
Pair = tuple[str, pl.Expr | None]


@dataclass(frozen=True, eq=False)
class Node:
    """One thing that a row describes.

    Parameters
    ----------
    subject : polars.Expr
        Its N-Triples term; where it is null, nothing is said.
    pairs : tuple of (str, polars.Expr)
        Predicate (a CURIE) and N-Triples term; null terms are left out.
    when : polars.Expr, optional
        Only the rows where this is true.
    split : tuple of (str, str), optional
        A column and the separator of its values: each value makes the node anew.
    once : bool
        Whether many rows tell of the same thing: it is written from the first one, and a row
        with other values in the columns of ``pairs`` is rejected. Rows that are not ``when``, or
        where the subject is null, tell nothing of it.
    first : bool
        As ``once``, but a row may say otherwise: what it says of this thing is not written.
    """

    subject: pl.Expr
    pairs: tuple[Pair, ...]
    when: pl.Expr | None = None
    split: tuple[str, str] | None = None
    once: bool = False
    first: bool = False

    @property
    def key_columns(self) -> list[str]:
        """The columns that make the subject."""
        return sorted(set(self.subject.meta.root_names()))

    @property
    def value_columns(self) -> list[str]:
        """The columns that make the values and not the subject."""
        names = {name for _, value in self.pairs if value is not None
                 for name in value.meta.root_names()}
        return sorted(names - set(self.key_columns))


def said(frame: pl.DataFrame, node: Node, graph: str = "") -> Iterator[bytes]:
    """Yield what a node says of each row, as N-Triples, or N-Quads of a graph (an IRI)."""
    pairs = [(predicate, value) for predicate, value in node.pairs if value is not None]
    rows = _rows(frame, node)
    if not pairs or rows.is_empty():
        return
    end = f" {rdf.iri(graph)} .\n" if graph else " .\n"
    terms = rows.select(
        node.subject.alias("s"), *(value.alias(f"o{at}") for at, (_, value) in enumerate(pairs))
    ).filter(pl.col("s").is_not_null())
    lines = pl.concat_str(list(_pieces(pairs, end, terms)), ignore_nulls=True)
    # Small pieces stay in memory that the processor has at hand.
    for part in terms.iter_slices(_SLICE):
        yield part.select(lines.str.join("").cast(pl.Binary)).item()


def telling(frame: pl.DataFrame, node: Node) -> NDArray[np.bool_]:
    """Return which rows say anything of a node."""
    rows = _rows(frame.with_row_index("#row"), node)
    found = np.zeros(frame.height, dtype=np.bool_)
    found[rows.filter(node.subject.is_not_null())["#row"].to_numpy()] = True
    return found


def _rows(frame: pl.DataFrame, node: Node) -> pl.DataFrame:
    if node.split:
        name, separator = node.split
        frame = frame.with_columns(parts(pl.col(name), separator)).explode(name)
    return frame if node.when is None else frame.filter(node.when)


def _pieces(
    pairs: list[tuple[str, pl.Expr]], end: str, terms: pl.DataFrame
) -> Iterator[pl.Expr]:
    for at, (predicate, _) in enumerate(pairs):
        between = pl.lit(f" {rdf.iri(predicate)} ")
        line = (pl.col("s"), between, pl.col(f"o{at}"), pl.lit(end))
        if terms[f"o{at}"].null_count():
            # Null where the value is null: then the triple is not said.
            yield pl.concat_str(line)
        else:
            yield from line
