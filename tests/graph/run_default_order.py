"""Count in how many disturbed networks each candidate for the default order finds the bridge.

``python -m tests.graph.run_default_order`` prints the counts that `clusterkg.graph.ranking` gives.
"""

import sys
from collections import Counter
from collections.abc import Iterable

import numpy as np

from clusterkg.graph.allocation import allocation
from clusterkg.graph.bridging_centrality import bridging_centrality
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.centrality import betweenness
from clusterkg.graph.label_permutation import cross_z
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.ranking import cross_bridging, ranks

from .disturbed import KINDS, disturbed
from .planted import BRIDGE

_SEEDS = range(100, 140)


def ranked(given: TwoMode) -> dict[str, int]:
    """Return the rank of the bridge by each candidate, ties by betweenness."""
    network = project(given)
    shares = allocation(network.nodes, "sectors")[1]
    between = betweenness(network.weights)
    cross = brokerage(network.weights, shares).cross
    scores = {
        "score": cross_bridging(network.weights, cross),
        "z": cross_z(network.weights, shares),
        "brokerage": cross,
        "betweenness": between,
        "bridging centrality": bridging_centrality(network.weights, between),
    }
    everyone = np.ones(len(network.ids), dtype=np.bool_)
    bridge = network.ids.index(BRIDGE)
    return {
        name: int(ranks(one, between, network.ids, everyone)[bridge])
        for name, one in scores.items()
    }


def first_by_kind(seeds: Iterable[int]) -> dict[str, Counter[str]]:
    """Return for each kind of disturbance how often each candidate has the bridge first."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for seed in seeds:
        for kind, first in found.items():
            given = ranked(disturbed(seed, kind))
            first.update(name for name, rank in given.items() if rank == 1)
    return found


def main() -> None:
    total = sum(first_by_kind(_SEEDS).values(), Counter[str]())
    sys.stdout.write(f"{len(KINDS) * len(_SEEDS)} networks; the bridge is first\n")
    for name, count in total.most_common():
        sys.stdout.write(f"{count:6}  by {name}\n")


if __name__ == "__main__":
    main()
