"""Who supplies whom, and in which shares, where nobody has published a flow.

A `Supply` says who may supply whom with which product. The shares in which a buyer draws on its
suppliers are assumptions: equal, or drawn from a Dirichlet distribution, so that what is computed
from them can be given with an interval of the assumption.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from ..arrays import Floats, Ints, Sparse, sparse
from ..network import Network, NetworkError


@dataclass(frozen=True)
class Supply:
    """Suppliers and buyers among n nodes, in e links, sorted by buyer, product and supplier.

    Attributes
    ----------
    nodes : polars.DataFrame
        n rows with an ``id``.
    suppliers, buyers : ndarray of int, shape (e,)
        The ends of each link: rows of ``nodes``.
    products : ndarray of int, shape (n,)
        What each node puts out; suppliers of one product replace each other.
    demand : ndarray of float, shape (n,)
        What is sold outside the network, at least zero.
    """

    nodes: pl.DataFrame
    suppliers: Ints
    buyers: Ints
    products: Ints
    demand: Floats

    @property
    def size(self) -> int:
        """Number of nodes, n."""
        return self.nodes.height

    @cached_property
    def slots(self) -> Ints:
        """Which input each link feeds; an input is one product of one buyer, shape (e,)."""
        if not self.buyers.size:
            return np.zeros(0, dtype=np.int64)
        product = self.products[self.suppliers]
        new = (np.diff(self.buyers) != 0) | (np.diff(product) != 0)
        return np.concatenate([[0], np.cumsum(new)]).astype(np.int64)

    @cached_property
    def slot_buyers(self) -> Ints:
        """The buyer of each input, shape (s,), sorted."""
        return self.buyers[np.unique(self.slots, return_index=True)[1]]

    @cached_property
    def to_slots(self) -> Sparse:
        """Sums over the links of each input: ones, (s, e)."""
        return _sums(self.slots, self.slot_buyers.size)

    @cached_property
    def to_suppliers(self) -> Sparse:
        """Sums over the links of each supplier: ones, (n, e)."""
        return _sums(self.suppliers, self.size)

    @cached_property
    def to_products(self) -> Sparse:
        """Sums over the nodes that put out each product: ones, (products, n)."""
        return _sums(self.product_of, int(self.product_of.max(initial=-1)) + 1)

    @cached_property
    def product_of(self) -> Ints:
        """The products, numbered without gaps, shape (n,)."""
        return np.unique(self.products, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def to_buyers(self) -> Sparse:
        """Sums over the links of each buyer: ones, (n, e)."""
        return _sums(self.buyers, self.size)


def supply(
    nodes: pl.DataFrame, links: list[tuple[int, int]], products: Ints | None = None,
    demand: Floats | None = None,
) -> Supply:
    """Return a `Supply`; each node has a product of its own and a demand of one by default.

    Parameters
    ----------
    nodes : polars.DataFrame
        n rows with an ``id``.
    links : list of (supplier, buyer)
        Rows of ``nodes``; none from a node to itself.
    products : ndarray of int, shape (n,), optional
    demand : ndarray of float, shape (n,), optional

    Raises
    ------
    NetworkError
        A node supplies itself, a link is there twice, or a demand is negative.
    """
    kinds = np.arange(nodes.height, dtype=np.int64) if products is None else products
    wanted = np.ones(nodes.height) if demand is None else demand
    suppliers, buyers = np.array(links, dtype=np.int64).reshape(-1, 2).T
    if np.any(suppliers == buyers):
        raise NetworkError("a node supplies itself; leave such links out")
    if len(set(links)) < len(links):
        raise NetworkError("a link from supplier to buyer is there twice")
    if np.any(wanted < 0):
        raise NetworkError("a final demand is negative")
    order = np.lexsort((suppliers, kinds[suppliers], buyers))
    return Supply(nodes, suppliers[order], buyers[order], kinds, wanted)


def added(sums: Sparse, values: Floats) -> Floats:
    """Return ``sums @ values`` as an array; ``values`` are (e,) or (e, k), for k scenarios."""
    return np.asarray(sums @ values, dtype=np.float64)


def both_ways(network: Network, products: Ints, demand: Floats) -> Supply:
    """Return a `Supply` in which tied nodes supply each other, for ties that have no direction."""
    ends = network.weights.tocoo()
    links = list(zip(ends.row.tolist(), ends.col.tolist(), strict=True))
    return supply(network.nodes, links, products, demand)


def equal_shares(found: Supply) -> Floats:
    """Return the share of each link in the inputs of its buyer, all alike, shape (e,)."""
    return _to_one(found, np.ones(found.buyers.size))


def drawn_shares(found: Supply, draw: np.random.Generator, concentration: float = 1.0) -> Floats:
    """Return shares of a buyer's inputs from a symmetric Dirichlet distribution, shape (e,).

    With a concentration of one, all ways to split the inputs are equally likely; the higher it
    is, the nearer the shares are to equal ones.
    """
    return _to_one(found, draw.gamma(concentration, size=found.buyers.size))


def flows(found: Supply, shares: Floats, intermediate: float) -> tuple[Floats, Floats]:
    """Return what flows over each link, and what each node puts out, in balance.

    Every node that has suppliers buys ``intermediate`` of its output from them, by ``shares``;
    output covers what buyers and final demand take: x = Ax + y, the open Leontief system.

    Parameters
    ----------
    found : Supply
    shares : ndarray, shape (e,)
        Summing to one over the links of each buyer.
    intermediate : float
        At least zero and below one.

    Returns
    -------
    flows : ndarray, shape (e,)
    output : ndarray, shape (n,)

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis, 2nd ed., chapter 2. Cambridge.
    """
    if not 0.0 <= intermediate < 1.0:
        raise NetworkError(f"intermediate inputs are {intermediate} of output: use 0 to below 1")
    needed = intermediate * shares
    output = _balanced(found, needed)
    return needed * output[found.buyers], output


def _balanced(found: Supply, needed: Floats) -> Floats:
    """Solve x = Ax + y."""
    if not found.size:
        return found.demand
    at, shape = (found.suppliers, found.buyers), (found.size, found.size)
    # Not the dense solver: its last digits depend on the number of threads.
    system = sp.eye_array(found.size, format="csc") - sp.csc_array((needed, at), shape=shape)
    return np.asarray(splu(system).solve(found.demand), dtype=np.float64)


def _to_one(found: Supply, weights: Floats) -> Floats:
    totals = added(found.to_buyers, weights)
    return np.asarray(weights / np.where(totals > 0, totals, 1.0)[found.buyers], dtype=np.float64)


def _sums(groups: Ints, count: int) -> Sparse:
    at = (groups, np.arange(groups.size))
    return sparse(sp.coo_array((np.ones(groups.size), at), shape=(count, groups.size)))
