"""Reference lists of Horizon 2020: topics, programmes, types of activity (``cordisref-*.csv``).

The files are valid UTF-8, parted by semicolons, but lost letters on their way: ``?`` stands for the
``ł`` of Skłodowska (18 rows of topics, 19 of programmes) and the replacement character U+FFFD for
others, mostly quotes, dashes and no-break spaces (69 and 38 rows). Titles stay as they are. Six
codes of legal bases begin with U+FFFD: it is taken away there. A topic's code with a lost letter
inside (``NMP-40?2015``, one row in each list) is rejected: a code is not guessed.

- Topics (1,579 rows): a row a topic and legal basis; 1,197 topics, 159 legal bases; a topic has one
  title throughout; one has none; 38 rows lack the code of the legal basis, 4 of them not its rcn
  (three of these legal bases have a code on other rows): these rows say nothing of a legal basis.
- Programmes (1,223 rows) list topics and parts of programmes alike: what is called ``H2020-EU...``,
  ``H2020-EC`` or ``H2020-Euratom...`` is a part, everything else a topic. Titles of 10 topics
  differ from those of the list of topics in lost letters, so here a topic's is ``dcterms:title``.
  One title holds a line break in quotes. 97 parts have a short title.
- Types of activity (5 rows): the concepts are the vocabulary's; CORDIS's titles are other labels.
"""

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.loaders.columnar.terms import column, constant, ref, slug, text

from . import shared

_LOST = "\N{REPLACEMENT CHARACTER}"
_BASIS = column("legalBasisCode").str.strip_chars(_LOST)
_CODE = column("code")
_IS_PART = _CODE.str.contains(r"\AH2020-(?:EU\.|EC\z|Euratom)")


TOPICS = shared.source("cordis-h2020-topics", "Topics of Horizon 2020, with legal bases", Table(
    name="Horizon 2020 topics",
    columns=(
        Column("title", lost_letters=True),
        Column("topicRcn", required=True, rule="digits"),
        Column("topicCode", required=True, rule="name"),
        Column("legalBasisRcn", rule="digits"),
        Column("legalBasisCode", lost_letters=True),
    ),
    key=("topicCode", "legalBasisRcn", "legalBasisCode"),
    nodes=(
        Node(shared.topic("topicCode"), (
            ("rdf:type", constant("ckg:FundingTopic")),
            ("skos:notation", text(column("topicCode"))),
            ("ckg:rcn", text(column("topicRcn"))),
            ("skos:prefLabel", text(column("title"), "en")),
            ("ckg:programmePart", ref("programme-part", slug(_BASIS))),
        )),
        Node(ref("programme-part", slug(_BASIS)), (
            ("rdf:type", constant("ckg:ProgrammePart")),
            ("skos:notation", text(_BASIS)),
            ("ckg:rcn", text(column("legalBasisRcn"))),
        )),
    ),
))
PROGRAMMES = shared.source("cordis-h2020-programmes", "Parts of Horizon 2020 and its topics", Table(
    name="Horizon 2020 programmes",
    multiline=True,
    columns=(
        Column("rcn", required=True, rule="digits"),
        Column("code", required=True, rule="name"),
        Column("title", required=True, lost_letters=True),
        Column("shortTitle", lost_letters=True),
        Column("language", values=("en",)),
    ),
    key=("code",),
    nodes=(
        Node(shared.part("code"), (
            ("rdf:type", constant("ckg:ProgrammePart")),
            ("skos:notation", text(_CODE)),
            ("ckg:rcn", text(column("rcn"))),
            ("skos:prefLabel", text(column("title"), "en")),
            ("skos:altLabel", text(column("shortTitle"), "en")),
        ), when=_IS_PART),
        Node(shared.topic("code"), (
            ("rdf:type", constant("ckg:FundingTopic")),
            ("skos:notation", text(_CODE)),
            ("ckg:rcn", text(column("rcn"))),
            ("dcterms:title", text(column("title"), "en")),
            ("skos:altLabel", text(column("shortTitle"), "en")),
        ), when=~_IS_PART),
    ),
))
ACTIVITY_TYPES = shared.source("cordis-activity-types", "Types of activity in CORDIS", Table(
    name="types of activity",
    columns=(
        Column("Code", required=True, values=shared.ACTIVITIES),
        Column("Title", required=True),
        Column("language", values=("en",)),
    ),
    key=("Code",),
    nodes=(
        Node(ref("activity-type", slug(column("Code"))), (
            ("skos:notation", text(column("Code"))),
            ("skos:altLabel", text(column("Title"), "en")),
        )),
    ),
))
