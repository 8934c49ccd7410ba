"""Endpoints that fail: each fault ends in a retry or in one sentence, and never in lost rows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clusterkg.loaders import addresses as table
from clusterkg.loaders import fetching
from clusterkg.loaders.columnar.load import load, loading
from clusterkg.loaders.remote import paging, wikidata
from clusterkg.loaders.remote.endpoint import Endpoint, EndpointError, Profile
from clusterkg.loaders.remote.extract import Notice
from tests.loaders.outside import described, shared
from tests.loaders.remote.extract import rows
from tests.loaders.remote.extract import wikidata as turtle
from tests.loaders.remote.servers import gate, oxigraph

QUICK = Profile(rows=400, wait=0.01, silence=1.0, answer=2.0, total=60)
BASE = "https://w3id.org/clusterkg/id/organisation/wikidata/"


@pytest.fixture(scope="module")
def data() -> str:
    """ECCP's cluster organisations in the shape of Wikidata."""
    return "\n".join(turtle(shared("eccp/cluster_organisations.csv")))


@pytest.fixture(scope="module")
def endpoint(data: str) -> Iterator[str]:
    """A server that holds them."""
    with oxigraph(data) as address:
        yield address


def extract(address: str, folder: Path, profile: Profile = QUICK) -> Path:
    return wikidata.extract(address, folder, lambda _: None, profile)[0]


def test_organisations_of_a_kind_and_its_subclasses_come(endpoint: str, tmp_path: Path) -> None:
    found = {row["organisation"]: row for row in rows(extract(endpoint, tmp_path))}
    expected = list(rows(shared("eccp/cluster_organisations.csv")))
    assert len(found) == len(expected) == 1195
    for at, row in enumerate(expected):
        cells = found[f"http://www.wikidata.org/entity/Q{1000 + at}"]
        assert cells["name"] == row["name"].strip()
        assert cells["country"] == row["country"]
        assert cells["city"] == row["city"].strip()


def test_a_silent_cap_loses_nothing_and_is_told(data: str, tmp_path: Path) -> None:
    told: list[str] = []
    with oxigraph(data, cap=170) as address:
        path = wikidata.extract(address, tmp_path, told.append, QUICK)[0]
    assert sum(1 for _ in rows(path)) == 1195
    assert "wikidata_organisations: 400 rows asked, 170 given; going on from there" in told


def test_the_same_rows_make_the_same_file(endpoint: str, tmp_path: Path) -> None:
    once = extract(endpoint, tmp_path / "a").read_bytes()
    assert extract(endpoint, tmp_path / "b", replace(QUICK, rows=77)).read_bytes() == once


def test_the_table_loads(endpoint: str, tmp_path: Path) -> None:
    found = load(wikidata.SOURCE, extract(endpoint, tmp_path))
    lines = b"".join(found.chunks()).decode().splitlines()
    assert [reject.sentence() for reject in found.rejects] == []
    assert found.counts[0][1:] == (1195, 1195, 0, 0)
    things = described(line.removesuffix(" .") for line in lines)
    ninth = things[f"{BASE}Q1009"]
    assert ninth["ckg:website"] == ["https://a9.example.org/", "https://b9.example.org/"]
    assert ninth["ckg:pic"] == ["900000009"]
    assert ninth["ckg:locatedIn"] == ["http://data.europa.eu/nuts/code/ITC11"]
    assert ninth["dcterms:source"] == ["http://www.wikidata.org/entity/Q1009"]
    assert len(ninth["rdf:type"]) == 2


def test_a_load_asks_the_address_it_is_given(endpoint: str) -> None:
    asked: list[str] = []

    def service(address: str, folder: Path, notice: Notice) -> list[Path]:
        asked.append(address)
        return wikidata.extract(address, folder, notice, QUICK)

    told: list[str] = []
    source = replace(wikidata.SOURCE, service=service)
    with loading(source, [endpoint], notice=told.append) as found:
        assert sum(1 for part in found.chunks() for _ in part.splitlines()) > 1195 * 5
        assert found.source.retrieved
    assert asked == [endpoint]
    assert told[-1] == "  wikidata_organisations: 1,195 rows"


def test_busy_twice_then_good(endpoint: str, tmp_path: Path) -> None:
    with gate(endpoint, "503", "503", "") as between:
        assert sum(1 for _ in rows(extract(between.address, tmp_path))) == 1195
    assert between.seen[:3] == ["503", "503", ""]


@pytest.mark.parametrize(("fault", "told"), [
    ("503", r"given up after 5 tries; status 503, which begins 'Service is taking a rest'"),
    ("429", "given up after 5 tries; status 429"),
    ("drop", "given up after 5 tries; IncompleteRead"),
    ("slow", "given up after 5 tries; .*timed out"),
    ("401", "status 401, which begins 'Service is taking a rest'"),
    ("500", "status 500, which begins 'Service is taking a rest'"),
    ("cut", "JSON that is broken or cut .*which begins '{\"head\": "),
    ("html", "no SPARQL results in JSON but 'text/html.*<title>Sign in</title>'"),
    ("xml", "JSON that is broken or cut .*<sparql/>'"),
    ("text", "no SPARQL results in JSON but 'text/plain'"),
    ("names", "the variables other, not count"),
    ("partial", "only a part of the answer came; RC...: Returning incomplete results"),
    ("206", "only a part of the answer came; status 206"),
    ("large", "sends more than is allowed"),
    ("deep", "JSON that is broken or cut"),
    ("count", "the count of wikidata_organisations is no number"),
])
def test_faults_end_in_one_sentence(
    endpoint: str, tmp_path: Path, fault: str, told: str
) -> None:
    profile = replace(QUICK, size=1_000_000)
    with gate(endpoint, fault) as between, pytest.raises(EndpointError, match=told) as error:
        extract(between.address, tmp_path, profile)
    assert between.address in str(error.value)
    assert list(tmp_path.iterdir()) == [tmp_path / "wikidata_organisations.csv.part"]


