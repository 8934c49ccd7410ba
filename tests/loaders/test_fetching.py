"""Fetching from a real server: resumed, checked, bounded, and never half a file."""

import hashlib
import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clusterkg.loaders import fetching
from clusterkg.loaders.addresses import addresses, of_source
from clusterkg.loaders.download import FetchError, Limits
from clusterkg.loaders.outside import UnknownSourceError
from tests.loaders.file_server import MODIFIED, Files, serving

DATA = b"id,name\n" + b"".join(b"%d,name %d\n" % (at, at) for at in range(20_000))
QUICK = Limits(pause=0.01, total=20, silence=5)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    """A server with one file, and an empty cache."""
    monkeypatch.setenv("CLUSTERKG_CACHE", str(tmp_path / "cache"))
    with serving(Files(content={"/table.csv": DATA})) as files:
        yield files


def fetch(files: Files, path: str = "/table.csv", member: str = "", **limits: float) -> Path:
    bounds = Limits(**{**vars(QUICK), **limits})  # type: ignore[arg-type]
    return fetching.fetch(files.address + path, member, licence="CC BY 4.0", limits=bounds)


def test_a_file_comes_with_its_record(web: Files) -> None:
    path = fetch(web)
    assert path.read_bytes() == DATA
    record = json.loads(path.with_name("table.csv.json").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256(DATA).hexdigest()
    assert record["address"] == f"{web.address}/table.csv"
    assert record["licence"] == "CC BY 4.0"
    assert record["last_modified"] == MODIFIED
    assert len(record["retrieved"]) == len("2026-11-21")
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "table.csv", "table.csv.json", "~lock",
    ]


def test_a_file_that_did_not_change_is_not_sent_again(web: Files) -> None:
    first = fetch(web)
    written = first.stat().st_mtime_ns
    assert fetch(web).stat().st_mtime_ns == written
    assert "If-None-Match" in web.seen[1]


def test_a_damaged_copy_is_replaced(web: Files) -> None:
    fetch(web).write_bytes(b"id,name\n")
    assert fetch(web).read_bytes() == DATA


def test_a_newer_file_takes_the_place_of_the_older(web: Files) -> None:
    fetch(web)
    web.content["/table.csv"] = b"id\n1\n"
    path = fetch(web)
    assert path.read_bytes() == b"id\n1\n"
    assert fetching.record(path).size == 5  # type: ignore[union-attr]


@pytest.mark.parametrize("validator", ["etags", "dated"])
def test_a_cut_download_is_taken_up_where_it_ended(web: Files, validator: str) -> None:
    setattr(web, validator, False)
    web.faults = ["cut"]
    assert fetch(web).read_bytes() == DATA
    assert web.seen[1]["Range"] == f"bytes={len(DATA) // 2}-"


def test_a_download_that_was_given_up_is_taken_up_by_the_next_run(web: Files) -> None:
    web.faults = ["cut", "503"]
    with pytest.raises(FetchError, match="given up after 2 tries"):
        fetch(web, tries=2)
    assert not list((fetching.cache_folder()).rglob("table.csv"))
    assert fetch(web).read_bytes() == DATA
    assert web.seen[-1]["Range"] == f"bytes={len(DATA) // 2}-"


def test_a_part_need_not_repeat_the_date_of_the_file(web: Files) -> None:
    web.brief, web.faults = True, ["cut"]
    path = fetch(web)
    assert path.read_bytes() == DATA
    assert [headers.get("Range") for headers in web.seen] == [None, f"bytes={len(DATA) // 2}-"]
    record = fetching.record(path)
    assert record is not None
    assert record.last_modified == MODIFIED


def test_a_server_that_sends_byte_by_byte_is_ended(web: Files) -> None:
    web.faults = ["drip"]
    begun = time.monotonic()
    with pytest.raises(FetchError, match="not done within 1 seconds"):
        fetch(web, total=1.0)
    assert time.monotonic() - begun < 5


def test_a_file_that_is_called_like_the_lock_is_kept(web: Files) -> None:
    web.content["/lock"] = web.content["/~lock"] = DATA
    for path in ("/lock", "/~lock"):
        written = fetch(web, path).stat().st_mtime_ns
        assert fetch(web, path).stat().st_mtime_ns == written


