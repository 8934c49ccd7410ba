"""Parts of Horizon 2020 by project (rcn), as of December 2020, in short words such as ``MSCA``.

The words and the codes that they stand for are those of the file ``cordis-programmes.yml`` of
https://github.com/zambujo/eunets, from which the table comes: it cut the codes of CORDIS to these.
37,441 rows, no two alike; 31,348 projects, up to three parts each; 17 of the 19 words occur.
"""

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, OutsideSource, Table
from clusterkg.loaders.columnar.terms import column, constant, mapped, ref, text
from clusterkg.ontology import iris, rdf

from . import shared

CODES = {
    "ERC": "H2020-EU.1.1.", "FET": "H2020-EU.1.2.", "MSCA": "H2020-EU.1.3.",
    "RI": "H2020-EU.1.4.", "LEIT": "H2020-EU.2.1.", "ARF": "H2020-EU.2.2.",
    "Innovation in SMEs": "H2020-EU.2.3.", "SC1": "H2020-EU.3.1.", "SC2": "H2020-EU.3.2.",
    "SC3": "H2020-EU.3.3.", "SC4": "H2020-EU.3.4.", "SC5": "H2020-EU.3.5.",
    "SC6": "H2020-EU.3.6.", "SC7": "H2020-EU.3.7.", "SEWP": "H2020-EU.4.",
    "SWAFS": "H2020-EU.5.", "JRC": "H2020-EU.6.", "EIT": "H2020-EU.7.",
    "Euratom": "H2020-Euratom",
}
_WORD = column("programme_part")
_PART = mapped(_WORD, {
    word: rdf.ref(f"programme-part/{iris.slug(code)}") for word, code in CODES.items()
})

SOURCE = OutsideSource(
    name="cordis-programme-parts",
    title="Parts of Horizon 2020 by project, CORDIS as of December 2020",
    origin="https://github.com/zambujo/eunets",
    licence=shared.LICENCE,
    attribution=shared.ATTRIBUTION,
    tables=(
        Table(
            name="programme parts",
            columns=(
                Column("rcn", required=True, rule="digits"),
                Column("programme_part", required=True, values=tuple(CODES)),
            ),
            key=("rcn", "programme_part"),
            nodes=(
                Node(ref("project/cordis-rcn", column("rcn")), (
                    ("rdf:type", constant("ckg:Project")),
                    ("ckg:rcn", text(column("rcn"))),
                    ("ckg:programmePart", _PART),
                )),
                Node(_PART, (
                    ("rdf:type", constant("ckg:ProgrammePart")),
                    ("skos:notation", text(mapped(_WORD, CODES))),
                    ("skos:altLabel", text(_WORD, "en")),
                )),
            ),
        ),
    ),
)
