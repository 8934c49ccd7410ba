"""A smallest set of things that already fails together, found by trying subsets.

Junker, "QuickXPlain: Preferred Explanations and Relaxations for Over-Constrained Problems",
AAAI 2004, pages 167-172.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Fails = Callable[[Sequence[Item]], bool]


def smallest(items: Sequence[Item], fails: Fails[Item]) -> list[Item]:
    """Return a subset that fails and of which no part fails.

    Parameters
    ----------
    items : sequence
        What fails as a whole.
    fails : callable
        Says whether a subset fails; whatever holds a failing set must fail too.

    Returns
    -------
    list
        In the order of ``items``; empty where even nothing fails. For k of n items it takes
        about 2 k log2(n / k) trials.
    """
    if fails([]):
        return []
    found = _within([], False, list(items), fails)
    return [item for item in items if any(item is other for other in found)]


def _within(
    base: list[Item], grown: bool, items: list[Item], fails: Fails[Item]
) -> list[Item]:
    if grown and fails(base):
        return []
    if len(items) == 1:
        return items
    half = len(items) // 2
    first, second = items[:half], items[half:]
    right = _within([*base, *first], bool(first), second, fails)
    left = _within([*base, *right], bool(right), first, fails)
    return [*left, *right]


def shortest_prefix(length: int, fails: Callable[[int], bool]) -> int:
    """Return the least n of 0 to ``length`` where the first n items fail, given that all do."""
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fails(middle) else (middle + 1, high)
    return low
