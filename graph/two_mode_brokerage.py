"""Brokerage in two modes: members that join others through partnerships, and the reverse.

Definition. A chain is a path of five, ``i - p - j - q - k``: members i and j are in partnership
p, j and k in partnership q, and no partnership has both i and k. Then j brokers between i and k.
The role of j follows from the groups of the three members, as in Gould and Fernandez (1989); the
chain is of one type when p and q are of one type (of one instrument), and of mixed types
otherwise. So chains go from the most homogeneous, a coordinator by one type, to the most
heterogeneous, a liaison by mixed types. Partnerships broker between partnerships in the same
way, through members: `turned` exchanges the two.

Jasny and Lubell classify chains by how heterogeneous the actors in them are; that i and k must
share no partnership, and that the role follows from the three nodes of the broker's mode, is as
in the R package gouldfernandez, whose GF_twomode cites them. It counts a chain once; here, as in
one mode, both ways.

Jasny, L. and Lubell, M. (2015). Two-mode brokerage in policy networks. Social Networks 41, 36-47.
"""

import numpy as np
import polars as pl

from .allocation import allocation
from .arrays import Floats, Sparse, row_sums, sparse
from .brokerage import ROLES, Brokerage, brokerage
from .label_permutation import role_z
from .network import NetworkError, TwoMode
from .projection import tie_weights


def two_mode_brokerage(
    two_mode: TwoMode, groups: str = "sectors", types: str = "instrument"
) -> pl.DataFrame:
    """Count the chains that every member brokers, by role.

    Parameters
    ----------
    two_mode : TwoMode
        n members by m partnerships.
    groups, types : str
        The column of the members' groups, and of the partnerships' types: a label or a list of
        labels each. Who has several is in each by its share.

    Returns
    -------
    polars.DataFrame
        A row a member, in their order: ``id``; ``chains``, from i to k and from k to i, between
        all members with or without groups; for each of `brokerage.ROLES` their number
        ``<role>``, the part ``<role>_mixed`` that is of mixed types (chains by a partnership
        without a type are not), and ``<role>_z`` and ``cross_z`` under permuted groups, with the
        chains as they are (`label_permutation.role_z`). Null, but for ``chains``, for a member
        without a group, z also where the null has no variance.

    Raises NetworkError where there is no column of that name.
    """
    _check(two_mode.rows, groups, "those that broker")
    _check(two_mode.columns, types, "those that they broker through")
    shares = allocation(two_mode.rows, groups)[1]
    paths = tie_weights(two_mode.incidence, np.ones(two_mode.incidence.shape[1]))
    roles, mixed = brokerage(paths, shares, paths), _mixed(two_mode, types, paths, shares)
    everyone = sparse(np.ones((two_mode.rows.height, 1)))
    columns = {
        "id": two_mode.rows["id"], "chains": brokerage(paths, everyone, paths).total,
        **{role: getattr(roles, role) for role in ROLES},
        **{f"{role}_mixed": mixed[role] for role in ROLES},
        **{f"{role}_z": z for role, z in role_z(paths, shares, paths).items()},
    }
    return pl.DataFrame(columns).with_columns(pl.selectors.float().fill_nan(None))


def turned(two_mode: TwoMode) -> TwoMode:
    """Return the network with members and partnerships exchanged."""
    return TwoMode(two_mode.columns, two_mode.rows, sparse(two_mode.incidence.T))


def _mixed(two_mode: TwoMode, types: str, paths: Sparse, shares: Sparse) -> dict[str, Floats]:
    """By role: the chains through partnerships that have types, less those of one type."""
    of_type = allocation(two_mode.columns, types)[1]

    def chains(per_partnership: Floats) -> Brokerage:
        return brokerage(paths, shares, tie_weights(two_mode.incidence, per_partnership))

    typed = chains(row_sums(of_type))
    by_type = [chains(share) for share in of_type.toarray().T]
    return {
        role: getattr(typed, role) - sum(getattr(one, role) for one in by_type) for role in ROLES
    }


def _check(table: pl.DataFrame, column: str, what: str) -> None:
    if column not in table.columns:
        there_are = ", ".join(table.columns)
        raise NetworkError(f"{what} have no column '{column}'; there are {there_are}")
