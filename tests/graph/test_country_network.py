"""Countries tied by projects: by hand, and the 144,726 participations counted by polars.

The published values of the same matrix are for another choice of countries; what they share is
the method (https://github.com/zambujo/eunets, notebooks/eunets.Rmd).
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.arrays import row_sums
from clusterkg.graph.builder import build
from clusterkg.graph.network import Network, NetworkError
from clusterkg.loaders import countries
from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.cordis.participations import SOURCE
from clusterkg.ontology import iris
from tests.documented import LARGEST, largest
from tests.loaders.outside import shared

FILE = "cordis/h2020_participations_2020-12_eunets.csv.gz"
HEADER = (
    "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost\n"
)
# Project 1 (2014): two of IT, two of FR, one of UK; 2 (2020): IT and UK; 3 (2016): IT alone, twice;
# 4 (2021): IT and FR; 5 has no date; 6 (2015): one organisation of EL in two roles, and one of BE.
MADE_UP = [
    "1,coordinator,100000001,HES,1,IT,2014-12-31", "1,participant,100000002,HES,1,IT,2014-12-31",
    "1,participant,100000003,HES,1,FR,2014-12-31", "1,partner,100000004,HES,NA,FR,2014-12-31",
    "1,participant,100000005,HES,1,UK,2014-12-31",
    "2,coordinator,100000001,HES,1,IT,2020-01-01", "2,participant,100000005,HES,1,UK,2020-01-01",
    "3,coordinator,100000001,HES,1,IT,2016-01-01", "3,participant,100000002,HES,1,IT,2016-01-01",
    "4,coordinator,100000001,HES,1,IT,2021-01-01", "4,participant,100000003,HES,1,FR,2021-01-01",
    "5,coordinator,100000001,HES,1,IT,NA", "5,participant,100000003,HES,1,FR,NA",
    "6,coordinator,100000006,HES,1,EL,2015-06-01", "6,participant,100000006,HES,1,EL,2015-06-01",
    "6,participant,100000007,HES,1,BE,2015-06-01",
]
# By hand: IT-FR 2 x 2, IT-UK 2 x 1 + 1, FR-UK 2 x 1, EL-BE 1 x 1.
TIES = {("FR", "IT"): 4, ("GB", "IT"): 3, ("FR", "GB"): 2, ("BE", "GR"): 1}
DEGREES = {"IT": 7, "FR": 6, "GB": 5, "BE": 1, "GR": 1}


def graph_of(folder: Path, file: Path) -> KnowledgeGraph:
    """Build a graph of the countries and a file of participations."""
    triples = b"".join(load(SOURCE, file).chunks()).decode().splitlines()
    build(folder, {
        iris.graph("countries", "test"): list(countries.load()),
        iris.graph("cordis-participations", "test"): (line[:-2] for line in triples),
    }, {}, {})
    return open_graph(folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("small")
    file = folder / "participations.csv"
    file.write_text(HEADER + "".join(f"{row},NA,NA,NA\n" for row in MADE_UP), encoding="utf-8")
    with graph_of(folder / "kg", file) as kg:
        yield kg


@pytest.fixture(scope="module")
def whole(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The bundled graph, into which the participations were loaded as a user does it."""
    assert FILE in LARGEST
    with open_graph(largest(kg, tmp_path_factory) / "kg") as graph:
        yield graph


def degrees(network: Network) -> dict[str, int]:
    """Return the weighted degree of each country."""
    return dict(zip(network.ids, map(int, row_sums(network.weights)), strict=True))


def asked(kg: KnowledgeGraph, start: str = "2014", end: str = "2020") -> dict[str, int]:
    """Return the answer of the catalogue's query; without a country it has one row, of coverage."""
    rows = kg.query("country_degrees", start=start, end=end).rows()
    assert rows
    return {row["code"]: row["weighted_degree"] for row in rows if row["country"]}


def test_ties_are_those_counted_by_hand(small: KnowledgeGraph) -> None:
    network = small.network("countries_by_project", start="2014", end="2020")
    edges = {tuple(sorted(pair)): weight
             for *pair, weight in network.to_networkx().edges(data="weight")}
    assert edges == TIES
    assert degrees(network) == asked(small) == DEGREES


def test_counts_of_projects_and_participants_by_hand(small: KnowledgeGraph) -> None:
    italy = next(row for row in small.query("country_degrees").rows() if row["code"] == "IT")
    assert (italy["label"], italy["projects"], italy["participants"]) == ("Italy", 2, 3)
    assert italy["participations_known"] == len(MADE_UP)
    nodes = small.network("countries_by_project", start="2014", end="2020").nodes
    assert nodes.filter(pl.col("id") == "IT").row(0) == ("IT", "Italy", 2, 3)