def test_a_file_that_changed_after_the_cut_begins_anew(web: Files) -> None:
    web.faults = ["cut", "503"]
    with pytest.raises(FetchError):
        fetch(web, tries=2)
    web.content["/table.csv"] = DATA[::-1]
    assert fetch(web).read_bytes() == DATA[::-1]


def test_without_a_validator_nothing_is_joined(web: Files) -> None:
    web.etags = web.dated = False
    web.faults = ["cut"]
    assert fetch(web).read_bytes() == DATA
    assert "Range" not in web.seen[1]


def test_busy_servers_are_asked_again_as_they_wish(web: Files) -> None:
    web.faults, web.retry_after = ["503", "429"], "0"
    assert fetch(web).read_bytes() == DATA
    assert len(web.seen) == 3


def test_a_server_that_wants_an_hour_is_not_waited_for(web: Files) -> None:
    web.faults, web.retry_after = ["503"], "3600"
    with pytest.raises(FetchError, match="asks to wait 3,600 seconds"):
        fetch(web)


def test_an_end_is_made_of_servers_that_stay_busy(web: Files) -> None:
    web.faults = ["503"] * 9
    with pytest.raises(FetchError, match="given up after 5 tries; status 503"):
        fetch(web)
    assert len(web.seen) == 5


def test_a_wrong_length_is_told(web: Files) -> None:
    web.claimed = len(DATA) + 7
    with pytest.raises(FetchError, match="given up"):
        fetch(web, tries=3)


def test_a_file_without_a_length_is_taken_and_told(web: Files) -> None:
    web.sized = False
    told: list[str] = []
    path = fetching.fetch(f"{web.address}/table.csv", limits=QUICK, notice=told.append)
    assert path.read_bytes() == DATA
    assert "did not say how long" in told[0]


@pytest.mark.parametrize("sized", [True, False])
def test_more_than_is_allowed_is_not_taken(web: Files, sized: bool) -> None:
    web.sized = sized
    with pytest.raises(FetchError, match="more than the 1,000 bytes"):
        fetch(web, size=1000)


def test_redirects_are_followed_within_the_web(web: Files) -> None:
    web.redirects = {"/old": "/older", "/older": f"{web.address}/table.csv"}
    assert fetch(web, "/old").read_bytes() == DATA


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", ""])
def test_redirects_to_elsewhere_are_refused(web: Files, target: str) -> None:
    web.redirects = {"/old": target}
    with pytest.raises(FetchError, match="only http and https"):
        fetch(web, "/old")


def test_a_redirect_to_what_is_no_address_is_told(web: Files) -> None:
    web.redirects = {"/old": "http://["}
    with pytest.raises(FetchError, match="/old: Invalid IPv6 URL"):
        fetch(web, "/old")


def test_redirects_without_end_are_ended(web: Files) -> None:
    web.redirects = {"/a": "/b", "/b": "/a"}
    with pytest.raises(FetchError, match="more than 5 times"):
        fetch(web, "/a")


def test_a_login_page_is_no_file(web: Files) -> None:
    web.faults = ["html"]
    with pytest.raises(FetchError, match="a web page came"):
        fetch(web)


@pytest.mark.parametrize(("status", "hint"), [("404", "nothing is there"), ("403", "refuses")])
def test_refusals_are_not_asked_again(web: Files, status: str, hint: str) -> None:
    web.faults = [status]
    with pytest.raises(FetchError, match=hint):
        fetch(web)
    assert len(web.seen) == 1


def test_no_connection_is_told_and_a_copy_serves(web: Files) -> None:
    address, path = f"{web.address}/table.csv", fetch(web)
    told: list[str] = []
    web.faults = ["503"] * 9
    assert fetching.fetch(address, limits=QUICK, notice=told.append) == path
    assert "the copy of" in told[0]
    with pytest.raises(FetchError, match="refused"):
        fetching.fetch("http://127.0.0.1:9/x.csv", limits=Limits(tries=1))


def test_a_password_is_neither_sent_nor_kept_nor_shown(web: Files) -> None:
    address = web.address.replace("//", "//me:secret@") + "/table.csv"
    with pytest.raises(FetchError, match="name or password") as told:
        fetching.fetch(address, limits=QUICK)
    assert "secret" not in str(told.value)
    assert not web.seen


