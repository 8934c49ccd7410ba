"""A multiplex: the same nodes, tied in several layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp

from ..allocation import indicator
from ..arrays import Floats, Sparse, binary, sparse
from ..network import Network, NetworkError, TwoMode
from ..projection import tie_weights

LIMIT = 200_000  # nodes times layers


@dataclass(frozen=True)
class Multiplex:
    """Layers of ties between the same nodes.

    Attributes
    ----------
    nodes : polars.DataFrame
        n rows with a unique ``id``.
    names : tuple of str
        Of the layers, unique.
    layers : tuple of csr_array, shape (n, n)
        Each symmetric, positive where stored, zero diagonal, as the weights of a `Network`.

    Raises
    ------
    NetworkError
        Names and layers do not match, a layer is no network of these nodes, or nodes times
        layers are more than `LIMIT`.
    """

    nodes: pl.DataFrame
    names: tuple[str, ...]
    layers: tuple[Sparse, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.layers) or len(set(self.names)) != len(self.names):
            raise NetworkError(f"{len(self.layers)} layers are called {', '.join(self.names)}")
        for name, layer in zip(self.names, self.layers, strict=True):
            Network(name, self.nodes, layer)
        if self.nodes.height * len(self.layers) > LIMIT:
            raise NetworkError(
                f"{self.nodes.height} nodes in {len(self.layers)} layers: up to {LIMIT} together"
            )


def layers_of(networks: Sequence[Network]) -> Multiplex:
    """Return networks of the same nodes, in the same order, as layers.

    Raises
    ------
    NetworkError
        No network is given, or one has other nodes.
    """
    if not networks:
        raise NetworkError("a multiplex has at least one layer")
    first = networks[0]
    for network in networks:
        if network.ids != first.ids:
            raise NetworkError(f"the nodes of {network.name} are not those of {first.name}")
    names = tuple(network.name for network in networks)
    return Multiplex(first.nodes, names, tuple(network.weights for network in networks))


def layers_by(
    two_mode: TwoMode, column: str, others: Mapping[str, Sparse] | None = None,
    times: Floats | None = None,
) -> Multiplex:
    """Return a layer for each group of partnerships, in the order of their names.

    Two members are tied in a layer by the number of partnerships of that group they share; a
    partnership in several groups counts in the layer of each.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    column : str
        A column of its partnerships with a label or a list of labels; partnerships without one
        are in no layer.
    others : mapping, optional
        Layers of other ties between the members, by name, which come last.
    times : ndarray, shape (partnerships,), optional
        How often each partnership counts; once by default.

    Returns
    -------
    Multiplex
        On the rows of ``two_mode``; layers without a tie are kept.
    """
    names, belongs = indicator(two_mode.columns, column)
    counts = belongs.toarray() * (1.0 if times is None else times[:, None])
    layers = [tie_weights(two_mode.incidence, count) for count in counts.T]
    more = others or {}
    return Multiplex(two_mode.rows, (*names, *more), (*layers, *more.values()))


def shared_label(nodes: pl.DataFrame, column: str) -> Sparse:
    """Return ties of weight one between nodes with a label of ``column`` in common, (n, n)."""
    carried = indicator(nodes, column)[1]
    return binary(tie_weights(carried, np.ones(carried.shape[1])))


def supra_adjacency(multiplex: Multiplex, coupling: float = 1.0) -> Sparse:
    """Return all layers as one network of nodes in layers.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes in l layers.
    coupling : float
        Weight of the tie between a node in one layer and itself in each other layer; not below
        zero. All replicas of a node are tied, also those without a tie in their layer.

    Returns
    -------
    csr_array, shape (n l, n l)
        Node i in layer a is row ``a n + i``.

    Raises
    ------
    NetworkError
        The coupling is negative.

    References
    ----------
    De Domenico, M. et al. (2013). Mathematical formulation of multilayer networks. Physical
    Review X 3, 041022.
    """
    if coupling < 0:
        raise NetworkError(f"coupling={coupling}: ties between layers weigh zero or more")
    n, count = multiplex.nodes.height, len(multiplex.layers)
    if not n * count:
        return sparse(sp.csr_array((0, 0)))
    between = sp.kron(np.ones((count, count)) - np.eye(count), sp.eye_array(n))
    return sparse(sp.block_diag(multiplex.layers) + coupling * between)
