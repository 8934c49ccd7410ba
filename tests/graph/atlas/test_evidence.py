"""What regions have, by code, against a plain loop."""

import polars as pl
import pytest

from clusterkg.graph.atlas.evidence import THINGS, held, shares

ROWS = [
    ("a", "FRK21", "x", "a"), ("a", "FRK21", "y", "a"), ("b", "FRK22", "x", "b"),
    ("c", "FRK", "y", "c"), ("d", "FR", "y", "d"), ("e", "ITC11", "x", "e"), ("f", None, "x", "f"),
    ("g", "ITC11", None, "g"),
]


def _things(rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=THINGS, orient="row")


def test_shares_are_of_things_with_a_region_and_a_sector() -> None:
    # Of a to e: x is carried by a, b, e; y by a, c, d.
    found = shares(_things(ROWS))
    assert found["sector"].to_list() == ["x", "y"]
    assert found["share"].to_list() == pytest.approx([3 / 5, 3 / 5])


@pytest.mark.parametrize("code", ["FR", "FRK", "FRK2", "FRK21", "FRK22", "ITC1", "DE"])
def test_a_region_has_what_lies_at_or_below_its_code(code: str) -> None:
    found = held(_things(ROWS), [code])
    inside = [row for row in ROWS if row[1] and row[2] and row[1].startswith(code)]
    expected = [
        (code, sector, len({t for t, _, s, _ in inside if s == sector}),
         len({t for t, *_ in inside}), sorted({i for *_, s, i in inside if s == sector}))
        for sector in sorted({s for _, _, s, _ in inside})
    ]
    assert found.select("region", "sector", "found", "of", "ids").rows() == expected


def test_regions_of_several_levels_are_counted_together() -> None:
    found = held(_things(ROWS), ["FR", "FRK2", "FRK2", "IT"])
    assert found["region"].unique().sort().to_list() == ["FR", "FRK2", "IT"]


def test_things_that_go_back_to_one_cause_weigh_less() -> None:
    # Three organisations in the same partnership, p, show one thing and not three.
    rows = [(thing, "FR", "x", "p") for thing in "abc"]
    assert held(_things(rows), ["FR"])["weight"].to_list() == [1 / 3]
    assert held(_things([*rows, ("a", "FR", "x", "q")]), ["FR"])["weight"].to_list() == [2 / 3]


def test_without_things_or_regions_there_is_nothing() -> None:
    assert held(_things([]), ["FR"]).is_empty()
    assert held(_things(ROWS), []).is_empty()
    assert shares(_things([])).is_empty()
