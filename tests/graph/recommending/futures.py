"""Pasts and futures: partnerships with years, of which the later ones are planted or random."""

import random
from itertools import combinations

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.network import TwoMode


def dated(
    members: dict[str, tuple[int | None, list[str]]], rows: list[str] | None = None
) -> TwoMode:
    """Return members by partnerships, each with its year; sectors and themes a, b, c in turn."""
    names = rows or sorted({m for _, held in members.values() for m in held})
    columns = list(members)
    matrix = np.array([[float(row in members[c][1]) for c in columns] for row in names])
    groups = [["abc"[i % 3]] for i in range(len(names))]
    table = pl.DataFrame(
        {
            "id": names, "label": [name.upper() for name in names],
            "kind": ["cluster"] * len(names), "sectors": groups,
            "themes": [[*group, f"t{i % 7}"] for i, group in enumerate(groups)],
            "region": [f"R{i % 5}" for i in range(len(names))],
        }
    )
    years = pl.Series([members[c][0] for c in columns], dtype=pl.Int64)
    partnerships = pl.DataFrame(
        {"id": columns, "label": columns, "instrument": ["I"] * len(columns), "year": years,
         "themes": [[f"t{j % 7}"] for j in range(len(columns))]}
    )
    return TwoMode(table, partnerships, sp.csr_array(matrix.reshape(len(names), len(columns))))


def pairs_at_random(seed: int, closing: bool, n: int = 60, past: int = 110) -> TwoMode:
    """Return a random past of pairs and a future of pairs, closing triangles or random too.

    A pair of members in one partnership is a tie: the past is a random graph. Triadic closure
    ties two untied members with a chance that grows with the neighbours that they share.
    """
    draw = random.Random(seed)
    names = [f"m{i:02d}" for i in range(n)]
    every = list(combinations(names, 2))
    before = draw.sample(every, past)
    untied = [pair for pair in every if pair not in set(before)]
    near: dict[str, set[str]] = {name: set() for name in names}
    for a, b in before:
        near[a].add(b)
        near[b].add(a)
    weights = [float(len(near[a] & near[b]) ** 3 if closing else 1) for a, b in untied]
    after = set(draw.choices(untied, weights, k=80))
    ties = [(2015, pair) for pair in before] + [(2020, pair) for pair in sorted(after)]
    return dated({f"p{i:03d}": (year, list(pair)) for i, (year, pair) in enumerate(ties)})
