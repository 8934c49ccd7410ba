"""The measures that organisations are ranked by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from clusterkg.graph import centrality, structural_holes
from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Floats, Sparse
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.label_permutation import cross_z
from clusterkg.graph.network import NetworkError
from clusterkg.graph.participation import sector_participation
from clusterkg.graph.ranking import cross_bridging


@dataclass(frozen=True)
class Measure:
    """What nodes are ranked by.

    Attributes
    ----------
    name : str
        One word.
    values : callable
        ``(weights, nodes) -> array``: a value a node, ``nan`` where it is undefined, from the tie
        weights (csr_array, n × n) and the attributes of the nodes (n rows).
    largest_first : bool
        Whether the largest value has the first rank; otherwise the smallest.
    separable : bool
        Whether the values in a part of the network that is not tied to the rest are, but for a
        common factor, those of the part alone. Then many networks are measured in one call.
    """

    name: str
    values: Callable[[Sparse, pl.DataFrame], Floats]
    largest_first: bool = True
    separable: bool = False


def named(name: str) -> Measure:
    """Return the measure of that name; NetworkError if none has it."""
    for measure in MEASURES:
        if measure.name == name:
            return measure
    raise NetworkError(f"no measure is called {name!r}; there are {', '.join(NAMES)}")


def _degree(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.degree(weights).astype(np.float64)


def _strength(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.strength(weights)


def _betweenness(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.betweenness(weights)


def _closeness(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.closeness(weights)


def _constraint(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return structural_holes.constraint(weights)


def _effective_size(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return structural_holes.effective_size(weights)


def _cross_sector(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return brokerage(weights, allocation(nodes, "sectors")[1]).cross


def _cross_sector_z(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return cross_z(weights, allocation(nodes, "sectors")[1])


def _bridging(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return cross_bridging(weights, _cross_sector(weights, nodes))


BRIDGING = Measure("bridging", _bridging, separable=True)
"""The default order of `clusterkg.graph.bridging`, without its tie-breaking."""
MEASURES = (
    BRIDGING,
    Measure("degree", _degree, separable=True),
    Measure("strength", _strength, separable=True),
    Measure("betweenness", _betweenness),
    Measure("closeness", _closeness),
    Measure("constraint", _constraint, largest_first=False, separable=True),
    Measure("effective_size", _effective_size, separable=True),
    Measure("participation", sector_participation, separable=True),
    Measure("cross_sector_brokerage", _cross_sector, separable=True),
    Measure("cross_sector_z", _cross_sector_z),
)
NAMES = tuple(measure.name for measure in MEASURES)
