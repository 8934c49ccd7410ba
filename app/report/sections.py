"""Sections of the report that show the first rows of an analysis."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from . import cells
from .cells import Cell

if TYPE_CHECKING:
    from clusterkg.graph.result import Result
    from clusterkg.graph.store import KnowledgeGraph

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of the table shown: of the result, with a heading; ``digits`` for a number."""

    name: str
    heading: str
    digits: int | None = None
    number: bool = True

    def cell(self, source: str, key: str, row: Row) -> Cell:
        """Return the cell of a row."""
        value = row[self.name]
        if self.number:
            return cells.number(source, key, self.name, value, self.digits)
        return cells.text(_words(value))


@dataclass(frozen=True)
class Section:
    """What is shown of an analysis.

    Attributes
    ----------
    analysis : str
        Its name in the registry.
    title, about, caption : str
        Heading, a paragraph on how to read it, and the caption of the table.
    columns : tuple of Column
    shown : callable
        The rows of the result's table that are shown.
    finds : callable
        Sentences for the top of the page.
    key : str
        What the section is called in the page; the analysis' name if left out.
    options : tuple of pairs
        What the analysis is told.
    """

    analysis: str
    title: str
    about: str
    caption: str
    columns: tuple[Column, ...]
    shown: Callable[[pl.DataFrame], pl.DataFrame]
    finds: Callable[["Result"], Iterator[str]]
    key: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What the section is called in the page."""
        return self.key or self.analysis

    def command(self, seed: int) -> str:
        """Return the command that prints the whole table."""
        told = "".join(f" --set {name}={value}" for name, value in self.options)
        return f"clusterkg analyse {self.analysis}{told} --seed {seed} -f csv"


@dataclass(frozen=True)
class Shown:
    """A section with its numbers, ready for the page."""

    name: str
    title: str
    about: str
    caption: str
    heads: list[str]
    rows: list[list[Cell]]
    findings: list[str]
    notes: tuple[str, ...]


def show(kg: "KnowledgeGraph", section: Section, seed: int) -> Shown:
    """Run the analysis of a section and lay out what is shown of it."""
    from clusterkg.graph import analyses

    result = analyses.run(kg, section.analysis, seed=seed, **dict(section.options))
    rows = [
        [column.cell(section.name, _key(result, row), row) for column in section.columns]
        for row in section.shown(result.table).iter_rows(named=True)
    ]
    return Shown(
        section.name, section.title, section.about, section.caption,
        [column.heading for column in section.columns], rows, list(section.finds(result)),
        result.notes,
    )


def _key(result: "Result", row: Row) -> str:
    return " ".join(str(row[key]) for key in result.keys)


def _words(value: object) -> str:
    if value is None:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
