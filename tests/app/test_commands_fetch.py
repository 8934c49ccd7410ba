"""``clusterkg fetch``: files from a real server, and what a person must do where none is known."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from clusterkg.app.cli import cli
from clusterkg.loaders import addresses as table
from clusterkg.loaders import fetching
from clusterkg.loaders.addresses import Address
from tests.loaders.file_server import Files, serving


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in members.items():
            packed.writestr(f"csv/{name}.csv", data)
    return buffer.getvalue()


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    """A server that holds what a table of three rows says; the third row has no address."""
    monkeypatch.setenv("CLUSTERKG_CACHE", str(tmp_path / "cache"))
    packed = archive(project=b"id\n1\n", topics=b"topic\nA\n")
    with serving(Files(content={"/all.zip": packed, "/": b""})) as files:
        rows = tuple(
            Address("cordis", f"{name}.csv", f"{files.address}/all.zip", "a page", "CC BY 4.0",
                    "application/zip", 1, "Download it by hand")
            for name in ("project", "topics")
        )
        unknown = Address("eccp", "organisations.csv", "", "a page", "CC BY 4.0", "text/csv", 1,
                          "Look them up")
        monkeypatch.setattr(table, "addresses", lambda: (*rows, unknown))
        yield files


def test_files_are_put_where_the_user_wants_them(web: Files, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    result = CliRunner().invoke(cli, ["fetch", "cordis", "-o", str(folder)])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [str(folder / "project.csv"), str(folder / "topics.csv")]
    assert (folder / "topics.csv").read_bytes() == b"topic\nA\n"
    assert "CC BY 4.0" in result.stderr
    found = fetching.record(folder / "project.csv")
    assert found is not None
    assert found.address == f"{web.address}/all.zip#project.csv"


def test_a_file_of_another_origin_is_not_overwritten(web: Files, tmp_path: Path) -> None:
    (tmp_path / "topics.csv").write_text("mine")
    result = CliRunner().invoke(cli, ["fetch", "cordis", "-o", str(tmp_path)])
    assert "a file of another origin is there" in str(result.exception)
    assert (tmp_path / "topics.csv").read_text() == "mine"
    (tmp_path / "topics.csv").unlink()
    for _ in range(2):
        assert CliRunner().invoke(cli, ["fetch", "cordis", "-o", str(tmp_path)]).exit_code == 0


def test_the_archive_is_downloaded_once(web: Files) -> None:
    CliRunner().invoke(cli, ["fetch", "cordis"])
    assert [seen.get("If-None-Match", "") != "" for seen in web.seen] == [False, True]


def test_without_an_address_it_says_what_a_person_does(web: Files) -> None:
    result = CliRunner().invoke(cli, ["fetch", "eccp"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "no address is known. By hand: Look them up" in result.stderr


def test_what_cannot_be_had_is_one_sentence_with_what_to_do(web: Files) -> None:
    web.faults = ["404"]
    result = CliRunner().invoke(cli, ["fetch", "cordis"])
    assert isinstance(result.exception, fetching.FetchError)
    assert str(result.exception).endswith("(status 404). By hand: Download it by hand")


def test_the_list_names_each_source(web: Files) -> None:
    result = CliRunner().invoke(cli, ["fetch", "--list"])
    assert [line.split()[0] for line in result.output.splitlines()] == ["cordis", "cordis", "eccp"]
    assert "by hand: Look them up" in result.output
