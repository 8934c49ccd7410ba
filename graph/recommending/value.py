"""What a tie would bring a member, whether or not it is plausible.

Each function gives a dense (n, n) matrix of a member (row) and the partner it would gain
(column); it is not symmetric, since the two do not gain the same.
"""

import numpy as np
import polars as pl

from clusterkg.graph.allocation import allocation, indicator
from clusterkg.graph.arrays import Floats, Sparse, binary, row_sums, scaled_rows, sparse
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import tie_weights

from .features import sector_nearness


def bridging_gain(weights: Sparse, shares: Sparse) -> Floats:
    """Return by how much a tie would raise the cross-sector brokerage of a member.

    The ordered open triples that the member would stand in the middle of, between the partner
    and its own contacts that are not tied to the partner, of which not all three are in one
    sector, by shares: what ``brokerage(…).cross`` of the member grows by.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    shares : csr_array, shape (n, g)
        Of each node in each sector, rows summing to one or zero.

    Returns
    -------
    ndarray, shape (n, n)
        Zero for pairs that are tied, and where the member or the partner has no sector.
    """
    ties = binary(weights)
    labelled = (row_sums(shares) > 0).astype(np.float64)
    untied = np.outer(labelled, labelled) * (ties.toarray() == 0.0)
    np.fill_diagonal(untied, 0.0)
    own = np.asarray(shares.toarray(), dtype=np.float64)
    different = _reached(ties, labelled)
    for sector in range(own.shape[1]):
        share = own[:, sector]
        different = different - np.outer(share, share) * _reached(ties, share)
    gain: Floats = 2.0 * untied * different
    return np.where(gain > 1e-9, gain, 0.0)


def complementarity(two_mode: TwoMode) -> Floats:
    """Return how much of a partner is in sectors that are related to a member's and not its own.

    The partner's shares in sectors that the member does not carry, each by its nearness to
    those the member does (:func:`.features.sector_nearness`): 0 to 1.
    """
    shares = allocation(two_mode.rows, "sectors")[1].toarray()
    near = shares @ sector_nearness(two_mode) * (shares == 0.0)
    result: Floats = near @ shares.T
    np.fill_diagonal(result, 0.0)
    return result


def new_share(two_mode: TwoMode, attribute: str) -> Floats:
    """Return the share of a partner's groups that neither a member nor its contacts carry.

    Parameters
    ----------
    two_mode : TwoMode
    attribute : str
        A column of its rows, such as ``sectors`` or ``region``; without it, zero for all.
    """
    carried = indicator(two_mode.rows, attribute)[1]
    ties = binary(tie_weights(two_mode.incidence, np.ones(two_mode.incidence.shape[1])))
    lacking = sparse(carried + ties @ carried).toarray() == 0.0
    shares = allocation(two_mode.rows, attribute)[1]
    result: Floats = np.asarray(lacking @ shares.T, dtype=np.float64)
    return result


def value(two_mode: TwoMode) -> pl.DataFrame:
    """Return all of it for every ordered pair that is not tied, one row each.

    Columns ``member`` and ``partner`` (rows of ``two_mode``), ``bridging_gain``,
    ``bridging_share`` (of the contacts of the member, those that the tie would newly bring
    together with the partner across sectors, 0 to 1), ``complementarity``, ``new_sectors`` and
    ``new_region`` (shares), and ``value``, the geometric mean of bridging share and
    complementarity: a partner must bring both.
    """
    ties = tie_weights(two_mode.incidence, np.ones(two_mode.incidence.shape[1]))
    gain = bridging_gain(ties, allocation(two_mode.rows, "sectors")[1])
    contacts = np.maximum(row_sums(binary(ties)), 1.0)
    open_pairs = (ties.toarray() == 0.0) & ~np.eye(ties.shape[0], dtype=np.bool_)
    member, partner = np.nonzero(open_pairs)
    at = {
        "bridging_gain": gain,
        "bridging_share": gain / (2.0 * contacts[:, None]),
        "complementarity": complementarity(two_mode),
        "new_sectors": new_share(two_mode, "sectors"),
        "new_region": new_share(two_mode, "region"),
    }
    columns = {name: matrix[member, partner] for name, matrix in at.items()}
    mean = (pl.col("bridging_share") * pl.col("complementarity")).sqrt()
    return pl.DataFrame({"member": member, "partner": partner, **columns}).with_columns(
        mean.alias("value")
    )


def _reached(ties: Sparse, counts: Floats) -> Floats:
    """Contacts k of i that are not tied to j and are not j, each ``counts[k]``; (n, n)."""
    counted = scaled_rows(ties, counts)
    every = np.asarray(ties @ counts, dtype=np.float64)
    both = np.asarray((ties @ counted).toarray(), dtype=np.float64)
    result: Floats = every[:, None] - both
    return result
