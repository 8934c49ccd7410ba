"""Searching for a smallest failing set, with sets chosen by hand."""

from collections.abc import Sequence

import pytest

from clusterkg.ontology.reasoning.smallest import shortest_prefix, smallest


@pytest.mark.parametrize("needed", [set(), {0}, {63}, {5, 6}, {0, 31, 63}, {7, 8, 40, 41, 50}])
def test_the_only_failing_set_is_found(needed: set[int]) -> None:
    trials = 0

    def fails(some: Sequence[int]) -> bool:
        nonlocal trials
        trials += 1
        return needed <= set(some)

    assert smallest(range(64), fails) == sorted(needed)
    # Junker's bound, 2k log2(n / k) + 2k, and the first trial of nothing at all.
    size = len(needed)
    assert trials <= 1 + (0 if not size else 2 * size * (64 // size).bit_length() + 2 * size)


def test_of_two_failing_sets_one_is_found_and_nothing_of_it_could_go() -> None:
    sets = [{1, 2}, {2, 3, 4}]

    def fails(some: Sequence[int]) -> bool:
        return any(one <= set(some) for one in sets)

    found = smallest(range(10), fails)
    assert set(found) in sets
    assert not any(fails([one for one in found if one != gone]) for gone in found)


@pytest.mark.parametrize("least", [0, 1, 7, 16])
def test_shortest_prefix(least: int) -> None:
    assert shortest_prefix(16, lambda length: length >= least) == least
