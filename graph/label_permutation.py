"""Exact mean and variance of brokerage when the groups are permuted over the nodes.

A role of node j is a sum over its open pairs {i, k} of products of shares, such as "all three in
one group". Under a random permutation its mean and variance need only the means of such products
and of two of them, for pairs which share two contacts, one or none. Those are means over distinct
nodes, which `distinct_means` gives exactly, so nothing is sampled: the result has no seed, and is
the limit of any number of permutations.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from .arrays import Bools, Floats, Sparse, binary, row_sums, sparse
from .brokerage import ROLES, brokerage
from .distinct_means import DistinctMeans
from .triangles import Triangles, triangles

_NEGLIGIBLE = 1e-10  # of the second moment: what rounding leaves of a variance that is zero

# Whose shares in one group are multiplied: nodes j, i, k of an open pair i, k around j.
_ALL, _ENDS, _NEAR = (("jik",), ("ik",), ("ji", "jk"))
_TERMS = (_ALL, _ENDS, _NEAR)
# The other pair around j: the same, one that shares i, one that shares neither.
_OTHERS = ({"j": "j", "i": "i", "k": "k"}, {"j": "j", "i": "i", "k": "l"},
           {"j": "j", "i": "l", "k": "m"})
# A role over both orders of a pair, as so many of the terms; liaison also has a constant.
_COEFFICIENTS = {
    "coordinator": (2.0, 0.0, 0.0), "itinerant": (-2.0, 2.0, 0.0),
    "representative": (-2.0, 0.0, 1.0), "gatekeeper": (-2.0, 0.0, 1.0),
    "liaison": (4.0, -2.0, -2.0),
}
_CONSTANT = {"liaison": 2.0}


def role_z(weights: Sparse, shares: Sparse, paths: Sparse | None = None) -> dict[str, Floats]:
    """Return the z of every node's brokerage in each role under permuted groups.

    The null: the network stays, the groups of the nodes that have a tie and a group are
    permuted among them (a node with several groups keeps them together). It is not the null of
    R's ``sna::brokerage``, which is that of Gould and Fernandez (1989): there the node's own
    group stays, and ties are spread at random over a network of the same size and density, so
    a node of many ties has a high z in every role; here its number of open pairs is given, and z
    says only how they lie among the groups.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    shares : csr_array, shape (n, g)
        Each node's share in each group, rows summing to one or zero (`allocation`).
    paths : csr_array, shape (n, n), optional
        As in `brokerage`.

    Returns
    -------
    dict of str to ndarray, shape (n,)
        For each of `ROLES`, and for ``cross``, all of them but coordinator. ``nan`` where the
        null has no variance: no open pair among nodes with groups, no group of its own, or no
        two groups in the network. Representative and gatekeeper are equal, as ties have no
        direction.
    """
    found = brokerage(weights, shares, paths)
    moments = role_moments(weights, shares, paths)
    z = {role: _standardised(getattr(found, role), *moments[role]) for role in ROLES}
    # A node's open triples are the same in every permutation, so more brokerage across groups
    # is less coordination within one, and both have one variance.
    return z | {"cross": 0.0 - z["coordinator"]}


def cross_z(weights: Sparse, shares: Sparse) -> Floats:
    """Return the z of every node's cross-group brokerage: ``cross`` of `role_z`, alone.

    Parameters and returns
        As in `role_z`.
    """
    moments = coordinator_moments(weights, shares)
    return 0.0 - _standardised(brokerage(weights, shares).coordinator, *moments)


def coordinator_moments(weights: Sparse, shares: Sparse) -> tuple[Floats, Floats]:
    """Return mean and variance of every node's coordinator count under permuted groups.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
    shares : csr_array, shape (n, g)

    Returns
    -------
    mean, variance : ndarray, shape (n,)
        Of ordered triples. Zero for nodes without a group.
    """
    return _moments(weights, shares, None, ("coordinator",))["coordinator"]


def role_moments(
    weights: Sparse, shares: Sparse, paths: Sparse | None = None
) -> dict[str, tuple[Floats, Floats]]:
    """Return mean and variance of every node's count in each role under permuted groups.

    Parameters
    ----------
    weights, shares, paths
        As in `role_z`.

    Returns
    -------
    dict of str to tuple of ndarray, shape (n,)
        For each of `ROLES`: mean and variance of ordered triples. Zero for nodes without a group.
    """
    return _moments(weights, shares, paths, ROLES)


def _standardised(found: Floats, mean: Floats, variance: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (found - mean) / np.sqrt(variance)
    return np.where(variance > 0, z, np.nan)


def _moments(
    weights: Sparse, shares: Sparse, paths: Sparse | None, roles: tuple[str, ...]
) -> dict[str, tuple[Floats, Floats]]:
    ties = binary(weights)
    labelled = (row_sums(shares) > 0) & (np.diff(ties.indptr) > 0)
    pairs = _open_pairs(ties if paths is None else paths, ties, labelled)
    means = DistinctMeans(sparse(shares[labelled]))
    return {role: _moments_of(role, pairs, means) for role in roles}


def _moments_of(role: str, pairs: "OpenPairs", means: DistinctMeans) -> tuple[Floats, Floats]:
    used = [(c, terms) for c, terms in zip(_COEFFICIENTS[role], _TERMS, strict=True) if c]
    mean = _CONSTANT.get(role, 0.0) * pairs.ways
    mean = mean + sum(c * means.mean(terms) for c, terms in used) * pairs.ways
    variance, scale = np.zeros(pairs.ways.size), np.zeros(pairs.ways.size)
    for (c, first), (d, second) in product(used, used):
        both = [means.mean_of_both(first, second, other) for other in _OTHERS]
        joint = both[0] * pairs.same + both[1] * pairs.sharing + both[2] * pairs.apart
        apart = means.mean(first) * means.mean(second) * pairs.ways**2
        variance += c * d * (joint - apart)
        scale += abs(c * d) * joint
    return mean, np.where(variance > _NEGLIGIBLE * scale, variance, 0.0)


@dataclass(frozen=True)
class OpenPairs:
    """Unordered open pairs of labelled contacts around each node, by their ways; shape (n,)."""

    ways: Floats
    """Over pairs, the product of the ways to both contacts."""
    same: Floats
    """Over pairs, the square of that product."""
    sharing: Floats
    """Over ordered couples of pairs that share one contact, the product of their ways."""
    apart: Floats
    """Over ordered couples of pairs that share none, the product of their ways."""


def _open_pairs(paths: Sparse, ties: Sparse, labelled: Bools) -> OpenPairs:
    of = triangles(sparse(ties[labelled][:, labelled]))
    to_contact = of.on_ties(sparse(paths[labelled][:, labelled]))
    free, free_squares = _free(of, to_contact), _free(of, to_contact**2)
    ways = of.at_ends(to_contact * free) / 2.0
    same = of.at_ends(to_contact**2 * free_squares) / 2.0
    sharing = of.at_ends(to_contact**2 * (free**2 - free_squares))
    found = (ways, same, sharing, ways**2 - same - sharing)
    return OpenPairs(*(_spread(values, labelled) for values in found))


def _free(of: Triangles, to_contact: Floats) -> Floats:
    """For a tie u-v: the ways from u to its contacts that are open to v, and from v, (2, m)."""
    reach = of.at_ends(np.stack([to_contact, to_contact]))
    return reach[of.ties] - to_contact - of.beside(to_contact)


def _spread(values: Floats, labelled: Bools) -> Floats:
    result = np.zeros(labelled.size)
    result[labelled] = values
    return result
