"""How a disruption goes through a supply network in time, with stocks and substitution.

The adaptive regional input-output model with inventories, on a network of nodes. In each step

1. demand is what buyers order, what is sold outside, and a share of the orders that buyers no
   longer place, sold to others;
2. a node produces what is demanded, up to its capacity, and as far as the stock of every input
   reaches (Leontief: no input stands in for another, suppliers of one product for each other);
3. what is produced is rationed: each order is met by the same share;
4. a share of what was ordered and not delivered is bought outside the network;
5. buyers order what they can use in the next step, and part of what their stocks lack;
6. where demand was not met, capacity grows towards a maximum, and back where it was.

Final demand does not react, there are no prices, and sellers hold no stock of what they make.
The models named below order what was used in the step before; ordering what can be used in the
next one keeps a network without buffers from swinging after an outage.

References
----------
Hallegatte, S. (2008). An adaptive regional input-output model and its application to the
assessment of the economic cost of Katrina. Risk Analysis 28, 779-799.
Hallegatte, S. (2014). Modeling the role of inventories and heterogeneity in the assessment of the
economic costs of natural disasters. Risk Analysis 34, 152-167.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from .supply import Supply, added


@dataclass(frozen=True)
class Behaviour:
    """How nodes meet a disruption.

    Attributes
    ----------
    buffer : float
        Steps of input in stock beyond the input of the step itself, at least zero.
    substitution : float
        Share of missing inputs, and of lost orders, that is found outside the network, 0 to 1.
    restocking : float
        Steps in which a lack of stock is ordered, at least one.
    overproduction : float
        Most that a node may produce, of its capacity before, at least one.
    adaptation : float
        Steps in which capacity grows towards that most, at least one.
    """

    buffer: float = 0.0
    substitution: float = 0.0
    restocking: float = 1.0
    overproduction: float = 1.0
    adaptation: float = 1.0


@dataclass(frozen=True)
class Step:
    """One step of k scenarios."""

    production: Floats
    """What each node produced, (n, k)."""
    delivered: Floats
    """What each link carried, (e, k)."""
    sold: Floats
    """What was sold outside the links: final demand, and lost orders sold to others, (n, k)."""
    stocks: Floats
    """What each buyer holds of each input after the step, (s, k)."""
    bought: Floats
    """What each buyer bought outside the network of each input, (s, k)."""


def steps(
    found: Supply, flows: Floats, output: Floats, capacity: Floats, outage: int, length: int,
    behaviour: Behaviour, demand: Floats | None = None,
) -> Iterator[Step]:
    """Yield the steps of scenarios that begin in balance.

    Parameters
    ----------
    found : Supply
        n nodes, e links, s inputs.
    flows, output : ndarray, shape (e,) and (n,)
        What each link carries, and each node puts out, before.
    capacity : ndarray, shape (n, k)
        What is left of each node's capacity during the outage, 0 to 1, in k scenarios.
    outage, length : int
        Steps that the outage lasts, from the first, and steps in all.
    behaviour : Behaviour
    demand : ndarray, shape (n,), optional
        Final demand during all steps; that of ``found`` by default.
    """
    final = (found.demand if demand is None else demand)[:, None]
    orders: Floats = flows[:, None] * np.ones((1, capacity.shape[1]))
    per_unit = _per_unit(found, flows, output)
    sales = added(found.to_suppliers, flows)[:, None]
    stocks: Floats = (1.0 + behaviour.buffer) * added(found.to_slots, orders)
    shares, extra = _within_inputs(found, flows), np.ones_like(capacity)
    for t in range(length):
        ordered = added(found.to_suppliers, orders)
        outside = final + behaviour.substitution * np.maximum(sales - ordered, 0.0)
        able = extra * (capacity if t < outage else 1.0) * output[:, None]
        wanted = np.minimum(ordered + outside, able)
        made = wanted * _met(found, stocks, per_unit * wanted[found.slot_buyers])
        rate = _ratio(made, ordered + outside)
        delivered = orders * rate[found.suppliers]
        bought = behaviour.substitution * added(found.to_slots, orders - delivered)
        come = added(found.to_slots, delivered) + bought
        stocks = np.maximum(stocks + come - per_unit * made[found.slot_buyers], 0.0)
        yield Step(made, delivered, outside * rate, stocks, bought)
        orders = shares * _wished(found, stocks, per_unit, wanted, behaviour)[found.slots]
        extra = _adapted(extra, 1.0 - rate, behaviour)


def _per_unit(found: Supply, flows: Floats, output: Floats) -> Floats:
    """Input per unit of output, (s, 1)."""
    return _ratio(added(found.to_slots, flows), output[found.slot_buyers], 0.0)[:, None]


def _within_inputs(found: Supply, flows: Floats) -> Floats:
    """Share of each link in its input, (e, 1)."""
    return _ratio(flows, added(found.to_slots, flows)[found.slots], 0.0)[:, None]


def _met(found: Supply, stocks: Floats, needed: Floats) -> Floats:
    """How far the scarcest stock of each buyer reaches, (n, k)."""
    reach = np.ones((found.size, stocks.shape[1]))
    buyers, first = np.unique(found.slot_buyers, return_index=True)
    if buyers.size:
        share = np.minimum(_ratio(stocks, needed), 1.0)
        reach[buyers] = np.minimum.reduceat(share, first, axis=0)
    return reach


def _wished(
    found: Supply, stocks: Floats, per_unit: Floats, wanted: Floats, behaviour: Behaviour
) -> Floats:
    """What each buyer orders of each input, (s, k)."""
    needed = per_unit * wanted[found.slot_buyers]
    usable = needed * _met(found, stocks, needed)[found.slot_buyers]
    lack = np.maximum((1.0 + behaviour.buffer) * needed - stocks, 0.0)
    return np.asarray(usable + lack / behaviour.restocking, dtype=np.float64)


def _adapted(extra: Floats, scarcity: Floats, behaviour: Behaviour) -> Floats:
    # Rounding leaves a rate a little under one where all is met.
    short = scarcity > 1e-12
    towards = np.where(short, behaviour.overproduction, 1.0)
    return np.asarray(
        extra + (towards - extra) * np.where(short, scarcity, 1.0) / behaviour.adaptation
    )


def _ratio(above: Floats, below: Floats, otherwise: float = 1.0) -> Floats:
    """Quotient, and ``otherwise`` where there is nothing to divide by."""
    safe = np.where(below > 0, below, 1.0)
    return np.asarray(np.where(below > 0, above / safe, otherwise), dtype=np.float64)
