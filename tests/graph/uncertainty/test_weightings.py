import networkx as nx
import numpy as np
import pytest
from scipy import stats

from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.uncertainty.weightings import (
    WEIGHTED,
    WEIGHTINGS,
    agreement,
    ranks_by_weighting,
    tie_weights_by,
)
from tests.graph.degenerate import TWO_MODES

from .small import everyone, two_mode

OF = two_mode({"P": "abcd", "Q": "ab", "R": "de", "S": "de"}, sectors="xyxyx")


@pytest.mark.parametrize(("weighting", "expected"), [
    ("unweighted", {"ab": 1, "ac": 1, "de": 1}), ("counts", {"ab": 2, "ac": 1, "de": 2}),
    ("newman", {"ab": 1 / 3 + 1, "ac": 1 / 3, "de": 2}),
    ("full", {"ab": 1 / 4 + 1 / 2, "ac": 1 / 4, "de": 1}),
])
def test_weights_by_hand(weighting: str, expected: dict[str, float]) -> None:
    weights = tie_weights_by(OF.incidence, weighting)
    found = {pair: weights["abcde".index(pair[0]), "abcde".index(pair[1])] for pair in expected}
    assert found == pytest.approx(expected)


def test_newman_agrees_with_networkx() -> None:
    women = nx.davis_southern_women_graph()
    events = women.graph["bottom"]
    expected = nx.bipartite.collaboration_weighted_projected_graph(women, women.graph["top"])
    ids = sorted(women.graph["top"])
    incidence = nx.bipartite.biadjacency_matrix(women, ids, events, dtype=float)
    found = tie_weights_by(incidence, "newman").toarray()
    assert np.allclose(found, nx.to_numpy_array(expected, ids), atol=1e-12)


def test_ranks_by_hand() -> None:
    table, middles = ranks_by_weighting(OF, "strength", everyone(OF))
    # Strengths: unweighted 3 3 3 4 1; counts 4 4 3 5 2; newman 2 2 1 3 2; full 5/4 5/4 3/4 7/4 1.
    assert table.rows() == [
        ("d", 1, 1, 1, 1, 1, 1, 0), ("a", 2, 2, 2, 2, 2, 2, 0), ("b", 2, 2, 2, 2, 2, 2, 0),
        ("c", 2, 4, 5, 5, 2, 5, 3), ("e", 5, 5, 2, 4, 2, 5, 3),
    ]
    assert table.columns == ["id", *WEIGHTINGS, "smallest", "largest", "range"]
    assert middles["unweighted"].tolist() == [3.0, 3.0, 3.0, 1.0, 5.0]


def test_agreement_is_that_of_scipy() -> None:
    _, middles = ranks_by_weighting(OF, "strength", everyone(OF))
    table = agreement(middles, 2)
    for row in table.iter_rows(named=True):
        one, other = middles[row["one"]], middles[row["other"]]
        assert row["kendall"] == pytest.approx(stats.kendalltau(one, other).statistic, abs=1e-12)
        assert row["spearman"] == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-12)
    # With ties in the middle d alone has a rank up to 2 unweighted; by counts d (1), a, b (2.5).
    assert table["shared_first_k"].to_list()[0] == 1.0


def test_shared_first_ranks_by_hand() -> None:
    middles = {"x": np.array([1.0, 2, 3, 4]), "y": np.array([1.0, 4, 2, 3])}
    assert agreement(middles, 2)["shared_first_k"].to_list() == [pytest.approx(1 / 3)]


@pytest.mark.parametrize("measure", WEIGHTED)
@pytest.mark.parametrize("name", TWO_MODES)
def test_networks_at_the_edge(measure: str, name: str) -> None:
    of: TwoMode = TWO_MODES[name]
    table, middles = ranks_by_weighting(of, measure, everyone(of))
    assert sorted(table["id"]) == sorted(of.rows["id"])
    assert table.null_count().sum_horizontal().sum() == 0
    compared = agreement(middles)
    assert compared.height == 6
    if of.rows.height < 2:
        assert compared["kendall"].null_count() == 6
        assert compared["shared_first_k"].null_count() == (0 if of.rows.height else 6)


def test_all_tied_have_no_correlation() -> None:
    _, middles = ranks_by_weighting(TWO_MODES["full"], "strength", everyone(TWO_MODES["full"]))
    assert agreement(middles)["kendall"].to_list() == [None] * 6


def test_smallest_constraint_is_first() -> None:
    table, _ = ranks_by_weighting(OF, "constraint", everyone(OF))
    assert table["id"][0] == "d"


def test_other_measures_are_refused() -> None:
    with pytest.raises(NetworkError, match="no weighted measure 'degree'; there are strength"):
        ranks_by_weighting(OF, "degree", everyone(OF))
