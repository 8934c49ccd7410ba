"""Colours can be told apart with and without full colour vision, and never stand alone.

Simulation: Machado, G. M., Oliveira, M. M., Fernandes, L. A. F. (2009). A physiologically-based
model for simulation of color vision deficiency. IEEE Trans. Visualization and Computer Graphics
15, 1291-1298; the matrices of its supplement for protanopia and deuteranopia, in linear RGB.
Distances: CIE 1976 L*a*b*, by the formulas of ISO/CIE 11664-4; about 2.3 is just noticeable.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from clusterkg.graph.arrays import Floats
from clusterkg.graph.plots.looks import BOTH_WAYS, LOOKS, MORE, REST, looks

VISION = {
    "full": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
}
# IEC 61966-2-1, for D65.
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
each = pytest.mark.parametrize("vision", VISION)


def seen(colour: str, vision: str) -> Floats:
    """Return a colour as L*, a* and b*."""
    parts = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    white = XYZ @ np.ones(3)
    found = XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / white
    f = np.where(found > (6 / 29) ** 3, np.cbrt(found), found * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(seen(one, vision) - seen(other, vision)))


def test_lightness_of_white_black_and_grey_is_as_the_formulas_say() -> None:
    assert seen("#ffffff", "full") == pytest.approx([100, 0, 0], abs=0.01)
    assert seen("#000000", "full") == pytest.approx([0, 0, 0], abs=0.01)
    assert seen("#777777", "full")[0] == pytest.approx(50, abs=0.2)


@each
def test_series_are_told_apart_by_their_colours(vision: str) -> None:
    colours = [look.colour for look in (*LOOKS, REST)]
    assert min(apart(a, b, vision) for a, b in combinations(colours, 2)) > 9


def test_red_and_green_of_one_lightness_would_not_be_told_apart() -> None:
    assert apart("#d04040", "#7a7a00", "full") > 40
    assert apart("#a06000", "#6f7a00", "deuteranopia") < 9


@each
def test_more_is_darker(vision: str) -> None:
    lightness = [seen(colour, vision)[0] for colour in MORE]
    assert all(a - b > 10 for a, b in pairwise(lightness))


@each
def test_less_and_more_than_expected_are_told_apart(vision: str) -> None:
    middle = len(BOTH_WAYS) // 2
    for step in range(1, middle + 1):
        assert apart(BOTH_WAYS[middle - step], BOTH_WAYS[middle + step], vision) > 9
    for a, b in pairwise(BOTH_WAYS):
        assert apart(a, b, vision) > 5


def test_no_two_series_have_one_marker_or_hatch_and_neighbours_have_other_dashes() -> None:
    assert len({look.marker for look in (*LOOKS, REST)}) == len(LOOKS) + 1
    assert len({look.hatch for look in LOOKS}) == len(LOOKS)
    assert all(a.dash != b.dash for a, b in pairwise(LOOKS))


def test_series_beyond_the_eighth_share_a_look() -> None:
    given = looks([f"series {n}" for n in range(10)] + ["series 0"])
    assert [given[f"series {n}"] for n in range(8)] == list(LOOKS)
    assert given["series 8"] == given["series 9"] == REST
