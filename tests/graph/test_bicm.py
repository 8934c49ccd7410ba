"""Expected values: by hand, from a general optimiser, and from the independent package `bicm`."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, minimize
from scipy.sparse import csr_array

import clusterkg.graph.bicm as bicm_module
from clusterkg.graph.bicm import (
    ConvergenceError,
    DegreeError,
    connection_probabilities,
    probabilities_from_degrees,
)

DATA = Path(__file__).parents[2] / "data"


def real_matrix() -> NDArray[np.float64]:
    """Organisations × partnerships as bundled, all instruments."""
    pairs = pl.read_csv(DATA / "memberships.csv", infer_schema=False)
    names = [
        pl.read_csv(DATA / f"{n}.csv", infer_schema=False)
        for n in ("organisations", "partnerships")
    ]
    rows = {name: i for i, name in enumerate(names[0]["organisation_id"])}
    columns = {name: i for i, name in enumerate(names[1]["partnership_id"])}
    matrix = np.zeros((len(rows), len(columns)))
    for partnership, organisation in pairs["partnership_id", "organisation_id"].iter_rows():
        matrix[rows[organisation], columns[partnership]] = 1.0
    return matrix


def assert_keeps_degrees(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    found = connection_probabilities(csr_array(matrix))
    assert found.shape == matrix.shape
    assert ((found >= 0.0) & (found <= 1.0)).all()
    np.testing.assert_allclose(found.sum(axis=0), matrix.sum(axis=0), rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.sum(axis=1), matrix.sum(axis=1), rtol=0, atol=1e-6)
    return found


def test_real_network_keeps_its_degrees() -> None:
    assert_keeps_degrees(real_matrix())


@pytest.mark.parametrize("seed", range(60))
def test_random_matrices_keep_their_degrees(seed: int) -> None:
    # Powers make the rows and columns so unequal that many are empty or full.
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 15, size=2)
    chance = rng.random((rows, 1)) ** (seed % 4 / 2) * rng.random((1, columns)) ** (seed % 3 / 2)
    assert_keeps_degrees((rng.random((rows, columns)) < chance).astype(float))


def test_heavy_tails_keep_their_degrees() -> None:
    rng = np.random.default_rng(3)
    chance = 0.05 * rng.pareto(1.1, (500, 1)) * rng.pareto(1.1, (1, 140))
    assert_keeps_degrees((rng.random((500, 140)) < chance).astype(float))


def test_equal_columns_by_hand() -> None:
    # Columns cannot be told apart, so that a row spreads its links evenly.
    found = probabilities_from_degrees([2, 1, 3], [2, 2, 2])
    np.testing.assert_allclose(found, [[2 / 3] * 3, [1 / 3] * 3, [1.0] * 3], atol=1e-9)


def test_empty_and_full_nodes_are_certain() -> None:
    # Row 0 is full and row 3 empty. Without them column 0 is full and column 3 empty, and what is
    # left, rows 1 and 2 with columns 1 and 2, is regular of degree 1.
    matrix = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]], dtype=float)
    expected = np.array([[1, 1, 1, 1], [1, 0.5, 0.5, 0], [1, 0.5, 0.5, 0], [0, 0, 0, 0]])
    np.testing.assert_allclose(assert_keeps_degrees(matrix), expected, atol=1e-9)


def test_forced_block_without_any_full_node() -> None:
    # Rows 0, 1 have 3 + 3 links; columns 2, 3 can take 1 + 1 of them: the other 4 fill a block.
    half = [0.5, 0.5]
    found = probabilities_from_degrees([3, 3, 1, 1], [3, 3, 1, 1])
    expected = np.array([[1, 1, *half], [1, 1, *half], [*half, 0, 0], [*half, 0, 0]])
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert found[0, 0] == 1.0
    assert found[3, 3] == 0.0


def test_nested_matrix_is_the_only_one_with_its_degrees() -> None:
    nested = np.tri(40, 40)[::-1]
    assert (connection_probabilities(csr_array(nested)) == nested).all()


def test_no_link_and_all_links() -> None:
    assert (connection_probabilities(csr_array(np.zeros((3, 2)))) == 0.0).all()
    assert (connection_probabilities(csr_array(np.ones((3, 2)))) == 1.0).all()


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_network_without_nodes(shape: tuple[int, int]) -> None:
    assert probabilities_from_degrees(np.zeros(shape[0]), np.zeros(shape[1])).shape == shape


def test_log_odds_add_up() -> None:
    # p = xy / (1 + xy): the odds of a cell are a product, so every 2 × 2 block has odds ratio 1.
    found = probabilities_from_degrees([4, 3, 2, 2, 1], [4, 3, 2, 2, 1])
    odds = np.log(found / (1.0 - found))
    np.testing.assert_allclose(odds - odds[:1] - odds[:, :1] + odds[0, 0], 0.0, atol=1e-8)


def test_has_the_largest_entropy() -> None:
    # The same problem put to a general optimiser, cell by cell.
    rows, columns = np.array([3, 2, 1]), np.array([2, 2, 1, 1])

    def loss(cells: NDArray[np.float64]) -> float:
        return float(np.sum(cells * np.log(cells) + (1 - cells) * np.log(1 - cells)))

    sums = np.vstack([np.kron(np.eye(3), np.ones(4)), np.kron(np.ones(3), np.eye(4))])[:-1]
    known = minimize(
        loss,
        np.full(12, 0.5),
        method="SLSQP",
        bounds=[(1e-9, 1 - 1e-9)] * 12,
        constraints=[LinearConstraint(sums, *[np.concatenate([rows, columns[:-1]])] * 2)],
        options={"ftol": 1e-14, "maxiter": 500},
    )
    found = probabilities_from_degrees(rows, columns)
    np.testing.assert_allclose(found.ravel(), known.x, atol=1e-5)


def test_order_of_nodes_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    matrix = (rng.random((20, 9)) < 0.3).astype(float)
    rows, columns = rng.permutation(20), rng.permutation(9)
    shuffled = connection_probabilities(csr_array(matrix[np.ix_(rows, columns)]))
    straight = connection_probabilities(csr_array(matrix))
    assert (shuffled == straight[np.ix_(rows, columns)]).all()


@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        ([3, 1], [2, 2, 1], "row degrees sum to 4, column degrees to 5"),
        ([3, 0, 0], [3, 0, 0], "no 0/1 matrix"),
        ([2, -1], [1, 0], "row 1: degree -1.0 is not a count"),
        ([1, 1], [1.5, 0.5], "column 0: degree 1.5 is not a count"),
        ([1, float("nan")], [1, 1], "row 1: degree nan is not a count"),
    ],
)
def test_impossible_degrees_are_refused(
    rows: list[float], columns: list[float], message: str
) -> None:
    with pytest.raises(DegreeError, match=message):
        probabilities_from_degrees(rows, columns)


def test_weights_are_refused() -> None:
    with pytest.raises(DegreeError, match="0 and 1 only"):
        connection_probabilities(csr_array(np.array([[0.0, 2.0]])))


def test_missed_tolerance_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bicm_module, "_MAX_STEPS", 0)
    with pytest.raises(ConvergenceError, match="off by"):
        probabilities_from_degrees([3, 2, 1], [2, 2, 1, 1])


ORACLE = """
import json, sys
import numpy as np
from bicm import BipartiteGraph
for matrix in json.load(sys.stdin):
    graph = BipartiteGraph(biadjacency=np.array(matrix, dtype=int))
    graph.solve_tool(method="newton", initial_guess="degrees", tol=1e-12, eps=1e-12, verbose=False)
    print("answer", json.dumps(graph.get_bicm_matrix().tolist()))
"""


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("bicm") is None and os.environ.get("CLUSTERKG_REQUIRE") != "all",
    reason="the independent package bicm is not installed",
)
def test_equals_the_bicm_package() -> None:
    # In a process of its own: it compiles itself for half a minute, and warns.
    rng = np.random.default_rng(11)
    small = (rng.random((12, 8)) < 0.35).astype(float)
    edges = np.pad(small, ((0, 1), (0, 1)))
    edges[0] = 1.0
    real = real_matrix()
    matrices = [small, edges, real[real.any(axis=1)][:, real.any(axis=0)]]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ORACLE],
        input=json.dumps([matrix.tolist() for matrix in matrices]),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    answers = [line[7:] for line in done.stdout.splitlines() if line.startswith("answer ")]
    assert len(answers) == len(matrices)
    for matrix, answer in zip(matrices, answers, strict=True):
        found = connection_probabilities(csr_array(matrix))
        np.testing.assert_allclose(found, json.loads(answer), atol=1e-6)
