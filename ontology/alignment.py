"""The alignments' Turtle files, made from their mapping tables.

A table is in the Simple Standard for Sharing Ontological Mappings (SSSOM, Matentzoglu et al.
2022, https://doi.org/10.1093/database/baac035): a commented YAML header, then one mapping a row.
Run the module to write the files anew.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from .errors import ClusterkgError

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "confidence", "see_also", "comment",
)
HEADER = ("mapping_set_id", "mapping_set_title", "mapping_set_description", "license")
LOGICAL = (
    "rdfs:subClassOf", "owl:equivalentClass", "rdfs:subPropertyOf", "owl:equivalentProperty",
)
LOOSE = ("skos:closeMatch", "skos:relatedMatch")
ENDING = ".sssom.tsv"


class AlignmentError(ClusterkgError):
    """A mapping table that breaks a rule: which file and line, and what would be right."""


@dataclass(frozen=True)
class Table:
    """A mapping table: the keys of its header, its prefixes and its rows."""

    header: dict[str, str]
    prefixes: dict[str, str]
    rows: list[dict[str, str]]

    @property
    def ontology(self) -> str:
        """The IRI of the ontology that the table is turned into."""
        return self.header["mapping_set_id"].removesuffix(ENDING)


def tables(folder: Path | None = None) -> list[Path]:
    """Return the mapping tables of a folder, by default the ontology's alignments, sorted."""
    return sorted((folder or _folder()).glob("*" + ENDING))


def read(path: Path) -> Table:
    """Read a mapping table.

    Parameters
    ----------
    path : Path
        A file whose name ends in ``.sssom.tsv``.

    Returns
    -------
    Table
        The header, the prefixes of the ``curie_map`` and the rows by column name.

    Raises
    ------
    AlignmentError
        If the header lacks a key, the columns are others than `COLUMNS`, a name has no prefix, a
        predicate is none of `LOGICAL` and `LOOSE`, a confidence is no number from 0 to 1, a row
        stands twice, or there is none.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    header, prefixes = _header([line[2:] for line in lines if line.startswith("# ")])
    missing = [key for key in HEADER if key not in header]
    if missing:
        raise AlignmentError(f"{path.name}: the header lacks {', '.join(missing)}")
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    body = list(csv.reader(lines[first:], delimiter="\t", quoting=csv.QUOTE_NONE))
    if not body or tuple(body[0]) != COLUMNS:
        raise AlignmentError(f"{path.name}, line {first + 1}: the columns are {' '.join(COLUMNS)}")
    rows: list[dict[str, str]] = []
    for number, cells in enumerate(body[1:], first + 2):
        rows.append(_row(f"{path.name}, line {number}", cells, prefixes, rows))
    if not rows:
        raise AlignmentError(f"{path.name}: there is no mapping under the columns")
    return Table(header, prefixes, rows)


def turtle(table: Table) -> str:
    """Return a mapping table as Turtle: an ontology that imports ours, and one triple a row.

    Logical axioms come first, then the looser matches, each in the order of the table.
    """
    ours = table.rows[0]["subject_id"].partition(":")[0]
    root = table.prefixes[ours].rstrip("#")
    used = {part.partition(":")[0] for row in table.rows for part in _triple(row)}
    lines = [
        f"# Made from {table.ontology.rpartition('/')[2]}{ENDING} by clusterkg.ontology.alignment.",
        *(
            f"@prefix {prefix}: <{table.prefixes[prefix]}> ."
            for prefix in sorted(used | {"dcterms", "owl"})
        ),
        "",
        f"<{table.ontology}> a owl:Ontology ;",
        f"    dcterms:title {_english(table.header['mapping_set_title'])} ;",
        f"    dcterms:description {_english(table.header['mapping_set_description'])} ;",
        f"    dcterms:license <{table.header['license']}> ;",
        f"    owl:imports <{root}> .",
    ]
    for predicate in (*LOGICAL, *LOOSE):
        chosen = [row for row in table.rows if row["predicate_id"] == predicate]
        lines += ["", *(" ".join((*_triple(row), ".")) for row in chosen)] if chosen else []
    return "\n".join(lines) + "\n"


def write(folder: Path | None = None) -> list[Path]:
    """Write the Turtle file of each mapping table beside it, and return the files."""
    written = []
    for path in tables(folder):
        target = path.with_name(path.name.removesuffix(ENDING) + ".ttl")
        target.write_text(turtle(read(path)), encoding="utf-8")
        written.append(target)
    return written


def _folder() -> Path:
    return Path(str(files("clusterkg.ontology"))) / "alignments"


def _header(lines: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    # The part of YAML that SSSOM headers of ours use: keys, quoted strings and one map.
    header: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.strip().partition(": ")
        if colon:
            found = prefixes if line.startswith(" ") else header
            found[key] = json.loads(value) if value.startswith('"') else value
    return header, prefixes


def _row(
    place: str, cells: list[str], prefixes: dict[str, str], earlier: list[dict[str, str]]
) -> dict[str, str]:
    if len(cells) != len(COLUMNS):
        raise AlignmentError(f"{place}: {len(cells)} cells, where {len(COLUMNS)} columns are")
    row = dict(zip(COLUMNS, cells, strict=True))
    for fault in _faults(row, prefixes):
        raise AlignmentError(f"{place}: {fault}")
    if any(_triple(row) == _triple(other) for other in earlier):
        raise AlignmentError(f"{place}: the mapping stands in the table twice; keep one row")
    return row


def _faults(row: dict[str, str], prefixes: dict[str, str]) -> Iterator[str]:
    for name in (*_triple(row), row["mapping_justification"]):
        prefix, colon, local = name.partition(":")
        if not (colon and local and prefix in prefixes):
            yield f"'{name}' is no name with a prefix of the curie_map"
    if row["predicate_id"] not in (*LOGICAL, *LOOSE):
        yield f"'{row['predicate_id']}' is none of {', '.join((*LOGICAL, *LOOSE))}"
    if not _is_share(row["confidence"]):
        yield f"the confidence '{row['confidence']}' is no number from 0 to 1"


def _is_share(value: str) -> bool:
    try:
        return 0 <= float(value) <= 1
    except ValueError:
        return False


def _triple(row: dict[str, str]) -> tuple[str, str, str]:
    return row["subject_id"], row["predicate_id"], row["object_id"]


def _english(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) + "@en"


if __name__ == "__main__":
    write()
