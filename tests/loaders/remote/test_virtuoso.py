"""EURIO from a real Virtuoso that cuts answers off at 10,000 rows with status 200."""

import json
import shutil
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.remote import eurio, paging
from clusterkg.loaders.remote.endpoint import VIRTUOSO, Endpoint, EndpointError
from tests.conftest import require
from tests.loaders.outside import described, shared
from tests.loaders.remote.extract import EURIO, RESOURCE, node
from tests.loaders.remote.extract import eurio as triples
from tests.loaders.remote.extract import rows as rows_of
from tests.loaders.remote.servers import CAP, gate, virtuoso

PARTICIPATIONS = 25_900
QUICK = replace(VIRTUOSO, wait=0.01)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Virtuoso with 26,000 roles of organisations in projects."""
    require("virtuoso", shutil.which("virtuoso-t") is not None,
            "virtuoso-opensource-7-bin of Debian has it")
    cordis = shared("cordis")
    folder = tmp_path_factory.mktemp("virtuoso")
    with virtuoso(folder, triples(cordis, PARTICIPATIONS)) as address:
        yield address


@pytest.fixture(scope="module")
def extracted(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three tables, asked once."""
    files = eurio.extract(endpoint, tmp_path_factory.mktemp("eurio"), lambda _: None)
    return {path.stem.removeprefix("eurio_"): path for path in files}


def test_the_server_cuts_off_without_a_word(endpoint: str) -> None:
    text = f"SELECT ?key WHERE {{ ?key a <{EURIO}OrganisationRole> }}"
    data = urllib.parse.urlencode({"query": text}).encode()
    request = urllib.request.Request(
        endpoint, data=data, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 200
        assert len(json.load(response)["results"]["bindings"]) == CAP


def test_every_role_comes_once(extracted: dict[str, Path]) -> None:
    found = {row["participation"]: row for row in rows_of(extracted["participations"])}
    cordis = shared("cordis")
    sample = list(rows_of(cordis / "horizon_2025_organization_df_100.csv"))
    table = rows_of(cordis / "h2020_participations_2020-12_eunets.csv.gz")
    expected = {node("organisationroles", f"{row['projectID']} {row['organisationID']}")
                for row in sample}
    expected |= {node("organisationroles", f"rcn-{row['rcn']} {row['pic']}")
                 for row, _ in zip(table, range(PARTICIPATIONS), strict=False)}
    assert len(expected) == 26_000
    assert set(found) == expected
    assert sum(1 for _ in rows_of(extracted["participations"])) == 26_000


def test_cells_are_those_of_the_source(extracted: dict[str, Path]) -> None:
    sample = next(rows_of(shared("cordis/horizon_2025_organization_df_100.csv")))
    role = node("organisationroles", f"{sample['projectID']} {sample['organisationID']}")
    found = {row["participation"]: row for row in rows_of(extracted["participations"])}[role]
    assert found["projectId"] == sample["projectID"] == "101116741"
    assert found["pic"] == sample["organisationID"] == "999981634"
    assert (found["role"], found["contribution"]) == ("coordinator", "1499998")
    organisations = {row["pic"]: row for row in rows_of(extracted["organisations"])}
    wageningen = organisations["999981634"]
    assert wageningen["name"] == "WAGENINGEN UNIVERSITY"
    assert [wageningen[name] for name in ("country", "nuts", "postCode", "websites")] == [
        "NL", "NL221", "6708 PB", "http://www.wageningenur.nl/nl.htm"]


def test_the_tables_load_without_a_loss(extracted: dict[str, Path]) -> None:
    files = [extracted[name] for name in ("projects", "organisations", "participations")]
    found = load(eurio.SOURCE, files)
    text = b"".join(found.chunks()).decode()
    for count in found.counts:
        assert count.read == count.written + count.rejected + count.duplicate
    assert [reject.sentence() for reject in found.rejects] == []
    assert [count.written for count in found.counts] == [
        sum(1 for _ in rows_of(path)) for path in files]
    things = described(line.removesuffix(" .") for line in text.splitlines())
    base = "https://w3id.org/clusterkg/id/"
    sample = node("organisationroles", "101116741 999981634").rpartition("/")[2]
    participation = things[f"{base}participation/eurio/{sample}"]
    assert participation["ckg:inProject"] == [f"{base}project/cordis/101116741"]
    assert participation["ckg:participant"] == [f"{base}organisation/pic/999981634"]
    assert participation["ckg:role"] == [f"{base}role/coordinator"]
    project = things[f"{base}project/cordis/101116741"]
    assert project["skos:prefLabel"] == ["Digitizing Other Economies: A Comparative Approach"]
    assert project["skos:altLabel"] == ["DOE"]
    assert project["ckg:totalCost"] == ["1499998"]
    place = things[f"{base}organisation/pic/999981634"]
    assert place["ckg:locatedIn"] == ["http://data.europa.eu/nuts/code/NL221"]
    assert place["dcterms:source"] == [node("organisations", "999981634")]


def test_a_page_that_the_server_refuses_is_halved(endpoint: str) -> None:
    asked = paging.question("eurio_projects", eurio.PROJECT_COLUMNS)
    with gate(endpoint) as between:
        server = Endpoint(between.address, replace(QUICK, rows=2 * CAP))
        keys = [row["key"] for page in paging.pages(server, asked) for row in page]
    assert len(keys) == len(set(keys)) == paging.counted(server_of(endpoint), asked)
    assert all(key.startswith(RESOURCE) for key in keys)


def server_of(address: str) -> Endpoint:
    return Endpoint(address, QUICK)


def test_busy_twice_then_good(endpoint: str) -> None:
    asked = paging.question("eurio_projects", eurio.PROJECT_COLUMNS)
    with gate(endpoint, "503", "429", "502", "") as between:
        assert paging.counted(server_of(between.address), asked) > 5_000
        assert between.seen == ["503", "429", "502", ""]


def test_a_fault_in_the_middle_stops_and_leaves_no_table(endpoint: str, tmp_path: Path) -> None:
    with gate(endpoint, "", "", "html") as between, pytest.raises(EndpointError, match="Sign in"):
        eurio.extract(between.address, tmp_path, lambda _: None, replace(QUICK, rows=500))
    assert not list(tmp_path.glob("*.csv"))
