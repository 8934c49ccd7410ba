"""The three models against all matrices enumerated, the package bicm, and Fisher's exact test."""

import importlib.util
import json
import subprocess
import sys
from itertools import combinations, product
from math import comb

import networkx as nx
import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from scipy.stats import binomtest, fisher_exact

from clusterkg.graph.bicm import connection_probabilities
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.significance.backbone import MODELS, backbone
from tests.conftest import require

from ..degenerate import TWO_MODES
from .enumeration import Matrix, with_margins

SMALL = np.array([[1, 1, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0]])
SCHEMA = {
    "member_a": pl.String, "member_b": pl.String, "observed": pl.Int64, "expected": pl.Float64,
    "p": pl.Float64, "p_error": pl.Float64, "q_bh": pl.Float64, "q_by": pl.Float64,
}


def members(matrix: Matrix) -> TwoMode:
    rows = pl.DataFrame({"id": [f"m{i:02d}" for i in range(matrix.shape[0])]})
    columns = pl.DataFrame({"id": [f"p{i:02d}" for i in range(matrix.shape[1])]})
    return TwoMode(rows, columns, sp.csr_array(matrix.astype(float)))


def southern_women() -> TwoMode:
    """Davis, Gardner and Gardner (1941), as networkx has them: 18 women, 14 events."""
    graph = nx.davis_southern_women_graph()
    women, events = (sorted(graph.graph[side]) for side in ("top", "bottom"))
    matrix = nx.bipartite.biadjacency_matrix(graph, women, events, dtype=float)
    rows, columns = pl.DataFrame({"id": women}), pl.DataFrame({"id": events})
    return TwoMode(rows, columns, sp.csr_array(matrix))


def pairs(table: pl.DataFrame) -> dict[tuple[int, int], dict[str, float]]:
    found = {}
    for row in table.iter_rows(named=True):
        found[int(row["member_a"][1:]), int(row["member_b"][1:])] = row
    return found


def test_stochastic_model_by_enumeration_of_all_matrices() -> None:
    incidence = sp.csr_array(SMALL.astype(float))
    chances = connection_probabilities(incidence)
    rows = pairs(backbone(members(SMALL)))
    mass = {pair: np.zeros(5) for pair in rows}
    for (i, k), total in mass.items():
        for cells in product((0, 1), repeat=8):
            two = np.array(cells).reshape(2, 4)
            chance = np.where(two, chances[[i, k]], 1.0 - chances[[i, k]]).prod()
            total[(two[0] & two[1]).sum()] += chance
        observed = int((SMALL[i] & SMALL[k]).sum())
        assert rows[i, k]["observed"] == observed
        assert rows[i, k]["p"] == pytest.approx(total[observed:].sum(), rel=1e-9)
        assert rows[i, k]["expected"] == pytest.approx(total @ np.arange(5), rel=1e-9)
        assert rows[i, k]["p_error"] is None


def test_fixed_model_by_enumeration_of_all_matrices() -> None:
    every = with_margins(SMALL)
    samples = 2000
    for (i, k), row in pairs(backbone(members(SMALL), "fdsm", samples, seed=2)).items():
        shared = np.array([(one[i] & one[k]).sum() for one in every])
        share = float((shared >= row["observed"]).mean())
        hits = round(row["p"] * (samples + 1)) - 1
        assert binomtest(hits, samples, share).pvalue > 1e-3
        assert row["expected"] == pytest.approx(shared.mean(), abs=4 * shared.std() / 40)
        p = row["p"]
        assert row["p_error"] == pytest.approx(np.sqrt(p * (1 - p) / (samples + 1)))


