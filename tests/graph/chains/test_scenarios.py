"""Scenarios under assumptions: by hand where the assumptions are one point, and their intervals."""

import numpy as np
import polars as pl
import pytest

from clusterkg.graph.chains.scenarios import ALL, ELSEWHERE, Assumptions, disruption, risk
from clusterkg.graph.chains.supply import both_ways, equal_shares, flows, supply
from clusterkg.graph.chains.systemic_risk import ESSENTIAL, OTHER, closures, systemic_risk
from tests.graph.chains.test_supply import nodes
from tests.graph.degenerate import NETWORKS

# One supplier each, so that shares do not vary either.
CHAIN = supply(nodes(3), [(0, 1), (1, 2)])
POINT = Assumptions(
    intermediate=(0.5, 0.5), buffer=(0.0, 0.0), substitution=(0.0, 0.0), restocking=(1.0, 1.0),
    overproduction=(1.0, 1.0), adaptation=(1.0, 1.0), essential=(1.0, 1.0),
)
EVERY = np.arange(3)


def test_one_point_of_assumptions_gives_the_loss_worked_out_by_hand() -> None:
    # Outputs 1.75, 1.5, 1. The first fails for 5 of 10 days; each below follows a day later, for
    # as long. All: half of what is put out. Elsewhere: half as well.
    table = disruption(CHAIN, EVERY[:1], POINT, outage=5, length=10, draws=3)
    assert table["hit"].unique().to_list() == ["n0"]
    assert table["affected"].to_list() == [ALL, ELSEWHERE, "n0", "n1", "n2"]
    for column in ("loss", "low", "high"):
        assert np.allclose(table[column], 0.5, rtol=0, atol=1e-9)


def test_the_last_of_a_chain_loses_its_suppliers_their_sales_alone() -> None:
    # The third orders to keep up its stock, which it does not use: nothing. The second then sells
    # 1 of 1.5, and buys 0.5 of 0.75; the first, a day later, sells 1.5 of 1.75.
    table = disruption(CHAIN, EVERY[2:], POINT, outage=5, length=10, draws=1)
    loss = dict(table.select("affected", "loss").iter_rows())
    assert loss["n2"] == pytest.approx(0.5, abs=1e-9)
    assert 0.0 < loss["n0"] < loss["n1"] < 0.5 / 1.5


def test_nothing_is_lost_without_a_loss_of_capacity() -> None:
    table = disruption(CHAIN, EVERY, Assumptions(), size=0.0, draws=5)
    assert table["affected"].unique().sort().to_list() == [ALL, ELSEWHERE]
    assert (table.select("loss", "low", "high").to_numpy() == 0.0).all()


def test_intervals_hold_the_median_and_widen_with_the_assumptions() -> None:
    wide = disruption(CHAIN, EVERY, Assumptions(), outage=20, length=40, draws=60, seed=1)
    narrow = disruption(
        CHAIN, EVERY, Assumptions(buffer=(5.0, 6.0), substitution=(0.1, 0.2)), outage=20,
        length=40, draws=60, seed=1,
    )
    for table in (wide, narrow):
        assert (table["low"] <= table["loss"]).all()
        assert (table["loss"] <= table["high"]).all()
    def width(table: pl.DataFrame) -> float:
        row = table.filter(hit="n0", affected=ELSEWHERE)
        return float(row["high"].item() - row["low"].item())
    assert width(narrow) < width(wide)


def test_the_same_seed_gives_the_same_table() -> None:
    first, again = (disruption(CHAIN, EVERY, Assumptions(), draws=4, seed=9) for _ in range(2))
    assert first.equals(again)
    assert not first.equals(disruption(CHAIN, EVERY, Assumptions(), draws=4, seed=8))


@pytest.mark.parametrize(("essential", "kind"), [(1.0, ESSENTIAL), (0.0, OTHER)])
def test_risk_of_one_point_is_the_index(essential: float, kind: int) -> None:
    table = risk(CHAIN, Assumptions((0.5, 0.5), essential=(essential, essential)), draws=3)
    moved, output = flows(CHAIN, equal_shares(CHAIN), 0.5)
    expected = systemic_risk(CHAIN, moved, output, np.full(2, kind), closures(3))
    found = dict(table.select("id", "risk").iter_rows())
    assert np.allclose([found[f"n{i}"] for i in range(3)], expected, rtol=0, atol=1e-5)
    assert table["risk"].is_sorted(descending=True)


@pytest.mark.parametrize("name", NETWORKS)
def test_degenerate_networks_have_an_answer(name: str) -> None:
    network = NETWORKS[name]
    n = network.nodes.height
    found = both_ways(network, np.arange(n, dtype=np.int64), np.ones(n))
    table = disruption(found, np.arange(n), Assumptions(), draws=3)
    assert table.filter(affected=ALL).height == n
    alone = table.filter(affected=ELSEWHERE)["loss"]
    assert (alone.null_count() == n) if n < 2 else (alone.null_count() == 0)
    assert risk(found, Assumptions(), draws=2)["id"].sort().to_list() == sorted(network.ids)
    assert risk(found, Assumptions(), draws=0)["risk"].null_count() == n
    assert disruption(found, np.arange(n), Assumptions(), draws=0).is_empty()