@pytest.mark.parametrize(("period", "wanted"), [
    ({"start": "2021"}, {"FR": 1, "IT": 1}),
    ({"end": "2014-12-31"}, {"FR": 6, "GB": 4, "IT": 6}),
    ({"end": "2014-12-30"}, {}),
    ({"start": "2015-06", "end": "2015-06"}, {"BE": 1, "GR": 1}),
    ({}, {"IT": 8, "FR": 7, "GB": 5, "BE": 1, "GR": 1}),
])
def test_a_project_belongs_to_the_time_in_which_it_begins(
    small: KnowledgeGraph, period: dict[str, str], wanted: dict[str, int]
) -> None:
    given = {"start": "any", "end": "any"} | period
    assert degrees(small.network("countries_by_project", **period)) == wanted
    assert asked(small, **given) == wanted


@pytest.mark.parametrize(("option", "value"), [
    ("weighting", "newman"), ("instruments", ["COSME"]), ("leave_out", ["COSME"]),
    ("kinds", ["cluster"]),
])
def test_what_a_register_does_not_know_is_refused(
    small: KnowledgeGraph, option: str, value: object
) -> None:
    with pytest.raises(NetworkError, match=f"no option '{option}'"):
        small.network("countries_by_project", **{option: value})


def test_a_period_that_ends_before_it_begins_is_refused(small: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="ends"):
        small.network("countries_by_project", start="2020", end="2014")


def test_a_project_that_two_sources_describe_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "participations.csv"
    file.write_text(HEADER + "".join(f"{row},NA,NA,NA\n" for row in MADE_UP), encoding="utf-8")
    first = b"".join(load(SOURCE, file).chunks()).decode()
    second = first.replace("id/project/cordis-rcn/", "id/project/cordis/9").replace(
        "participation/cordis-rcn/", "participation/cordis/9")
    build(tmp_path / "kg", {
        iris.graph("countries", "test"): list(countries.load()),
        iris.graph("one", "test"): [line[:-2] for line in first.splitlines()],
        iris.graph("two", "test"): [line[:-2] for line in second.splitlines()],
    }, {}, {})
    with open_graph(tmp_path / "kg") as kg:
        assert ox.Quad(
            ox.NamedNode(iris.resolve("project/cordis/91")), ox.NamedNode(iris.term("rcn")),
            ox.Literal("1"), ox.DefaultGraph(),
        ) in kg.store
        assert asked(kg) == DEGREES
        assert degrees(kg.network("countries_by_project", start="2014", end="2020")) == DEGREES


def test_without_participations_there_is_no_network(kg: KnowledgeGraph) -> None:
    network = kg.network("countries_by_project", start="2014", end="2020")
    assert network.nodes.height == 0
    assert network.weights.shape == (0, 0)


@pytest.mark.slow
def test_degrees_are_those_that_polars_counts_in_the_file(whole: KnowledgeGraph) -> None:
    """Independent: pairs of countries joined by project in the raw file, summed."""
    years = [str(year) for year in range(2014, 2021)]
    rows = pl.read_csv(shared(FILE), infer_schema=False).filter(pl.col("start_year").is_in(years))
    counts = rows.group_by("rcn", "country").agg(pl.col("pic").n_unique().cast(pl.Int64).alias("n"))
    pairs = counts.join(counts, on="rcn").filter(pl.col("country") != pl.col("country_right"))
    sums = pairs.group_by("country").agg((pl.col("n") * pl.col("n_right")).sum())
    wanted = {iris.ISO_FROM_NUTS.get(code, code): total for code, total in sums.iter_rows()}
    network = whole.network("countries_by_project", start="2014", end="2020")
    assert degrees(network) == wanted == asked(whole)
    assert (len(wanted), wanted["DE"], wanted["GB"]) == (169, 222_940, 162_093)
    assert network.evidence is not None
    assert network.evidence.columns.height == pairs["rcn"].n_unique() == 10_459


def test_other_names_of_a_country_in_another_source_add_no_node(tmp_path: Path) -> None:
    file = tmp_path / "participations.csv"
    file.write_text(HEADER + "".join(f"{row},NA,NA,NA\n" for row in MADE_UP), encoding="utf-8")
    triples = b"".join(load(SOURCE, file).chunks()).decode().splitlines()
    italy, name = f"<{iris.country('IT')}>", f"<{iris.expand('skos:prefLabel')}>"
    build(tmp_path / "kg", {
        iris.graph("countries", "test"): list(countries.load()),
        iris.graph("authority", "test"): [f'{italy} {name} "Italian Republic"@en'],
        iris.graph("cordis-participations", "test"): (line[:-2] for line in triples),
    }, {}, {})
    with open_graph(tmp_path / "kg") as kg:
        assert asked(kg) == DEGREES
        assert [row["code"] for row in kg.query("country_degrees").rows()].count("IT") == 1
        assert degrees(kg.network("countries_by_project", start="2014", end="2020")) == DEGREES
