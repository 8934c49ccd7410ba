"""EURIO: projects, organisations and participations from the SPARQL endpoint of CORDIS.

Classes and properties are those of EURIO 2.4 (Publications Office, 2023-09-28). How the graph of
CORDIS uses them was read in public queries to its endpoint: ``identifier`` is the grant agreement
of a project and the PIC of an organisation, ``hasAcronym``/``shortForm`` hold a project's acronyms,
``isRecipientOf``/``hasPaymentAmount`` what a role was paid. An amount that ``isNet`` is the net
contribution. Titles in other languages than English are not asked for.
"""

from pathlib import Path

import polars as pl

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, OutsideSource, RowCheck, Table
from clusterkg.loaders.columnar.terms import (
    column,
    constant,
    country,
    date,
    decimal,
    iri,
    mapped,
    nuts,
    ref,
    text,
)
from clusterkg.ontology import rdf

from . import websites
from .endpoint import VIRTUOSO, Endpoint, Profile, Row
from .extract import SEVERAL, Asked, Notice, each, joined, values, write
from .paging import question

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_GRANT, _PIC = "[0-9]{4,12}", "[0-9]{9}"
# As EURIO 2.4 lists them, and as the files of CORDIS write the same roles.
_ROLES = {
    "coordinator": "coordinator", "participant": "participant", "partner": "partner",
    "third party": "third-party", "thirdParty": "third-party",
    "international partner": "international-partner",
    "internationalPartner": "international-partner",
    "associatedPartner": "associated-partner",
}
# Columns that are added: several cells make a name, and the name is what tells things apart.
_PROJECT, _ORGANISATION = "#project", "#organisation"
_STATUSES = ("CANCEL", "CLOSED", "ONGOING", "SIGNED", "TERMINATED")
PROJECT_COLUMNS = ("projectId", "projectRcn", "title", "acronyms", "status", "startDate", "endDate",
             "signatureDate", "totalCost", "contribution")
_ORGANISATIONS = ("pic", "name", "vatNumber", "websites", "country", "city", "postCode", "street",
                  "nuts")
# Names that ISO 3166 does not have, as European statistics write them.
_COUNTRIES = {"kosovo": "XK", "turkey": "TR"}
_ASKED = ("projectId", "projectRcn", "organisation", "pic", "role")


def extract(
    address: str, folder: Path, notice: Notice, profile: Profile = VIRTUOSO
) -> list[Path]:
    """Ask a SPARQL endpoint for everything that :data:`SOURCE` reads, and write it to files.

    Parameters
    ----------
    address : str
        The endpoint.
    folder : Path
        Where the files go.
    notice : callable
        Is told how far it went.
    profile : Profile, optional
        How the server wants to be asked.

    Returns
    -------
    list of Path
        The tables of projects, organisations and participations.

    Raises
    ------
    EndpointError
        A question is not answered in full.
    """
    projects = Asked(question("eurio_projects", PROJECT_COLUMNS), "eurio_projects.csv",
                     ("project", *PROJECT_COLUMNS), _project)
    organisations = Asked(question("eurio_organisations", (*_ORGANISATIONS, "countryName")),
                          "eurio_organisations.csv",
                          ("organisation", *_ORGANISATIONS, "otherNames"),
                          _organisation)
    roles = Asked(question("eurio_participations", (*_ASKED, "paid")), "eurio_participations.csv",
                  ("participation", *_ASKED, "contribution", "netContribution"), _participation)
    return write(Endpoint(address, profile), (projects, organisations, roles), folder, LICENCE,
                 notice)


def _project(row: Row) -> Row:
    cells = joined(row)
    titles = values(row["title"])
    cells["title"] = titles[0] if titles else ""
    cells["acronyms"] = SEVERAL.join([*values(row["acronyms"]), *titles[1:]])
    return {"project": cells.pop("key"), **cells}


def _organisation(row: Row) -> Row:
    cells = joined(row)
    cells["country"] = _code(cells["country"] or cells["countryName"])
    del cells["countryName"]
    names = values(row["name"])
    cells.update(name=names[0] if names else "", otherNames=SEVERAL.join(names[1:]))
    cells["nuts"] = SEVERAL.join(_local(value) for value in values(row["nuts"]))
    return {"organisation": cells.pop("key"), **cells}


def _participation(row: Row) -> Row:
    paid = [value.partition(" ")[::2] for value in values(row["paid"])]
    net = sorted({amount for amount, is_net in paid if is_net in ("true", "1")})
    gross = sorted({amount for amount, is_net in paid if is_net not in ("true", "1")})
    cells = joined({name: row[name] for name in _ASKED})
    return {"participation": row["key"], **cells, "contribution": SEVERAL.join(gross),
            "netContribution": SEVERAL.join(net)}


def _code(country: str) -> str:
    """Return the ISO 3166 code of a country's English name; what is neither stays as it is."""
    import pycountry

    if len(country) == 2 or not country:
        return country
    known = pycountry.countries
    found = (known.get(name=country) or known.get(common_name=country)
             or known.get(official_name=country))
    if found:
        return str(found.alpha_2)
    return _COUNTRIES.get(country.lower().rstrip("*"), country)


