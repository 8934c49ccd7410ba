"""Agreement of two people who put the same things into categories."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Agreement:
    """Cohen's kappa with its large-sample standard error."""

    things: int
    observed: float
    expected: float
    kappa: float
    standard_error: float

    def sentence(self) -> str:
        """Say the result with its 95 % interval."""
        low, high = (self.kappa + side * 1.96 * self.standard_error for side in (-1, 1))
        return (
            f"kappa {self.kappa:.2f} (95 % interval {low:.2f} to {high:.2f}): the two mappings "
            f"agree on {self.observed:.0%} of {self.things} themes, chance alone gives "
            f"{self.expected:.0%}"
        )


def kappa(first: Mapping[str, str], second: Mapping[str, str]) -> Agreement:
    """Return Cohen's kappa over the things that both have judged.

    Parameters
    ----------
    first, second : mapping of str to str
        The one category that each person gives each thing.

    Raises
    ------
    ValueError
        No thing was judged by both.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20, 37-46.
    """
    shared = sorted(first.keys() & second.keys())
    if not shared:
        raise ValueError("nothing was judged by both")
    observed = sum(first[thing] == second[thing] for thing in shared) / len(shared)
    expected = _by_chance([first[t] for t in shared], [second[t] for t in shared])
    if expected == 1:
        return Agreement(len(shared), observed, expected, 1.0, 0.0)
    spread = sqrt(observed * (1 - observed) / len(shared)) / (1 - expected)
    beyond_chance = (observed - expected) / (1 - expected)
    return Agreement(len(shared), observed, expected, beyond_chance, spread)


def _by_chance(first: Sequence[str], second: Sequence[str]) -> float:
    left, right = Counter(first), Counter(second)
    return sum(left[name] * right[name] for name in left) / len(first) ** 2