def test_half_a_letter_is_rejected_with_its_row(endpoint: str, tmp_path: Path) -> None:
    with gate(endpoint, "", "half", "") as between:
        path = extract(between.address, tmp_path)
    loaded = load(wikidata.SOURCE, path)
    list(loaded.chunks())
    assert [reject.rule for reject in loaded.rejects] == ["encoding"]


def test_an_hour_is_not_waited_for(endpoint: str, tmp_path: Path) -> None:
    with gate(endpoint, "503") as between:
        between.retry_after = "3600"
        with pytest.raises(EndpointError, match="asks to wait 3,600 seconds"):
            extract(between.address, tmp_path)


def test_the_time_for_everything_ends(endpoint: str, tmp_path: Path) -> None:
    with gate(endpoint, "503") as between, pytest.raises(EndpointError, match="not done within"):
        extract(between.address, tmp_path, replace(QUICK, wait=0.2, total=0.5))


def test_nothing_listens(tmp_path: Path) -> None:
    with pytest.raises(EndpointError, match="refused"):
        extract("http://127.0.0.1:9/sparql", tmp_path)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "sparql", "http://"])
def test_only_web_addresses_are_endpoints(address: str) -> None:
    with pytest.raises(EndpointError, match="begins with http"):
        Endpoint(address)


def test_another_server_is_not_contacted(endpoint: str, tmp_path: Path) -> None:
    with gate(endpoint) as other, gate(endpoint, other.address) as between:
        with pytest.raises(EndpointError, match="which is not followed"):
            extract(between.address, tmp_path)
        assert other.seen == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://localhost/",
                                    "http://127.0.0.1:99999/"])
def test_other_places_are_not_gone_to(endpoint: str, tmp_path: Path, target: str) -> None:
    with gate(endpoint, target) as between, pytest.raises(EndpointError, match=r"not followed|307"):
        extract(between.address, tmp_path)


def test_the_same_server_may_move_its_endpoint(endpoint: str) -> None:
    with gate(endpoint, "", "") as between:
        between.faults = [f"{between.address}?moved=yes", ""]
        question = paging.question("wikidata_organisations", ["count"])
        assert paging.counted(Endpoint(between.address, QUICK), question) == 1195
        assert len(between.seen) == 2


def test_fewer_rows_than_counted_is_an_error(data: str, tmp_path: Path) -> None:
    asked = paging.question("wikidata_organisations", wikidata.COLUMNS)
    other = paging.Question(asked.name, asked.columns, asked.query,
                            asked.count.replace("COUNT(DISTINCT ?key)", "COUNT(DISTINCT ?key) + 1"))
    with oxigraph(data) as address, pytest.raises(
        EndpointError, match="has 1,196 rows and 1,195 came"
    ):
        list(paging.pages(Endpoint(address, QUICK), other))


def test_another_order_is_an_error(data: str) -> None:
    asked = paging.question("wikidata_organisations", wikidata.COLUMNS)
    turned = paging.Question(asked.name, asked.columns,
                             asked.query.replace("ORDER BY STR(?key)", "ORDER BY DESC(STR(?key))"),
                             asked.count)
    with oxigraph(data) as address, pytest.raises(EndpointError, match="does not sort"):
        list(paging.pages(Endpoint(address, QUICK), turned))


def test_text_of_a_user_stays_text(endpoint: str, tmp_path: Path) -> None:
    evil = 'x"@en } ?key ?any ?thing . # \\" \n } } #'
    path = wikidata.extract(endpoint, tmp_path, lambda _: None, QUICK, kinds=[evil])[0]
    assert list(rows(path)) == []
    assert paging.literal('a"b\\c\n') == '"a\\"b\\\\c\\n"'


def test_answers_are_fetched_like_files(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = next(row for row in table.addresses() if row.source == "wikidata")
    monkeypatch.setattr(table, "addresses", lambda: (known._replace(address=endpoint),))
    monkeypatch.setenv("CLUSTERKG_CACHE", str(tmp_path / "cache"))
    paths, by_hand = fetching.fetch_source("wikidata", tmp_path / "here")
    assert by_hand == []
    assert paths == [tmp_path / "here" / "wikidata_organisations.csv"]
    found = fetching.record(paths[0])
    assert found is not None
    assert (found.address, found.licence) == (endpoint, wikidata.LICENCE)
    with loading(wikidata.SOURCE, []) as asked, loading(wikidata.SOURCE, paths) as read:
        assert asked.source == read.source
