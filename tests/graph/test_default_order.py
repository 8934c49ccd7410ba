"""Why the default order is what it is: where a planted bridge is found among what disturbs it.

On a fourth of the 360 networks that `clusterkg.graph.ranking` speaks of; `run_default_order`
counts on all.
"""

from collections import Counter

import numpy as np
import pytest

from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Floats
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.ranking import cross_bridging

from .degenerate import NETWORKS
from .run_default_order import first_by_kind


def test_the_score_finds_the_bridge_more_often_than_any_other_order() -> None:
    kinds = first_by_kind(range(100, 110))
    first = sum(kinds.values(), Counter[str]())
    others = max(count for name, count in first.items() if name != "score")
    assert first["score"] >= 1.3 * others
    assert kinds[""]["score"] == 10
    # What the z of brokerage under permuted sectors cannot see: contacts in the own sector.
    assert kinds["o"]["score"] == 10 > kinds["o"]["z"]
    # What raw brokerage falls for: a hub that crosses once.
    assert kinds["h"]["score"] > kinds["h"]["brokerage"] == 0


@pytest.mark.parametrize("name", NETWORKS)
def test_the_score_at_the_edge(name: str) -> None:
    """Zero for isolates and where nothing is brokered across sectors; nan without a sector."""
    network = NETWORKS[name]
    shares = allocation(network.nodes, "sectors")[1]
    cross = brokerage(network.weights, shares).cross
    found: Floats = cross_bridging(network.weights, cross)
    assert (np.isnan(found) == np.isnan(cross)).all()
    assert ((found > 0) == (cross > 0)).all()
    if name in ("empty", "single", "isolates", "pair", "complete"):
        assert (found == 0).all()
    if name == "no groups":
        assert np.isnan(found).all()


def test_the_score_by_hand() -> None:
    """A star of four around the first: it brokers 12 ordered pairs, less those of its sector."""
    network = NETWORKS["star"]
    cross = brokerage(network.weights, allocation(network.nodes, "sectors")[1]).cross
    # Sectors a b c a b: of the pairs of leaves b c a b none lies with the centre in a.
    assert cross.tolist() == [12.0, 0.0, 0.0, 0.0, 0.0]
    # One over its degree 4, over four times one over the degree 1 of a leaf.
    assert cross_bridging(network.weights, cross).tolist() == [12.0 / 16.0, 0.0, 0.0, 0.0, 0.0]
