"""Classes of priorities: planted, at random, and where little is known."""

import numpy as np
import polars as pl
import pytest

from clusterkg.graph.atlas.alignment import CLASSES, COLUMNS, DECLARED, LEVEL, align
from clusterkg.graph.atlas.employment import SCHEMA
from clusterkg.graph.atlas.evidence import THINGS
from clusterkg.graph.atlas.quotients import share_quotient, symmetric

SECTORS = tuple("stuvw")
NONE = pl.DataFrame(schema=THINGS)
UNEMPLOYED = pl.DataFrame(schema=SCHEMA)


def _declared(*pairs: tuple[str, str]) -> pl.DataFrame:
    rows = [(region, sector, "stated", "stated", [f"p-{region}-{sector}"])
            for region, sector in pairs]
    return pl.DataFrame(rows, schema=DECLARED, orient="row")


def _clusters(counts: dict[str, dict[str, int]]) -> pl.DataFrame:
    rows = [(f"{region}-{sector}-{i}", region, sector, f"{region}-{sector}-{i}")
            for region, sectors in counts.items() for sector, n in sectors.items()
            for i in range(n)]
    return pl.DataFrame(rows, schema=THINGS, orient="row")


def _employed(*known: tuple[str, str, float]) -> pl.DataFrame:
    rows = [(region, sector, lq, lq / 1.25, lq * 1.25, [f"e-{region}"])
            for region, sector, lq in known]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


EVEN = {"XX1": dict.fromkeys(SECTORS, 40)}
STRONG = EVEN | {"YY1": {"s": 20, "t": 20}}


def _class(table: pl.DataFrame, region: str, sector: str) -> str:
    return table.filter(region=region, sector=sector)["class"].item()


def test_what_a_region_plainly_has_is_supported_missed_or_unsupported() -> None:
    found = align(_declared(("YY1", "s"), ("YY1", "u")), _clusters(STRONG), NONE, UNEMPLOYED)
    assert _class(found, "YY1", "s") == "supported"
    assert _class(found, "YY1", "t") == "missed"
    assert _class(found, "YY1", "u") == "unsupported"
    assert _class(found, "YY1", "w") == "cannot say", "nobody declares it, and nothing is there"


def test_few_clusters_say_nothing() -> None:
    few = EVEN | {"YY1": {"s": 1, "t": 1}}
    found = align(_declared(("YY1", "s"), ("YY1", "u")), _clusters(few), NONE, UNEMPLOYED)
    assert set(found["class"]) == {"cannot say"}


def test_the_score_is_the_symmetric_quotient_of_what_speaks() -> None:
    found = align(_declared(("YY1", "s")), _clusters(STRONG), NONE, UNEMPLOYED)
    row = found.filter(region="YY1", sector="s").row(0, named=True)
    # 20 of the 40 clusters there, and 60 of the 240 in all.
    quotients = share_quotient(20, 40, 60 / 240, LEVEL)
    expected = [float(symmetric(q)) for q in quotients]
    assert [row["score"], row["score_low"], row["score_high"]] == pytest.approx(expected)
    assert (row["speaks"], row["clusters"], row["clusters_known"]) == ("cluster", 20, 40)
    assert row["evidence"] == sorted(["p-YY1-s", *(f"YY1-s-{i}" for i in range(20))])


def test_employment_speaks_where_it_is_known_and_clusters_may_contradict_it() -> None:
    employed = _employed(("YY1", "s", 3.0), ("YY1", "t", 0.2), ("YY1", "u", 2.0))
    declared = _declared(("YY1", "s"), ("YY1", "t"), ("YY1", "v"))
    found = align(declared, _clusters(STRONG), NONE, employed)
    assert found.filter(region="YY1", sector="s")["speaks"].item() == "employment"
    assert _class(found, "YY1", "s") == "supported"
    assert _class(found, "YY1", "t") == "cannot say", "many clusters, few employed"
    assert _class(found, "YY1", "u") == "cannot say", "no clusters, many employed"


def test_employment_near_that_of_all_regions_says_nothing() -> None:
    found = align(_declared(("ZZ1", "s")), NONE, NONE, _employed(("ZZ1", "s", 1.2)))
    assert _class(found, "ZZ1", "s") == "cannot say"


def test_a_sector_that_a_region_above_or_below_declares_is_no_miss() -> None:
    for other in ("YY", "YY12"):
        found = align(_declared(("YY1", "s"), (other, "t")), _clusters(STRONG), NONE, UNEMPLOYED)
        assert _class(found, "YY1", "t") == "cannot say"
    found = align(_declared(("YY1", "s"), ("ZZ", "t")), _clusters(STRONG), NONE, UNEMPLOYED)
    assert _class(found, "YY1", "t") == "missed"


def test_organisations_in_one_partnership_count_as_one() -> None:
    def takings(causes: int) -> pl.DataFrame:
        rows = [(f"XX-{s}-{i}", "XX1", s, f"q-{s}-{i}") for s in SECTORS for i in range(40)]
        rows += [(f"YY-{i}", "YY1", "s", f"p{i % causes}") for i in range(20)]
        return pl.DataFrame(rows, schema=THINGS, orient="row")

    one = align(_declared(("YY1", "s")), NONE, takings(1), UNEMPLOYED)
    many = align(_declared(("YY1", "s")), NONE, takings(20), UNEMPLOYED)
    assert (_class(one, "YY1", "s"), _class(many, "YY1", "s")) == ("cannot say", "supported")
    assert one.filter(region="YY1", sector="s")["partnerships"].item() == 1


def test_clusters_that_draw_their_sectors_alike_are_seldom_put_into_a_class() -> None:
    random = np.random.default_rng(0)
    regions = [f"YY{i:02}" for i in range(60)]
    wrong = 0
    for _ in range(20):
        counts = {r: dict(zip(SECTORS, random.multinomial(15, [0.2] * 5).tolist(), strict=True))
                  for r in regions}
        declared = _declared(*((r, s) for r in regions for s in random.choice(SECTORS, 2, False)))
        found = align(declared, _clusters(counts), NONE, UNEMPLOYED)
        wrong += found.filter(pl.col("class") != "cannot say").height > 0
    # Both families at 5 %, so one in ten draws may hold a wrong one: 2 of 20, and 6 at most.
    assert wrong <= 6


@pytest.mark.parametrize("declared", [_declared(), _declared(("YY1", "s"))])
def test_without_evidence_there_are_columns_and_no_answers(declared: pl.DataFrame) -> None:
    found = align(declared, NONE, NONE, UNEMPLOYED)
    assert found.columns == list(COLUMNS)
    assert found.height == declared.height
    assert set(found["class"]) <= {"cannot say"}
    assert found["score"].null_count() == found.height


def test_classes_are_the_documented_ones() -> None:
    found = align(_declared(("YY1", "s"), ("YY1", "u")), _clusters(STRONG), NONE, UNEMPLOYED)
    assert set(found["class"]) == set(CLASSES)
