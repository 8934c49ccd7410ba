"""The drawings: the projection, the escaping, and places that are the same twice."""

import math
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from clusterkg.app.report import charts, colours, layout, svg
from clusterkg.app.report.projection import laea

Link = dict[str, object]


def test_the_projection_gives_the_worked_example() -> None:
    # IOGP 373-7-2, method 9820: 50° N 5° E is E 3 962 799.45 m, N 2 999 718.85 m in EPSG:3035.
    assert laea(5.0, 50.0) == pytest.approx((3_962_799.45, 2_999_718.85), abs=0.01)


def test_the_projection_s_centre_is_its_false_origin() -> None:
    assert laea(10.0, 52.0) == pytest.approx((4_321_000.0, 3_210_000.0), abs=1e-6)


def test_text_and_attributes_are_escaped() -> None:
    drawn = svg.group(svg.text(0, 0, "<b>&"), title='"><script>', class_='a" onload="x')
    parsed = ElementTree.fromstring(drawn)
    assert [part.tag for part in parsed.iter()] == ["g", "title", "text"]
    assert parsed.attrib == {"class": 'a" onload="x'}
    assert parsed[1].text == "<b>&"


def test_coordinates_have_one_decimal_and_no_negative_zero() -> None:
    assert [svg.number(x) for x in (1.0, -0.04, 2.25, -1.5)] == ["1", "0", "2.2", "-1.5"]


def test_a_path_in_relative_steps_ends_where_it_should() -> None:
    assert svg.path([(0, 0), (1, 2), (0.5, 2)]) == "M0 0l1 2 -0.5 0z"
    assert svg.path([(3, 3), (3.01, 3)]) == ""


def test_a_pie_has_a_slice_a_class() -> None:
    whole, halves = svg.pie(0, 0, 5, ["a"]), svg.pie(0, 0, 5, ["a", "b"])
    assert whole.count("<circle") == 1
    assert halves.count("<path") == 2
    assert 'd="M0 0L0 -5A5 5 0 0 1 0 5z" class="a"' in halves


def test_the_most_frequent_sectors_have_colours() -> None:
    carried = [[f"s{n}"] for n in range(9) for _ in range(9 - n)]
    found = colours.palette(carried)
    assert list(found.classes) == [f"s{n}" for n in range(colours.COLOURS)]
    assert found.of(["s8", "s0", "s7"]) == [colours.OTHER, "sector-0"]
    assert found.of([]) == [colours.NONE]


def test_places_are_the_same_twice_inside_the_box_and_apart() -> None:
    ties = [(f"m{n}", f"p{n % 3}") for n in range(12)] + [("m0", "p1"), ("m1", "p2")]
    radii = {node: 6.0 for tie in ties for node in tie}
    first = layout.places(ties, 600, 400, 1, radii)
    assert first == layout.places(ties[::-1], 600, 400, 1, radii)
    assert all(6 <= x <= 594 and 6 <= y <= 394 for x, y in first.values())
    points = sorted(first.values())
    assert min(math.dist(a, b) for n, a in enumerate(points) for b in points[:n]) > 11.9


@pytest.mark.parametrize(
    ("observed", "expected_class"),
    # variance 4, so a standard deviation is 2 around the expectation of 10
    [(10, "near"), (11, "near"), (12, "more-1"), (14, "more-2"), (16, "more-3"), (30, "more-3"),
     (8, "less-1"), (6, "less-2"), (4, "less-3")],
)
def test_a_cell_is_coloured_by_standard_deviations(observed: int, expected_class: str) -> None:
    row = {"observed": observed, "expected": 10.0, "variance": 4.0}
    assert charts.deviation(row) == expected_class


def test_a_significant_link_is_marked_by_more_than_colour() -> None:
    row: Link = {"label_a": "A", "label_b": "B", "observed": 16, "expected": 10.0,
                 "variance": 4.0, "q": 0.01, "significant": True}
    marked, plain = charts.matrix([row]), charts.matrix([row | {"significant": False}])
    assert "16 ★" in marked
    assert 'class="significant"' in marked
    assert "★" not in plain


def test_every_drawing_is_well_formed_and_has_a_title() -> None:
    row: Link = {"label_a": "A <1>", "label_b": "B & C", "observed": 1, "expected": 1.0,
                 "variance": 1.0, "q": 1.0, "significant": False}
    drawn = charts.matrix([row])
    assert isinstance(drawn, Markup)
    parsed = ElementTree.fromstring(drawn)
    assert parsed.attrib["role"] == "img"
    title = parsed[0]
    assert title.tag.endswith("title")
    assert title.attrib["id"] == parsed.attrib["aria-labelledby"]
    assert title.text
