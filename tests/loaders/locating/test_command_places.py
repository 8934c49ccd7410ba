"""``clusterkg places``: any table in, the same table with regions out."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from tests.loaders.outside import shared

from .drawn import MUNICH, collection, written

NEW = ["nuts3", "vintage", "confidence", "evidence", "reason"]


def run(*arguments: str, given: bytes | None = None) -> Result:
    columns = ("--city", "city", "--country", "country")
    return CliRunner().invoke(cli, ["places", *arguments, *columns], input=given)


def table(folder: Path, text: str) -> str:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return str(path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_columns_are_added_and_nothing_else_changes(tmp_path: Path) -> None:
    text = (
        "id,country,city,note\r\n"
        '1,DE,Kassel,"a ""b"",\nc"\r\n'
        "2,ES,España,\r\n"
        "007,DE,Halle,=1\r\n"
    )
    done = run(table(tmp_path, text))
    assert done.exit_code == 0
    found = rows(done.stdout)
    before = rows(text)
    assert list(found[0]) == [*before[0], *NEW]
    assert [{name: row[name] for name in before[0]} for row in found] == before
    assert [row["nuts3"] for row in found] == ["DE731", "", ""]
    assert [row["reason"] for row in found] == ["", "country-named", "ambiguous"]
    assert "1 of 3 rows have a region" in done.stderr


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\ufeffcountry,city,x\nDE,Kassel,1\n\nIT,Torino,2\n".replace(",", delimiter)
    done = run("-", given=text.encode())
    assert [row["nuts3"] for row in rows(done.stdout)] == ["DE731", "ITC11"]


def test_boundaries_and_label_points(tmp_path: Path) -> None:
    outlines = str(shared("nuts/nuts2json_20M_3.topo.json"))
    points = str(shared("nuts/nuts2json_nutspt_3.json"))
    given = table(tmp_path, "country,city\nFR,Vierzon\nPT,Caparica\nAL,Korçë\n")
    output = tmp_path / "out.csv"
    done = run(given, "--boundaries", outlines, "--points", points, "-o", str(output))
    assert (done.exit_code, done.stdout) == (0, "")
    found = rows(output.read_text(encoding="utf-8"))
    assert [row["nuts3"] for row in found] == ["FRB01", "", "AL034"]
    assert "1,508 regions; outlines may be off by 2.1 km" in done.stderr
    assert "31 older codes have no one successor" in done.stderr
    assert "regions named after them: AL" in done.stderr


def test_label_points_of_another_file_do_not_fit(tmp_path: Path) -> None:
    outlines = str(written(tmp_path, collection(MUNICH)))
    points = [{**found, "geometry": {"type": "Point", "coordinates": [11.55, 48.15]}}
              for found in MUNICH]
    given = table(tmp_path, "country,city\nDE,Kassel\n")
    done = run(given, "--boundaries", outlines,
               "--points", str(written(tmp_path, collection(points), "points.geojson")))
    assert "label points of DE21H do not lie" in str(done.exception)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"country,town\nDE,Kassel\n", "no column 'city'; it has country, town"),
        (b"country,city,city\n", "two columns are called 'city'"),
        (b"country,city,reason\nDE,Kassel,x\n", "a column 'reason' already"),
        (b"country,city\nDE,Kassel,1\n", "line 2: 3 cells where the header has 2"),
        (b"country,city\nDE,K\xf6ln\n", "line 2: no UTF-8"),
        (b'country,city\nDE,"Kassel\n', "line 2: unexpected end of data"),
        (b"country,city\nDE," + b"K" * 200_000 + b"\n", "line 2: a cell of more than 100,000"),
    ],
)
def test_a_wrong_table_is_told(data: bytes, message: str) -> None:
    done = run("-", given=data)
    assert done.exit_code != 0
    assert message in str(done.exception)


def test_options_that_go_with_boundaries() -> None:
    done = run("-", "--crs", "3035", given=b"country,city\n")
    assert done.exit_code == 2
    assert "go with --boundaries" in done.stderr
