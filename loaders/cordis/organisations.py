"""Who takes part in which project: ``organization.csv`` of Horizon Europe and Horizon 2020.

One row is one organisation (PIC) in one role in one project. The organisation is described from
the row too; its name in that row also stays with the participation (``statedName``), because
names change from one project to the next. The older Horizon 2020 export calls the PIC ``id``, has
``projectRcn`` first and no SME flag or region; its header was read in public code that checks it.
There ``rcn`` is the project's (as ``projectRcn``), while today's ``rcn`` is the organisation's.

Seen in 100 rows of 2025 (92 organisations, 42 projects): 15 without a VAT number, 39 without a
short name, 69 without a web address, 1 without a contribution (an associated partner); total costs
with a comma before the cents (9) beside contributions with a point; 14 third parties; regions of
level 3 (86, two of them, NL413 and LV003, of NUTS 2021) or only a country (14). Not carried:
``geolocation``, ``order``, ``contactForm``, ``contentUpdateDate``, persons to write to.
"""

import polars as pl

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.loaders.columnar.terms import (
    boolean,
    column,
    constant,
    country,
    iri,
    nuts,
    ref,
    text,
)

from . import shared

_ORGANISATION = ref("organisation/pic", column("organisationID"))
_PARTICIPATION = ref(
    "participation/cordis", column("projectID"), column("organisationID"), column("role")
)
_ACTIVITY = shared.activity("activityType")
_URL = column("organizationURL")
_HAS_SCHEME = _URL.str.contains("(?i)^https?://")
_ADDRESS = r"\Ahttps?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=-]*)?\z"


def _website() -> pl.Expr:
    """Return addresses with their scheme, null for what is none; many cells have no scheme."""
    whole = pl.when(_HAS_SCHEME).then(_URL).otherwise(pl.lit("http://") + _URL)
    return pl.when(whole.str.contains(f"(?i){_ADDRESS}")).then(whole)


TABLE = Table(
    name="organisations",
    multiline=True,
    columns=(
        Column("projectID", required=True, pattern=shared.GRANT),
        Column("organisationID", required=True, pattern=shared.PIC, aliases=("id",)),
        Column("vatNumber", optional=True),
        Column("name", required=True),
        Column("shortName"),
        Column("SME", rule="boolean", optional=True),
        Column("activityType", values=shared.ACTIVITIES),
        Column("street", missing=(".", "-")),
        Column("postCode", missing=(".", "-")),
        Column("city", missing=(".", "-")),
        Column("country", required=True, rule="country"),
        Column("nutsCode", rule="nuts", optional=True),
        Column("organizationURL", aliases=("organizationUrl",), optional=True),
        Column("rcn", rule="digits", optional=True),
        Column("role", required=True, values=tuple(shared.ROLES)),
        shared.amount_column("ecContribution"),
        shared.amount_column("netEcContribution", optional=True),
        shared.amount_column("totalCost", optional=True),
        Column("endOfParticipation", rule="boolean"),
    ),
    key=("projectID", "organisationID", "role"),
    nodes=(
        Node(_PARTICIPATION, (
            ("rdf:type", constant("ckg:Participation")),
            ("ckg:participant", _ORGANISATION),
            ("ckg:inProject", shared.project("projectID")),
            ("ckg:role", shared.role("role")),
            ("ckg:statedName", text(column("name"))),
            ("ckg:country", country(column("country"))),
            ("ckg:activityType", _ACTIVITY),
            ("ckg:isSme", boolean(column("SME"))),
            ("ckg:contribution", shared.amount("ecContribution")),
            ("ckg:netContribution", shared.amount("netEcContribution")),
            ("ckg:totalCost", shared.amount("totalCost")),
            ("ckg:participationEnded", boolean(column("endOfParticipation"))),
        )),
        Node(_ORGANISATION, (
            ("rdf:type", constant("ckg:Organisation")),
            ("ckg:pic", text(column("organisationID"))),
            ("ckg:rcn", text(column("rcn"))),
            ("skos:prefLabel", text(column("name"))),
            ("ckg:vatNumber", text(column("vatNumber"))),
            ("ckg:activityType", _ACTIVITY),
            ("schema:streetAddress", text(column("street"))),
            ("schema:postalCode", text(column("postCode"))),
            ("ckg:cityName", text(column("city"))),
            ("ckg:country", country(column("country"))),
            ("ckg:website", iri(_website())),
        )),
        Node(_ORGANISATION, (("skos:altLabel", text(column("shortName"))),),
             when=column("shortName") != column("name")),
        Node(_ORGANISATION, (("schema:url", text(_URL)),), when=_website().is_null()),
        Node(_ORGANISATION, (
            ("ckg:locatedIn", nuts(column("nutsCode"))),
            ("ckg:locationCertainty", constant("id:certainty/stated")),
        ), when=column("nutsCode").is_not_null()),
        Node(shared.project("projectID"), (
            ("rdf:type", constant("ckg:Project")),
            ("ckg:grantAgreement", text(column("projectID"))),
        )),
    ),
)

SOURCE = shared.source(
    "cordis-organisations",
    "Participations in projects of the EU's framework programmes, as CORDIS exports them", TABLE,
)
