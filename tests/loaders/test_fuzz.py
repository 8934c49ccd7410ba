"""20,000 seeded changes to real rows and files: no crash, no hang, no loss, no triple that is none.

Each source of the registry is loaded from its files with changes in them. A load ends in triples
that two strict parsers take and in counts that tell of every line, or in an error of ours.
"""

import itertools
import random
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, Phase, configuration, given, settings
from hypothesis import strategies as st

from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.outside import SOURCES, find
from clusterkg.ontology.errors import ClusterkgError
from tests.loaders import fuzz_changes as changes
from tests.loaders.fuzz_seeds import FILES, content, seeds
from tests.loaders.outside import ROOT

configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
pytestmark = pytest.mark.slow
SEEDS = seeds()
OTHERS = [(source, name) for source, name in SEEDS
          if name.endswith((".xlsx", ".json", ".rdf", ".ttl")) or source == "rdf"]
TABLES = [seed for seed in SEEDS if seed not in OTHERS]
TOTAL = 20_000
# A changed row leaves the others readable; a changed byte of JSON or XML may be the last one read.
IN_A_TABLE, IN_ANOTHER_FILE = 60, 2
ROUNDS = -(-TOTAL // (len(TABLES) * IN_A_TABLE))
SECONDS = 20
Drawn = list[tuple[str, int]]


def many(rounds: int) -> settings:
    """Settings for so many seeded rounds, the same each time."""
    return settings(
        max_examples=rounds, derandomize=True, database=None, deadline=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )


def changing(count: int) -> st.SearchStrategy[Drawn]:
    """Draw kinds of changes, each with the seed of its own."""
    one = st.tuples(st.sampled_from(sorted(changes.CHANGES)), st.integers(0, 2**32 - 1))
    return st.lists(one, min_size=count, max_size=count)


@contextmanager
def in_time() -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def loads(source: str, name: str, data: bytes, *, table: bool, twice: bool = False) -> None:
    """Load a file: either triples and counts that tell of all lines, or an error of ours.

    ``table`` says that each line is a record; ``twice`` that rdflib is to read the triples, too.
    """
    outside = find(source).source()
    with tempfile.TemporaryDirectory() as folder, in_time():
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        try:
            found = load(outside, path)
            text = b"".join(found.chunks())
        except ClusterkgError:
            return
    lines = text.count(b"\n")
    assert sum(1 for _ in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)) == lines
    if twice:
        assert len(rdflib.Graph().parse(data=text, format="nt")) <= lines
    lost = sum(reject.lost for reject in found.rejects)
    assert sum(count.rejected for count in found.counts) == lost
    for count in found.counts:
        assert min(count[1:]) >= 0
        assert count.read == count.written + count.rejected + count.duplicate
    if table and not any(one.multiline for one in outside.tables):
        assert sum(count.read for count in found.counts) == changes.records(data)


def changed(data: bytes, drawn: Drawn) -> bytes:
    for kind, seed in drawn:
        data = changes.CHANGES[kind](random.Random(seed), data)
    return data


def test_every_source_is_fuzzed_with_real_rows_or_with_rows_made_up() -> None:
    assert {source for source, _ in SEEDS} == {source.name for source in SOURCES}
    assert set(FILES) <= {source.name for source in SOURCES}
    assert len(TABLES) * ROUNDS * IN_A_TABLE >= TOTAL


@pytest.mark.parametrize(("source", "name"), SEEDS)
def test_a_piece_without_changes_loads(source: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(content(source, name))
    found = load(find(source).source(), path)
    assert b"".join(found.chunks())
    assert sum(count.written for count in found.counts) > 0


@pytest.mark.parametrize(("source", "name"), TABLES)
def test_tables_with_changes(source: str, name: str) -> None:
    data = content(source, name)
    turn = itertools.count()

    @many(ROUNDS)
    @given(changing(IN_A_TABLE))
    def check(drawn: Drawn) -> None:
        loads(source, name, changed(data, drawn), table=True, twice=next(turn) % 4 == 0)

    check()


@pytest.mark.parametrize(("source", "name"), TABLES)
def test_tables_with_another_header_or_damaged_packing(source: str, name: str) -> None:
    data = content(source, name)

    @many(8)
    @given(st.sampled_from((changes.header, changes.gzipped)), st.integers(0, 2**32 - 1))
    def check(change: changes.Change, seed: int) -> None:
        loads(source, name, change(random.Random(seed), data), table=False)

    check()


@pytest.mark.parametrize(("source", "name"), OTHERS)
def test_workbooks_json_and_rdf_with_changes(source: str, name: str) -> None:
    data = content(source, name)

    @many(24)
    @given(changing(IN_ANOTHER_FILE), st.booleans())
    def check(drawn: Drawn, inside: bool) -> None:
        new = data
        for kind, seed in drawn:
            change, random_ = changes.CHANGES[kind], random.Random(seed)
            zipped = inside and name.endswith(".xlsx")
            new = changes.inside_zip(change, random_, new) if zipped else change(random_, new)
        loads(source, name, new, table=False)

    check()