def test_hypergeometric_model_by_counting_and_by_fisher() -> None:
    """Fisher's exact test of the two-by-two table is the same distribution."""
    women = southern_women()
    cells = women.incidence.toarray()
    at = {name: i for i, name in enumerate(women.rows["id"])}
    table = backbone(women, "hypergeometric")
    assert table.height > 100
    for row in table.iter_rows(named=True):
        one, other = cells[at[row["member_a"]]], cells[at[row["member_b"]]]
        both, n = int((one * other).sum()), one.size
        a, b = int(one.sum()), int(other.sum())
        split = [[both, a - both], [b - both, n - a - b + both]]
        by_fisher = fisher_exact(split, alternative="greater").pvalue
        ways = sum(comb(b, x) * comb(n - b, a - x) for x in range(both, min(a, b) + 1))
        assert row["p"] == pytest.approx(by_fisher, rel=1e-9)
        assert row["p"] == pytest.approx(ways / comb(n, a), rel=1e-9)
        assert row["expected"] == pytest.approx(a * b / n, rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_pairs_observed_and_order(model: str) -> None:
    women = southern_women()
    table = backbone(women, model, samples=60)
    assert table.schema == SCHEMA
    shared = (women.incidence @ women.incidence.T).toarray()
    names = women.rows["id"].to_list()
    expected = {
        (names[i], names[k]): int(shared[i, k])
        for i, k in combinations(range(18), 2) if shared[i, k]
    }
    found = table.select("member_a", "member_b", "observed").iter_rows()
    assert {(a, b): n for a, b, n in found} == expected
    assert table["p"].is_between(0.0, 1.0).all()
    assert table["p"].round_sig_figs(9).is_sorted()
    assert (table["q_bh"] >= table["p"] - 1e-12).all()
    assert (table["q_by"] >= table["q_bh"] - 1e-12).all()
    assert table.equals(backbone(women, model, samples=60))


def test_pairs_that_share_nothing_count_as_tested() -> None:
    """Four members make six pairs; the first q is the least of 6 p_(j) / j, all ones included."""
    table = backbone(members(SMALL), "hypergeometric")
    p = sorted([*table["p"], *[1.0] * (6 - table.height)])
    assert table["q_bh"][0] == pytest.approx(min(6 * one / (j + 1) for j, one in enumerate(p)))


# Their probabilities and their Poisson-binomial; `compute_projection` with it gives no p-values.
ORACLE = """
import json, sys
import numpy as np
from bicm import BipartiteGraph
from bicm.poibin import PoiBin
matrix = np.array(json.load(sys.stdin), dtype=int)
graph = BipartiteGraph(biadjacency=matrix)
graph.solve_tool(method="newton", initial_guess="degrees", tol=1e-12, eps=1e-12, verbose=False)
chances = graph.get_bicm_matrix()
rows = []
for i in range(len(matrix)):
    for k in range(i + 1, len(matrix)):
        shared = int((matrix[i] * matrix[k]).sum())
        if shared:
            rows.append([i, k, float(PoiBin(chances[i] * chances[k]).pval(shared))])
print("answer", json.dumps(rows))
"""


@pytest.mark.slow
def test_stochastic_model_equals_the_bicm_package() -> None:
    """The package of Saracco et al. (2017), in a process of its own: it compiles for long."""
    there = importlib.util.find_spec("bicm") is not None
    require("bicm", there, "it is the independent implementation")
    women = southern_women()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ORACLE],
        input=json.dumps(women.incidence.toarray().tolist()),
        capture_output=True, text=True, timeout=300, check=True,
    )
    (answer,) = [line[7:] for line in done.stdout.splitlines() if line.startswith("answer ")]
    names = women.rows["id"].to_list()
    theirs = {frozenset((names[i], names[k])): p for i, k, p in json.loads(answer)}
    ours = backbone(women).select("member_a", "member_b", "p").iter_rows()
    found = {frozenset((a, b)): p for a, b, p in ours}
    assert found.keys() == theirs.keys()
    assert [found[pair] for pair in theirs] == pytest.approx(list(theirs.values()), abs=1e-7)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str, model: str) -> None:
    """Pairs only where a partnership is shared; what no null can vary has p = 1."""
    given = TWO_MODES[name]
    table = backbone(given, model, samples=20)
    assert table.schema == SCHEMA
    shared = (given.incidence @ given.incidence.T).toarray()
    assert table.height == np.count_nonzero(np.triu(shared, k=1))
    if name in ("pair", "full"):
        assert (table["p"] == 1.0).all()
        assert (table["expected"] == table["observed"]).all()


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(NetworkError, match="model 'disparity': use one of sdsm, fdsm"):
        backbone(members(SMALL), "disparity")
