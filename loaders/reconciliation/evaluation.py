"""How well pairs are told apart, measured on a sample that people labelled."""

import csv
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from clusterkg.ontology.errors import ClusterkgError

from .scoring import Organisation, score

HALVES = ("tune", "test", "all")
_LABELS = {"match": True, "no": False}
_PAIRS = ("pair", "source_a", "name_a", "other_names_a", "source_b", "name_b", "other_names_b",
          "country", "stratum", "half", "stratum_size")


class SampleError(ClusterkgError):
    """A sample that cannot be used: which file and line, and what would be right."""


class Labelled(NamedTuple):
    """One labelled pair: two records as the sample has them, and how it was drawn."""

    first: Organisation
    second: Organisation
    same: bool
    stratum: str
    weight: float


class Share(NamedTuple):
    """A share with its Wilson interval of 95 %.

    Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953.
    """

    hits: float
    of: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; nan of nothing."""
        return self.hits / self.of if self.of else math.nan


@dataclass(frozen=True)
class Quality:
    """Precision and recall of a selection of the labelled pairs.

    ``weighted`` ones count each pair as often as its stratum holds pairs for each pair drawn;
    their intervals rest on Kish's effective size of the sample, (sum of weights)² / sum of squares.
    """

    precision: Share
    recall: Share
    weighted_precision: Share
    weighted_recall: Share


def read_sample(folder: Path, half: str = "all") -> list[Labelled]:
    """Read ``pairs.csv`` and ``pair_labels.csv`` of a folder.

    Raises
    ------
    SampleError
        A file or a column is missing, or a pair has no label 'match' or 'no'.
    """
    labels = {row["pair"]: row["label"] for row in _rows(folder / "pair_labels.csv",
                                                         ("pair", "label"))}
    rows = [row for row in _rows(folder / "pairs.csv", _PAIRS) if half in ("all", row["half"])]
    drawn = Counter(_stratum(row) for row in rows)
    found = []
    for row in rows:
        label = labels.get(row["pair"], "")
        if label not in _LABELS:
            raise SampleError(f"{folder / 'pair_labels.csv'}: pair {row['pair']} has the label "
                              f"'{label}'; 'match' and 'no' are labels")
        weight = int(row["stratum_size"]) / drawn[_stratum(row)]
        found.append(Labelled(_side(row, "a"), _side(row, "b"), _LABELS[label],
                              row["stratum"], weight))
    return found


def by_names(sample: Iterable[Labelled], threshold: float) -> list[bool]:
    """Say of each pair whether its names and country alone make it a match."""
    return [score(row.first, row.second).probability >= threshold for row in sample]


def quality(sample: list[Labelled], chosen: list[bool]) -> Quality:
    """Return precision and recall of the chosen pairs."""
    taken = [row for row, yes in zip(sample, chosen, strict=True) if yes]
    right = [row for row in taken if row.same]
    same = [row for row in sample if row.same]
    return Quality(
        wilson(len(right), len(taken)), wilson(len(right), len(same)),
        _weighted(right, taken), _weighted(right, same),
    )


def wilson(hits: float, of: float, z: float = 1.959964) -> Share:
    """Return a share with its Wilson score interval; ``z`` is the normal quantile."""
    if not of:
        return Share(hits, of, 0.0, 1.0)
    share, square = hits / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Share(hits, of, max(0.0, middle - reach), min(1.0, middle + reach))


def _weighted(hits: list[Labelled], of: list[Labelled]) -> Share:
    total, squares = sum(row.weight for row in of), sum(row.weight**2 for row in of)
    if not total:
        return wilson(0, 0)
    share = sum(row.weight for row in hits) / total
    size = total * total / squares
    return wilson(share * size, size)


def _stratum(row: dict[str, str]) -> tuple[str, ...]:
    return row["source_a"], row["source_b"], row["stratum"]


def _side(row: dict[str, str], side: str) -> Organisation:
    others = row[f"other_names_{side}"].split(";")
    return Organisation(
        f"{row['pair']}{side}", row[f"source_{side}"],
        (row[f"name_{side}"], *filter(None, others)), row["country"],
    )


def _rows(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise SampleError(f"{path}: cannot be read ({error.strerror})") from error
    missing = [name for name in columns if not rows or name not in rows[0]]
    if missing:
        raise SampleError(f"{path}: the columns {', '.join(missing)} are missing")
    return rows
