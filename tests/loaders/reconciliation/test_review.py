"""The review file and the table of links: what people write is kept, what is bad is placed."""

import csv
from pathlib import Path

import pyoxigraph
import pytest

from clusterkg.loaders.reconciliation import matching, review, sssom
from clusterkg.loaders.reconciliation.matching import Decision, pair_key
from clusterkg.loaders.reconciliation.review import ReviewError
from clusterkg.loaders.reconciliation.scoring import Organisation
from clusterkg.ontology import iris

ID = iris.PREFIXES["id"]
A = Organisation(f"{ID}organisation/mar", "clusterkg", ('Cluster "Marítimo" Vasco',), "ES")
B = Organisation(f"{ID}organisation/eccp/es-mar", "eccp", ("Basque Maritime Cluster",), "ES")
Q = Organisation("https://data.example.org/thing/Q1", "data.example.org",
                 ("Cluster Maritimo de Vizcaya",), "ES")


def outcome(**options: object) -> matching.Outcome:
    return matching.reconcile([A, B, Q], **options)  # type: ignore[arg-type]


def undecided(path: Path) -> list[list[str]]:
    review.write(path, outcome(threshold=1.0).band, review.Reviewed())
    return rows(path.read_text(encoding="utf-8"))


def rows(text: str) -> list[list[str]]:
    body = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.reader(body, delimiter="\t"))


def decide(path: Path, line: int, **cells: str) -> None:
    """Write cells of a row as a person would; lines count from one."""
    lines = path.read_text(encoding="utf-8").split("\n")
    names = next(text for text in lines if not text.startswith("#")).split("\t")
    row = lines[line - 1].split("\t")
    for name, value in cells.items():
        row[names.index(name)] = value
    lines[line - 1] = "\t".join(row)
    path.write_text("\n".join(lines), encoding="utf-8")


