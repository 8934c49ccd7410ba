"""From who is in what to who is tied to whom."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import polars as pl
import scipy.sparse as sp

from .allocation import indicator
from .arrays import Floats, Sparse, binary, row_sums, sparse, without_diagonal
from .network import Network, NetworkError, TwoMode

Weighting = Literal["counts", "newman"]


def project(two_mode: TwoMode, weighting: Weighting = "counts", name: str = "members") -> Network:
    """Tie two members that are in the same partnership.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    weighting : {"counts", "newman"}
        ``counts``: the number of partnerships the two share. ``newman``: the sum over those
        partnerships of ``1 / (n - 1)``, with ``n`` members each, so that a member's strength is
        the number of its partnerships that have anybody else in them.
    name : str
        The name of the network.

    Returns
    -------
    Network
        On the rows of ``two_mode``, members without a shared partnership included.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.
    """
    weights = tie_weights(two_mode.incidence, column_weights(two_mode.incidence, weighting))
    return Network(name, two_mode.rows, weights, two_mode, symmetric=True)


def column_weights(incidence: Sparse, weighting: Weighting) -> Floats:
    """Return what each column (partnership) adds to the tie of two of its members."""
    if weighting == "counts":
        return np.ones(incidence.shape[1])
    if weighting != "newman":
        raise NetworkError(f"weighting {weighting!r}: use 'counts' or 'newman'")
    sizes = row_sums(sparse(incidence.T))
    return np.where(sizes > 1, 1.0 / np.maximum(sizes - 1.0, 1.0), 0.0)


def tie_weights(incidence: Sparse, per_column: Floats) -> Sparse:
    """Return ``B diag(per_column) Bᵀ`` without its diagonal.

    Parameters
    ----------
    incidence : csr_array, shape (n, m)
    per_column : ndarray, shape (m,)

    Returns
    -------
    csr_array, shape (n, n)
    """
    # In rows whose columns are in order, both triangles are the same sums in the same order.
    members = incidence if incidence.has_canonical_format else sparse(incidence)
    turned = sp.csr_array(members.T)  # a new array, so its values may be changed
    turned.data *= np.repeat(per_column, np.diff(turned.indptr))
    product = members @ turned
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    product.data[rows == product.indices] = 0.0
    ties = sp.csr_array(product.T)  # the same again, with its columns in order
    ties.eliminate_zeros()
    return ties


def project_groups(
    two_mode: TwoMode, attribute: str, labels: Mapping[str, str] | None = None, name: str = ""
) -> Network:
    """Tie two groups (sectors, regions, countries) that meet in partnerships.

    A partnership joins groups s and t when two *different* members carry them. A single member
    that carries both joins nothing by itself; when a second member carries either, they are
    joined. The weight is the number of partnerships that join them.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    attribute : str
        A column of its rows: a label or a list of labels a member; members may have none.
    labels : mapping, optional
        Names for the groups, by their id; the id where there is none.
    name : str
        Of the network; ``{attribute}_by_partnership`` if empty.

    Returns
    -------
    Network
        Nodes: ``id`` (the label as the members carry it), ``label``, ``members`` (rows that
        carry it). Evidence: which group is carried in which partnership.
    """
    names, carried = indicator(two_mode.rows, attribute)
    nodes = pl.DataFrame(
        {
            "id": pl.Series(names, dtype=pl.String),
            "label": pl.Series([(labels or {}).get(x, x) for x in names], dtype=pl.String),
            "members": np.asarray(carried.sum(axis=0), dtype=np.int64).reshape(-1),
        }
    )
    carriers = sparse(carried.T @ two_mode.incidence)
    present = binary(carriers)
    alone = _joined_by_one_member(two_mode.incidence, carried, carriers)
    weights = without_diagonal(sparse(present @ present.T - alone))
    evidence = TwoMode(nodes, two_mode.columns, present)
    return Network(name or f"{attribute}_by_partnership", nodes, weights, evidence)


def _joined_by_one_member(incidence: Sparse, carried: Sparse, carriers: Sparse) -> Sparse:
    """Partnerships in which one same member is the only one to carry both groups (g × g)."""
    member, partnership = incidence.nonzero()
    by_membership = sparse(carried[member])
    sole = carriers.copy()
    sole.data = (sole.data == 1.0).astype(np.float64)
    only = sparse(by_membership.multiply(sparse(sole.T)[partnership]))
    return sparse(only.T @ only)
