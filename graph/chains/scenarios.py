"""Scenarios of disruption, with an interval of what had to be assumed.

No flow between stages, regions or clusters has been published, so that the shares in which they
supply each other, their stocks and what they can replace are assumptions. Each draw takes one
value of each from its range, and all scenarios are run on it. The interval of a row holds the
middle 90 % of the draws: it is an interval of the assumptions, not of data.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ..arrays import Floats, Ints
from .inventories import Behaviour, steps
from .supply import Supply, drawn_shares, flows
from .systemic_risk import ESSENTIAL, OTHER, closures, systemic_risk

Range = tuple[float, float]
ALL, ELSEWHERE = "all", "elsewhere"
_QUANTILES = (0.5, 0.05, 0.95)
_DIGITS = 12
_SPREAD = {
    "hit": pl.String, "affected": pl.String, "loss": pl.Float64, "low": pl.Float64,
    "high": pl.Float64,
}
_RISK = ("risk", "low", "high")


@dataclass(frozen=True)
class Assumptions:
    """Ranges that each draw takes a value from, evenly.

    Attributes
    ----------
    intermediate
        Inputs from the network, of output.
    buffer
        Steps (days) of input in stock.
    substitution
        Share of missing inputs and lost orders that is found outside the network.
    restocking
        Days in which a lack of stock is ordered.
    overproduction
        Most that a node may produce, of its capacity before.
    adaptation
        Days in which capacity grows towards that most.
    essential
        Share of inputs that are essential (systemic risk alone).
    concentration
        Of the Dirichlet distribution of a buyer's shares; no range.
    """

    intermediate: Range = (0.3, 0.7)
    buffer: Range = (0.0, 30.0)
    substitution: Range = (0.0, 0.5)
    restocking: Range = (1.0, 30.0)
    overproduction: Range = (1.0, 1.25)
    adaptation: Range = (30.0, 365.0)
    essential: Range = (0.0, 1.0)
    concentration: float = 1.0


def disruption(
    found: Supply, hits: Ints, assumptions: Assumptions, *, size: float = 1.0, outage: int = 30,
    length: int = 90, draws: int = 100, seed: int = 0,
) -> pl.DataFrame:
    """Return what is lost when one node after the other is disrupted.

    Parameters
    ----------
    found : Supply
    hits : ndarray of int
        The nodes to disrupt, a scenario each.
    assumptions : Assumptions
    size : float
        Share of the node's capacity that is lost, 0 to 1.
    outage, length : int
        Days that it is lost, and days that are looked at.
    draws, seed : int
        Draws of the assumptions.

    Returns
    -------
    polars.DataFrame
        ``hit affected loss low high``, by ``hit`` and ``affected``: the share of the output of
        ``affected`` over the ``length`` that is lost, its median over the draws and their middle
        90 %. ``affected`` is the id of a node, where its median or upper end is above zero;
        ``all``, the whole network; or ``elsewhere``, all but the node that is hit (null where
        there is no other). To twelve decimals. Empty without hits or draws.
    """
    if not hits.size or not draws:
        return pl.DataFrame(schema=_SPREAD)
    capacity = np.ones((found.size, hits.size))
    capacity[hits, np.arange(hits.size)] = 1.0 - size
    random = np.random.default_rng(seed)
    losses = [
        _losses(found, hits, capacity, assumptions, outage, length, random) for _ in range(draws)
    ]
    # What sums leave of no loss at all is rounded off.
    summary = np.round(np.quantile(np.stack(losses), _QUANTILES, axis=0), _DIGITS) + 0.0
    return _spread(found, hits, summary)


def risk(
    found: Supply, assumptions: Assumptions, *, draws: int = 100, seed: int = 0
) -> pl.DataFrame:
    """Return the economic systemic risk index of every node.

    Parameters
    ----------
    found : Supply
    assumptions : Assumptions
        Of these, ``intermediate``, ``essential`` and ``concentration`` are used.
    draws, seed : int

    Returns
    -------
    polars.DataFrame
        ``id risk low high``, the riskiest first: the share of all output that is lost when the
        node closes (`systemic_risk`), its median over the draws and their middle 90 %. Empty for
        an empty network, null without draws.
    """
    random = np.random.default_rng(seed)
    indices = [_index(found, assumptions, random) for _ in range(draws)]
    empty = np.full((3, found.size), np.nan)
    summary = np.quantile(np.stack(indices), _QUANTILES, axis=0) if draws else empty
    columns = {name: pl.Series(values) for name, values in zip(_RISK, summary, strict=True)}
    table = pl.DataFrame({"id": found.nodes["id"], **columns}).fill_nan(None)
    return table.sort("risk", "id", descending=[True, False], nulls_last=True)


def _losses(
    found: Supply, hits: Ints, capacity: Floats, assumptions: Assumptions, outage: int,
    length: int, random: np.random.Generator,
) -> Floats:
    """Shares lost by every node, by all, and by all but the one that is hit, (n + 2, k)."""
    moved, output = _balance(found, assumptions, random)
    behaviour = Behaviour(
        buffer=random.uniform(*assumptions.buffer),
        substitution=random.uniform(*assumptions.substitution),
        restocking=random.uniform(*assumptions.restocking),
        overproduction=random.uniform(*assumptions.overproduction),
        adaptation=random.uniform(*assumptions.adaptation),
    )
    made = np.zeros_like(capacity)
    for step in steps(found, moved, output, capacity, outage, length, behaviour):
        made += step.production
    lost = output[:, None] * length - made
    own = lost[hits, np.arange(hits.size)]
    total, whole = lost.sum(axis=0), output.sum()
    parts = [
        lost / _positive(output * length)[:, None], (total / _positive(whole * length))[None],
        ((total - own) / _positive((whole - output[hits]) * length))[None],
    ]
    return np.concatenate(parts)


def _index(found: Supply, assumptions: Assumptions, random: np.random.Generator) -> Floats:
    moved, output = _balance(found, assumptions, random)
    share = random.uniform(*assumptions.essential)
    kinds = np.where(random.random(found.slot_buyers.size) < share, ESSENTIAL, OTHER)
    return systemic_risk(found, moved, output, kinds, closures(found.size), tolerance=1e-6)


def _balance(
    found: Supply, assumptions: Assumptions, random: np.random.Generator
) -> tuple[Floats, Floats]:
    shares = drawn_shares(found, random, assumptions.concentration)
    return flows(found, shares, random.uniform(*assumptions.intermediate))


def _spread(found: Supply, hits: Ints, summary: Floats) -> pl.DataFrame:
    ids = found.nodes["id"].to_list()
    names = [*ids, ALL, ELSEWHERE]
    median, low, high = summary
    kept = (median > 1e-9) | (high > 1e-9)
    kept[-2:] = True
    affected, scenario = np.nonzero(kept)
    columns = {
        "hit": [ids[hits[k]] for k in scenario], "affected": [names[a] for a in affected],
        "loss": median[affected, scenario], "low": low[affected, scenario],
        "high": high[affected, scenario],
    }
    return pl.DataFrame(columns, schema=_SPREAD).fill_nan(None).sort("hit", "affected")


def _positive(values: Floats | float) -> Floats:
    return np.where(np.asarray(values) > 0, values, np.nan)
