"""The measures that organisations are ranked by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from clusterkg.graph import centrality, structural_holes
from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Floats, Sparse, sparse
from clusterkg.graph.brokerage import Brokerage, brokerage
from clusterkg.graph.label_permutation import coordinator_moments
from clusterkg.graph.network import NetworkError
from clusterkg.graph.participation import participation
from clusterkg.graph.ranking import cross_bridging


@dataclass(frozen=True)
class SideBySide:
    """Networks side by side, as parts of one that are not tied to each other.

    Attributes
    ----------
    weights : csr_array, shape (n, n)
        Tie weights of all.
    nodes : polars.DataFrame
        Attributes of all n nodes; no ids, as some may not have been seen yet.
    sizes : tuple of int
        The number of nodes of each network, in order.
    """

    weights: Sparse
    nodes: pl.DataFrame
    sizes: tuple[int, ...]

    @cached_property
    def shares(self) -> Sparse:
        """Shares of the nodes in sectors, (n, g)."""
        return allocation(self.nodes, "sectors")[1]

    @cached_property
    def brokerage(self) -> Brokerage:
        """Brokerage between sectors."""
        return brokerage(self.weights, self.shares)

    def parts(self) -> Iterator[tuple[Sparse, slice]]:
        """Yield the tie weights of each network, and its place among the nodes."""
        start = 0
        for size in self.sizes:
            place = slice(start, start + size)
            yield sparse(self.weights[place, place]), place
            start += size


@dataclass(frozen=True)
class Measure:
    """What nodes are ranked by.

    Attributes
    ----------
    name : str
        One word.
    values : callable
        From networks side by side, (n,): a value a node, ``nan`` where it is undefined. Those of
        one network are compared with each other alone, so any common factor will do.
    largest_first : bool
        Whether the largest value has the first rank; otherwise the smallest.
    """

    name: str
    values: Callable[[SideBySide], Floats]
    largest_first: bool = True


def of_each(function: Callable[[Sparse, pl.DataFrame], Floats]) -> Callable[[SideBySide], Floats]:
    """Return any function of tie weights and nodes as one of networks side by side."""

    def values(networks: SideBySide) -> Floats:
        found = [function(weights, networks.nodes[at]) for weights, at in networks.parts()]
        return np.concatenate([np.empty(0), *found])

    return values


def named(name: str) -> Measure:
    """Return the measure of that name; NetworkError if none has it."""
    for measure in MEASURES:
        if measure.name == name:
            return measure
    raise NetworkError(f"no measure is called {name!r}; there are {', '.join(NAMES)}")


def _degree(networks: SideBySide) -> Floats:
    return centrality.degree(networks.weights).astype(np.float64)


def _strength(networks: SideBySide) -> Floats:
    return centrality.strength(networks.weights)


def _betweenness(networks: SideBySide) -> Floats:
    return centrality.betweenness(networks.weights)


def _closeness(networks: SideBySide) -> Floats:
    return centrality.closeness(networks.weights)


def _constraint(networks: SideBySide) -> Floats:
    return structural_holes.constraint(networks.weights)


def _effective_size(networks: SideBySide) -> Floats:
    return structural_holes.effective_size(networks.weights)


def _participation(networks: SideBySide) -> Floats:
    return participation(networks.weights, networks.shares)


def _cross_sector(networks: SideBySide) -> Floats:
    return networks.brokerage.cross


def _bridging(networks: SideBySide) -> Floats:
    return cross_bridging(networks.weights, networks.brokerage.cross)


def _cross_sector_z(networks: SideBySide) -> Floats:
    """``label_permutation.cross_z`` of each, with the brokerage of all counted at once."""
    z = np.full(networks.weights.shape[0], np.nan)
    for weights, place in networks.parts():
        mean, variance = coordinator_moments(weights, sparse(networks.shares[place]))
        fewer = mean - networks.brokerage.coordinator[place]
        varies = variance > 0
        z[place][varies] = fewer[varies] / np.sqrt(variance[varies])
    return z


BRIDGING = Measure("bridging", _bridging)
"""The default order of `clusterkg.graph.bridging`, without its tie-breaking."""
MEASURES = (
    BRIDGING,
    Measure("degree", _degree),
    Measure("strength", _strength),
    Measure("betweenness", _betweenness),
    Measure("closeness", _closeness),
    Measure("constraint", _constraint, largest_first=False),
    Measure("effective_size", _effective_size),
    Measure("participation", _participation),
    Measure("cross_sector_brokerage", _cross_sector),
    Measure("cross_sector_z", _cross_sector_z),
)
NAMES = tuple(measure.name for measure in MEASURES)
