"""Projects: ``project.csv`` of Horizon Europe and Horizon 2020, and Horizon 2020's before 2021.

The header of today is that of the sample of 2025; the one of the older Horizon 2020 export was read
in public code that checks it (``programme``, ``call``, ``projectUrl``, ``coordinator`` ...; cells
parted by semicolons, commas in amounts, a byte order mark).

Seen in 100 rows of 2025: 9 total costs and 20 contributions have a comma before their cents, the
others are whole; 64 total costs are 0, which stands for lump sums and is kept as it is; 2 have no
DOI; objectives hold quotes and commas. Not carried: calls (the topic's code begins with its
call's), ``frameworkProgramme`` (the legal basis begins with it), ``contentUpdateDate``, web
addresses and the lists of participants of the older export (``organization.csv`` has them, one a
row).
"""

import polars as pl

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.loaders.columnar.terms import column, constant, date, ref, slug, text

from . import shared

STATUSES = ("SIGNED", "ONGOING", "CLOSED", "TERMINATED", "CANCEL")
_PROJECT = shared.project("id")
_SCHEME = ref("funding-scheme", slug(column("fundingScheme")))
_NAME = pl.coalesce(column("acronym"), column("title"))

TABLE = Table(
    name="projects",
    multiline=True,
    columns=(
        Column("id", required=True, pattern=shared.GRANT),
        Column("rcn", rule="digits"),
        Column("acronym"),
        Column("title", required=True),
        Column("status", values=STATUSES),
        Column("startDate", rule="day"),
        Column("endDate", rule="day"),
        Column("ecSignatureDate", rule="day", optional=True),
        shared.amount_column("totalCost"),
        shared.amount_column("ecMaxContribution"),
        Column("legalBasis", separator=";", aliases=("programme",)),
        Column("topics", separator=";"),
        Column("fundingScheme"),
        Column("objective"),
        Column("grantDoi", optional=True),
    ),
    key=("id",),
    nodes=(
        Node(_PROJECT, (
            ("rdf:type", constant("ckg:Project")),
            ("ckg:grantAgreement", text(column("id"))),
            ("ckg:rcn", text(column("rcn"))),
            ("skos:prefLabel", text(_NAME)),
            ("dcterms:title", text(column("title"))),
            ("dcterms:description", text(column("objective"))),
            ("dcterms:identifier", text(column("grantDoi"))),
            ("ckg:projectStatus", text(column("status"))),
            ("ckg:startDate", date(column("startDate"))),
            ("ckg:endDate", date(column("endDate"))),
            ("ckg:signatureDate", date(column("ecSignatureDate"))),
            ("ckg:totalCost", shared.amount("totalCost")),
            ("ckg:contribution", shared.amount("ecMaxContribution")),
            ("ckg:fundingScheme", _SCHEME),
        )),
        Node(_PROJECT, (("ckg:programmePart", shared.part("legalBasis")),),
             split=("legalBasis", ";")),
        Node(_PROJECT, (("ckg:fundingTopic", shared.topic("topics")),), split=("topics", ";")),
        Node(shared.part("legalBasis"), (
            ("rdf:type", constant("ckg:ProgrammePart")),
            ("skos:notation", text(column("legalBasis"))),
        ), split=("legalBasis", ";")),
        Node(shared.topic("topics"), (
            ("rdf:type", constant("ckg:FundingTopic")),
            ("skos:notation", text(column("topics"))),
        ), split=("topics", ";")),
        Node(_SCHEME, (
            ("rdf:type", constant("ckg:FundingScheme")),
            ("skos:notation", text(column("fundingScheme"))),
        )),
    ),
)

SOURCE = shared.source(
    "cordis-projects",
    "Projects of the EU's framework programmes, as CORDIS exports them", TABLE,
)
