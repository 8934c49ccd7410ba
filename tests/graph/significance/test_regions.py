"""Region pairs by the definition of Expert et al. (2011), scipy's binomial test, and PROJ."""

from itertools import combinations

import numpy as np
import polars as pl
import pyproj
import pytest
import scipy.sparse as sp
from scipy.stats import binomtest

from clusterkg.graph.network import Network, NetworkError, TwoMode
from clusterkg.graph.projection import project_groups
from clusterkg.graph.significance.regions import (
    EARTH_RADIUS_KM,
    centres,
    expectation,
    great_circle,
    region_pairs,
)

from ..degenerate import TWO_MODES

RNG = np.random.default_rng(8)
N = 14
SIZES = RNG.integers(1, 9, N).astype(float)
LATITUDE, LONGITUDE = RNG.uniform(36, 66, N), RNG.uniform(-9, 30, N)
TIES = np.triu(RNG.poisson(0.8, (N, N)), k=1)
TIES = (TIES + TIES.T).astype(float)
SCHEMA = {
    "region_a": pl.String, "region_b": pl.String, "distance_km": pl.Float64,
    "observed": pl.Int64, "expected": pl.Float64, "ratio": pl.Float64, "p": pl.Float64,
    "q_bh": pl.Float64, "q_by": pl.Float64,
}


