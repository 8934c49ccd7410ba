"""Small pieces of real files, and rows made up by the rules, for each source of the registry."""

import csv
import gzip
import io
import itertools
from functools import cache
from pathlib import Path

import openpyxl
import pyoxigraph as ox

from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.loaders.outside import SOURCES, find
from tests.loaders.outside import SHARED

ROWS = 40
LONGEST = 20_000
# Where the rows of a source come from; sources that are not here have rows made up alone.
FILES = {
    "business-statistics": ("regstats/sbs_nuts2_persons_employed_2014_tidy.csv",),
    "cordis-activity-types": ("cordis/cordisref-organizationActivityType.csv",),
    "cordis-fields": ("cordis/horizon_2025_euroSciVoc.xlsx",),
    "cordis-h2020-programmes": ("cordis/cordisref-H2020programmes.csv",),
    "cordis-h2020-topics": ("cordis/cordisref-H2020topics.csv",),
    "cordis-legal-bases": ("cordis/horizon_2025_legalBasis.xlsx",),
    "cordis-organisations": ("cordis/horizon_2025_organization_df_100.csv",),
    "cordis-organisations-2017": ("cordis/h2020_2017_organisations_odfest.csv",),
    "cordis-participations": ("cordis/h2020_participations_2020-12_eunets.csv.gz",),
    "cordis-programme-parts": ("cordis/h2020_programme_parts_2020-12_eunets.csv.gz",),
    "cordis-projects": ("cordis/horizon_2025_project_df_100.csv",),
    "cordis-topics": ("cordis/horizon_2025_topics.xlsx",),
    "countries-authority": ("authority/countries-skos.rdf",),
    "crosswalk": ("nuts/jrc_nutsconverter/n3_cm_v2013_v2021.csv",),
    "eccp": ("eccp/cluster_organisations.csv",),
    "eccp-priorities": (
        "s3/eccp_region_ecosystem_priorities_2026-07_clustermanager.csv",
        "s3/eccp_region_ecosystem_priorities_2026-07_clustermanager.json",
    ),
    "eurio-ontology": ("eurio/EURIO_v2.4.ttl",),
    "isic4": ("nace/ISIC4.csv",),
    "nabs": ("s3/NABS.json",),
    "nace-rev2": ("nace/NACE.csv", "nace/Nace2_long.csv"),
    "naics-nace": ("nace/NAICS2017_NACE.csv",),
    "nuts-codes": (
        "nuts/all_valid_nuts_codes.csv", "nuts/nuts_changes.csv",
        "nuts/datumorphism_nuts_v2013__2015_2017.csv", "nuts/NUTS2021-NUTS2024_eurostat.xlsx",
    ),
    "oecd-fields": ("s3/OECD.json",),
}
# How many tables of such a source are tried.
MADE = {"eurio": 3}
_VALUES = {
    "integer": "12", "digits": "123", "decimal": "1.5", "amount": "2.50", "decimal-comma": "3,25",
    "day": "2020-02-29", "date": "2020-02", "year": "2020", "boolean": "true",
    "iri": "https://example.org/Q1", "address": "https://example.org/b", "country": "IT",
    "nuts": "ITC1", "name": "Ōsaka & Co", "": "word",
}
_TURTLE = b'@prefix e: <https://example.org/> .\ne:a e:b "c\\n\\"d"@en, 5, [ e:f e:a ] ; a e:T .\n'


def seeds() -> list[tuple[str, str]]:
    """Return each source with each of its files, or with ``made-N`` for rows made up."""
    return [(source.name, name) for source in SOURCES for name in _names(source.name)]


def _names(source: str) -> list[str]:
    real = [name for name in FILES.get(source, ()) if (SHARED / name).exists()]
    return real or [f"made-{at}" for at in range(MADE.get(source, 1))]


@cache
def content(source: str, name: str) -> bytes:
    """Return the content of a small file of a source."""
    if not name.startswith("made-"):
        return piece(SHARED / name)
    tables = find(source).source().tables
    return _made(tables[int(name.removeprefix("made-"))]) if tables else _TURTLE


def piece(path: Path) -> bytes:
    """Return the beginning of a file: a header and some rows, or what its format needs whole."""
    if path.suffix == ".xlsx":
        return _workbook(path)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if path.suffix in (".json", ".rdf", ".ttl"):
        return data if len(data) < LONGEST else _cut(data, path.suffix)
    lines = data[: 4 * LONGEST].splitlines(keepends=True)
    sizes = itertools.accumulate(len(line) for line in lines)
    return b"".join(line for line, size in zip(lines[: ROWS + 1], sizes, strict=False)
                    if size < LONGEST)


def _cut(data: bytes, suffix: str) -> bytes:
    if suffix == ".json":
        return data[: data.index(b"\n  },\n", 3_000) + 4] + b"\n ]\n}"
    if suffix == ".ttl":
        return data[: data.index(b" .\n", 4_000) + 3]
    triples = itertools.islice(ox.parse(data, format=ox.RdfFormat.RDF_XML), 60)
    return ox.serialize(triples, format=ox.RdfFormat.RDF_XML)


def _workbook(path: Path) -> bytes:
    old = openpyxl.load_workbook(path, read_only=True)
    new = openpyxl.Workbook()
    new.remove(new.active)
    for sheet in old.worksheets:
        copy = new.create_sheet(sheet.title)
        for row in itertools.islice(sheet.iter_rows(values_only=True), ROWS):
            copy.append(row)
    old.close()
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


def _made(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=table.delimiter or ",")
    writer.writerow([column.name for column in table.columns])
    for at in range(ROWS):
        writer.writerow([_value(column, at) for column in table.columns])
    return out.getvalue().encode(table.encoding)


def _value(column: Column, at: int) -> str:
    if column.values:
        return column.values[at % len(column.values)]
    if not column.required and at % 3 == 0:
        return ""
    is_number = column.rule == "digits" or (column.pattern and not column.rule)
    return f"{at:09}" if is_number else _VALUES[column.rule]