def _local(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def _uuid(name: str) -> pl.Expr:
    return column(name).str.extract(r"([^/#]+)$")


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the terms of the project and the organisation of each row, of whichever it has."""
    found = {}
    if "projectId" in frame.columns:
        found[_PROJECT] = pl.coalesce(ref("project/cordis", column("projectId")),
                                      ref("project/cordis-rcn", column("projectRcn")))
    if "organisation" in frame.columns:
        found[_ORGANISATION] = pl.coalesce(ref("organisation/pic", column("pic")),
                                           ref("organisation/eurio", _uuid("organisation")))
    return frame.with_columns(**found)


_PARTICIPATION = ref("participation/eurio", _uuid("participation"))
_NUMBERED = RowCheck(
    "projectId", "numbered", "a project has a grant agreement number or an rcn",
    column("projectId").is_null() & column("projectRcn").is_null(),
)

PROJECTS = Table(
    name="projects",
    multiline=True,
    columns=(
        Column("project", required=True, rule="iri"),
        Column("projectId", pattern=_GRANT), Column("projectRcn", rule="digits"),
        Column("title"), Column("acronyms", separator=SEVERAL.strip()),
        Column("status", values=_STATUSES),
        Column("startDate", rule="day"), Column("endDate", rule="day"),
        Column("signatureDate", rule="day"),
        Column("totalCost", rule="amount"), Column("contribution", rule="amount"),
    ),
    key=("project",),
    prepare=_named,
    checks=(_NUMBERED,),
    nodes=(
        Node(column(_PROJECT), (
            ("rdf:type", constant("ckg:Project")),
            ("ckg:grantAgreement", text(column("projectId"))),
            ("ckg:rcn", text(column("projectRcn"))),
            ("skos:prefLabel", text(column("title"))),
            ("ckg:projectStatus", text(column("status"))),
            ("ckg:startDate", date(column("startDate"))),
            ("ckg:endDate", date(column("endDate"))),
            ("ckg:signatureDate", date(column("signatureDate"))),
            ("ckg:totalCost", decimal(column("totalCost"))),
            ("ckg:contribution", decimal(column("contribution"))),
        ), once=True),
        Node(column(_PROJECT), (("dcterms:source", iri(column("project"))),)),
        each(column(_PROJECT), "skos:altLabel", "acronyms"),
    ),
)

ORGANISATIONS = Table(
    name="organisations",
    multiline=True,
    columns=(
        Column("organisation", required=True, rule="iri"),
        Column("pic", pattern=_PIC), Column("name"), Column("otherNames", optional=True),
        Column("vatNumber"), Column("websites"),
        Column("country", rule="country"), Column("city"), Column("postCode"), Column("street"),
        Column("nuts", rule="nuts"),
    ),
    key=("organisation",),
    prepare=_named,
    nodes=(
        Node(column(_ORGANISATION), (
            ("rdf:type", constant("ckg:Organisation")),
            ("ckg:pic", text(column("pic"))),
            ("skos:prefLabel", text(column("name"))),
            ("ckg:country", country(column("country"))),
        ), once=True),
        Node(column(_ORGANISATION), (("dcterms:source", iri(column("organisation"))),)),
        each(column(_ORGANISATION), "skos:altLabel", "otherNames"),
        each(column(_ORGANISATION), "ckg:vatNumber", "vatNumber"),
        each(column(_ORGANISATION), "ckg:cityName", "city"),
        each(column(_ORGANISATION), "schema:postalCode", "postCode"),
        each(column(_ORGANISATION), "schema:streetAddress", "street"),
        *websites.nodes(column(_ORGANISATION)),
        Node(column(_ORGANISATION), (
            ("ckg:locatedIn", nuts(column("nuts"))),
            ("ckg:locationCertainty", constant("id:certainty/stated")),
        ), when=column("nuts").is_not_null()),
    ),
)

PARTICIPATIONS = Table(
    name="participations",
    columns=(
        Column("participation", required=True, rule="iri"),
        Column("projectId", pattern=_GRANT), Column("projectRcn", rule="digits"),
        Column("organisation", required=True, rule="iri"), Column("pic", pattern=_PIC),
        Column("role", values=tuple(_ROLES)),
        Column("contribution", rule="amount"), Column("netContribution", rule="amount"),
    ),
    key=("participation",),
    prepare=_named,
    checks=(_NUMBERED,),
    nodes=(
        Node(_PARTICIPATION, (
            ("rdf:type", constant("ckg:Participation")),
            ("ckg:participant", column(_ORGANISATION)),
            ("ckg:inProject", column(_PROJECT)),
            ("ckg:role", mapped(column("role"), {
                word: rdf.ref(f"role/{slug}") for word, slug in _ROLES.items()
            })),
            ("ckg:contribution", decimal(column("contribution"))),
            ("ckg:netContribution", decimal(column("netContribution"))),
            ("dcterms:source", iri(column("participation"))),
        )),
    ),
)

SOURCE = OutsideSource(
    name="eurio",
    title="EURIO knowledge graph: projects, organisations, participations",
    origin="https://cordis.europa.eu/about/sparql",
    licence=LICENCE,
    attribution="European Union, CORDIS",
    tables=(PROJECTS, ORGANISATIONS, PARTICIPATIONS),
    service=extract,
)