def test_local_takes_paths_addresses_and_standard_input(
    web: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(DATA)
    with fetching.local(file) as path:
        assert path == file
    with fetching.local(f"{web.address}/table.csv") as path:
        assert path.read_bytes() == DATA
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DATA)))
    with fetching.local("-") as path:
        assert path.read_bytes() == DATA
    assert not path.exists()


@pytest.mark.parametrize("place", [
    "file:///etc/passwd", "ftp://127.0.0.1/x", "http://[", "missing.csv",
])
def test_local_refuses_what_is_none_of_these(place: str) -> None:
    with pytest.raises(FetchError), fetching.local(place):
        pass


def test_the_table_of_addresses_is_whole() -> None:
    keys = [(row.source, row.file) for row in addresses()]
    assert len(set(keys)) == len(keys)
    for row in addresses():
        assert row.by_hand.strip()
        assert row.page
        assert row.licence
        assert not row.address or row.address.startswith(("http://", "https://"))


def test_sources_with_an_endpoint_can_be_asked() -> None:
    from clusterkg.loaders.outside import find

    served = [row for row in addresses() if row.media_type == fetching.SERVICE]
    assert sorted(row.source for row in served) == ["eurio", "wikidata"]
    assert all(find(row.source).source().service for row in served)


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(UnknownSourceError, match="cordis-h2020"):
        of_source("nothing")


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_member_is_unpacked_once(web: Files) -> None:
    web.content["/a.zip"] = packed({"csv/project.csv": DATA, "csv/topics.csv": b"x"})
    path = fetch(web, "/a.zip", "project.csv")
    assert path.read_bytes() == DATA
    written = path.stat().st_mtime_ns
    assert fetch(web, "/a.zip", "project.csv").stat().st_mtime_ns == written
    record = fetching.record(path)
    assert record is not None
    assert record.address == f"{web.address}/a.zip#project.csv"
    with fetching.local(f"{web.address}/a.zip#csv/topics.csv") as other:
        assert other.read_bytes() == b"x"


def test_members_of_one_name_are_not_taken_for_each_other(web: Files) -> None:
    members = {"2014/project.csv": b"old", "2021/project.csv": b"new", "x": b"x", "x.json": b"{}"}
    web.content["/a.zip"] = packed(members)
    paths = {name: fetch(web, "/a.zip", name) for name in reversed(members)}
    assert {name: path.read_bytes() for name, path in paths.items()} == members


def spoilt(method: int) -> bytes:
    data = packed({"project.csv": DATA}, method)
    return data[:60] + bytes(255 - byte for byte in data[60:90]) + data[90:]


def test_names_in_an_archive_choose_no_place(web: Files, tmp_path: Path) -> None:
    web.content["/a.zip"] = packed({"../../project.csv": b"evil", "/etc/topics.csv": b"evil"})
    path = fetch(web, "/a.zip", "project.csv")
    assert path.resolve().is_relative_to((tmp_path / "cache").resolve())
    outside = [p for p in tmp_path.rglob("*.csv") if not p.is_relative_to(tmp_path / "cache")]
    assert outside == []


@pytest.mark.parametrize(("data", "hint"), [
    (packed({"a/project.csv": b"1", "b/project.csv": b"2"}), "2 times"),
    (packed({"other.csv": b"1"}), "0 times"),
    (b"PK\x03\x04 broken", "cannot be unpacked"),
    (packed({"project.csv": DATA})[:-40], "cannot be unpacked"),
    (packed({"project.csv": DATA}).replace(b"\xb5", b"\xb6"), "cannot be unpacked"),
    (spoilt(zipfile.ZIP_LZMA), "cannot be unpacked"),
    (spoilt(zipfile.ZIP_BZIP2), "cannot be unpacked"),
    (packed({"project.csv": b"0" * 2_000_000}), "more than the 1,000,000 bytes"),
])
def test_bad_archives_are_told(web: Files, data: bytes, hint: str) -> None:
    web.content["/a.zip"] = data
    with pytest.raises(FetchError, match=hint):
        fetch(web, "/a.zip", "project.csv", size=1_000_000)
    assert not list(fetching.cache_folder().rglob("*.part"))
