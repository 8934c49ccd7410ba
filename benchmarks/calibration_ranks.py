"""Do rank intervals hold the true rank when members are hidden at random?

The truth is the partnerships of two generations of European Strategic Cluster Partnerships that
list every member they state, all of them cluster organisations. See
`clusterkg.graph.uncertainty.calibration` for what is hidden, asked and counted.

    OMP_NUM_THREADS=1 python benchmarks/calibration_ranks.py build/kg --runs 1000 --save

prints a table and, with ``--save``, puts it beside the package's own code, where
``reliability`` reads it. Runs take turns over the shares missing; the table is printed, and
saved, every fifty runs. ``--measures`` runs some only and leaves the others as they are stored.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl

from clusterkg.graph import open_graph
from clusterkg.graph.network import TwoMode
from clusterkg.graph.proportion import wilson
from clusterkg.graph.uncertainty.calibration import (
    CHOSEN,
    STORED,
    calibrate,
    fully_listed,
    stored,
)
from clusterkg.graph.uncertainty.measures import NAMES, Measure, named
from clusterkg.graph.uncertainty.rank_intervals import Drawing

SHARES = (0.10, 0.25, 0.40, 0.50)
INSTRUMENTS = ("ESCP-4i", "ESCP-4x")
LEVEL, DRAWING = 0.95, Drawing(samples=39, seed=1)
EVERY = 50
HEAD = """\
# Coverage of rank intervals when memberships of a fully listed network are hidden at random.
# Made by: python benchmarks/calibration_ranks.py build/kg --runs 1000 --save
# covered of runs intervals held the whole range of true ranks; low, high: 95 % Wilson interval.
"""


def main() -> None:
    """Run the calibration, print it, and save it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--measures", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--shares", nargs="+", type=float, default=SHARES)
    parser.add_argument("--save", nargs="?", type=Path, const=STORED)
    options = parser.parse_args()
    truth = _truth(options.graph)
    print(f"{truth.rows.height} organisations, {truth.columns.height} partnerships, "
          f"{truth.incidence.nnz} memberships", flush=True)
    measures = [named(name) for name in options.measures]
    covered: Counter[tuple[str, float, str]] = Counter()
    began = time.process_time()
    for run in range(1, options.runs + 1):
        _hide_once(truth, measures, options.shares, run, covered)
        if run % EVERY == 0 or run == options.runs:
            table = _table(options.measures, options.shares, covered, run)
            _show(table, f"{run} runs, {time.process_time() - began:,.0f} s of processor")
            if options.save:
                _save(table, options.save)


def _truth(graph: Path) -> TwoMode:
    two_mode = open_graph(graph).two_mode(instruments=INSTRUMENTS, kinds=["cluster"])
    return fully_listed(two_mode)


def _hide_once(
    truth: TwoMode, measures: Sequence[Measure], shares: Sequence[float], run: int,
    covered: Counter[tuple[str, float, str]],
) -> None:
    everyone = np.ones(truth.rows.height, dtype=np.bool_)
    for share in shares:
        found = calibrate(truth, everyone, measures, share, run, DRAWING, LEVEL)
        covered.update({(name, share, chosen): held for name, chosen, held in found})


def _table(
    names: Sequence[str], shares: Sequence[float], covered: Counter[tuple[str, float, str]],
    runs: int,
) -> pl.DataFrame:
    rows = []
    for name, share, chosen in product(names, shares, CHOSEN):
        hits = covered[name, share, chosen]
        low, high = (round(bound, 4) for bound in wilson(hits, runs))
        rows.append((name, share, chosen, runs, LEVEL, hits, low, high))
    names_of = ["measure", "missing", "chosen", "runs", "nominal", "covered", "low", "high"]
    return pl.DataFrame(rows, schema=names_of, orient="row")


def _show(table: pl.DataFrame, title: str) -> None:
    print(f"\n{title}\n{'measure':<24}{'missing':>8}  {'chosen':<11}covered  95 % interval")
    for row in table.iter_rows(named=True):
        print(f"{row['measure']:<24}{row['missing']:>8.0%}  {row['chosen']:<11}"
              f"{row['covered'] / row['runs']:>6.1%}   {row['low']:.1%} to {row['high']:.1%}",
              flush=True)


def _save(table: pl.DataFrame, path: Path) -> None:
    if path.exists():
        others = stored(path).join(table, on=["measure", "missing"], how="anti")
        table = pl.concat([others, table])
    rank = {name: place for place, name in enumerate(NAMES)}
    table = table.sort(pl.col("measure").replace_strict(rank), "missing", "chosen")
    path.write_text(HEAD + table.write_csv(), encoding="utf-8")


if __name__ == "__main__":
    main()
