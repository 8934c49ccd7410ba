"""From rows as read to rows to write: cells cleaned, rules applied, duplicates found."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from clusterkg.loaders.reject import Reject

from . import checks
from .kept import Kept, Verdict
from .rows import Rows
from .source import Table


def judged(
    rows: Rows, table: Table, kept: Kept, name: str
) -> tuple[pl.DataFrame, Verdict, list[Reject]]:
    """Return the good rows of a batch, what becomes of each, and all rejects in file order."""
    cells = _cells(rows.frame, table).with_columns(pl.Series("#line", rows.lines))
    wrong = cells.select(checks.screen(table).alias("wrong"))["wrong"]
    good = cells.filter(~wrong) if wrong.any() else cells
    good = table.prepare(good) if table.prepare else good
    verdict = kept.judge(good)
    places = (~wrong).arg_true().to_numpy()
    rejects = [
        *rows.rejects, *_faults(cells, rows, table, wrong, name),
        *_at_odds(good, rows, kept, verdict, places, name),
    ]
    return good, verdict, sorted(rejects, key=lambda reject: reject.line)


def _cells(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the cells without blanks around them; empty and missing ones are null."""
    return frame.with_columns(pl.all().str.strip_chars()).select(
        pl.when(~pl.col(column.name).is_in(["", *column.missing])).then(pl.col(column.name))
        for column in table.columns
    )


def _faults(
    cells: pl.DataFrame, rows: Rows, table: Table, wrong: pl.Series, name: str
) -> Iterator[Reject]:
    bad = cells.filter(wrong)
    broken = checks.first_broken(bad, table)
    for at, (place, check) in enumerate(zip(wrong.arg_true(), broken, strict=True)):
        value = bad[check.column][at] or ""
        line, found = int(bad["#line"][at]), rows.found(place)
        yield Reject(name, line, check.column, check.rule, value, check.hint, found)


def _at_odds(
    good: pl.DataFrame, rows: Rows, kept: Kept, verdict: Verdict,
    places: np.ndarray[tuple[int], np.dtype[np.int64]], name: str,
) -> Iterator[Reject]:
    for at in map(int, np.flatnonzero(verdict.odds >= 0)):
        odds = kept.odds(int(verdict.odds[at]))
        value = " ".join(str(good[column][at]) for column in odds.key)
        line, found = int(good["#line"][at]), rows.found(int(places[at]))
        yield Reject(name, line, odds.columns, odds.rule, value, odds.hint, found)
