"""Is a member's brokerage across sectors more than its partnerships' themes explain?

The null keeps what partnerships are about: each keeps its number of members of each class, each
member its number of partnerships, and otherwise all ways of filling the places are equally
likely (`clusterkg.graph.significance.curveball`). A class is a set of sectors: members with the
very same sectors may take each other's places. Those with several sectors trade with those of
exactly the same several, and seldom have any freedom; those without a sector trade among
themselves, so that a place of unknown sector stays one, and have no brokerage of their own.

Against permuted sectors (`label_permutation`), nearly every member brokers less than expected,
because partnerships keep to a theme: that z is minus the coordinator's, with a ceiling where a
member has no contacts of its own sector that are not tied. Here the themes are part of the null.
The question left is who sits where sectors meet, given how many partnerships each is in.

What the null cannot say: whether two *sectors* are joined beyond chance. Which sectors meet in
which partnership is the same in every sample; `linkage` says what can be asked of them instead.
"""

import numpy as np
import polars as pl

from .allocation import allocation
from .arrays import Floats, Ints, Sparse
from .brokerage import brokerage
from .network import TwoMode
from .projection import tie_weights
from .significance.curveball import samples as curveball

_ROUNDING = 1e-9


def theme_z(two_mode: TwoMode, samples: int = 500, seed: int = 0) -> pl.DataFrame:
    """Compare each member's cross-sector brokerage with what its partnerships' themes explain.

    Parameters
    ----------
    two_mode : TwoMode
        Members (``sectors``) by partnerships.
    samples, seed : int
        Of the null.

    Returns
    -------
    polars.DataFrame
        A row a member, by z descending, then by id: ``id``; ``observed`` ordered open triples
        across sectors that it brokers; their ``expected`` number and ``sd`` over the samples;
        ``z``; and ``p``, (1 + samples with at least as many) / (1 + samples). All null for a
        member without a sector; ``z`` where the samples do not vary; ``expected sd z`` without
        samples.
    """
    shares = allocation(two_mode.rows, "sectors")[1]
    observed = _cross(two_mode.incidence, shares)
    total, squares = np.zeros(observed.size), np.zeros(observed.size)
    as_many = np.ones(observed.size)
    kinds = classes(two_mode.rows)
    for drawn in curveball(two_mode.incidence, samples, seed, classes=kinds):
        off = _cross(drawn, shares) - observed
        total, squares = total + off, squares + off**2
        as_many += off >= -_ROUNDING
    with np.errstate(invalid="ignore"):
        mean = total / samples
        sd = np.sqrt(np.maximum(squares / samples - mean**2, 0.0))
    return _table(two_mode.rows, observed, mean, sd, as_many / (samples + 1))


def classes(rows: pl.DataFrame) -> Ints:
    """Number the sets of sectors of the members, (n,); no sector is a set too."""
    if "sectors" not in rows.columns:
        return np.zeros(rows.height, dtype=np.int64)
    sets = [tuple(sorted(set(own or ()))) for own in rows["sectors"].to_list()]
    number = {kind: i for i, kind in enumerate(sorted(set(sets)))}
    return np.array([number[kind] for kind in sets], dtype=np.int64)


def _cross(incidence: Sparse, shares: Sparse) -> Floats:
    ties = tie_weights(incidence, np.ones(incidence.shape[1]))
    return brokerage(ties, shares).cross


def _table(
    rows: pl.DataFrame, observed: Floats, above: Floats, sd: Floats, p: Floats
) -> pl.DataFrame:
    """``above`` is what the samples have more than observed, on average."""
    varies = sd > _ROUNDING
    z = np.divide(-above, sd, out=np.full(sd.size, np.nan), where=varies)
    table = pl.DataFrame(
        {
            "id": rows["id"],
            "observed": observed,
            "expected": observed + above,
            "sd": np.where(varies | np.isnan(sd), sd, 0.0),
            "z": z,
            "p": np.where(np.isnan(observed), np.nan, p),
        }
    ).with_columns(pl.selectors.float().fill_nan(None))
    # By nine decimals, so that rounding decides nothing.
    return table.sort(
        pl.col("z").round(9), "id", descending=[True, False], nulls_last=True
    )
