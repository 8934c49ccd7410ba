"""Wikidata: organisations of a kind, such as business clusters, from its query service.

The kind is found by its English label, and takes its subclasses along. Properties, with the pages
that say what they are: instance of (P31), headquarters location (P159), official website (P856)
and coordinate location (P625): Wikidata:WikiProject Companies/Properties; country (P17) and the EU
research participant ID (P5785, of organisations in EU projects): Wikidata:WikiProject Research
projects. NUTS code (P605) and the country's ISO 3166 code (P297) are as public queries use them.
A participant ID of nine digits is taken as the PIC. Coordinates stay in the table: the graph holds
no geometry.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, OutsideSource, Table
from clusterkg.loaders.columnar.terms import column, constant, country, iri, nuts, ref, text

from . import websites
from .endpoint import WIKIDATA, Endpoint, Profile, Row
from .extract import SEVERAL, Asked, Notice, each, joined, values, write
from .paging import literal, question

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
KINDS = ("business cluster",)
COLUMNS = ("names", "country", "city", "nuts", "coordinates", "websites", "pic")
_TABLE = ("organisation", "name", "otherNames", *COLUMNS[1:], "participantId")
_PIC = re.compile("[0-9]{9}")
# Which label becomes the name: English, else the one for all languages, else the first.
_PREFERRED = ("en", "mul")


def extract(
    address: str, folder: Path, notice: Notice, profile: Profile = WIKIDATA,
    kinds: Sequence[str] = KINDS,
) -> list[Path]:
    """Ask a SPARQL endpoint with Wikidata's data for organisations, and write them to a file.

    Parameters
    ----------
    address : str
        The endpoint.
    folder : Path
        Where the file goes.
    notice : callable
        Is told how far it went.
    profile : Profile, optional
        How the server wants to be asked.
    kinds : sequence of str
        English labels of the classes whose instances are wanted.

    Returns
    -------
    list of Path
        The table of organisations.

    Raises
    ------
    EndpointError
        The question is not answered in full.
    """
    labels = " ".join(f"{literal(kind)}@en" for kind in kinds)
    asked = question("wikidata_organisations", COLUMNS).bound(
        {"kinds": f"  VALUES ?kind {{ {labels} }}"})
    table = Asked(asked, "wikidata_organisations.csv", _TABLE, _organisation)
    return write(Endpoint(address, profile), (table,), folder, LICENCE, notice)


def _organisation(row: Row) -> Row:
    cells = joined(row)
    name, others = _names(row["names"])
    numbers = values(row["pic"])
    cells.update(
        name=name, otherNames=SEVERAL.join(others), nuts=_region(row["nuts"]),
        pic=SEVERAL.join(number for number in numbers if _PIC.fullmatch(number)),
        participantId=SEVERAL.join(numbers),
    )
    del cells["names"]
    return {"organisation": cells.pop("key"), **cells}


def _names(cell: str) -> tuple[str, list[str]]:
    """Return the name and the other names in a cell of ``name@language``."""
    labels = [value.rpartition("@")[::2] for value in values(cell)]
    ranked = sorted(labels, key=lambda label: (
        _PREFERRED.index(label[1]) if label[1] in _PREFERRED else len(_PREFERRED), label[::-1]))
    name = ranked[0][0] if ranked else ""
    return name, sorted({other for other, _ in labels} - {name, ""})


def _region(cell: str) -> str:
    """Return the narrowest of regions that lie within each other, or all of them."""
    found = values(cell)
    narrowest = max(found, key=len, default="")
    nested = all(narrowest.startswith(code) for code in found)
    return narrowest if nested else SEVERAL.join(found)


_ORGANISATION = ref("organisation/wikidata", column("organisation").str.extract(r"(Q[0-9]+)$"))

SOURCE = OutsideSource(
    name="wikidata",
    title="Business clusters and cluster organisations in Wikidata",
    origin="https://query.wikidata.org/",
    licence=LICENCE,
    attribution="Wikidata",
    tables=(
        Table(
            name="organisations",
            columns=(
                Column("organisation", required=True, rule="iri", pattern=".*/Q[0-9]+"),
                Column("name", required=True), Column("otherNames"),
                Column("country", rule="country"), Column("city"), Column("nuts", rule="nuts"),
                Column("coordinates"), Column("websites"), Column("pic", pattern="[0-9]{9}"),
                Column("participantId"),
            ),
            key=("organisation",),
            nodes=(
                Node(_ORGANISATION, (
                    ("rdf:type", constant("ckg:Organisation")),
                    ("rdf:type", constant("ckg:ClusterOrganisation")),
                    ("ckg:organisationKind", constant("id:organisation-kind/cluster")),
                    ("skos:prefLabel", text(column("name"))),
                    ("ckg:country", country(column("country"))),
                    ("ckg:pic", text(column("pic"))),
                    ("dcterms:source", iri(column("organisation"))),
                )),
                each(_ORGANISATION, "ckg:cityName", "city"),
                each(_ORGANISATION, "skos:altLabel", "otherNames"),
                *websites.nodes(_ORGANISATION),
                Node(_ORGANISATION, (
                    ("ckg:locatedIn", nuts(column("nuts"))),
                    ("ckg:locationCertainty", constant("id:certainty/stated")),
                ), when=column("nuts").is_not_null()),
            ),
        ),
    ),
    service=extract,
)
