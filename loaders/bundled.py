"""The bundled dataset, or any folder shaped like it: tables in the order in which they refer."""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from clusterkg.ontology import iris, rdf

from . import actors, country_history, curated, documents, themes
from .batch import Batch, Source
from .rules import Known
from .schema import SchemaError, Table, placed, read_package
from .tables import Reading, read_table, require

Mapper = Callable[[Reading], Iterator[rdf.Triple]]

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_CURATED: dict[str, Mapper] = {
    "organisations": curated.organisations,
    "clusters": actors.clusters,
    "parent_organisations": actors.parents,
    "partnerships": curated.partnerships,
    "memberships": curated.memberships,
    "region_memberships": curated.region_memberships,
    "same_consortium": curated.same_consortium,
    "s3_area_partnerships": curated.s3_areas,
    "meta_clusters": curated.meta_clusters,
}
_DOCUMENTS: dict[str, Mapper] = {
    "documents": documents.documents,
    "entities": documents.entities,
    "document_memberships": documents.document_memberships,
    "statements": documents.statements,
    "observations": documents.observations,
}
_COUNTRIES: dict[str, Mapper] = {
    "country_memberships": country_history.memberships,
    "country_names": country_history.names,
}
_THEMES: dict[str, Mapper] = {"themes": themes.themes}
# Checked like the others, and read by the comparison of the two mappings; it adds no triple.
_CHECKED = ("themes_second",)
_ORDER = (*_CURATED, *_DOCUMENTS, *_COUNTRIES, *_THEMES, *_CHECKED)


@dataclass
class Tables:
    """All tables of a folder, read and checked."""

    version: str
    readings: dict[str, Reading] = field(default_factory=dict)

    def rows(self, name: str) -> Reading:
        """Return the reading of one table."""
        return self.readings[name]


def describe(folder: Path) -> dict[str, Table]:
    """Return the tables of ``folder`` with our rules, in the order in which they refer.

    Raises
    ------
    SchemaError, TableError
        The folder's description or one of its tables is missing or unusable.
    """
    package, rules = read_package(folder), read_package(bundled_folder())
    tables = {name: placed(rules[name], _table(package, name), folder) for name in _ORDER}
    for table in tables.values():
        require(folder, table)
    return tables


def read(folder: Path, version: str, regions: Set[str], things: Set[str]) -> Tables:
    """Read and check every table of ``folder``.

    Parameters
    ----------
    folder : Path
        A folder with ``datapackage.json`` and its tables.
    version : str
        The version to give the named graphs.
    regions, things : set of str
        Region codes, and references to concepts and activities, that cells may use.

    Raises
    ------
    SchemaError, TableError
        The folder's description or one of its tables is missing or unusable.
    """
    tables = Tables(version)
    described = describe(folder)
    keys: dict[str, Set[str]] = {}
    for name in _ORDER:
        known = Known(regions, things | _subjects(tables), keys)
        tables.readings[name] = read_table(folder, described[name], known)
        keys[name] = tables.readings[name].ids()
    return tables


def batches(tables: Tables) -> list[Batch]:
    """Return the batches of the curated tables, the documents, the countries and the themes."""
    return [
        _batch(tables, _CURATED, Source(
            "partnerships", tables.version, "Partnerships of European clusters",
            iris.BASE + "data/partnerships", _LICENCE, retrieved="2026-11-21")),
        _batch(tables, _DOCUMENTS, Source(
            "documents", tables.version, "Facts of the five source documents",
            iris.BASE + "data/documents", _LICENCE, retrieved="2026-11-21",
            attribution="European Commission", scope="documents")),
        _batch(tables, _COUNTRIES, Source(
            "country-history", tables.version, "Countries in the European Union and in COSME",
            iris.BASE + "data/country_memberships.csv", _LICENCE, retrieved="2026-11-21")),
        _batch(tables, _THEMES, Source(
            "themes", tables.version, "Themes mapped to ecosystems and NACE 2.1",
            iris.BASE + "data/themes.sssom.tsv", _LICENCE)),
    ]


def bundled_folder() -> Path:
    """Return the folder of the dataset that clusterkg ships."""
    return Path(str(files("clusterkg.data")))


def _batch(tables: Tables, mappers: dict[str, Mapper], source: Source) -> Batch:
    names = [*mappers, *(_CHECKED if mappers is _THEMES else ())]
    readings = [tables.readings[name] for name in names]
    return Batch(
        source,
        [triple for name, mapper in mappers.items() for triple in mapper(tables.readings[name])],
        [reading.count for reading in readings],
        [reject for reading in readings for reject in reading.rejects],
    )


def _table(package: dict[str, Table], name: str) -> Table:
    if name not in package:
        raise SchemaError(f"datapackage.json describes no table '{name}'; a data folder has it")
    return package[name]


def _subjects(tables: Tables) -> set[str]:
    keyed = {"organisations": "organisation/", "partnerships": "partnership/",
             "documents": "document/", "entities": ""}
    return {
        prefix + key
        for name, prefix in keyed.items() if name in tables.readings
        for key in tables.readings[name].ids()
    }