def test_expectation_by_the_double_sum() -> None:
    """f(d) = Σ A_ij / Σ N_i N_j over the pairs of a bin; five bins by sorting the 91 distances."""
    distance = great_circle(LATITUDE, LONGITUDE)
    found = expectation(sp.csr_array(TIES), SIZES, distance, bins=5)
    pairs = list(combinations(range(N), 2))
    order = sorted(pairs, key=lambda pair: distance[pair])
    expected = {}
    for number in range(5):  # cut after every 18 steps of the 90 from the nearest to the farthest
        inside = [pair for k, pair in enumerate(order) if max(k - 1, 0) // 18 == number]
        ties = sum(TIES[pair] for pair in inside)
        mass = sum(SIZES[i] * SIZES[j] for i, j in inside)
        expected |= {(i, j): SIZES[i] * SIZES[j] * ties / mass for i, j in inside}
    assert expected.keys() == set(pairs)
    ours = dict(zip(zip(found.first, found.second, strict=True), found.expected, strict=True))
    assert [ours[pair] for pair in pairs] == pytest.approx([expected[pair] for pair in pairs])


def test_each_bin_keeps_its_joins_and_bins_are_equal() -> None:
    found = expectation(sp.csr_array(TIES), SIZES, great_circle(LATITUDE, LONGITUDE), bins=7)
    for number in range(7):
        inside = found.bin == number
        assert inside.sum() == 13
        assert found.expected[inside].sum() == pytest.approx(found.observed[inside].sum())
        beyond = found.distance[found.bin > number]
        assert found.distance[inside].max() < beyond.min(initial=np.inf)


def test_with_one_bin_distance_does_not_count() -> None:
    found = expectation(sp.csr_array(TIES), SIZES, great_circle(LATITUDE, LONGITUDE), bins=1)
    product = SIZES[found.first] * SIZES[found.second]
    np.testing.assert_allclose(found.expected, TIES.sum() / 2 * product / product.sum())


def test_great_circles_equal_those_of_proj() -> None:
    ellipsoid = pyproj.Geod(ellps="GRS80")
    mean_radius = (2 * ellipsoid.a + ellipsoid.b) / 3000
    assert pytest.approx(mean_radius, abs=1e-4) == EARTH_RADIUS_KM
    sphere = pyproj.Geod(a=EARTH_RADIUS_KM * 1000, b=EARTH_RADIUS_KM * 1000)
    found = great_circle(LATITUDE, LONGITUDE)
    for i, j in combinations(range(N), 2):
        metres = sphere.inv(LONGITUDE[i], LATITUDE[i], LONGITUDE[j], LATITUDE[j])[2]
        assert found[i, j] == pytest.approx(metres / 1000, rel=1e-9)
        assert found[i, j] == found[j, i]
    assert (np.diag(found) == 0).all()


def regions(ties: np.ndarray = TIES) -> tuple[Network, pl.DataFrame]:
    """Each region is in as many partnerships as its size; the evidence says only that."""
    ids = [f"R{i:02d}" for i in range(N)]
    nodes = pl.DataFrame({"id": ids})
    width = int(SIZES.max())
    columns = pl.DataFrame({"id": [f"p{i}" for i in range(width)]})
    present = (np.arange(width) < SIZES[:, None]).astype(float)
    evidence = TwoMode(nodes, columns, sp.csr_array(present))
    network = Network("regions", nodes, sp.csr_array(ties), evidence)
    places = pl.DataFrame({"id": ids, "latitude": LATITUDE, "longitude": LONGITUDE})
    return network, places


def test_p_by_the_binomial_test_of_scipy() -> None:
    network, places = regions()
    table = region_pairs(network, places, bins=5)
    assert table.schema == SCHEMA
    assert table.height == np.count_nonzero(np.triu(TIES))
    found = expectation(network.weights, SIZES, great_circle(LATITUDE, LONGITUDE), bins=5)
    at = {(f"R{i:02d}", f"R{j:02d}"): k for k, (i, j) in enumerate(
        zip(found.first, found.second, strict=True))}
    for row in table.iter_rows(named=True):
        k = at[row["region_a"], row["region_b"]]
        joins, share = int(found.joins[k]), float(found.share[k])
        test = binomtest(row["observed"], joins, share, alternative="greater")
        assert row["p"] == pytest.approx(test.pvalue, rel=1e-9)
        assert row["expected"] == pytest.approx(joins * share)
        assert row["ratio"] == pytest.approx(row["observed"] / row["expected"])
    # 91 pairs are tested, whether joined or not.
    assert table["q_bh"].min() <= 91 * table["p"].min() + 1e-12


def test_a_planted_pair_comes_first() -> None:
    ties = TIES.copy()
    ties[2, 9] = ties[9, 2] = 15.0
    table = region_pairs(*regions(ties), bins=5)
    assert table.row(0)[:2] == ("R02", "R09")
    assert table["q_by"][0] < 0.05


def test_regions_without_a_place_are_left_out() -> None:
    network, places = regions()
    table = region_pairs(network, places.filter(pl.col("id") != "R03"), bins=5)
    assert "R03" not in {*table["region_a"], *table["region_b"]}
    assert region_pairs(network, places.head(1)).is_empty()
    assert region_pairs(network, places.head(0)).schema == SCHEMA


def test_the_middle_of_a_region() -> None:
    organisations = pl.DataFrame({"id": ["a", "b", "c", "d"], "region": ["X", "X", None, "Y"]})
    places = pl.DataFrame(
        {"id": ["a", "b", "c"], "latitude": [40.0, 50.0, 1.0], "longitude": [-4.0, 6.0, 1.0]}
    )
    assert centres(organisations, places).rows() == [("X", 45.0, 1.0, 2)]
    assert centres(organisations.head(0), places).is_empty()


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    """Two regions at most: a pair alone in its bin is expected as often as it is joined."""
    network = project_groups(TWO_MODES[name], "region")
    places = pl.DataFrame({"id": ["XX1", "YY1"], "latitude": [40.0, 41.0], "longitude": [1.0, 2.0]})
    table = region_pairs(network, places)
    assert table.schema == SCHEMA
    assert table.height == network.weights.nnz / 2
    assert (table["p"] == 1.0).all()
    assert (table["ratio"] == 1.0).all()


def test_wrong_use_is_refused() -> None:
    network, places = regions()
    with pytest.raises(NetworkError, match="0 bins"):
        region_pairs(network, places, bins=0)
    bare = Network("bare", network.nodes, network.weights)
    with pytest.raises(NetworkError, match="there is none"):
        region_pairs(bare, places)


def test_bins_beyond_the_number_of_pairs_leave_each_pair_its_own() -> None:
    """So many edges would not fit into memory."""
    distance = np.abs(np.subtract.outer([0.0, 1.0, 3.0, 7.0], [0.0, 1.0, 3.0, 7.0]))
    found = expectation(sp.csr_array(1.0 - np.eye(4)), np.ones(4), distance, bins=10**12)
    apart = distance[np.triu_indices(4, k=1)]
    assert found.bin.max() + 1 == np.unique(apart).size
