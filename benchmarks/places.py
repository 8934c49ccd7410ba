"""How often the regions found for cities are right, on a sample labelled twice by hand.

    python benchmarks/places.py [BOUNDARIES]

The sample (``tests/samples``) was drawn from ECCP's profiles and labelled before the code was
written; an empty label is a cell that cannot be answered. Prints, for names alone and with
boundaries (by default those of ``../shared/data``, if they are there), the share of rows answered
and the share of answers that are right, with Wilson intervals of 95 %. An answer where the label
is empty counts as wrong.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import polars as pl

from clusterkg.loaders.locating import Boundaries, locate, read_boundaries

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
BOUNDARIES = ROOT.parent / "shared" / "data" / "nuts" / "nuts2json_20M_3.topo.json"


class Verdict(NamedTuple):
    """Rows of a sample: how many, answered, answered rightly, and those that are wrong."""

    rows: int
    answered: int
    right: int
    reasons: Counter[str]
    wrong: pl.DataFrame


def sample() -> pl.DataFrame:
    """Return line, name, country, city and label (``label``, empty where there is none)."""
    cities = pl.read_csv(SAMPLES / "cities.csv", infer_schema=False)
    labels = pl.read_csv(SAMPLES / "city_labels.csv", infer_schema=False)
    return cities.join(labels.select("line", label=pl.col("nuts3").fill_null("")), on="line",
                       validate="1:1")


def judge(boundaries: Boundaries | None = None) -> Verdict:
    """Locate the sample's cities and compare them with the labels."""
    table = sample()
    found = locate(table, boundaries)
    answers = found.filter(pl.col("nuts3").is_not_null())
    wrong = answers.filter(pl.col("nuts3") != pl.col("label"))
    reasons = Counter(found["reason"].drop_nulls().to_list())
    return Verdict(table.height, answers.height, answers.height - wrong.height, reasons, wrong)


def interval(hits: int, of: int) -> str:
    """Return a share with its Wilson interval of 95 %."""
    from scipy.stats import binomtest

    if not of:
        return f"{hits} of {of}"
    low, high = binomtest(hits, of).proportion_ci(method="wilson")
    return f"{hits} of {of} = {hits / of:.3f} [{low:.3f}, {high:.3f}]"


def report(title: str, verdict: Verdict) -> None:
    print(title)
    print(f"  answered  {interval(verdict.answered, verdict.rows)}")
    print(f"  right     {interval(verdict.right, verdict.answered)}")
    for row in verdict.wrong.iter_rows(named=True):
        print(f"    line {row['line']}: {row['country']} {row['city']}: {row['nuts3']}, "
              f"not {row['label'] or 'answerable'} ({row['evidence']})")
    reasons = ", ".join(f"{reason} {count}" for reason, count in verdict.reasons.most_common())
    print(f"  no answer {reasons}")


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else BOUNDARIES
    report("names alone", judge())
    if path.exists():
        report(f"with boundaries ({path.name})", judge(read_boundaries(path)))
    else:
        print(f"with boundaries: {path.name} is not here; give a file of your own")


if __name__ == "__main__":
    main()
