"""What projects are about and paid from: topics, legal bases and fields of science, one a row.

Each table names projects by their grant agreement. ``legalBasis`` has one row a project that is
marked ``uniqueProgrammePart``: the same that ``project.csv`` calls the legal basis, so the mark is
not carried. EuroSciVoc concepts come without the IRIs that the Publications Office gives them: they
are named by the last number of their code (961 codes, 961 last numbers), with all concepts above
them, which the path of titles names too (980 concepts in all); 9 titles have a blank at the end.
In the exports of 2025 no topic and no legal basis has two titles, and no row is there twice.
"""

from collections.abc import Iterator

import polars as pl

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.loaders.columnar.terms import column, constant, ref, text
from clusterkg.ontology import rdf

from . import shared

_PROJECT = shared.project("projectID")
_DEEPEST = 8
_CODE, _PATH = column("euroSciVocCode"), column("euroSciVocPath")
_ID = Column("projectID", required=True, pattern=shared.GRANT)


def _linked(predicate: str, value: pl.Expr) -> Node:
    return Node(_PROJECT, (
        ("rdf:type", constant("ckg:Project")),
        ("ckg:grantAgreement", text(column("projectID"))),
        (predicate, value),
    ))


def _funding(subject: pl.Expr, kind: str, code: str) -> Node:
    return Node(subject, (
        ("rdf:type", constant(kind)),
        ("skos:notation", text(column(code))),
        ("skos:prefLabel", text(column("title"), "en")),
    ), once=True)


def _level(code: pl.Expr, level: int) -> pl.Expr:
    return code.str.split("/").list.get(level, null_on_oob=True)


def _concept(level: int) -> Node:
    """Return the concept that a code has at a level, from 1 at the top."""
    above = _level(_CODE, level - 1) if level > 1 else pl.lit(None, dtype=pl.String)
    notation = _CODE.str.split("/").list.head(level + 1).list.join("/")
    subject = ref("euroscivoc", _level(_CODE, level))
    scheme = constant("id:scheme/euroscivoc")
    return Node(subject, (
        ("rdf:type", constant("skos:Concept")),
        ("skos:inScheme", scheme),
        ("skos:notation", text(notation)),
        ("skos:prefLabel", text(_level(_PATH, level).str.strip_chars(), "en")),
        ("skos:broader", ref("euroscivoc", above)),
        ("skos:topConceptOf", scheme if level == 1 else None),
    ), once=True)


def _scheme() -> Iterator[rdf.Triple]:
    title = rdf.text("EuroSciVoc, the European science vocabulary, as CORDIS uses it", "en")
    yield from rdf.describe(rdf.ref("scheme/euroscivoc"), [
        ("rdf:type", rdf.iri("skos:ConceptScheme")),
        ("skos:prefLabel", title),
        ("dcterms:title", title),
    ])


TOPICS = shared.source("cordis-topics", "Topics of projects, CORDIS", Table(
    name="topics",
    columns=(_ID, Column("topic", required=True, rule="name"), Column("title")),
    key=("projectID", "topic"),
    nodes=(
        _linked("ckg:fundingTopic", shared.topic("topic")),
        _funding(shared.topic("topic"), "ckg:FundingTopic", "topic"),
    ),
))
LEGAL_BASES = shared.source("cordis-legal-bases", "Legal bases of projects, CORDIS", Table(
    name="legal bases",
    columns=(_ID, Column("legalBasis", required=True, rule="name"), Column("title")),
    key=("projectID", "legalBasis"),
    nodes=(
        _linked("ckg:programmePart", shared.part("legalBasis")),
        _funding(shared.part("legalBasis"), "ckg:ProgrammePart", "legalBasis"),
    ),
))
FIELDS = shared.source("cordis-fields", "Fields of science of projects, CORDIS", Table(
    name="fields of science",
    columns=(
        _ID,
        Column("euroSciVocCode", required=True, pattern=r"(?:/[0-9]+){1,8}"),
        Column("euroSciVocPath", required=True, pattern=r"(?:/[^/]+){1,8}"),
    ),
    key=("projectID", "euroSciVocCode"),
    nodes=(
        _linked("ckg:fieldOfScience", ref("euroscivoc", _CODE.str.split("/").list.last())),
        *(_concept(level) for level in range(1, _DEEPEST + 1)),
    ),
), facts=_scheme)
