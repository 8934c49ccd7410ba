"""Complementarity against its definition, and as density that sharing adds."""

import numpy as np
import pytest

from clusterkg.graph.complexity.complementing import complementarity, mean_complementarity
from clusterkg.graph.complexity.matrix import ComplexityError
from clusterkg.graph.complexity.related import co_occurrence, density, relatedness

from .matrices import EDGES, connected


def test_by_its_definition() -> None:
    has = connected(5, 6, 5)
    related = relatedness(co_occurrence(has))
    for i in range(5):
        found = complementarity(has, related, i)
        others = [j for j in range(5) if j != i]
        total = sum(related[i, j] for j in others)
        for r in range(6):
            for s in range(6):
                added = sum(related[i, j] for j in others if has[s, j] and not has[r, j])
                assert found[r, s] == pytest.approx(100 * added / total, abs=1e-9)


def test_it_is_the_density_that_two_regions_together_have_more() -> None:
    has = connected(6, 8, 6)
    related = relatedness(co_occurrence(has))
    around = density(has, related)
    for r, s in ((0, 1), (3, 5), (7, 2)):
        both = density(np.maximum(has[[r]], has[[s]]), related)[0]
        for i in range(6):
            found = complementarity(has, related, i)[r, s]
            assert found == pytest.approx(both[i] - around[r, i], abs=1e-9)


def test_the_mean_is_over_what_a_region_lacks() -> None:
    has = connected(7, 6, 5)
    related = relatedness(co_occurrence(has))
    found = mean_complementarity(has, related)
    for r in range(6):
        lacks = np.flatnonzero(has[r] == 0)
        added = [complementarity(has, related, int(i))[r] for i in lacks]
        expected = np.mean(added, axis=0) if added else np.full(6, np.nan)
        np.testing.assert_allclose(found[r], expected, atol=1e-9)


@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    has = EDGES[name]
    related = relatedness(co_occurrence(has))
    found = mean_complementarity(has, related)
    assert found.shape == (has.shape[0], has.shape[0])
    known = np.diag(found)[~np.isnan(np.diag(found))]
    assert np.all(known == 0)
    complete = np.all((has == 1) | (related.sum(axis=1) == 0), axis=1)
    np.testing.assert_array_equal(np.isnan(found).all(axis=1), complete)


def test_an_activity_related_to_none_gives_nothing_to_add() -> None:
    assert np.all(np.isnan(complementarity(np.eye(2), np.zeros((2, 2)), 0)))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ComplexityError, match="no activity 3"):
        complementarity(np.eye(3), np.ones((3, 3)), 3)
    with pytest.raises(ComplexityError, match="3 activities"):
        complementarity(np.eye(3), np.ones((2, 2)), 0)
