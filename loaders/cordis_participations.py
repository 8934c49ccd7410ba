"""H2020 participations as the CORDIS dump of December 2020 gives them: numbers, no names.

One row is one organisation (PIC) in one role in one project (rcn). The figures and dates of the
project stand on each of its rows, and the country and activity of the organisation on each of its.
"""

from clusterkg.ontology import rdf

from .columnar.mapping import Node
from .columnar.source import Column, OutsideSource, Table
from .columnar.terms import column, constant, country, date, decimal, mapped, ref, text

_NA = ("NA",)
_ACTIVITIES = {
    code: rdf.ref(f"activity-type/{code.lower()}") for code in ("HES", "PRC", "REC", "PUB", "OTH")
}
_PIC = "[0-9]{9}"

_PROJECT = ref("project/cordis-rcn", column("rcn"), safe=True)
_ORGANISATION = ref("organisation/pic", column("pic"), safe=True)
# The role is part of the name: who takes part twice in a project does so in two roles.
_PARTICIPATION = ref(
    "participation/cordis-rcn", column("rcn"), column("pic"), column("role"), safe=True
)

SOURCE = OutsideSource(
    name="cordis-participations",
    title="Participations in Horizon 2020 projects, CORDIS as of December 2020",
    origin="https://cordis.europa.eu/",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Union, CORDIS",
    tables=(
        Table(
            name="participations",
            columns=(
                Column("rcn", required=True, rule="digits"),
                Column("role", required=True, values=("coordinator", "participant", "partner")),
                Column("pic", required=True, pattern=_PIC),
                Column("type", required=True, values=tuple(_ACTIVITIES)),
                Column("contribution", rule="amount", missing=_NA),
                Column("country", required=True, rule="country"),
                Column("start_date", rule="day", missing=_NA),
                Column("end_date", rule="day", missing=_NA),
                Column("max_contribution", rule="amount", missing=_NA),
                Column("total_cost", rule="amount", missing=_NA),
            ),
            key=("rcn", "pic", "role"),
            nodes=(
                Node(_PARTICIPATION, (
                    ("rdf:type", constant("ckg:Participation")),
                    ("ckg:participant", _ORGANISATION),
                    ("ckg:inProject", _PROJECT),
                    ("ckg:role", ref("role", column("role"), safe=True)),
                    ("ckg:contribution", decimal(column("contribution"))),
                    ("ckg:country", country(column("country"))),
                    ("ckg:activityType", mapped(column("type"), _ACTIVITIES)),
                )),
                Node(_PROJECT, (
                    ("rdf:type", constant("ckg:Project")),
                    ("ckg:rcn", text(column("rcn"))),
                    ("ckg:startDate", date(column("start_date"))),
                    ("ckg:endDate", date(column("end_date"))),
                    ("ckg:contribution", decimal(column("max_contribution"))),
                    ("ckg:totalCost", decimal(column("total_cost"))),
                ), once=True),
                Node(_ORGANISATION, (
                    ("rdf:type", constant("ckg:Organisation")),
                    ("ckg:pic", text(column("pic"))),
                    ("ckg:country", country(column("country"))),
                ), once=True),
            ),
        ),
    ),
)
