"""ECI and PCI against econcomplex, ecomplexity and the definition; reflections.

Where the packages differ: ecomplexity scales PCI by the mean and deviation of ECI, so that ECI is
the mean PCI of a region's activities; here, as in the Atlas of economic complexity, each has mean
0 and deviation 1 of its own, and ECI is that mean but for scale. econcomplex signs PCI alone, by
its correlation with ubiquity, which can contradict ECI; here one sign is for both.
economic-complexity stops the reflections at 20 and divides by the deviation of a sample. None
notices a matrix of several components, whose second eigenvector only tells components apart.
"""

import econcomplex
import numpy as np
import pandas as pd
import pytest
from ecomplexity.ecomplexity import calc_eci_pci
from economic_complexity import complexity as by_reflections

from clusterkg.graph.complexity.indices import complexity, reflections
from clusterkg.graph.complexity.matrix import ComplexityError

from .matrices import EDGES, SIMPLE, Floats, connected


def _standard(values: Floats) -> Floats:
    return (values - values.mean()) / values.std()


class _Data:
    """What ecomplexity's function reads."""

    def __init__(self, has: Floats) -> None:
        self.mcp_t, self.t = has, 0
        self.diversity_t, self.ubiquity_t = has.sum(axis=1), has.sum(axis=0)


@pytest.mark.parametrize("seed", range(8))
def test_eci_and_pci_are_those_of_ecomplexity(seed: int) -> None:
    has = connected(seed)
    eci, pci = calc_eci_pci(_Data(has))
    found = complexity(has)
    np.testing.assert_allclose(found.eci, _standard(eci), atol=1e-9)
    np.testing.assert_allclose(found.pci, _standard(pci), atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_eci_is_that_of_econcomplex_and_pci_but_for_its_sign(seed: int) -> None:
    has = connected(seed)
    eci, pci = econcomplex.eci_pci(has, use_rca=False)
    found = complexity(has)
    np.testing.assert_allclose(found.eci, eci, atol=1e-9)
    sign = np.sign(found.pci @ pci)
    np.testing.assert_allclose(found.pci, sign * pci, atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_eci_is_the_second_eigenvector_by_its_definition(seed: int) -> None:
    has = connected(seed)
    diversity, ubiquity = has.sum(axis=1), has.sum(axis=0)
    regions = (has / diversity[:, None]) @ (has / ubiquity).T
    found = complexity(has)
    second = np.sort(np.linalg.eigvals(regions).real)[-2]
    # An eigenvector, up to the constant that standardising adds along the first one.
    moved = regions @ found.eci - second * found.eci
    np.testing.assert_allclose(moved, moved.mean(), atol=1e-9)
    assert found.eci @ diversity > 0
    assert (found.eci.mean(), found.eci.std()) == pytest.approx((0.0, 1.0), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_a_regions_eci_is_the_mean_pci_of_its_activities_but_for_scale(seed: int) -> None:
    has = connected(seed)
    found = complexity(has)
    means = has @ found.pci / has.sum(axis=1)
    np.testing.assert_allclose(_standard(means), found.eci, atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_reflections_are_those_of_economic_complexity(seed: int) -> None:
    has = connected(seed)
    eci, pci = by_reflections(pd.DataFrame(has), iterations=20)
    regions, activities = reflections(has, 18)[0], reflections(has, 19)[1]
    for found, theirs in ((regions, eci), (activities, pci)):
        scale = np.sqrt((len(found) - 1) / len(found))
        np.testing.assert_allclose(_standard(found) * scale, theirs, atol=1e-6)


def test_components_are_computed_and_standardised_alone() -> None:
    first, second = connected(3, 8, 6), connected(4, 6, 5)
    has = np.zeros((15, 12))
    has[:8, :6], has[8:14, 6:11] = first, second
    found = complexity(has)
    np.testing.assert_array_equal(found.region_component, [0] * 8 + [1] * 6 + [-1])
    np.testing.assert_array_equal(found.activity_component, [0] * 6 + [1] * 5 + [-1])
    np.testing.assert_allclose(found.eci[:8], complexity(first).eci, atol=1e-12)
    np.testing.assert_allclose(found.eci[8:14], complexity(second).eci, atol=1e-12)
    assert np.isnan(found.eci[14])
    assert np.isnan(found.pci[11])


@pytest.mark.parametrize("name", EDGES)
def test_edges_have_no_index_unless_a_component_defines_one(name: str) -> None:
    has = EDGES[name]
    found = complexity(has)
    assert (found.eci.shape, found.pci.shape) == ((has.shape[0],), (has.shape[1],))
    defined = {"empty row and column": 2, "two components": 5, "two-mode, with an isolate": 3}
    assert np.count_nonzero(~np.isnan(found.eci)) == defined.get(name, 0)


def test_a_second_eigenvalue_that_is_not_simple_picks_no_vector() -> None:
    # Three alike regions on a common activity: any contrast between them would do.
    has = np.hstack([np.ones((3, 1)), np.eye(3)])
    assert np.all(np.isnan(complexity(has).eci))


def test_a_sign_that_diversity_does_not_give_goes_by_the_first_region() -> None:
    has = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=np.float64)
    assert complexity(has).eci[0] > 0


@pytest.mark.parametrize("times", range(5))
def test_reflections_are_means_of_the_other_sides(times: int) -> None:
    diversity, ubiquity = SIMPLE.sum(axis=1), SIMPLE.sum(axis=0)
    regions, activities = diversity.tolist(), ubiquity.tolist()
    for _ in range(times):
        regions, activities = (
            [sum(a for a, one in zip(activities, row, strict=True) if one) / row.sum()
             for row in SIMPLE],
            [sum(r for r, one in zip(regions, column, strict=True) if one) / column.sum()
             for column in SIMPLE.T],
        )
    found = reflections(SIMPLE, times)
    np.testing.assert_allclose(found[0], regions, atol=1e-12)
    np.testing.assert_allclose(found[1], activities, atol=1e-12)


def test_reflections_of_the_simple_network_of_the_paper() -> None:
    # Hidalgo and Hausmann (2009), figure S4: diversity 4, 1, 2, 1 and ubiquity 1, 2, 2, 3; the
    # mean ubiquity of the first country is (1 + 2 + 2 + 3) / 4.
    regions, activities = reflections(SIMPLE, 0)
    np.testing.assert_array_equal(regions, [4, 1, 2, 1])
    np.testing.assert_array_equal(activities, [1, 2, 2, 3])
    np.testing.assert_allclose(reflections(SIMPLE, 1)[0], [2.0, 2.0, 2.5, 3.0])


@pytest.mark.parametrize("seed", range(3))
def test_reflections_are_those_of_econcomplex(seed: int) -> None:
    has = connected(seed)
    eci, _ = econcomplex.method_of_reflections(has, use_rca=False, iterations=4, tol=None)
    np.testing.assert_allclose(_standard(reflections(has, 4)[0]), eci, atol=1e-9)


@pytest.mark.parametrize("name", EDGES)
def test_reflections_at_the_edge(name: str) -> None:
    has = EDGES[name]
    regions, activities = reflections(has, 3)
    np.testing.assert_array_equal(np.isnan(regions), has.sum(axis=1) == 0)
    np.testing.assert_array_equal(np.isnan(activities), has.sum(axis=0) == 0)


def test_what_is_no_number_of_reflections_is_refused() -> None:
    with pytest.raises(ComplexityError, match="-1 reflections"):
        reflections(SIMPLE, -1)
