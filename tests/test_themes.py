"""The theme mapping table is whole, well formed and speaks of real terms.

The columns are those of SSSOM; the list of ecosystems is the Commission's 14 and was typed by hand;
NACE divisions come from the independent package ``naceconverter``.
"""

import csv
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
COLUMNS = [
    "subject_id", "subject_label", "predicate_id", "object_id",
    "object_label", "mapping_justification", "confidence", "comment",
]  # fmt: skip
PREDICATES = {"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:relatedMatch"}
NO_TERM = "sssom:NoTermFound"
ECOSYSTEMS = {
    "aerospace-defence", "agri-food", "construction", "cultural-creative", "digital",
    "electronics", "energy-intensive", "energy-renewables", "health",
    "mobility-transport-automotive", "proximity-social-economy", "retail", "textile", "tourism",
}  # fmt: skip

Row = dict[str, str]


def _lines() -> list[str]:
    return (DATA / "themes.sssom.tsv").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    body = [line for line in _lines() if not line.startswith("#")]
    return list(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def objects(rows: list[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["subject_label"], []).append(row["object_id"])
    return found


def _used_themes() -> set[str]:
    themes: set[str] = set()
    for name in ("partnerships.csv", "organisations.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                themes.update(t.strip() for t in row["themes"].split(";") if t.strip())
    return themes


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("&", " and ")).strip("-")


def _nace_divisions() -> dict[str, str]:
    table = files("naceconverter").joinpath("nacecodes.csv").read_text(encoding="utf-8")
    lines = csv.DictReader(table.splitlines(), delimiter=";")
    return {row["code"]: row["name"] for row in lines if row["level"] == "2"}


def test_header_names_set_licence_and_prefixes() -> None:
    header = [line for line in _lines() if line.startswith("#")]
    keys = {line[1:].strip().split(":")[0] for line in header}
    assert keys >= {
        "mapping_set_id", "mapping_set_title", "license", "mapping_date", "subject_source",
        "object_source", "curie_map", "id", "nace", "skos", "semapv", "sssom",
    }  # fmt: skip
    assert "# license: https://creativecommons.org/licenses/by/4.0/" in header


def test_columns_are_those_of_sssom(rows: list[Row]) -> None:
    assert list(rows[0]) == COLUMNS
    assert all(None not in row.values() and None not in row for row in rows)


def test_every_used_theme_is_mapped_and_no_other(objects: dict[str, list[str]]) -> None:
    assert set(objects) == _used_themes()


def test_a_theme_has_ecosystems_or_says_that_it_has_none(objects: dict[str, list[str]]) -> None:
    for label, targets in objects.items():
        ecosystems = [t for t in targets if t.startswith("id:ecosystem/")]
        assert bool(ecosystems) != (NO_TERM in targets), label
        assert len(targets) == len(set(targets)), label


def test_objects_exist_under_their_official_label(rows: list[Row]) -> None:
    divisions = _nace_divisions()
    for row in rows:
        kind, _, code = row["object_id"].partition(":")
        if kind == "nace":
            assert divisions[code] == row["object_label"], row
        elif row["object_id"] != NO_TERM:
            assert code.removeprefix("ecosystem/") in ECOSYSTEMS, row
            assert row["object_label"], row


def test_confidence_justification_and_reason(rows: list[Row]) -> None:
    for row in rows:
        assert 0 <= float(row["confidence"]) <= 1, row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration", row
        assert row["predicate_id"] in PREDICATES, row
        if row["object_id"] == NO_TERM or float(row["confidence"]) < 0.7:
            assert row["comment"], row


def test_subject_id_is_the_slug_of_the_label(rows: list[Row]) -> None:
    assert all(row["subject_id"] == f"id:theme/{_slug(row['subject_label'])}" for row in rows)


def test_labels_of_one_theme_have_the_same_mappings(rows: list[Row]) -> None:
    found: dict[str, dict[str, set[tuple[str, ...]]]] = {}
    for row in rows:
        mapping = tuple(row[c] for c in ("predicate_id", "object_id", "confidence"))
        labels = found.setdefault(row["subject_id"], {})
        labels.setdefault(row["subject_label"], set()).add(mapping)
    for theme, labels in found.items():
        first, *others = labels.values()
        assert all(other == first for other in others), theme


def test_rows_are_sorted_with_ecosystems_before_nace(rows: list[Row]) -> None:
    keys = [
        (r["subject_label"].casefold(), r["subject_label"], r["object_id"].startswith("nace:"))
        for r in rows
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("railway", "id:ecosystem/mobility-transport-automotive"),
        ("photonics", "id:ecosystem/electronics"),
        ("artificial intelligence", "id:ecosystem/digital"),
        ("space", "id:ecosystem/aerospace-defence"),
        ("mining", "id:ecosystem/energy-intensive"),
        ("technical textiles", "id:ecosystem/textile"),
        ("innovation", NO_TERM),
        ("mechanical engineering", NO_TERM),
        ("mechanical engineering", "nace:28"),
    ],
)
def test_known_themes(objects: dict[str, list[str]], label: str, target: str) -> None:
    """Expected values follow the rules of docs/theme-mapping.md, by hand."""
    assert target in objects[label]
