"""Pairs of sectors that hang on one partnership; expected values by hand."""

import polars as pl

from clusterkg.graph.sole_links import sole_links

Row = tuple[str, str, list[str]]


def table(*rows: Row) -> pl.DataFrame:
    """Return pairs of sectors with the partnerships that join them."""
    schema = {"sector_a": pl.String, "sector_b": pl.String, "partnerships": pl.List(pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_pair_of_one_partnership_is_cut_off_where_no_detour_is_left() -> None:
    # a - b by one alone, b - c by two: the end of p cuts a off.
    links = table(("a", "b", ["p"]), ("a", "c", []), ("b", "c", ["q", "r"]))
    assert sole_links(links).rows() == [("p", "a", "b", True)]


def test_a_detour_through_another_sector_keeps_the_pair_connected() -> None:
    links = table(("a", "b", ["p"]), ("a", "c", ["q", "r"]), ("b", "c", ["s", "t"]))
    assert sole_links(links).rows() == [("p", "a", "b", False)]


def test_a_partnership_that_joins_three_sectors_ends_all_its_pairs_at_once() -> None:
    # The detour over c is of the same partnership, and ends with it.
    links = table(("a", "b", ["p"]), ("a", "c", ["p"]), ("b", "c", ["p"]))
    assert [row[3] for row in sole_links(links).rows()] == [True, True, True]


def test_nothing_hangs_on_one_where_every_pair_has_two() -> None:
    assert sole_links(table(("a", "b", ["p", "q"]))).is_empty()
    assert sole_links(table()).columns == ["partnership", "sector_a", "sector_b", "cut_off"]
