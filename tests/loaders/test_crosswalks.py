"""The matrices of the Joint Research Centre, in the graph and out of it again."""

import csv
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from clusterkg.graph.answer import Answer
from clusterkg.graph.crosswalk import move
from clusterkg.loaders import crosswalks
from clusterkg.queries.binding import bind
from clusterkg.queries.catalogue import catalogue

from .loads import Loaded, file, loaded
from .outside import shared

HEADER = "code_v2013,code_v2021,uniqueID,areaKm,pop11,pop21,artif_surf12,artif_surf18,bu_vol\n"


def matrices() -> list[Path]:
    return sorted(shared("nuts/jrc_nutsconverter").glob("*.csv"))


@pytest.fixture(scope="module")
def every() -> Loaded:
    return loaded(crosswalks.SOURCE, *matrices())


@pytest.fixture(scope="module")
def store(every: Loaded) -> ox.Store:
    found = ox.Store()
    found.bulk_load("\n".join(sorted(every.lines)).encode(), format=ox.RdfFormat.N_TRIPLES)
    return found


def test_every_row_of_the_44_files_is_an_overlap_with_its_figures(every: Loaded) -> None:
    assert len(every.counts) == len(matrices()) == 44
    assert every.rejects == []
    things = every.things
    rows = 0
    for path in matrices():
        with path.open(newline="") as stream:
            for row in csv.DictReader(stream):
                rows += 1
                old, new, old_code, new_code = *edition(row), *list(row.values())[:2]
                about = things[
                    "https://w3id.org/clusterkg/id/region-overlap/"
                    f"{old}-{new}/{old_code}/{new_code}"
                ]
                assert about["ckg:fromRegion"][0].endswith("/" + old_code)
                assert about["ckg:toRegion"][0].endswith("/" + new_code)
                assert (about["ckg:fromVintage"], about["ckg:toVintage"]) == ([old], [new])
                for column, property_ in crosswalks.WEIGHTS.items():
                    assert Decimal(about[property_][0]) == Decimal(row[column])
    assert sum(count.written for count in every.counts) == rows == len(things)


def edition(row: dict[str, str]) -> tuple[str, str]:
    first, second = list(row)[:2]
    return first.removeprefix("code_v"), second.removeprefix("code_v")


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize(("old", "new"), [("2013", "2021"), ("2021", "2024")])
def test_figures_move_by_the_graph_as_by_the_file(
    store: ox.Store, level: int, old: str, new: str
) -> None:
    question = catalogue()["region_overlaps"]
    text = bind(question, {"from_vintage": old, "to_vintage": new, "level": level})
    overlaps = Answer(store, text).to_polars()
    names = {f"code_v{old}": "from_region", f"code_v{new}": "to_region",
             "areaKm": "area_km2", "pop11": "population_2011"}
    path = shared(f"nuts/jrc_nutsconverter/n{level}_cm_v{old}_v{new}.csv")
    table = pl.read_csv(path).rename(names)
    values = table.group_by(region=pl.col("from_region")).agg(value=pl.col("bu_vol").sum())
    by_graph, by_file = (
        move(values, one, "population_2011") for one in (overlaps, table)
    )
    assert by_graph.table["region"].equals(by_file.table["region"])
    assert by_graph.table["value"].to_list() == pytest.approx(
        by_file.table["value"].to_list(), rel=1e-12
    )
    assert by_graph.by_area == by_file.by_area == (
        {2: ["NO0B"], 3: ["NO0B1"]}.get(level, []) if old == "2021" else []
    )


def test_rows_that_say_no_overlap_are_rejected(tmp_path: Path) -> None:
    found = loaded(crosswalks.SOURCE, file(tmp_path, "any.csv", HEADER + (
        "AT1,AT1,AT1AT1,1.5,2,3,4,5,6\n"
        "AT1,AT11,AT1AT11,1.5,2,3,4,5,6\n"
        "AT1,AT2,AT1AT3,1.5,2,3,4,5,6\n"
        "AT1,AT2,AT1AT2,1.5,-2,3,4,5,6\n"
        "AT1,AT2,AT1AT2,1.5,NaN,3,4,5,6\n"
        "AT1,AT2,AT1AT2,1.5,,3,4,5,6\n"
        "AT,AT,ATAT,1.5,2,3,4,5,6\n"
        "QQ1,AT1,QQ1AT1,1.5,2,3,4,5,6\n"
        "AT1,AT1,AT1AT1,1.5,2,3,4,5,6\n"
        "AT1,AT1,AT1AT1,1.5,2,3,4,5,7\n"
        "AT1,AT1\n"
    )))
    assert found.counts == [("any.csv", 11, 1, 9, 1)]
    assert found.faults() == [
        (3, "code_v2021", "level"), (4, "uniqueID", "pair"), (5, "pop11", "negative"),
        (6, "pop11", "decimal"), (7, "pop11", "required"), (8, "code_v2013", "pattern"),
        (9, "code_v2013", "nuts"), (11, "code_v2021", "key"), (12, "", "columns"),
    ]
