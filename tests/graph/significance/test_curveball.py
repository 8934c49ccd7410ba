"""Curveball against all matrices with the margins, enumerated; and a published count of them."""

from collections import Counter

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.stats import chisquare

from clusterkg.graph.arrays import Sparse, sparse
from clusterkg.graph.bicm import connection_probabilities
from clusterkg.graph.network import NetworkError
from clusterkg.graph.significance.curveball import TRADES, samples

from ..degenerate import TWO_MODES
from ..real import two_mode
from .enumeration import Matrix, with_margins

# "Finding matrices from row and column sums", Quandaries and Queries, Math Central, University of
# Regina: rows 1, 1, 2 and columns 1, 2, 1 have five matrices and no more, all of them shown.
REGINA = np.array([[0, 1, 0], [1, 0, 0], [0, 1, 1]])
SQUARE = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 1]])
WIDE = np.array([[1, 1, 0, 0, 1, 0], [0, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 1]])
FULL_AND_EMPTY = np.array([[1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])


def counts(matrix: Matrix, rounds: int, classes: list[int] | None = None) -> Counter[bytes]:
    kinds = None if classes is None else np.array(classes)
    drawn = samples(sparse(sp.csr_array(matrix)), rounds, seed=7, trades=12, classes=kinds)
    return Counter(one.toarray().astype(np.int64).tobytes() for one in drawn)


def test_the_published_example_has_five_matrices() -> None:
    assert len(with_margins(REGINA)) == 5
    assert len(counts(REGINA, 500)) == 5


@pytest.mark.parametrize("matrix", [REGINA, SQUARE, WIDE, WIDE.T, FULL_AND_EMPTY])
def test_all_matrices_come_equally_often(matrix: Matrix) -> None:
    every = [one.tobytes() for one in with_margins(np.ascontiguousarray(matrix))]
    found = counts(matrix, 60 * len(every))
    assert set(found) <= set(every)
    assert chisquare([found[one] for one in every]).pvalue > 0.01


def test_with_classes_all_matrices_that_keep_them_come_equally_often() -> None:
    matrix = np.vstack([SQUARE, [[0, 1, 1, 0]]])
    classes = [0, 0, 1, 1, 1]
    every = [one.tobytes() for one in with_margins(matrix, classes)]
    assert 1 < len(every) < len(with_margins(matrix))
    found = counts(matrix, 40 * len(every), classes)
    assert set(found) <= set(every)
    assert chisquare([found[one] for one in every]).pvalue > 0.01


def test_margins_of_the_real_network_are_kept() -> None:
    incidence = two_mode().incidence
    kinds = np.arange(incidence.shape[0]) % 5
    for drawn in samples(incidence, 3, seed=1, classes=kinds):
        assert set(drawn.data) == {1.0}
        assert (drawn.sum(axis=1) == incidence.sum(axis=1)).all()
        for kind in range(5):
            own, before = drawn[kinds == kind], incidence[kinds == kind]
            assert (own.sum(axis=0) == before.sum(axis=0)).all()


def kept(incidence: Sparse, trades: int) -> float:
    """Mean share of memberships that are where they were in the matrix."""
    drawn = samples(incidence, 20, seed=3, trades=trades)
    return float(np.mean([one.multiply(incidence).sum() for one in drawn]) / incidence.sum())


def test_on_the_real_network_the_trades_are_enough() -> None:
    """Four times as many leave no fewer memberships in place, and about what the model has."""
    incidence = two_mode().incidence
    assert kept(incidence, 1) > 0.1
    usual, many = kept(incidence, TRADES), kept(incidence, 4 * TRADES)
    by_model = (connection_probabilities(incidence) ** 2).sum() / incidence.sum()
    assert usual == pytest.approx(many, abs=0.006)
    assert many == pytest.approx(by_model, abs=0.006)


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    incidence = two_mode().incidence
    one, two, other = (list(samples(incidence, 2, seed=s)) for s in (4, 4, 5))
    assert all((a != b).nnz == 0 for a, b in zip(one, two, strict=True))
    assert (one[0] != other[0]).nnz > 0
    assert (one[0] != one[1]).nnz > 0


def test_without_trades_nothing_moves() -> None:
    incidence = two_mode().incidence
    assert all((one != incidence).nnz == 0 for one in samples(incidence, 2, trades=0))


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge_the_margins_are_kept(name: str) -> None:
    incidence = TWO_MODES[name].incidence
    drawn = list(samples(incidence, 3))
    assert len(drawn) == 3
    for one in drawn:
        assert one.shape == incidence.shape
        assert (one.sum(axis=0) == incidence.sum(axis=0)).all()
        assert (one.sum(axis=1) == incidence.sum(axis=1)).all()


def test_wrong_use_is_refused() -> None:
    incidence = sparse(sp.csr_array(REGINA))
    with pytest.raises(NetworkError, match="2 classes for 3 rows"):
        list(samples(incidence, 1, classes=np.array([0, 1])))
    with pytest.raises(NetworkError, match="neither can be negative"):
        list(samples(incidence, -1))