def first_row(path: Path) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return 2 + next(at for at, text in enumerate(lines) if not text.startswith("#"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    undecided(tmp_path / "review.sssom.tsv")
    return tmp_path / "review.sssom.tsv"


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert review.read(tmp_path / "none.tsv").decisions == {}


def test_the_band_is_written_and_read_without_decisions(file: Path) -> None:
    assert review.read(file).decisions == {}
    names, *body = rows(file.read_text(encoding="utf-8"))
    assert names == list(review.COLUMNS)
    assert len(body) == len(outcome(threshold=1.0).band) > 0
    assert f'# mapping_set_id: {ID}review' in file.read_text(encoding="utf-8").splitlines()


def test_a_decision_is_read_and_written_back(file: Path) -> None:
    line = first_row(file)
    decide(file, line, decision="Accept", reviewer_label="Ada L.", mapping_date="2026-11-21")
    reviewed = review.read(file)
    (key,) = reviewed.decisions
    assert reviewed.decisions[key] == Decision(True, "Ada L.", "2026-11-21")
    review.write(file, outcome(threshold=1.0).band, reviewed)
    assert review.read(file).decisions == reviewed.decisions
    before = file.read_bytes()
    review.write(file, outcome(threshold=1.0).band, review.read(file))
    assert file.read_bytes() == before


def test_decisions_about_unknown_organisations_are_kept_and_told(file: Path) -> None:
    line = first_row(file)
    decide(file, line, decision="reject", reviewer_label="Ada", mapping_date="2026-11-21")
    reviewed = review.read(file)
    (key,) = reviewed.decisions
    review.write(file, [], reviewed)
    assert set(review.read(file).decisions) == {key}
    assert review.gone(reviewed, [A.id, B.id, Q.id]) == []
    (said,) = review.gone(reviewed, [key[0]])
    assert "is no longer known" in said
    assert said.count(key[1]) == 2


def test_other_line_ends_marks_and_quoted_headers_are_read(file: Path) -> None:
    line = first_row(file)
    decide(file, line, decision="reject", reviewer_label="Ada", mapping_date="2026-11-21")
    text = file.read_text(encoding="utf-8")
    spreadsheet = "\ufeff" + "\r\n".join(
        f'"{line}"\t\t' if line.startswith("#") and '"' not in line else line
        for line in text.split("\n"))
    file.write_bytes(spreadsheet.encode())
    assert len(review.read(file).decisions) == 1


@pytest.mark.parametrize(("cells", "column", "words"), [
    ({"decision": "maybe"}, "decision", "'maybe' is neither accept nor reject"),
    ({"decision": "accept", "mapping_date": "2026-11-21"}, "reviewer_label", "who decided?"),
    ({"decision": "accept", "reviewer_label": "Ada"}, "mapping_date", "'' is no day"),
    ({"decision": "accept", "reviewer_label": "Ada", "mapping_date": "21.11.2026"},
     "mapping_date", "'21.11.2026' is no day"),
    ({"subject_id": "organisation/mar"}, "subject_id", "'organisation/mar' is no name"),
    ({"object_id": "nowhere:x"}, "object_id", "'nowhere:x' is no name"),
])
def test_a_bad_cell_has_its_line_and_column(
    file: Path, cells: dict[str, str], column: str, words: str
) -> None:
    line = first_row(file)
    decide(file, line, **cells)
    with pytest.raises(ReviewError) as caught:
        review.read(file)
    at = review.COLUMNS.index(column) + 1
    assert str(caught.value).startswith(f"{file}, line {line}, column {at} ({column}): {words}")


def test_too_few_cells_a_missing_column_and_two_decisions(file: Path) -> None:
    line = first_row(file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.rstrip("\n").rpartition("\t")[0], encoding="utf-8")
    with pytest.raises(ReviewError, match=f", column {len(review.COLUMNS)}: "):
        review.read(file)
    file.write_text(text.replace("\tobject_id", "\tobject"), encoding="utf-8")
    with pytest.raises(ReviewError, match="the columns object_id are missing"):
        review.read(file)
    file.write_text(text, encoding="utf-8")
    decide(file, line, decision="accept", reviewer_label="Ada", mapping_date="2026-11-21")
    row = file.read_text(encoding="utf-8").split("\n")[line - 1]
    file.write_text(file.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="an earlier row decides about this pair"):
        review.read(file)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "review.sssom.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReviewError, match="cannot be read as UTF-8"):
        review.read(path)


def test_links_are_a_table_and_triples_without_same_as() -> None:
    decided = {pair_key(A.id, Q.id): Decision(True, "Ada", "2026-11-21")}
    links = outcome(decisions=decided).links
    text = sssom.links_table(links, "clusterkg 9.9")
    names, *body = rows(text)
    assert names == list(sssom.COLUMNS)
    found = {row[names.index("object_id")]: dict(zip(names, row, strict=True)) for row in body}
    # The namespace of an IRI that no prefix of ours fits gets one.
    assert "#   ns1: https://data.example.org/thing/" in text.splitlines()
    by_hand = next(row for row in found.values() if row["reviewer_label"])
    assert {by_hand["subject_id"], by_hand["object_id"]} == {"id:organisation/mar", "ns1:Q1"}
    assert by_hand["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (by_hand["confidence"], by_hand["mapping_date"]) == ("1.000", "2026-11-21")
    assert "# mapping_tool_version: \"9.9\"" in text.splitlines()
    triples = list(pyoxigraph.parse(sssom.content(links), pyoxigraph.RdfFormat.N_TRIPLES))
    predicates = {iris.compact(triple.predicate.value) for triple in triples}
    assert "skos:exactMatch" in predicates
    assert not any("sameAs" in predicate for predicate in predicates)
    assert sum(t.predicate.value == iris.expand("skos:exactMatch") for t in triples) == len(links)


def test_equal_links_have_an_equal_version() -> None:
    assert sssom.digest(outcome().links) == sssom.digest(outcome().links)
    assert sssom.digest(outcome().links) != sssom.digest(outcome(threshold=1.0).links)


def test_labels_stay_on_a_line_and_run_as_no_formula() -> None:
    names = "=HYPERLINK(x) Nano\u2028Cluster\tVasco", "=HYPERLINK(x) Nano Cluster Vasco"
    first, second = (Organisation(f"{ID}organisation/{at}/x", at, (name,), "ES")
                     for at, name in zip("ab", names, strict=True))
    (match,) = matching.reconcile([first, second]).links
    cells = sssom.row(match, sssom.Prefixes())
    assert cells["subject_label"] == cells["object_label"] == "'=HYPERLINK(x) Nano Cluster Vasco"


def test_a_column_of_ones_own_stays_with_the_decision(file: Path) -> None:
    line = first_row(file)
    decide(file, line, decision="reject", reviewer_label="Ada", mapping_date="2026-11-21")
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    lines = [f"{text}\t{'why' if at < line - 1 else 'I rang'}" if not text.startswith("#") else text
             for at, text in enumerate(lines)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    review.write(file, [], review.read(file))
    (row,) = review.read(file).rows.values()
    assert row["why"] == "I rang"
    assert "# - slot_name: why" in file.read_text(encoding="utf-8")


def test_an_accepted_pair_of_one_source_is_told() -> None:
    pair = [Organisation(f"{ID}organisation/eccp/{at}", "eccp", (f"Cluster {at}",), "ES")
            for at in "ab"]
    decided = {pair_key(pair[0].id, pair[1].id): Decision(True, "Ada", "2026-11-21")}
    (said,) = matching.reconcile(pair, decided).contradictions
    assert said.endswith("both are of eccp; links join different sources alone")
