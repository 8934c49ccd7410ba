"""What the tables of CORDIS share: names of things, roles, amounts of money."""

from collections.abc import Callable, Iterable

import polars as pl

from clusterkg.loaders.columnar.source import Column, OutsideSource, Table
from clusterkg.loaders.columnar.terms import column, decimal, mapped, ref, slug
from clusterkg.ontology import rdf

ORIGIN = "https://cordis.europa.eu/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "European Union, CORDIS"

GRANT = "[0-9]{4,12}"
PIC = "[0-9]{9}"
ACTIVITIES = ("HES", "PRC", "REC", "PUB", "OTH")
# As today's exports and those of Horizon 2020 write them; the last two are of earlier ones.
ROLES = {
    "coordinator": "coordinator", "participant": "participant", "partner": "partner",
    "thirdParty": "third-party", "associatedPartner": "associated-partner",
    "internationalPartner": "international-partner", "hostInstitution": "host-institution",
    "beneficiary": "beneficiary",
}
# One export has points in one column and commas in another; none separates thousands.
_AMOUNT = r"[0-9]{1,18}(?:[.,][0-9]{0,18})?"


def source(
    name: str, title: str, table: Table, facts: Callable[[], Iterable[rdf.Triple]] = tuple
) -> OutsideSource:
    """Return a source of CORDIS that is one table."""
    return OutsideSource(name=name, title=title, origin=ORIGIN, licence=LICENCE,
                         attribution=ATTRIBUTION, tables=(table,), facts=facts)


def project(number: str) -> pl.Expr:
    """Return the projects of a column of grant agreements."""
    return ref("project/cordis", column(number))


def topic(code: str) -> pl.Expr:
    """Return the topics of a column of codes."""
    return ref("funding-topic", slug(column(code)))


def part(code: str) -> pl.Expr:
    """Return the parts of programmes of a column of codes."""
    return ref("programme-part", slug(column(code)))


def role(name: str) -> pl.Expr:
    """Return the roles of a column."""
    return mapped(column(name), {word: rdf.ref(f"role/{slug}") for word, slug in ROLES.items()})


def activity(name: str) -> pl.Expr:
    """Return the types of activity of a column."""
    return mapped(column(name), {c: rdf.ref(f"activity-type/{c.lower()}") for c in ACTIVITIES})


def amount_column(name: str, optional: bool = False) -> Column:
    """Return a column of euros, with a point or a comma before the cents."""
    return Column(name, pattern=_AMOUNT, optional=optional)


def amount(name: str) -> pl.Expr:
    """Return the decimals of a column of euros."""
    return decimal(column(name).str.replace(",", ".", literal=True))
